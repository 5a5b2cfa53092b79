package localcloud

import (
	"fmt"
	"slices"
	"strings"
)

// Rule groups of AWS Network Firewall. What their rules cost stands in
// firewall_capacity.go.

// mostCapacity is AWS's limit for a rule group, and for all groups of a policy
// of each of the two types together.
const mostCapacity = 30000

func ruleGroupKind() *kind {
	return &kind{
		token:   tRuleGroup,
		replace: []string{"capacity", "name"},
		replaceIf: func(olds, in Props) []string {
			return slices.Concat(reordered(olds, in, "ruleGroup.statefulRuleOptions"),
				otherActions(olds, in, "ruleGroup.rulesSource.statelessRulesAndCustomActions.customActions"))
		},
		name: named("name", 128),
		sets: append(statelessSets("ruleGroup.rulesSource."),
			"ruleGroup.ruleVariables.ipSets[].ipSet.definitions", "ruleGroup.ruleVariables.ipSets",
			"ruleGroup.ruleVariables.portSets[].portSet.definitions", "ruleGroup.ruleVariables.portSets",
			"ruleGroup.rulesSource.rulesSourceList.targetTypes", "ruleGroup.rulesSource.rulesSourceList.targets",
		),
		inUse: "InvalidOperationException",
		refs: []ref{{
			path: "ruleGroup.referenceSets.ipSetReferences[].ipSetReferences[].referenceArn", to: []string{tPrefixList}, by: "arn",
			missing: "InvalidRequestException", say: "IP set reference %s does not exist",
		}},
		create: func(c *call) (string, Props, error) {
			typ := str(c.in, "type")
			arn, out := firewallAnswers(c, strings.ToLower(typ)+"-rulegroup", str(c.in, "name"))
			if err := freeFirewallName(c, arn); err != nil {
				return "", nil, err
			}
			group, err := checkRuleGroup(c)
			return arn, merge(out, group), err
		},
		update: func(c *call) (Props, error) {
			if c.changed("type") {
				return nil, refuse("InvalidRequestException", "parameter is invalid, parameter: [%s], context: Type cannot be changed", str(c.in, "type"))
			}
			group, err := checkRuleGroup(c)
			return merge(renewed(c), group), err
		},
		changing: []string{"updateToken"},
	}
}

// statelessSets are the lists without an order of stateless rules.
func statelessSets(in string) []string {
	const rule = "statelessRulesAndCustomActions.statelessRules[].ruleDefinition."
	var all []string
	for _, p := range []string{
		rule + "actions", rule + "matchAttributes.destinations", rule + "matchAttributes.sources", rule + "matchAttributes.destinationPorts",
		rule + "matchAttributes.sourcePorts", rule + "matchAttributes.protocols", rule + "matchAttributes.tcpFlags[].flags",
		rule + "matchAttributes.tcpFlags[].masks", rule + "matchAttributes.tcpFlags", "statelessRulesAndCustomActions.statelessRules",
		"statelessRulesAndCustomActions.customActions",
	} {
		all = append(all, in+p)
	}
	return all
}

// strictOrder says whether rules are taken in the order in which they stand.
func strictOrder(options Props) bool { return str(options, "ruleOrder") == "STRICT_ORDER" }

// reordered is what forces replacement when the order of rules changes: saying
// what is so by default changes nothing.
func reordered(olds, in Props, options string) []string {
	if isUnknown(at(in, options)) || strictOrder(sub(olds, options)) == strictOrder(sub(in, options)) {
		return nil
	}
	return []string{options + ".ruleOrder"}
}

// otherActions is what forces replacement when custom actions of stateless rules
// come, go or change: the provider changes none in place.
func otherActions(olds, in Props, actions string) []string {
	before, after := at(olds, actions), at(in, actions)
	if zero(before) && zero(after) || equal(before, after) {
		return nil
	}
	return []string{actions}
}

// checkRuleGroup refuses what AWS refuses, and gives the rules as AWS tells
// them.
func checkRuleGroup(c *call) (Props, error) {
	group, stateful := sub(c.in, "ruleGroup"), str(c.in, "type") == "STATEFUL"
	if text := str(c.in, "rules"); text != "" {
		if group != nil {
			return nil, refuse("InvalidRequestException", "You must provide either the rule group object or the rules string, not both")
		}
		group = Props{"rulesSource": Props{"rulesString": text}}
	}
	if group == nil {
		return nil, refuse("InvalidRequestException", "You must provide either the rule group object or the rules string")
	}
	source := sub(group, "rulesSource")
	var given []string
	for _, kind := range []string{"rulesString", "rulesSourceList", "statefulRules", "statelessRulesAndCustomActions"} {
		if !zero(source[kind]) {
			given = append(given, kind)
		}
	}
	capacity := number(c.in, "capacity")
	switch {
	case capacity < 1 || capacity > mostCapacity:
		return nil, refuse("InvalidRequestException", "parameter is invalid, parameter: [%d], context: Capacity must be between 1 and %d", capacity, mostCapacity)
	case len(given) != 1:
		return nil, refuse("InvalidRequestException", "A rules source takes exactly one kind of rules, not %v", given)
	case stateful == (given[0] == "statelessRulesAndCustomActions"):
		return nil, refuse("InvalidRequestException", "%s does not fit a rule group of type %s", given[0], str(c.in, "type"))
	case !stateful && (has(group, "statefulRuleOptions") || has(group, "ruleVariables")):
		return nil, refuse("InvalidRequestException", "Stateful rule options and rule variables do not fit a rule group of type STATELESS")
	}
	if err := checkRules(group); err != nil {
		return nil, err
	}
	if needs := capacityOf(source); needs > capacity {
		kind := map[bool]string{true: "StatefulRules", false: "StatelessRules"}[stateful]
		return nil, refuse("InvalidRequestException", "%s capacity exceeded: the rules need %d, the rule group has %d", kind, needs, capacity)
	}
	told := merge(group)
	told["rulesSource"] = merge(Props{"rulesString": ""}, source)
	return Props{"ruleGroup": told}, nil
}

// checkRules holds stateful rules to what Suricata and AWS take: each has an ID
// of its own, and uses variables that are defined.
func checkRules(group Props) error {
	defined := []string{"HOME_NET", "EXTERNAL_NET"}
	defined = append(defined, values(group, "ruleVariables.ipSets[].key")...)
	defined = append(defined, values(group, "ruleVariables.portSets[].key")...)
	seen := map[string]bool{}
	check := func(rule, header, id string) error {
		for _, m := range suricataVariable.FindAllStringSubmatch(header, -1) {
			if !slices.Contains(defined, m[1]) {
				return refuse("InvalidRequestException", "stateful rule is invalid, rule: %s, reason: variable \"%s\" is not defined", rule, m[1])
			}
		}
		switch {
		case id == "":
			return refuse("InvalidRequestException", "stateful rule is invalid, rule: %s, reason: keyword \"sid\" is required", rule)
		case seen[id]:
			return refuse("InvalidRequestException", "stateful rule is invalid, rule: %s, reason: duplicate sid %s", rule, id)
		}
		seen[id] = true
		return nil
	}
	for _, rule := range suricataRules(str(group, "rulesSource.rulesString")) {
		header, options, ok := strings.Cut(rule, "(")
		if !ok || !strings.HasSuffix(options, ")") || !suricataHeader.MatchString(strings.TrimSpace(header)) {
			return refuse("InvalidRequestException", "stateful rule is invalid, rule: %s, reason: it is no Suricata rule", rule)
		}
		id := ""
		if m := suricataID.FindStringSubmatch(options); m != nil {
			id = m[1]
		}
		if err := check(rule, header, id); err != nil {
			return err
		}
	}
	for i, rule := range subs(group, "rulesSource.statefulRules") {
		header, id := sub(rule, "header"), ""
		for _, o := range subs(rule, "ruleOptions") {
			if str(o, "keyword") == "sid" {
				id = strings.Join(strs(o, "settings"), "")
			}
			if m := suricataID.FindStringSubmatch(str(o, "keyword") + ";"); m != nil { // sid:1 in one
				id = m[1]
			}
		}
		text := strings.Join([]string{str(header, "source"), str(header, "sourcePort"), str(header, "destination"), str(header, "destinationPort")}, " ")
		if err := check(fmt.Sprintf("StatefulRules[%d]", i), text, id); err != nil {
			return err
		}
	}
	return nil
}
