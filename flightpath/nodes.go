package flightpath

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

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
	if !b.Internal && !b.PrivateIPv4 && n.translated.IsEmpty() {
		n.translated = n.addresses.V4()
	}
	if n.subnet != nil && n.subnet.vpc != nil {
		n.subnet.vpc.translated = n.subnet.vpc.translated.Union(n.translated)
	}
	n.label, n.balancer, n.owner, n.forwards = cmp.Or(b.Name, b.ID)+" in "+node.Subnet, b, b.ID, false
	switch {
	case b.Closed == "on":
		n.closed = true
	case b.Closed == "" && b.Internal && !n.closed:
		n.mayClose = "the source does not tell whether the internal load balancer lets in what internet gateways bring (ipv6.deny_all_igw_traffic)"
	}
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
