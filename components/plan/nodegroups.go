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

// armFamily is a family of instances with ARM processors: they have a g behind the number of their generation, but for the
// first and the newest. A g in front of it means graphics.
var armFamily = regexp.MustCompile(`^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*(-[a-z0-9]+)?|p6e-gb[0-9]+)\.`)

// firstWithoutAl2 is the minor version of Kubernetes from which on EKS makes no images of Amazon Linux 2.
const firstWithoutAl2 = "1.33"

// isArm says whether an AMI type is for ARM processors.
func isArm(amiType string) bool {
	return strings.Contains(amiType, "_ARM_64")
}

// byProcessor are the first readable instance types with and without an ARM processor; empty where there are none.
func (g NodeGroup) byProcessor() (arm, x86 string) {
	for _, instanceType := range g.InstanceTypes {
		switch {
		case !compiled[instancePattern].MatchString(instanceType): // A problem already.
		case armFamily.MatchString(instanceType):
			arm = orDefault(arm, instanceType)
		default:
			x86 = orDefault(x86, instanceType)
		}
	}
	return arm, x86
}

// amiType is the declared AMI type, or the default for the processors of the instance types.
func (g NodeGroup) amiType() string {
	if arm, _ := g.byProcessor(); arm != "" {
		return orDefault(g.AmiType, defaultArmAmiType)
	}
	return orDefault(g.AmiType, defaultAmiType)
}

// checkAmi checks a node group's AMI type against its instance types and the version of Kubernetes.
func (b *builder) checkAmi(c *cluster, path string, group NodeGroup) {
	ami := group.amiType()
	switch arm, x86 := group.byProcessor(); {
	case arm != "" && x86 != "":
		b.add(path+".instanceTypes", "%s has an ARM processor and %s has none, but a node group has one amiType: declare a node group for each",
			arm, x86)
	case arm != "" && !isArm(ami):
		b.add(path+".amiType", "%s is not for ARM processors, such as that of %s; declare %s, or no amiType", ami, arm, defaultArmAmiType)
	case x86 != "" && isArm(ami):
		b.add(path+".amiType", "%s is for ARM processors, but %s has none; declare %s, or no amiType", ami, x86, defaultAmiType)
	case len(group.InstanceTypes) == 0 && isArm(ami):
		b.add(path+".amiType", "%s is for ARM processors, but the default instance type, %s, has none; declare one such as m7g.large",
			ami, defaultInstanceType)
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
				InstanceTypes: group.InstanceTypes, AmiType: group.amiType(),
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
