package components_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// TestZoneWithoutFirewall takes the firewall endpoint of one zone away, as if that zone's were broken. Nothing gets past the
// firewalls that are left; what fails is what went through it.
func TestZoneWithoutFirewall(t *testing.T) {
	t.Parallel()
	const lost = "use1-az2"
	for place, failing := range map[string][]string{
		// Each load balancer node's clients come and go through the endpoint of its own zone.
		"edge": {lost},
		// In appliance mode the transit gateway gives each flow to the endpoint of one zone, whichever zone it comes from: so of
		// every zone's flows those fail that it gives to this one.
		"eastWest": {"use1-az1", lost, "use1-az4"},
	} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			inspected := func(declared map[string]any) {
				declared["inspection"] = map[string]any{place: map[string]any{"networkFirewall": map[string]any{}}}
			}
			planned := devPlan(t, inspected)
			n := flightpathtest.Record(t, estate.Program, flightpathtest.Config(map[string]string{"ingresshub:estate": string(devEstate(t, inspected))}))
			n, err := flightpath.Declare(n, expected.Declarations(planned, n))
			require.NoError(t, err)
			whole, err := flightpath.New(n).Check(expected.Expectations(planned))
			require.NoError(t, err)
			assert.True(t, whole.Holds())
			assert.Equal(t, flightpath.Inspected, whole.Worst())

			withoutFirewallIn(t, n, lost)
			broken, err := flightpath.New(n).Check(expected.Expectations(planned))
			require.NoError(t, err)
			for _, service := range broken.Services {
				if slices.Contains(failing, service.Zone) {
					assert.Equal(t, flightpath.Blocked, service.Verdict, "%s through %s: %s", service.Service, service.Zone, service.Reason)
				} else {
					assert.Equal(t, flightpath.Inspected, service.Verdict, "%s through %s: %s", service.Service, service.Zone, service.Reason)
				}
			}
			for _, property := range broken.Properties {
				if property.Name == flightpath.Contained || property.Name == flightpath.FirewallSees {
					assert.Equal(t, flightpath.Holds, property.Result, "%s: %v", property.Name, property.Findings)
				}
			}
		})
	}
}

// TestNodesWaitForTheirWayOut shows that nodes start when the route by which they reach the internet is there, where it is declared.
func TestNodesWaitForTheirWayOut(t *testing.T) {
	t.Parallel()
	for _, egress := range []bool{true, false} {
		r := recordEstate(t, devPlan(t, func(declared map[string]any) {
			if egress {
				declared["inspection"] = map[string]any{"egress": map[string]any{"gatewayLoadBalancer": map[string]any{
					"serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
				}}}
			}
		}))
		groups := r.of(nodeGroupType)
		require.NotEmpty(t, groups)
		for _, group := range groups {
			cluster, _, _ := strings.Cut(group.name, ".")
			ways := 0
			for _, route := range r.of(routeType) {
				if strings.HasPrefix(route.name, cluster+".node.") && strings.HasSuffix(route.name, ".internet") {
					ways++
					assert.True(t, r.waitsFor(group, route), "%s on %s", group.name, route.name)
				}
			}
			assert.Equal(t, egress, ways > 0, group.name)
			for _, attachment := range r.of(attachmentType) {
				if attachment.name == cluster {
					assert.Equal(t, egress, r.waitsFor(group, attachment), "%s on its attachment", group.name)
				}
			}
		}
	}
}

// withoutFirewallIn takes the endpoints of network firewalls in a zone away; routes to them are left.
func withoutFirewallIn(t *testing.T, n *network.Network, zone string) {
	t.Helper()
	subnets := map[string]bool{}
	for _, subnet := range n.Subnets {
		subnets[subnet.ID] = strings.HasSuffix(subnet.Name, ".firewall."+zone)
	}
	taken := 0
	for i := range n.Firewalls {
		endpoints := slices.Clone(n.Firewalls[i].Endpoints)
		n.Firewalls[i].Endpoints = slices.DeleteFunc(endpoints, func(e network.FirewallEndpoint) bool {
			if subnets[e.Subnet] {
				taken++
				dangle(n, e.Endpoint)
			}
			return subnets[e.Subnet]
		})
	}
	require.Equal(t, 1, taken, slices.Collect(maps.Keys(subnets)))
}

// dangle says of the routes to something that it is gone.
func dangle(n *network.Network, target string) {
	for i := range n.RouteTables {
		for j := range n.RouteTables[i].Routes {
			if n.RouteTables[i].Routes[j].Target.ID == target {
				n.RouteTables[i].Routes[j].Blackhole = true
			}
		}
	}
}
