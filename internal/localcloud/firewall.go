package localcloud

import (
	"slices"
)

// AWS Network Firewall: firewalls, their policies and rule groups, what they
// log, and how they inspect TLS.

func firewallKinds() []*kind {
	return []*kind{firewallKind(), firewallPolicyKind(), ruleGroupKind(), firewallLoggingKind(), tlsInspectionKind()}
}

// firewallAnswers are what AWS answers about each resource of the service.
func firewallAnswers(c *call, kind, name string) (string, Props) {
	arn := c.arn("network-firewall", kind+"/"+name)
	return arn, Props{"arn": arn, "name": name, "updateToken": uuid(c.hash("token", 32))}
}

// freeFirewallName refuses a second resource of one name.
func freeFirewallName(c *call, arn string) error {
	if c.find(c.kind.token, arn) != nil {
		return refuse("InvalidRequestException", "A resource with the specified name already exists: %s", arn)
	}
	return nil
}

// renewed is the update token after a change.
func renewed(c *call) Props {
	return Props{"updateToken": uuid(hashOf(str(c.old.Outputs, "updateToken"), 32))}
}

func firewallKind() *kind {
	return &kind{
		token:    tFirewall,
		replace:  []string{"name", "vpcId"},
		name:     named("name", 128),
		defaults: Props{"deleteProtection": false},
		sets:     []string{"subnetMappings", "enabledAnalysisTypes"},
		nested:   []string{"subnetMappings[].ipAddressType"},
		inUse:    "InvalidOperationException",
		refs: []ref{
			{path: "vpcId", to: []string{tVpc}, missing: "InvalidRequestException", say: "VPC %s does not exist", holds: true},
			{path: "subnetMappings[].subnetId", to: []string{tSubnet}, missing: "InvalidRequestException", say: "Subnet %s does not exist", holds: true},
			{path: "firewallPolicyArn", to: []string{tFirewallPolicy}, missing: "InvalidRequestException", say: "Firewall policy %s does not exist", holds: true},
		},
		create:     createFirewall,
		update:     updateFirewall,
		remove:     removeFirewall,
		changing:   []string{"firewallStatuses", "updateToken"},
		changingIf: changingOfFirewall,
	}
}

// changingOfFirewall follows the provider: endpoints may change with the
// subnets, and the token with whatever has a call of its own.
func changingOfFirewall(old, in Props) []string {
	var changing []string
	if !equal(subnetsOf(old), subnetsOf(in)) || hasUnknown(in["subnetMappings"]) {
		changing = append(changing, "firewallStatuses")
	}
	for _, p := range []string{
		"deleteProtection", "description", "encryptionConfiguration", "firewallPolicyArn", "firewallPolicyChangeProtection",
		"subnetChangeProtection", "subnetMappings",
	} {
		if in[p] != nil && !equal(old[p], in[p]) {
			return append(changing, "updateToken")
		}
	}
	return changing
}

// subnetsOf lists the subnets of a firewall, in a fixed order.
func subnetsOf(p Props) []string {
	return slices.Sorted(slices.Values(values(p, "subnetMappings[].subnetId")))
}

func createFirewall(c *call) (string, Props, error) {
	arn, out := firewallAnswers(c, "firewall", str(c.in, "name"))
	if err := freeFirewallName(c, arn); err != nil {
		return "", nil, err
	}
	if limit := c.cloud.quotas.FirewallsPerRegion; len(c.all(tFirewall)) >= limit {
		return "", nil, refuse("LimitExceededException", "Unable to perform the operation because doing so would violate a limit setting: "+
			"%d firewalls per account and Region", limit)
	}
	endpoints, err := placeFirewall(c, arn)
	return arn, merge(out, endpoints), err
}

// updateFirewall takes the calls that the provider makes in their order:
// protections first, then the policy, then the subnets, each protection as it is
// after the update.
func updateFirewall(c *call) (Props, error) {
	for _, of := range []struct{ protection, what string }{
		{"firewallPolicyChangeProtection", "firewallPolicyArn"}, {"subnetChangeProtection", "subnetMappings"},
	} {
		changes := c.changed(of.what)
		if of.what == "subnetMappings" {
			changes = !equal(subnetsOf(c.old.Outputs), subnetsOf(c.in))
		}
		if changes && boolean(c.in, of.protection) {
			return nil, refuse("InvalidOperationException", "Unable to change %s of firewall %s: its %s is enabled", of.what, c.old.ID, of.protection)
		}
	}
	out := renewed(c)
	if equal(subnetsOf(c.old.Outputs), subnetsOf(c.in)) {
		return merge(out, Props{"subnetMappings": mappingsOf(c)}), nil
	}
	endpoints, err := placeFirewall(c, c.old.ID)
	return merge(out, endpoints), err
}

func removeFirewall(c *call) error {
	if boolean(c.old.Outputs, "deleteProtection") {
		return refuse("InvalidOperationException", "Unable to delete firewall %s: its deleteProtection is enabled", c.old.ID)
	}
	for _, id := range values(c.old.Outputs, "firewallStatuses[].syncStates[].attachments[].endpointId") {
		if err := removeFirewallEndpoint(c, id); err != nil {
			return err
		}
	}
	return nil
}
