package flightpath

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// findEKSNodes gives subnets the nodes that are declared to stand there. Those that no hop tells apart are one: a node group and another
// one with the same security groups.
func (a *Analyzer) findEKSNodes() {
	for i := range a.network.Nodes {
		for _, id := range a.network.Nodes[i].Subnets {
			if s := a.subnets[id]; s != nil {
				s.declareNodes(&a.network.Nodes[i])
			}
		}
	}
	for _, s := range a.subnets {
		for _, n := range s.eksNodes {
			a.add(n)
			a.nics[n.id] = n
		}
	}
}

// declareNodes gives a subnet nodes that something starts there, or may. They may have any address that nothing has of which it is known:
// else a rule that names their security group would let packets out to everything in the subnet.
func (s *subnet) declareNodes(of *network.Nodes) {
	made := &nic{
		id: "node@" + s.ID, label: "nodes in " + cmp.Or(s.Name, s.ID), kind: HopInterface, owner: of.ID, subnet: s, addresses: s.free(),
		declared: true, many: true, groups: of.SecurityGroups, unknownGroups: of.Doubt, nodes: []*network.Nodes{of},
	}
	if of.Public {
		made.translated = made.addresses.V4()
	}
	list := &s.eksNodes
	if of.Unplaced != "" {
		list = &s.unplaced
		made.label = "nodes that may be in " + cmp.Or(s.Name, s.ID)
		made.groups, made.unknownGroups = nil, of.Unplaced // whatever lets them through does so only where they are there
	} else if made.unknownGroups == "" && len(made.groups) == 0 {
		made.unknownGroups = "the source does not tell which security groups " + made.label + " have"
	}
	for _, known := range *list {
		if known.class() == made.class() {
			known.nodes, known.owner = append(known.nodes, of), ""
			return
		}
	}
	if len(s.eksNodes)+len(s.unplaced) > 0 {
		made.id += "/" + of.ID
		made.label = "nodes of " + cmp.Or(of.Name, of.ID) + " in " + cmp.Or(s.Name, s.ID)
	}
	*list = append(*list, made)
}

// unplacedNodes are the nodes that may have some addresses, and of which the source does not tell where they stand.
func (a *Analyzer) unplacedNodes(want space.Addresses) [][]side {
	var groups [][]side
	for _, s := range a.sortedSubnets() {
		for _, n := range s.unplaced {
			if common := n.addresses.Intersect(want); !common.IsEmpty() {
				groups = append(groups, []side{{label: n.label, nic: n, addresses: common}})
			}
		}
	}
	return groups
}

// unaskedUnplaced says of which nodes no flow was asked about: nobody knows where they stand.
func (a *Analyzer) unaskedUnplaced() string {
	var reasons []string
	for i := range a.network.Nodes {
		if reason := a.network.Nodes[i].Unplaced; reason != "" && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	if len(reasons) == 0 {
		return ""
	}
	return "not asked of all nodes: " + strings.Join(reasons, "; ")
}

// eksNodesOf are the nodes of a cluster of a name.
func (a *Analyzer) eksNodesOf(cluster string) []*nic {
	var all []*nic
	for _, s := range a.sortedSubnets() {
		for _, n := range append(slices.Clip(s.eksNodes), s.unplaced...) {
			if slices.ContainsFunc(n.nodes, func(of *network.Nodes) bool { return ofCluster(&of.Object, cluster) }) {
				all = append(all, n)
			}
		}
	}
	return all
}
