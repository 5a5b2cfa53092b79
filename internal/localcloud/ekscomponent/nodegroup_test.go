package ekscomponent_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const typeManagedNodeGroup = "eks:index:ManagedNodeGroup"

// withCluster constructs a cluster and returns a reference to the component, as the program would pass it on.
func withCluster(t *testing.T, e *engine, inputs resource.PropertyMap) (resource.PropertyValue, resource.PropertyMap) {
	t.Helper()
	outputs, resp, err := e.construct(t, typeCluster, "payments", inputs)
	require.NoError(t, err)
	e.order = nil
	return resource.MakeComponentResourceReference(resource.URN(resp.GetUrn()), ""), outputs
}

func TestManagedNodeGroup(t *testing.T) {
	t.Parallel()
	for name, byCore := range map[string]bool{"cluster": false, "core data": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			cluster, outputs := withCluster(t, e, private())
			if byCore {
				cluster = outputs["core"]
			}
			role := e.add("aws:iam/role:Role", "nodes", "nodes", props("arn", "arn:nodes"))
			got, _, err := e.construct(t, typeManagedNodeGroup, "general", props(
				"cluster", cluster, "nodeRole", role, "instanceTypes", []any{"m7g.large"},
				"operatingSystem", "AL2023", "subnetIds", []any{"subnet-3"}, "labels", map[string]any{"tier": "general"},
				"scalingConfig", map[string]any{"minSize": 2, "maxSize": 6}, "ignoreScalingChanges", true,
			))
			require.NoError(t, err)
			assert.Equal(t, []string{
				"general > general aws:eks/nodeGroup:NodeGroup", "general eks:index:ManagedNodeGroup",
			}, e.children())
			group := e.get(t, "general", "NodeGroup")
			assert.Equal(t, props(
				"clusterName", "payments", "version", "1.33", "nodeRoleArn", "arn:nodes", "amiType", "AL2023_ARM_64_STANDARD",
				"instanceTypes", []any{"m7g.large"}, "subnetIds", []any{"subnet-3"}, "labels", map[string]any{"tier": "general"},
				"scalingConfig", map[string]any{"desiredSize": 2, "minSize": 2, "maxSize": 6},
			), group.inputs)
			assert.Equal(t, []string{"scalingConfig.desiredSize"}, group.GetIgnoreChanges())
			assert.Contains(t, group.dependencies(), "payments-eksCluster")
			assert.Contains(t, group.dependencies(), "nodes")
			assert.Equal(t, group.urn, got["nodeGroup"].ResourceReferenceValue().URN)
		})
	}
}

func TestManagedNodeGroupTakesSubnetsAndVersionFromTheCluster(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	cluster, _ := withCluster(t, e, private())
	_, _, err := e.construct(t, typeManagedNodeGroup, "general", props("cluster", cluster, "nodeRoleArn", "arn:nodes"))
	require.NoError(t, err)
	assert.Equal(t, props(
		"clusterName", "payments", "version", "1.33", "nodeRoleArn", "arn:nodes",
		"subnetIds", []any{"subnet-1", "subnet-2"},
		"scalingConfig", map[string]any{"desiredSize": 2, "minSize": 1, "maxSize": 2},
	), e.get(t, "general", "NodeGroup").inputs)
}

func TestManagedNodeGroupLaunchTemplate(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	cluster, _ := withCluster(t, e, private())
	_, _, err := e.construct(t, typeManagedNodeGroup, "general", props("cluster", cluster, "nodeRoleArn", "arn:nodes",
		"enableIMDSv2", true, "diskSize", 50, "amiType", "BOTTLEROCKET_x86_64"))
	require.NoError(t, err)
	assert.Equal(t, props(
		"metadataOptions", map[string]any{"httpTokens": "required", "httpPutResponseHopLimit": 2, "httpEndpoint": "enabled"},
		"blockDeviceMappings", []any{map[string]any{"deviceName": "/dev/xvdb", "ebs": map[string]any{"volumeSize": 50}}},
	), e.get(t, "general-launchTemplate", "LaunchTemplate").inputs)
	group := e.get(t, "general", "NodeGroup")
	assert.Equal(t, resource.NewPropertyValue(map[string]any{"id": "general-launchTemplate-id", "version": "7"}),
		group.inputs["launchTemplate"])
	assert.NotContains(t, group.inputs, resource.PropertyKey("diskSize"))
	assert.Contains(t, group.dependencies(), "general-launchTemplate")
}

// A cluster that knows its nodes by the config map only refuses nodes of a role that is not in it, and the node group
// waits for the config map.
func TestManagedNodeGroupRoleMustBeKnownToTheCluster(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	role := e.add("aws:iam/role:Role", "nodes", "nodes", props("arn", "arn:nodes"))
	cluster, _ := withCluster(t, e, private("authenticationMode", "CONFIG_MAP",
		"instanceRoles", []resource.PropertyValue{role}))
	_, _, err := e.construct(t, typeManagedNodeGroup, "general", props("cluster", cluster, "nodeRole", role))
	require.NoError(t, err)
	assert.Contains(t, e.get(t, "general", "NodeGroup").dependencies(), "payments-nodeAccess")

	_, _, err = e.construct(t, typeManagedNodeGroup, "other", props("cluster", cluster, "nodeRoleArn", "arn:other"))
	require.ErrorContains(t, err, "without first setting its role in the cluster's instanceRoles")
	assert.Equal(t, codes.InvalidArgument, status.Code(err))
}

func TestManagedNodeGroupPreview(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	e.dryRun = true
	cluster, _ := withCluster(t, e, private())
	role := e.add("aws:iam/role:Role", "nodes", "", nil)
	_, _, err := e.construct(t, typeManagedNodeGroup, "general", props("cluster", cluster, "nodeRole", role))
	require.NoError(t, err)
	group := e.get(t, "general", "NodeGroup")
	assert.True(t, group.inputs["clusterName"].IsComputed())
	assert.True(t, group.inputs["nodeRoleArn"].IsComputed())
	assert.True(t, group.inputs["version"].IsComputed(), "the cluster's core data is unknown as a whole")

	// The whole cluster may be unknown too: then so is all that comes from it, and the group is still shown.
	e.order = nil
	_, _, err = e.construct(t, typeManagedNodeGroup, "later", props("nodeRole", role,
		"cluster", resource.MakeComputed(resource.NewProperty(""))))
	require.NoError(t, err)
	assert.True(t, e.get(t, "later", "NodeGroup").inputs["subnetIds"].IsComputed())
}

func TestManagedNodeGroupRefuses(t *testing.T) {
	t.Parallel()
	given := func(more ...any) resource.PropertyMap {
		return props(append([]any{"nodeRoleArn", "arn:nodes"}, more...)...)
	}
	for want, inputs := range map[string]resource.PropertyMap{
		"You cannot specify both nodeRole and nodeRoleArn": given("nodeRole", "x"),
		"An IAM role, or role ARN must be provided":        props(),
		"do not share a common architecture": given(
			"operatingSystem", "AL2023", "instanceTypes", []any{"m7g.large", "m7i.large"}),
		"Invalid EC2 instance type: large": given("operatingSystem", "AL2023", "instanceTypes", []any{"large"}),
		"No AMI type found for OS: AL2023, GPU support: true": given(
			"operatingSystem", "AL2023", "gpu", true, "instanceTypes", []any{"g5g.xlarge"}),
		"If you provide a custom launch template": given("enableIMDSv2", true, "launchTemplate", map[string]any{"id": "lt-1"}),
		"Cannot determine OS of unknown AMI type: WINDOWS_OTHER": given(
			"enableIMDSv2", true, "diskSize", 9, "amiType", "WINDOWS_OTHER"),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			cluster, _ := withCluster(t, e, private())
			inputs["cluster"] = cluster
			_, _, err := e.construct(t, typeManagedNodeGroup, "general", inputs)
			require.ErrorContains(t, err, want)
			assert.Equal(t, codes.InvalidArgument, status.Code(err))
			assert.Equal(t, []string{"general eks:index:ManagedNodeGroup"}, e.children())
		})
	}
}

func TestNodeGroupSecurityGroup(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	_, outputs := withCluster(t, e, private())
	got, _, err := e.construct(t, "eks:index:NodeGroupSecurityGroup", "extra", props("vpcId", "vpc-1",
		"eksCluster", outputs["eksCluster"], "clusterSecurityGroup", outputs["clusterSecurityGroup"],
		"tags", map[string]any{"team": "payments"}))
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{
		"extra eks:index:NodeGroupSecurityGroup",
		"extra > extra-nodeSecurityGroup aws:ec2/securityGroup:SecurityGroup",
		"extra > extra-eksClusterIngressRule aws:ec2/securityGroupRule:SecurityGroupRule",
		"extra > extra-eksExtApiServerClusterIngressRule aws:ec2/securityGroupRule:SecurityGroupRule",
		"extra > extra-eksNodeClusterIngressRule aws:ec2/securityGroupRule:SecurityGroupRule",
		"extra > extra-eksNodeIngressRule aws:ec2/securityGroupRule:SecurityGroupRule",
		"extra > extra-eksNodeInternetEgressRule aws:ec2/securityGroupRule:SecurityGroupRule",
	}, e.children())
	assert.Equal(t, "payments-eksClusterSecurityGroup-id",
		e.get(t, "extra-eksClusterIngressRule", "SecurityGroupRule").text("securityGroupId"))
	assert.Equal(t, e.get(t, "extra-nodeSecurityGroup", "SecurityGroup").urn,
		got["securityGroup"].ResourceReferenceValue().URN)
	assert.Equal(t, e.get(t, "extra-eksClusterIngressRule", "SecurityGroupRule").urn,
		got["securityGroupRule"].ResourceReferenceValue().URN)
}

func TestComponentOptions(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	cluster, _ := withCluster(t, e, private())
	retain := true
	before := e.add("aws:ec2/vpc:Vpc", "before", "vpc-1", nil).ResourceReferenceValue().URN
	alias := &pulumirpc.Alias{Alias: &pulumirpc.Alias_Urn{Urn: "urn:pulumi:dev::shop::eks:index:ManagedNodeGroup::old"}}
	_, _, err := e.construct(t, typeManagedNodeGroup, "general", props("cluster", cluster, "nodeRoleArn", "arn:nodes"),
		func(req *pulumirpc.ConstructRequest) {
			req.Aliases = []*pulumirpc.Alias{alias}
			req.RetainOnDelete = &retain
			req.Dependencies = []string{string(before)}
			req.Providers = nil
		})
	require.NoError(t, err)
	component := e.get(t, "general", "ManagedNodeGroup")
	require.Len(t, component.GetAliases(), 1)
	assert.Equal(t, alias.GetUrn(), component.GetAliases()[0].GetUrn())
	assert.True(t, component.GetRetainOnDelete())
	assert.Equal(t, []string{"before", "payments"}, component.dependencies())
	assert.Empty(t, e.get(t, "general", "NodeGroup").GetProvider(), "the engine's default provider")
}
