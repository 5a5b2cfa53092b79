package flightpath_test

import (
	"fmt"
	"net/netip"
	"strings"

	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// recipe makes the third VPC an inspection VPC between the two others, as it should be, and then spoils a few things. In some,
// hosts go out through it and its NAT gateways; in some, a firewall stands at the edge of the first VPC.
func (g *generator) recipe() {
	n := g.n
	egress, edge := g.chance("egress", 2), g.chance("edge", 3)
	for i := range n.RouteTables {
		table := &n.RouteTables[i]
		if len(table.Gateways) > 0 {
			continue
		}
		vpc := int(table.VPC[3] - '0')
		zone := table.ID[len(table.ID)-len("0-rt")] - '0'
		to := g.hub(vpc)
		endpoint := network.Target{Kind: network.TargetEndpoint, ID: fmt.Sprintf("vpc%d-vpce%d", vpc, zone)}
		nat := network.Target{Kind: network.TargetNATGateway, ID: fmt.Sprintf("nat2-%d", zone)}
		gateway := network.Target{Kind: network.TargetInternetGateway, ID: fmt.Sprintf("igw%d", vpc)}
		table.Routes = g.local(vpc)
		switch {
		case strings.HasPrefix(table.ID, "vpc2-transit"):
			g.anywhere(table, endpoint)
		case egress && strings.HasPrefix(table.ID, "vpc2-firewall"):
			g.others(table, vpc, to)
			g.anywhere(table, nat)
		case egress && strings.HasPrefix(table.ID, "vpc2-nat"):
			g.others(table, vpc, endpoint)
			g.anywhere(table, gateway)
		case edge && strings.HasPrefix(table.ID, "vpc0-host"):
			g.others(table, vpc, to)
			g.anywhere(table, endpoint)
		case vpc == 0 && (edge && strings.HasPrefix(table.ID, "vpc0-firewall") || strings.HasPrefix(table.ID, "vpc0-host")):
			g.others(table, vpc, to)
			g.anywhere(table, gateway)
		default:
			g.anywhere(table, to)
		}
	}
	if edge {
		g.edgeTable()
	}
	for i, associated := range []string{"rtb0", "rtb0", "rtb1"} {
		n.Attachments[i].RouteTable, n.Attachments[i].ApplianceMode, n.Attachments[i].Subnets = associated, i == 2, nil
		for z := range g.zones {
			n.Attachments[i].Subnets = append(n.Attachments[i].Subnets, fmt.Sprintf("vpc%d-transit%d", i, z))
		}
	}
	for i := range n.TransitRouteTables {
		n.TransitRouteTables[i].Propagations, n.TransitRouteTables[i].Routes = nil, nil
	}
	for _, anywhere := range prefixes("0.0.0.0/0", "::/0") {
		n.TransitRouteTables[0].Routes = append(n.TransitRouteTables[0].Routes, network.TransitRoute{Destination: anywhere, Attachments: []string{"att2"}})
	}
	for i := range 2 {
		for _, cidr := range n.VPCs[i].CIDRs {
			n.TransitRouteTables[1].Routes = append(n.TransitRouteTables[1].Routes, network.TransitRoute{Destination: cidr, Attachments: []string{fmt.Sprintf("att%d", i)}})
		}
	}
	for range rapid.IntRange(0, 3).Draw(g.t, "spoiled") {
		g.spoil()
	}
}

// anywhere is the default routes of a table.
func (g *generator) anywhere(table *network.RouteTable, to network.Target) {
	for _, anywhere := range prefixes("0.0.0.0/0", "::/0") {
		table.Routes = append(table.Routes, network.Route{Destination: anywhere, Target: to})
	}
}

// others is a table's routes to the other VPCs.
func (g *generator) others(table *network.RouteTable, vpc int, to network.Target) {
	for j := range g.n.VPCs {
		if j == vpc {
			continue
		}
		for _, cidr := range g.n.VPCs[j].CIDRs {
			table.Routes = append(table.Routes, network.Route{Destination: cidr, Target: to})
		}
	}
}

// edgeTable leads what comes in for each host subnet of the first VPC through the endpoint of its zone.
func (g *generator) edgeTable() {
	table := network.RouteTable{Object: network.Object{ID: "edge"}, VPC: "vpc0", Gateways: []string{"igw0"}, Routes: g.local(0)}
	for z := range g.zones {
		for _, subnet := range g.n.Subnets {
			for _, cidr := range subnet.CIDRs {
				if subnet.ID == fmt.Sprintf("vpc0-host%d", z) {
					table.Routes = append(table.Routes, network.Route{
						Destination: cidr, Target: network.Target{Kind: network.TargetEndpoint, ID: fmt.Sprintf("vpc0-vpce%d", z)},
					})
				}
			}
		}
	}
	for i := range g.n.RouteTables {
		if g.n.RouteTables[i].ID == "edge" {
			g.n.RouteTables[i] = table
			return
		}
	}
	g.n.RouteTables = append(g.n.RouteTables, table)
}

// spoil changes one thing, as an accident would.
func (g *generator) spoil() {
	n := g.n
	tables := rapid.IntRange(0, len(n.RouteTables)-1)
	transit := rapid.IntRange(0, len(n.TransitRouteTables)-1)
	attachment := rapid.IntRange(0, len(n.Attachments)-1)
	switch rapid.IntRange(0, 7).Draw(g.t, "accident") {
	case 0:
		table := &n.RouteTables[tables.Draw(g.t, "table")]
		destination := netip.MustParsePrefix(g.one("destination", peers))
		if !within(n.VPCs[table.VPC[3]-'0'].CIDRs, destination.Addr()) {
			table.Routes = append(table.Routes, network.Route{Destination: destination, Target: g.hub(int(table.VPC[3] - '0'))})
		}
	case 1:
		table := &n.RouteTables[tables.Draw(g.t, "table")]
		if last := len(table.Routes) - 1; table.Routes[last].Target.Kind != network.TargetLocal { // which AWS lets nobody delete
			table.Routes = table.Routes[:last]
		}
	case 2:
		table := &n.RouteTables[tables.Draw(g.t, "table")]
		if last := len(table.Routes) - 1; table.Routes[last].Target.Kind == network.TargetEndpoint {
			table.Routes[last].Target = g.firewall(table.VPC)
		}
	case 3:
		table := &n.TransitRouteTables[transit.Draw(g.t, "transit table")]
		table.Propagations = append(table.Propagations, g.one("propagates", []string{"att0", "att1", "att2"}))
	case 4:
		table := &n.TransitRouteTables[transit.Draw(g.t, "transit table")]
		if len(table.Routes) > 0 {
			table.Routes = table.Routes[1:]
		}
	case 5:
		of := &n.Attachments[attachment.Draw(g.t, "attachment")]
		of.ApplianceMode = !of.ApplianceMode
	case 6:
		n.Attachments[attachment.Draw(g.t, "attachment")].RouteTable = g.one("association", []string{"rtb0", "rtb1", ""})
	case 7:
		table := &n.RouteTables[tables.Draw(g.t, "table")]
		if i := rapid.IntRange(0, len(table.Routes)-1).Draw(g.t, "route"); table.Routes[i].Target.Kind == network.TargetNATGateway {
			table.Routes[i].Target.ID = fmt.Sprintf("nat2-%d", rapid.IntRange(0, g.zones-1).Draw(g.t, "NAT gateway"))
		}
	}
}
