package plan

import "regexp"

var minorVersion = regexp.MustCompile(`^1\.[0-9]{2}$`)

// Validate checks the cluster as data.
func (c EksCluster) Validate() Problems {
	a := &audit{at: orDefault(c.Name, "cluster")}
	if c.Name == "" {
		a.add(".name", "is missing")
	}
	if !eksName.MatchString(c.AwsName) {
		a.add(".awsName", "%q is not a name that EKS accepts", c.AwsName)
	}
	a.rules(".podRules", c.PodRules)
	c.Controller.audit(a)
	c.Guardrails.audit(a)
	if c.Existing {
		if c.ExistingPodSecurityGroupID == "" {
			a.add(".existingPodSecurityGroupId", "is missing: the rules for pods go into it")
		}
		if len(c.NodeGroups) > 0 {
			a.add(".nodeGroups", "a cluster that exists already gets none")
		}
		return a.problems
	}
	if !minorVersion.MatchString(c.KubernetesVersion) {
		a.add(".kubernetesVersion", "%q is not a minor version such as 1.34", c.KubernetesVersion)
	}
	if prefix, ok := a.cidr(".serviceCidr", c.ServiceCidr); ok && (prefix.Bits() < 12 || prefix.Bits() > 24) {
		a.add(".serviceCidr", "%s: EKS accepts /12 to /24", prefix)
	}
	for _, cidr := range append(append([]string{}, c.PublicCidrs...), c.PrivateCidrs...) {
		a.cidr(".publicCidrs or .privateCidrs", cidr)
	}
	for _, cidr := range c.UntranslatedCidrs {
		a.cidr(".untranslatedCidrs", cidr)
	}
	if len(asSet(c.ControlPlaneSubnets)) < 2 {
		a.add(".controlPlaneSubnets", "EKS needs subnets in two zones")
	}
	a.names("admins", namesOf(c.Admins, func(x AdminEntry) string { return x.Name }))
	c.auditNodeGroups(a)
	return a.problems
}

// auditNodeGroups checks the node groups.
func (c EksCluster) auditNodeGroups(a *audit) {
	a.names("nodeGroups", namesOf(c.NodeGroups, func(g PlannedNodeGroup) string { return g.Name }))
	taken := map[string]string{}
	for _, group := range c.NodeGroups {
		what := item("nodeGroups", group.Name)
		a.zone(what, group.Zone)
		if !nodesName.MatchString(group.AwsName) {
			a.add(what+".awsName", "%q is not a name that EKS accepts", group.AwsName)
		}
		if other := taken[group.AwsName]; other != "" {
			a.add(what+".awsName", "is that of %s as well", other)
		}
		taken[group.AwsName] = group.Name
		if group.Subnet == "" || len(group.InstanceTypes) == 0 || group.AmiType == "" || group.CapacityType == "" || group.DiskSize < 1 {
			a.add(what, "needs a subnet, instance types, an AMI type, a capacity type and a disk size")
		}
		for _, instanceType := range group.InstanceTypes {
			if armFamily.MatchString(instanceType) != isArm(group.AmiType) {
				a.add(what+".amiType", "%s is for other processors than that of %s", group.AmiType, instanceType)
			}
		}
		if group.Min < 0 || group.Max < 1 || group.Min > group.Max {
			a.add(what, "from %d to %d nodes is no range", group.Min, group.Max)
		}
	}
}
