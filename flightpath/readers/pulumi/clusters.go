package pulumi

import (
	"cmp"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	typeCluster          = "aws:eks/cluster:Cluster"
	typeClusterComponent = "eks:index:Cluster"
)

// clusterGroup is the security group that EKS makes with a cluster and gives its control plane and nodes.
func clusterGroup(cluster *Resource) string {
	for _, config := range oneOrManyObjects(cluster.Outputs["vpcConfig"]) {
		if id := asText(config["clusterSecurityGroupId"]); known(id) {
			return id
		}
	}
	return cluster.identity() + "/cluster-security-group"
}

// clusterGroups are the security groups that an output of a cluster can mean; of a component of pulumi-eks also those that
// it makes itself.
func (b *builder) clusterGroups(of *Resource) []string {
	switch of.Type {
	case typeCluster:
		return []string{clusterGroup(of)}
	case typeClusterComponent:
		var groups []string
		for _, cluster := range b.every(typeCluster) {
			if b.below(cluster, of) {
				groups = append(groups, clusterGroup(cluster))
			}
		}
		for _, group := range b.every(groupTypes...) {
			if b.below(group, of) {
				groups = append(groups, group.identity())
			}
		}
		return groups
	}
	return nil
}

// below says whether a resource is a child of another one, or of its children.
func (b *builder) below(r, of *Resource) bool {
	for depth := 0; r != nil && depth < len(b.byURN); depth++ {
		if r.Parent == of.URN {
			return true
		}
		r = b.byURN[r.Parent]
	}
	return false
}

// clusterSecurityGroups are the groups that EKS makes: everything in from the group itself, everything out.
func (b *builder) clusterSecurityGroups() []network.SecurityGroup {
	var groups []network.SecurityGroup
	for _, r := range b.every(typeCluster) {
		object := b.object(r)
		object.ID, object.Name = clusterGroup(r), "cluster "+object.Name
		// As EKS tags it, for whoever looks for it.
		object.Tags = map[string]string{"aws:eks:cluster-name": cmp.Or(asText(r.value("name")), r.Name())} // as EKS tags it
		group := network.SecurityGroup{Object: object, VPC: b.clusterVPC(r), Rules: []network.Rule{
			{Match: everything, Group: object.ID},
			{Egress: true, Match: everything, CIDR: anywhere4},
			{Egress: true, Match: everything, CIDR: anywhere6},
		}}
		groups = append(groups, group)
	}
	return groups
}

// clusterVPC is the VPC of a cluster: that of its subnets.
func (b *builder) clusterVPC(cluster *Resource) string {
	for _, config := range oneOrManyObjects(cluster.value("vpcConfig")) {
		for _, value := range asList(config["subnetIds"]) {
			if subnet := b.find(asText(value)); subnet != nil {
				vpc, _ := b.refer(subnet, "vpcId", typeVPC, typeDefaultVPC)
				return vpc
			}
		}
	}
	for _, urn := range cluster.PropertyDependencies["vpcConfig"] {
		if subnet := b.byURN[urn]; subnet != nil && subnet.Type == typeSubnet {
			vpc, _ := b.refer(subnet, "vpcId", typeVPC, typeDefaultVPC)
			return vpc
		}
	}
	return ""
}

// oneOrManyObjects reads an object that some versions of a provider hold in a list.
func oneOrManyObjects(value any) []map[string]any {
	if object := asObject(value); object != nil {
		return []map[string]any{object}
	}
	var objects []map[string]any
	for _, element := range asList(value) {
		if object := asObject(element); object != nil {
			objects = append(objects, object)
		}
	}
	return objects
}
