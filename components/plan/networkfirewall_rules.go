package plan

import (
	"strconv"
	"strings"
)

// What rules by address and port say where nothing is declared.
const (
	allowAction     = "allow"
	denyAction      = "deny"
	alertAction     = "alert"
	defaultProtocol = tcp
)

// checkFirewallRules checks rules by address and port.
func (b *builder) checkFirewallRules(path string, rules []FirewallRule) {
	first := map[string]string{}
	for i, rule := range rules {
		at := index(path, i)
		if other := first[rule.Name]; other != "" && rule.Name != "" {
			b.add(at+".name", "%s is that of %s already", rule.Name, other)
		} else {
			first[rule.Name] = at
		}
		b.checkFirewallRule(at, rule)
	}
}

// checkFirewallRule checks a rule by address and port by itself.
func (b *builder) checkFirewallRule(path string, rule FirewallRule) {
	b.cidrSet(path+".sources", rule.Sources)
	b.cidrSet(path+".destinations", rule.Destinations)
	if protocol := rule.protocol(); len(rule.Ports) > 0 && (protocol == "icmp" || protocol == "ip") {
		b.add(path+".ports", "%s has no ports; remove them, or declare tcp or udp", protocol)
	}
	b.checkPortRanges(path+".ports", rule.Ports)
}

func (r FirewallRule) action() string   { return orDefault(r.Action, allowAction) }
func (r FirewallRule) protocol() string { return orDefault(r.Protocol, defaultProtocol) }

// portRange is a range of ports.
type portRange struct{ from, to int }

// checkPortRanges checks ports and ranges of ports.
func (b *builder) checkPortRanges(path string, ports []string) {
	for i, text := range ports {
		parsed, ok := parsePorts(text)
		switch {
		case !ok: // Reported already.
		case parsed.from < 1 || max(parsed.from, parsed.to) > 65535:
			b.add(index(path, i), "%s: ports go from 1 to 65535", text)
		case parsed.from > parsed.to:
			b.add(index(path, i), "%s ends before it begins", text)
		}
	}
}

// parsePorts reads a port or a range of ports.
func parsePorts(text string) (portRange, bool) {
	low, high, isRange := strings.Cut(text, "-")
	from, err := strconv.Atoi(low)
	if !isRange {
		return portRange{from, from}, err == nil
	}
	to, err2 := strconv.Atoi(high)
	return portRange{from, to}, err == nil && err2 == nil
}

// declaredRules are the rules by address and port that somebody declared.
func declaredRules(firewall string, rules []FirewallRule) []string {
	w := newRuleWriter(firewall + ".rules")
	for _, rule := range rules {
		w.addRule(rule)
	}
	return w.rules
}
