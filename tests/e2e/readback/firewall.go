package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	firewall "github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readFirewalls reads firewalls of AWS Network Firewall, each with the endpoints in its status.
func readFirewalls(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := firewall.NewFromConfig(config)
	listed, err := collect(ctx, firewall.NewListFirewallsPaginator(client, &firewall.ListFirewallsInput{}),
		func(page *firewall.ListFirewallsOutput) []types.FirewallMetadata { return page.Firewalls })
	if err != nil {
		return err
	}
	put[firewall.DescribeFirewallOutput](into, "Firewalls", capitalised)
	for _, found := range listed {
		answer, err := client.DescribeFirewall(ctx, &firewall.DescribeFirewallInput{FirewallArn: found.FirewallArn})
		if err != nil {
			return err
		}
		put(into, "Firewalls", capitalised, answer)
	}
	return nil
}
