package observe

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

type (
	described struct {
		Firewall struct {
			FirewallName                   string
			FirewallArn                    string
			FirewallPolicyArn              string
			VpcID                          string `json:"VpcId"`
			Description                    string
			DeleteProtection               bool
			SubnetChangeProtection         bool
			FirewallPolicyChangeProtection bool
			EncryptionConfiguration        encryption
			EnabledAnalysisTypes           []string
			SubnetMappings                 []struct {
				SubnetID      string `json:"SubnetId"`
				IPAddressType string
			}
			Tags tags
		}
		FirewallStatus struct {
			Status                        string
			ConfigurationSyncStateSummary string
			SyncStates                    map[string]struct {
				Attachment struct {
					EndpointID string `json:"EndpointId"`
					SubnetID   string `json:"SubnetId"`
					Status     string
				}
				Config map[string]struct{ SyncStatus string }
			}
		}
	}
	encryption struct{ KeyID, Type string }
	reference  struct {
		ResourceArn string
		Priority    json.Number
		Override    struct{ Action string }
	}
	firewallPolicy struct {
		FirewallPolicy struct {
			StatelessDefaultActions         []string
			StatelessFragmentDefaultActions []string
			StatefulDefaultActions          []string
			StatefulEngineOptions           struct{ RuleOrder, StreamExceptionPolicy string }
			StatefulRuleGroupReferences     []reference
			StatelessRuleGroupReferences    []reference
			TLSInspectionConfigurationArn   string
			PolicyVariables                 struct {
				RuleVariables map[string]struct{ Definition []string }
			}
			StatelessCustomActions []any
		}
		FirewallPolicyResponse struct {
			FirewallPolicyArn       string
			FirewallPolicyName      string
			FirewallPolicyStatus    string
			Description             string
			EncryptionConfiguration encryption
			Tags                    tags
		}
	}
	firewallRuleGroup struct {
		RuleGroup         snapshot.Document
		RuleGroupResponse struct {
			RuleGroupArn            string
			RuleGroupName           string
			RuleGroupStatus         string
			Description             string
			Type                    string
			Capacity                json.Number
			EncryptionConfiguration encryption
			Tags                    tags
		}
	}
)

// UnmarshalJSON reads the key's ID as AWS spells it.
func (e *encryption) UnmarshalJSON(text []byte) error {
	var spelt struct {
		KeyID string `json:"KeyId"`
		Type  string
	}
	err := json.Unmarshal(text, &spelt)
	e.KeyID, e.Type = spelt.KeyID, spelt.Type
	return err
}

// field is an encryption as a field; nothing where the key is AWS's own.
func (e encryption) field() string {
	if e.Type == "AWS_OWNED_KMS_KEY" {
		return ""
	}
	return e.Type + " " + e.KeyID
}

// firewalls reads firewalls of AWS Network Firewall, with their endpoints as the firewalls know them.
func (r *reader) firewalls() error {
	return each(r, "Firewalls", func(d described) {
		firewall, status := d.Firewall, d.FirewallStatus
		var subnets, endpoints []string
		for _, mapping := range firewall.SubnetMappings {
			subnets = append(subnets, r.names.of(mapping.SubnetID)+" "+mapping.IPAddressType)
		}
		for zone, state := range status.SyncStates {
			var synced []string
			for policy, config := range state.Config {
				synced = append(synced, r.names.of(policy)+" "+config.SyncStatus)
			}
			endpoints = append(endpoints, fmt.Sprintf("%s in %s in %s: %s, %s", r.names.of(state.Attachment.EndpointID),
				r.names.of(state.Attachment.SubnetID), r.names.zone(r.place.Account, zone), state.Attachment.Status, object.Set(synced)))
		}
		r.add(object.Firewall, firewall.FirewallName, firewall.FirewallArn, object.Fields{
			"vpc": r.names.of(firewall.VpcID), "policy": r.names.of(firewall.FirewallPolicyArn), "subnets": object.Set(subnets),
			"endpoints": object.Set(endpoints), "description": firewall.Description,
			"delete protection": word(firewall.DeleteProtection), "subnet change protection": word(firewall.SubnetChangeProtection),
			"policy change protection": word(firewall.FirewallPolicyChangeProtection),
			"encryption":               firewall.EncryptionConfiguration.field(), "analysis": object.Set(firewall.EnabledAnalysisTypes),
			"state": status.Status + ", " + status.ConfigurationSyncStateSummary, "tags": firewall.Tags.field(),
		})
	})
}

// firewallPolicies reads policies.
func (r *reader) firewallPolicies() error {
	return each(r, "FirewallPolicies", func(d firewallPolicy) {
		policy, response := d.FirewallPolicy, d.FirewallPolicyResponse
		var variables []string
		for name, variable := range policy.PolicyVariables.RuleVariables {
			variables = append(variables, name+" is "+object.Set(variable.Definition))
		}
		stateless := policy.StatelessDefaultActions
		if len(policy.StatelessCustomActions) > 0 {
			stateless = append(stateless, compact(snapshot.Document{"custom": policy.StatelessCustomActions}))
		}
		r.add(object.FirewallPolicy, response.FirewallPolicyName, response.FirewallPolicyArn, object.Fields{
			"stateless default":     object.Set(stateless),
			"fragments default":     object.Set(policy.StatelessFragmentDefaultActions),
			"stateful default":      object.Set(policy.StatefulDefaultActions),
			"rule order":            policy.StatefulEngineOptions.RuleOrder,
			"stream exceptions":     policy.StatefulEngineOptions.StreamExceptionPolicy,
			"variables":             object.Set(variables),
			"rule groups":           r.references(policy.StatefulRuleGroupReferences),
			"stateless rule groups": r.references(policy.StatelessRuleGroupReferences),
			"tls inspection":        r.names.of(policy.TLSInspectionConfigurationArn), "description": response.Description,
			"encryption": response.EncryptionConfiguration.field(), "state": response.FirewallPolicyStatus, "tags": response.Tags.field(),
		})
	})
}

// references are the rule groups of a policy, in the order in which they are evaluated.
func (r *reader) references(all []reference) string {
	slices.SortFunc(all, func(a, b reference) int {
		x, _ := a.Priority.Int64()
		y, _ := b.Priority.Int64()
		return int(x - y)
	})
	var words []string
	for _, reference := range all {
		name := r.names.of(reference.ResourceArn)
		if strings.Contains(reference.ResourceArn, ":aws-managed:") {
			name = "AWS's " + lastPart(reference.ResourceArn)
		}
		text := reference.Priority.String() + " " + name
		if reference.Override.Action != "" {
			text += " " + reference.Override.Action
		}
		words = append(words, text)
	}
	return strings.Join(words, ", then ")
}

// firewallRuleGroups reads rule groups. Their rules are compared as they are written.
func (r *reader) firewallRuleGroups() error {
	return each(r, "FirewallRuleGroups", func(d firewallRuleGroup) {
		group := d.RuleGroupResponse
		r.add(object.FirewallRuleGroup, group.RuleGroupName, group.RuleGroupArn, object.Fields{
			"type": group.Type, "capacity": group.Capacity.String(), "rules": compact(d.RuleGroup), "description": group.Description,
			"encryption": group.EncryptionConfiguration.field(), "state": group.RuleGroupStatus, "tags": group.Tags.field(),
		})
	})
}

// firewallLogs reads what firewalls log, and where to.
func (r *reader) firewallLogs() error {
	return each(r, "LoggingConfigurations", func(d struct {
		FirewallArn          string
		LoggingConfiguration struct {
			LogDestinationConfigs []struct {
				LogType            string
				LogDestinationType string
				LogDestination     map[string]string
			}
		}
	},
	) {
		for _, log := range d.LoggingConfiguration.LogDestinationConfigs {
			r.add(object.FirewallLog, lastPart(d.FirewallArn)+" "+log.LogType, d.FirewallArn+"|"+log.LogType, object.Fields{
				"kind": log.LogDestinationType, "destination": object.Tags(log.LogDestination),
			})
		}
	})
}
