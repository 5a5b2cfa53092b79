package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/estate"
	givenflavour "github.com/ingresshub/ingresshub/components/firewall/given"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	scalingGroupType   = "aws:autoscaling/group:Group"
	launchTemplateType = "aws:ec2/launchTemplate:LaunchTemplate"
	gatewayEndpoint    = "aws:ec2/vpcEndpoint:VpcEndpoint"
	endpointService    = "aws:ec2/vpcEndpointService:VpcEndpointService"
	vpcRouteType       = "aws:ec2/route:Route"
)

// edgeFleet is an estate without clusters whose edge has appliances.
func edgeFleet(t *testing.T, settings map[string]any) declared {
	t.Helper()
	fleet := map[string]any{"ami": "ami-0123456789abcdef0", "vendor": "palo-alto-vm-series"}
	for key, value := range settings {
		fleet[key] = value
	}
	d := hubEstate(t)
	return d.set("zones", d.zones()[:2]).set("inspection", map[string]any{
		"edge": map[string]any{"gatewayLoadBalancer": map[string]any{"fleet": fleet}},
	})
}

// kinds are the operations and types of an update's changes, sorted by neither: each once, as `update aws:...:Group`.
func kinds(result *engine.Result) map[string]bool {
	found := map[string]bool{}
	for _, step := range changes(result) {
		found[step.Op+" "+step.Type] = true
	}
	return found
}

// TestFleetRollsOn changes everything about appliances that a user changes on a running fleet, and nothing is replaced: new
// images come by instance refresh.
func TestFleetRollsOn(t *testing.T) {
	t.Parallel()
	base := edgeFleet(t, nil)
	w := newWorld(t, base)
	w.up()
	w.unchanged()
	lasting := identities(w.cloud.Objects())

	assert.Equal(t, map[string]bool{"update " + launchTemplateType: true, "update " + scalingGroupType: true},
		kinds(w.apply(edgeFleet(t, map[string]any{
			"ami": "ami-0fedcba9876543210", "instanceType": "c6in.2xlarge", "bootstrap": map[string]any{"panorama-server": "10.9.9.9"},
		}))))
	group := objectOf(t, w.cloud, scalingGroupType, "edge")
	assert.Equal(t, "2", group.Outputs["launchTemplate"].(map[string]any)["version"])
	w.unchanged()

	more := map[string]any{"min": 3, "max": 9, "launchPause": 300, "terminationPause": 60, "allowedAccounts": []any{"222222222222"}}
	for step := range kinds(w.apply(edgeFleet(t, more))) {
		assert.NotContains(t, step, "replace")
		assert.NotContains(t, step, "delete")
	}
	w.unchanged()
	third := hubEstate(t).zones()
	for step := range kinds(w.apply(edgeFleet(t, more).set("zones", third))) {
		assert.NotContains(t, step, "replace", "a zone that joins")
		assert.NotContains(t, step, "delete")
	}
	w.unchanged()
	now := identities(w.cloud.Objects())
	for name, id := range lasting {
		assert.Equal(t, id, now[name], name)
	}
	w.destroy()
}

// TestServiceOfAVendorTakesOver leads the routes from a fleet to an endpoint service that a vendor runs, and then the fleet goes.
func TestServiceOfAVendorTakesOver(t *testing.T) {
	t.Parallel()
	const service = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"
	base := edgeFleet(t, nil)
	w := newWorld(t, base)
	w.up()
	require.NoError(t, w.cloud.GivenIn("999999999999", "us-east-1", endpointService, "vpce-svc-0123456789abcdef0", localcloud.Props{
		"serviceName": service, "serviceType": "GatewayLoadBalancer", "acceptanceRequired": false,
		"allowedPrincipals": []any{"*"}, "state": "Available",
	}))
	since := w.now()
	result := w.apply(base.set("inspection", map[string]any{
		"edge": map[string]any{"gatewayLoadBalancer": map[string]any{"serviceName": service}},
	}))
	for _, step := range changes(result) {
		assert.False(t, step.Type == vpcRouteType && strings.Contains(step.Op, "replace"), "routes change in place: %s", describeStep(step))
	}
	// The last route is led away before the first endpoint goes.
	lastRoute, firstDeleted := -1, -1
	for i, operation := range w.wrote(since) {
		switch {
		case operation.Type == vpcRouteType && operation.Verb == localcloud.Update:
			lastRoute = i
		case operation.Type == gatewayEndpoint && operation.Verb == localcloud.Delete && firstDeleted < 0:
			firstDeleted = i
		}
	}
	assert.Greater(t, firstDeleted, lastRoute)
	assert.GreaterOrEqual(t, lastRoute, 0)
	w.unchanged()
	w.destroy()
}

// TestGivenEndpointsTakeOver leads the routes to endpoints that somebody made by hand in the firewall subnets, and refuses those of
// another zone before a route leads there.
func TestGivenEndpointsTakeOver(t *testing.T) {
	t.Parallel()
	base := edgeFleet(t, nil)
	w := newWorldOf(t, inline.Program("ingresshub", estate.ProgramWith(estate.Firewalls{"given": givenflavour.New})), base.text(), engine.WriteStateOnce...)
	w.up()
	settings := map[string]any{}
	zones := []string{}
	for i, declared := range base.zones() {
		zone, id := declared.(string), fmt.Sprintf("vpce-%08d", i)
		zones = append(zones, zone)
		subnet := objectOf(t, w.cloud, "aws:ec2/subnet:Subnet", "ingress.firewall."+zone)
		require.NoError(t, w.cloud.Given(gatewayEndpoint, id, localcloud.Props{
			"vpcId": subnet.Outputs["vpcId"], "subnetIds": []any{subnet.ID}, "vpcEndpointType": "GatewayLoadBalancer", "state": "available",
			"serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
		}))
		settings[zone] = id
	}
	custom := func(settings map[string]any) declared {
		return base.set("inspection", map[string]any{
			"edge": map[string]any{"custom": map[string]any{"flavour": "given", "settings": settings}},
		})
	}
	before := w.now()
	w.declare(custom(map[string]any{zones[0]: settings[zones[1]], zones[1]: settings[zones[0]]}))
	_, err := w.stack.Up(t.Context())
	require.ErrorContains(t, err, "not in the firewall subnet of ") // of whichever zone Pulumi asks first
	assert.Empty(t, w.wrote(before), "endpoints of the wrong zones change nothing")

	w.apply(custom(settings))
	for _, object := range w.cloud.Objects() {
		assert.NotEqual(t, scalingGroupType, object.Type)
	}
	w.unchanged()
	w.apply(base)
	w.unchanged()

	// Who made the endpoints has to delete them; until then their subnets stay, of which the first one ends the run.
	_, err = w.stack.Destroy(t.Context())
	require.ErrorContains(t, err, "is in use by aws:ec2/vpcEndpoint:VpcEndpoint 'vpce-0000000")
}

// objectOf is the object of a type and a logical name.
func objectOf(t *testing.T, cloud *localcloud.Cloud, typ, name string) localcloud.Object {
	t.Helper()
	for _, object := range cloud.Objects() {
		if object.Type == typ && object.Name == name {
			return object
		}
	}
	require.Failf(t, "there is none", "%s %s", typ, name)
	return localcloud.Object{}
}
