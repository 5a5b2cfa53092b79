package snapshot

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// nodeGroup is a node group of an EKS cluster: its name, and where its nodes stand.
type nodeGroup struct {
	name    string
	subnets []string
}

// namedNodeGroup is one that list-nodegroups names, in a place.
type namedNodeGroup struct {
	name string
	at   object
}

// listedNodeGroups reads what describe-nodegroup prints of each, or the names that list-nodegroups prints.
func (r *reader) listedNodeGroups(document object, key string) bool {
	value := document.get(key, list)
	if value == nil {
		return false
	}
	if slices.ContainsFunc(value.items, func(item *node) bool { return item.kind != text }) {
		for _, item := range document.list(key) {
			r.nodeGroup(item)
		}
		return true
	}
	for _, name := range document.ids(key) {
		r.namedNodeGroups = append(r.namedNodeGroups, namedNodeGroup{name, document})
	}
	return true
}

// describedNodeGroup reads what describe-nodegroup prints.
func (r *reader) describedNodeGroup(document object, key string) bool {
	o, there := document.child(key)
	if there {
		r.nodeGroup(o)
	}
	return there
}

// nodeGroup takes a node group that stays.
func (r *reader) nodeGroup(o object) {
	arn := o.need("nodegroupArn")
	found := nodeGroup{o.text("nodegroupName"), o.ids("subnets")}
	slices.Sort(found.subnets)
	switch {
	case o.state("status") == "deleting":
		found.subnets = nil
	case len(found.subnets) == 0:
		r.gap(o, network.GapNodeGroups, arn, "has no subnets")
	}
	account, _ := arnPlace(arn)
	r.nodeGroups.add(arn, o, account, found)
}

// settledNodeSubnets are the subnets of node groups, and those of instances that are nodes, each once.
func (r *reader) settledNodeSubnets() []string {
	var subnets []string
	for _, group := range r.nodeGroups.all(r.found) {
		subnets = append(subnets, group.subnets...)
	}
	for _, listed := range r.namedNodeGroups {
		if !r.described(listed) {
			r.gap(listed.at, network.GapNodeGroups, listed.name, "names the node group "+clip(listed.name)+", and no file holds what describe-nodegroup prints of it")
		}
	}
	subnets = append(subnets, r.nodeSubnets...)
	slices.Sort(subnets)
	return slices.DeleteFunc(slices.Compact(subnets), func(id string) bool { return id == "" })
}

// described says whether a file of the same place describes a node group of that name.
func (r *reader) described(listed namedNodeGroup) bool {
	for _, arn := range r.nodeGroups.order {
		for _, seen := range r.nodeGroups.seen[arn] {
			if seen.value.name == listed.name && seen.at.place() == listed.at.place() {
				return true
			}
		}
	}
	return false
}

// hasClusters says whether a place shows clusters of EKS: by the security group that each of them has, or by nodes.
func (r *reader) hasClusters(at *place) bool {
	for _, id := range r.securityGroups.order {
		for _, seen := range r.securityGroups.seen[id] {
			if seen.at.place() == at && isNode(seen.value.Tags) {
				return true
			}
		}
	}
	for _, id := range r.instances.order {
		for _, seen := range r.instances.seen[id] {
			if seen.at.place() == at && isNode(seen.value.Tags) {
				return true
			}
		}
	}
	return false
}

// isNode says whether an instance is a node of a cluster, by the tags that EKS, and the AMIs of nodes that somebody else
// starts, need. EKS gives the same ones to a cluster's security group.
func isNode(tags map[string]string) bool {
	for key, value := range tags {
		switch {
		case key == "aws:eks:cluster-name", key == "eks:cluster-name", key == "eks:eks-cluster-name":
			return true
		case strings.HasPrefix(key, "kubernetes.io/cluster/") && value == "owned":
			return true
		}
	}
	return false
}
