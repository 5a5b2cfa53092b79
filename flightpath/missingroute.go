package flightpath

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// missingRoute stops packets at a route table of a VPC: no route matches, or the one that does leads nowhere.
type missingRoute struct {
	table *routeTable

	// from is the subnet that the packets are in, and dead the route that leads nowhere; nil where there is none.
	from    *subnet
	dead    *network.Route
	packets space.Set
	goal    *nic // that they are for, where it is known
}

func (m *missingRoute) remedies(a *Analyzer) []remedy {
	destination, far := a.blockOf(m.packets.Destinations(), m.goal)
	if far != nil && far.ID == m.table.VPC && m.dead != nil {
		return only(HopRouteTable, m.table.ID, "delete route "+destinationOf(m.dead)+", so that the local one counts", m.change(nil))
	}
	var all []remedy
	for _, target := range m.nextHops(a, destination, far) {
		route := network.Route{Destination: destination, Target: target}
		do := fmt.Sprintf("add route %s -> %s", destination, target.ID)
		if m.dead != nil {
			route.Destination, route.PrefixList = m.dead.Destination, m.dead.PrefixList
			do = fmt.Sprintf("give route %s the target %s in the place of %s, which is gone",
				destinationOf(m.dead), target.ID, cmp.Or(m.dead.Target.ID, "its own"))
		}
		all = append(all, remedy{Change{HopRouteTable, m.table.ID, do}, m.change(&route)})
	}
	return all
}

func destinationOf(r *network.Route) string {
	if r.PrefixList != "" {
		return r.PrefixList
	}
	return r.Destination.String()
}

// change takes the dead route out of the table, where there is one, and puts another one in, where that is not nil.
func (m *missingRoute) change(route *network.Route) func(*network.Network) {
	return func(n *network.Network) {
		n.RouteTables = edit(n.RouteTables, m.table.ID, func(t *network.RouteTable) *network.Object { return &t.Object }, func(t *network.RouteTable) {
			t.Routes = slices.Clone(t.Routes)
			if m.dead != nil {
				t.Routes = slices.DeleteFunc(t.Routes, func(r network.Route) bool { return r == *m.dead })
			}
			if route != nil {
				t.Routes = append(t.Routes, *route)
			}
		})
	}
}

// blockOf is what a person would write into a route for some addresses: the block of the VPC that has them (that of the goal,
// where several have them), everything for the internet, else the addresses themselves. VPC is nil where none has them.
func (a *Analyzer) blockOf(addresses space.Addresses, goal *nic) (netip.Prefix, *vpc) {
	prefixes := addresses.Prefixes()
	if len(prefixes) == 0 {
		return netip.Prefix{}, nil
	}
	first := prefixes[0]
	vpcs := a.sortedVPCs()
	if goal != nil && goal.subnet != nil && goal.subnet.vpc != nil {
		vpcs = append([]*vpc{goal.subnet.vpc}, vpcs...)
	}
	for _, v := range vpcs {
		for _, p := range v.CIDRs {
			if p.Overlaps(first) {
				return p.Masked(), v
			}
		}
	}
	switch {
	case !onInternet.Covers(space.AddressesOf(first)):
		return first, nil
	case first.Addr().Is4():
		return netip.MustParsePrefix("0.0.0.0/0"), nil
	}
	return netip.MustParsePrefix("::/0"), nil
}

// nextHops is the targets that a route to a destination may have, those first that lead by a firewall, then what the VPC's other
// tables do. Far is the VPC of the destination; nil for the internet and what is not known.
func (m *missingRoute) nextHops(a *Analyzer, destination netip.Prefix, far *vpc) []network.Target {
	var all []network.Target
	add := func(kind network.TargetKind, id string) {
		target := network.Target{Kind: kind, ID: id}
		if m.dead != nil && m.dead.Target == target || slices.Contains(all, target) {
			return
		}
		all = append(all, target)
	}
	near := m.table.VPC
	for _, e := range sortedByID(a.index.Endpoints) {
		if m.from != nil && e.IsFirewall() && len(e.Subnets) == 1 && a.subnets[e.Subnets[0]] != nil {
			if in := a.subnets[e.Subnets[0]]; in.VPC == near && in.zone() == m.from.zone() && in != m.from {
				add(network.TargetEndpoint, e.ID)
			}
		}
	}
	for _, t := range sortedByID(a.index.RouteTables) {
		for _, r := range t.Routes {
			leads := r.Destination.IsValid() && r.Destination.Overlaps(destination) && r.Destination.Bits() <= destination.Bits()
			if t.VPC == near && t.ID != m.table.ID && leads && !r.Blackhole && anywhereInVPC(r.Target) {
				add(r.Target.Kind, r.Target.ID)
			}
		}
	}
	if far != nil {
		for _, p := range sortedByID(a.index.Peerings) {
			if p.Requester.VPC == near && p.Accepter.VPC == far.ID || p.Accepter.VPC == near && p.Requester.VPC == far.ID {
				add(network.TargetPeering, p.ID)
			}
		}
	} else if onInternet.Overlaps(space.AddressesOf(destination)) {
		m.toInternet(a, destination, add)
	}
	for _, at := range a.index.AttachmentsOf[near] {
		add(network.TargetTransitGateway, at.Gateway)
	}
	return all[:min(len(all), mostRemedies)]
}

// anywhereInVPC says whether a target of another table's route would do in this one: one that is the same whatever subnet asks.
func anywhereInVPC(t network.Target) bool {
	switch t.Kind {
	case network.TargetTransitGateway, network.TargetPeering, network.TargetNATGateway, network.TargetVPNGateway:
		return true
	}
	return false
}

// toInternet is the ways to the internet that a VPC has for the packets.
func (m *missingRoute) toInternet(a *Analyzer, destination netip.Prefix, add func(network.TargetKind, string)) {
	sources := m.packets.Sources()
	for _, g := range a.index.GatewaysOf[m.table.VPC] {
		v := a.vpcs[m.table.VPC]
		public := destination.Addr().Is6() || v != nil && v.translated.Covers(sources.V4())
		if public && !g.EgressOnly {
			add(network.TargetInternetGateway, g.ID)
		}
	}
	for _, g := range sortedByID(a.index.NATGateways) {
		if s := a.subnets[g.Subnet]; s != nil && s.VPC == m.table.VPC && destination.Addr().Is4() && (m.from == nil || s.RouteTable != m.table.ID) {
			add(network.TargetNATGateway, g.ID)
		}
	}
	for _, g := range a.index.GatewaysOf[m.table.VPC] {
		if !g.EgressOnly || destination.Addr().Is6() {
			add(network.TargetInternetGateway, g.ID)
		}
	}
}

// sortedByID is the objects of an index in the order of their IDs.
func sortedByID[T any](index map[string]*T) []*T {
	ids := make([]string, 0, len(index))
	for id := range index {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	all := make([]*T, 0, len(ids))
	for _, id := range ids {
		all = append(all, index[id])
	}
	return all
}
