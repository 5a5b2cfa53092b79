package networkfirewall

import (
	"fmt"

	awsfirewall "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/networkfirewall"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// endpointIn is the ID of the firewall's endpoint in a zone, which is the one in the zone's subnet.
func endpointIn(
	firewall, zone string, subnetID pulumi.StringInput, statuses awsfirewall.FirewallFirewallStatusArrayOutput,
) pulumi.StringOutput {
	return pulumi.All(subnetID, statuses).ApplyT(func(known []any) (string, error) {
		subnet, _ := known[0].(string)
		made, _ := known[1].([]awsfirewall.FirewallFirewallStatus)
		for _, status := range made {
			for _, state := range status.SyncStates {
				for _, attachment := range state.Attachments {
					if deref(attachment.SubnetId) == subnet && deref(attachment.EndpointId) != "" {
						return *attachment.EndpointId, nil
					}
				}
			}
		}
		return "", fmt.Errorf("firewall %s has no endpoint in %s (subnet %s): AWS lists none in the firewall's status", firewall, zone, subnet)
	}).(pulumi.StringOutput)
}

// deref is a string that may be absent.
func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
