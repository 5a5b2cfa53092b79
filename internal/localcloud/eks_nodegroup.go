package localcloud

import (
	"slices"
	"strings"
)

func nodeGroupKind() *kind {
	return &kind{
		token: tNodeGroup,
		replace: []string{
			"amiType", "capacityType", "clusterName", "diskSize", "instanceTypes", "launchTemplate.id", "launchTemplate.name",
			"nodeGroupName", "nodeGroupNamePrefix", "nodeRoleArn", "remoteAccess", "subnetIds",
		},
		name:     named("nodeGroupName", 255),
		sets:     []string{"subnetIds", "taints", "remoteAccess.sourceSecurityGroupIds"},
		computed: []string{"instanceTypes"},
		check:    checkNodeGroup,
		refs: []ref{
			inCluster(true),
			{path: "subnetIds[]", to: []string{tSubnet}, holds: true},
			{path: "remoteAccess.sourceSecurityGroupIds[]", to: []string{tSecurityGroup}, holds: true},
		},
		create:   createNodeGroup,
		update:   updateNodeGroup,
		remove:   removeNodeGroup,
		changing: []string{"releaseVersion"},
		nested:   []string{"launchTemplate.id", "launchTemplate.name"},
	}
}

var (
	amiTypes = []string{
		"AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64", "CUSTOM", "BOTTLEROCKET_ARM_64", "BOTTLEROCKET_x86_64", "BOTTLEROCKET_ARM_64_FIPS",
		"BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_ARM_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA", "WINDOWS_CORE_2019_x86_64",
		"WINDOWS_FULL_2019_x86_64", "WINDOWS_CORE_2022_x86_64", "WINDOWS_FULL_2022_x86_64", "AL2023_x86_64_STANDARD",
		"AL2023_ARM_64_STANDARD", "AL2023_x86_64_NEURON", "AL2023_x86_64_NVIDIA", "AL2023_ARM_64_NVIDIA",
	}
	capacityTypes = []string{"ON_DEMAND", "SPOT", "CAPACITY_BLOCK"}
	taintEffects  = []string{"NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"}
)

// checkNodeGroup is what the provider checks without asking AWS.
func checkNodeGroup(in Props) []problem {
	var found []problem
	say := func(property, format string, args ...any) {
		found = append(found, problem{property, invalidParameter(format, args...)})
	}
	if name, ok := in["nodeGroupName"].(string); ok {
		if len(name) > 63 {
			say("nodeGroupName", "expected length of nodeGroupName to be in the range (0 - 63), got %s", name)
		} else if !nodeGroupName.MatchString(name) {
			say("nodeGroupName", "The nodegroup name %s is invalid: it can contain only letters, digits, hyphens and underscores, and starts with a letter or digit", name)
		}
	}
	for property, allowed := range map[string][]string{"amiType": amiTypes, "capacityType": capacityTypes} {
		if v := str(in, property); v != "" && !slices.Contains(allowed, v) {
			say(property, "expected %s to be one of %q, got %s", property, allowed, v)
		}
	}
	if l, ok := in["subnetIds"].([]any); ok && len(l) == 0 {
		say("subnetIds", "Not enough list items: subnetIds must have at least 1")
	}
	if s := sub(in, "scalingConfig"); s != nil && !hasUnknown(s) {
		least, wanted, most := number(s, "minSize"), number(s, "desiredSize"), number(s, "maxSize")
		switch {
		case most < 1:
			say("scalingConfig", "expected scalingConfig.maxSize to be at least (1), got %d", most)
		case least < 0 || wanted < 0:
			say("scalingConfig", "expected scalingConfig.minSize and desiredSize to be at least (0), got %d and %d", least, wanted)
		case wanted < least:
			say("scalingConfig", "Minimum capacity %d can't be greater than desired size %d", least, wanted)
		case wanted > most:
			say("scalingConfig", "desired capacity %d can't be greater than max size %d", wanted, most)
		}
	}
	for _, t := range subs(in, "taints") {
		if e := str(t, "effect"); e != "" && !slices.Contains(taintEffects, e) {
			say("taints", "expected effect to be one of %q, got %s", taintEffects, e)
		}
	}
	if u := sub(in, "updateConfig"); u != nil && has(u, "maxUnavailable") == has(u, "maxUnavailablePercentage") {
		say("updateConfig", "exactly one of updateConfig.maxUnavailable and updateConfig.maxUnavailablePercentage must be specified")
	}
	if t := sub(in, "launchTemplate"); t != nil && has(t, "id") == has(t, "name") {
		say("launchTemplate", "Either provide launch template ID or launch template name in the request.")
	}
	return found
}

func createNodeGroup(c *call) (string, Props, error) {
	cluster, err := c.activeCluster()
	if err != nil {
		return "", nil, err
	}
	name := c.fullName("nodeGroupName")
	id := cluster.ID + ":" + name
	if c.find(tNodeGroup, id) != nil {
		return "", nil, refuse("ResourceInUseException", "NodeGroup already exists with name %s and cluster name %s", name, cluster.ID)
	}
	if len(c.where(tNodeGroup, "clusterName", cluster.ID)) >= nodeGroupsPerCluster {
		return "", nil, refuse("ResourceLimitExceededException", "Nodegroup limit exceeded: %d in cluster %s", nodeGroupsPerCluster, cluster.ID)
	}
	if err := c.placeNodes(cluster); err != nil {
		return "", nil, err
	}
	role := str(c.in, "nodeRoleArn")
	if err := c.servesEKS(role, "ec2.amazonaws.com"); err != nil {
		return "", nil, err
	}
	if err := c.permitted(role, "AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"); err != nil {
		return "", nil, err
	}
	out, err := c.nodeVersions(cluster, str(cluster.Outputs, "version"))
	if err != nil {
		return "", nil, err
	}
	machines, err := c.machines(str(out, "version"))
	if err != nil {
		return "", nil, err
	}
	c.nodesEntry(cluster)
	made := uuid(c.hash("group", 32))
	resources := Props{"autoscalingGroups": []any{Props{"name": "eks-" + name + "-" + made}}}
	if has(c.in, "remoteAccess.ec2SshKey") {
		resources["remoteAccessSecurityGroupId"] = c.newID("sg-")
	}
	return id, merge(out, machines, Props{
		"nodeGroupName": name, "nodeGroupNamePrefix": orElse(str(c.in, "nodeGroupNamePrefix"), ""), "status": "ACTIVE",
		"arn": c.arn("eks", "nodegroup/"+cluster.ID+"/"+name+"/"+made), "resources": []any{resources},
	}), nil
}

// placeNodes refuses subnets outside the cluster's VPC.
func (c *call) placeNodes(cluster *Object) error {
	subnets, err := c.subnetsOf(strs(c.in, "subnetIds"))
	if err != nil {
		return err
	}
	vpc := str(cluster.Outputs, "vpcConfig.vpcId")
	for _, s := range subnets {
		if in := str(s.Outputs, "vpcId"); vpc != "" && in != vpc {
			return invalidParameter("Subnet %s belongs to the VPC %s, but the cluster %s is in the VPC %s", s.ID, in, cluster.ID, vpc)
		}
	}
	return nil
}

// nodeVersions chooses and checks the Kubernetes version of nodes.
func (c *call) nodeVersions(cluster *Object, standard string) (Props, error) {
	control := str(cluster.Outputs, "version")
	version := orElse(str(c.in, "version"), standard)
	if !slices.Contains(eksMinors, version) && version != standard {
		return nil, invalidParameter("Requested Kubernetes version %s is not supported", version)
	}
	if control != "" && (minor(version) > minor(control) || minor(control)-minor(version) > 3) {
		return nil, invalidParameter("Requested node version %s is not compatible with the version %s of cluster %s", version, control, cluster.ID)
	}
	release := version + ".0-20250101"
	if r := str(c.in, "releaseVersion"); r != "" {
		if !strings.HasPrefix(r, version+".") {
			return nil, invalidParameter("Requested release version %s is not valid for kubernetes version %s", r, version)
		}
		release = r
	}
	return Props{"version": version, "releaseVersion": release}, nil
}

func updateNodeGroup(c *call) (Props, error) {
	cluster, err := c.activeCluster()
	if err != nil {
		return nil, err
	}
	was := str(c.old.Outputs, "version")
	out, err := c.nodeVersions(cluster, was)
	if err != nil {
		return nil, err
	}
	if minor(str(out, "version")) < minor(was) {
		return nil, invalidParameter("Node group version %s cannot be rolled back to %s", was, str(out, "version"))
	}
	if str(out, "version") == was && !c.changed("releaseVersion") {
		delete(out, "releaseVersion")
	}
	if has(c.in, "launchTemplate") {
		out["launchTemplate"] = merge(sub(c.old.Outputs, "launchTemplate"), Props{"version": at(c.in, "launchTemplate.version")})
	}
	return out, nil
}

// removeNodeGroup needs the nodes' role until the end: with it, EKS takes their
// network interfaces away.
func removeNodeGroup(c *call) error {
	arn := str(c.old.Outputs, "nodeRoleArn")
	if c.permitted(arn) != nil {
		return refuse("AccessDenied", "waiting for EKS Node Group (%s) delete: unexpected state 'DELETE_FAILED': the role %s is gone or allows "+
			"nothing any more", c.old.ID, arn)
	}
	c.dropNodesEntry()
	return nil
}
