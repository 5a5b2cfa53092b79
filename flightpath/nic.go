package flightpath

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// nic is where packets enter and leave a subnet: a network interface, or what will have one: a load balancer's node, a NAT
// gateway, a target that is declared and not registered yet.
type nic struct {
	id     string
	label  string // for people
	kind   HopKind
	owner  string
	subnet *subnet

	addresses space.Addresses // private ones

	// translated is the private addresses that have a public one, public those. Where it is not known yet which public
	// address they will have, public is empty.
	translated, public space.Addresses

	groups []string

	// unfiltered interfaces have no security groups: those of NAT gateways and of network load balancers without groups.
	unfiltered bool

	// unknownGroups is why it is not known what filters it; empty where it is known.
	unknownGroups string

	members []string // IDs of others for which it stands too: see classify

	// passing interfaces are a gateway's or a firewall endpoint's: nothing there is meant by packets for their own addresses.
	passing bool

	forwards bool // source/destination check is off
	declared bool // does not exist yet

	balancer *network.LoadBalancer // whose node it is
	endpoint *network.Endpoint     // interface endpoint that it belongs to
}

func (n *nic) has(group string) bool { return slices.Contains(n.groups, group) }

// managed are the beginnings of descriptions of interfaces that AWS makes without security groups.
var managed = []string{
	"Interface for NAT Gateway", "Network Interface for Transit Gateway", "ELB net/", "ELB gwy/", "VPC Endpoint Interface",
	"Gateway Load Balancer Endpoint",
}

func (a *Analyzer) findInterfaces() {
	for _, f := range a.index.Interfaces {
		n := &nic{
			id: f.ID, label: cmp.Or(f.ID, f.Name), kind: HopInterface, owner: f.Owner, subnet: a.subnets[f.Subnet],
			groups: f.SecurityGroups, forwards: f.Forwards,
		}
		n.address(f.Addresses)
		n.addresses = n.addresses.Union(space.AddressesOf(f.Prefixes...))
		n.passing = a.passes(f)
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

// passes says whether an interface only passes packets on: a transit gateway's, or a firewall endpoint's.
func (a *Analyzer) passes(f *network.Interface) bool {
	if e := a.index.Endpoints[f.Owner]; e != nil && e.IsFirewall() {
		return true
	}
	for _, at := range a.index.AttachmentsOf[f.VPC] {
		if f.Owner != "" && at.ID == f.Owner {
			return true
		}
	}
	return strings.HasPrefix(f.Description, "Network Interface for Transit Gateway") || strings.HasPrefix(f.Description, "VPC Endpoint Interface") && a.firewallAt(f)
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
	n.subnet.nics = append(n.subnet.nics, n)
	if n.subnet.vpc != nil {
		n.subnet.vpc.translated = n.subnet.vpc.translated.Union(n.translated)
	}
}

func (n *nic) address(all []network.Address) {
	var private, translated, open []netip.Addr
	for _, a := range all {
		private = append(private, a.Private)
		if a.Public.IsValid() {
			translated, open = append(translated, a.Private), append(open, a.Public)
		}
	}
	n.addresses, n.translated, n.public = space.Hosts(private...), space.Hosts(translated...), space.Hosts(open...)
}

// findNATGateways makes each NAT gateway's interface one without groups, or one up where the source has none.
func (a *Analyzer) findNATGateways() {
	for _, g := range a.index.NATGateways {
		n := a.ownedIn(g.ID, g.Subnet, g.PrivateAddresses)
		if n == nil {
			n = &nic{id: g.ID, subnet: a.subnets[g.Subnet], addresses: space.Hosts(g.PrivateAddresses...)}
			if n.addresses.IsEmpty() && n.subnet != nil {
				n.addresses, n.declared = n.subnet.hosts(), true
			}
			a.nats[g.ID] = n
		}
		n.passing = true
		n.label, n.kind, n.owner, n.unfiltered, n.unknownGroups = g.ID, HopNATGateway, g.ID, true, ""
		if g.Public {
			n.translated, n.public = n.addresses.V4(), n.public.Union(space.Hosts(g.PublicAddresses...))
		} else {
			n.translated, n.public = space.Addresses{}, space.Addresses{}
		}
		if n.subnet != nil && n.subnet.vpc != nil {
			n.subnet.vpc.translated = n.subnet.vpc.translated.Union(n.translated)
		}
		a.nats[g.ID] = n
	}
}

// ownedIn is the interface in a subnet that belongs to an owner, or that has one of its addresses.
func (a *Analyzer) ownedIn(owner, in string, addresses []netip.Addr) *nic {
	s := a.subnets[in]
	if s == nil {
		return nil
	}
	for _, n := range s.nics {
		if n.owner == owner && n.balancer == nil {
			return n
		}
	}
	for _, n := range s.nics {
		for _, address := range addresses {
			if address.IsValid() && n.addresses.Contains(address) {
				return n
			}
		}
	}
	return nil
}

// findNodes gives load balancers their nodes.
func (a *Analyzer) findNodes() {
	for _, b := range a.index.LoadBalancers {
		if b.Kind == network.GatewayBalancer {
			continue
		}
		for _, node := range b.Nodes {
			a.nodes[b.ID] = append(a.nodes[b.ID], a.node(b, node))
		}
		slices.SortFunc(a.nodes[b.ID], func(a, b *nic) int { return cmp.Compare(a.id, b.id) })
	}
}

func (a *Analyzer) node(b *network.LoadBalancer, node network.Node) *nic {
	var addresses []netip.Addr
	for _, address := range node.Addresses {
		addresses = append(addresses, address.Private)
	}
	n := a.nics[node.Interface]
	if n == nil {
		n = a.ownedIn(b.ID, node.Subnet, addresses)
	}
	if n == nil {
		n = &nic{id: cmp.Or(b.Name, b.ID) + "@" + node.Subnet, kind: HopInterface, subnet: a.subnets[node.Subnet]}
		n.address(node.Addresses)
		// An address that is not known yet will be one of the subnet's.
		if n.addresses.IsEmpty() && n.subnet != nil {
			n.addresses, n.declared = n.subnet.hosts(), true
			if b.IPv4Only {
				n.addresses = n.addresses.V4()
			}
		}
		if !n.declared {
			a.add(n)
		}
	}
	// Nodes of an internet-facing load balancer have public addresses, whether the source knows them yet or not.
	if !b.Internal && n.translated.IsEmpty() {
		n.translated = n.addresses.V4()
	}
	if n.subnet != nil && n.subnet.vpc != nil {
		n.subnet.vpc.translated = n.subnet.vpc.translated.Union(n.translated)
	}
	n.label, n.balancer, n.owner, n.forwards = cmp.Or(b.Name, b.ID)+" in "+node.Subnet, b, b.ID, false
	n.groups, n.unknownGroups, n.unfiltered = b.SecurityGroups, "", false
	switch reason := a.partly(network.GapLoadBalancers, b.ID); {
	case b.Kind == network.NetworkBalancer && !b.HasSecurityGroups && len(b.SecurityGroups) == 0:
		n.unfiltered = reason == ""
		n.unknownGroups = reason
	case len(b.SecurityGroups) == 0:
		n.unknownGroups = cmp.Or(reason, "the source does not tell the load balancer's security groups")
	}
	return n
}

// findEndpoints tells interfaces of interface endpoints what they belong to.
func (a *Analyzer) findEndpoints() {
	for _, e := range a.index.Endpoints {
		if e.Kind != network.InterfaceEndpoint {
			continue
		}
		for _, id := range e.Interfaces {
			if n := a.nics[id]; n != nil {
				n.endpoint, n.owner = e, e.ID
				if len(n.groups) == 0 && len(e.SecurityGroups) > 0 {
					n.groups, n.unfiltered, n.unknownGroups = e.SecurityGroups, false, ""
				}
			}
		}
		if len(e.Interfaces) > 0 {
			continue
		}
		for _, id := range e.Subnets { // interfaces that do not exist yet
			s := a.subnets[id]
			if s == nil {
				continue
			}
			n := &nic{
				id: e.ID + "@" + id, label: e.ID + " in " + id, kind: HopInterface, owner: e.ID, subnet: s, addresses: s.hosts(),
				declared: true, groups: e.SecurityGroups, endpoint: e,
			}
			if len(n.groups) == 0 {
				n.unknownGroups = "the source does not tell the endpoint's security groups"
			}
			a.nics[n.id] = n
		}
	}
}

// hosts is the addresses of a subnet that something may have: AWS keeps the first four and the last one of IPv4 (AWS:
// "Subnet CIDR blocks").
func (s *subnet) hosts() space.Addresses {
	hosts := s.cidrs
	for _, p := range s.CIDRs {
		if !p.Addr().Is4() || p.Bits() > 28 {
			continue
		}
		first, last := p.Masked().Addr(), space.AddressesOf(p).Last()
		hosts = hosts.Subtract(space.AddressesOf(netip.PrefixFrom(first, 30))).Subtract(space.Hosts(last))
	}
	return hosts
}

// target makes up the interface of a declared target in a subnet.
func (s *subnet) target(t *network.RegisteredTarget, group string) *nic {
	n := &nic{
		id: group + "@" + s.ID, label: "declared target in " + s.ID, kind: HopInterface, subnet: s, addresses: s.hosts(),
		declared: true, groups: t.SecurityGroups,
	}
	if t.Address.IsValid() {
		n.addresses = space.Hosts(t.Address)
	}
	if len(n.groups) == 0 {
		n.unknownGroups = "the target is declared and not registered yet, and its security groups are not known"
	}
	return n
}
