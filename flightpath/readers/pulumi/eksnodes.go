package pulumi

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	typeNodeGroup    = "aws:eks/nodeGroup:NodeGroup"
	typeScalingGroup = "aws:autoscaling/group:Group"
)

// eksNodes reads which nodes clusters will have: EC2 instances that node groups and Auto Scaling groups start, and that are no resources of
// the program.
func (b *builder) eksNodes() {
	for _, r := range b.every(typeNodeGroup) {
		cluster := b.clusterOf(r)
		groups, doubt := b.groupsOfNodes(r, cluster)
		remote, open := b.remoteAccess(r, cluster)
		b.declareNodes(r, "subnetIds", cluster, network.Nodes{SecurityGroups: append(groups, remote...), Doubt: cmp.Or(doubt, open)})
	}
	for _, r := range b.every(typeScalingGroup) {
		for _, cluster := range b.every(typeCluster) {
			is := b.joins(r, cluster)
			if is == foreign {
				continue
			}
			nodes := network.Nodes{}
			nodes.SecurityGroups, nodes.Doubt = b.groupsOfNodes(r, nil)
			if is == possible {
				nodes.Unplaced = whether(r, cluster)
			}
			b.declareNodes(r, "vpcZoneIdentifiers", cluster, nodes)
		}
	}
	for _, cluster := range b.every(typeCluster) {
		if doubt := b.ownNodes(cluster); doubt != "" {
			b.network.Nodes = append(b.network.Nodes, network.Nodes{
				Object: b.objectOfNodes(cluster, cluster), Subnets: b.subnetsFor(cluster), Unplaced: doubt, Public: true, // for all that is told
			})
			b.unplaced(cluster, doubt)
		}
	}
}

// unplaced says of nodes that nobody knows where they stand, so that nothing is asked of them.
func (b *builder) unplaced(r *Resource, doubt string) {
	object := b.object(r)
	b.network.Gaps = append(b.network.Gaps, network.Gap{
		Kind: network.GapNodeGroups, Of: object.ID, Account: object.Account, Region: object.Region, Reason: doubt,
	})
}

// declareNodes places the nodes that a resource starts, apart where they have public addresses.
func (b *builder) declareNodes(r *Resource, key string, cluster *Resource, nodes network.Nodes) {
	nodes.Object = b.objectOfNodes(r, cluster)
	subnets, doubt := b.subnetsOf(r, key)
	if doubt != "" {
		nodes.Unplaced = doubt
		if subnets = b.candidates(r, key, []string{typeSubnet, typeDefaultSubnet}); len(subnets) == 0 {
			subnets = b.subnetsFor(cluster)
		}
	}
	if nodes.Unplaced != "" {
		b.unplaced(r, nodes.Unplaced)
	}
	for _, public := range []string{"false", "true", Unknown} {
		nodes.Public, nodes.Subnets = public != "false", nil
		if public == Unknown {
			nodes.SecurityGroups = nil // what lets packets through does so only where they get there
			nodes.Doubt = cmp.Or(nodes.Doubt, fmt.Sprintf("whether the nodes have public addresses that %s starts is not known", called(r)))
		}
		for _, id := range subnets {
			if nodes.Unplaced == "" && !slices.Contains(b.network.NodeSubnets, id) {
				b.network.NodeSubnets = append(b.network.NodeSubnets, id)
			}
			if b.publicAddresses(r, id) == public {
				nodes.Subnets = append(nodes.Subnets, id)
			}
		}
		if len(nodes.Subnets) > 0 {
			b.network.Nodes = append(b.network.Nodes, nodes)
		}
	}
}

// objectOfNodes is what starts nodes, with the tags that EKS gives those (AWS: "Tag your Amazon EKS resources").
func (b *builder) objectOfNodes(r, cluster *Resource) network.Object {
	object := b.object(r)
	name := r.text(clusterKey)
	if cluster != nil {
		name = cmp.Or(cluster.text("name"), cluster.Name())
	}
	object.Tags = map[string]string{}
	if known(name) {
		object.Tags["eks:cluster-name"] = name
	}
	return object
}

// clusterOf is the cluster of the program that a node group is of, or nil.
func (b *builder) clusterOf(r *Resource) *Resource {
	for _, cluster := range b.every(typeCluster) {
		if b.isOf(r, clusterKey, cluster) == own {
			return cluster
		}
	}
	return nil
}

// subnetsFor are the subnets in which a cluster may have nodes: those of its VPC, all of the program where that is not known.
func (b *builder) subnetsFor(cluster *Resource) []string {
	vpc := ""
	if cluster != nil {
		vpc = b.clusterVPC(cluster)
	}
	var all []string
	for _, subnet := range b.every(typeSubnet, typeDefaultSubnet) {
		of, ok := b.refer(subnet, "vpcId", typeVPC, typeDefaultVPC)
		if vpc == "" || !ok || of == vpc {
			all = append(all, subnet.identity())
		}
	}
	return all
}

// groupsOfNodes are the security groups of the nodes that a resource starts, else why they are not known. Managed nodes are those of a
// cluster; nil where that is not known, and for nodes that an Auto Scaling group starts.
func (b *builder) groupsOfNodes(r, managedBy *Resource) (groups []string, doubt string) {
	if groups = b.nodeGroupsOf(r, managedBy); len(groups) > 0 {
		return groups, ""
	}
	if template, only := b.onlyInterface(r); only != nil {
		if groups, ok := b.referencesIn(template, "networkInterfaces", only["securityGroups"], groupTypes...); ok && len(groups) > 0 {
			return groups, ""
		}
	}
	return nil, fmt.Sprintf("which security groups the nodes have that %s starts is not known", called(r))
}

// onlyInterface is the network interface that nodes are started with, where their launch template says so of one.
func (b *builder) onlyInterface(r *Resource) (template *Resource, only map[string]any) {
	templates := oneOrManyObjects(r.value("launchTemplate"))
	if len(templates) == 0 {
		return nil, nil
	}
	id, _ := b.reference(r, "launchTemplate", templates[0]["id"], typeLaunchTemplate)
	if template = b.find(id); template == nil {
		return nil, nil
	}
	if rows := template.list("networkInterfaces"); len(rows) == 1 {
		return template, asObject(rows[0])
	}
	return template, nil
}

// publicAddresses says whether the nodes that a resource starts in a subnet have public addresses: true, false or Unknown.
func (b *builder) publicAddresses(r *Resource, id string) string {
	template, only := b.onlyInterface(r)
	switch {
	case template == nil && (r.Type == typeScalingGroup || r.value("launchTemplate") != nil):
		return Unknown // what it is started with is not told
	case template != nil && only == nil && (isUnknown(template.value("networkInterfaces")) || len(template.list("networkInterfaces")) == 1):
		return Unknown
	}
	subnet := b.find(id)
	asked := asText(only["associatePublicIpAddress"])
	if asked == "" && subnet != nil {
		asked = subnet.text("mapPublicIpOnLaunch")
	}
	switch asked {
	case "", "false":
		return "false"
	case "true":
		return asked
	}
	return Unknown
}
