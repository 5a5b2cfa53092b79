package plan

import "strings"

// nodeGroups are the cluster's declared node groups, or the default one.
func (c *cluster) nodeGroups() map[string]NodeGroup {
	if len(c.declared.NodeGroups) == 0 {
		return map[string]NodeGroup{defaultNodeGroup: {}}
	}
	return c.declared.NodeGroups
}

// maxInstanceTypes is how many instance types EKS takes for a node group.
const maxInstanceTypes = 20

// checkNodeGroups checks the node groups of a cluster.
func (b *builder) checkNodeGroups(c *cluster) {
	for _, name := range sortedKeys(c.declared.NodeGroups) {
		group, path := c.declared.NodeGroups[name], member(c.path+".nodeGroups", name)
		least, most := pointed(group.Min, defaultMin), pointed(group.Max, defaultMax)
		if least > most {
			b.add(path+".min", "%d is more than max, which is %d", least, most)
		}
		if n := len(group.InstanceTypes); n > maxInstanceTypes {
			b.add(path+".instanceTypes", "%d instance types; EKS takes at most %d", n, maxInstanceTypes)
		}
		seen := map[string]bool{}
		for i, instanceType := range group.InstanceTypes {
			if seen[instanceType] {
				b.add(index(path+".instanceTypes", i), "%s is declared already", instanceType)
			}
			seen[instanceType] = true
		}
		for key := range group.Labels {
			if strings.HasPrefix(key, "eks.amazonaws.com/") {
				b.add(member(path+".labels", key), "EKS keeps labels that begin with eks.amazonaws.com/ for itself")
			}
		}
	}
}

// plannedNodeGroups prints one node group per declared one and zone: EKS replaces a node group when its subnets change.
func (b *builder) plannedNodeGroups(c *cluster) []PlannedNodeGroup {
	var out []PlannedNodeGroup
	for name, group := range c.nodeGroups() {
		for _, z := range b.zones {
			cidr, ok := c.addresses.subnet(TierNode, z)
			if !ok {
				continue
			}
			planned := PlannedNodeGroup{
				Name: c.name + "." + name + "." + z.id, Zone: z.id, Subnet: subnetName(c.name, TierNode, z.id),
				InstanceTypes: group.InstanceTypes, AmiType: orDefault(group.AmiType, defaultAmiType),
				CapacityType: orDefault(group.CapacityType, defaultCapacityType),
				Min:          pointed(group.Min, defaultMin), Max: pointed(group.Max, defaultMax),
				DiskSize: orDefault(group.DiskSize, defaultDiskSize), Labels: copied(group.Labels),
			}
			if len(planned.InstanceTypes) == 0 {
				planned.InstanceTypes = []string{defaultInstanceType}
			}
			planned.AwsName = planned.awsName(name, cidr.String()+c.addresses.existing[TierNode][z.id].declared.ID)
			out = append(out, planned)
		}
	}
	sortByName(out, func(g PlannedNodeGroup) string { return g.Name })
	return out
}
