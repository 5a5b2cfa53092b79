package flightpath_test

import (
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// host is whatever has addresses: a network interface, the node of a load balancer, a NAT gateway; and what has yet to be made,
// which may get any address of its subnet. Nothing in random networks tells these apart, so one of them stands for all.
type host struct {
	id, vpc, subnet string
	addresses       []network.Address
	groups          []string
	open            bool // it has no groups, and filters nothing
	balancer        *network.LoadBalancer
	translator      *network.NATGateway
	endpoint        *network.Endpoint    // interface endpoint that it belongs to
	pod             *network.TargetGroup // that has it as a declared target
	service         bool                 // no host, but the addresses that a gateway endpoint serves
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
	return append(s.linkEnds(all), s.pods()...)
}

// dead hosts neither answer nor send: what AWS could not make, or nobody accepted.
func (h *host) dead() bool {
	return h.endpoint != nil && !h.endpoint.Available || h.balancer != nil && h.balancer.State == network.BalancerFailed
}

// linkEnds tells hosts which of them are interfaces of an endpoint, and adds those that have yet to be made.
func (s *simulator) linkEnds(all []*host) []*host {
	for i := range s.n.Endpoints {
		e := &s.n.Endpoints[i]
		if e.Kind != network.InterfaceEndpoint {
			continue
		}
		for _, one := range all {
			if slices.Contains(e.Interfaces, one.id) {
				one.endpoint, one.groups = e, e.SecurityGroups
			}
		}
		for _, id := range e.Subnets {
			if len(e.Interfaces) == 0 {
				all = append(all, &host{
					id: e.ID + "@" + id, vpc: e.VPC, subnet: id, groups: e.SecurityGroups, endpoint: e, addresses: []network.Address{{Private: s.some(id, 210)}},
				})
			}
		}
	}
	return all
}

// pods is the targets that are declared.
func (s *simulator) pods() (all []*host) {
	for i := range s.n.TargetGroups {
		g := &s.n.TargetGroups[i]
		for _, t := range g.Targets {
			for _, id := range t.Subnets {
				all = append(all, &host{
					id: g.ID + "@" + id, vpc: s.subnet(id).VPC, subnet: id, groups: t.SecurityGroups, pod: g, addresses: []network.Address{{Private: s.some(id, 200)}},
				})
			}
		}
	}
	return all
}

// some is an IPv4 address of a subnet that nobody else has.
func (s *simulator) some(subnet string, last byte) netip.Addr {
	four := s.subnet(subnet).CIDRs[0].Addr().As4()
	four[3] = last
	return netip.AddrFrom4(four)
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
