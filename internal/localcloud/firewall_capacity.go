package localcloud

import (
	"regexp"
	"strings"
)

// What rules take of a rule group's capacity.

var (
	suricataVariable = regexp.MustCompile(`\$([A-Za-z_][A-Za-z0-9_]*)`)
	suricataID       = regexp.MustCompile(`\bsid\s*:\s*(\d+)\s*;`)
	// action protocol source port direction destination port
	suricataHeader = regexp.MustCompile(`^(pass|drop|reject|alert)\s+\S+\s+\S.*\s(->|<>)\s+\S.*\s+\S.*$`)
)

// suricataRules are the rules of a text in Suricata's language, without
// comments and empty lines. A backslash at its end continues a line.
func suricataRules(text string) []string {
	var rules []string
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			rules = append(rules, line)
		}
	}
	return rules
}

// capacityOf is what rules take: one for each stateful rule; for a list of
// domains, one for each domain and protocol, and one for each protocol; for
// stateless rules, the product of the elements of each rule's match settings.
func capacityOf(source Props) int {
	n := len(suricataRules(str(source, "rulesString"))) + len(list(source, "statefulRules"))
	if domains := sub(source, "rulesSourceList"); domains != nil {
		protocols := len(list(domains, "targetTypes"))
		n += (len(list(domains, "targets")) + 1) * protocols
	}
	for _, rule := range subs(source, "statelessRulesAndCustomActions.statelessRules") {
		product := 1
		for _, setting := range []string{"sources", "destinations", "sourcePorts", "destinationPorts", "protocols", "tcpFlags"} {
			product *= max(1, len(list(rule, "ruleDefinition.matchAttributes."+setting)))
		}
		n += product
	}
	return n
}
