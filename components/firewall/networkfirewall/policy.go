package networkfirewall

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	awsfirewall "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/networkfirewall"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	// Rules are evaluated as they stand. By default AWS would take those that pass first.
	strictOrder = "STRICT_ORDER"

	// Everything is for the rules, fragments too, which AWS could drop or pass before any rule sees them.
	toRules = "aws:forward_to_sfe"

	// What no rule is about: data that a client sends. AWS waits for as much of it as rules about server names need, also
	// where a handshake comes in several packets, and leaves alone what servers answer.
	dropRest = "aws:drop_established_app_layer_to_server"

	// Without it, what is dropped so would not be logged.
	logRest = "aws:alert_established_app_layer_to_server"

	// A connection that the firewall did not see begin, such as after it was put into the path, is refused in such a way that
	// its client opens another at once.
	refuseUnknown = "REJECT"
)

// printPolicy prints the policy and what it refers to, and returns its ARN.
func (p *printer) printPolicy() (pulumi.StringOutput, error) {
	groups, err := p.printRuleGroups()
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	homeNet := make(pulumi.StringArray, 0, len(p.args.Plan.HomeNet))
	for _, network := range p.args.Plan.HomeNet {
		homeNet = append(homeNet, pulumi.String(network))
	}
	rules := awsfirewall.FirewallPolicyFirewallPolicyArgs{
		StatelessDefaultActions:         pulumi.StringArray{pulumi.String(toRules)},
		StatelessFragmentDefaultActions: pulumi.StringArray{pulumi.String(toRules)},
		StatefulDefaultActions:          pulumi.StringArray{pulumi.String(dropRest), pulumi.String(logRest)},
		StatefulEngineOptions: awsfirewall.FirewallPolicyFirewallPolicyStatefulEngineOptionsArgs{
			RuleOrder: pulumi.String(strictOrder), StreamExceptionPolicy: pulumi.String(refuseUnknown),
		},
		StatefulRuleGroupReferences: groups,
		// AWS would take the firewall's own VPC for the protected side. $EXTERNAL_NET is all else.
		PolicyVariables: awsfirewall.FirewallPolicyFirewallPolicyPolicyVariablesArgs{
			RuleVariables: awsfirewall.FirewallPolicyFirewallPolicyPolicyVariablesRuleVariableArray{
				awsfirewall.FirewallPolicyFirewallPolicyPolicyVariablesRuleVariableArgs{
					Key:   pulumi.String("HOME_NET"),
					IpSet: awsfirewall.FirewallPolicyFirewallPolicyPolicyVariablesRuleVariableIpSetArgs{Definitions: homeNet},
				},
			},
		},
	}
	if p.plan.TlsInspection != nil {
		configuration, err := p.printTLSInspection()
		if err != nil {
			return pulumi.StringOutput{}, err
		}
		rules.TlsInspectionConfigurationArn = configuration.Arn
	}
	args := &awsfirewall.FirewallPolicyArgs{
		Name:           pulumi.String(p.plan.PolicyAwsName),
		Description:    pulumi.String("Firewall " + p.args.Plan.Name),
		FirewallPolicy: rules,
		Tags:           inputs.Tags(p.args.Tags, p.args.Plan.Name),
	}
	if p.plan.KmsKeyArn != "" {
		args.EncryptionConfiguration = awsfirewall.FirewallPolicyEncryptionConfigurationArgs{
			KeyId: pulumi.String(p.plan.KmsKeyArn), Type: pulumi.String(customerKey),
		}
	}
	policy, err := awsfirewall.NewFirewallPolicy(p.ctx, p.args.Plan.Name, args, p.parent, besides)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return policy.Arn, nil
}
