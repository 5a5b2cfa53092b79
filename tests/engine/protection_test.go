package engine_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestProtection deploys a protected estate: nothing of it is lost before the estate says so.
func TestProtection(t *testing.T) {
	t.Parallel()
	d := smallEstate(t)
	protected := d.set("protection", true)
	w := newWorld(t, protected)
	w.up()
	for _, object := range w.cloud.Objects() {
		if object.Type == loadBalancerType {
			assert.True(t, isSet(object, "enableDeletionProtection"), "AWS's own protection of %s", object.Name)
		}
	}

	// The Stack runs operations without a preview; a refusal that comes with the preview is the easier half.
	t.Run("destroy", func(t *testing.T) {
		w := w.in(t)
		before := w.standing()
		for _, flags := range [][]string{{}, {"--skip-preview=false"}} {
			_, err := w.stack.Destroy(t.Context(), flags...)
			require.ErrorContains(t, err, "protection")
			w.assertStands(before)
		}
	})
	t.Run("nothing declared", func(t *testing.T) {
		w := w.in(t)
		// All clusters and load balancers taken out of the estate, which is another way to destroy it.
		empty := protected.without("services").without("clusters").set("ingress.loadBalancers", map[string]any{})
		w.declare(empty)
		moment := w.now()
		w.refused("protection")
		assertNothingLost(t, w, moment, loadBalancerType, clusterType, transitGatewayType, vpcType, subnetType)
		w.apply(protected)
	})
	t.Run("a service", func(t *testing.T) {
		w := w.in(t)
		service := d.behind("application")
		removed := w.apply(protected.without("services." + service))
		assert.Positive(t, removed.Changes[engine.OpDelete], "services come and go under protection")
		w.apply(protected)
		w.unchanged()
	})
	t.Run("off", func(t *testing.T) {
		w := w.in(t)
		off := w.apply(d)
		for _, step := range changes(off) {
			assert.Equal(t, engine.OpUpdate, step.Op, describeStep(step))
		}
		w.unchanged()
		w.destroy()
	})
}

// TestProtectedBalancer takes a zone from a protected NLB, which would replace it.
func TestProtectedBalancer(t *testing.T) {
	t.Parallel()
	d := smallEstate(t)
	for _, cluster := range d.clusters() {
		d = d.set("clusters."+cluster+".controlPlaneZones", d.zones())
	}
	fewer := d.set("protection", true)
	more := fewer.set("zones", append([]any{"use1-az4"}, d.zones()...))
	balancers := replaceable(d)
	w := newWorld(t, more)
	w.up()

	w.declare(fewer)
	w.refusedUntouched(append([]string{"allowReplace"}, balancers...)...)
	// At once with allowReplace it would be too late to lift the protection.
	w.declare(fewer.set("allowReplace", anyList(balancers)))
	w.refusedUntouched(append([]string{"allowReplace"}, balancers...)...)

	lifted := w.apply(more.set("allowReplace", anyList(balancers)))
	for _, step := range changes(lifted) {
		assert.Equal(t, engine.OpUpdate, step.Op, describeStep(step))
	}
	assertReplaced(t, w.apply(fewer.set("allowReplace", anyList(balancers))), balancers)
	w.apply(fewer)
	for _, object := range w.cloud.Objects() {
		if object.Type == loadBalancerType {
			assert.True(t, isSet(object, "enableDeletionProtection"), "%s is protected again", object.Name)
		}
	}
	w.unchanged()
}

// assertNothingLost checks that no object of the types was deleted since a moment.
func assertNothingLost(t *testing.T, w *world, moment int, types ...string) {
	t.Helper()
	for _, operation := range w.wrote(moment) {
		if operation.Verb == localcloud.Delete && operation.Error == "" {
			assert.NotContains(t, types, operation.Type, "%s was deleted", operation.Name)
		}
	}
}
