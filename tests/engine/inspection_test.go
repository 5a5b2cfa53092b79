package engine_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inspected are flavours and places as a user writes them.
var (
	networkFirewall = map[string]any{"networkFirewall": map[string]any{}}
	fleet           = map[string]any{"gatewayLoadBalancer": map[string]any{
		"fleet": map[string]any{"ami": "ami-0123456789abcdef0", "vendor": "palo-alto-vm-series"},
	}}
)

// stage is an estate that is declared next, and what it may do to the one before.
type stage struct {
	name string

	// The estate's inspection; nil for none.
	inspection map[string]any

	// The worst verdict of a service afterwards.
	verdict flightpath.Verdict
}

// TestInspectionOnOffOn switches inspection on and off on a running estate. Each time, what is replaced are routes of the
// transit gateway and the firewall's own; no step opens what is not declared, and none of the destroy, which begins with inspection on,
// lets anything past a firewall.
func TestInspectionOnOffOn(t *testing.T) {
	t.Parallel()
	eastWest := map[string]any{"eastWest": networkFirewall}
	switchInspection(t, []stage{
		{"off", nil, flightpath.Direct},
		{"on", eastWest, flightpath.Inspected},
		{"off again", nil, flightpath.Direct},
		{"on again", eastWest, flightpath.Inspected},
	})
}

// TestInspectionAtMorePlaces adds places to an estate that is inspected at its edge.
func TestInspectionAtMorePlaces(t *testing.T) {
	t.Parallel()
	switchInspection(t, []stage{
		{"edge", map[string]any{"edge": networkFirewall}, flightpath.Inspected},
		{"both", map[string]any{"edge": networkFirewall, "eastWest": networkFirewall}, flightpath.Inspected},
		{
			"egress too",
			map[string]any{"edge": networkFirewall, "eastWest": networkFirewall, "egress": map[string]any{}},
			flightpath.Inspected,
		},
		{"east-west alone", map[string]any{"eastWest": networkFirewall}, flightpath.Inspected},
	})
}

// TestInspectionFlavours puts another flavour of firewall into the place of one that serves traffic.
func TestInspectionFlavours(t *testing.T) {
	t.Parallel()
	switchInspection(t, []stage{
		{"network firewall", map[string]any{"edge": networkFirewall, "eastWest": networkFirewall}, flightpath.Inspected},
		{
			"gateway load balancer",
			map[string]any{"eastWest": fleet, "edge": map[string]any{"gatewayLoadBalancer": map[string]any{"fleetOf": "eastWest"}}},
			flightpath.Inspected,
		},
		{"network firewall again", map[string]any{"edge": networkFirewall, "eastWest": networkFirewall}, flightpath.Inspected},
	})
}

// TestInspectionException lets a cluster out of east-west inspection, and takes it back.
func TestInspectionException(t *testing.T) {
	t.Parallel()
	base := smallEstate(t)
	out := base.clusters()[0]
	base = base.copied("clusters."+out, "clusters.other").set("clusters.other.cidr", "10.250.0.0/16").without("clusters.other.podCidr")
	base = base.copied("services."+base.behind("application"), "services.elsewhere").
		set("services.elsewhere.cluster", "other").set("services.elsewhere.hostnames", []any{"elsewhere.example.com"})
	excepting := maps.Clone(networkFirewall)
	excepting["except"] = map[string]any{"other": "its vendor decrypts for itself"}
	switchInspectionOf(t, base, []stage{
		{"all", map[string]any{"eastWest": networkFirewall}, flightpath.Inspected},
		{"but one", map[string]any{"eastWest": excepting}, flightpath.Direct},
		{"all again", map[string]any{"eastWest": networkFirewall}, flightpath.Inspected},
	})
}

func switchInspection(t *testing.T, stages []stage) {
	t.Helper()
	switchInspectionOf(t, smallEstate(t), stages)
}

func switchInspectionOf(t *testing.T, base declared, stages []stage) {
	t.Helper()
	var w *world
	var c course
	var lasting map[string]string
	for number, next := range stages {
		declared := base
		if next.inspection != nil {
			declared = base.set("inspection", next.inspection)
		}
		if number == 0 {
			w = newWorld(t, declared)
			c.world = w
			w.up()
			lasting = lastingIdentities(w.cloud.Objects())
		} else {
			assertReplacesRoutesOnly(t, next.name, w.apply(declared))
			assertLasting(t, next.name, lasting, w.cloud)
		}
		assertProven(t, next, w.cloud.Objects(), declared.plan())
		w.unchanged()
		c.reached(next.name, declared.plan())
	}
	c.finished()
}

// lastingIdentities are those of what an estate keeps however it is inspected.
func lastingIdentities(objects []localcloud.Object) map[string]string {
	ids := identities(objects)
	maps.DeleteFunc(ids, func(name, _ string) bool {
		words := strings.Fields(name) // Account, type and name.
		return words[1] == transitRouteType || words[1] == transitAssociationType || firewallsOwn(words[1]+"::"+words[2])
	})
	return ids
}

// firewallsOwn says whether a resource, by its type and name, is a firewall's or stands where only firewalls do.
func firewallsOwn(name string) bool {
	for _, part := range []string{
		"networkfirewall/", "autoscaling/", "inspection", "ingress.edge", "ingress.firewall.", "vpcEndpoint:VpcEndpoint::edge.",
		"vpcEndpointService", ":exempt", "cloudwatch/logGroup", "launchTemplate",
	} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

func assertLasting(t *testing.T, stage string, lasting map[string]string, cloud *localcloud.Cloud) {
	t.Helper()
	now := identities(cloud.Objects())
	for name, id := range lasting {
		assert.Equal(t, id, now[name], "%s: %s must stay", stage, name)
	}
}

// assertReplacesRoutesOnly checks what a change of inspection replaces.
func assertReplacesRoutesOnly(t *testing.T, stage string, result *engine.Result) {
	t.Helper()
	for _, step := range changes(result) {
		if !strings.Contains(step.Op, "replace") {
			continue
		}
		own := step.Type == transitRouteType || step.Type == transitAssociationType || firewallsOwn(step.Type+"::"+urnName(step.URN))
		own = own && step.Type != routeType // Those of VPCs change in place.
		assert.True(t, own, "%s: must not be replaced: %s", stage, describeStep(step))
	}
}

// assertProven checks what flightpath says of an estate that is deployed.
func assertProven(t *testing.T, of stage, objects []localcloud.Object, planned *plan.Plan) {
	t.Helper()
	read, err := flight.Network(objects)
	require.NoError(t, err)
	read, err = flightpath.Declare(read, expected.Declarations(planned, read))
	require.NoError(t, err)
	report, err := flightpath.New(read).Check(expected.Expectations(planned))
	require.NoError(t, err)
	for _, property := range report.Properties {
		for _, finding := range property.Findings {
			assert.Fail(t, string(property.Name), "%s: from %s to %s %s %s: %s",
				of.name, finding.From, finding.To, finding.Verdict, finding.Traffic, finding.Reason)
		}
		if property.Name == flightpath.FirewallSees {
			assert.Equal(t, of.inspection == nil, property.Result == flightpath.NotAsked, of.name)
		}
	}
	assert.Equal(t, of.verdict, report.Worst(), of.name)
}
