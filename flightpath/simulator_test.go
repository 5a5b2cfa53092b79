package flightpath_test

import (
	"net/netip"
	"slices"
	"sort"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// simulator flies single packets through a network, hop by hop, in the plainest way there is. It shares no code with the
// analyser, and nothing of its method: no sets, no compiled tables, lists searched from the beginning each time. It knows
// fewer hops, those that random networks are made of.
type simulator struct {
	n *network.Network

	// zones is in which zone each appliance-mode attachment keeps the connection; others choose by `other` where they have
	// no subnet in the sender's zone.
	zones map[string]string
	other int
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

// flight is what became of a packet.
type flight struct {
	delivered bool
	internet  bool // it left to the internet
	to        *network.Interface
	at        packet // as it was delivered
	firewalls []string
}

const longestFlight = 40

// connection is whether a request is delivered, and whether its reply comes back through the same firewalls.
func (s *simulator) connection(from *network.Interface, p packet) (requested, answered bool, firewalls []string) {
	var there flight
	if from == nil {
		there = s.enter(p, nil)
	} else {
		there = s.send(from, p, false)
	}
	if !there.delivered {
		return false, false, nil
	}
	var back flight
	if there.internet {
		// Whoever is there answers the address that it saw.
		back = s.enter(there.at.reply(), from)
	} else {
		back = s.send(there.to, there.at.reply(), true)
	}
	reversed := slices.Clone(back.firewalls)
	slices.Reverse(reversed)
	same := slices.Equal(there.firewalls, reversed)
	if from == nil {
		return true, back.delivered && back.internet && same && back.at.destination == p.source && back.at.source == p.destination, there.firewalls
	}
	return true, back.delivered && !back.internet && back.to.ID == from.ID && same, there.firewalls
}

// send lets a packet leave an interface; replies pass security groups.
func (s *simulator) send(from *network.Interface, p packet, reply bool) flight {
	if !reply && !s.groupsAllow(from, p, true, from) {
		return flight{}
	}
	return s.place(s.subnet(from.Subnet), p, from, reply, nil, 0)
}

// place has a packet stand in a subnet and go on from there.
func (s *simulator) place(in *network.Subnet, p packet, from *network.Interface, reply bool, firewalls []string, hops int) flight {
	if hops > longestFlight {
		return flight{}
	}
	if within(in.CIDRs, p.destination) {
		return s.deliver(in, p, from, reply, firewalls)
	}
	return s.follow(s.table(in.RouteTable), in, in.VPC, p, from, reply, firewalls, hops)
}

// follow sends a packet where a route table says; in is nil for a gateway's table.
func (s *simulator) follow(table *network.RouteTable, in *network.Subnet, vpc string, p packet, from *network.Interface, reply bool, firewalls []string, hops int) flight {
	var best *network.Route
	for i := range table.Routes {
		r := &table.Routes[i]
		if r.Destination.Contains(p.destination) && (best == nil || r.Destination.Bits() > best.Destination.Bits()) {
			best = r
		}
	}
	if best == nil || best.Blackhole {
		return flight{}
	}
	switch best.Target.Kind {
	case network.TargetLocal:
		for i := range s.n.Subnets {
			to := &s.n.Subnets[i]
			if to.VPC == vpc && within(to.CIDRs, p.destination) {
				if in != nil && !(s.aclAllows(in, p, true) && s.aclAllows(to, p, false)) || in == nil && !s.aclAllows(to, p, false) {
					return flight{}
				}
				return s.deliver(to, p, from, reply, firewalls)
			}
		}
		return flight{}
	case network.TargetEndpoint:
		endpoint := s.endpoint(best.Target.ID)
		stands := s.subnet(endpoint.Subnets[0])
		if in == nil {
			if !s.aclAllows(stands, p, false) {
				return flight{}
			}
		} else if in.ID != stands.ID && !(s.aclAllows(in, p, true) && s.aclAllows(stands, p, false)) {
			return flight{}
		}
		return s.place(stands, p, from, reply, append(slices.Clone(firewalls), endpoint.ID), hops+1)
	case network.TargetInternetGateway:
		return s.leave(in, vpc, p, firewalls)
	case network.TargetPeering:
		return s.peer(in, vpc, best.Target.ID, p, from, reply, firewalls)
	case network.TargetTransitGateway:
		return s.transit(in, vpc, p, from, reply, firewalls, hops)
	}
	return flight{}
}

// deliver gives a packet to the interface that has its destination.
func (s *simulator) deliver(to *network.Subnet, p packet, from *network.Interface, reply bool, firewalls []string) flight {
	for i := range s.n.Interfaces {
		one := &s.n.Interfaces[i]
		if one.Subnet != to.ID {
			continue
		}
		for _, address := range one.Addresses {
			if address.Private == p.destination {
				if !reply && !s.groupsAllow(one, p, false, from) {
					return flight{}
				}
				return flight{delivered: true, to: one, at: p, firewalls: firewalls}
			}
		}
	}
	return flight{}
}

// leave takes a packet out to the internet, if its source has a public address.
func (s *simulator) leave(in *network.Subnet, vpc string, p packet, firewalls []string) flight {
	if in == nil || private(p.destination) || !s.aclAllows(in, p, true) {
		return flight{}
	}
	for _, one := range s.n.Interfaces {
		for _, address := range one.Addresses {
			if one.VPC == vpc && address.Private == p.source && address.Public.IsValid() {
				p.source = address.Public
				return flight{delivered: true, internet: true, at: p, firewalls: firewalls}
			}
		}
	}
	return flight{}
}

// enter lets a packet from the internet in; to is whose connection it answers, nil for a request.
func (s *simulator) enter(p packet, to *network.Interface) flight {
	for _, one := range s.n.Interfaces {
		for _, address := range one.Addresses {
			if !address.Public.IsValid() || address.Public != p.destination {
				continue
			}
			p.destination = address.Private
			gateway := ""
			for _, g := range s.n.InternetGateways {
				if g.VPC == one.VPC {
					gateway = g.ID
				}
			}
			if gateway == "" {
				return flight{}
			}
			table := &network.RouteTable{VPC: one.VPC}
			for _, vpc := range s.n.VPCs {
				if vpc.ID == one.VPC {
					table.Routes = []network.Route{{Destination: vpc.CIDRs[0], Target: network.Target{Kind: network.TargetLocal}}}
				}
			}
			for i := range s.n.RouteTables {
				if slices.Contains(s.n.RouteTables[i].Gateways, gateway) {
					table = &s.n.RouteTables[i]
				}
			}
			return s.follow(table, nil, one.VPC, p, nil, to != nil, nil, 0)
		}
	}
	return flight{}
}

// peer takes a packet of a VPC to the other one of a peering, and no further.
func (s *simulator) peer(in *network.Subnet, vpc, id string, p packet, from *network.Interface, reply bool, firewalls []string) flight {
	for _, peering := range s.n.Peerings {
		if peering.ID != id || in == nil || !s.inside(vpc, p.source) {
			continue
		}
		other := peering.Accepter.VPC
		if other == vpc {
			other = peering.Requester.VPC
		}
		for i := range s.n.Subnets {
			to := &s.n.Subnets[i]
			if to.VPC == other && within(to.CIDRs, p.destination) {
				if !s.aclAllows(in, p, true) || !s.aclAllows(to, p, false) {
					return flight{}
				}
				return s.deliver(to, p, from, reply, firewalls)
			}
		}
	}
	return flight{}
}

func (s *simulator) inside(vpc string, address netip.Addr) bool {
	for _, one := range s.n.VPCs {
		if one.ID == vpc {
			return within(one.CIDRs, address)
		}
	}
	return false
}

// transit takes a packet through the transit gateway.
func (s *simulator) transit(in *network.Subnet, vpc string, p packet, from *network.Interface, reply bool, firewalls []string, hops int) flight {
	var here *network.Attachment
	for i := range s.n.Attachments {
		if s.n.Attachments[i].Resource == vpc {
			here = &s.n.Attachments[i]
		}
	}
	if here == nil || in == nil {
		return flight{}
	}
	foot := s.foot(here, in.Zone)
	if foot == nil || !s.aclAllows(in, p, true) || !s.aclAllows(foot, p, false) {
		return flight{}
	}
	there := s.attachmentFor(here.RouteTable, p.destination)
	if there == nil {
		return flight{}
	}
	foot = s.foot(there, in.Zone)
	if there.ApplianceMode {
		foot = s.foot(there, s.zones[there.ID])
	} else if foot == nil {
		foot = s.subnet(there.Subnets[s.other%len(there.Subnets)])
	}
	return s.place(foot, p, from, reply, firewalls, hops+1)
}

// attachmentFor is where a table of the gateway sends an address: longest prefix, static before propagated.
func (s *simulator) attachmentFor(table string, to netip.Addr) *network.Attachment {
	bits, static, found := -1, false, ""
	for _, t := range s.n.TransitRouteTables {
		if t.ID != table {
			continue
		}
		for _, r := range t.Routes {
			if r.Destination.Contains(to) && r.Destination.Bits() > bits {
				bits, static, found = r.Destination.Bits(), true, ""
				if !r.Blackhole {
					found = r.Attachments[0]
				}
			}
		}
		for _, id := range t.Propagations {
			for _, vpc := range s.n.VPCs {
				if vpc.ID != s.attachment(id).Resource {
					continue
				}
				for _, cidr := range vpc.CIDRs {
					if cidr.Contains(to) && (cidr.Bits() > bits || cidr.Bits() == bits && !static) {
						bits, static, found = cidr.Bits(), false, id
					}
				}
			}
		}
	}
	if found == "" {
		return nil
	}
	return s.attachment(found)
}

// foot is the subnet of an attachment in a zone.
func (s *simulator) foot(of *network.Attachment, zone string) *network.Subnet {
	for _, id := range of.Subnets {
		if in := s.subnet(id); in.Zone == zone {
			return in
		}
	}
	return nil
}

// aclAllows asks a network ACL, entry by entry in the order of numbers.
func (s *simulator) aclAllows(in *network.Subnet, p packet, out bool) bool {
	for _, acl := range s.n.NetworkACLs {
		if acl.ID != in.NetworkACL {
			continue
		}
		entries := slices.Clone(acl.Entries)
		sort.Slice(entries, func(i, j int) bool { return entries[i].Number < entries[j].Number })
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

// groupsAllow asks an interface's security groups. A rule that names a group holds for who has it in the same VPC.
func (s *simulator) groupsAllow(of *network.Interface, p packet, out bool, sender *network.Interface) bool {
	for _, group := range s.n.SecurityGroups {
		if !slices.Contains(of.SecurityGroups, group.ID) {
			continue
		}
		for _, rule := range group.Rules {
			other := p.source
			if out {
				other = p.destination
			}
			if rule.Egress == out && matches(rule.Match, p) && rule.CIDR.IsValid() && rule.CIDR.Contains(other) {
				return true
			}
		}
	}
	return false
}

func matches(m network.Match, p packet) bool {
	return m.Protocol == network.AnyProtocol || m.Protocol == p.protocol && m.From <= p.destinationPort && p.destinationPort <= m.To
}

func within(cidrs []netip.Prefix, address netip.Addr) bool {
	return slices.ContainsFunc(cidrs, func(cidr netip.Prefix) bool { return cidr.Contains(address) })
}

func private(address netip.Addr) bool { return address.IsPrivate() }

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

func (s *simulator) endpoint(id string) *network.Endpoint {
	for i := range s.n.Endpoints {
		if s.n.Endpoints[i].ID == id {
			return &s.n.Endpoints[i]
		}
	}
	return nil
}

func (s *simulator) attachment(id string) *network.Attachment {
	for i := range s.n.Attachments {
		if s.n.Attachments[i].ID == id {
			return &s.n.Attachments[i]
		}
	}
	return nil
}
