package engine_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTeamsShareAService has a network team turn a service of one team's cluster, behind an inner load balancer, into one that pods of two
// teams' clusters answer by weight, while both are joined, and back.
func TestTeamsShareAService(t *testing.T) {
	t.Parallel()
	apart := threeAccounts(t).set("transit.transitGateway.organization", true).set("clusters.search.podCidr", "100.65.0.0/16")
	shared := apart.set("services.checkout.pattern", "single").by(90, 10).set("services.catalog.pattern", "single")
	s := newTeams(t, apart)
	s.up()
	s.team("payments").up()
	s.team("search").up()
	s.settled()
	assertReachedFromTheIngressOnly(t, s.world, apart.plan(), false)
	first, list := s.everything(), s.object(prefixListType, "payments.granted")
	assert.Len(t, list.Outputs["entries"], 1)

	// The hub goes first. A team that updates before it finds what was granted before, and has nothing to do.
	s.team("payments").unchanged()
	s.grant(shared)
	grown := s.object(prefixListType, "payments.granted")
	assert.Equal(t, list.ID, grown.ID, "the list grows in place: the cluster's references stay")
	assert.Len(t, grown.Outputs["entries"], 2, "the cluster's CIDR and its pods'")
	s.team("search").up()
	s.team("payments").up()
	s.settled()
	s.proven(flightpath.Direct)
	assertReachedFromTheIngressOnly(t, s.world, shared.plan(), true)
	second := s.everything()

	s.assertStolen(shared)

	// A cluster that leaves a service that it shares leaves the other's alone, and comes back.
	ids := s.others("payments")
	s.leave("payments")
	assertKept(t, ids, s.cloud)
	s.unchanged()
	s.team("search").unchanged()
	s.team("payments").up()
	assert.Equal(t, second, s.everything())
	s.settled()

	// Other weights are the hub's alone.
	s.grant(shared.by(10, 90))
	s.settled()
	assert.Equal(t, second, s.everything())

	// Back, and once more, with the teams in the other order.
	s.grant(apart)
	s.team("payments").up()
	s.team("search").up()
	s.settled()
	s.proven(flightpath.Direct)
	assert.Equal(t, first, s.everything())
	s.grant(shared)
	s.team("payments").up()
	s.team("search").up()
	s.settled()
	assert.Equal(t, second, s.everything())
	s.leave("search")
	s.leave("payments")
	s.destroy()
}

// assertStolen has the team of payments claim what it shares, or what is another's, otherwise than granted.
func (s *teams) assertStolen(granted declared) {
	s.t.Helper()
	payments := s.team("payments")
	own := s.claims("payments")
	since := s.now()
	for name, test := range map[string]struct {
		claims  declared
		problem string
	}{
		"all of the requests": {
			own.set("services.checkout.weights", map[string]any{"payments": 999, "search": 10}),
			"services.checkout.weights: ",
		},
		"the service alone": {own.set("services.checkout.weights", map[string]any{"payments": 90}), "services.checkout.weights: "},
		"the other team's service": {
			own.set("services.catalog", granted.get("services.catalog")),
			"services.catalog: the hub grants cluster payments no service of this name",
		},
		"a host name": {own.set("services.checkout.hostnames", []any{"catalog.example.com"}), "services.checkout.hostnames"},
		"the other team's pods": {
			own.set("clusters.payments.podCidr", "100.65.0.0/16"),
			"clusters.payments.podCidr: 100.65.0.0/16 is claimed, and the hub grants 100.64.0.0/16",
		},
		"another pattern":           {own.set("services.ledger.pattern", "single"), "services.ledger.pattern: "},
		"one target group for both": {own.set("services.checkout.sharedTargetGroup", true), "services.checkout.sharedTargetGroup: "},
	} {
		s.claim("payments", test.claims)
		_, err := payments.stack.Up(s.t.Context())
		require.ErrorContains(s.t, err, test.problem, name)
	}
	for _, operation := range s.wrote(since) {
		assert.Equal(s.t, localcloud.Read, operation.Verb, "registered before the claims were compared: %s", operation.Name)
	}
	s.claim("payments", own)
}
