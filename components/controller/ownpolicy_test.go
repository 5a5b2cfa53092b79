package controller

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
)

// What there is in the account, as AWS names it.
const (
	elbArn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:"
	ec2Arn = "arn:aws:ec2:us-east-1:111122223333:"

	anAlb      = elbArn + "loadbalancer/app/k8s-shop-web/0123456789abcdef"
	anNlb      = elbArn + "loadbalancer/net/k8s-shop-web/0123456789abcdef"
	aGateway   = elbArn + "loadbalancer/gwy/k8s-shop-web/0123456789abcdef"
	aListener  = elbArn + "listener/app/k8s-shop-web/0123456789abcdef/0123456789abcdef"
	anNlbsOne  = elbArn + "listener/net/k8s-shop-web/0123456789abcdef/0123456789abcdef"
	aRule      = elbArn + "listener-rule/app/k8s-shop-web/0123456789abcdef/0123456789abcdef/0123456789abcdef"
	aGroup     = elbArn + "targetgroup/k8s-shop-web/0123456789abcdef"
	aSecurity  = ec2Arn + "security-group/sg-0123456789abcdef0"
	theVpc     = ec2Arn + "vpc/" + ingressVpc
	sharedVpc  = "arn:aws:ec2:us-east-1:444455556666:vpc/" + ingressVpc
	anotherVpc = ec2Arn + "vpc/vpc-0aaaaaaaaaaaaaaaa"
	elbLinked  = "arn:aws:iam::111122223333:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing"
)

const (
	requestTag  = "aws:RequestTag/elbv2.k8s.aws/cluster"
	resourceTag = "aws:ResourceTag/elbv2.k8s.aws/cluster"
)

// keys are context keys, a name and a value each, of which several are separated by commas.
func keys(namesAndValues ...string) iamtest.Context {
	context := iamtest.Context{}
	for i := 0; i < len(namesAndValues); i += 2 {
		context[namesAndValues[i]] = strings.Split(namesAndValues[i+1], ",")
	}
	return context
}

// with are context keys and more of them, which win.
func with(context iamtest.Context, namesAndValues ...string) iamtest.Context {
	all := keys(namesAndValues...)
	for name, values := range context {
		if _, given := all[name]; !given {
			all[name] = values
		}
	}
	return all
}

// ask is one call with what AWS knows of it.
type ask struct {
	action, resource string
	context          iamtest.Context
}

// asks are some actions on one resource.
func asks(resource string, context iamtest.Context, actions ...string) []ask {
	all := make([]ask, 0, len(actions))
	for _, action := range actions {
		all = append(all, ask{action, resource, context})
	}
	return all
}

const elbPrefix = "elasticloadbalancing:"

// The calls that change what is there, by resource.
var (
	changeAlb = []string{
		elbPrefix + "DeleteLoadBalancer", elbPrefix + "ModifyLoadBalancerAttributes", elbPrefix + "SetIpAddressType",
		elbPrefix + "SetSecurityGroups",
	}
	changeListener = []string{
		elbPrefix + "DeleteListener", elbPrefix + "ModifyListener", elbPrefix + "ModifyListenerAttributes",
		elbPrefix + "AddListenerCertificates", elbPrefix + "RemoveListenerCertificates",
	}
	changeRule  = []string{elbPrefix + "DeleteRule", elbPrefix + "ModifyRule", elbPrefix + "SetRulePriorities"}
	changeGroup = []string{
		elbPrefix + "DeleteTargetGroup", elbPrefix + "ModifyTargetGroup", elbPrefix + "ModifyTargetGroupAttributes",
		elbPrefix + "RegisterTargets", elbPrefix + "DeregisterTargets",
	}
	changeSecurity = []string{"ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress", "ec2:DeleteSecurityGroup"}
)

// lookingAround is what a controller reads before it makes load balancers, by its published policy.
var lookingAround = slices.Concat(looking, calls(
	"*",
	"acm:DescribeCertificate", "acm:ListCertificates",
	"ec2:DescribeAccountAttributes", "ec2:DescribeAddresses", "ec2:DescribeAvailabilityZones", "ec2:DescribeInternetGateways",
	"ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeSubnets", "ec2:DescribeTags",
	"ec2:DescribeVpcPeeringConnections", "ec2:GetSecurityGroupsForVpc",
	elbPrefix+"DescribeCapacityReservation", elbPrefix+"DescribeListenerAttributes", elbPrefix+"DescribeListenerCertificates",
	elbPrefix+"DescribeListeners", elbPrefix+"DescribeLoadBalancerAttributes", elbPrefix+"DescribeLoadBalancers",
	elbPrefix+"DescribeRules", elbPrefix+"DescribeSSLPolicies", elbPrefix+"DescribeTags",
	elbPrefix+"DescribeTargetGroupAttributes", elbPrefix+"DescribeTrustStores",
))

// onEverything are the changes of one of each kind, with a tag of each of them or none.
func onEverything(context iamtest.Context) []ask {
	return slices.Concat(
		asks(anAlb, context, changeAlb...), asks(aListener, context, changeListener...), asks(aRule, context, changeRule...),
		asks(aGroup, context, changeGroup...), asks(aSecurity, with(context, "ec2:Vpc", theVpc), changeSecurity...),
		asks(anAlb, with(context, "elasticloadbalancing:Subnet", ownSubnetA), elbPrefix+"SetSubnets"),
		asks(anAlb, with(context, requestTag, "blue"), elbPrefix+"CreateListener"),
		asks(aListener, with(context, requestTag, "blue"), elbPrefix+"CreateRule"),
	)
}

// internalAlb is what AWS knows of the load balancer that a controller makes.
var internalAlb = keys(requestTag, "blue", "elasticloadbalancing:Scheme", "internal",
	"elasticloadbalancing:Subnet", ownSubnetA+","+ownSubnetB)

// ownCalls are all calls that a controller with load balancers of its own makes.
func ownCalls() []ask {
	created := keys(requestTag, "blue")
	changedTags := keys(resourceTag, "blue", "aws:RequestTag/team", "shop", "aws:TagKeys", "team")
	all := slices.Concat(
		asks(elbLinked, keys("iam:AWSServiceName", "elasticloadbalancing.amazonaws.com"), "iam:CreateServiceLinkedRole"),
		asks(anAlb, internalAlb, elbPrefix+"CreateLoadBalancer"),
		asks(aGroup, created, elbPrefix+"CreateTargetGroup"),
		asks(theVpc, nil, "ec2:CreateSecurityGroup"), asks(sharedVpc, nil, "ec2:CreateSecurityGroup"),
		asks(aSecurity, created, "ec2:CreateSecurityGroup"),
		asks(aSecurity, with(created, "ec2:CreateAction", "CreateSecurityGroup"), "ec2:CreateTags"),
		asks(aSecurity, changedTags, "ec2:CreateTags", "ec2:DeleteTags"),
		onEverything(keys(resourceTag, "blue")),
	)
	for _, c := range lookingAround {
		all = append(all, ask{action: c.action, resource: c.resource})
	}
	for action, resource := range map[string]string{
		"CreateLoadBalancer": anAlb, "CreateTargetGroup": aGroup, "CreateListener": aListener, "CreateRule": aRule,
	} {
		all = append(all, ask{elbPrefix + "AddTags", resource, with(created, "elasticloadbalancing:CreateAction", action)})
		all = append(all, asks(resource, changedTags, elbPrefix+"AddTags", elbPrefix+"RemoveTags")...)
	}
	return all
}

// nobodysCalls are those that no controller with load balancers of its own may make, whatever it opted for.
func nobodysCalls() []ask {
	const othersVpc = "ec2:Vpc"
	had := keys(resourceTag, "blue")
	elsewhere := "subnet-0aaaaaaaaaaaaaaaa"
	return slices.Concat(
		// Another cluster's, and what nobody's controller made.
		onEverything(keys(resourceTag, "green")), onEverything(keys("aws:ResourceTag/Name", "edge")), onEverything(nil),
		asks(anAlb, with(internalAlb, requestTag, "green"), elbPrefix+"CreateLoadBalancer"),
		asks(anAlb, changed(internalAlb, requestTag), elbPrefix+"CreateLoadBalancer"),
		asks(aGroup, keys(requestTag, "green"), elbPrefix+"CreateTargetGroup"), asks(aGroup, nil, elbPrefix+"CreateTargetGroup"),
		asks(anAlb, had, elbPrefix+"CreateListener"), asks(aListener, had, elbPrefix+"CreateRule"),
		asks(anAlb, with(had, requestTag, "green"), elbPrefix+"CreateListener"),
		// Taking what there is by giving it the tag, or the tag away.
		asks(anAlb, keys(requestTag, "blue", "aws:TagKeys", clusterTag), elbPrefix+"AddTags"),
		asks(anAlb, keys(requestTag, "blue", "aws:TagKeys", clusterTag, resourceTag, "green"), elbPrefix+"AddTags"),
		asks(anAlb, keys(requestTag, "green", "aws:TagKeys", clusterTag, resourceTag, "blue"), elbPrefix+"AddTags"),
		asks(anAlb, keys("aws:TagKeys", clusterTag, resourceTag, "blue"), elbPrefix+"RemoveTags"),
		asks(anAlb, keys("aws:TagKeys", "team", resourceTag, "green"), elbPrefix+"AddTags", elbPrefix+"RemoveTags"),
		asks(anAlb, keys(requestTag, "green", "elasticloadbalancing:CreateAction", "CreateLoadBalancer"), elbPrefix+"AddTags"),
		asks(aSecurity, keys(requestTag, "blue", "aws:TagKeys", clusterTag), "ec2:CreateTags"),
		asks(aSecurity, keys("aws:TagKeys", clusterTag, resourceTag, "blue"), "ec2:DeleteTags"),
		asks(aSecurity, keys(requestTag, "green", "ec2:CreateAction", "CreateSecurityGroup"), "ec2:CreateTags"),
		asks(ec2Arn+"instance/i-0123456789abcdef0", keys(requestTag, "blue", "ec2:CreateAction", "CreateSecurityGroup"), "ec2:CreateTags"),
		// Other VPCs and subnets.
		asks(anAlb, with(internalAlb, "elasticloadbalancing:Subnet", elsewhere), elbPrefix+"CreateLoadBalancer"),
		asks(anAlb, with(internalAlb, "elasticloadbalancing:Subnet", ownSubnetA+","+elsewhere), elbPrefix+"CreateLoadBalancer"),
		asks(anAlb, changed(internalAlb, "elasticloadbalancing:Subnet"), elbPrefix+"CreateLoadBalancer"),
		asks(anAlb, with(had, "elasticloadbalancing:Subnet", elsewhere), elbPrefix+"SetSubnets"),
		asks(anAlb, had, elbPrefix+"SetSubnets"),
		asks(anotherVpc, nil, "ec2:CreateSecurityGroup"), asks(anotherVpc, keys(requestTag, "blue"), "ec2:CreateSecurityGroup"),
		asks(aSecurity, nil, "ec2:CreateSecurityGroup"),
		asks(aSecurity, with(had, othersVpc, anotherVpc), changeSecurity...), asks(aSecurity, had, changeSecurity...),
		// Other Regions, accounts and kinds.
		asks(strings.Replace(anAlb, "us-east-1", "eu-west-1", 1), internalAlb, elbPrefix+"CreateLoadBalancer"),
		asks(strings.Replace(aGroup, "us-east-1", "eu-west-1", 1), keys(requestTag, "blue"), elbPrefix+"CreateTargetGroup"),
		asks(strings.Replace(anAlb, teamAccount, hubAccount, 1), had, changeAlb...),
		asks(aGateway, internalAlb, elbPrefix+"CreateLoadBalancer"),
		// Roles and features that nobody asked for.
		asks(elbLinked, keys("iam:AWSServiceName", "spot.amazonaws.com"), "iam:CreateServiceLinkedRole"),
		asks(elbLinked, nil, "iam:CreateServiceLinkedRole"),
		asks("arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
			keys("iam:AWSServiceName", "spot.amazonaws.com"), "iam:CreateServiceLinkedRole"),
		asks("arn:aws:iam::111122223333:role/admin", nil, "iam:PassRole", "sts:AssumeRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"),
		asks("*", nil, "iam:PassRole", "iam:CreateRole", "ec2:CreateInternetGateway", "ec2:AllocateAddress", "ec2:AssociateAddress",
			"ec2:CreateRoute", "wafv2:AssociateWebACL", "waf-regional:AssociateWebACL", "shield:CreateProtection",
			"cognito-idp:DescribeUserPoolClient", "globalaccelerator:CreateAccelerator", "route53:ChangeResourceRecordSets"),
		asks(anAlb, had, elbPrefix+"SetWebAcl", elbPrefix+"ModifyCapacityReservation", elbPrefix+"ModifyIpPools"),
		asks(aSecurity, with(had, "ec2:Vpc", theVpc), "ec2:AuthorizeSecurityGroupEgress", "ec2:RevokeSecurityGroupEgress",
			"ec2:ModifySecurityGroupRules"),
	)
}

// decideAll asks for each call whether it is allowed.
func decideAll(t *testing.T, policies iamtest.Policies, wanted bool, all ...[]ask) {
	t.Helper()
	for _, a := range slices.Concat(all...) {
		decision, err := policies.Decide(iamtest.Request{
			Action: a.action, Resource: a.resource, Principal: blue.RoleArn("aws"), Context: a.context,
		})
		require.NoError(t, err)
		assert.Equal(t, wanted, decision.Allowed, "%s on %s with %v: %s", a.action, a.resource, a.context, decision.Because)
	}
}

func TestOwnLoadBalancersPermissions(t *testing.T) {
	facing := with(internalAlb, "elasticloadbalancing:Scheme", "internet-facing")
	publicAlb := slices.Concat(asks(anAlb, facing, elbPrefix+"CreateLoadBalancer"),
		asks(anAlb, changed(internalAlb, "elasticloadbalancing:Scheme"), elbPrefix+"CreateLoadBalancer"))
	nlb := slices.Concat(asks(anNlb, internalAlb, elbPrefix+"CreateLoadBalancer"),
		asks(anNlb, keys(resourceTag, "blue", requestTag, "blue"), elbPrefix+"CreateListener"))
	formerNlb := slices.Concat(asks(anNlb, keys(resourceTag, "blue"), changeAlb...),
		asks(anNlbsOne, keys(resourceTag, "blue"), changeListener...))
	publicNlb := asks(anNlb, facing, elbPrefix+"CreateLoadBalancer")
	for name, test := range map[string]struct {
		change          func(own *OwnLoadBalancers)
		needed, refused [][]ask
	}{
		"default":         {nil, nil, [][]ask{publicAlb, nlb, publicNlb}},
		"internet-facing": {func(own *OwnLoadBalancers) { own.InternetFacing = true }, [][]ask{publicAlb}, [][]ask{nlb, publicNlb}},
		"services":        {func(own *OwnLoadBalancers) { own.Services = true }, [][]ask{nlb}, [][]ask{publicAlb, publicNlb}},
		"both": {
			func(own *OwnLoadBalancers) { own.InternetFacing, own.Services = true, true },
			[][]ask{publicAlb, nlb, publicNlb},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			policies := controllerOf(t, owning(test.change)).identity(t, "blue")
			decideAll(t, policies, true, append(test.needed, ownCalls(), formerNlb)...)
			decideAll(t, policies, false, append(test.refused, nobodysCalls())...)
			// None of what bindings alone must not do is allowed either: nothing there has the cluster's tag.
			for _, c := range escapes() {
				decideAll(t, policies, false, asks(c.resource, nil, c.action))
			}
		})
	}
}

// TestWithoutTheOptInNothingOfItIsAllowed: beside what bindings take.
func TestWithoutTheOptInNothingOfItIsAllowed(t *testing.T) {
	policies := controllerOf(t, nil).identity(t, "blue")
	for _, a := range ownCalls() {
		if !slices.Contains(looking, call{a.action, a.resource}) {
			decideAll(t, policies, false, []ask{a})
		}
	}
}

// TestOwnLoadBalancersUnderGuardrails: the organization's policy leaves internal ones alone and refuses the others.
func TestOwnLoadBalancersUnderGuardrails(t *testing.T) {
	organization := guardrails.OrganizationPolicy{IngressAccount: hubAccount, Accounts: []string{teamAccount}}
	require.Empty(t, organization.Validate())
	text, err := organization.Document().JSON()
	require.NoError(t, err)
	policies := controllerOf(t, owning(func(own *OwnLoadBalancers) { own.InternetFacing = true })).identity(t, "blue")
	facing := asks(anAlb, with(internalAlb, "elasticloadbalancing:Scheme", "internet-facing"), elbPrefix+"CreateLoadBalancer")
	decideAll(t, policies, true, facing)
	policies.Organization = [][]*iamtest.Document{{iamtest.FullAccess()}, {iamtest.FullAccess(), parsed(t, text)}}
	decideAll(t, policies, true, ownCalls())
	decideAll(t, policies, false, facing)
}

// TestOwnLoadBalancersPolicyIsAList: no wildcard stands in an action, only reading is allowed on everything, and IAM takes the whole
// with a subnet in each of six zones.
func TestOwnLoadBalancersPolicyIsAList(t *testing.T) {
	r := controllerOf(t, owning(func(own *OwnLoadBalancers) {
		own.Services = true
		for _, zone := range []string{"c", "d", "e", "f"} {
			own.SubnetIDs[zone] = pulumi.String("subnet-0123456789abcdef" + zone)
		}
	}))
	policy := r.inputs(t, policyType, ownPolicyResourceName)["policy"].(string)
	assert.Less(t, len(policy), maxPolicy)
	for _, s := range statements(t, policy) {
		assert.Equal(t, "Allow", s.Effect)
		for _, action := range s.Action {
			assert.NotContains(t, action, "*")
			if slices.Contains(s.Resource, "*") {
				_, verb, _ := strings.Cut(action, ":")
				assert.Regexp(t, "^(Describe|List|Get)", verb)
			}
		}
	}
	own := &OwnLoadBalancers{}
	many := slices.Repeat([]string{ownSubnetA}, 200)
	_, err := ownership{OwnLoadBalancers: own, subject: blue, partition: "aws", vpc: ingressVpc, subnets: many}.policy()
	require.ErrorContains(t, err, "IAM takes 6144")
}
