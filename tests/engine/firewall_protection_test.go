package engine_test

import (
	"fmt"
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestProtectedFirewalls deploys firewalls of which AWS refuses every change that its protections are about. Whatever would
// meet such a refusal half-way is refused before anything happens, with the field that says so.
func TestProtectedFirewalls(t *testing.T) {
	t.Parallel()
	const edge = "inspection.edge.networkFirewall"
	fewer := smallEstate(t).set("protection", true).set("inspection", map[string]any{"eastWest": networkFirewall}).
		set(edge, map[string]any{"subnetChangeProtection": true, "policyChangeProtection": true})
	certificate := fmt.Sprintf("arn:aws:acm:%s:111111111111:certificate/0f1e2d3c-0000-4000-8000-000000000000", fewer.plan().Region)
	w := newWorld(t, fewer)
	w.up()
	for _, object := range w.cloud.Objects() {
		if object.Type == "aws:networkfirewall/"+theFirewall {
			assert.True(t, isSet(object, "deleteProtection"), object.Name)
		}
	}

	before := w.standing()
	for _, flags := range [][]string{{}, {"--skip-preview=false"}} {
		_, err := w.stack.Destroy(t.Context(), flags...)
		require.ErrorContains(t, err, "protection")
		w.assertStands(before)
	}
	for name, refused := range map[string]struct {
		declared declared
		words    []string
	}{
		"no inspection":  {fewer.without("inspection"), []string{"protection: network firewall edge would be deleted", "network firewall inspection would be deleted"}},
		"one place less": {fewer.without("inspection.edge"), []string{"protection: network firewall edge would be deleted"}},
		"another flavour": {
			fewer.set("inspection.eastWest", fleet), []string{"protection: network firewall inspection would be deleted"},
		},
		"another zone":   {fewer.set("zones", devEstate(t).zones()), []string{edge + ".subnetChangeProtection"}},
		"another policy": {fewer.set(edge+".tlsInspection.certificateArn", certificate), []string{edge + ".policyChangeProtection"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := w.in(t)
			w.declare(refused.declared)
			w.refusedUntouched(refused.words...)
		})
	}

	// What they say helps.
	off := fewer.set("protection", false)
	for _, step := range changes(w.apply(off)) {
		assert.Equal(t, engine.OpUpdate, step.Op, describeStep(step))
	}
	w.apply(off.set(edge, map[string]any{"tlsInspection": map[string]any{"certificateArn": certificate}}))
	w.apply(off.without("inspection"))
	w.unchanged()
	w.destroy()
}
