package engine_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTeamsBindPods has two teams whose controllers bind pods to the hub's target groups. A service of one of them comes, goes and comes
// back, and nothing of the other's is touched; then both fill one target group, which one of them leaves, first by itself and then
// with its whole cluster, and comes back to.
func TestTeamsBindPods(t *testing.T) {
	t.Parallel()
	without := threeAccounts(t).set("transit.transitGateway.organization", true).set("clusters.search.podCidr", "100.65.0.0/16").
		without("services.telemetry").without("services.checkout").set("services.catalog.pattern", "single")
	with := without.copied("services.catalog", "services.checkout").set("services.checkout.cluster", "payments").
		set("services.checkout.hostnames", []any{"checkout.example.com"})
	shared := with.by(1, 1).set("services.checkout.sharedTargetGroup", true)
	s := newTeams(t, without)
	s.decides = installed
	s.up()
	payments, search := s.team("payments"), s.team("search")
	payments.up()
	search.up()
	s.settled()
	assert.Equal(t, map[string]string{"payments/ledger": "payments.inner-1.ledger", "search/catalog": "public.catalog"}, s.bindings())
	apart, joined, ids, since := s.end(), inventory{}, s.others("payments"), s.now()

	for _, again := range []bool{false, true} {
		s.onward("granted", s.grant(with), ".registrar")
		s.onward("bound", payments.up(), "payments.controller")
		assert.Equal(t, "public.checkout", s.bindings()["payments/checkout"])
		s.settled()
		s.proven(flightpath.Direct)
		assert.Equal(t, []string{"payments"}, s.answering("checkout", with))
		if again {
			assertSame(t, joined, s.end())
		}
		joined = s.end()

		// The binding goes before the hub takes its target group away.
		s.claim("payments", s.claims("payments").without("services.checkout"))
		payments.up()
		assert.NotContains(t, s.bindings(), "payments/checkout")
		s.grant(without)
		s.settled()
		assertSame(t, apart, s.end())
	}
	s.assertUntouched(since, "search", "catalog")
	assertKept(t, ids, s.cloud)

	// One target group for the pods of both.
	s.onward("shared", s.grant(shared), ".registrar")
	s.onward("shared, in payments", payments.up(), "payments.controller")
	s.onward("shared, in search", search.up())
	s.settled()
	s.proven(flightpath.Direct)
	theirs := map[string]string{"search/catalog": "public.catalog", "search/checkout.search": "public.checkout beside others"}
	own := map[string]string{"payments/ledger": "payments.inner-1.ledger"}
	all := merged(theirs, own, map[string]string{"payments/checkout.payments": "public.checkout beside others"})
	assert.Equal(t, all, s.bindings())
	assert.Equal(t, []string{"payments", "search"}, s.answering("checkout", shared))
	s.claim("payments", s.claims("payments").set("services.checkout.sharedTargetGroup", false))
	s.refuses("payments", "services.checkout.sharedTargetGroup: false is claimed, and the hub grants true")

	everything := s.everything()
	ids = s.others("payments")
	rest := shared.without("services.checkout.weights.payments")
	for _, leaves := range []struct {
		leave    func()
		rest     declared
		bindings map[string]string
	}{
		{func() {
			s.claim("payments", s.claims("payments").without("services.checkout"))
			payments.up()
		}, rest, merged(theirs, own)},
		{func() { s.leave("payments") }, rest.without("clusters.payments").without("services.ledger"), theirs},
	} {
		since = s.now()
		leaves.leave()
		assert.Equal(t, leaves.bindings, s.bindings())
		assert.Equal(t, []string{"search"}, s.answering("checkout", leaves.rest))
		s.unchanged()
		search.unchanged()
		s.claim("payments", s.claims("payments"))
		payments.up()
		s.settled()
		s.proven(flightpath.Direct)
		assert.Equal(t, all, s.bindings())
		assert.Equal(t, everything, s.everything())
		s.assertUntouched(since, "search", "catalog", "public.checkout")
		assertKept(t, ids, s.cloud)
	}
	s.leave("payments")
	s.leave("search")
	s.destroy()
}

// merged are the entries of several maps.
func merged(parts ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

// clusterIn are the clusters by the account that they are in.
var clusterIn = map[string]string{paymentsAccount: "payments", searchAccount: "search"}

// bindings are the target groups that pods are bound to, by `<cluster>/<binding>`, and whether a binding leaves the targets of other
// clusters alone.
func (s *teams) bindings() map[string]string {
	s.t.Helper()
	groups, bound, owners := map[any]string{}, map[string]string{}, s.owners()
	for _, object := range s.cloud.Objects() {
		if object.Type == targetGroupType {
			groups[object.ID] = object.Name
		}
	}
	for _, object := range s.cloud.Objects() {
		if object.Type != binding.Token {
			continue
		}
		spec := object.Outputs["spec"].(localcloud.Props)
		group := groups[spec["targetGroupARN"]]
		if spec["multiClusterTargetGroup"] == true {
			group += " beside others"
		}
		bound[clusterIn[owners[object.Account]]+"/"+object.Name] = group
	}
	return bound
}

// assertUntouched checks that nothing was made, changed or deleted since an earlier moment in the account of a cluster, in the cluster
// itself, nor anything in the hub's account that is named after it or its services.
func (s *teams) assertUntouched(since int, cluster string, services ...string) {
	s.t.Helper()
	operations, owners := s.wrote(since), s.owners()
	assert.NotEmpty(s.t, operations)
	for _, operation := range operations {
		own := owners[operation.Account] == s.accountID(cluster) || named(operation.Name, append(services, cluster))
		assert.False(s.t, own, "%s of %s %s in %s", operation.Verb, operation.Type, operation.Name, operation.Account)
	}
}

// answering are the clusters whose pods the internet reaches by a service, through the hub's load balancer alone, where the pods of an
// estate run.
func (s *teams) answering(service string, running declared) []string {
	s.t.Helper()
	reached, err := analyzerOf(s.t, s.cloud.Objects(), running.plan()).Reach("internet")
	require.NoError(s.t, err)
	clusters := map[string]string{}
	for _, object := range s.cloud.Objects() {
		if object.Type == vpcType {
			clusters[object.ID] = clusterIn[object.Account]
		}
	}
	found := map[string]bool{}
	for _, end := range reached {
		if strings.HasPrefix(end.Name, service+"-") {
			assert.Equal(s.t, []string{"ingresshub-public"}, end.Through)
			found[clusters[end.VPC]] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
