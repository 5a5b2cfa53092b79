package plan

import (
	"regexp"
	"strings"
)

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
		b.checkAmi(c, path, group)
		for key := range group.Labels {
			if strings.HasPrefix(key, "eks.amazonaws.com/") {
				b.add(member(path+".labels", key), "EKS keeps labels that begin with eks.amazonaws.com/ for itself")
			}
		}
	}
}

var (
	// Families of ARM processors have a g behind the number of their generation, but for the first and the newest.
	armInstance = regexp.MustCompile(`^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*(-[a-z0-9]+)?|p6e-gb[0-9]+)\.`)

	// EKS makes no images of Amazon Linux 2 from this minor version of Kubernetes on.
	firstWithoutAl2 = "1.33"
)

// checkAmi checks a node group's AMI type against its instance types and the version of Kubernetes.
func (b *builder) checkAmi(c *cluster, path string, group NodeGroup) {
	ami := orDefault(group.AmiType, defaultAmiType)
	arm := strings.Contains(ami, "_ARM_64")
	if arm && len(group.InstanceTypes) == 0 {
		b.add(path+".instanceTypes", "the default, %s, has no ARM processor, for which amiType %s is made; declare one such as m7g.large",
			defaultInstanceType, ami)
	}
	for i, instanceType := range group.InstanceTypes {
		at := index(path+".instanceTypes", i)
		switch is := armInstance.MatchString(instanceType); {
		case is && !arm:
			b.add(at, "%s has an ARM processor, for which amiType %s is not made; declare amiType: AL2023_ARM_64_STANDARD", instanceType, ami)
		case !is && arm:
			b.add(at, "%s has no ARM processor, for which amiType %s is made; declare amiType: %s", instanceType, ami, defaultAmiType)
		}
	}
	version := orDefault(c.declared.KubernetesVersion, defaultKubernetesVersion)
	// All minor versions that the estate accepts have two digits, so they compare as text.
	if strings.HasPrefix(ami, "AL2_") && version >= firstWithoutAl2 {
		b.add(path+".amiType", "EKS has no Amazon Linux 2 for Kubernetes %s; take an AL2023 one such as %s", version, defaultAmiType)
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
