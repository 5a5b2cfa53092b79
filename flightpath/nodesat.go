package flightpath

import (
	"cmp"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/space"
)

// nodesAt is the node that may have some addresses of a subnet in which nodes are declared to stand, where the source holds none of
// those: node groups tell neither which addresses their nodes have nor which security groups. Routes and network ACLs are asked.
func (a *Analyzer) nodesAt(want space.Addresses) [][]side {
	var groups [][]side
	for _, s := range a.sortedSubnets() {
		if !s.cidrs.Covers(want) || !slices.Contains(a.network.NodeSubnets, s.ID) || slices.ContainsFunc(s.nics, mayBeNode) {
			continue
		}
		addresses := s.hosts().Intersect(want)
		if addresses.IsEmpty() {
			continue // AWS keeps them
		}
		name := cmp.Or(s.Name, s.ID)
		groups = append(groups, []side{ofNIC(&nic{
			id: "node@" + s.ID, label: "a node in " + name, kind: HopInterface, subnet: s, addresses: addresses, declared: true,
			unknownGroups: "a node in " + name + " may have the address, and the source does not tell which security groups nodes have there",
		})})
	}
	return groups
}

// mayBeNode says whether an interface may be a node's: it is nothing that only others have.
func mayBeNode(n *nic) bool { return n.balancer == nil && n.endpoint == nil && !n.passing }
