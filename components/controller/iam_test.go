package controller

import (
	"maps"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
)

const (
	teamAccount, hubAccount = "111122223333", "444455556666"

	ownSecurityGroup    = "arn:aws:ec2:us-east-1:111122223333:security-group/sg-0123456789abcdef0"
	othersSecurityGroup = "arn:aws:ec2:us-east-1:111122223333:security-group/sg-0fedcba9876543210"
	ownRegistrar        = "arn:aws:iam::444455556666:role/blue.us-east-1.111122223333.registrar"
	othersRegistrar     = "arn:aws:iam::444455556666:role/green.us-east-1.111122223333.registrar"

	own, others, hubs = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/group-0/0000000000000000",
		"arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/orders/0000000000000009",
		"arn:aws:elasticloadbalancing:us-east-1:444455556666:targetgroup/web/0123456789abcdef"
)

// parsed reads a document that was registered.
func parsed(t *testing.T, text any) *iamtest.Document {
	t.Helper()
	require.IsType(t, "", text)
	document, err := iamtest.Parse(text.(string))
	require.NoError(t, err)
	return document
}

// identity are all policies that were registered for the only role, as IAM gets them.
func (r *recorder) identity(t *testing.T, role string) iamtest.Policies {
	t.Helper()
	documents := []*iamtest.Document{parsed(t, r.inputs(t, ownType, role)["policy"])}
	require.Equal(t, r.names(policyType), r.names(attachmentType), "a policy that is not attached allows nothing")
	for _, name := range r.names(policyType) {
		documents = append(documents, parsed(t, r.inputs(t, policyType, name)["policy"]))
	}
	return iamtest.Policies{Identity: documents}
}

// trust is the trust policy of a role.
func (r *recorder) trust(t *testing.T, role string) *iamtest.Document {
	t.Helper()
	return parsed(t, r.inputs(t, roleType, role)["assumeRolePolicy"])
}

// registrarOf records the registrar role of a cluster that may register with one target group.
func registrarOf(t *testing.T, subject Subject) *recorder {
	t.Helper()
	r, err := record("aws", func(ctx *pulumi.Context) error {
		_, err := NewRegistrarRole(ctx, "registrar", &RegistrarRoleArgs{
			Subject: subject, TargetGroupArns: pulumi.StringMap{"web": pulumi.String(hubs)},
		})
		return err
	})
	require.NoError(t, err)
	return r
}

// reaching and networking are a controller with a registrar role, and one whose bindings have networking.
func reaching(args *LoadBalancerControllerArgs) {
	args.RegistrarRoleArns = pulumi.StringMap{"hub": pulumi.String(ownRegistrar)}
}

func networking(args *LoadBalancerControllerArgs) {
	args.SecurityGroupIDs = pulumi.StringMap{"pods": pulumi.String("sg-0123456789abcdef0")}
}

// call is one API call.
type call struct{ action, resource string }

// calls are some actions on one resource.
func calls(resource string, actions ...string) []call {
	all := make([]call, 0, len(actions))
	for _, action := range actions {
		all = append(all, call{action, resource})
	}
	return all
}

// What a controller calls for bindings alone, and in addition where they have networking, or a role of another account.
var (
	looking = slices.Concat(
		calls("*", "ec2:DescribeVpcs", "ec2:DescribeSecurityGroups", "ec2:DescribeInstances"),
		calls("*", "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth"),
	)
	registering = calls(own, "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets")
	admitting   = append(calls(ownSecurityGroup, "ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"),
		call{"ec2:DescribeNetworkInterfaces", "*"})
	assuming = calls(ownRegistrar, "sts:AssumeRole", "sts:TagSession")
)

// escapes are what nobody's controller and no registrar may do: take another team's traffic, change what listens, be reached from
// elsewhere, and gain further rights.
func escapes() []call {
	const balancer = "arn:aws:elasticloadbalancing:us-east-1:444455556666:loadbalancer/app/edge/1"
	const listener = "arn:aws:elasticloadbalancing:us-east-1:444455556666:listener/app/edge/1/2"
	const rule = "arn:aws:elasticloadbalancing:us-east-1:444455556666:listener-rule/app/edge/1/2/3"
	all := slices.Concat(
		calls(others, "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"),
		calls(own+"0", "elasticloadbalancing:RegisterTargets"), // an ARN that begins like the own one
		calls("*", "elasticloadbalancing:RegisterTargets"),
		calls(balancer, "elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateListener", "elasticloadbalancing:DeleteLoadBalancer",
			"elasticloadbalancing:ModifyLoadBalancerAttributes", "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
			"elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:RegisterInstancesWithLoadBalancer", "elasticloadbalancing:SetWebAcl",
			"elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"),
		calls(listener, "elasticloadbalancing:ModifyListener", "elasticloadbalancing:DeleteListener", "elasticloadbalancing:CreateRule",
			"elasticloadbalancing:AddListenerCertificates", "elasticloadbalancing:RemoveListenerCertificates"),
		calls(rule, "elasticloadbalancing:ModifyRule", "elasticloadbalancing:DeleteRule", "elasticloadbalancing:SetRulePriorities"),
		calls("*", "elasticloadbalancing:CreateTargetGroup"),
	)
	for _, group := range []string{own, others, hubs} {
		all = append(all, calls(group, "elasticloadbalancing:ModifyTargetGroup", "elasticloadbalancing:ModifyTargetGroupAttributes",
			"elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:AddTags")...)
	}
	for _, group := range []string{ownSecurityGroup, othersSecurityGroup} {
		all = append(all, calls(group, "ec2:AuthorizeSecurityGroupEgress", "ec2:RevokeSecurityGroupEgress", "ec2:DeleteSecurityGroup",
			"ec2:ModifySecurityGroupRules", "ec2:CreateTags")...)
	}
	return slices.Concat(
		all,
		calls(othersSecurityGroup, "ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"),
		calls(othersRegistrar, "sts:AssumeRole", "sts:TagSession"),
		calls("arn:aws:iam::111122223333:role/admin", "sts:AssumeRole", "iam:PassRole"),
		calls("arn:aws:iam::111122223333:role/blue.us-east-1.controller", "sts:AssumeRole", "iam:PassRole", "iam:PutRolePolicy",
			"iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"),
		calls("*", "iam:CreateServiceLinkedRole", "iam:CreateRole", "iam:CreatePolicyVersion", "sts:AssumeRole", "eks:CreateAccessEntry",
			"eks:CreatePodIdentityAssociation", "ec2:CreateSecurityGroup", "ec2:CreateInternetGateway", "ec2:AllocateAddress",
			"ec2:AssociateAddress", "ec2:CreateRoute", "ec2:ModifyNetworkInterfaceAttribute", "ec2:CreateVpcEndpointServiceConfiguration",
			"acm:RequestCertificate", "acm:ImportCertificate", "wafv2:AssociateWebACL", "shield:CreateProtection",
			"globalaccelerator:CreateAccelerator", "route53:ChangeResourceRecordSets"),
	)
}

// decide asks for each call whether it is allowed.
func decide(t *testing.T, policies iamtest.Policies, principal string, wanted bool, all ...[]call) {
	t.Helper()
	for _, c := range slices.Concat(all...) {
		decision, err := policies.Decide(iamtest.Request{Action: c.action, Resource: c.resource, Principal: principal})
		require.NoError(t, err)
		assert.Equal(t, wanted, decision.Allowed, "%s on %s: %s", c.action, c.resource, decision.Because)
	}
}

// TestControllerPermissions: each controller may do what its bindings need, nothing that only others need, and no escape.
func TestControllerPermissions(t *testing.T) {
	irsa := func(args *LoadBalancerControllerArgs) {
		args.Irsa = &Irsa{ProviderArn: pulumi.String(provider), IssuerURL: pulumi.String("https://" + issuer)}
	}
	registrarsOwn := calls(hubs, "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets")
	for name, test := range map[string]struct {
		changes         []func(args *LoadBalancerControllerArgs)
		needed, foreign [][]call
	}{
		"bindings alone":       {nil, [][]call{looking, registering}, [][]call{admitting, assuming}},
		"IRSA":                 {[]func(*LoadBalancerControllerArgs){irsa}, [][]call{looking, registering}, [][]call{admitting, assuming}},
		"networking":           {[]func(*LoadBalancerControllerArgs){networking}, [][]call{looking, registering, admitting}, [][]call{assuming}},
		"registrar":            {[]func(*LoadBalancerControllerArgs){reaching}, [][]call{looking, registering, assuming}, [][]call{admitting}},
		"both":                 {[]func(*LoadBalancerControllerArgs){networking, reaching}, [][]call{looking, registering, admitting, assuming}, nil},
		"another account only": {[]func(*LoadBalancerControllerArgs){reaching, func(args *LoadBalancerControllerArgs) { args.TargetGroupArns = nil }}, [][]call{looking, assuming}, [][]call{registering, admitting}},
	} {
		t.Run(name, func(t *testing.T) {
			policies := controllerOf(t, func(args *LoadBalancerControllerArgs) {
				for _, change := range test.changes {
					change(args)
				}
			}).identity(t, "blue")
			decide(t, policies, blue.RoleArn("aws"), true, test.needed...)
			decide(t, policies, blue.RoleArn("aws"), false, append(test.foreign, escapes(), registrarsOwn)...)
		})
	}
}

// TestControllerPermissionsHoldForEveryTargetGroup: many target groups are spread over several policies.
func TestControllerPermissionsHoldForEveryTargetGroup(t *testing.T) {
	policies := controllerOf(t, func(args *LoadBalancerControllerArgs) { args.TargetGroupArns = groups(2*groupsPerPolicy + 1) }).identity(t, "blue")
	for i := range 2*groupsPerPolicy + 1 {
		decide(t, policies, "", true, calls(groupArn(i), "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"))
	}
	decide(t, policies, "", false, calls(groupArn(2*groupsPerPolicy+1), "elasticloadbalancing:RegisterTargets"), escapes())
}

func TestRegistrarPermissions(t *testing.T) {
	policies := registrarOf(t, blue).identity(t, "registrar")
	decide(t, policies, ownRegistrar, true, calls(hubs, "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"),
		calls("*", "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth"))
	decide(t, policies, ownRegistrar, false, registering, admitting, assuming, escapes(),
		calls("*", "ec2:DescribeVpcs", "ec2:DescribeInstances", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules"))
}

// TestControllerUnderGuardrails: neither the organization's policy, with all that can be asked for, nor the cluster role's deny takes
// from a controller what it needs, should its policies be on the cluster's role as in Auto Mode.
func TestControllerUnderGuardrails(t *testing.T) {
	_, everything := guardrails.OrganizationGuardrails()
	organization := guardrails.OrganizationPolicy{IngressAccount: hubAccount, Accounts: []string{teamAccount}, Also: everything}
	require.Empty(t, organization.Validate())
	text, err := organization.Document().JSON()
	require.NoError(t, err)
	policies := controllerOf(t, func(args *LoadBalancerControllerArgs) { networking(args); reaching(args) }).identity(t, "blue")
	policies.Organization = [][]*iamtest.Document{{iamtest.FullAccess()}, {iamtest.FullAccess(), parsed(t, text)}}
	for _, role := range []guardrails.ClusterRole{{}, {InternalNlbs: "the mesh"}} {
		text, err := role.Document().JSON()
		require.NoError(t, err)
		both := policies
		both.Identity = append(slices.Clone(policies.Identity), parsed(t, text))
		decide(t, both, blue.RoleArn("aws"), true, looking, registering, admitting, assuming)
		decide(t, both, blue.RoleArn("aws"), false, escapes())
	}
}

// TestWhatARoleMayDoIsAList: no wildcard stands in an action, and only what AWS cannot limit is allowed on everything.
func TestWhatARoleMayDoIsAList(t *testing.T) {
	all := map[string]bool{}
	for _, r := range []*recorder{controllerOf(t, func(args *LoadBalancerControllerArgs) { networking(args); reaching(args) }), registrarOf(t, blue)} {
		for _, typ := range []string{ownType, policyType} {
			for _, made := range r.all[typ] {
				parsed(t, made.inputs["policy"])
				for _, s := range statements(t, made.inputs["policy"].(string)) {
					assert.Equal(t, "Allow", s.Effect)
					for _, action := range s.Action {
						assert.NotContains(t, action, "*")
						if slices.Contains(s.Resource, "*") {
							all[action] = true
						}
					}
				}
			}
		}
	}
	assert.Equal(t, []string{
		"ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs",
		"elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth",
	}, slices.Sorted(maps.Keys(all)))
}
