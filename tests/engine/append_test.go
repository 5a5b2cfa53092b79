package engine_test

import (
	"maps"
	"testing"

	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
)

// TestAppend adds to a deployed estate and removes again what it added. What exists already keeps its identity on the way
// there, and on the way back everything is as it was.
func TestAppend(t *testing.T) {
	t.Parallel()
	before := devEstate(t)
	web, cluster := before.behind("application"), before.clusters()[0]
	webBalancer := before.get("services." + web + ".loadBalancer").(string)
	hostnames := before.get("services." + web + ".hostnames").([]any)

	tests := map[string]struct {
		after declared

		// What may change in place, and nothing else may.
		allowed inPlace
	}{
		"a cluster": {
			after: before.copied("clusters."+cluster, "clusters.appended").
				set("clusters.appended.cidr", "10.250.0.0/16").without("clusters.appended.podCidr"),
		},
		"a cluster with a service": {
			after: before.copied("clusters."+cluster, "clusters.appended").set("clusters.appended.cidr", "10.250.0.0/16").
				copied("services."+web, "services.appended").set("services.appended.cluster", "appended").
				set("services.appended.hostnames", []any{"appended.example.com"}),
		},
		"a service": {
			after: before.copied("services."+web, "services.appended").
				set("services.appended.hostnames", []any{"appended.example.com"}),
		},
		"a service on a port that no other has": {
			after: before.copied("services."+web, "services.appended").
				set("services.appended.hostnames", []any{"appended.example.com"}).set("services.appended.port", 9443),
		},
		"a host name": {
			after:   before.set("services."+web+".hostnames", append([]any{"appended.example.com"}, hostnames...)),
			allowed: inPlace{listenerRuleType: {"conditions"}},
		},
		"a certificate": {
			after: before.set("ingress.loadBalancers."+webBalancer+".moreCertificates.appended", map[string]any{
				"domainName": "*.appended.example", "hostedZone": "Z0123456789ABCDEFGHIK",
			}),
		},
		"a load balancer": {
			after: before.copied("ingress.loadBalancers."+webBalancer, "ingress.loadBalancers.appended"),
		},
	}
	w := newWorld(t, before)
	w.up()
	original, ids := takeInventory(t, w.cloud), identities(w.cloud.Objects())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := w.in(t)
			added := w.apply(test.after)
			if name == "a host name" {
				assertOnly(t, added, test.allowed)
			} else {
				assertOnlyAdds(t, added, test.allowed)
			}
			assertKept(t, ids, w.cloud)
			assertPlanned(t, test.after.plan(), foundFacts(w.cloud))

			removed := w.apply(before)
			if name == "a host name" {
				assertOnly(t, removed, test.allowed)
			} else {
				assertOnlyRemoves(t, removed, test.allowed)
			}
			assert.Equal(t, ids, identities(w.cloud.Objects()))
			assertSame(t, original, takeInventory(t, w.cloud))
			w.unchanged()
		})
	}
	w.destroy()
}

// TestAppendZone is TestAppend for a zone, which not every load balancer loses without an outage.
func TestAppendZone(t *testing.T) {
	t.Parallel()
	// The control plane's zones are fixed when a cluster is made, so they are declared: the zone that comes and goes is not
	// among them.
	before := devEstate(t)
	for _, cluster := range before.clusters() {
		before = before.set("clusters."+cluster+".controlPlaneZones", before.zones()[:2])
	}
	after := before.set("zones", append([]any{"use1-az6"}, before.zones()...))
	allowed := inPlace{
		attachmentType:        {"subnetIds"},
		endpointType:          {"subnetIds", "routeTableIds"},
		loadBalancerType:      {"subnets", "subnetMappings"},
		"aws:eks/addon:Addon": {"configurationValues"},
	}
	w := newWorld(t, before)
	w.up()
	original, ids := takeInventory(t, w.cloud), identities(w.cloud.Objects())

	assertOnlyAdds(t, w.apply(after), allowed)
	assertKept(t, ids, w.cloud)
	assertPlanned(t, after.plan(), foundFacts(w.cloud))
	w.unchanged()

	// Back again: an NLB that loses a zone is another NLB.
	balancers := replaceable(before)
	w.declare(before)
	w.refusedUntouched(append([]string{"allowReplace"}, balancers...)...)

	allowing := before.set("allowReplace", anyList(balancers))
	removed := w.apply(allowing)
	assertReplaced(t, removed, balancers)
	assertPlanned(t, allowing.plan(), foundFacts(w.cloud))
	w.unchanged()
	w.apply(before)
	assertSame(t, original, takeInventory(t, w.cloud))
	w.unchanged()
	w.destroy()
}

// assertKept checks that everything that had an ID still has it.
func assertKept(t *testing.T, ids map[string]string, cloud *localcloud.Cloud) {
	t.Helper()
	now := identities(cloud.Objects())
	maps.DeleteFunc(now, func(name, _ string) bool { return ids[name] == "" })
	assert.Equal(t, ids, now, "what existed must not be replaced, renamed or deleted")
}
