package estate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// claim is what a cluster's stack declares, as `ingresshub:workload`: everything of an estate that is the cluster's own.
type claim struct {
	// Stack of the hub.
	hub string

	// Whether the share of the transit gateway was accepted in the account before, by another stack or by hand.
	shareAccepted bool

	// Of an estate: one cluster, its services, protection, tags and allowReplace.
	estate plan.Estate

	// Its services in its own words: what they call false is in the estate as if they had said nothing.
	services map[string]map[string]any
}

// ownFields are what a claim has of an estate.
var ownFields = []string{"allowReplace", "clusters", "protection", "services", "tags"}

// What a team decides by itself, guardrails as far as they are no weaker (claim_guardrails.go). Everything else of a cluster or service
// is as granted.
var (
	freeOfCluster = []string{"admins", "controller", "controlPlaneZones", "endpoint", "guardrails", "kubernetesVersion", "nodeGroups", "serviceCidr", "vpcEndpoints"}
	freeOfService = []string{"kubernetes"}
)

// parseClaim reads a claim from JSON.
func parseClaim(data []byte) (*claim, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, plan.Problems{{Path: "workload", Message: "is no object with hub, clusters and services: " + err.Error()}}
	}
	claimed, problems := &claim{}, plan.Problems{}
	read := func(name string, into any, wanted string) {
		if value, declared := members[name]; declared && json.Unmarshal(value, into) != nil {
			problems = append(problems, plan.Problem{Path: name, Message: "is " + string(value) + "; " + wanted + " is wanted"})
		}
		delete(members, name)
	}
	read("hub", &claimed.hub, "the name of the hub's stack, <project>/<stack>,")
	read("shareAccepted", &claimed.shareAccepted, "true or false")
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(ownFields, name) {
			problems = append(problems, plan.Problem{Path: name, Message: "is not for a cluster's stack to say; known are hub, shareAccepted, " +
				strings.Join(ownFields, ", ")})
			delete(members, name)
		}
	}
	own, err := json.Marshal(members)
	if err != nil {
		return nil, err
	}
	var estateProblems plan.Problems
	claimed.estate, estateProblems = decodeEstate(own)
	problems = append(problems, estateProblems...)
	if words, declared := members["services"]; declared && len(estateProblems) == 0 {
		if err := json.Unmarshal(words, &claimed.services); err != nil {
			return nil, err
		}
	}
	if claimed.hub == "" {
		problems = append(problems, plan.Problem{Path: "hub", Message: "is required: the name of the hub's stack, <project>/<stack>"})
	}
	if len(claimed.estate.Clusters) != 1 {
		problems = append(problems, plan.Problem{Path: "clusters", Message: fmt.Sprintf("must hold exactly one cluster, not %d: each has a stack of its own",
			len(claimed.estate.Clusters))})
	}
	return claimed, listed(problems)
}

// decodeEstate is plan.Decode, with its problems as a list.
func decodeEstate(data []byte) (plan.Estate, plan.Problems) {
	estate, err := plan.Decode(data)
	if problems, isList := err.(plan.Problems); isList { //nolint:errorlint // Decode returns nothing else.
		return estate, problems
	}
	return estate, nil
}

// listed are problems as an error; nil where there are none.
func listed(problems plan.Problems) error {
	if len(problems) == 0 {
		return nil
	}
	return problems
}

// cluster is the name of the claimed cluster.
func (c *claim) cluster() string { return slices.Collect(maps.Keys(c.estate.Clusters))[0] }

// join is the estate that a contract and a claim make together: what the hub grants, with the team's own details. What a claim leaves
// out is as granted, and what it says must be. The problems are everything that it says beyond that.
func join(contract *Contract, claimed *claim) (plan.Estate, plan.Problems) {
	name, granted := claimed.cluster(), contract.Estate
	j := joiner{hub: claimed.hub}
	cluster, exists := granted.Clusters[name]
	if _, onboarded := contract.Onboarding[name]; !exists || !onboarded {
		j.refuse("clusters."+name, "the hub grants no cluster of this name; it grants %s", enumerated(granted.Clusters))
		return plan.Estate{}, j.problems
	}
	joined := granted
	joined.Clusters, joined.Services = maps.Clone(granted.Clusters), map[string]plan.Service{}
	joined.Clusters[name] = merged(&j, "clusters."+name, cluster, claimed.estate.Clusters[name], freeOfCluster)
	j.compareGuardrails("clusters."+name+".guardrails", cluster.Guardrails, claimed.estate.Clusters[name].Guardrails)
	own := map[string]plan.Service{}
	for service, declared := range granted.Services {
		if _, weighted := declared.Weights[name]; weighted || declared.Cluster == name {
			own[service] = declared
		} else {
			joined.Services[service] = declared
		}
	}
	for _, service := range slices.Sorted(maps.Keys(claimed.estate.Services)) {
		path := "services." + service
		if grant, ok := own[service]; ok {
			joined.Services[service] = merged(&j, path, grant, claimed.estate.Services[service], freeOfService)
			j.compareFalse(path, grant, claimed.services[service])
		} else {
			j.refuse(path, "the hub grants cluster %s no service of this name; it grants %s", name, enumerated(own))
		}
	}
	joined.Protection, joined.Tags, joined.AllowReplace = claimed.estate.Protection, claimed.estate.Tags, claimed.estate.AllowReplace
	joined.Accounts = j.accounts(contract, name)
	return joined, j.problems
}

// joiner gathers what a claim says beyond its grant.
type joiner struct {
	hub      string
	problems plan.Problems
}

func (j *joiner) refuse(path, format string, args ...any) {
	j.problems = append(j.problems, plan.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

// accounts are the estate's accounts as the cluster's stack manages them: its own with the credentials in use, the ingress account
// through the onboarding role.
func (j *joiner) accounts(contract *Contract, cluster string) map[string]plan.Account {
	accounts := maps.Clone(contract.Estate.Accounts)
	set := func(name, role string) {
		account := accounts[name]
		account.RoleArn = role
		accounts[name] = account
	}
	set(contract.Estate.Ingress.Account, contract.Onboarding[cluster].RoleArn)
	set(contract.Estate.Clusters[cluster].Account, "")
	return accounts
}

// merged is a grant with what a claim adds to it in the free fields.
func merged[T any](j *joiner, path string, grant, claimed T, free []string) T {
	result, said := j.fields(path, grant), j.fields(path, claimed)
	for _, field := range slices.Sorted(maps.Keys(said)) {
		if slices.Contains(free, field) {
			result[field] = said[field]
			continue
		}
		j.compare(path+"."+field, result[field], said[field])
	}
	var out T
	data, err := json.Marshal(result)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		j.refuse(path, "%s", err)
	}
	return out
}

// compare refuses a value that is not as granted. Of a list, a part may be claimed.
func (j *joiner) compare(path string, granted, said any) {
	if equal(granted, said) {
		return
	}
	items, isList := said.([]any)
	allowed, _ := granted.([]any)
	if granted == nil {
		j.refuse(path, "%s is claimed, and the hub grants what holds without this field: leave it out, or have it declared in stack %s", shown(said), j.hub)
		return
	}
	if !isList {
		j.refuse(path, "%s is claimed, and the hub grants %s", shown(said), shown(granted))
		return
	}
	for i, item := range items {
		if !slices.ContainsFunc(allowed, func(grant any) bool { return equal(grant, item) }) {
			j.refuse(fmt.Sprintf("%s[%d]", path, i), "%s is claimed, and the hub grants %s", shown(item), shown(granted))
		}
	}
}

// compareFalse refuses what is called false and granted. Pulumi's config delivers booleans as strings at times.
func (j *joiner) compareFalse(path string, grant any, said map[string]any) {
	granted := j.fields(path, grant)
	for _, field := range slices.Sorted(maps.Keys(said)) {
		if granted[field] == true && shown(said[field]) == "false" {
			j.refuse(path+"."+field, "false is claimed, and the hub grants true")
		}
	}
}

// fields are the fields of an estate's object that are declared, by their names in the config.
func (j *joiner) fields(path string, object any) map[string]any {
	out := map[string]any{}
	data, err := json.Marshal(object)
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		err = decoder.Decode(&out)
	}
	if err != nil {
		j.refuse(path, "%s", err)
	}
	// Required fields are there though nobody declared them.
	maps.DeleteFunc(out, func(_ string, value any) bool { return value == "" || equal(value, json.Number("0")) })
	return out
}

func equal(a, b any) bool { return shown(a) == shown(b) }

// shown is a value as people would write it.
func shown(value any) string {
	if text, isText := value.(string); isText {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}

// enumerated are the names in a map, for a message.
func enumerated[T any](of map[string]T) string {
	if len(of) == 0 {
		return "none"
	}
	return strings.Join(slices.Sorted(maps.Keys(of)), ", ")
}
