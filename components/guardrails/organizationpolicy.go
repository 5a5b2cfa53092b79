package guardrails

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// What the organization denies in the accounts of the EKS VPCs. The first four are always denied, the others where they
// are asked for, because something else may need them.
const (
	// Load balancers that are not internal.
	InternetFacingLoadBalancers Guardrail = "internet-facing-load-balancers"
	// Internet gateways.
	InternetGateways Guardrail = "internet-gateways"
	// Elastic IP addresses.
	ElasticAddresses Guardrail = "elastic-addresses"
	// Changes of VPC Block Public Access.
	BlockPublicAccess Guardrail = "block-public-access"

	// Accelerators of AWS Global Accelerator.
	Accelerators Guardrail = "accelerators"
	// Endpoint services (PrivateLink), by which other accounts reach a network load balancer.
	EndpointServices Guardrail = "endpoint-services"
	// Client VPN endpoints.
	ClientVpns Guardrail = "client-vpns"
	// Egress-only internet gateways, which let IPv6 out around the hub.
	EgressOnlyInternetGateways Guardrail = "egress-only-internet-gateways"
	// VPN gateways.
	VpnGateways Guardrail = "vpn-gateways"
	// Further CIDRs of VPCs. The role that deploys the EKS VPCs may need it: see Exempt.
	VpcCidrs Guardrail = "vpc-cidrs"
	// VPC links of API Gateway, which publish an internal load balancer without any internet gateway.
	VpcLinks Guardrail = "vpc-links"
	// VPC origins of CloudFront, which do the same.
	VpcOrigins Guardrail = "vpc-origins"
	// VPC peering connections.
	VpcPeerings Guardrail = "vpc-peerings"
)

// organizationGuardrail is one guardrail as statements: its Sid and what it denies.
type organizationGuardrail struct {
	guardrail Guardrail
	optional  bool
	sid       string
	actions   []string
	resource  string
}

func organizationGuardrails() []organizationGuardrail {
	return []organizationGuardrail{
		{guardrail: InternetFacingLoadBalancers, sid: "InternetFacingLoadBalancers", actions: []string{createLoadBalancer}},
		{guardrail: InternetGateways, sid: "InternetGateways", actions: internetGatewayActions},
		{guardrail: ElasticAddresses, sid: "ElasticAddresses", actions: addressActions},
		{guardrail: BlockPublicAccess, sid: "BlockPublicAccess", actions: blockActions},
		{Accelerators, true, "Accelerators", []string{"globalaccelerator:Create*"}, ""},
		{EndpointServices, true, "EndpointServices", []string{"ec2:CreateVpcEndpointServiceConfiguration"}, ""},
		{ClientVpns, true, "ClientVpns", []string{"ec2:CreateClientVpnEndpoint"}, ""},
		{EgressOnlyInternetGateways, true, "EgressOnlyInternetGateways", []string{"ec2:CreateEgressOnlyInternetGateway"}, ""},
		{VpnGateways, true, "VpnGateways", []string{"ec2:AttachVpnGateway"}, ""},
		{VpcCidrs, true, "VpcCidrs", []string{"ec2:AssociateVpcCidrBlock"}, ""},
		{VpcLinks, true, "VpcLinks", []string{"apigateway:POST"}, "arn:*:apigateway:*::/vpclinks"},
		{VpcOrigins, true, "VpcOrigins", []string{"cloudfront:CreateVpcOrigin"}, ""},
		{VpcPeerings, true, "VpcPeerings", []string{"ec2:CreateVpcPeeringConnection", "ec2:AcceptVpcPeeringConnection"}, ""},
	}
}

// OrganizationGuardrails are all guardrails of the organization; optional are those that have to be asked for.
func OrganizationGuardrails() (always, optional []Guardrail) {
	for _, g := range organizationGuardrails() {
		if g.optional {
			optional = append(optional, g.guardrail)
		} else {
			always = append(always, g.guardrail)
		}
	}
	return always, optional
}

// OrganizationPolicy is a service control policy for the accounts of the EKS VPCs.
type OrganizationPolicy struct {
	// ID of the account that has the ingress load balancers. It must not be among the accounts below: the policy would deny
	// the hub itself.
	IngressAccount string `pulumi:"ingressAccount" json:"ingressAccount"`

	// IDs of the accounts, and of organizational units, to which the policy is attached. No unit may hold the ingress
	// account, which nothing here can see.
	Accounts []string `pulumi:"accounts" json:"accounts,omitempty"`
	Units    []string `pulumi:"units" json:"units,omitempty"`

	// Why gateway load balancers may be made, which have no scheme. Default: empty, they may not; the firewalls are in the hub.
	GatewayLoadBalancers string `pulumi:"gatewayLoadBalancers" json:"gatewayLoadBalancers,omitempty"`

	// ARNs of roles to which nothing of this applies, with wildcards, such as
	// arn:aws:iam::*:role/network-deployment, each with the reason. Default: none.
	Exempt map[string]string `pulumi:"exempt" json:"exempt,omitempty"`

	// Guardrails that are asked for beside those that always hold. Default: none.
	Also []Guardrail `pulumi:"also" json:"also,omitempty"`

	// Guardrails that are switched off although they always hold, each with the reason. Default: none.
	Off map[Guardrail]string `pulumi:"off" json:"off,omitempty"`
}

const longestPolicy = 5120 // characters of a service control policy, an AWS quota

var (
	accountID  = regexp.MustCompile(`^[0-9]{12}$`)
	unitID     = regexp.MustCompile(`^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$`)
	roleArnAll = regexp.MustCompile(`^arn:[a-z*-]+:iam::([0-9]{12}|\*):role/[\w+=,.@/*?-]+$`)
)

// Validate lists everything wrong with the policy.
func (o OrganizationPolicy) Validate() plan.Problems {
	var problems plan.Problems
	add := func(path, format string, values ...any) {
		problems = append(problems, plan.Problem{Path: path, Message: fmt.Sprintf(format, values...)})
	}
	if !accountID.MatchString(o.IngressAccount) {
		add("ingressAccount", "%q is not the ID of an account, twelve digits", o.IngressAccount)
	}
	if len(o.Accounts)+len(o.Units) == 0 {
		add("accounts", "needs the accounts of the EKS VPCs, or their units")
	}
	for i, account := range o.Accounts {
		if !accountID.MatchString(account) {
			add(fmt.Sprintf("accounts[%d]", i), "%q is not the ID of an account, twelve digits", account)
		} else if account == o.IngressAccount {
			add(fmt.Sprintf("accounts[%d]", i), "the ingress is in this account too, and the policy would deny its load balancers: "+
				"give the ingress an account of its own, or do without this policy")
		}
	}
	for i, unit := range o.Units {
		if !unitID.MatchString(unit) {
			add(fmt.Sprintf("units[%d]", i), "%q is not the ID of an organizational unit, such as ou-ab12-0123abcd", unit)
		}
	}
	for _, role := range o.exempt() {
		if !roleArnAll.MatchString(role) {
			add("exempt", "%q is not the ARN of roles, such as arn:aws:iam::*:role/network-deployment", role)
		} else if strings.TrimSpace(o.Exempt[role]) == "" {
			add("exempt."+role, needsReason)
		}
	}
	problems = append(problems, reasoned("gatewayLoadBalancers", o.GatewayLoadBalancers)...)
	always, optional := OrganizationGuardrails()
	for i, guardrail := range o.Also {
		if !slices.Contains(optional, guardrail) {
			add(fmt.Sprintf("also[%d]", i), "%q is not a guardrail that can be asked for; there are %s", guardrail, list(optional))
		}
	}
	problems = append(problems, switchedOff("off", o.Off, always)...)
	statements := o.Document().Statement
	if len(statements) == 0 {
		add("off", "nothing is left to deny")
	}
	if text, err := o.Document().JSON(); err != nil || len(text) > longestPolicy {
		add("exempt", "the policy has %d characters, and AWS takes %d", len(text), longestPolicy)
	}
	return problems
}

// exempt are the roles to which nothing applies.
func (o OrganizationPolicy) exempt() []string { return slices.Sorted(maps.Keys(o.Exempt)) }

// Reasons are those for which something is let through, by guardrail or setting; that of an exempt role is `exempt.<ARN>`.
func (o OrganizationPolicy) Reasons() map[string]string {
	settings := map[string]string{"gatewayLoadBalancers": o.GatewayLoadBalancers}
	for role, reason := range o.Exempt {
		settings["exempt."+role] = reason
	}
	return reasons(o.Off, settings)
}

// Document is the service control policy. It denies only: what is allowed stays with FullAWSAccess, or whatever the
// organization has in its place.
func (o OrganizationPolicy) Document() Document {
	var statements []Statement
	for _, g := range organizationGuardrails() {
		if _, off := o.Off[g.guardrail]; off || g.optional && !slices.Contains(o.Also, g.guardrail) {
			continue
		}
		s := deny(g.sid, g.actions...)
		if g.resource != "" {
			s.Resource = []string{g.resource}
		}
		if g.guardrail == InternetFacingLoadBalancers {
			// Also where the request names no scheme: the default is internet-facing.
			s = s.when("StringNotEquals", schemeKey, "internal")
			if o.GatewayLoadBalancers != "" {
				s.Resource, s.NotResource = nil, []string{"arn:*:elasticloadbalancing:*:*:loadbalancer/gwy/*"}
			}
		}
		if len(o.Exempt) > 0 {
			s = s.when("ArnNotLike", "aws:PrincipalArn", o.exempt()...)
		}
		statements = append(statements, s)
	}
	return document(statements)
}
