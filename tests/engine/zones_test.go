package engine_test

import (
	"slices"
	"testing"
)

// TestZoneOrder declares the zones in another order, which means nothing.
func TestZoneOrder(t *testing.T) {
	t.Parallel()
	d := devEstate(t)
	for _, cluster := range d.clusters() {
		d = d.set("clusters."+cluster+".controlPlaneZones", d.zones()[:2])
	}
	w := newWorld(t, d)
	w.up()

	reversed := slices.Clone(d.zones())
	slices.Reverse(reversed)
	w.declare(d.set("zones", reversed))
	w.unchanged()
}

// TestControlPlaneZones changes the zones of a control plane, which would replace the cluster.
func TestControlPlaneZones(t *testing.T) {
	t.Parallel()
	d := smallEstate(t).set("zones", []any{"use1-az1", "use1-az2", "use1-az4"})
	field := "clusters." + d.clusters()[0] + ".controlPlaneZones"
	w := newWorld(t, d)
	w.up()

	// A refusal holds, however often somebody tries.
	w.declare(d.set(field, []any{"use1-az1", "use1-az4"}))
	w.refusedUntouched(field)
	w.refusedUntouched(field)

	// The default follows the zones, so removing one of the first two would change it.
	w.declare(d.set("zones", []any{"use1-az1", "use1-az4"}))
	w.refusedUntouched(field)

	// Saying what is there anyway changes nothing.
	w.declare(d.set(field, []any{"use1-az2", "use1-az1"}))
	w.unchanged()

	// What EKS fixes otherwise.
	w.declare(d.set("clusters."+d.clusters()[0]+".serviceCidr", "172.30.0.0/16"))
	w.refusedUntouched("clusters." + d.clusters()[0] + ".serviceCidr")
	w.declare(d.set("name", "other"))
	w.refusedUntouched("name")
}
