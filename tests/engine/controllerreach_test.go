package engine_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestControllerOutOfReach deploys from where the cluster's API does not answer: an update that continues on errors makes everything in
// AWS, and once the API answers the next one makes the rest.
func TestControllerOutOfReach(t *testing.T) {
	t.Parallel()
	reached := inTwoAccounts(t)
	private := reached.without("clusters.payments.endpoint")
	w := newWorld(t, private)
	// Without the flag Pulumi begins nothing more after the first error, so what is there then differs from one run to the next.
	for _, flags := range [][]string{nil, {"--continue-on-error"}, {"--continue-on-error"}} {
		// Updates here have no preview of their own, as with --skip-preview.
		_, err := w.stack.Up(t.Context(), flags...)
		require.ErrorContains(t, err, "configured Kubernetes cluster is unreachable")
		for _, object := range w.cloud.Objects() {
			assert.False(t, strings.HasPrefix(object.Type, "kubernetes:"), object.Name)
		}
		_, err = w.stack.Preview(t.Context())
		require.ErrorContains(t, err, "configured Kubernetes cluster is unreachable")
	}
	l := &bindingLife{world: w}
	since := w.now()
	l.become(reached)
	for _, operation := range w.wrote(since) {
		opened := operation.Verb == localcloud.Update && operation.Type == clusterType
		assert.True(t, opened || strings.HasPrefix(operation.Type, "kubernetes:") || strings.HasPrefix(operation.Name, controllerOf),
			"%s %s was not there yet", operation.Type, operation.Name)
	}
	l.assertServes("catalog.payments", "checkout", "ledger")
	w.destroy()
}

// TestControllerFaults has what is made in the cluster fail, one after the other, and then what is deleted there.
func TestControllerFaults(t *testing.T) {
	t.Parallel()
	first := inTwoAccounts(t)
	then := first.set("services.checkout.port", 9090).without("services.ledger")
	l := &bindingLife{world: newWorld(t, first)}
	for _, fault := range []localcloud.Fault{
		{Verb: localcloud.Create, Type: policyType},
		{Verb: localcloud.Create, Type: releaseType},
		{Verb: localcloud.Create, Type: binding.Token},
	} {
		l.fails(fault)
	}
	l.become(first)
	l.assertServes("catalog.payments", "checkout", "ledger")
	l.declare(then)
	for _, fault := range []localcloud.Fault{
		{Verb: localcloud.Update, Type: policyType},
		{Verb: localcloud.Delete, Type: binding.Token, Name: "checkout"},
		{Verb: localcloud.Delete, Type: binding.Token, Name: "ledger", When: localcloud.After},
	} {
		l.fails(fault)
	}
	l.become(then)
	l.assertServes("catalog.payments", "checkout")
	fresh := newWorld(t, then)
	fresh.up()
	assert.Equal(t, slices.Sorted(maps.Keys(identities(fresh.cloud.Objects()))), slices.Sorted(maps.Keys(identities(l.cloud.Objects()))))
	l.destroy()
}

// fails updates while an operation fails.
func (l *bindingLife) fails(fault localcloud.Fault) {
	l.t.Helper()
	injected := l.cloud.Inject(fault)
	defer l.cloud.Heal()
	_, err := l.stack.Up(l.t.Context())
	require.ErrorContains(l.t, err, "injected fault")
	<-injected.Struck()
}
