package e2e

import (
	"context"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	ekstypes "github.com/aws/aws-sdk-go-v2/service/eks/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/readers/live"
	"github.com/ingresshub/ingresshub/tests/e2e/server"
)

// TestLive reads a live account: that of the emulator, with a network made call by call, and asks about it.
func TestLive(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts the emulator")
	}
	python := server.Installed(t.Context())
	if python == "" {
		t.Skip("no Python with moto " + server.Moto)
	}
	emulator, err := server.Start(t.Context(), server.Options{Python: python, Folder: "."})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, emulator.Close()) })
	static := credentials.NewStaticCredentialsProvider("emulated", "emulated", "")
	made := makeNetwork(t, aws.Config{Region: "us-east-1", BaseEndpoint: aws.String(emulator.URL()), Credentials: static})

	dir := filepath.Join(t.TempDir(), "captured")
	var progress strings.Builder
	read, err := live.Read(t.Context(), dir, live.Options{
		Regions: []string{"us-east-1"}, Progress: &progress,
		Load: []func(*config.LoadOptions) error{
			config.WithBaseEndpoint(emulator.URL()), config.WithCredentialsProvider(static), config.WithRetryMaxAttempts(2),
		},
	})
	require.NoError(t, err)
	t.Log(progress.String())
	assert.Empty(t, read.Gaps, "the emulator serves every call")
	assert.Empty(t, emulator.Complaints(0))
	account := read.VPCs[0].Account
	for _, key := range []string{
		"Vpcs", "Subnets", "RouteTables", "NetworkAcls", "SecurityGroups", "NetworkInterfaces", "TransitGateways",
		"TransitGatewayStaticRoutes", "VpcBlockPublicAccessOptions", "LoadBalancers", "LoadBalancerListeners", "TargetGroups", "LoadBalancerTargetHealth",
		"nodegroups",
	} {
		_, err := os.Stat(filepath.Join(dir, account, "us-east-1", key+".json"))
		require.NoError(t, err)
	}
	index := read.Index()
	subnet := index.Subnets[made.subnets[0]]
	require.NotNil(t, subnet)
	assert.Len(t, subnet.CIDRs, 1)
	assert.True(t, netip.MustParsePrefix("10.77.0.0/16").Contains(subnet.CIDRs[0].Addr()))
	assert.Equal(t, made.table, subnet.RouteTable)
	require.Len(t, read.LoadBalancers, 1)
	require.Len(t, read.LoadBalancers[0].Listeners, 1)
	assert.Equal(t, made.group, read.LoadBalancers[0].Listeners[0].Forwards[0].TargetGroup)
	assert.Equal(t, "10.77.1.20", index.TargetGroups[made.group].Targets[0].ID)
	for _, table := range read.TransitRouteTables {
		assert.True(t, table.RoutesKnown)
	}
	assert.Len(t, read.Attachments, 1)
	assert.ElementsMatch(t, made.subnets, read.NodeSubnets, "where the node group of the cluster has its nodes")

	answer, err := flightpath.New(read).Trace(flightpath.Question{From: "internet", To: made.balancer, Protocol: "tcp", Port: 443})
	require.NoError(t, err)
	t.Logf("%s: %s", answer.Verdict, answer.Reason)
	assert.Equal(t, flightpath.Direct, answer.Verdict, answer.Reason)
}

type madeNetwork struct {
	subnets                []string
	table, balancer, group string
}

// given makes something, by a call of the SDK.
func given[I, O, F any](t *testing.T, call func(context.Context, *I, ...func(*F)) (*O, error), input I) *O {
	t.Helper()
	output, err := call(t.Context(), &input)
	require.NoError(t, err)
	return output
}

// makeNetwork makes a VPC with an internet-facing load balancer, a transit gateway, and a cluster with a node group.
func makeNetwork(t *testing.T, settings aws.Config) madeNetwork {
	t.Helper()
	client, balancers := ec2.NewFromConfig(settings), elb.NewFromConfig(settings)
	vpc := given(t, client.CreateVpc, ec2.CreateVpcInput{CidrBlock: aws.String("10.77.0.0/16")}).Vpc.VpcId
	gateway := given(t, client.CreateInternetGateway, ec2.CreateInternetGatewayInput{}).InternetGateway.InternetGatewayId
	given(t, client.AttachInternetGateway, ec2.AttachInternetGatewayInput{VpcId: vpc, InternetGatewayId: gateway})
	table := given(t, client.CreateRouteTable, ec2.CreateRouteTableInput{VpcId: vpc}).RouteTable.RouteTableId
	given(t, client.CreateRoute, ec2.CreateRouteInput{
		RouteTableId: table, DestinationCidrBlock: aws.String("0.0.0.0/0"), GatewayId: gateway,
	})
	var subnets []string
	for zone, block := range map[string]string{"us-east-1a": "10.77.0.0/24", "us-east-1b": "10.77.1.0/24"} {
		subnet := given(t, client.CreateSubnet, ec2.CreateSubnetInput{
			VpcId: vpc, CidrBlock: aws.String(block), AvailabilityZone: aws.String(zone),
		}).Subnet.SubnetId
		given(t, client.AssociateRouteTable, ec2.AssociateRouteTableInput{RouteTableId: table, SubnetId: subnet})
		subnets = append(subnets, *subnet)
	}
	group := given(t, client.CreateSecurityGroup, ec2.CreateSecurityGroupInput{
		VpcId: vpc, GroupName: aws.String("web"), Description: aws.String("web"),
	}).GroupId
	given(t, client.AuthorizeSecurityGroupIngress, ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: group, IpPermissions: []types.IpPermission{{
			IpProtocol: aws.String("tcp"), FromPort: aws.Int32(443), ToPort: aws.Int32(443),
			IpRanges: []types.IpRange{{CidrIp: aws.String("0.0.0.0/0")}},
		}},
	})
	transit := given(t, client.CreateTransitGateway, ec2.CreateTransitGatewayInput{}).TransitGateway.TransitGatewayId
	given(t, client.CreateTransitGatewayVpcAttachment, ec2.CreateTransitGatewayVpcAttachmentInput{
		TransitGatewayId: transit, VpcId: vpc, SubnetIds: subnets,
	})
	balancer := given(t, balancers.CreateLoadBalancer, elb.CreateLoadBalancerInput{
		Name: aws.String("web"), Type: elbtypes.LoadBalancerTypeEnumNetwork, Subnets: subnets, SecurityGroups: []string{*group},
		Scheme: elbtypes.LoadBalancerSchemeEnumInternetFacing,
	}).LoadBalancers[0].LoadBalancerArn
	targets := given(t, balancers.CreateTargetGroup, elb.CreateTargetGroupInput{
		Name: aws.String("web"), VpcId: vpc, Protocol: elbtypes.ProtocolEnumTcp, Port: aws.Int32(8443), TargetType: elbtypes.TargetTypeEnumIp,
	}).TargetGroups[0].TargetGroupArn
	given(t, balancers.RegisterTargets, elb.RegisterTargetsInput{
		TargetGroupArn: targets, Targets: []elbtypes.TargetDescription{{Id: aws.String("10.77.1.20")}},
	})
	given(t, balancers.CreateListener, elb.CreateListenerInput{
		LoadBalancerArn: balancer, Port: aws.Int32(443), Protocol: elbtypes.ProtocolEnumTcp,
		DefaultActions: []elbtypes.Action{{Type: elbtypes.ActionTypeEnumForward, TargetGroupArn: targets}},
	})
	roles := iam.NewFromConfig(settings)
	role := func(service string, policies ...string) *string {
		made := given(t, roles.CreateRole, iam.CreateRoleInput{
			RoleName: aws.String(service), AssumeRolePolicyDocument: aws.String(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", ` +
				`"Principal": {"Service": "` + service + `.amazonaws.com"}, "Action": "sts:AssumeRole"}]}`),
		}).Role
		for _, policy := range policies {
			given(t, roles.AttachRolePolicy, iam.AttachRolePolicyInput{
				RoleName: made.RoleName, PolicyArn: aws.String("arn:aws:iam::aws:policy/" + policy),
			})
		}
		return made.Arn
	}
	clusters := eks.NewFromConfig(settings)
	cluster := given(t, clusters.CreateCluster, eks.CreateClusterInput{
		Name: aws.String("shop"), RoleArn: role("eks", "AmazonEKSClusterPolicy"),
		ResourcesVpcConfig: &ekstypes.VpcConfigRequest{SubnetIds: subnets},
	}).Cluster
	given(t, clusters.CreateNodegroup, eks.CreateNodegroupInput{
		ClusterName: cluster.Name, NodegroupName: aws.String("general"), NodeRole: role("ec2", "AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly", "AmazonEKS_CNI_Policy"), Subnets: subnets,
	})
	return madeNetwork{subnets: subnets, table: *table, balancer: *balancer, group: *targets}
}
