package flightpath_test

import (
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// transit takes a packet through the transit gateway.
func (s *simulator) transit(in *network.Subnet, t traveller) flight {
	var here *network.Attachment
	for i := range s.n.Attachments {
		if in != nil && s.n.Attachments[i].Resource == in.VPC {
			here = &s.n.Attachments[i]
		}
	}
	if here == nil || !here.Available {
		return flight{}
	}
	foot := s.foot(here, in.Zone)
	// Both directions are asked even where the packet stands in the attachment's own subnet.
	if foot == nil || !s.aclAllows(in, t.packet, true) || !s.aclAllows(foot, t.packet, false) {
		return flight{}
	}
	there := s.attachmentFor(here.RouteTable, t.destination)
	if there == nil || !there.Available {
		return flight{}
	}
	t.transit = true
	if len(t.named) > 0 {
		return flight{} // rules that let out by group mean nothing across a transit gateway
	}
	t.hidden = t.hidden || !s.n.TransitGateways[0].SecurityGroupReferences || !here.SecurityGroupReferences || !there.SecurityGroupReferences
	foot = s.foot(there, in.Zone)
	if there.ApplianceMode {
		foot = s.subnet(there.Subnets[s.choices.keep(there.ID, len(there.Subnets))])
	} else if foot == nil {
		foot = s.subnet(there.Subnets[s.choices.choose(len(there.Subnets))])
	}
	return s.place(foot, t)
}

// attachmentFor is where a table of the gateway sends an address: longest prefix, then static, prefix list, propagated.
func (s *simulator) attachmentFor(table string, to netip.Addr) *network.Attachment {
	bits, rank := -1, 0
	var found []string
	consider := func(destination netip.Prefix, order int, attachments []string) {
		if destination.Contains(to) && (destination.Bits() > bits || destination.Bits() == bits && order < rank) {
			bits, rank, found = destination.Bits(), order, attachments
		}
	}
	for _, t := range s.n.TransitRouteTables {
		if t.ID != table {
			continue
		}
		for _, r := range t.Routes {
			attachments := r.Attachments
			if r.Blackhole {
				attachments = nil
			}
			if r.PrefixList == "" {
				consider(r.Destination, 0, attachments)
			}
			for _, list := range s.n.PrefixLists {
				for _, prefix := range list.Prefixes {
					if list.ID == r.PrefixList {
						consider(prefix, 1, attachments)
					}
				}
			}
		}
		for _, id := range t.Propagations {
			attachment := s.attachment(id)
			for _, vpc := range s.n.VPCs {
				if vpc.ID != attachment.Resource || !attachment.Available {
					continue
				}
				for _, cidr := range vpc.CIDRs {
					consider(cidr, 2, []string{id})
				}
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	return s.attachment(found[s.choices.choose(len(found))])
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

func (s *simulator) attachment(id string) *network.Attachment {
	for i := range s.n.Attachments {
		if s.n.Attachments[i].ID == id {
			return &s.n.Attachments[i]
		}
	}
	return nil
}

// host is whatever has addresses: a network interface, the node of a load balancer, a NAT gateway.
type host struct {
	id, vpc, subnet string
	addresses       []network.Address
	groups          []string
	open            bool // it has no groups, and filters nothing
	balancer        *network.LoadBalancer
	translator      *network.NATGateway
}

func (h *host) public(private netip.Addr) netip.Addr {
	for _, address := range h.addresses {
		if address.Private == private {
			return address.Public
		}
	}
	return netip.Addr{}
}

func (h *host) has(address netip.Addr) bool {
	return slices.ContainsFunc(h.addresses, func(a network.Address) bool { return a.Private == address })
}

// everybody is everything that has addresses.
func (s *simulator) everybody() (all []*host) {
	for i := range s.n.NATGateways {
		gateway := &s.n.NATGateways[i]
		one := &host{id: gateway.ID, vpc: gateway.VPC, subnet: gateway.Subnet, open: true, translator: gateway}
		one.addresses = []network.Address{{Private: gateway.PrivateAddresses[0]}}
		if gateway.Public {
			one.addresses[0].Public = gateway.PublicAddresses[0]
		}
		all = append(all, one)
	}
	for i := range s.n.LoadBalancers {
		all = append(all, nodes(s.n, &s.n.LoadBalancers[i])...)
	}
	for i := range s.n.Interfaces {
		f := &s.n.Interfaces[i]
		known := slices.ContainsFunc(all, func(h *host) bool { return h.has(f.Addresses[0].Private) })
		if !known {
			all = append(all, &host{id: f.ID, vpc: f.VPC, subnet: f.Subnet, addresses: f.Addresses, groups: f.SecurityGroups})
		}
	}
	return all
}

// nodes is a load balancer's nodes.
func nodes(n *network.Network, of *network.LoadBalancer) (all []*host) {
	for _, node := range of.Nodes {
		one := &host{id: of.ID + " in " + node.Subnet, vpc: of.VPC, subnet: node.Subnet, addresses: node.Addresses, groups: of.SecurityGroups, balancer: of}
		one.open = of.Kind == network.NetworkBalancer && len(of.SecurityGroups) == 0
		for _, f := range n.Interfaces {
			if f.ID == node.Interface {
				one.addresses = f.Addresses
			}
		}
		all = append(all, one)
	}
	return all
}

func (s *simulator) hostAt(address netip.Addr) *host {
	for _, one := range s.hosts {
		if one.has(address) {
			return one
		}
	}
	return nil
}

// choices is what the network chose, in turn, of how many; and what it holds on to for one connection.
type choices struct {
	taken, of []int
	next      int
	runs      int
	kept      map[string]int
}

func (c *choices) choose(of int) int {
	if of < 2 {
		return 0
	}
	if c.next == len(c.taken) {
		c.taken, c.of = append(c.taken, 0), append(c.of, of)
	}
	c.next++
	return c.taken[c.next-1]
}

// keep chooses once for a connection, as appliance mode does.
func (c *choices) keep(what string, of int) int {
	if _, known := c.kept[what]; !known {
		c.kept[what] = c.choose(of)
	}
	return c.kept[what]
}

// again turns to the next choice; false when all were tried.
func (c *choices) again() bool {
	for i := len(c.taken) - 1; i >= 0; i-- {
		if c.taken[i]+1 < c.of[i] {
			c.taken[i]++
			*c = choices{taken: c.taken[:i+1], of: c.of[:i+1], runs: c.runs + 1, kept: map[string]int{}}
			return true
		}
	}
	return false
}
