package engine_test

import (
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/stretchr/testify/assert"
)

// TestInspectedZoneComesAndGoes adds a zone to an estate with Network Firewalls in every place, and takes it away again in the two
// steps that AWS needs: an endpoint goes when no route leads to it any more. What stays is not replaced, but for the network load
// balancers that lose a zone, and no state in between is open or goes past the firewalls.
func TestInspectedZoneComesAndGoes(t *testing.T) {
	t.Parallel()
	everywhere := map[string]any{"edge": networkFirewall, "eastWest": networkFirewall, "egress": map[string]any{}}
	few := smallEstate(t).set("inspection", everywhere)
	few = few.set("clusters."+few.clusters()[0]+".controlPlaneZones", few.zones())
	more := few.set("zones", devEstate(t).zones()[:3])
	leaving := more.zones()[2].(string)
	left := few.set("inspection.formerZones", []any{leaving}).set("allowReplace", anyList(replaceable(few)))

	w := newWorld(t, few)
	w.up()
	w.unchanged()
	stays := identities(w.cloud.Objects())
	c := course{world: w}
	reached := func(name string, d declared) {
		t.Helper()
		now := stage{name, everywhere, flightpath.Inspected}
		assertProven(t, now, w.cloud.Objects(), d.plan())
		w.unchanged()
		c.reached(name, d.plan())
	}
	reached("two zones", few)

	for _, step := range changes(w.apply(more)) {
		assert.False(t, strings.Contains(step.Op, "replace") || strings.Contains(step.Op, "delete"), "a zone that joins: %s", describeStep(step))
	}
	assertKept(t, stays, w.cloud)
	endpoints := w.firewallEndpoints()
	assert.Len(t, endpoints, 6)
	reached("three zones", more)

	// At once it would end half-way.
	w.declare(few.set("allowReplace", anyList(replaceable(few))))
	w.refusedUntouched("inspection.formerZones", "`formerZones: ["+leaving+"]`")

	assertReplaced(t, w.apply(left), replaceable(few))
	assert.Equal(t, endpoints, w.firewallEndpoints(), "the endpoints stay until no route leads to them")
	reached("a former zone", left)

	for _, step := range changes(w.apply(few)) {
		assert.NotContains(t, step.Op, "replace", describeStep(step))
		assert.True(t, step.Op != "delete" || strings.HasSuffix(urnName(step.URN), ".firewall."+leaving), describeStep(step))
	}
	assert.Len(t, w.firewallEndpoints(), 4)
	reached("two zones again", few)
	c.finished()
}
