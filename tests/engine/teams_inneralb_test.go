package engine_test

import (
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTeamsInnerAlb has a network team grant an inner ALB to a cluster that is joined without one, put a firewall before it, and take both
// back. The hub only knows the addresses of the NLB in front; the ALB is the cluster's.
func TestTeamsInnerAlb(t *testing.T) {
	t.Parallel()
	plain := threeAccounts(t).set("transit.transitGateway.organization", true).
		without("clusters.search").without("services.catalog").without("services.telemetry")
	behind := plain.set("clusters.payments.innerAlb", map[string]any{}).set("services.checkout.innerAlb", true)
	s := newTeams(t, plain)
	s.up()
	payments := s.team("payments")
	payments.up()
	s.proven(flightpath.Direct)
	before, lasting := s.end(), s.lasting("checkout", "payments.inner-1.egress.8080") // Another port leads to checkout.

	// Nobody makes one without a grant.
	s.claim("payments", claimsOf(behind, "payments"))
	s.refuses("payments",
		"clusters.payments.innerAlb: {} is claimed, and the hub grants what holds without this field",
		"services.checkout.innerAlb: true is claimed, and the hub grants what holds without this field")

	s.onward("granted", s.grant(behind), "public.checkout")
	s.onward("made", payments.up())
	s.settled()
	s.assertBehindInnerAlb()
	s.proven(flightpath.Direct)
	direct := s.everything()

	// What is granted behind the ALB is behind it.
	s.claim("payments", s.claims("payments").set("services.checkout.innerAlb", false))
	s.refuses("payments", "services.checkout.innerAlb: false is claimed, and the hub grants true")

	s.onward("inspected", s.grant(behind.set("inspection", map[string]any{"eastWest": networkFirewall})))
	s.onward("inspected, in the cluster", payments.up())
	s.settled()
	s.assertBehindInnerAlb()
	s.proven(flightpath.Inspected)

	// Both are taken back at once.
	s.onward("taken back", s.grant(plain), "public.checkout")
	s.onward("gone", payments.up())
	s.settled()
	s.proven(flightpath.Direct)
	assertLasting(t, "from the beginning to the end", lasting, s.cloud)
	assertSame(t, before, s.end())

	// A cluster that joins when all of it is granted already ends at the same.
	s.leave("payments")
	s.grant(behind)
	payments.up()
	s.proven(flightpath.Direct)
	assert.Equal(t, direct, s.everything())
	s.leave("payments")
	s.destroy()
}

// assertBehindInnerAlb follows requests for checkout from the internet through what the two stacks have made: the hub's ALB, the cluster's
// NLB, and the ALB behind it.
func (s *teams) assertBehindInnerAlb() {
	s.t.Helper()
	assert.Equal(s.t, s.accountID("payments"), s.object(loadBalancerType, "payments.inner-alb").Account)
	reached, err := analyzerOf(s.t, s.cloud.Objects(), s.granted.plan()).Reach("internet")
	require.NoError(s.t, err)
	pods := 0
	for _, end := range reached {
		if strings.HasPrefix(end.Name, "checkout-") {
			pods++
			assert.Equal(s.t, []string{"ingresshub-public", "ingresshub-payments-inner-1", "ingresshub-payments-inner-alb"}, end.Through)
			assert.Equal(s.t, "tcp 8080", end.Traffic)
		}
	}
	assert.Len(s.t, s.granted.zones(), pods, "the pods' subnets")
}

// analyzerOf asks about a network whose pods are those of a plan.
func analyzerOf(t *testing.T, objects []localcloud.Object, planned *plan.Plan) *flightpath.Analyzer {
	t.Helper()
	read, err := flight.Network(objects)
	require.NoError(t, err)
	read, err = flightpath.Declare(read, expected.Declarations(planned, read))
	require.NoError(t, err)
	return flightpath.New(read)
}
