package report

import "github.com/ingresshub/ingresshub/flightpath/network"

// Columns of the map, from left to right: the VPCs that the internet enters by a load balancer, those that stand between others
// (inspection, egress) beside the gateways that join them, and all others.
const (
	entered = iota
	between
	behind
)

// columns is the column of each VPC.
func (d *drawer) columns() map[string]int {
	vpcs := map[string]string{} // of subnets
	for i := range d.Subnets {
		vpcs[d.Subnets[i].ID] = d.Subnets[i].VPC
	}
	all := map[string]int{}
	for i := range d.VPCs {
		all[d.VPCs[i].ID] = behind
	}
	for i := range d.NATGateways {
		all[vpcs[d.NATGateways[i].Subnet]] = between
	}
	for i := range d.Attachments {
		if d.Attachments[i].ApplianceMode {
			all[d.Attachments[i].Resource] = between
		}
	}
	for i := range d.Firewalls {
		all[d.Firewalls[i].VPC] = between
	}
	for i := range d.Endpoints {
		if d.Endpoints[i].IsFirewall() {
			all[d.Endpoints[i].VPC] = between
		}
	}
	in := false
	for i := range d.LoadBalancers {
		if b := &d.LoadBalancers[i]; !b.Internal && b.Kind != network.GatewayBalancer {
			for _, node := range b.Nodes {
				all[vpcs[node.Subnet]], in = entered, true
			}
		}
	}
	if in {
		return all
	}
	for i := range d.InternetGateways {
		if g := &d.InternetGateways[i]; !g.EgressOnly && all[g.VPC] == behind {
			all[g.VPC] = entered
		}
	}
	return all
}
