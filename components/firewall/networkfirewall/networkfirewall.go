package networkfirewall

import (
	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	awsfirewall "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/networkfirewall"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// NetworkFirewallToken is the type token of NetworkFirewall.
const NetworkFirewallToken = "ingresshub:index:NetworkFirewall"

// NetworkFirewall is an AWS Network Firewall with its policy, rules and logs.
//
// A zone is added in place. AWS takes another VPC for another firewall: the new one is made before the old one goes.
type NetworkFirewall struct {
	pulumi.ResourceState

	// Endpoint IDs by zone ID. Whoever uses one waits for the firewall's logs.
	EndpointIDs pulumi.StringMap

	// ARN of the firewall.
	FirewallArn pulumi.StringOutput `pulumi:"firewallArn"`

	// Names of the log groups made for the firewall, by plan name, such as edge.alert. None where it logs to a bucket.
	LogGroupNames pulumi.StringMap
}

// NewNetworkFirewall registers an AWS Network Firewall.
//
// The error lists all problems, and then nothing is registered.
func NewNetworkFirewall(
	ctx *pulumi.Context, name string, args *firewall.Args, opts ...pulumi.ResourceOption,
) (*NetworkFirewall, error) {
	if args == nil {
		args = &firewall.Args{}
	}
	if err := inputs.Check(NetworkFirewallToken, name, problems(args)...); err != nil {
		return nil, err
	}
	component := &NetworkFirewall{EndpointIDs: pulumi.StringMap{}, LogGroupNames: pulumi.StringMap{}}
	if err := ctx.RegisterComponentResource(NetworkFirewallToken, name, component, opts...); err != nil {
		return nil, err
	}
	p := &printer{ctx: ctx, args: args, plan: *args.Plan.NetworkFirewall, parent: pulumi.Parent(component)}
	policyArn, err := p.printPolicy()
	if err != nil {
		return nil, err
	}
	made, err := p.printFirewall(policyArn)
	if err != nil {
		return nil, err
	}
	logging, err := p.printLogging(made.Arn, component.LogGroupNames)
	if err != nil {
		return nil, err
	}
	for _, endpoint := range args.Plan.Endpoints {
		id := endpointIn(args.Plan.Name, endpoint.Zone, args.SubnetIDs[endpoint.Zone], made.FirewallStatuses)
		component.EndpointIDs[endpoint.Zone] = outputs.After(id, logging)
	}
	component.FirewallArn = made.Arn
	outputs.Register(ctx, component, pulumi.Map{
		"endpointIds":   component.EndpointIDs,
		"firewallArn":   component.FirewallArn,
		"logGroupNames": component.LogGroupNames,
	})
	return component, nil
}

// Flavour makes an AWS Network Firewall.
func Flavour(ctx *pulumi.Context, name string, args *firewall.Args, opts ...pulumi.ResourceOption) (pulumi.StringMap, error) {
	component, err := NewNetworkFirewall(ctx, name, args, opts...)
	if err != nil {
		return nil, err
	}
	return component.EndpointIDs, nil
}

var _ firewall.Flavour = Flavour

// problems is everything wrong with the arguments.
func problems(args *firewall.Args) []plan.Problems {
	return []plan.Problems{
		args.Plan.Validate(),
		inputs.Require("plan.networkFirewall", args.Plan.NetworkFirewall != nil),
		inputs.Require("vpcId", args.VpcID != nil),
		args.ZoneProblems(),
	}
}

// printer prints one firewall as children of its component.
type printer struct {
	ctx    *pulumi.Context
	args   *firewall.Args
	plan   plan.PlannedNetworkFirewall
	parent pulumi.ResourceOrInvokeOption
}

// besides lets a replacement be made before what it replaces goes. Pulumi would delete first, because the name is given; but
// the plan gives a replacement another one, and AWS deletes nothing that something refers to.
var besides = pulumi.DeleteBeforeReplace(false)

// printFirewall prints the firewall itself.
func (p *printer) printFirewall(policyArn pulumi.StringInput) (*awsfirewall.Firewall, error) {
	mappings := make(awsfirewall.FirewallSubnetMappingArray, 0, len(p.args.Plan.Endpoints))
	for _, endpoint := range p.args.Plan.Endpoints {
		mappings = append(mappings, awsfirewall.FirewallSubnetMappingArgs{SubnetId: p.args.SubnetIDs[endpoint.Zone].ToStringOutput()})
	}
	args := &awsfirewall.FirewallArgs{
		Name:                           pulumi.String(p.plan.AwsName),
		VpcId:                          p.args.VpcID,
		SubnetMappings:                 mappings,
		FirewallPolicyArn:              policyArn,
		DeleteProtection:               pulumi.Bool(p.plan.DeletionProtection),
		SubnetChangeProtection:         pulumi.Bool(p.plan.SubnetChangeProtection),
		FirewallPolicyChangeProtection: pulumi.Bool(p.plan.PolicyChangeProtection),
		Tags:                           inputs.Tags(p.args.Tags, p.args.Plan.Name),
	}
	if p.plan.KmsKeyArn != "" {
		args.EncryptionConfiguration = awsfirewall.FirewallEncryptionConfigurationArgs{
			KeyId: pulumi.String(p.plan.KmsKeyArn), Type: pulumi.String(customerKey),
		}
	}
	return awsfirewall.NewFirewall(p.ctx, p.args.Plan.Name, args, p.parent, besides,
		pulumi.Protect(p.plan.DeletionProtection))
}

// customerKey is a key of one's own, in AWS's words.
const customerKey = "CUSTOMER_KMS"
