package plan

import "strings"

// managedCapacity is what rule groups that AWS manages take of a policy's capacity, as far as AWS publishes it. There are others,
// and AWS adds to them: their capacity is unknown here and counts as nothing, so AWS itself may refuse a policy with them.
//
// Source documents: Network Firewall developer guide (managed rule groups), AWS security services best practices (getting
// started policy).
var managedCapacity = map[string]int{
	"AbusedLegitBotNetCommandAndControlDomainsStrictOrder": 200,
	"AbusedLegitMalwareDomainsStrictOrder":                 200,
	"AttackInfrastructureStrictOrder":                      15000,
	"BotNetCommandAndControlDomainsStrictOrder":            200,
	"MalwareDomainsStrictOrder":                            200,
	"ThreatSignaturesBotnetWindowsStrictOrder":             3400,
	"ThreatSignaturesDoSStrictOrder":                       200,
	"ThreatSignaturesMalwareMobileStrictOrder":             4000,
	"ThreatSignaturesMalwareWebStrictOrder":                3300,
	"ThreatSignaturesPhishingStrictOrder":                  4200,
	"ThreatSignaturesWebAttacksStrictOrder":                1400,
}

// managedRuleGroups are the rule groups of AWS, as declared.
func (b *builder) managedRuleGroups(path string, names []string, firewall string) []FirewallRuleGroup {
	groups, first := []FirewallRuleGroup{}, map[string]string{}
	for i, name := range names {
		at := index(path, i)
		switch {
		case !strings.HasSuffix(name, "StrictOrder"): // Reported already.
		case first[name] != "":
			b.add(at, "%s is declared already, in %s", name, first[name])
		default:
			first[name] = at
			groups = append(groups, FirewallRuleGroup{Name: firewall + "." + name, Priority: 1 + i, Managed: name})
		}
	}
	return groups
}
