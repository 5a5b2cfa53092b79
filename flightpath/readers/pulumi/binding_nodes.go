package pulumi

import (
	"fmt"
	"slices"
	"strings"
)

const typeLaunchTemplate = "aws:ec2/launchTemplate:LaunchTemplate"

// nodesOf is where a cluster has nodes, with their security groups; else why that is not known.
func (b *builder) nodesOf(cluster *Resource) (places []podPlace, doubt string) {
	if of := b.ownNodes(cluster); of != "" {
		return nil, fmt.Sprintf("nodes of cluster %q stand where %s says, which is not read", cluster.Name(), of)
	}
	for _, r := range b.every("aws:eks/nodeGroup:NodeGroup") {
		if !b.isOf(r, clusterKey, cluster) {
			continue
		}
		subnets, ok := b.references(r, "subnetIds", typeSubnet, typeDefaultSubnet)
		if !ok {
			return nil, fmt.Sprintf("subnetIds of %s %q are not known before the update", r.Type, r.Name())
		}
		places = append(places, podPlace{subnets, b.nodeGroupsOf(r, cluster)})
	}
	for _, r := range b.every("aws:autoscaling/group:Group") {
		if !joins(r, cluster) {
			continue
		}
		subnets, ok := b.references(r, "vpcZoneIdentifiers", typeSubnet, typeDefaultSubnet)
		if !ok {
			return nil, fmt.Sprintf("vpcZoneIdentifiers of %s %q are not known before the update", r.Type, r.Name())
		}
		places = append(places, podPlace{subnets, b.nodeGroupsOf(r, nil)})
	}
	return places, ""
}

// joins says whether instances of an Auto Scaling group are nodes of a cluster, by the tag that such need.
func joins(group, cluster *Resource) bool {
	name := cluster.text("name")
	return slices.ContainsFunc(group.list("tags"), func(row any) bool {
		key := asText(asObject(row)["key"])
		return known(name) && key == "kubernetes.io/cluster/"+name
	})
}

// nodeGroupsOf are the security groups of nodes: those of the launch template, else the ones that EKS gives managed nodes; none where
// that is not known.
func (b *builder) nodeGroupsOf(r, managedBy *Resource) []string {
	templates := oneOrManyObjects(r.value("launchTemplate"))
	if len(templates) == 0 {
		if managedBy == nil || r.value("launchTemplate") != nil {
			return nil
		}
		return []string{clusterGroup(managedBy)}
	}
	id, _ := b.reference(r, "launchTemplate", templates[0]["id"], typeLaunchTemplate)
	template := b.find(id)
	if template == nil {
		return nil
	}
	if len(template.list("networkInterfaces")) > 0 {
		return nil // each has its own, and which is a pod's is not told
	}
	if template.value("vpcSecurityGroupIds") == nil && managedBy != nil {
		return []string{clusterGroup(managedBy)}
	}
	groups, _ := b.references(template, "vpcSecurityGroupIds", groupTypes...)
	return groups
}

// ownNodes is what in a cluster starts nodes by itself, wherever its node classes say: EKS Auto Mode or Karpenter. Empty where the
// program tells of none.
func (b *builder) ownNodes(cluster *Resource) string {
	for _, config := range oneOrManyObjects(cluster.value("computeConfig")) {
		if asFlag(config["enabled"]) {
			return "EKS Auto Mode"
		}
	}
	for _, typ := range sortedKeys(b.byType) {
		if !strings.HasPrefix(typ, "kubernetes:karpenter.k8s.aws/") && !strings.HasPrefix(typ, "kubernetes:eks.amazonaws.com/") {
			continue
		}
		for _, r := range b.byType[typ] {
			if of, _ := b.clusterAround(r); of == nil || of == cluster {
				return fmt.Sprintf("%s %q", r.Type, r.Name())
			}
		}
	}
	return ""
}
