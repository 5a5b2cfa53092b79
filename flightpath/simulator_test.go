package flightpath_test

import (
	"net/netip"
	"slices"
	"sort"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// simulator flies single packets through a network, hop by hop, in the plainest way there is. It shares no code with the
// analyser, and nothing of its method: no sets, no compiled tables, lists searched from the beginning each time. Where the
// network chooses, it chooses as `choices` says, and is run again with others. It knows the hops that random networks are
// made of.
type simulator struct {
	n       *network.Network
	hosts   []*host
	choices *choices

	// tired is set once a question has more choices than anybody wants to wait for: a routing loop in which the network chooses
	// each time.
	tired bool
}

func simulatorOf(n *network.Network) *simulator {
	s := &simulator{n: n}
	s.hosts = s.everybody()
	return s
}

// packet is one packet.
type packet struct {
	source, destination         netip.Addr
	protocol                    int
	sourcePort, destinationPort int
}

func (p packet) reply() packet {
	return packet{p.destination, p.source, p.protocol, p.destinationPort, p.sourcePort}
}

// traveller is a packet on its way, with what it met so far.
type traveller struct {
	packet
	sender    *host // nil on the internet
	reply     bool  // of a connection that filters with a memory let pass
	firewalls []string
	transit   bool // it crossed a transit gateway

	// hidden means that rules can no longer tell which groups the sender has. Named is the groups of the receiver that alone
	// let the packet out; what hides groups drops it then.
	hidden bool
	named  []string
	hops   int
}

// fate is what became of a packet.
type fate int

const (
	lost fate = iota
	unknown
	delivered
	outside      // it left to the internet
	served       // a gateway endpoint took it
	atTranslator // a NAT gateway has it
)

type flight struct {
	fate
	traveller
	to *host           // that has it
	by string          // the gateway that it left through
	in *network.Subnet // from which the gateway endpoint took it
}

const longestFlight = 24

// send lets a packet leave a host; replies pass security groups. Interface endpoints answer, and begin nothing.
func (s *simulator) send(from *host, p packet, reply bool) flight {
	if !reply && (from.endpoint != nil || from.dead()) {
		return flight{}
	}
	t := traveller{packet: p, sender: from, reply: reply}
	if !reply && !from.open && !s.groupsAllow(from, p, true, func(rule network.Rule) bool { return s.peer(rule, p.destination) }) {
		groups := from.groups
		for _, group := range s.n.SecurityGroups {
			for _, rule := range group.Rules {
				if slices.Contains(groups, group.ID) && rule.Egress && rule.Group != "" && matches(rule.Match, p) {
					t.named = append(t.named, rule.Group)
				}
			}
		}
		t.named = slices.DeleteFunc(t.named, func(id string) bool {
			to := s.hostAt(p.destination)
			return to == nil || !slices.Contains(to.groups, id)
		})
		if len(t.named) == 0 {
			return flight{}
		}
	}
	return s.place(s.subnet(from.subnet), t)
}

// hide is a hop behind which nobody knows the sender's groups.
func (t *traveller) hide() (passes bool) {
	t.hidden = true
	return len(t.named) == 0
}

// place has a packet stand in a subnet and go on from there.
func (s *simulator) place(in *network.Subnet, t traveller) flight {
	if t.hops++; t.hops > longestFlight {
		return flight{}
	}
	if within(in.CIDRs, t.destination) {
		return s.deliver(in, t)
	}
	return s.follow(s.table(in.RouteTable), in, in.VPC, t)
}

// follow sends a packet where a route table says; in is nil for a gateway's table.
func (s *simulator) follow(table *network.RouteTable, in *network.Subnet, vpc string, t traveller) flight {
	best := s.route(table, t.destination)
	if best == nil || best.Blackhole {
		return flight{}
	}
	switch best.Target.Kind {
	case network.TargetLocal:
		return s.local(in, vpc, t)
	case network.TargetEndpoint:
		return s.toEndpoint(in, best.Target.ID, t)
	case network.TargetInternetGateway:
		return s.leave(in, best.Target.ID, t)
	case network.TargetNATGateway:
		return s.translate(in, best.Target.ID, t)
	case network.TargetPeering:
		return s.cross(in, best.Target.ID, t)
	case network.TargetTransitGateway:
		return s.transit(in, best.Target.ID, t)
	}
	if !s.enters(in, nil, t) {
		return flight{}
	}
	return flight{fate: unknown} // VPN gateways
}

// route is the route that decides: the longest, then static, prefix list, propagated; none propagated inside of the VPC. Of prefix lists with one prefix in
// common AWS chooses.
func (s *simulator) route(table *network.RouteTable, to netip.Addr) *network.Route {
	bits, rank := -1, 0
	var best []*network.Route
	consider := func(r *network.Route, destination netip.Prefix, order int) {
		switch {
		case !destination.Contains(to) || destination.Bits() < bits:
		case destination.Bits() > bits || order < rank:
			bits, rank, best = destination.Bits(), order, []*network.Route{r}
		case order == rank && order == 1:
			best = append(best, r)
		}
	}
	for i := range table.Routes {
		r := &table.Routes[i]
		switch {
		case r.PrefixList != "":
			for _, list := range s.n.PrefixLists {
				for _, prefix := range list.Prefixes {
					if list.ID == r.PrefixList {
						consider(r, prefix, 1)
					}
				}
			}
		case r.Propagated:
			if !s.inside(table.VPC, to) { // where the local route is preferred, whatever is longer
				consider(r, r.Destination, 2)
			}
		default:
			consider(r, r.Destination, 0)
		}
	}
	if len(best) == 0 {
		return nil
	}
	return best[s.choices.choose(len(best))]
}

// enters asks the network ACLs of two subnets about a packet that goes from the one to the other.
func (s *simulator) enters(from, to *network.Subnet, t traveller) bool {
	if from != nil && to != nil && from.ID == to.ID {
		return true
	}
	return (from == nil || s.aclAllows(from, t.packet, true)) && (to == nil || s.aclAllows(to, t.packet, false))
}

// local takes a packet to the subnet of a VPC that has its destination.
func (s *simulator) local(in *network.Subnet, vpc string, t traveller) flight {
	for i := range s.n.Subnets {
		to := &s.n.Subnets[i]
		if to.VPC == vpc && within(to.CIDRs, t.destination) {
			if !s.enters(in, to, t) {
				return flight{}
			}
			return s.deliver(to, t)
		}
	}
	return flight{}
}

// inspect takes a packet through a firewall's endpoint and on from its subnet.
func (s *simulator) inspect(in *network.Subnet, id string, t traveller) flight {
	stands, available := s.firewall(id)
	if stands == nil {
		return flight{fate: unknown}
	}
	if !available || !s.enters(in, stands, t) || !t.hide() {
		return flight{}
	}
	t.firewalls = append(slices.Clone(t.firewalls), id)
	return s.place(stands, t)
}

// firewall is the subnet in which an endpoint stands.
func (s *simulator) firewall(id string) (in *network.Subnet, available bool) {
	for _, e := range s.n.Endpoints {
		if e.ID == id && e.Kind == network.LoadBalancerEndpoint {
			return s.subnet(e.Subnets[0]), e.Available
		}
	}
	for _, f := range s.n.Firewalls {
		for _, e := range f.Endpoints {
			if e.Endpoint == id {
				return s.subnet(e.Subnet), e.Ready
			}
		}
	}
	return nil, false
}

// deliver gives a packet to the host that has its destination.
func (s *simulator) deliver(in *network.Subnet, t traveller) flight {
	to := s.hostAt(t.destination)
	if to == nil || to.subnet != in.ID || !t.reply && (to.translator != nil || to.dead()) {
		return flight{}
	}
	if len(t.named) > 0 && !slices.ContainsFunc(t.named, func(id string) bool { return slices.Contains(to.groups, id) }) {
		return flight{}
	}
	allows := t.reply || to.open || s.groupsAllow(to, t.packet, false, func(rule network.Rule) bool {
		return s.peer(rule, t.source) || rule.Group != "" && !t.hidden && t.sender != nil && slices.Contains(t.sender.groups, rule.Group)
	})
	if !allows {
		return flight{}
	}
	return flight{fate: delivered, traveller: t, to: to}
}

// leave takes a packet out to the internet, if its source has a public address.
func (s *simulator) leave(in *network.Subnet, id string, t traveller) flight {
	i := slices.IndexFunc(s.n.InternetGateways, func(g network.InternetGateway) bool { return g.ID == id })
	if in == nil || i < 0 || s.n.InternetGateways[i].VPC != in.VPC || !s.aclAllows(in, t.packet, true) || !t.hide() || !onInternet(t.destination) {
		return flight{}
	}
	if t.source.Is6() {
		if !s.inside(in.VPC, t.source) || s.n.InternetGateways[i].EgressOnly && t.reply {
			return flight{}
		}
		return flight{fate: outside, traveller: t, by: id}
	}
	from := s.hostAt(t.source)
	if s.n.InternetGateways[i].EgressOnly || from == nil || from.vpc != in.VPC || !from.public(t.source).IsValid() {
		return flight{}
	}
	t.source = from.public(t.source)
	return flight{fate: outside, traveller: t, by: id}
}

// enter lets a packet from the internet in: a reply by the gateway that the request left through, a request by an internet
// gateway of the VPC.
func (s *simulator) enter(p packet, through string) flight {
	t := traveller{packet: p, reply: through != "", hidden: true}
	var vpc string
	for _, one := range s.hosts {
		for _, address := range one.addresses {
			if address.Public.IsValid() && address.Public == p.destination {
				vpc, t.destination = one.vpc, address.Private
			}
		}
	}
	for _, one := range s.n.VPCs {
		if p.destination.Is6() && within(one.CIDRs, p.destination) {
			vpc = one.ID
		}
	}
	for _, gateway := range s.n.InternetGateways {
		if gateway.VPC != vpc || t.reply && gateway.ID != through || !t.reply && gateway.EgressOnly {
			continue
		}
		for i := range s.n.RouteTables {
			if slices.Contains(s.n.RouteTables[i].Gateways, gateway.ID) {
				return s.follow(&s.n.RouteTables[i], nil, vpc, t)
			}
		}
		return s.local(nil, vpc, t)
	}
	return flight{}
}

// translate takes a packet to a NAT gateway, if that is one that knows what to do with it.
func (s *simulator) translate(in *network.Subnet, id string, t traveller) flight {
	for _, gateway := range s.n.NATGateways {
		if gateway.ID != id {
			continue
		}
		if !gateway.Available || !s.enters(in, s.subnet(gateway.Subnet), t) || !t.hide() || t.reply || t.destination.Is6() {
			return flight{}
		}
		return flight{fate: atTranslator, traveller: t, to: s.hostAt(gateway.PrivateAddresses[0])}
	}
	return flight{fate: unknown}
}

// cross takes a packet of a VPC to the other one of a peering, and no further.
func (s *simulator) cross(in *network.Subnet, id string, t traveller) flight {
	for _, peering := range s.n.Peerings {
		if peering.ID != id || in == nil || !peering.Active || !s.inside(in.VPC, t.source) || !s.aclAllows(in, t.packet, true) {
			continue
		}
		other := peering.Accepter.VPC
		if other == in.VPC {
			other = peering.Requester.VPC
		}
		return s.local(nil, other, t)
	}
	return flight{}
}

// aclAllows asks a network ACL, entry by entry in the order of numbers.
func (s *simulator) aclAllows(in *network.Subnet, p packet, out bool) bool {
	for _, acl := range s.n.NetworkACLs {
		if acl.ID != in.NetworkACL {
			continue
		}
		entries := slices.Clone(acl.Entries)
		sort.SliceStable(entries, func(i, j int) bool { return entries[i].Number < entries[j].Number })
		for _, entry := range entries {
			other := p.source
			if out {
				other = p.destination
			}
			if entry.Egress == out && entry.CIDR.Contains(other) && matches(entry.Match, p) {
				return entry.Allow
			}
		}
	}
	return false
}

// groupsAllow asks a host's security groups for a rule whose other side is as it should be.
func (s *simulator) groupsAllow(of *host, p packet, out bool, other func(network.Rule) bool) bool {
	for _, group := range s.n.SecurityGroups {
		for _, rule := range group.Rules {
			if slices.Contains(of.groups, group.ID) && rule.Egress == out && matches(rule.Match, p) && other(rule) {
				return true
			}
		}
	}
	return false
}

// peer says whether a rule names an address by CIDR or prefix list.
func (s *simulator) peer(rule network.Rule, address netip.Addr) bool {
	for _, list := range s.n.PrefixLists {
		if list.ID == rule.PrefixList && within(list.Prefixes, address) {
			return true
		}
	}
	return rule.CIDR.IsValid() && rule.CIDR.Contains(address)
}

func matches(m network.Match, p packet) bool {
	return m.Protocol == network.AnyProtocol || m.Protocol == p.protocol && m.From <= p.destinationPort && p.destinationPort <= m.To
}

func within(cidrs []netip.Prefix, address netip.Addr) bool {
	return slices.ContainsFunc(cidrs, func(cidr netip.Prefix) bool { return cidr.Contains(address) })
}

func onInternet(address netip.Addr) bool { return !address.IsPrivate() }

func (s *simulator) inside(vpc string, address netip.Addr) bool {
	for _, one := range s.n.VPCs {
		if one.ID == vpc {
			return within(one.CIDRs, address)
		}
	}
	return false
}

func (s *simulator) subnet(id string) *network.Subnet {
	for i := range s.n.Subnets {
		if s.n.Subnets[i].ID == id {
			return &s.n.Subnets[i]
		}
	}
	return nil
}

func (s *simulator) table(id string) *network.RouteTable {
	for i := range s.n.RouteTables {
		if s.n.RouteTables[i].ID == id {
			return &s.n.RouteTables[i]
		}
	}
	return nil
}
