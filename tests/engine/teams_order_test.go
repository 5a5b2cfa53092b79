package engine_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
)

// TestTeamsInEitherOrder has a cluster join before it may, and changes what hub and cluster both have a part in, once the hub first and
// once the cluster: what is too early is refused before anything is registered, and both orders end at the same.
func TestTeamsInEitherOrder(t *testing.T) {
	t.Parallel()
	first := threeAccounts(t).set("transit.transitGateway.organization", true).set("clusters.search.podCidr", "100.65.0.0/16").
		without("services.telemetry").without("services.catalog.cluster").set("services.catalog.pattern", "single").
		set("services.catalog.weights", map[string]any{"payments": 90, "search": 10})
	alone := first.without("clusters.payments").without("services.checkout").without("services.ledger").
		without("services.catalog.weights.payments")
	// A service comes and another one goes, a host name and a firewall come, and weights change.
	second := first.set("inspection", map[string]any{"eastWest": networkFirewall}).
		copied("services.checkout", "services.orders").without("services.ledger").
		set("services.orders.hostnames", []any{"orders.example.com"}).set("services.orders.port", 9090).
		set("services.checkout.hostnames", append(first.get("services.checkout.hostnames").([]any), "buy.example.com")).
		set("services.catalog.weights", map[string]any{"payments": 10, "search": 90})
	s := newTeams(t, first)

	// The cluster is there before its hub, and then before the hub knows of it.
	s.refuses("payments", "stack organization/network/hub has no output ingresshub: deploy it with estate.HubProgram first")
	s.granted = alone
	s.apply(alone)
	s.refuses("payments", "clusters.payments: the hub grants no cluster of this name; it grants search")
	s.team("search").up()
	ids := s.others("payments")
	s.grant(first)
	s.team("payments").up()
	assertKept(t, ids, s.cloud)
	s.settled()
	s.proven(flightpath.Direct)
	before, lasting := s.end(), s.lasting("ledger", ".8443", referenceType)

	// The hub first. Until the team has changed its claims they are more than is granted.
	s.granted = second
	s.onward("hub, first", s.apply(second))
	s.refuses("payments",
		"services.ledger: the hub grants cluster payments no service of this name; it grants catalog, checkout, orders",
		`services.catalog.weights: {"payments":90,"search":10} is claimed, and the hub grants {"payments":10,"search":90}`)
	for _, cluster := range []string{"payments", "search"} {
		s.claim(cluster, s.claims(cluster))
		s.onward(cluster+", after the hub", s.team(cluster).up())
	}
	s.settled()
	s.proven(flightpath.Inspected)
	assertLasting(t, "the hub first", lasting, s.cloud)
	after := s.end()

	// Back.
	s.onward("hub, back", s.grant(first))
	s.onward("payments, back", s.team("payments").up())
	s.onward("search, back", s.team("search").up())
	s.settled()
	s.proven(flightpath.Direct)
	assertSame(t, before, s.end())

	// The cluster first. It may go without what it has, and not have what it is to get.
	s.claim("payments", claimsOf(second, "payments"))
	s.refuses("payments",
		"services.orders: the hub grants cluster payments no service of this name; it grants catalog, checkout, ledger",
		"services.checkout.hostnames[2]: buy.example.com is claimed, and the hub grants",
		`services.catalog.weights: {"payments":10,"search":90} is claimed, and the hub grants {"payments":90,"search":10}`)
	s.claim("payments", s.claims("payments").without("services.ledger"))
	assertOnlyRemoves(t, s.team("payments").up(), nil)
	s.team("search").unchanged()
	s.unchanged()
	s.onward("hub, second", s.grant(second))
	s.onward("search, before payments", s.team("search").up())
	s.onward("payments, last", s.team("payments").up())
	s.settled()
	s.proven(flightpath.Inspected)
	assertLasting(t, "the cluster first", lasting, s.cloud)
	assertSame(t, after, s.end())

	s.leave("search")
	s.leave("payments")
	s.destroy()
}

// refuses has a team's update refused before anything is registered: in the cloud and in the team's stack all stands as it did, but for
// what the stack has read of the hub's.
func (s *teams) refuses(cluster string, words ...string) {
	s.t.Helper()
	team := s.team(cluster)
	before := team.standing()
	team.refused(words...)
	team.assertCloudStands(before)
	assert.Equal(s.t, registered(before.state), registered(team.resources()), "the team's state")
}

// registered are the resources that a team's program registers, once it has read the hub's outputs.
func registered(resources []engine.Resource) []engine.Resource {
	return slices.DeleteFunc(append([]engine.Resource{}, resources...), func(resource engine.Resource) bool {
		return resource.Type == stackType || resource.Type == "pulumi:pulumi:StackReference"
	})
}

// onward checks that an update replaced nothing but what leads to a firewall or past it, and what has one of the names.
func (s *teams) onward(stage string, result *engine.Result, names ...string) {
	s.t.Helper()
	rest := slices.DeleteFunc(slices.Clone(result.Steps), func(step engine.Step) bool { return named(urnName(step.URN), names) })
	assertReplacesRoutesOnly(s.t, stage, &engine.Result{Steps: rest})
}

// lasting are the identities of what no firewall before the clusters touches, and whose account, type and name have none of the words.
func (s *teams) lasting(words ...string) map[string]string {
	ids := lastingIdentities(s.cloud.Objects())
	maps.DeleteFunc(ids, func(name, _ string) bool { return named(name, words) })
	return ids
}

// named says whether a name contains one of some words.
func named(name string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) })
}

// history is what AWS and Kubernetes count or choose with each change, and the order in which AWS lists a firewall's endpoints.
var history = regexp.MustCompile(` outputs\.(version|policyId|metadata|firewallStatuses) = `)

// end is where everybody has got to: what there is, and what each stack calls it.
func (s *teams) end() inventory {
	s.t.Helper()
	all := slices.DeleteFunc(takeInventory(s.t, s.cloud), history.MatchString)
	for _, w := range append(slices.Collect(maps.Values(s.clusters)), s.world) {
		all = append(all, urns(w.resources())...)
	}
	slices.Sort(all)
	return all
}
