package estate

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
)

// TestGuardFirewallZones takes zones from Network Firewalls.
func TestGuardFirewallZones(t *testing.T) {
	const urn = "urn:pulumi:dev::ingresshub::ingresshub:index:Estate$ingresshub:index:Hub$ingresshub:index:"
	state := func(routes ...string) *lastState {
		held := map[string]recorded{}
		for _, name := range []string{"edge", "inspection"} {
			held[urn+"NetworkFirewall$aws:networkfirewall/firewall:Firewall::"+name] = recorded{Type: "aws:networkfirewall/firewall:Firewall"}
		}
		for _, zone := range []string{"use1-az1", "use1-az2", "use1-az4"} {
			held[urn+"IngressVpc$aws:ec2/subnet:Subnet::ingress.firewall."+zone] = recorded{Type: "aws:ec2/subnet:Subnet"}
			held[urn+"InspectionVpc$aws:ec2/subnet:Subnet::inspection.firewall."+zone] = recorded{Type: "aws:ec2/subnet:Subnet"}
		}
		for _, name := range routes {
			route := recorded{Type: "aws:ec2/route:Route"}
			route.Outputs.VpcEndpointID = "vpce-1"
			held[urn+"IngressVpc$aws:ec2/route:Route::"+name] = route
			held[urn+"IngressVpc$aws:ec2/route:Route::ingress.transit.use1-az4.elsewhere"] = recorded{Type: "aws:ec2/route:Route"}
		}
		return newLastState(held)
	}
	declared := func(protected bool, zones ...string) *plan.Plan {
		out := &plan.Plan{Zones: []string{"use1-az1", "use1-az2"}}
		for _, firewall := range []plan.PlannedFirewall{
			{Name: "edge", Vpc: "ingress", Places: []string{"edge"}}, {Name: "inspection", Vpc: "inspection", Places: []string{"eastWest", "egress"}},
		} {
			firewall.NetworkFirewall = &plan.PlannedNetworkFirewall{SubnetChangeProtection: protected}
			for _, zone := range zones {
				firewall.Endpoints = append(firewall.Endpoints, plan.FirewallEndpoint{Zone: zone})
			}
			out.Firewalls = append(out.Firewalls, firewall)
		}
		return out
	}
	const former = "inspection.formerZones"
	const leads = ", but routes lead to its endpoint there, which AWS then does not take away: update with "
	for what, c := range map[string]struct {
		last    *lastState
		planned *plan.Plan
		want    plan.Problems
	}{
		"its routes are there": {state("ingress.lb.use1-az4.internet"), declared(false, "use1-az1", "use1-az2"), plan.Problems{{
			Path: former, Message: "network firewall edge would lose use1-az4" + leads + "`formerZones: [use1-az4]`, and empty that in a further update",
		}}},
		"a route of the internet gateway": {state("ingress.edge.lb.use1-az4"), declared(false, "use1-az1", "use1-az2"), plan.Problems{{
			Path: former, Message: "network firewall edge would lose use1-az4" + leads + "`formerZones: [use1-az4]`, and empty that in a further update",
		}}},
		"both, and another one is a former zone": {
			state("ingress.edge.lb.use1-az2", "inspection.transit.use1-az2.internet"), declared(false, "use1-az1", "use1-az4"), plan.Problems{{
				Path: former, Message: "network firewall edge, inspection would lose use1-az2" + leads +
					"`formerZones: [use1-az2, use1-az4]`, and empty that in a further update",
			}},
		},
		"its endpoints stay":       {state("ingress.lb.use1-az4.internet"), declared(true, "use1-az4", "use1-az1", "use1-az2"), nil},
		"routes of other zones":    {state("ingress.edge.lb.use1-az1", "ingress.lb.use1-az44.internet"), declared(false, "use1-az1", "use1-az2"), nil},
		"no firewall was there":    {&lastState{}, declared(false, "use1-az1"), nil},
		"there is no firewall now": {state("ingress.lb.use1-az4.internet"), &plan.Plan{}, nil},
		"AWS refuses any other zones": {state(), declared(true, "use1-az1", "use1-az2"), plan.Problems{
			{Path: "inspection.edge.networkFirewall.subnetChangeProtection", Message: "AWS would refuse to change the zones of network " +
				"firewall edge from use1-az1, use1-az2, use1-az4 to use1-az1, use1-az2: declare false in this update"},
			{Path: "inspection.eastWest.networkFirewall.subnetChangeProtection", Message: "AWS would refuse to change the zones of network " +
				"firewall inspection from use1-az1, use1-az2, use1-az4 to use1-az1, use1-az2: declare false in this update"},
		}},
	} {
		assert.Equal(t, c.want, guardFirewallZones(c.last, c.planned), what)
	}
}
