package planview

import (
	"strings"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/layout"
	"github.com/ingresshub/ingresshub/components/plan"
)

// subnets writes a row for each tier and a column for each zone, where their routes lead, and the NAT gateways among them.
func (t *table) subnets(vpc plan.Vpc) {
	var tiers []layout.Tier
	at := map[plan.Tier]int{}
	tables := map[string][]plan.Route{}
	var incoming []layout.Route
	for _, table := range vpc.RouteTables {
		tables[table.Name] = table.Routes
		if table.Tier == plan.TierEdge {
			incoming = append(incoming, routes("", table.Routes)...)
		}
	}
	for _, subnet := range vpc.Subnets {
		i, there := at[subnet.Tier]
		if !there {
			i, at[subnet.Tier] = len(tiers), len(tiers)
			tiers = append(tiers, layout.Tier{Name: string(subnet.Tier), Cidrs: map[string]string{}})
		}
		tiers[i].Cidrs[subnet.Zone] = subnet.Cidr
		tiers[i].Routes = append(tiers[i].Routes, routes(subnet.Zone, tables[subnet.RouteTable])...)
	}
	t.Tiers(1, tiers, incoming)
	if len(vpc.NatGateways) > 0 {
		t.List(1, "NAT gateways: ", each(vpc.NatGateways, func(n plan.NatGateway) string { return n.Zone }))
	}
}

// routes are those of the table that the subnet of a zone uses. In a VPC that exists already, zones and tiers may share one.
func routes(zone string, planned []plan.Route) []layout.Route {
	return each(planned, func(r plan.Route) layout.Route {
		hop, hopZone, _ := strings.Cut(string(r.NextHop), ".")
		switch {
		case r.NextHop.IsFirewall():
			hop = "firewall endpoint"
		case r.NextHop.IsNatGateway():
			hop = "NAT gateway"
		default:
			hop = strings.ReplaceAll(hop, "-", " ")
		}
		return layout.Route{Zone: zone, Destination: r.Destination, NextHop: hop, HopZone: hopZone}
	})
}

// each is what a function makes of each item.
func each[T, U any](items []T, of func(T) U) []U {
	all := make([]U, 0, len(items))
	for _, item := range items {
		all = append(all, of(item))
	}
	return all
}
