package estate

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// guardFirewalls refuses to take a protected firewall out of the path: AWS refuses to delete it, but only after the routes have
// been led past it and it inspects nothing any more. It also refuses to take a zone from a fleet, which AWS does not do.
func guardFirewalls(last *lastState, planned *plan.Plan) plan.Problems {
	protected := map[string]bool{}
	for name, is := range last.networkFirewalls {
		protected["network firewall "+name] = is
	}
	for name, fleet := range last.fleets {
		protected["appliance fleet "+name] = fleet.protected
	}
	for _, firewall := range planned.Firewalls {
		if firewall.NetworkFirewall != nil {
			delete(protected, "network firewall "+firewall.Name)
		}
	}
	var problems plan.Problems
	for _, fleet := range planned.Fleets {
		delete(protected, "appliance fleet "+fleet.Name)
		if lost := last.zonesLost(last.fleets[fleet.Name], fleet.Subnets); len(lost) > 0 {
			sort.Strings(lost)
			problems = append(problems, plan.Problem{
				Path: "zones", Message: "appliance fleet " + fleet.Name + " would lose " + strings.Join(lost, ", ") +
					", and AWS takes no zone from a Gateway Load Balancer: keep its zones; or update with another firewall in its place " +
					"(networkFirewall: {}), then with the zones that stay, and then with the fleet again",
			})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(protected)) {
		if protected[name] {
			problems = append(problems, plan.Problem{
				Path: "protection", Message: name + " would be deleted, but is protected: " +
					"first update with protection: false and everything else as it was",
			})
		}
	}
	problems = append(problems, guardFirewallPolicies(last, planned)...)
	return append(problems, guardFirewallZones(last, planned)...)
}

// guardFirewallPolicies refuses another policy where AWS is to refuse one. The update would end after the new policy is made.
func guardFirewallPolicies(last *lastState, planned *plan.Plan) plan.Problems {
	var problems plan.Problems
	for _, firewall := range planned.Firewalls {
		declared, before := firewall.NetworkFirewall, last.firewallPolicies[firewall.Name]
		if declared != nil && declared.PolicyChangeProtection && before != "" && before != declared.PolicyAwsName {
			problems = append(problems, plan.Problem{
				Path: "inspection." + firewall.Places[0] + ".networkFirewall.policyChangeProtection",
				Message: "AWS would refuse to put another policy in the place of network firewall " + firewall.Name +
					"'s, and TLS inspection comes and goes with a new one: declare false in this update",
			})
		}
	}
	return problems
}
