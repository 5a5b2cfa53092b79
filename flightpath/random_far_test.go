package flightpath_test

import (
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// far peers the transit gateway with another one, behind which the fourth VPC is, and sometimes the third one too. Nothing propagates
// over a peering: each side has static routes.
func (g *generator) far() {
	n := g.n
	n.TransitGateways = append(n.TransitGateways, network.TransitGateway{Object: network.Object{ID: "far"}, SecurityGroupReferences: g.chance("references to groups", 2)})
	for i, vpc := range []int{3, 2} {
		if vpc == 2 && !g.chance("attached to both", 3) {
			continue
		}
		attachment := network.Attachment{
			Object: network.Object{ID: fmt.Sprintf("far-att%d", vpc)}, Gateway: "far", Kind: network.VPCAttachment, Resource: fmt.Sprintf("vpc%d", vpc),
			Available: !g.flaw("not accepted", 15), RouteTableKnown: true, RouteTable: "far-rtb0", ApplianceMode: g.chance("appliance mode", 2+i),
			SecurityGroupReferences: !g.flaw("no references", 4),
		}
		for z := range g.zones {
			attachment.Subnets = append(attachment.Subnets, fmt.Sprintf("vpc%d-transit%d", vpc, z))
		}
		n.Attachments = append(n.Attachments, attachment)
	}
	accepted := !g.flaw("peering not accepted", 10)
	for i, gateway := range []string{"tgw", "far"} {
		peering := network.Attachment{
			Object: network.Object{ID: "peering"}, Gateway: gateway, Kind: network.PeeringAttachment, Peer: []string{"far", "tgw"}[i],
			Available: accepted, RouteTableKnown: true,
		}
		if !g.flaw("no association", 8) {
			peering.RouteTable = g.one("association of the peering", [][]string{{"rtb0", "rtb1"}, {"far-rtb0", "far-rtb1"}}[i])
		}
		n.Attachments = append(n.Attachments, peering)
	}
	for _, id := range []string{"far-rtb0", "far-rtb1"} {
		n.TransitRouteTables = append(n.TransitRouteTables, network.TransitRouteTable{Object: network.Object{ID: id}, Gateway: "far", RoutesKnown: true})
	}
	for i := range n.TransitRouteTables {
		g.farRoutes(&n.TransitRouteTables[i])
	}
}

// farRoutes draws what a table knows of the other side.
func (g *generator) farRoutes(table *network.TransitRouteTable) {
	add := func(destinations []string, attachment string) {
		for _, destination := range prefixes(destinations...) {
			there := slices.ContainsFunc(table.Routes, func(r network.TransitRoute) bool { return r.PrefixList == "" && r.Destination == destination })
			if there || g.flaw("no route", 5) {
				continue
			}
			table.Routes = append(table.Routes, network.TransitRoute{Destination: destination, Attachments: []string{attachment}})
		}
	}
	of := func(i int) []string {
		if g.six {
			return []string{fmt.Sprintf("10.%d.0.0/16", i), six(i)}
		}
		return []string{fmt.Sprintf("10.%d.0.0/16", i)}
	}
	if table.Gateway == "tgw" {
		if table.ID == "rtb1" || g.chance("known to all", 2) {
			add(of(3), "peering")
		}
		return
	}
	if g.chance("propagation", 2) {
		table.Propagations = []string{"far-att3"}
	} else {
		add(of(3), "far-att3")
	}
	if slices.ContainsFunc(g.n.Attachments, func(a network.Attachment) bool { return a.ID == "far-att2" }) && g.chance("by its own attachment", 2) {
		add(of(2), "far-att2")
	}
	for i := range 3 {
		add(of(i), "peering")
	}
	if g.chance("default route", 2) {
		add([]string{"0.0.0.0/0", "::/0"}, g.one("default route to", []string{"peering", "peering", "far-att3"}))
	}
}
