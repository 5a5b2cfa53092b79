package guardrails_test

import (
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
)

const hubDeployer = "arn:aws:iam::111111111111:role/network-deployment"

// on are calls about everything that all have one outcome.
func on(allowed bool, actions ...string) []call {
	calls := make([]call, 0, len(actions))
	for _, action := range actions {
		calls = append(calls, call{action, "*", nil, allowed})
	}
	return calls
}

// workload is what a program calls in a cluster's account, by the resources of EksVpc, EksCluster, inner load balancers and the join of
// the hub.
var workload = slices.Concat(
	on(true, "ec2:CreateVpc", "ec2:ModifyVpcAttribute", "ec2:CreateSubnet", "ec2:CreateSubnetCidrReservation", "ec2:CreateRouteTable",
		"ec2:AssociateRouteTable", "ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:CreateSecurityGroup", "ec2:AuthorizeSecurityGroupIngress",
		"ec2:AuthorizeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress", "ec2:CreateVpcEndpoint",
		"ec2:ModifyVpcEndpoint", "ec2:CreateLaunchTemplate", "ec2:RunInstances", "ec2:CreateTags"),
	on(true, "ec2:CreateTransitGatewayVpcAttachment", "ec2:ModifyTransitGatewayVpcAttachment", "ram:AcceptResourceShareInvitation",
		"sts:AssumeRole", "sts:TagSession"),
	on(true, "iam:CreateRole", "iam:PassRole", "iam:PutRolePolicy", "iam:CreatePolicy", "iam:AttachRolePolicy", "iam:CreateServiceLinkedRole",
		"iam:CreateOpenIDConnectProvider"),
	on(true, "eks:CreateCluster", "eks:CreateNodegroup", "eks:CreateAddon", "eks:CreateAccessEntry", "eks:AssociateAccessPolicy",
		"eks:CreatePodIdentityAssociation", "logs:CreateLogGroup", "logs:PutRetentionPolicy"),
	on(true, "elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:CreateListener", "elasticloadbalancing:ModifyListener",
		"elasticloadbalancing:RegisterTargets", "elasticloadbalancing:ModifyLoadBalancerAttributes",
		"elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:AddTags"),
	[]call{
		{"elasticloadbalancing:CreateLoadBalancer", balancers + "net/payments/*", scheme("internal"), true},
		{"elasticloadbalancing:CreateLoadBalancer", balancers + "app/payments/*", scheme("internal"), true},
	},
	on(true, "ec2:DeleteVpc", "ec2:DeleteSubnet", "ec2:DeleteTransitGatewayVpcAttachment", "elasticloadbalancing:DeleteLoadBalancer",
		"elasticloadbalancing:DeleteTargetGroup", "eks:DeleteCluster", "iam:DeleteRole"),
)

// A secondary CIDR, for pods, is the only thing of a workload that a guardrail denies.
var podCidr = call{"ec2:AssociateVpcCidrBlock", "*", nil, false}

// TestWorkloadsAreDeployedUnderThePolicy: a cluster's team makes its stack as it is, with everything closed that can be.
func TestWorkloadsAreDeployedUnderThePolicy(t *testing.T) {
	t.Parallel()
	policy := eksAccounts()
	decide(t, under(t, policy), deployer, slices.Concat(workload, opened([]call{podCidr})))
	_, policy.Also = guardrails.OrganizationGuardrails()
	decide(t, under(t, policy), deployer, slices.Concat(workload, []call{podCidr}, escapes))
	for _, calls := range doors {
		decide(t, under(t, policy), deployer, calls)
	}
	policy.Exempt = map[string]string{deployer: "deploys the network"}
	decide(t, under(t, policy), deployer, slices.Concat(workload, opened([]call{podCidr})))
	decide(t, under(t, policy), developer, slices.Concat(workload, []call{podCidr}, escapes))
}

// hub is what the network team's program calls in the ingress account and no policy for clusters' accounts would let it: the reason
// why an ingress account cannot be among them.
var hub = []call{
	{"elasticloadbalancing:CreateLoadBalancer", balancers + "app/edge/*", scheme("internet-facing"), false},
	{"ec2:CreateInternetGateway", "*", nil, false},
	{"ec2:AttachInternetGateway", "*", nil, false},
	{"ec2:AllocateAddress", "*", nil, false}, // the NAT gateways of inspected egress
	{"elasticloadbalancing:CreateLoadBalancer", balancers + "gwy/fleet/*", nil, false},
	{"ec2:CreateVpcEndpointServiceConfiguration", "*", nil, false}, // a fleet's endpoint service
}

// TestHubUnderThePolicy: in a unit that holds the ingress account too, which nothing here can see, only an exempt role deploys the hub.
func TestHubUnderThePolicy(t *testing.T) {
	t.Parallel()
	policy := guardrails.OrganizationPolicy{
		IngressAccount: ingressAccount, Units: []string{"ou-ab12-0123abcd"}, Also: []guardrails.Guardrail{guardrails.EndpointServices},
	}
	decide(t, under(t, policy), hubDeployer, hub)
	policy.Exempt = map[string]string{hubDeployer: "deploys the hub"}
	decide(t, under(t, policy), hubDeployer, opened(hub))
	decide(t, under(t, policy), "arn:aws:iam::222222222222:role/network-deployment", hub)
	policy.Exempt, policy.GatewayLoadBalancers = nil, "the hub's firewalls"
	decide(t, under(t, policy), hubDeployer, append(opened(hub[4:5]), append(slices.Clone(hub[:4]), hub[5])...))
}

// TestClusterRoleBesideAwsPolicies: the deny takes from a cluster's role, which has AWS's own policies, nothing by which nodes join and
// pods get their addresses. It is one role's: the program that deploys the cluster is not held by it.
func TestClusterRoleBesideAwsPolicies(t *testing.T) {
	t.Parallel()
	deny := parse(t, guardrails.ClusterRole{}.Document())
	policies := iamtest.Policies{Identity: []*iamtest.Document{iamtest.FullAccess(), deny}}
	// What AmazonEKSClusterPolicy, and Auto Mode's compute, storage, networking and load-balancing policies are for.
	decide(t, policies, "arn:aws:iam::222222222222:role/eks-payments", slices.Concat(
		on(true, "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:AttachNetworkInterface", "ec2:AssignPrivateIpAddresses",
			"ec2:UnassignPrivateIpAddresses", "ec2:CreateNetworkInterfacePermission", "ec2:CreateFleet", "ec2:RunInstances",
			"ec2:TerminateInstances", "ec2:CreateLaunchTemplate", "ec2:CreateVolume", "ec2:AttachVolume", "ec2:CreateTags",
			"ec2:CreateSecurityGroup", "ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress", "ec2:CreateRoute",
			"ec2:DeleteRoute", "iam:PassRole", "iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "kms:DescribeKey"),
		on(true, "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth",
			"elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:DeleteTargetGroup"),
		escapes,
	))
}
