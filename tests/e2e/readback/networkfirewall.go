package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall/types"

	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readNetworkFirewall reads policies, rule groups, TLS inspection configurations and logging of AWS Network Firewall; the
// firewalls themselves are read with the network. Rule groups that AWS manages are offers, and are not listed.
func readNetworkFirewall(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := networkfirewall.NewFromConfig(config)
	policies, err := collect(ctx, networkfirewall.NewListFirewallPoliciesPaginator(client, &networkfirewall.ListFirewallPoliciesInput{}),
		func(page *networkfirewall.ListFirewallPoliciesOutput) []types.FirewallPolicyMetadata {
			return page.FirewallPolicies
		})
	if err != nil {
		return err
	}
	put[networkfirewall.DescribeFirewallPolicyOutput](into, "FirewallPolicies", capitalised)
	for _, policy := range policies {
		answer, err := client.DescribeFirewallPolicy(ctx, &networkfirewall.DescribeFirewallPolicyInput{FirewallPolicyArn: policy.Arn})
		if err != nil {
			return err
		}
		put(into, "FirewallPolicies", capitalised, answer)
	}
	groups, err := collect(ctx,
		networkfirewall.NewListRuleGroupsPaginator(client, &networkfirewall.ListRuleGroupsInput{Scope: types.ResourceManagedStatusAccount}),
		func(page *networkfirewall.ListRuleGroupsOutput) []types.RuleGroupMetadata { return page.RuleGroups })
	if err != nil {
		return err
	}
	put[networkfirewall.DescribeRuleGroupOutput](into, "FirewallRuleGroups", capitalised)
	for _, group := range groups {
		answer, err := client.DescribeRuleGroup(ctx, &networkfirewall.DescribeRuleGroupInput{RuleGroupArn: group.Arn})
		if err != nil {
			return err
		}
		put(into, "FirewallRuleGroups", capitalised, answer)
	}
	if _, err := keep(ctx, into, "TLSInspectionConfigurations",
		networkfirewall.NewListTLSInspectionConfigurationsPaginator(client, &networkfirewall.ListTLSInspectionConfigurationsInput{}),
		func(page *networkfirewall.ListTLSInspectionConfigurationsOutput) []types.TLSInspectionConfigurationMetadata {
			return page.TLSInspectionConfigurations
		}); err != nil {
		return err
	}
	return readFirewallLogs(ctx, client, into)
}

// readFirewallLogs reads what each firewall logs.
func readFirewallLogs(ctx context.Context, client *networkfirewall.Client, into snapshot.Documents) error {
	put[networkfirewall.DescribeLoggingConfigurationOutput](into, "LoggingConfigurations", capitalised)
	for _, described := range into["Firewalls"] {
		firewall, _ := described["Firewall"].(snapshot.Document)
		answer, err := client.DescribeLoggingConfiguration(ctx, &networkfirewall.DescribeLoggingConfigurationInput{
			FirewallArn: aws.String(text(firewall, "FirewallArn")),
		})
		if err != nil {
			return err
		}
		put(into, "LoggingConfigurations", capitalised, answer)
	}
	return nil
}
