package object

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Alternatives are words of which one is enough.
func Alternatives(words map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(words)), " or ")
}

// Forward is a forward action to a target group.
func Forward(group string) string { return "forward to " + group }

// Weighted is a target group that shares requests with others.
func Weighted(group string, weight int) string { return fmt.Sprintf("%s (weight %d)", group, weight) }

// MainTable is how a VPC's main route table is called, which AWS makes with the VPC and gives no name.
func MainTable(vpc string) string { return "main of " + vpc }

// Redirect is a redirect action.
func Redirect(protocol, host, port, path, query, status string) string {
	return fmt.Sprintf("redirect to %s://%s:%s%s?%s with %s", protocol, host, port, path, query, status)
}

// FixedResponse is a fixed-response action.
func FixedResponse(status, contentType, body string) string {
	return fmt.Sprintf("answer %s %s %q", status, contentType, body)
}

// AsAsked is the value of a validation record that is what ACM asks for.
const AsAsked = "what ACM asks for"

// Trust is a statement of a trust policy.
func Trust(effect, principals string, actions []string) string {
	return effect + " " + principals + " to " + Set(actions)
}

// PolicyDocument is one in one spelling.
func PolicyDocument(document string) string {
	var policy any
	if json.Unmarshal([]byte(document), &policy) != nil {
		return document
	}
	text, err := json.Marshal(policy)
	if err != nil {
		return document
	}
	return string(text)
}

// StandardVersion is the version of an add-on that AWS gives new clusters of a Kubernetes version.
func StandardVersion(kubernetes string) string { return "the default for Kubernetes " + kubernetes }

// Pause is a lifecycle hook.
func Pause(name, transition, seconds, after string) string {
	return fmt.Sprintf("%s of %s s at %s, then %s", name, seconds, transition, after)
}

// TemplateVersion is what an auto scaling group launches from.
func TemplateVersion(template string, newest bool) string {
	if newest {
		return template + ", newest version"
	}
	return template + ", an older version"
}

// Disk is a block device mapping.
func Disk(device string, encrypted, deleted bool) string {
	return fmt.Sprintf("%s encrypted=%t deleted with the instance=%t", device, encrypted, deleted)
}

// Card is a network interface of a launch template.
func Card(index, groups, public string, deleted bool) string {
	return fmt.Sprintf("%s of %s, public address %q, deleted with the instance=%t", index, groups, public, deleted)
}
