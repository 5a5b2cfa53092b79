package parity_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/tests/e2e/parity"
)

const trust = `{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}],"Version":"2012-10-17"}`

// part is a resource of a sample. A value such as ${vpc.id} is an output of an earlier one.
type part struct {
	name, typ string
	inputs    parity.Props
}

// others are types that the local cloud knows and no estate has, with what they stand on.
var others = []part{
	{"vpc", "aws:ec2/vpc:Vpc", parity.Props{"cidrBlock": "10.0.0.0/16"}},
	{"igw", "aws:ec2/internetGateway:InternetGateway", parity.Props{"vpcId": "${vpc.id}"}},
	{"subnet", "aws:ec2/subnet:Subnet", parity.Props{"vpcId": "${vpc.id}", "cidrBlock": "10.0.0.0/24"}},
	{"table", "aws:ec2/routeTable:RouteTable", parity.Props{"vpcId": "${vpc.id}"}},
	{"group", "aws:ec2/securityGroup:SecurityGroup", parity.Props{"vpcId": "${vpc.id}"}},
	{"role", "aws:iam/role:Role", parity.Props{"assumeRolePolicy": trust}},
	{"eip", "aws:ec2/eip:Eip", parity.Props{"domain": "vpc"}},
	{"nat", "aws:ec2/natGateway:NatGateway", parity.Props{"subnetId": "${subnet.id}", "allocationId": "${eip.id}"}},
	{"acl", "aws:ec2/networkAcl:NetworkAcl", parity.Props{"vpcId": "${vpc.id}"}},
	{"rule", "aws:ec2/networkAclRule:NetworkAclRule", parity.Props{
		"networkAclId": "${acl.id}", "ruleNumber": 100.0, "protocol": "tcp", "ruleAction": "allow", "cidrBlock": "0.0.0.0/0", "fromPort": 443.0, "toPort": 443.0,
	}},
	{"acls", "aws:ec2/networkAclAssociation:NetworkAclAssociation", parity.Props{"networkAclId": "${acl.id}", "subnetId": "${subnet.id}"}},
	{"sgr", "aws:ec2/securityGroupRule:SecurityGroupRule", parity.Props{
		"type": "ingress", "securityGroupId": "${group.id}", "protocol": "tcp", "fromPort": 80.0, "toPort": 80.0, "cidrBlocks": []any{"10.0.0.0/8"},
	}},
	{"main", "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", parity.Props{"vpcId": "${vpc.id}", "routeTableId": "${table.id}"}},
	{"list", "aws:ec2/managedPrefixList:ManagedPrefixList", parity.Props{"addressFamily": "IPv4", "maxEntries": 5.0}},
	{"entry", "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", parity.Props{"prefixListId": "${list.id}", "cidr": "10.1.0.0/16"}},
	{"flows", "aws:ec2/flowLog:FlowLog", parity.Props{
		"vpcId": "${vpc.id}", "trafficType": "ALL", "logDestinationType": "s3", "logDestination": "arn:aws:s3:::flow-logs",
	}},
	{"tag", "aws:ec2/tag:Tag", parity.Props{"resourceId": "${subnet.id}", "key": "role", "value": "lb"}},
	{"default", "aws:ec2/defaultRouteTable:DefaultRouteTable", parity.Props{"defaultRouteTableId": "${vpc.defaultRouteTableId}"}},
	{"closed", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", parity.Props{"defaultNetworkAclId": "${vpc.defaultNetworkAclId}"}},
	{"s3", "aws:ec2/vpcEndpoint:VpcEndpoint", parity.Props{"vpcId": "${vpc.id}", "serviceName": "com.amazonaws.us-east-1.s3"}},
	{"routed", "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", parity.Props{
		"vpcEndpointId": "${s3.id}", "routeTableId": "${table.id}",
	}},
	{"oidc", "aws:iam/openIdConnectProvider:OpenIdConnectProvider", parity.Props{
		"url": "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF", "clientIdLists": []any{"sts.amazonaws.com"},
	}},
	{"logs", "aws:cloudwatch/logGroup:LogGroup", parity.Props{"retentionInDays": 30.0}},
	{"policy", "aws:iam/policy:Policy", parity.Props{
		"policy": `{"Statement":[{"Action":"ec2:DescribeVpcs","Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}`,
	}},
	{"inline", "aws:iam/rolePolicy:RolePolicy", parity.Props{
		"role": "${role.id}", "policy": `{"Statement":[{"Action":"ec2:DescribeVpcs","Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}`,
	}},
	{"profile", "aws:iam/instanceProfile:InstanceProfile", parity.Props{"role": "${role.id}"}},
	{"zone", "aws:route53/zone:Zone", parity.Props{"name": "example.com"}},
	{"tgw", "aws:ec2transitgateway/transitGateway:TransitGateway", parity.Props{}},
	{"tgwtable", "aws:ec2transitgateway/routeTable:RouteTable", parity.Props{"transitGatewayId": "${tgw.id}"}},
	{"attached", "aws:ec2transitgateway/vpcAttachment:VpcAttachment", parity.Props{
		"transitGatewayId": "${tgw.id}", "vpcId": "${vpc.id}", "subnetIds": []any{"${subnet.id}"},
		"transitGatewayDefaultRouteTableAssociation": false, "transitGatewayDefaultRouteTablePropagation": false,
	}},
	{"propagation", "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation", parity.Props{
		"transitGatewayAttachmentId": "${attached.id}", "transitGatewayRouteTableId": "${tgwtable.id}",
	}},
	{"reference", "aws:ec2transitgateway/prefixListReference:PrefixListReference", parity.Props{
		"transitGatewayRouteTableId": "${tgwtable.id}", "prefixListId": "${list.id}", "blackhole": true,
	}},
	{"share", "aws:ram/resourceShare:ResourceShare", parity.Props{"name": "transit", "allowExternalPrincipals": true}},
	{"shared", "aws:ram/resourceAssociation:ResourceAssociation", parity.Props{"resourceShareArn": "${share.id}", "resourceArn": "${tgw.arn}"}},
	{"elsewhere", "aws:ec2/subnet:Subnet", parity.Props{"vpcId": "${vpc.id}", "cidrBlock": "10.0.1.0/24", "availabilityZone": "us-east-1b"}},
	{"plane", "aws:iam/role:Role", parity.Props{"assumeRolePolicy": strings.ReplaceAll(trust, "ec2.", "eks.")}},
	{"planes", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", parity.Props{
		"role": "${plane.name}", "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
	}},
	{"cluster", "aws:eks/cluster:Cluster", parity.Props{
		"roleArn": "${plane.arn}", "vpcConfig": map[string]any{"subnetIds": []any{"${subnet.id}", "${elsewhere.id}"}},
		"accessConfig": map[string]any{"authenticationMode": "API"},
	}},
	{"admin", "aws:eks/accessEntry:AccessEntry", parity.Props{"clusterName": "${cluster.name}", "principalArn": "${role.arn}"}},
	{"rights", "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", parity.Props{
		"clusterName": "${cluster.name}", "principalArn": "${admin.principalArn}", "accessScope": map[string]any{"type": "cluster"},
		"policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
	}},
	{"controller", "aws:iam/role:Role", parity.Props{
		"assumeRolePolicy": `{"Statement":[{"Action":["sts:AssumeRole","sts:TagSession"],"Effect":"Allow",` +
			`"Principal":{"Service":"pods.eks.amazonaws.com"}}],"Version":"2012-10-17"}`,
	}},
	{"pods", "aws:eks/podIdentityAssociation:PodIdentityAssociation", parity.Props{
		"clusterName": "${cluster.name}", "namespace": "kube-system", "serviceAccount": "controller", "roleArn": "${controller.arn}",
	}},
	{"blocked", "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", parity.Props{"internetGatewayBlockMode": "block-bidirectional"}},
	{"excluded", "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", parity.Props{
		"vpcId": "${vpc.id}", "internetGatewayExclusionMode": "allow-bidirectional",
	}},
	{"excepted", "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", parity.Props{
		"subnetId": "${subnet.id}", "internetGatewayExclusionMode": "allow-egress",
	}},
	{"scp", "aws:organizations/policy:Policy", parity.Props{
		"content": `{"Statement":[{"Action":"ec2:CreateVpc","Effect":"Deny","Resource":"*"}],"Version":"2012-10-17"}`,
	}},
	{"guarded", "aws:organizations/policyAttachment:PolicyAttachment", parity.Props{"policyId": "${scp.id}", "targetId": "ou-abcd-12345678"}},
	{"with", "aws:ram/principalAssociation:PrincipalAssociation", parity.Props{"resourceShareArn": "${share.id}", "principal": "222222222222"}},
}

var reference = regexp.MustCompile(`^\$\{(\w+)\.(\w+)\}$`)

// samplesOf makes parts in a cloud of their own. Types that the estates have are left out.
func samplesOf(t *testing.T, parts []part) []parity.Resource {
	t.Helper()
	_, server, _ := serve(t)
	client := directly(t, server)
	known := map[string]bool{}
	for _, r := range samples(t) {
		known[r.Type] = true
	}
	made := map[string]parity.Resource{}
	var all []parity.Resource
	for _, o := range parts {
		r := parity.Resource{URN: "urn:pulumi:dev::others::" + o.typ + "::" + o.name, Type: o.typ, Custom: true}
		inputs, err := structpb.NewStruct(resolved(made, o.inputs).(parity.Props))
		require.NoError(t, err)
		checked, err := client.Check(t.Context(), &pulumirpc.CheckRequest{
			Urn: r.URN, Type: o.typ, Name: o.name, News: inputs, RandomSeed: []byte("parity"),
		})
		require.NoError(t, err)
		require.Empty(t, checked.GetFailures(), o.name)
		answer, err := client.Create(t.Context(), &pulumirpc.CreateRequest{Urn: r.URN, Type: o.typ, Name: o.name, Properties: checked.GetInputs()})
		require.NoError(t, err, o.name)
		r.ID, r.Inputs, r.Outputs = answer.GetId(), checked.GetInputs().AsMap(), answer.GetProperties().AsMap()
		made[o.name] = r
		if !known[o.typ] {
			all = append(all, r)
		}
	}
	return all
}

func resolved(made map[string]parity.Resource, v any) any {
	switch v := v.(type) {
	case string:
		if of := reference.FindStringSubmatch(v); of != nil {
			if of[2] == "id" {
				return made[of[1]].ID
			}
			return fmt.Sprint(made[of[1]].Outputs[of[2]])
		}
		return v
	case []any:
		all := make([]any, len(v))
		for i, e := range v {
			all[i] = resolved(made, e)
		}
		return all
	case map[string]any:
		all := map[string]any{}
		for name, e := range v {
			all[name] = resolved(made, e)
		}
		return all
	default:
		return v
	}
}

// directly is the protocol itself, to the local cloud's aws provider.
func directly(t *testing.T, server *localcloud.Server) pulumirpc.ResourceProviderClient {
	t.Helper()
	for attached := range strings.SplitSeq(server.DebugProviders(), ",") {
		if port, ok := strings.CutPrefix(attached, "aws:"); ok {
			connection, err := grpc.NewClient("127.0.0.1:"+port, grpc.WithTransportCredentials(insecure.NewCredentials()))
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, connection.Close()) })
			client := pulumirpc.NewResourceProviderClient(connection)
			_, err = client.Configure(context.WithoutCancel(t.Context()), &pulumirpc.ConfigureRequest{})
			require.NoError(t, err)
			return client
		}
	}
	require.FailNow(t, "the local cloud serves no aws")
	return nil
}
