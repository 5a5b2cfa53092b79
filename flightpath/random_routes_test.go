package flightpath_test

import (
	"fmt"
	"net/netip"
	"strings"

	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// firewall draws an endpoint of a VPC.
func (g *generator) firewall(vpc string) network.Target {
	return network.Target{Kind: network.TargetEndpoint, ID: fmt.Sprintf("%s-vpce%d", vpc, rapid.IntRange(0, g.zones-1).Draw(g.t, "endpoint"))}
}

// local is the routes that nobody can delete.
func (g *generator) local(i int) (all []network.Route) {
	for _, cidr := range g.n.VPCs[i].CIDRs {
		all = append(all, network.Route{Destination: cidr, Target: network.Target{Kind: network.TargetLocal}})
	}
	return all
}

// routes draws the route tables of a VPC's subnets.
func (g *generator) routes(i int) {
	vpc := fmt.Sprintf("vpc%d", i)
	for _, subnet := range g.n.Subnets {
		if subnet.VPC != vpc {
			continue
		}
		table := network.RouteTable{Object: network.Object{ID: subnet.ID + "-rt"}, VPC: vpc, Routes: g.local(i)}
		destinations := []string{"0.0.0.0/0"}
		if g.six {
			destinations = append(destinations, "::/0")
		}
		for j := range g.n.VPCs {
			if j != i {
				destinations = append(destinations, fmt.Sprintf("10.%d.0.0/16", j))
			}
			if j != i && g.six && g.chance("IPv6 route", 2) {
				destinations = append(destinations, six(j))
			}
		}
		for _, other := range g.n.Subnets {
			// More specific than the local route: a middlebox inside the VPC.
			if other.VPC == vpc && other.ID != subnet.ID && g.chance("middlebox", 8) {
				destinations = append(destinations, other.CIDRs[0].String())
			}
		}
		for _, destination := range destinations {
			if target, ok := g.target(i, destination); ok {
				table.Routes = append(table.Routes, network.Route{Destination: netip.MustParsePrefix(destination), Target: target, Blackhole: g.flaw("blackhole", 20)})
			}
		}
		for _, list := range []string{"pl-0", "pl-1", "pl-2"} {
			if target, ok := g.target(i, list); ok && g.flaw("prefix list", 6) {
				table.Routes = append(table.Routes, network.Route{PrefixList: list, Target: target})
			}
		}
		if g.flaw("VPN", 10) {
			table.Routes = append(table.Routes, network.Route{
				Destination: netip.MustParsePrefix(g.one("by VPN", peers)), Target: network.Target{Kind: network.TargetVPNGateway, ID: "vgw"}, Propagated: true,
			})
		}
		g.n.RouteTables = append(g.n.RouteTables, table)
	}
}

func (g *generator) target(i int, destination string) (network.Target, bool) {
	within := strings.HasPrefix(destination, fmt.Sprintf("10.%d.", i)) // inside of the VPC AWS takes middleboxes only
	kinds := []string{"transit", "transit", "firewall", "none"}
	if g.tidy {
		kinds = []string{"transit", "transit", "transit", "transit", "firewall"}
	}
	if translates(i) {
		kinds = append(kinds, "internet", "nat")
		if destination == "0.0.0.0/0" || destination == "::/0" {
			kinds = append(kinds, "internet", "internet", "nat")
		}
	}
	if i == 1 && destination == "::/0" {
		kinds = append(kinds, "egress only", "egress only")
	}
	if i < 2 {
		kinds = append(kinds, "peering")
	}
	if within {
		kinds = []string{"firewall"}
	}
	switch g.one("target", kinds) {
	case "transit":
		return g.hub(i), true
	case "firewall":
		return g.firewall(fmt.Sprintf("vpc%d", i)), true
	case "internet":
		return network.Target{Kind: network.TargetInternetGateway, ID: fmt.Sprintf("igw%d", i)}, true
	case "egress only":
		return network.Target{Kind: network.TargetInternetGateway, ID: "eigw1"}, true
	case "nat":
		return network.Target{Kind: network.TargetNATGateway, ID: fmt.Sprintf("nat%d-%d", i, rapid.IntRange(0, g.zones-1).Draw(g.t, "NAT gateway"))}, true
	case "peering":
		return network.Target{Kind: network.TargetPeering, ID: "pcx"}, true
	}
	return network.Target{}, false
}

// hub is the transit gateway of a VPC.
func (g *generator) hub(i int) network.Target {
	if i == 3 {
		return network.Target{Kind: network.TargetTransitGateway, ID: "far"}
	}
	return network.Target{Kind: network.TargetTransitGateway, ID: "tgw"}
}

// transit draws attachments, two route tables, and what is in them.
func (g *generator) transit() {
	for i := range 3 {
		attachment := network.Attachment{
			Object: network.Object{ID: fmt.Sprintf("att%d", i)}, Gateway: "tgw", Kind: network.VPCAttachment, Resource: fmt.Sprintf("vpc%d", i),
			Available: !g.flaw("not accepted", 15), RouteTableKnown: true, RouteTable: g.one("association", []string{"rtb0", "rtb1"}),
			ApplianceMode: g.chance("appliance mode", 3), SecurityGroupReferences: !g.flaw("no references", 4),
		}
		if g.flaw("no association", 8) {
			attachment.RouteTable = ""
		}
		for z := range g.zones {
			if z == 0 || !g.flaw("zone left out", 5) {
				attachment.Subnets = append(attachment.Subnets, fmt.Sprintf("vpc%d-transit%d", i, z))
			}
		}
		if len(attachment.Subnets) > 2 && g.chance("zone 1 left out", 3) {
			attachment.Subnets = attachment.Subnets[1:]
		}
		g.n.Attachments = append(g.n.Attachments, attachment)
	}
	destinations := []string{"0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "10.1.0.0/24"}
	if g.six {
		destinations = append(destinations, "::/0", six(0), six(1), six(2))
	}
	for _, id := range []string{"rtb0", "rtb1"} {
		table := network.TransitRouteTable{Object: network.Object{ID: id}, Gateway: "tgw", RoutesKnown: true}
		for _, destination := range destinations {
			if g.chance("no static route", 2) {
				continue
			}
			route := network.TransitRoute{Destination: netip.MustParsePrefix(destination), Blackhole: g.flaw("blackhole", 6)}
			if !route.Blackhole {
				route.Attachments = []string{g.one("attachment", []string{"att0", "att1", "att2"})}
				for j := range 3 {
					if (destination == fmt.Sprintf("10.%d.0.0/16", j) || destination == six(j)) && !g.flaw("attachment of another", 3) {
						route.Attachments[0] = fmt.Sprintf("att%d", j)
					}
				}
				if g.flaw("equal cost", 8) {
					route.Attachments = append(route.Attachments, g.one("another attachment", []string{"att0", "att1", "att2"}))
				}
			}
			table.Routes = append(table.Routes, route)
		}
		if g.flaw("prefix list", 4) {
			table.Routes = append(table.Routes, network.TransitRoute{PrefixList: "pl-0", Attachments: []string{g.one("attachment", []string{"att0", "att1", "att2"})}})
		}
		for _, attachment := range []string{"att0", "att1", "att2"} {
			if g.chance("propagation", 3) {
				table.Propagations = append(table.Propagations, attachment)
			}
		}
		g.n.TransitRouteTables = append(g.n.TransitRouteTables, table)
	}
}
