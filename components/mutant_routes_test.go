package components_test

import (
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// vpcRoute is a route of a VPC's route table: gone, or turned to another target.
type vpcRoute struct {
	table  network.RouteTable
	route  network.Route
	gone   bool
	turned network.Target
}

// association is that of a subnet with a route table, and with which one it is associated now.
type association struct {
	subnet  network.Subnet
	another string
}

// edgeAssociation is that of an internet gateway with a route table.
type edgeAssociation struct{ table network.RouteTable }

// nowhere is a target that no source ever told of.
var nowhere = network.Target{Kind: network.TargetUnknown, ID: "forgotten"}

// routes are deleted, left without their target, and turned to each other target in their VPC.
func (l *mutantList) routes(n *network.Network) {
	for i, table := range n.RouteTables {
		for j, route := range table.Routes {
			if route.Target.Kind == network.TargetLocal {
				continue // nobody can delete it
			}
			since := len(*l)
			l.add(vpcRoute{table: table, route: route, gone: true}, func(n *network.Network) {
				n.RouteTables[i].Routes = slices.Delete(n.RouteTables[i].Routes, j, j+1)
			}, "route %s %s deleted", table.Name, route.Destination)
			l.add(vpcRoute{table: table, route: route}, func(n *network.Network) {
				n.RouteTables[i].Routes[j].Blackhole = true
			}, "route %s %s to nowhere", table.Name, route.Destination)
			for _, other := range targetsIn(n, table.VPC) {
				if other.Target != route.Target {
					l.add(vpcRoute{table: table, route: route, turned: other.Target}, func(n *network.Network) {
						n.RouteTables[i].Routes[j].Target = other.Target
					}, "route %s %s to %s", table.Name, route.Destination, other.name)
				}
			}
			l.forgotten(since, func(n *network.Network) { n.RouteTables[i].Routes[j].Target = nowhere })
		}
	}
}

// namedTarget is a target with a name for people.
type namedTarget struct {
	network.Target
	name string
}

// targetsIn is what routes of a VPC could lead to.
func targetsIn(n *network.Network, vpc string) (all []namedTarget) {
	add := func(in string, kind network.TargetKind, id, name string) {
		if in == vpc {
			all = append(all, namedTarget{network.Target{Kind: kind, ID: id}, name})
		}
	}
	for _, g := range n.InternetGateways {
		add(g.VPC, network.TargetInternetGateway, g.ID, "internet gateway "+g.Name)
	}
	for _, g := range n.NATGateways {
		add(g.VPC, network.TargetNATGateway, g.ID, "NAT gateway "+g.Name)
	}
	for _, e := range n.Endpoints {
		if e.Kind == network.LoadBalancerEndpoint {
			add(e.VPC, network.TargetEndpoint, e.ID, "endpoint "+e.Name)
		}
	}
	for _, f := range n.Firewalls {
		for _, e := range f.Endpoints {
			add(f.VPC, network.TargetEndpoint, e.Endpoint, "endpoint "+e.Endpoint)
		}
	}
	for _, a := range n.Attachments {
		add(a.Resource, network.TargetTransitGateway, a.Gateway, "transit gateway")
	}
	return all
}

// associations of subnets and gateways with route tables are cut, and turned to each other table of the VPC.
func (l *mutantList) associations(n *network.Network) {
	for i, subnet := range n.Subnets {
		since := len(*l)
		for _, table := range n.RouteTables {
			if table.VPC == subnet.VPC && table.ID != subnet.RouteTable && len(table.Gateways) == 0 {
				l.add(association{subnet, table.ID}, func(n *network.Network) { n.Subnets[i].RouteTable = table.ID }, "subnet %s on %s", subnet.Name, table.Name)
			}
		}
		l.forgotten(since, func(n *network.Network) { n.Subnets[i].RouteTable = "" })
	}
	for i, table := range n.RouteTables {
		for _, gateway := range table.Gateways {
			without := func(n *network.Network) {
				n.RouteTables[i].Gateways = slices.DeleteFunc(n.RouteTables[i].Gateways, func(id string) bool { return id == gateway })
			}
			l.add(edgeAssociation{table}, without, "edge association of %s deleted", table.Name)
			for j, other := range n.RouteTables {
				if other.VPC == table.VPC && j != i {
					l.add(edgeAssociation{table}, func(n *network.Network) {
						without(n)
						n.RouteTables[j].Gateways = append(n.RouteTables[j].Gateways, gateway)
					}, "edge association of %s turned to %s", table.Name, other.Name)
				}
			}
		}
	}
}
