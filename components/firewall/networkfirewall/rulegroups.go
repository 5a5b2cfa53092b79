package networkfirewall

import (
	"strings"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/lookups"
	awsfirewall "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/networkfirewall"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// references are the rule groups of a policy.
type references = awsfirewall.FirewallPolicyFirewallPolicyStatefulRuleGroupReferenceArray

// printRuleGroups prints the rule groups, and refers to them and to those that AWS manages.
func (p *printer) printRuleGroups() (references, error) {
	groups := make(references, 0, len(p.plan.RuleGroups))
	for _, planned := range p.plan.RuleGroups {
		var arn pulumi.StringInput
		if planned.Managed != "" {
			arn = p.managedArn(planned.Managed)
		} else {
			group, err := p.printRuleGroup(planned)
			if err != nil {
				return nil, err
			}
			arn = group.Arn
		}
		groups = append(groups, awsfirewall.FirewallPolicyFirewallPolicyStatefulRuleGroupReferenceArgs{
			Priority: pulumi.Int(planned.Priority), ResourceArn: arn,
		})
	}
	return groups, nil
}

func (p *printer) printRuleGroup(planned plan.FirewallRuleGroup) (*awsfirewall.RuleGroup, error) {
	args := &awsfirewall.RuleGroupArgs{
		Name:        pulumi.String(planned.AwsName),
		Description: pulumi.String("Rules " + planned.Name),
		Type:        pulumi.String("STATEFUL"),
		Capacity:    pulumi.Int(planned.Capacity),
		RuleGroup: awsfirewall.RuleGroupRuleGroupArgs{
			RulesSource: awsfirewall.RuleGroupRuleGroupRulesSourceArgs{
				RulesString: pulumi.String(strings.Join(planned.Rules, "\n") + "\n"),
			},
			StatefulRuleOptions: awsfirewall.RuleGroupRuleGroupStatefulRuleOptionsArgs{RuleOrder: pulumi.String(strictOrder)},
		},
		Tags: inputs.Tags(p.args.Tags, planned.Name),
	}
	if p.plan.KmsKeyArn != "" {
		args.EncryptionConfiguration = awsfirewall.RuleGroupEncryptionConfigurationArgs{
			KeyId: pulumi.String(p.plan.KmsKeyArn), Type: pulumi.String(customerKey),
		}
	}
	return awsfirewall.NewRuleGroup(p.ctx, planned.Name, args, p.parent, besides)
}

// managedArn is the ARN of a rule group that AWS manages.
func (p *printer) managedArn(name string) pulumi.StringOutput {
	partition := lookups.PartitionOf(p.ctx, p.parent).Name
	region := lookups.RegionOf(p.ctx, p.parent)
	return pulumi.Sprintf("arn:%s:network-firewall:%s:aws-managed:stateful-rulegroup/%s", partition, region, name)
}
