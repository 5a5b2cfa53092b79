package observe

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

type (
	roleDetail struct {
		RoleName                 string
		Arn                      string
		Path                     string
		AssumeRolePolicyDocument string
		PermissionsBoundary      struct{ PermissionsBoundaryArn string }
		AttachedManagedPolicies  []struct{ PolicyArn string }
		RolePolicyList           []struct{ PolicyName, PolicyDocument string }
		InstanceProfileList      []struct{ InstanceProfileName string }
		Tags                     tags
	}
	listedRole struct {
		RoleName           string
		Description        string
		MaxSessionDuration json.Number
	}
)

// roles reads roles and what they may do.
func (r *reader) roles() error {
	listed, err := snapshot.Decode[listedRole](r.documents, "Roles")
	if err != nil {
		return err
	}
	more := map[string]listedRole{}
	for _, role := range listed {
		more[role.RoleName] = role
	}
	return each(r, "RoleDetailList", func(role roleDetail) {
		name := r.names.of(role.Arn)
		linked := strings.HasPrefix(role.Path, "/aws-service-role/")
		r.addImplicit(linked, object.Role, name, role.Arn, object.Fields{
			"path": role.Path, "trust": trust(role.AssumeRolePolicyDocument), "description": more[role.RoleName].Description,
			"longest session":      more[role.RoleName].MaxSessionDuration.String(),
			"permissions boundary": role.PermissionsBoundary.PermissionsBoundaryArn, "tags": role.Tags.field(),
		})
		for _, policy := range role.AttachedManagedPolicies {
			r.addImplicit(linked, object.RolePolicyAttachment, name+" "+policy.PolicyArn, role.Arn+"|"+policy.PolicyArn, nil)
		}
		for _, policy := range role.RolePolicyList {
			r.add(object.RoleInlinePolicy, name+" "+policy.PolicyName, role.Arn+"|"+policy.PolicyName, object.Fields{"policy": inlinePolicy(policy.PolicyDocument)})
		}
		for _, profile := range role.InstanceProfileList {
			r.add(object.InstanceProfile, name+" "+profile.InstanceProfileName, role.Arn+"|"+profile.InstanceProfileName, nil)
		}
	})
}

// inlinePolicy is a policy of a role in one spelling. IAM answers with URL-encoded JSON.
func inlinePolicy(document string) string {
	text, err := url.QueryUnescape(document)
	if err != nil {
		return document
	}
	return object.PolicyDocument(text)
}

// trust is a trust policy: who may do what. IAM answers with URL-encoded JSON, and programs write one action as a word or as
// a list of one.
func trust(document string) string {
	text, err := url.QueryUnescape(document)
	if err != nil {
		return document
	}
	var policy struct {
		Statement []struct {
			Effect    string
			Action    any
			Principal map[string]any
			Condition any
		}
	}
	if err := json.Unmarshal([]byte(text), &policy); err != nil {
		return text
	}
	var statements []string
	for _, statement := range policy.Statement {
		var principals []string
		for kind, who := range statement.Principal {
			principals = append(principals, kind+" "+object.Set(words(who)))
		}
		said := object.Trust(statement.Effect, object.Set(principals), words(statement.Action))
		if statement.Condition != nil {
			said += " if " + compact(snapshot.Document{"Condition": statement.Condition})
		}
		statements = append(statements, said)
	}
	return strings.Join(sorted(statements), "; ")
}

// words are one word, or a list of them.
func words(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		var all []string
		for _, item := range value {
			all = append(all, words(item)...)
		}
		return all
	default:
		return nil
	}
}
