package localcloud

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// Policies of AWS Network Firewall: which rule groups a firewall has, and what
// becomes of packets that none of their rules is about.

func firewallPolicyKind() *kind {
	const stateful, stateless = "firewallPolicy.statefulRuleGroupReferences", "firewallPolicy.statelessRuleGroupReferences"
	toGroup := func(references string) ref {
		return ref{
			path: references + "[].resourceArn", to: []string{tRuleGroup}, missing: "InvalidRequestException", say: "Rule group %s does not exist",
			holds: true, fine: managedRuleGroup.MatchString,
		}
	}
	return &kind{
		token:   tFirewallPolicy,
		replace: []string{"name"},
		replaceIf: func(olds, in Props) []string {
			return slices.Concat(reordered(olds, in, "firewallPolicy.statefulEngineOptions"),
				otherActions(olds, in, "firewallPolicy.statelessCustomActions"))
		},
		name: named("name", 128),
		sets: []string{
			stateful, stateless, "firewallPolicy.statefulDefaultActions", "firewallPolicy.statelessDefaultActions",
			"firewallPolicy.statelessFragmentDefaultActions", "firewallPolicy.statelessCustomActions",
			"firewallPolicy.policyVariables.ruleVariables[].ipSet.definitions", "firewallPolicy.policyVariables.ruleVariables",
		},
		inUse: "InvalidOperationException",
		refs: []ref{toGroup(stateful), toGroup(stateless), {
			path: "firewallPolicy.tlsInspectionConfigurationArn", to: []string{tTlsInspection}, missing: "InvalidRequestException",
			say: "TLS inspection configuration %s does not exist", holds: true,
		}},
		create: func(c *call) (string, Props, error) {
			arn, out := firewallAnswers(c, "firewall-policy", str(c.in, "name"))
			if err := freeFirewallName(c, arn); err != nil {
				return "", nil, err
			}
			policy := sub(c.in, "firewallPolicy")
			return arn, merge(out, Props{"firewallPolicy": toldPolicy(policy)}), checkFirewallPolicy(c, policy)
		},
		update: func(c *call) (Props, error) {
			policy := sub(c.in, "firewallPolicy")
			const options = "statefulEngineOptions"
			if strictOrder(sub(policy, options)) != strictOrder(sub(c.old.Outputs, "firewallPolicy."+options)) {
				return nil, refuse("InvalidRequestException", "The rule order of firewall policy %s cannot be changed", c.old.ID)
			}
			const tls = "tlsInspectionConfigurationArn"
			if (str(policy, tls) == "") != (str(c.old.Outputs, "firewallPolicy."+tls) == "") {
				return nil, refuse("InvalidRequestException", "A TLS inspection configuration cannot be added to firewall policy %s or removed from it, only "+
					"replaced by another one", c.old.ID)
			}
			return merge(renewed(c), Props{"firewallPolicy": toldPolicy(policy)}), checkFirewallPolicy(c, policy)
		},
		changing: []string{"updateToken"},
	}
}

// toldPolicy is a policy as the provider tells it: what is left out is empty.
func toldPolicy(policy Props) Props {
	told := merge(Props{"tlsInspectionConfigurationArn": ""}, policy)
	if options := sub(policy, "statefulEngineOptions"); options != nil {
		told["statefulEngineOptions"] = merge(Props{"streamExceptionPolicy": ""}, options)
	}
	return told
}

// managedRuleGroup is the ARN of a rule group that AWS keeps: one for each of
// the two orders of evaluation.
var managedRuleGroup = regexp.MustCompile(`^arn:aws:network-firewall:[a-z0-9-]+:aws-managed:stateful-rulegroup/(` + strings.Join([]string{
	"AbusedLegitBotNetCommandAndControlDomains", "AbusedLegitMalwareDomains", "BotNetCommandAndControlDomains", "MalwareDomains",
	"AttackInfrastructure", "ThreatSignaturesBotnet", "ThreatSignaturesBotnetWeb", "ThreatSignaturesBotnetWindows", "ThreatSignaturesDoS",
	"ThreatSignaturesEmergingEvents", "ThreatSignaturesExploits", "ThreatSignaturesFUP", "ThreatSignaturesIOC", "ThreatSignaturesMalware",
	"ThreatSignaturesMalwareCoinmining", "ThreatSignaturesMalwareMobile", "ThreatSignaturesMalwareWeb", "ThreatSignaturesPhishing",
	"ThreatSignaturesScanners", "ThreatSignaturesSuspect", "ThreatSignaturesWebAttacks",
}, "|") + `)(ActionOrder|StrictOrder)$`)

var (
	statelessActions = []string{"aws:pass", "aws:drop", "aws:forward_to_sfe"}
	statefulDropping = []string{
		"aws:drop_strict", "aws:drop_established", "aws:drop_established_app_layer", "aws:drop_established_app_layer_to_server",
	}
	statefulReporting = []string{
		"aws:alert_strict", "aws:alert_established", "aws:alert_established_app_layer", "aws:alert_established_app_layer_to_server",
	}
	groupsPerPolicy    = 20
	statefulReferences = "statefulRuleGroupReferences"
)

// checkFirewallPolicy refuses what AWS refuses of a policy.
func checkFirewallPolicy(c *call, policy Props) error {
	custom := values(policy, "statelessCustomActions[].actionName")
	for _, p := range []string{"statelessDefaultActions", "statelessFragmentDefaultActions"} {
		final := 0
		for _, action := range strs(policy, p) {
			switch {
			case slices.Contains(statelessActions, action):
				final++
			case !slices.Contains(custom, action):
				return refuse("InvalidRequestException", "parameter is invalid, parameter: [%s], context: %s", action, p)
			}
		}
		if final != 1 {
			return refuse("InvalidRequestException", "%s takes exactly one of %q", p, statelessActions)
		}
	}
	if err := checkStatefulDefaults(policy); err != nil {
		return err
	}
	for _, cidr := range values(policy, "policyVariables.ruleVariables[].ipSet.definitions[]") {
		if _, err := netip.ParsePrefix(cidr); err != nil {
			return refuse("InvalidRequestException", "parameter is invalid, parameter: [%s], context: PolicyVariables", cidr)
		}
	}
	for _, p := range []string{statefulReferences, "statelessRuleGroupReferences"} {
		if err := checkGroupReferences(c, policy, p); err != nil {
			return err
		}
	}
	return nil
}

func checkStatefulDefaults(policy Props) error {
	actions := strs(policy, "statefulDefaultActions")
	if len(actions) > 0 && !strictOrder(sub(policy, "statefulEngineOptions")) {
		return refuse("InvalidRequestException", "Stateful default actions cannot be provided, parameter: %q: they need the rule order STRICT_ORDER", actions)
	}
	dropping := 0
	for _, action := range actions {
		switch {
		case slices.Contains(statefulDropping, action):
			dropping++
		case !slices.Contains(statefulReporting, action):
			return refuse("InvalidRequestException", "parameter is invalid, parameter: [%s], context: StatefulDefaultActions", action)
		}
	}
	if dropping > 1 {
		return refuse("InvalidRequestException", "StatefulDefaultActions takes at most one of %q", statefulDropping)
	}
	return nil
}

// checkGroupReferences holds a policy's rule groups to its type and order, to
// priorities of their own, and to what a policy can hold.
func checkGroupReferences(c *call, policy Props, property string) error {
	references, strict := subs(policy, property), strictOrder(sub(policy, "statefulEngineOptions"))
	stateful := property == statefulReferences
	if len(references) > groupsPerPolicy {
		return refuse("LimitExceededException", "Unable to perform the operation because doing so would violate a limit setting: %d %s per policy",
			groupsPerPolicy, property)
	}
	capacity, seen, priorities := 0, map[string]bool{}, map[int]bool{}
	for i, r := range references {
		arn, priority := str(r, "resourceArn"), number(r, "priority")
		context := property + "[" + canonical(i) + "]"
		ordered := strict || !stateful
		switch {
		case seen[arn]:
			return refuse("InvalidRequestException", "Rule group is referenced twice, parameter: [%s], context: %s", arn, context)
		case ordered && priority == 0:
			return refuse("InvalidRequestException", "Priority must be provided, context: %s", context)
		case !ordered && priority != 0:
			return refuse("InvalidRequestException", "Priority cannot be provided, parameter: [%d], context: %s", priority, context)
		case ordered && priorities[priority]:
			return refuse("InvalidRequestException", "Priority must be unique, parameter: [%d], context: %s", priority, context)
		}
		seen[arn], priorities[priority] = true, true
		if m := managedRuleGroup.FindStringSubmatch(arn); m != nil {
			if !stateful || strict != (m[2] == "StrictOrder") {
				return wrongOrder(arn, context)
			}
			continue
		}
		group := c.find(tRuleGroup, arn)
		switch {
		case (str(group.Outputs, "type") == "STATEFUL") != stateful:
			return refuse("InvalidRequestException", "rule group ARN is of incorrect entity type, parameter: [%s], context: %s", arn, context)
		case stateful && strict != strictOrder(sub(group.Outputs, "ruleGroup.statefulRuleOptions")):
			return wrongOrder(arn, context)
		case has(r, "override"):
			return refuse("InvalidRequestException", "Override is for managed rule groups only, parameter: [%s], context: %s", arn, context)
		}
		capacity += number(group.Outputs, "capacity")
	}
	if capacity > mostCapacity {
		return refuse("LimitExceededException", "Unable to perform the operation because doing so would violate a limit setting: the rule groups of %s "+
			"have a capacity of %d together, a policy takes %d", property, capacity, mostCapacity)
	}
	return nil
}

func wrongOrder(arn, context string) error {
	return refuse("InvalidRequestException", "The rule order of the rule group is not that of the policy, parameter: [%s], context: %s", arn, context)
}
