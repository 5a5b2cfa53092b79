package estate

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// guardFirewallZones refuses to take an endpoint from a Network Firewall while routes lead to it. Pulumi changes the firewall before
// it deletes those routes, and AWS refuses that: the update would end half-way. It also refuses other zones where AWS is to refuse
// them.
func guardFirewallZones(last *lastState, planned *plan.Plan) plan.Problems {
	var problems plan.Problems
	var firewalls, lost, former []string
	for _, firewall := range planned.Firewalls {
		if _, exists := last.networkFirewalls[firewall.Name]; !exists || firewall.NetworkFirewall == nil {
			continue
		}
		var now, losing []string
		for _, endpoint := range firewall.Endpoints {
			now = append(now, endpoint.Zone)
			if !slices.Contains(planned.Zones, endpoint.Zone) {
				former = append(former, endpoint.Zone)
			}
		}
		before := last.firewallZones(firewall.Vpc)
		for _, zone := range before {
			if !slices.Contains(now, zone) && last.leadsToFirewall(firewall.Vpc, zone) {
				losing = append(losing, zone)
			}
		}
		if len(losing) > 0 {
			firewalls, lost = append(firewalls, firewall.Name), append(lost, losing...)
		}
		slices.Sort(now)
		if firewall.NetworkFirewall.SubnetChangeProtection && !slices.Equal(before, now) {
			problems = append(problems, plan.Problem{
				Path: "inspection." + firewall.Places[0] + ".networkFirewall.subnetChangeProtection",
				Message: "AWS would refuse to change the zones of network firewall " + firewall.Name + " from " + strings.Join(before, ", ") +
					" to " + strings.Join(now, ", ") + ": declare false in this update",
			})
		}
	}
	if len(lost) > 0 {
		problems = append(problems, plan.Problem{
			Path: "inspection.formerZones", Message: "network firewall " + strings.Join(firewalls, ", ") + " would lose " +
				strings.Join(each(lost), ", ") + ", but routes lead to its endpoint there, which AWS then does not take away: update with " +
				"`formerZones: [" + strings.Join(each(append(lost, former...)), ", ") + "]`, and empty that in a further update",
		})
	}
	return problems
}

// firewallZones are the zones in which a VPC has subnets for firewall endpoints, sorted.
func (last *lastState) firewallZones(vpc string) []string {
	var zones []string
	for name := range last.subnets {
		if zone, ok := strings.CutPrefix(name, vpc+"."+string(plan.TierFirewall)+"."); ok {
			zones = append(zones, zone)
		}
	}
	slices.Sort(zones)
	return zones
}

// leadsToFirewall says whether a VPC has a route to the firewall endpoint of a zone. It has the zone in its name: the route table is
// that of a subnet there or, of an internet gateway, the route that to such a subnet.
func (last *lastState) leadsToFirewall(vpc, zone string) bool {
	return slices.ContainsFunc(last.firewallRoutes, func(route string) bool {
		return strings.HasPrefix(route, vpc+".") && strings.Contains(route+".", "."+zone+".")
	})
}

// each is every word once, sorted.
func each(words []string) []string {
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
