package estate

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
)

// TestGuardFirewalls takes protected firewalls and fleets out of the path.
func TestGuardFirewalls(t *testing.T) {
	const urn = "urn:pulumi:dev::ingresshub::ingresshub:index:Estate$ingresshub:index:Hub$"
	state := func(protected bool) *lastState {
		firewall := recorded{Type: "aws:networkfirewall/firewall:Firewall"}
		firewall.Outputs.DeleteProtection = protected
		balancer := recorded{Type: "aws:lb/loadBalancer:LoadBalancer"}
		balancer.Outputs.EnableDeletionProtection = protected
		return newLastState(map[string]recorded{
			urn + "ingresshub:index:NetworkFirewall$aws:networkfirewall/firewall:Firewall::inspection": firewall,
			urn + "aws:networkfirewall/firewall:Firewall::somebody-elses":                              firewall,
			urn + "ingresshub:index:ApplianceFleet$aws:lb/loadBalancer:LoadBalancer::edge":             balancer,
		})
	}
	kept := &plan.Plan{
		Firewalls: []plan.PlannedFirewall{
			{Name: "inspection", NetworkFirewall: &plan.PlannedNetworkFirewall{}},
			{Name: "edge", GatewayLoadBalancer: &plan.PlannedGatewayLoadBalancer{Fleet: "edge"}},
		},
		Fleets: []plan.PlannedFleet{{Name: "edge"}},
	}
	assert.Empty(t, guard(state(true), kept))
	assert.Empty(t, guard(state(false), &plan.Plan{}), "what is not protected may go")

	const first = " would be deleted, but is protected: first update with protection: false and everything else as it was"
	assert.Equal(t, plan.Problems{
		{Path: "protection", Message: "appliance fleet edge" + first}, {Path: "protection", Message: "network firewall inspection" + first},
	}, guard(state(true), &plan.Plan{}))

	// Another flavour takes its place: the firewall of the old one would be deleted as well.
	other := &plan.Plan{Firewalls: []plan.PlannedFirewall{{
		Name: "inspection", GatewayLoadBalancer: &plan.PlannedGatewayLoadBalancer{ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-1"},
	}}, Fleets: kept.Fleets}
	assert.Equal(t, plan.Problems{{Path: "protection", Message: "network firewall inspection" + first}}, guard(state(true), other))

	// AWS takes no zone from a Gateway Load Balancer.
	last := state(false)
	last.fleets["edge"] = lastBalancer{subnetIDs: []string{"subnet-1", "subnet-2"}}
	last.subnets = map[string]string{"inspection.appliance.use1-az1": "subnet-1", "inspection.appliance.use1-az2": "subnet-2"}
	fewer := &plan.Plan{Fleets: []plan.PlannedFleet{{Name: "edge", Subnets: []string{"inspection.appliance.use1-az1"}}}}
	assert.Equal(t, plan.Problems{{
		Path: "zones", Message: "appliance fleet edge would lose use1-az2, and AWS takes no zone from a Gateway Load Balancer: keep its zones; or " +
			"update with another firewall in its place (networkFirewall: {}), then with the zones that stay, and then with the fleet again",
	}}, guard(last, fewer))
}

// TestGuardFirewallPolicies switches TLS inspection while AWS is to refuse another policy.
func TestGuardFirewallPolicies(t *testing.T) {
	firewall := recorded{Type: "aws:networkfirewall/firewall:Firewall"}
	firewall.Outputs.FirewallPolicyArn = "arn:aws:network-firewall:us-east-1:111111111111:firewall-policy/plain"
	last := newLastState(map[string]recorded{
		"urn:pulumi:dev::ingresshub::ingresshub:index:NetworkFirewall$aws:networkfirewall/firewall:Firewall::edge": firewall,
	})
	planned := func(name, policy string, protected bool) *plan.Plan {
		return &plan.Plan{Firewalls: []plan.PlannedFirewall{{
			Name: name, Places: []string{plan.PlaceEdge},
			NetworkFirewall: &plan.PlannedNetworkFirewall{PolicyAwsName: policy, PolicyChangeProtection: protected},
		}}}
	}
	assert.Empty(t, guard(last, planned("edge", "plain", true)))
	assert.Empty(t, guard(last, planned("edge", "decrypting", false)))
	assert.Empty(t, guard(last, planned("another", "decrypting", true)), "one that is not there yet")
	assert.Equal(t, plan.Problems{{
		Path: "inspection.edge.networkFirewall.policyChangeProtection", Message: "AWS would refuse to put another policy in the place of network " +
			"firewall edge's, and TLS inspection comes and goes with a new one: declare false in this update",
	}}, guard(last, planned("edge", "decrypting", true)))
}
