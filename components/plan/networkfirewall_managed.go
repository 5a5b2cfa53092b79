package plan

import "strings"

// managedCapacity are the rule groups that AWS manages for strict order, and what each takes of a policy's capacity, as far
// as AWS publishes it; AWS itself counts the others.
//
// Source documents: Network Firewall developer guide (managed rule groups), AWS security services best practices (getting
// started policy).
var managedCapacity = map[string]int{
	"AbusedLegitBotNetCommandAndControlDomainsStrictOrder": 200,
	"AbusedLegitMalwareDomainsStrictOrder":                 200,
	"AttackInfrastructureStrictOrder":                      15000,
	"BotNetCommandAndControlDomainsStrictOrder":            200,
	"MalwareDomainsStrictOrder":                            200,
	"ThreatSignaturesBotnetStrictOrder":                    0,
	"ThreatSignaturesBotnetWebStrictOrder":                 0,
	"ThreatSignaturesBotnetWindowsStrictOrder":             3400,
	"ThreatSignaturesDoSStrictOrder":                       200,
	"ThreatSignaturesEmergingEventsStrictOrder":            0,
	"ThreatSignaturesExploitsStrictOrder":                  0,
	"ThreatSignaturesFUPStrictOrder":                       0,
	"ThreatSignaturesIOCStrictOrder":                       0,
	"ThreatSignaturesMalwareCoinminingStrictOrder":         0,
	"ThreatSignaturesMalwareMobileStrictOrder":             4000,
	"ThreatSignaturesMalwareStrictOrder":                   0,
	"ThreatSignaturesMalwareWebStrictOrder":                3300,
	"ThreatSignaturesPhishingStrictOrder":                  4200,
	"ThreatSignaturesScannersStrictOrder":                  0,
	"ThreatSignaturesSuspectStrictOrder":                   0,
	"ThreatSignaturesWebAttacksStrictOrder":                1400,
}

// managedRuleGroups are the rule groups of AWS, as declared.
func (b *builder) managedRuleGroups(path string, names []string, firewall string) []FirewallRuleGroup {
	groups, first := []FirewallRuleGroup{}, map[string]string{}
	for i, name := range names {
		at := index(path, i)
		_, known := managedCapacity[name]
		switch {
		case !strings.HasSuffix(name, "StrictOrder"): // Reported already.
		case !known:
			b.add(at, "AWS manages no rule group %s%s", name, didYouMean(name, sortedKeys(managedCapacity)))
		case first[name] != "":
			b.add(at, "%s is declared already, in %s", name, first[name])
		default:
			first[name] = at
			groups = append(groups, FirewallRuleGroup{Name: firewall + "." + name, Priority: 1 + i, Managed: name})
		}
	}
	return groups
}
