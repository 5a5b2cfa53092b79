package flightpath

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// managed are the beginnings of descriptions of interfaces that AWS makes without security groups.
var managed = []string{
	"Interface for NAT Gateway", "Network Interface for Transit Gateway", "ELB net/", "ELB gwy/", "VPC Endpoint Interface",
	"Gateway Load Balancer Endpoint",
}

func (a *Analyzer) findInterfaces() {
	for _, f := range a.index.Interfaces {
		n := &nic{
			id: f.ID, label: cmp.Or(f.ID, f.Name), kind: HopInterface, owner: f.Owner, subnet: a.subnets[f.Subnet],
			groups: f.SecurityGroups, forwards: f.Forwards, primary: f.Primary, closed: f.Closed,
		}
		n.address(f.Addresses)
		n.addresses = n.addresses.Union(space.AddressesOf(f.Prefixes...))
		if n.addresses.IsEmpty() && f.AddressUnknown && n.subnet != nil {
			n.addresses, n.declared = n.subnet.hosts(), true
			if f.IPv4Only {
				n.addresses = n.addresses.V4()
			}
		}
		if f.Public && n.translated.IsEmpty() {
			n.translated = n.addresses.V4()
		}
		n.passing = a.passes(f)
		n.stray = a.strayNode(f)
		if len(f.SecurityGroups) == 0 {
			n.unfiltered = slices.ContainsFunc(managed, func(start string) bool { return strings.HasPrefix(f.Description, start) })
			if !n.unfiltered {
				n.unknownGroups = cmp.Or(a.partly(network.GapInterfaces, f.ID), "the source does not tell its security groups")
			}
		}
		if reason := a.partly(network.GapInterfaces, f.ID); reason != "" && n.unknownGroups == "" && !n.unfiltered {
			n.unknownGroups = reason
		}
		a.add(n)
		a.nics[f.ID] = n
	}
	for _, i := range a.index.Instances {
		for _, id := range i.Interfaces {
			if n := a.nics[id]; n != nil && n.owner == "" {
				n.owner = i.ID
			}
		}
	}
	a.findNATGateways()
	a.findNodes()
	a.findEndpoints()
	a.findEKSNodes()
	for _, s := range a.subnets {
		slices.SortFunc(s.nics, func(a, b *nic) int { return cmp.Compare(a.id, b.id) })
		a.everyone = append(a.everyone, s.nics...)
	}
	slices.SortFunc(a.everyone, func(a, b *nic) int { return cmp.Compare(a.id, b.id) })
	a.find()
}

// find makes interfaces found by address and by owner.
func (a *Analyzer) find() {
	a.hosts, a.owned = map[netip.Addr][]*nic{}, map[string][]*nic{}
	for _, n := range a.sortedNICs() { // those that have no address yet
		if n.declared && n.balancer == nil && n.endpoint == nil && n.owner != "" {
			a.owned[n.owner] = append(a.owned[n.owner], n)
		}
	}
	for _, n := range a.everyone {
		a.owned[n.owner] = append(a.owned[n.owner], n)
		prefixes := n.addresses.Prefixes()
		if !slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return !p.IsSingleIP() }) {
			for _, p := range prefixes {
				a.hosts[p.Addr()] = append(a.hosts[p.Addr()], n)
			}
			continue
		}
		a.wide = append(a.wide, n)
	}
}

// candidates is the interfaces that a target can be, in the order of their IDs.
func (a *Analyzer) candidates(t *network.RegisteredTarget) []*nic {
	var all []*nic
	if t.Address.IsValid() {
		all = append(all, a.hosts[t.Address.Unmap()]...)
		all = append(all, a.wide...)
	}
	if t.ID == "" {
		return all
	}
	all = append(all, a.owned[t.ID]...)
	if n := a.nics[t.ID]; n != nil && n.subnet != nil {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b *nic) int { return cmp.Compare(a.id, b.id) })
	return slices.Compact(all)
}

// passes says whether an interface only passes packets on: a NAT gateway's, a transit gateway's, or a firewall endpoint's.
func (a *Analyzer) passes(f *network.Interface) bool {
	if e := a.index.Endpoints[f.Owner]; e != nil && e.IsFirewall() {
		return true
	}
	for _, at := range a.index.AttachmentsOf[f.VPC] {
		if f.Owner != "" && at.ID == f.Owner {
			return true
		}
	}
	return strings.HasPrefix(f.Description, "Interface for NAT Gateway") ||
		strings.HasPrefix(f.Description, "Network Interface for Transit Gateway") || strings.HasPrefix(f.Description, "VPC Endpoint Interface") && a.firewallAt(f)
}

// firewallAt says whether an interface is one that a firewall endpoint lists.
func (a *Analyzer) firewallAt(f *network.Interface) bool {
	for _, e := range a.index.Endpoints {
		if e.IsFirewall() && slices.Contains(e.Interfaces, f.ID) {
			return true
		}
	}
	return false
}

// add makes packets find the interface.
func (a *Analyzer) add(n *nic) {
	if n.subnet == nil {
		return
	}
	if !n.declared {
		n.subnet.nics = append(n.subnet.nics, n)
	}
	if n.subnet.vpc != nil {
		n.subnet.vpc.translated = n.subnet.vpc.translated.Union(n.translated)
	}
}
