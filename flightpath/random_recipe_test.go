package flightpath_test

import (
	"net/netip"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"pgregory.net/rapid"
)

// recipe makes the third VPC an inspection VPC between the two others, as it should be, and then spoils a few things.
func (g *generator) recipe() {
	n := g.n
	anywhere := netip.MustParsePrefix("0.0.0.0/0")
	for i := range n.RouteTables {
		table := &n.RouteTables[i]
		if len(table.Gateways) > 0 {
			continue
		}
		to := network.Target{Kind: network.TargetTransitGateway, ID: "tgw"}
		for z := range zones {
			if table.ID == "vpc2-transit"+string(rune('0'+z))+"-rt" {
				to = network.Target{Kind: network.TargetEndpoint, ID: "vpc2-vpce" + string(rune('0'+z))}
			}
		}
		table.Routes = []network.Route{table.Routes[0], {Destination: anywhere, Target: to}}
	}
	for i, associated := range []string{"rtb0", "rtb0", "rtb1"} {
		n.Attachments[i].RouteTable, n.Attachments[i].ApplianceMode = associated, i == 2
		n.Attachments[i].Subnets = []string{"vpc" + string(rune('0'+i)) + "-transit0", "vpc" + string(rune('0'+i)) + "-transit1"}
	}
	n.TransitRouteTables[0].Routes = []network.TransitRoute{{Destination: anywhere, Attachments: []string{"att2"}}}
	n.TransitRouteTables[1].Routes = []network.TransitRoute{
		{Destination: n.VPCs[0].CIDRs[0], Attachments: []string{"att0"}}, {Destination: n.VPCs[1].CIDRs[0], Attachments: []string{"att1"}},
	}
	for i := range n.TransitRouteTables {
		n.TransitRouteTables[i].Propagations = nil
	}
	for range rapid.IntRange(0, 3).Draw(g.t, "spoiled") {
		g.spoil()
	}
}

// spoil changes one thing, as an accident would.
func (g *generator) spoil() {
	n := g.n
	tables := rapid.IntRange(0, len(n.RouteTables)-1)
	transit := rapid.IntRange(0, len(n.TransitRouteTables)-1)
	attachment := rapid.IntRange(0, len(n.Attachments)-1)
	switch rapid.IntRange(0, 6).Draw(g.t, "accident") {
	case 0:
		table := &n.RouteTables[tables.Draw(g.t, "table")]
		table.Routes = append(table.Routes, network.Route{
			Destination: netip.MustParsePrefix(g.one("destination", peers)), Target: network.Target{Kind: network.TargetTransitGateway, ID: "tgw"},
		})
	case 1:
		table := &n.RouteTables[tables.Draw(g.t, "table")]
		if len(table.Routes) > 1 { // the first is the local route, which AWS lets nobody delete
			table.Routes = table.Routes[:len(table.Routes)-1]
		}
	case 2:
		table := &n.RouteTables[tables.Draw(g.t, "table")]
		if last := len(table.Routes) - 1; last >= 0 && table.Routes[last].Target.Kind == network.TargetEndpoint {
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
	}
}
