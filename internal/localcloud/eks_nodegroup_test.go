package localcloud

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNodeGroup(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn(Props{"version": "1.32"}))
	n := g.create(tNodeGroup, "nodes", g.groupIn(c))
	assert.Equal(t, c.id+":"+n.out("nodeGroupName"), n.id)
	assert.Equal(t, "1.32", n.out("version"))
	assert.Equal(t, "AL2023_x86_64_STANDARD", n.out("amiType"))
	assert.Equal(t, []string{"t3.medium"}, strs(n.outputs, "instanceTypes"))
	assert.Regexp(t, "^eks-"+n.out("nodeGroupName")+"-[0-9a-f]{8}-", values(n.outputs, "resources[].autoscalingGroups[].name")[0])

	refused(t, c.tryRemove(), "ResourceInUseException", n.id)
	refused(t, g.a.tryRemove(), "DependencyViolation", "is in use by aws:eks/")
	// EKS lets the nodes in by itself.
	entry := g.cloud.store.get(key{home, "us-east-1", tAccessEntry, c.id + ":" + g.nodesARN})
	require.NotNil(t, entry)
	assert.Equal(t, "EC2_LINUX", str(entry.Outputs, "type"))
	g.refuses(tAccessEntry, "nodes", Props{"clusterName": c.id, "principalArn": g.nodesARN}, "ResourceInUseException", "already in use")

	bad := "InvalidParameterException"
	g.refuses(tNodeGroup, "again", g.groupIn(c, Props{"nodeGroupName": n.out("nodeGroupName")}), "ResourceInUseException", "NodeGroup already exists")
	g.refuses(tNodeGroup, "new", g.groupIn(c, Props{"version": "1.33"}), bad, "1.33")
	g.refuses(tNodeGroup, "type", g.groupIn(c, Props{"instanceTypes": []string{"m5.giant"}}), bad, "m5.giant")
	g.refuses(tNodeGroup, "arm", g.groupIn(c, Props{"instanceTypes": []string{"m7g.large"}, "amiType": "AL2023_x86_64_STANDARD"}), bad, "m7g.large")
	g.refuses(tNodeGroup, "nosubnet", g.groupIn(c, Props{"subnetIds": []string{"subnet-0"}}), bad, "subnet-0")
	g.refuses(tNodeGroup, "norole", g.groupIn(c, Props{"nodeRoleArn": g.clusterARN}), bad, "ec2.amazonaws.com")
	bare := g.create(tRole, "bare", Props{"assumeRolePolicy": trusting("ec2.amazonaws.com")})
	g.refuses(tNodeGroup, "bare", g.groupIn(c, Props{"nodeRoleArn": bare.out("arn")}), bad, "AmazonEKSWorkerNodePolicy")
	g.refuses(tNodeGroup, "nocluster", g.groupIn(c, Props{"clusterName": "none"}), "ResourceNotFoundException", "No cluster found for name: none")
	elsewhere := g.create(tVpc, "search", Props{"cidrBlock": "10.17.0.0/16"})
	foreign := g.create(tSubnet, "foreign", Props{"vpcId": elsewhere.id, "cidrBlock": "10.17.0.0/24"})
	g.refuses(tNodeGroup, "foreign", g.groupIn(c, Props{"subnetIds": []string{foreign.id}}), bad, elsewhere.id)
	g.invalid(tNodeGroup, g.groupIn(c, Props{"nodeGroupName": "payments.node"}), "nodeGroupName", "letters, digits, hyphens")
	g.invalid(tNodeGroup, g.groupIn(c, Props{"scalingConfig": Props{"minSize": 3, "desiredSize": 1, "maxSize": 5}}), "scalingConfig", "Minimum capacity 3")

	for input, value := range map[string]any{
		"subnetIds": []string{g.b.id}, "instanceTypes": []string{"m5.large"}, "amiType": "CUSTOM", "capacityType": "SPOT", "diskSize": 30,
		"nodeRoleArn": bare.out("arn"),
	} {
		assert.Equal(t, []string{input}, n.replaces(Props{input: value}), input)
	}
	n = n.update(Props{"scalingConfig": Props{"minSize": 1, "desiredSize": 3, "maxSize": 4}, "labels": Props{"a": "b"}})
	found, err := getNodeGroup(g.callFor(), Props{"clusterName": c.id, "nodeGroupName": n.out("nodeGroupName")})
	require.NoError(t, err)
	assert.Equal(t, []any{Props{"minSize": 1.0, "desiredSize": 3.0, "maxSize": 4.0}}, found["scalingConfigs"])
	_, err = getNodeGroup(g.callFor(), Props{"clusterName": c.id, "nodeGroupName": "none"})
	refused(t, err, "ResourceNotFoundException", c.id+":none")
	c = c.update(Props{"version": "1.33"})
	n = n.update(Props{"version": "1.33"})
	assert.Equal(t, "1.33.0-20250101", n.out("releaseVersion"))
	_, err = n.tryUpdate(Props{"version": "1.32"})
	refused(t, err, bad, "rolled back")

	require.NoError(t, g.cloud.Mutate(home, tCluster, c.id, Props{"status": "UPDATING"}))
	g.refuses(tNodeGroup, "early", g.groupIn(c), "InvalidRequestException", "not in ACTIVE status")
	require.NoError(t, g.cloud.Mutate(home, tCluster, c.id, Props{"status": "ACTIVE"}))
	n.remove()
	assert.Nil(t, g.cloud.store.get(entry.key()), "the nodes' entry goes with their last group")
	c.remove()
}

func TestNodeGroupLaunchTemplate(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn())
	template := g.create(tLaunchTemplate, "nodes", Props{"metadataOptions": Props{"httpTokens": "required"}})
	in := g.groupIn(c, Props{"launchTemplate": Props{"id": template.id, "version": "1"}})
	g.refuses(tNodeGroup, "disk", merge(in, Props{"diskSize": 30}), "InvalidParameterException", "Disk size")
	g.refuses(tNodeGroup, "none", g.groupIn(c, Props{"launchTemplate": Props{"id": "lt-0", "version": "1"}}), "InvalidRequestException", "lt-0")
	n := g.create(tNodeGroup, "nodes", in)
	assert.Equal(t, template.out("name"), n.out("launchTemplate.name"))
	n = n.update(Props{"launchTemplate": Props{"id": template.id, "version": "2"}})
	assert.Equal(t, "2", n.out("launchTemplate.version"))
	assert.Equal(t, []string{"launchTemplate"}, n.replaces(Props{"launchTemplate": Props{"id": "lt-1", "version": "1"}}))
}

// What EKS needs to clean up must outlive its clusters and node groups.
func TestRemovedInTheWrongOrder(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn())
	n := g.create(tNodeGroup, "nodes", g.groupIn(c))
	policies := map[string]made{}
	for _, o := range g.cloud.store.byType[tAttachedTo] {
		policies[str(o.Outputs, "role")] = made{place: g.place, typ: tAttachedTo, name: o.Name, id: o.ID, urn: urnOf(tAttachedTo, o.Name)}
	}
	policies[g.nodes.id].remove()
	refused(t, n.tryRemove(), "AccessDenied", "DELETE_FAILED")
	g.create(tAttachedTo, "nodes", Props{"role": g.nodes.id, "policyArn": workerPolicy})
	n.remove()
	policies[g.clusterRole.id].remove()
	c.remove()
	g.a.remove()
	g.b.remove()
	refused(t, g.vpc.tryRemove(), "DependencyViolation", c.out("vpcConfig.clusterSecurityGroupId"))
}

func TestNodeGroupInputs(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn(Props{"version": "1.33"}))
	for input, test := range map[string]struct {
		value   any
		message string
	}{
		"amiType":        {"AL3", "got AL3"},
		"capacityType":   {"CHEAP", "got CHEAP"},
		"subnetIds":      {[]any{}, "at least 1"},
		"taints":         {[]any{Props{"key": "a", "effect": "NEVER"}}, "got NEVER"},
		"updateConfig":   {Props{"maxUnavailable": 1, "maxUnavailablePercentage": 10}, "exactly one"},
		"launchTemplate": {Props{"version": "1"}, "Either provide"},
		"scalingConfig":  {Props{"minSize": 0, "desiredSize": 0, "maxSize": 0}, "at least (1)"},
	} {
		g.invalid(tNodeGroup, g.groupIn(c, Props{input: test.value}), input, test.message)
	}
	g.invalid(tNodeGroup, g.groupIn(c, Props{"scalingConfig": Props{"minSize": 1, "desiredSize": 5, "maxSize": 3}}), "scalingConfig", "greater than max size")
	bad := "InvalidParameterException"
	g.refuses(tNodeGroup, "release", g.groupIn(c, Props{"releaseVersion": "1.30.1-20250101"}), bad, "release version")
	g.refuses(tNodeGroup, "unknown", g.groupIn(c, Props{"version": "1.99"}), bad, "not supported")
	g.refuses(tNodeGroup, "al2", g.groupIn(c, Props{"amiType": "AL2_x86_64"}), bad, "1.32 or earlier")
	g.refuses(tNodeGroup, "mixed", g.groupIn(c, Props{"instanceTypes": []string{"m5.large", "m7g.large"}}), bad, "same CPU architecture")

	arm := g.create(tNodeGroup, "arm", g.groupIn(c, Props{"instanceTypes": []string{"c7gn.large", "t4g.small"}, "version": "1.31"}))
	assert.Equal(t, "AL2023_ARM_64_STANDARD", arm.out("amiType"))
	gpu := g.create(tNodeGroup, "gpu", g.groupIn(c, Props{"instanceTypes": []string{"g4dn.xlarge"}, "diskSize": 100}))
	assert.Equal(t, "AL2023_x86_64_STANDARD", gpu.out("amiType"), "a g at the front names graphics, not Graviton")

	// The control plane cannot leave its nodes too far behind.
	c = c.update(Props{"version": "1.34"})
	require.NoError(t, g.cloud.Mutate(home, tNodeGroup, arm.id, Props{"version": "1.30"}))
	require.NoError(t, g.cloud.Mutate(home, tCluster, c.id, Props{"version": "1.33"}))
	c.inputs["version"] = "1.33"
	_, err := c.tryUpdate(Props{"version": "1.34"})
	refused(t, err, "InvalidRequestException", "update it first")
}
