package cluster_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ingresshub/ingresshub/components/cluster"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
)

// registered is one registration as the engine would get it.
type registered struct {
	inputs resource.PropertyMap
	rpc    *pulumirpc.RegisterResourceRequest
}

// recorder stands in for the engine. Of a cluster it answers as pulumi-eks does, with a reference to the AWS cluster,
// which the test registers itself.
type recorder struct {
	mu   sync.Mutex
	made map[string]registered

	// What a cluster says of how it is reached, in the end.
	kubeconfig string
}

const awsClusterURN = "urn:pulumi:test::estate::aws:eks/cluster:Cluster::payments-eksCluster"

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.made[args.TypeToken+" "+args.Name] = registered{args.Inputs, args.RegisterRPC}
	out := args.Inputs.Copy()
	switch args.TypeToken {
	case "eks:index:Cluster":
		out["eksCluster"] = resource.MakeCustomResourceReference(awsClusterURN, "estate-payments", "")
		out["clusterSecurityGroupId"] = resource.NewProperty("sg-cluster")
	case "aws:eks/cluster:Cluster":
		out["name"], out["endpoint"] = resource.NewProperty("estate-payments"), resource.NewProperty("https://eks.test")
		out["certificateAuthority"] = resource.NewProperty(resource.PropertyMap{"data": resource.NewProperty("bWFkZQ==")})
	case "aws:iam/role:Role":
		out["arn"], out["name"] = resource.NewProperty("arn:aws:iam::1:role/node"), resource.NewProperty("node")
	}
	return args.Name + "-id", out, nil
}

func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	if strings.Contains(args.Token, "getPartition") {
		return resource.PropertyMap{
			"partition": resource.NewProperty("aws"), "dnsSuffix": resource.NewProperty("amazonaws.com"),
		}, nil
	}
	if strings.Contains(args.Token, "getCluster") {
		return resource.NewPropertyMapFromMap(map[string]any{
			"endpoint": "https://" + args.Args["name"].StringValue() + ".test", "certificateAuthorities": []any{map[string]any{"data": "Zm91bmQ="}},
		}), nil
	}
	if strings.Contains(args.Token, "getNodeGroup") {
		if args.Args["clusterName"].StringValue() != "estate-payments" || args.Args["nodeGroupName"].StringValue() != "was" {
			return nil, errors.New("no such node group")
		}
		return resource.NewPropertyMapFromMap(map[string]any{
			"scalingConfigs": []any{map[string]any{"minSize": 1, "desiredSize": 4, "maxSize": 9}},
		}), nil
	}
	return resource.PropertyMap{"version": resource.NewProperty("v1-" + args.Args["addonName"].StringValue())}, nil
}

func payments() plan.EksCluster {
	return plan.EksCluster{
		Name: "payments", AwsName: "estate-payments", Vpc: "payments", KubernetesVersion: "1.34", ServiceCidr: "172.20.0.0/16",
		ControlPlaneSubnets: []string{"payments.control-plane.use1-az1", "payments.control-plane.use1-az2"},
		PodSubnets:          []string{"payments.pod.use1-az1"},
		PrivateCidrs:        []string{"10.9.0.0/16"},
		Admins:              []plan.AdminEntry{{Name: "payments.ops", PrincipalArn: "arn:aws:iam::1:role/ops"}},
		NodeGroups: []plan.PlannedNodeGroup{{
			Name: "payments.default.use1-az1", AwsName: "default-use1-az1-abc", Zone: "use1-az1", Subnet: "payments.node.use1-az1",
			InstanceTypes: []string{"m6i.large"}, AmiType: "AL2023_x86_64_STANDARD", CapacityType: "ON_DEMAND",
			Min: 1, Max: 3, DiskSize: 50,
		}},
		PodRules: []plan.SecurityGroupRule{{
			Name: "payments.pods.ingress.8080.use1-az1", Direction: plan.Inbound, Protocol: "tcp", FromPort: 8080, ToPort: 8080,
			Cidr: "10.1.0.0/24", Description: "Inner load balancers",
		}},
	}
}

// run prints a cluster in an account of its own.
func run(t *testing.T, change func(*cluster.EksClusterArgs)) (*recorder, string, error) {
	t.Helper()
	r := &recorder{made: map[string]registered{}}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		provider, err := aws.NewProvider(ctx, "spoke", &aws.ProviderArgs{Region: pulumi.String("us-east-1")})
		if err != nil {
			return err
		}
		made, err := awseks.NewCluster(ctx, "payments-eksCluster", &awseks.ClusterArgs{
			RoleArn: pulumi.String("arn:aws:iam::1:role/eks/payments-eksRole-role"), VpcConfig: awseks.ClusterVpcConfigArgs{SubnetIds: pulumi.StringArray{}},
		})
		if err != nil {
			return err
		}
		subnet := func(name string) pulumi.StringInput { return pulumi.String("subnet-" + name) }
		args := &cluster.EksClusterArgs{
			Plan: payments(), Region: "us-east-1", RoleArn: "arn:aws:iam::1:role/deploy", Protection: true,
			// Known once the AWS cluster that the mock refers to is registered.
			VpcID: made.URN().ApplyT(func(pulumi.URN) string { return "vpc-1" }).(pulumi.StringOutput),
			SubnetIDs: pulumi.StringMap{
				"payments.control-plane.use1-az1": subnet("cp1"), "payments.control-plane.use1-az2": subnet("cp2"),
				"payments.pod.use1-az1": subnet("pod1"), "payments.node.use1-az1": subnet("node1"),
			},
			SubnetZoneNames: pulumi.StringMap{"payments.pod.use1-az1": pulumi.String("us-east-1c")},
		}
		if change != nil {
			change(args)
		}
		c, err := cluster.NewEksCluster(ctx, "payments", args, pulumi.Provider(provider))
		if err != nil {
			return err
		}
		// A program may end before plain outputs are there, but not before what somebody is registered with.
		return ctx.RegisterResource("test:index:Reader", "reader", pulumi.Map{
			"kubeconfig": c.Kubeconfig, "command": c.KubeconfigCommand,
		}, &pulumi.CustomResourceState{})
	}, pulumi.WithMocks("estate", "test", r))
	if err != nil {
		return r, "", err
	}
	const reader = "test:index:Reader reader"
	told := r.made[reader].inputs
	delete(r.made, reader)
	r.kubeconfig = told["kubeconfig"].StringValue()
	return r, told["command"].StringValue(), nil
}

func TestClusterStartsWithoutKubernetes(t *testing.T) {
	r, command, err := run(t, nil)
	require.NoError(t, err)
	in := r.made["eks:index:Cluster payments"]
	require.True(t, in.inputs["endpointPrivateAccess"].BoolValue())
	require.False(t, in.inputs["endpointPublicAccess"].BoolValue())
	require.Equal(t, "API", in.inputs["authenticationMode"].StringValue())
	require.True(t, in.inputs["useDefaultVpcCni"].BoolValue())
	require.True(t, in.inputs["skipDefaultSecurityGroups"].BoolValue())
	require.NotContains(t, in.inputs, resource.PropertyKey("accessEntries"))
	require.True(t, in.rpc.GetProtect())
	require.Contains(t, in.rpc.GetProviders()["aws"], "spoke")
	require.Equal(t,
		"aws eks update-kubeconfig --region us-east-1 --name estate-payments --role-arn arn:aws:iam::1:role/deploy", command)
	for key := range r.made {
		require.False(t, strings.HasPrefix(key, "kubernetes:"), key)
	}
}

func TestOnlyTheClusterIsProtected(t *testing.T) {
	r, _, err := run(t, nil)
	require.NoError(t, err)
	for key, made := range r.made {
		if made.rpc.GetProtect() {
			require.Equal(t, "eks:index:Cluster payments", key)
		}
	}
	require.Contains(t, r.made, "aws:eks/accessEntry:AccessEntry payments.ops")
	require.Contains(t, r.made, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation payments.ops")
}

func TestNodesWaitForWhatTheyNeed(t *testing.T) {
	r, _, err := run(t, nil)
	require.NoError(t, err)
	group := r.made["eks:index:ManagedNodeGroup payments.default.use1-az1"]
	require.Equal(t, 1.0, group.inputs["scalingConfig"].ObjectValue()["desiredSize"].NumberValue())
	require.True(t, group.inputs["ignoreScalingChanges"].BoolValue())
	before := strings.Join(group.rpc.GetPropertyDependencies()["nodeRoleArn"].GetUrns(), "\n")
	for _, name := range []string{
		"::payments.vpc-cni", "::payments.kube-proxy", "::payments.node.cni", "::payments.node.registry", "::payments.node.worker-node",
	} {
		require.Contains(t, before, name)
	}
	dns := r.made["aws:eks/addon:Addon payments.coredns"].rpc.GetDependencies()
	require.True(t, slices.ContainsFunc(dns, func(urn string) bool { return strings.HasSuffix(urn, "::payments.default.use1-az1") }))
	require.JSONEq(t, `{"eniConfig":{"create":true,"region":"us-east-1","subnets":{"us-east-1c":`+
		`{"id":"subnet-pod1","securityGroups":["sg-cluster"]}}},"env":{"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":"true",`+
		`"ENI_CONFIG_LABEL_DEF":"topology.kubernetes.io/zone"}}`,
		r.made["aws:eks/addon:Addon payments.vpc-cni"].inputs["configurationValues"].StringValue())
}

// TestPodsThatAreTargetsKeepTheirAddresses excludes the ingress VPC from the nodes' translation, with and without pod subnets.
func TestPodsThatAreTargetsKeepTheirAddresses(t *testing.T) {
	const cni = "aws:eks/addon:Addon payments.vpc-cni"
	r, _, err := run(t, func(a *cluster.EksClusterArgs) { a.Plan.UntranslatedCidrs = []string{"10.0.0.0/20"} })
	require.NoError(t, err)
	require.JSONEq(t, `{"eniConfig":{"create":true,"region":"us-east-1","subnets":{"us-east-1c":`+
		`{"id":"subnet-pod1","securityGroups":["sg-cluster"]}}},"env":{"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":"true",`+
		`"AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS":"10.0.0.0/20","ENI_CONFIG_LABEL_DEF":"topology.kubernetes.io/zone"}}`,
		r.made[cni].inputs["configurationValues"].StringValue())
	r, _, err = run(t, func(a *cluster.EksClusterArgs) {
		a.Plan.PodSubnets, a.Plan.UntranslatedCidrs = nil, []string{"10.0.0.0/20"}
	})
	require.NoError(t, err)
	require.JSONEq(t, `{"env":{"AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS":"10.0.0.0/20"}}`,
		r.made[cni].inputs["configurationValues"].StringValue())
	r, _, err = run(t, func(a *cluster.EksClusterArgs) { a.Plan.PodSubnets = nil })
	require.NoError(t, err)
	require.NotContains(t, r.made[cni].inputs, resource.PropertyKey("configurationValues"))
}

func TestFixedSizeIsNotIgnoredAndNoCoreDNSWithoutNodes(t *testing.T) {
	r, _, err := run(t, func(a *cluster.EksClusterArgs) { a.Plan.NodeGroups[0].Max = 1 })
	require.NoError(t, err)
	require.False(t, r.made["eks:index:ManagedNodeGroup payments.default.use1-az1"].inputs["ignoreScalingChanges"].BoolValue())
	r, _, err = run(t, func(a *cluster.EksClusterArgs) { a.Plan.NodeGroups[0].Min = 0 })
	require.NoError(t, err)
	require.NotContains(t, r.made, "aws:eks/addon:Addon payments.coredns")
}

func TestRulesGoIntoTheClusterGroup(t *testing.T) {
	const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule "
	r, _, err := run(t, nil)
	require.NoError(t, err)
	for _, name := range []string{"payments.pods.ingress.8080.use1-az1", "payments.api.ingress.10-9-0-0-16"} {
		require.Equal(t, "sg-cluster", r.made[rule+name].inputs["securityGroupId"].StringValue(), name)
	}
	r, _, err = run(t, func(a *cluster.EksClusterArgs) {
		p := a.Plan
		a.Plan = plan.EksCluster{
			Name: p.Name, AwsName: "theirs", Existing: true, ExistingPodSecurityGroupID: "sg-0123456789abcdef0", PodRules: p.PodRules,
		}
	})
	require.NoError(t, err)
	require.Equal(t, "sg-0123456789abcdef0", r.made[rule+"payments.pods.ingress.8080.use1-az1"].inputs["securityGroupId"].StringValue())
	require.NotContains(t, r.made, "eks:index:Cluster payments")
}

func TestBadInputRegistersNothing(t *testing.T) {
	r, _, err := run(t, func(a *cluster.EksClusterArgs) {
		a.VpcID, a.Region, a.SubnetZoneNames = nil, "", nil
		delete(a.SubnetIDs, "payments.node.use1-az1")
	})
	for _, path := range []string{"vpcId", "region", `subnetZoneNames["payments.pod.use1-az1"]`, `subnetIds["payments.node.use1-az1"]`} {
		require.ErrorContains(t, err, path)
	}
	for key := range r.made {
		require.NotContains(t, key, "ingresshub:", key)
		require.False(t, strings.HasPrefix(key, "eks:"), key)
	}
}
