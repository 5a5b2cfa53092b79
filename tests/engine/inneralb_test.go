package engine_test

import (
	"bytes"
	"testing"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestInnerAlb deploys an internal ALB behind the inner NLB of a cluster and changes what can be changed of it. AWS takes an ALB
// as a target only while it listens, lets nobody take that listener or the ALB away, and the cloud here refuses the same.
func TestInnerAlb(t *testing.T) {
	t.Parallel()
	plain := smallEstate(t)
	cluster, web := plain.clusters()[0], plain.behind("application")
	behind := plain.set("clusters."+cluster+".innerAlb", map[string]any{}).set("services."+web+".innerAlb", true)
	appended := behind.copied("services."+web, "services.appended").
		set("services.appended.hostnames", []any{"appended.example.com"}).set("services.appended.port", 9443)
	w := newWorld(t, behind)
	planned, err := pulumi.ReadPreview(bytes.NewReader(w.preview("--json")))
	require.NoError(t, err)
	w.up()
	w.servesAt(behind)
	state, err := w.stack.Export(t.Context())
	require.NoError(t, err)
	made, err := pulumi.ReadState(bytes.NewReader(state))
	require.NoError(t, err)
	for _, read := range []*network.Network{planned, made} {
		assert.Empty(t, read.Gaps)
		read, err = flightpath.Declare(read, expected.Declarations(behind.plan(), read))
		require.NoError(t, err)
		report, err := flightpath.New(read).Check(expected.Expectations(behind.plan()))
		require.NoError(t, err)
		assert.Equal(t, flightpath.Direct, report.Worst())
		for _, property := range report.Properties {
			assert.Empty(t, property.Findings, property.Name)
		}
	}
	refreshed, err := w.stack.Refresh(t.Context())
	require.NoError(t, err)
	assert.Zero(t, refreshed.ChangeCount(), "refresh finds something: %s", describe(refreshed.Changed()))
	w.unchanged()

	original, ids := takeInventory(t, w.cloud), identities(w.cloud.Objects())
	assertOnlyAdds(t, w.quietly(appended), nil)
	assertKept(t, ids, w.cloud)
	w.servesAt(appended)
	assertOnlyRemoves(t, w.quietly(behind), nil)
	assertSame(t, original, takeInventory(t, w.cloud))

	for _, step := range []struct {
		name  string
		after declared
	}{
		{"another port", behind.set("clusters."+cluster+".innerAlb.port", 20443)},
		{"the first port again", behind},
		{"another NLB in front", behind.set("clusters."+cluster+".innerAlb.innerLoadBalancer", 2)},
		{"the first NLB again", behind},
		{"a listener for the service", behind.without("services." + web + ".innerAlb")},
		{"behind the ALB again", behind},
		{"no ALB", plain},
		{"an ALB again", behind},
	} {
		t.Run(step.name, func(t *testing.T) {
			w := w.in(t)
			result := w.quietly(step.after)
			for _, changed := range result.Of(loadBalancerType) {
				assert.NotEqual(t, engine.OpReplace, changed.Op, "%s is replaced", urnName(changed.URN))
			}
			w.servesAt(step.after)
			w.unchanged()
		})
	}
	assertSame(t, original, takeInventory(t, w.cloud))
	w.destroy()
}

// quietly applies an estate, and the cloud has nothing to refuse.
func (w *world) quietly(d declared) *engine.Result {
	w.t.Helper()
	moment := w.now()
	result := w.apply(d)
	for _, operation := range w.wrote(moment) {
		assert.Empty(w.t, operation.Error, "%s %s", operation.Verb, operation.Name)
	}
	return result
}

// servesAt checks that the cloud holds what an estate's plan says, and that every service is reached and well.
func (w *world) servesAt(d declared) {
	w.t.Helper()
	planned := d.plan()
	assertPlanned(w.t, planned, foundFacts(w.cloud))
	assertProven(w.t, stage{name: "inner ALB", verdict: flightpath.Direct}, w.cloud.Objects(), planned)
}
