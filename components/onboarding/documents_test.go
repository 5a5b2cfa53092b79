package onboarding_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
	"github.com/ingresshub/ingresshub/components/onboarding"
)

const (
	hubAccount, ownAccount, otherAccount = "111111111111", "222222222222", "333333333333"

	tag      = "aws:ResourceTag/ingresshub:cluster"
	asked    = "aws:RequestTag/ingresshub:cluster"
	keys     = "aws:TagKeys"
	own      = "acme/payments"
	deployer = "arn:aws:iam::222222222222:role/deploy"
	role     = "arn:aws:iam::111111111111:role/acme.payments.onboarding"
)

// arn is the ARN of something of EC2 in the ingress account.
func arn(kind, id string) string { return arnIn(hubAccount, kind, id) }

func arnIn(account, kind, id string) string {
	return "arn:aws:ec2:us-east-1:" + account + ":" + kind + "/" + id
}

// permissions are those of payments, whose traffic is inspected: only the table `inspection` leads straight to it.
func permissions(t *testing.T) iamtest.Policies {
	t.Helper()
	text, err := onboarding.Permissions{
		Partition: "aws", Region: "us-east-1", HubAccount: hubAccount, ClusterAccount: ownAccount, Owner: own, PrefixList: "pl-payments",
		Association: "tgw-rtb-spoke", Routes: []string{"tgw-rtb-inspection"},
		Tables: []string{"tgw-rtb-ingress", "tgw-rtb-inspection", "tgw-rtb-spoke"},
	}.Document()
	require.NoError(t, err)
	document, err := iamtest.Parse(text)
	require.NoError(t, err)
	return iamtest.Policies{Identity: []*iamtest.Document{document}}
}

// call is an API call and everything that it is about: AWS allows it only if the policy does for each resource.
type call struct {
	action    string
	resources map[string]iamtest.Context
	allowed   bool
}

// tagged is an attachment of the cluster's account, with the tag that it carries; "" for none.
func tagged(value string) map[string]iamtest.Context { return attached(ownAccount, value) }

func attached(account, value string) map[string]iamtest.Context {
	keys := iamtest.Context{}
	if value != "" {
		keys[tag] = []string{value}
	}
	return map[string]iamtest.Context{arnIn(account, "transit-gateway-attachment", "tgw-attach-1"): keys}
}

// with adds resources without tags.
func with(resources map[string]iamtest.Context, arns ...string) map[string]iamtest.Context {
	for _, arn := range arns {
		resources[arn] = nil
	}
	return resources
}

// naming is a tag request about an attachment.
func naming(carried, name string, further ...string) map[string]iamtest.Context {
	resources := tagged(carried)
	for _, context := range resources {
		context[asked] = []string{name}
		context[keys] = append([]string{"ingresshub:cluster"}, further...)
	}
	return resources
}

func plain(arns ...string) map[string]iamtest.Context {
	return with(map[string]iamtest.Context{}, arns...)
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	spoke, ingress := arn("transit-gateway-route-table", "tgw-rtb-spoke"), arn("transit-gateway-route-table", "tgw-rtb-ingress")
	inspection := arn("transit-gateway-route-table", "tgw-rtb-inspection")
	list, others := arn("prefix-list", "pl-payments"), arn("prefix-list", "pl-orders")
	const (
		accept, name, unname    = "ec2:AcceptTransitGatewayVpcAttachment", "ec2:CreateTags", "ec2:DeleteTags"
		associate, disassociate = "ec2:AssociateTransitGatewayRouteTable", "ec2:DisassociateTransitGatewayRouteTable"
		refer, lead, drop       = "ec2:CreateTransitGatewayPrefixListReference", "ec2:ModifyTransitGatewayPrefixListReference",
			"ec2:DeleteTransitGatewayPrefixListReference"
	)
	for title, c := range map[string]call{
		// What joining, updating and leaving take.
		"accept":                          {accept, tagged(""), true},
		"accept again":                    {accept, tagged(own), true},
		"accept where the hub's ID":       {accept, attached(hubAccount, ""), true},
		"name":                            {name, naming("", own), true},
		"name again":                      {name, naming(own, own), true},
		"associate":                       {associate, with(tagged(own), spoke), true},
		"refer":                           {refer, with(tagged(own), inspection, list), true},
		"lead elsewhere":                  {lead, with(tagged(own), inspection, list), true},
		"withdraw":                        {drop, plain(inspection, list), true},
		"withdraw from before inspection": {drop, plain(ingress, list), true},
		"leave":                           {disassociate, with(tagged(own), spoke), true},
		"leave another table":             {disassociate, with(tagged(own), ingress), true},
		"look at attachments":             {"ec2:DescribeTransitGatewayVpcAttachments", plain("*"), true},
		"look at the gateway":             {"ec2:DescribeTransitGateways", plain("*"), true},
		"look at associations":            {"ec2:GetTransitGatewayRouteTableAssociations", plain(spoke), true},
		"look at references":              {"ec2:GetTransitGatewayPrefixListReferences", plain(inspection), true},

		// Somebody else's attachment, the hub's own, one that has no name yet.
		"name another team's":            {name, naming("acme/orders", own), false},
		"name the hub's":                 {name, naming("-", own), false},
		"name as another team":           {name, naming("", "acme/orders"), false},
		"name more than that":            {name, naming("", own, "Name"), false},
		"name without saying how":        {name, tagged(""), false},
		"name in a third account":        {name, attached(otherAccount, ""), false},
		"take a name off":                {unname, naming("acme/orders", own), false},
		"accept another team's":          {accept, tagged("acme/orders"), false},
		"accept of a third account":      {accept, attached(otherAccount, ""), false},
		"associate another team's":       {associate, with(tagged("acme/orders"), spoke), false},
		"associate without a name":       {associate, with(tagged(""), spoke), false},
		"associate with the hub's table": {associate, with(tagged(own), ingress), false},
		"associate with a foreign table": {associate, with(tagged(own), arn("transit-gateway-route-table", "tgw-rtb-else")), false},
		"part the hub":                   {disassociate, with(tagged("-"), ingress), false},
		"part another team":              {disassociate, with(tagged("acme/orders"), spoke), false},
		"delete an attachment":           {"ec2:DeleteTransitGatewayVpcAttachment", tagged(own), false},
		"delete another team's":          {"ec2:DeleteTransitGatewayVpcAttachment", tagged("acme/orders"), false},

		// Somebody else's CIDR.
		"refer to another list":         {refer, with(tagged(own), inspection, others), false},
		"refer past the firewall":       {refer, with(tagged(own), ingress, list), false},
		"refer from the spokes":         {refer, with(tagged(own), spoke, list), false},
		"refer to another's attachment": {refer, with(tagged("acme/orders"), inspection, list), false},
		"refer to the hub's attachment": {refer, with(tagged("-"), inspection, list), false},
		"lead to another's attachment":  {lead, with(tagged("acme/orders"), inspection, list), false},
		"withdraw another list":         {drop, plain(inspection, others), false},
		"change what the list holds":    {"ec2:ModifyManagedPrefixList", plain(list), false},
		"restore what the list held":    {"ec2:RestoreManagedPrefixListVersion", plain(list), false},
		"make a list":                   {"ec2:CreateManagedPrefixList", plain(arn("prefix-list", "*")), false},
		"write a transit route":         {"ec2:CreateTransitGatewayRoute", with(tagged(own), inspection), false},
		"replace a transit route":       {"ec2:ReplaceTransitGatewayRoute", with(tagged(own), inspection), false},
		"delete a transit route":        {"ec2:DeleteTransitGatewayRoute", plain(ingress), false},
		"propagate":                     {"ec2:EnableTransitGatewayRouteTablePropagation", with(tagged(own), ingress), false},
		"write a VPC route":             {"ec2:CreateRoute", plain(arn("route-table", "rtb-ingress")), false},
		"change the gateway":            {"ec2:ModifyTransitGateway", plain(arn("transit-gateway", "tgw-1")), false},
		"share the gateway":             {"ram:AssociateResourceShare", plain("arn:aws:ram:us-east-1:111111111111:resource-share/1"), false},
		"take another Region's": {accept, map[string]iamtest.Context{
			"arn:aws:ec2:us-west-2:222222222222:transit-gateway-attachment/tgw-attach-1": nil,
		}, false},

		// Somebody else's host name and targets, and the way to more rights.
		"write a listener rule":  {"elasticloadbalancing:CreateRule", plain(listener), false},
		"change a listener rule": {"elasticloadbalancing:ModifyRule", plain(listener), false},
		"reorder the rules":      {"elasticloadbalancing:SetRulePriorities", plain(listener), false},
		"register targets":       {"elasticloadbalancing:RegisterTargets", plain(targetGroup), false},
		"deregister targets":     {"elasticloadbalancing:DeregisterTargets", plain(targetGroup), false},
		"make a target group":    {"elasticloadbalancing:CreateTargetGroup", plain(targetGroup), false},
		"write its own policy":   {"iam:PutRolePolicy", plain(role), false},
		"write its own trust":    {"iam:UpdateAssumeRolePolicy", plain(role), false},
		"become another role":    {"sts:AssumeRole", plain("arn:aws:iam::111111111111:role/acme.orders.onboarding"), false},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			allowed := true
			because := []string{}
			for resource, context := range c.resources {
				decision, err := permissions(t).Decide(iamtest.Request{Action: c.action, Resource: resource, Principal: role, Context: context})
				require.NoError(t, err)
				allowed = allowed && decision.Allowed
				because = append(because, resource+": "+decision.Because)
			}
			assert.Equal(t, c.allowed, allowed, strings.Join(because, "\n"))
		})
	}
}

const (
	listener    = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/acme-public/1/2/3"
	targetGroup = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/shop-1a2b3c4d/1"
)

func TestTrust(t *testing.T) {
	t.Parallel()
	text, err := onboarding.Trust{Partition: "aws", Account: ownAccount, Principal: deployer, ExternalID: own}.Document()
	require.NoError(t, err)
	trust, err := iamtest.Parse(text)
	require.NoError(t, err)
	caller := iamtest.Policies{Identity: []*iamtest.Document{iamtest.FullAccess()}}
	for title, c := range map[string]struct {
		principal  string
		externalID []string
		allowed    bool
	}{
		"the stack's role":             {deployer, []string{own}, true},
		"without the external ID":      {deployer, nil, false},
		"for another cluster":          {deployer, []string{"acme/orders"}, false},
		"another role of the account":  {"arn:aws:iam::222222222222:role/somebody", []string{own}, false},
		"that role of another account": {"arn:aws:iam::333333333333:role/deploy", []string{own}, false},
		"a role of the hub's account":  {"arn:aws:iam::111111111111:role/deploy", []string{own}, false},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			context := iamtest.Context{}
			if c.externalID != nil {
				context["sts:ExternalId"] = c.externalID
			}
			decision, err := caller.Assume(iamtest.Request{
				Action: "sts:AssumeRole", Resource: role, Principal: c.principal, Context: context,
			}, trust)
			require.NoError(t, err)
			assert.Equal(t, c.allowed, decision.Allowed, decision.Because)
		})
	}
	none := iamtest.Policies{Identity: []*iamtest.Document{iamtest.MustParse(
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`)}}
	decision, err := none.Assume(iamtest.Request{
		Action: "sts:AssumeRole", Resource: role, Principal: deployer, Context: iamtest.Context{"sts:ExternalId": {own}},
	}, trust)
	require.NoError(t, err)
	assert.False(t, decision.Allowed, "the cluster's account has to allow it too")
}
