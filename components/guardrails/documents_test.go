package guardrails_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
)

const (
	eksAccount, ingressAccount = "222222222222", "111111111111"
	deployer                   = "arn:aws:iam::222222222222:role/network-deployment"
	developer                  = "arn:aws:iam::222222222222:role/payments/developer"
	balancers                  = "arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/"
)

func parse(t *testing.T, document guardrails.Document) *iamtest.Document {
	t.Helper()
	text, err := document.JSON()
	require.NoError(t, err)
	parsed, err := iamtest.Parse(text)
	require.NoError(t, err)
	return parsed
}

func scheme(values ...string) iamtest.Context {
	if len(values) == 0 {
		return nil
	}
	return iamtest.Context{"elasticloadbalancing:Scheme": values}
}

// call is a request and what becomes of it.
type call struct {
	action, resource string
	context          iamtest.Context
	allowed          bool
}

func decide(t *testing.T, policies iamtest.Policies, principal string, calls []call) {
	t.Helper()
	for _, c := range calls {
		if c.resource == "" {
			c.resource = "*"
		}
		decision, err := policies.Decide(iamtest.Request{Action: c.action, Resource: c.resource, Principal: principal, Context: c.context})
		require.NoError(t, err)
		assert.Equal(t, c.allowed, decision.Allowed, "%s %s %v: %s", c.action, c.resource, c.context, decision.Because)
	}
}

// needed is what a workload does in its account, whoever deploys it and whatever runs in the cluster.
var needed = []call{
	{"elasticloadbalancing:CreateLoadBalancer", balancers + "net/a/*", scheme("internal"), true},
	{"elasticloadbalancing:CreateLoadBalancer", balancers + "app/a/*", scheme("internal"), true},
	{"elasticloadbalancing:CreateListener", balancers + "net/a/1", nil, true},
	{"elasticloadbalancing:CreateTargetGroup", "*", nil, true},
	{"elasticloadbalancing:RegisterTargets", "*", nil, true},
	{"ec2:CreateVpc", "*", nil, true},
	{"ec2:CreateSubnet", "*", nil, true},
	{"ec2:CreateRoute", "*", nil, true},
	{"ec2:CreateVpcEndpoint", "*", nil, true},
	{"ec2:CreateTransitGatewayVpcAttachment", "*", nil, true},
	{"ec2:RunInstances", "*", nil, true},
	{"eks:CreateCluster", "*", nil, true},
	// What is there can always go.
	{"ec2:DetachInternetGateway", "*", nil, true},
	{"ec2:DeleteInternetGateway", "*", nil, true},
	{"ec2:ReleaseAddress", "*", nil, true},
	{"ec2:DeleteVpcBlockPublicAccessExclusion", "*", nil, true},
	{"elasticloadbalancing:DeleteLoadBalancer", balancers + "app/a/1", nil, true},
}

// escapes are ways to the internet around the hub that are always closed.
var escapes = []call{
	{"elasticloadbalancing:CreateLoadBalancer", balancers + "app/a/*", scheme("internet-facing"), false},
	{"elasticloadbalancing:CreateLoadBalancer", balancers + "net/a/*", scheme("internet-facing"), false},
	{"elasticloadbalancing:CreateLoadBalancer", balancers + "app/a/*", nil, false}, // the default
	{"elasticloadbalancing:CreateLoadBalancer", balancers + "classic", nil, false},
	{"elasticloadbalancing:CreateLoadBalancer", balancers + "a", scheme("Internal"), false},
	{"ec2:CreateInternetGateway", "*", nil, false},
	{"ec2:AttachInternetGateway", "*", nil, false},
	{"ec2:AllocateAddress", "*", nil, false},
	{"ec2:AssociateAddress", "*", nil, false},
	{"ec2:ModifyVpcBlockPublicAccessOptions", "*", nil, false},
	{"ec2:CreateVpcBlockPublicAccessExclusion", "*", nil, false},
	{"ec2:ModifyVpcBlockPublicAccessExclusion", "*", nil, false},
}

// doors are the escapes that a policy closes where it is asked to.
var doors = map[guardrails.Guardrail][]call{
	guardrails.Accelerators: {
		{"globalaccelerator:CreateAccelerator", "*", nil, false},
		{"globalaccelerator:CreateCustomRoutingAccelerator", "*", nil, false},
		{"globalaccelerator:CreateEndpointGroup", "*", nil, false},
	},
	guardrails.EndpointServices:           {{"ec2:CreateVpcEndpointServiceConfiguration", "*", nil, false}},
	guardrails.ClientVpns:                 {{"ec2:CreateClientVpnEndpoint", "*", nil, false}},
	guardrails.EgressOnlyInternetGateways: {{"ec2:CreateEgressOnlyInternetGateway", "*", nil, false}},
	guardrails.VpnGateways:                {{"ec2:AttachVpnGateway", "*", nil, false}},
	guardrails.VpcCidrs:                   {{"ec2:AssociateVpcCidrBlock", "*", nil, false}},
	guardrails.VpcLinks:                   {{"apigateway:POST", "arn:aws:apigateway:us-east-1::/vpclinks", nil, false}},
	guardrails.VpcOrigins:                 {{"cloudfront:CreateVpcOrigin", "*", nil, false}},
	guardrails.VpcPeerings: {
		{"ec2:CreateVpcPeeringConnection", "*", nil, false}, {"ec2:AcceptVpcPeeringConnection", "*", nil, false},
	},
}

func opened(calls []call) []call {
	out := make([]call, 0, len(calls))
	for _, c := range calls {
		c.allowed = true
		out = append(out, c)
	}
	return out
}

func eksAccounts() guardrails.OrganizationPolicy {
	return guardrails.OrganizationPolicy{IngressAccount: ingressAccount, Accounts: []string{eksAccount}}
}

// under is an administrator of an account to which a policy is attached.
func under(t *testing.T, policy guardrails.OrganizationPolicy) iamtest.Policies {
	t.Helper()
	require.Empty(t, policy.Validate())
	return iamtest.Policies{
		Organization: [][]*iamtest.Document{{iamtest.FullAccess()}, {iamtest.FullAccess(), parse(t, policy.Document())}},
		Identity:     []*iamtest.Document{iamtest.FullAccess()},
	}
}

func TestOrganizationPolicy(t *testing.T) {
	t.Parallel()
	_, optional := guardrails.OrganizationGuardrails()
	require.Len(t, optional, len(doors), "every guardrail has its calls here")

	closed := under(t, eksAccounts())
	decide(t, closed, developer, needed)
	decide(t, closed, developer, escapes)
	for _, guardrail := range optional {
		decide(t, closed, developer, opened(doors[guardrail]))
		policy := eksAccounts()
		policy.Also = []guardrails.Guardrail{guardrail}
		policies := under(t, policy)
		decide(t, policies, developer, needed)
		decide(t, policies, developer, escapes)
		for other, calls := range doors {
			if other != guardrail {
				calls = opened(calls)
			}
			decide(t, policies, developer, calls)
		}
	}
	// Other uses of API Gateway stay.
	policy := eksAccounts()
	policy.Also = optional
	decide(t, under(t, policy), developer, []call{{"apigateway:POST", "arn:aws:apigateway:us-east-1::/restapis", nil, true}})
}

func TestOrganizationPolicySwitchedOff(t *testing.T) {
	t.Parallel()
	always, _ := guardrails.OrganizationGuardrails()
	for _, off := range always {
		policy := eksAccounts()
		policy.Off = map[guardrails.Guardrail]string{off: "moved to the landing zone's own policy"}
		policies, changed := under(t, policy), 0
		for _, escape := range escapes {
			decision, err := policies.Decide(iamtest.Request{Action: escape.action, Resource: escape.resource, Context: escape.context})
			require.NoError(t, err)
			if decision.Allowed {
				changed++
			}
		}
		require.Positive(t, changed, off)
		require.Less(t, changed, len(escapes), off)
	}
}

func TestOrganizationPolicyCarveOuts(t *testing.T) {
	t.Parallel()
	gateway := call{"elasticloadbalancing:CreateLoadBalancer", balancers + "gwy/firewall/*", nil, false}
	decide(t, under(t, eksAccounts()), developer, []call{gateway})
	policy := eksAccounts()
	policy.GatewayLoadBalancers = "the firewalls of the team, OPS-312"
	decide(t, under(t, policy), developer, opened([]call{gateway}))
	decide(t, under(t, policy), developer, escapes)

	policy = eksAccounts()
	policy.Exempt = map[string]string{"arn:aws:iam::*:role/network-deployment": "deploys the network"}
	decide(t, under(t, policy), deployer, opened(escapes))
	decide(t, under(t, policy), developer, escapes)
	decide(t, under(t, policy), developer, needed)
	decide(t, under(t, policy), deployer+"-of-mine", escapes)
	decide(t, under(t, policy), "arn:aws:iam::222222222222:role/x/network-deployment", escapes)
	decide(t, under(t, policy), "", escapes)
	policy.GatewayLoadBalancers = "the firewalls of the team, OPS-312"
	policy.Off = map[guardrails.Guardrail]string{guardrails.ElasticAddresses: "NAT gateways until May"}
	require.Equal(t, map[string]string{
		"elastic-addresses": "NAT gateways until May", "gatewayLoadBalancers": "the firewalls of the team, OPS-312",
		"exempt.arn:aws:iam::*:role/network-deployment": "deploys the network",
	}, policy.Reasons())
}

func TestOrganizationPoliciesThatAreWrong(t *testing.T) {
	t.Parallel()
	always, _ := guardrails.OrganizationGuardrails()
	all := map[guardrails.Guardrail]string{}
	for _, guardrail := range always {
		all[guardrail] = "test"
	}
	for name, test := range map[string]struct {
		change     func(*guardrails.OrganizationPolicy)
		path, says string
	}{
		"no ingress account": {func(o *guardrails.OrganizationPolicy) { o.IngressAccount = "" }, "ingressAccount", "twelve digits"},
		"the same account": {
			func(o *guardrails.OrganizationPolicy) { o.Accounts = append(o.Accounts, ingressAccount) }, "accounts[1]",
			"give the ingress an account of its own",
		},
		"an account's name": {func(o *guardrails.OrganizationPolicy) { o.Accounts[0] = "payments" }, "accounts[0]", "twelve digits"},
		"nobody":            {func(o *guardrails.OrganizationPolicy) { o.Accounts = nil }, "accounts", "needs"},
		"the root":          {func(o *guardrails.OrganizationPolicy) { o.Units = []string{"r-ab12"} }, "units[0]", "organizational unit"},
		"a user": {func(o *guardrails.OrganizationPolicy) {
			o.Exempt = map[string]string{"arn:aws:iam::1:user/x": "why not"}
		}, "exempt", "roles"},
		"everybody": {func(o *guardrails.OrganizationPolicy) { o.Exempt = map[string]string{"*": "why not"} }, "exempt", "roles"},
		"exempt without a reason": {
			func(o *guardrails.OrganizationPolicy) { o.Exempt = map[string]string{deployer: ""} }, "exempt." + deployer, "reason",
		},
		"gateway load balancers for a reason that says nothing": {
			func(o *guardrails.OrganizationPolicy) { o.GatewayLoadBalancers = " " }, "gatewayLoadBalancers", "reason",
		},
		"too long": {
			func(o *guardrails.OrganizationPolicy) {
				o.Exempt = map[string]string{"arn:aws:iam::*:role/" + strings.Repeat("x", 1500): "deploys the network"}
			}, "exempt", "5120",
		},
		"asked for what always holds": {
			func(o *guardrails.OrganizationPolicy) { o.Also = []guardrails.Guardrail{guardrails.InternetGateways} }, "also[0]", "vpc-links",
		},
		"no reason": {
			func(o *guardrails.OrganizationPolicy) {
				o.Off = map[guardrails.Guardrail]string{guardrails.InternetGateways: ""}
			}, "off.internet-gateways", "reason",
		},
		"everything off": {func(o *guardrails.OrganizationPolicy) { o.Off = all }, "off", "nothing is left"},
	} {
		policy := eksAccounts()
		test.change(&policy)
		problems := policy.Validate()
		if assert.Len(t, problems, 1, name) {
			assert.Equal(t, test.path, problems[0].Path, name)
			assert.Contains(t, problems[0].Message, test.says, name)
		}
	}
	longest := eksAccounts()
	_, longest.Also = guardrails.OrganizationGuardrails()
	longest.Exempt = map[string]string{
		"arn:aws:iam::*:role/network-deployment": "deploys the network", "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*": "people",
	}
	require.Empty(t, longest.Validate(), "everything fits")
}

// TestClusterRole: the policy is tested beside one that allows everything, which is more than AWS's own ones do.
func TestClusterRole(t *testing.T) {
	t.Parallel()
	const role = "arn:aws:iam::222222222222:role/eks-payments"
	running := []call{
		{"ec2:DescribeSubnets", "*", nil, true},
		{"ec2:CreateSecurityGroup", "*", nil, true},
		{"ec2:CreateNetworkInterface", "*", nil, true},
		{"ec2:AuthorizeSecurityGroupIngress", "*", nil, true},
		{"ec2:RunInstances", "*", nil, true},
		{"elasticloadbalancing:DescribeLoadBalancers", "*", nil, true},
		{"elasticloadbalancing:DescribeTargetHealth", "*", nil, true},
		// Auto Mode registers the targets of TargetGroupBindings with this role.
		{"elasticloadbalancing:RegisterTargets", "*", nil, true},
		{"elasticloadbalancing:DeregisterTargets", "*", nil, true},
		// Load balancers from before can go.
		{"elasticloadbalancing:DeleteLoadBalancer", balancers + "app/a/1", nil, true},
		{"elasticloadbalancing:DeleteListener", "*", nil, true},
	}
	internal := []call{
		{"elasticloadbalancing:CreateLoadBalancer", balancers + "net/a/*", scheme("internal"), false},
		{"elasticloadbalancing:CreateListener", balancers + "net/a/1", nil, false},
		{"elasticloadbalancing:ModifyListener", "*", nil, false},
		{"elasticloadbalancing:CreateRule", "*", nil, false},
		{"elasticloadbalancing:ModifyRule", "*", nil, false},
		{"elasticloadbalancing:SetRulePriorities", "*", nil, false},
		{"elasticloadbalancing:SetSubnets", "*", nil, false},
		{"elasticloadbalancing:SetSecurityGroups", "*", nil, false},
		{"elasticloadbalancing:AddListenerCertificates", "*", nil, false},
		{"elasticloadbalancing:CreateLoadBalancerListeners", "*", nil, false},
		{"elasticloadbalancing:RegisterInstancesWithLoadBalancer", "*", nil, false},
		{"elasticloadbalancing:AttachLoadBalancerToSubnets", "*", nil, false},
		{"elasticloadbalancing:ApplySecurityGroupsToLoadBalancer", "*", nil, false},
	}
	for _, settings := range []guardrails.ClusterRole{{}, {InternalNlbs: "the mesh has its own NLB"}} {
		require.Empty(t, settings.Validate())
		policies := iamtest.Policies{Identity: []*iamtest.Document{iamtest.FullAccess(), parse(t, settings.Document())}}
		decide(t, policies, role, running)
		decide(t, policies, role, escapes)
		if settings.InternalNlbs != "" {
			decide(t, policies, role, opened(internal))
		} else {
			decide(t, policies, role, internal)
		}
	}
	// Each guardrail that is switched off lets through what it denies, and nothing else.
	for off, denied := range map[guardrails.Guardrail]string{
		guardrails.LoadBalancers:     "elasticloadbalancing:",
		guardrails.InternetGateways:  "InternetGateway",
		guardrails.ElasticAddresses:  "Address",
		guardrails.BlockPublicAccess: "BlockPublicAccess",
	} {
		settings := guardrails.ClusterRole{Off: map[guardrails.Guardrail]string{off: "test"}}
		require.Empty(t, settings.Validate())
		require.Equal(t, map[string]string{string(off): "test"}, settings.Reasons())
		policies := iamtest.Policies{Identity: []*iamtest.Document{iamtest.FullAccess(), parse(t, settings.Document())}}
		decide(t, policies, role, running)
		var let, kept []call
		for _, c := range slices.Concat(internal, escapes) {
			if strings.Contains(c.action, denied) {
				let = append(let, c)
			} else {
				kept = append(kept, c)
			}
		}
		require.NotEmpty(t, let, off)
		decide(t, policies, role, opened(let))
		decide(t, policies, role, kept)
	}
}

func TestClusterRolesThatAreWrong(t *testing.T) {
	t.Parallel()
	all := map[guardrails.Guardrail]string{}
	for _, guardrail := range guardrails.ClusterRoleGuardrails() {
		all[guardrail] = "test"
	}
	for name, test := range map[string]struct {
		role       guardrails.ClusterRole
		path, says string
	}{
		"no reason":             {guardrails.ClusterRole{Off: map[guardrails.Guardrail]string{guardrails.LoadBalancers: ""}}, "off.load-balancers", "reason"},
		"a reason of space":     {guardrails.ClusterRole{Off: map[guardrails.Guardrail]string{guardrails.LoadBalancers: " "}}, "off.load-balancers", "reason"},
		"one of the API server": {guardrails.ClusterRole{Off: map[guardrails.Guardrail]string{guardrails.Services: "test"}}, "off.services", "load-balancers"},
		"NLBs without a reason": {guardrails.ClusterRole{InternalNlbs: "\t"}, "internalNlbs", "reason"},
		"a switch":              {guardrails.ClusterRole{InternalNlbs: "true"}, "internalNlbs", "reason in words"},
		"everything off":        {guardrails.ClusterRole{Off: all}, "off", "nothing is left"},
	} {
		problems := test.role.Validate()
		if assert.Len(t, problems, 1, name) {
			assert.Equal(t, test.path, problems[0].Path, name)
			assert.Contains(t, problems[0].Message, test.says, name)
		}
	}
}
