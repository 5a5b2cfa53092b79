package plan

import (
	"math"
	"net/netip"
	"sort"
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
	sources, destinations := b.cidrSet(path+".sources", rule.Sources), b.cidrSet(path+".destinations", rule.Destinations)
	protocol := rule.protocol()
	if len(rule.Ports) > 0 && (protocol == "icmp" || protocol == "ip") {
		b.add(path+".ports", "%s has no ports; remove them, or declare tcp or udp", protocol)
	}
	ports := b.portRanges(path+".ports", rule.Ports)
	wellFormed := len(sources) == len(rule.Sources) && len(destinations) == len(rule.Destinations) && len(ports) == len(rule.Ports)
	if rule.action() == allowAction && protocol != "icmp" && wellFormed &&
		allAddresses(sources) && allAddresses(destinations) && allPorts(ports) {
		b.add(path, "allows everything, and later rules would never see a packet: name sources, destinations or ports")
	}
}

func (r FirewallRule) action() string   { return orDefault(r.Action, allowAction) }
func (r FirewallRule) protocol() string { return orDefault(r.Protocol, defaultProtocol) }

// portRange is a range of ports.
type portRange struct{ from, to int }

// portRanges reads ports and ranges of ports.
func (b *builder) portRanges(path string, ports []string) []portRange {
	out := []portRange{}
	for i, text := range ports {
		parsed, ok := parsePorts(text)
		switch {
		case !ok: // Reported already.
		case parsed.from < 1 || max(parsed.from, parsed.to) > 65535:
			b.add(index(path, i), "%s: ports go from 1 to 65535", text)
		case parsed.from > parsed.to:
			b.add(index(path, i), "%s ends before it begins", text)
		default:
			out = append(out, parsed)
		}
	}
	return out
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

// allAddresses says whether prefixes together are all addresses, or there are none, which means the same in a rule.
func allAddresses(prefixes []netip.Prefix) bool {
	if len(prefixes) == 0 {
		return true
	}
	ordered := append([]netip.Prefix{}, prefixes...)
	sort.Slice(ordered, func(i, j int) bool { return ordered[i].Addr().Less(ordered[j].Addr()) })
	next := uint64(0)
	for _, prefix := range ordered {
		first := uint64(number(prefix.Addr()))
		if first > next {
			return false
		}
		next = max(next, first+1<<(32-prefix.Bits()))
	}
	return next > math.MaxUint32
}

// allPorts says whether ranges together are all ports, or there are none.
func allPorts(ranges []portRange) bool {
	if len(ranges) == 0 {
		return true
	}
	ordered := append([]portRange{}, ranges...)
	sort.Slice(ordered, func(i, j int) bool { return ordered[i].from < ordered[j].from })
	next := 1
	for _, r := range ordered {
		if r.from > next {
			return false
		}
		next = max(next, r.to+1)
	}
	return next > 65535
}

// declaredRules are the rules by address and port that somebody declared.
func declaredRules(firewall string, rules []FirewallRule) []string {
	w := newRuleWriter(firewall + ".rules")
	for _, rule := range rules {
		w.addRule(rule)
	}
	return w.rules
}
