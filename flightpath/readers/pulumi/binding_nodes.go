package pulumi

import (
	"fmt"
	"slices"
	"strings"
)

const typeLaunchTemplate = "aws:ec2/launchTemplate:LaunchTemplate"

// nodesOf is where a cluster has nodes, with their security groups; else why that is not known.
func (b *builder) nodesOf(cluster *Resource) (places []podPlace, doubt string) {
	if doubt := b.ownNodes(cluster); doubt != "" {
		return nil, doubt
	}
	var found podPlaces
	for _, kind := range []struct {
		typ, subnets string
		joins        func(r *Resource) (is membership, managedBy *Resource)
	}{
		{typeNodeGroup, "subnetIds", func(r *Resource) (membership, *Resource) { return b.isOf(r, clusterKey, cluster), cluster }},
		{typeScalingGroup, "vpcZoneIdentifiers", func(r *Resource) (membership, *Resource) { return b.joins(r, cluster), nil }},
	} {
		for _, r := range b.every(kind.typ) {
			is, managedBy := kind.joins(r)
			if is == foreign {
				continue
			}
			subnets, doubt := b.subnetsOf(r, kind.subnets)
			if doubt != "" {
				return nil, doubt
			}
			found.add(podPlace{subnets, b.nodeGroupsOf(r, managedBy)}, is, whether(r, cluster))
		}
	}
	if doubt := found.doubt(); doubt != "" {
		return nil, doubt
	}
	return found.sure, ""
}

// whether is the doubt that something starts nodes of a cluster.
func whether(r, cluster *Resource) string {
	return fmt.Sprintf("whether %s has nodes of cluster %q is not known before the update", called(r), cluster.Name())
}

// joins says whether instances of an Auto Scaling group are nodes of a cluster, by the tag that such need.
func (b *builder) joins(group, cluster *Resource) membership {
	tags := group.value("tags")
	if isUnknown(tags) {
		return b.mayName(group, "tags", cluster)
	}
	joins := foreign
	for _, row := range asList(tags) {
		is := foreign
		if key := asText(inside(row, "key")); key == Unknown {
			is = b.mayName(group, "tags", cluster)
		} else if name, found := strings.CutPrefix(key, "kubernetes.io/cluster/"); found {
			is = b.named(group, name, cluster)
		}
		joins = max(joins, is)
	}
	return joins
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
	if interfaces := template.value("networkInterfaces"); isUnknown(interfaces) || len(asList(interfaces)) > 0 {
		return nil // each has its own, and which is a pod's is not told
	}
	if template.value("vpcSecurityGroupIds") == nil && managedBy != nil {
		return []string{clusterGroup(managedBy)}
	}
	groups, _ := b.references(template, "vpcSecurityGroupIds", groupTypes...)
	return groups
}

// ownNodes is why nodes of a cluster stand wherever its node classes say: EKS Auto Mode or Karpenter starts them by itself, or may do so.
// Empty where the program tells of neither.
func (b *builder) ownNodes(cluster *Resource) string {
	const unread = "nodes of cluster %q stand where %s says, which is not read"
	compute := cluster.value("computeConfig")
	for _, config := range append(slices.Clip(asList(compute)), compute) {
		switch enabled := inside(config, "enabled"); {
		case asFlag(enabled):
			return fmt.Sprintf(unread, cluster.Name(), "EKS Auto Mode")
		case isUnknown(enabled):
			return fmt.Sprintf("whether EKS Auto Mode starts nodes of cluster %q is not known before the update", cluster.Name())
		}
	}
	for _, typ := range sortedKeys(b.byType) {
		if !strings.HasPrefix(typ, "kubernetes:karpenter.k8s.aws/") && !strings.HasPrefix(typ, "kubernetes:eks.amazonaws.com/") {
			continue
		}
		for _, r := range b.byType[typ] {
			if of, _ := b.clusterAround(r); of == nil || of == cluster {
				return fmt.Sprintf(unread, cluster.Name(), called(r))
			}
		}
	}
	return ""
}
