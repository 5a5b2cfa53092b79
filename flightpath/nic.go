package flightpath

import (
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// nic is where packets enter and leave a subnet: a network interface, or what will have one: a load balancer's node, a NAT
// gateway, a target that is declared and not registered yet.
type nic struct {
	id     string
	label  string // for people
	name   string // of the target group that a declared target is for
	kind   HopKind
	owner  string
	subnet *subnet

	addresses space.Addresses // private ones
	primary   netip.Addr      // the first of them, where it is known

	// translated is the private addresses that have a public one, public those. Where it is not known yet which public
	// address they will have, public is empty.
	translated, public space.Addresses

	groups []string

	// unfiltered interfaces have no security groups: those of NAT gateways and of network load balancers without groups.
	unfiltered bool

	// unknownGroups is why it is not known what filters it; empty where it is known.
	unknownGroups string

	members []string // IDs of others for which it stands too: see classify

	// many is set for what stands for several that are not there yet, and of which each may have any of the addresses: pods, nodes.
	many bool

	nodes []*network.Nodes // EKS nodes for which it stands

	// passing interfaces are a gateway's or a firewall endpoint's: nothing there is meant by packets for their own addresses.
	passing bool

	closed   bool   // drops what internet gateways bring to its IPv6 addresses
	mayClose string // why it may be so; empty where it is known

	forwards bool // source/destination check is off
	declared bool // does not exist yet

	balancer *network.LoadBalancer // whose node it is
	endpoint *network.Endpoint     // interface endpoint that it belongs to

	// stray is the load balancer whose node it is, by its name, where the source does not hold that; else empty.
	stray string
}

func (n *nic) has(group string) bool { return slices.Contains(n.groups, group) }

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

// free is the addresses of hosts that nothing has of which it is known.
func (s *subnet) free() space.Addresses {
	free := s.hosts()
	for _, n := range s.nics {
		free = free.Subtract(n.addresses)
	}
	return free
}

// target makes up the interface of a declared target in a subnet.
func (s *subnet) target(t *network.RegisteredTarget, group *network.TargetGroup) *nic {
	n := &nic{
		id: group.ID + "@" + s.ID, label: "declared target in " + s.ID, name: group.Name, kind: HopInterface, subnet: s, addresses: s.hosts(),
		declared: true, many: true, groups: t.SecurityGroups,
	}
	if t.Address.IsValid() {
		n.addresses, n.many = space.Hosts(t.Address), false
	}
	if len(n.groups) == 0 {
		n.unknownGroups = "the target is declared and not registered yet, and its security groups are not known"
	}
	return n
}
