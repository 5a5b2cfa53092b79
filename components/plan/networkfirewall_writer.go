package plan

import (
	"fmt"
	"sort"
	"strings"
)

// Where the IDs of our own Suricata rules lie.
const (
	firstSid = 1_000_000_000
	sids     = 3_000_000_000
)

// toServer makes Suricata look at each packet that a client sends. Without it, a rule by address and port is decided on the
// first packet of a flow alone, before all others: those of higher priority that look into the data would never see any.
// Replies need no rule: the policy drops only what clients send.
const toServer = "flow:to_server;"

// ruleWriter writes the Suricata rules of one group.
type ruleWriter struct {
	group string
	taken map[int]bool
	rules []string
}

func newRuleWriter(group string) *ruleWriter {
	return &ruleWriter{group: group, taken: map[int]bool{}}
}

// add writes a rule. Its ID comes from the group's and its own name, so that logs stay comparable when other rules come and
// go. The name goes into the logs.
func (w *ruleWriter) add(name, action, header, options string) {
	sid := firstSid + hashBelow(sids, "sid", w.group, name)
	for w.taken[sid] {
		sid++
	}
	w.taken[sid] = true
	w.rules = append(w.rules, fmt.Sprintf(`%s %s (msg:"%s: %s"; %s sid:%d; rev:1;)`, action, header, w.group, name, options, sid))
}

// addRule writes a rule by address and port.
func (w *ruleWriter) addRule(rule FirewallRule) {
	header := rule.protocol() + " " + addressList(rule.Sources) + " any -> " + addressList(rule.Destinations) + " " + portList(rule.Ports)
	switch rule.action() {
	case denyAction:
		w.add(rule.Name, "drop", header, toServer)
	case alertAction:
		// Once in a flow: every packet would be too many lines.
		bit := "alerted." + hash(w.group, rule.Name)
		w.add(rule.Name, "alert", header, toServer+" flowbits:isnotset,"+bit+"; flowbits:set,"+bit+";")
	default:
		w.add(rule.Name, "pass", header, toServer)
	}
}

// addressList is a list of CIDRs as Suricata reads it.
func addressList(cidrs []string) string {
	for _, cidr := range cidrs {
		if cidr == anywhere.String() {
			return "any"
		}
	}
	return suricataList(sorted(cidrs))
}

// portList is a list of ports and ranges of ports as Suricata reads it.
func portList(ports []string) string {
	ordered := append([]string{}, ports...)
	sort.SliceStable(ordered, func(i, j int) bool {
		a, _ := parsePorts(ordered[i])
		b, _ := parsePorts(ordered[j])
		return a.from < b.from
	})
	for i := range ordered {
		ordered[i] = strings.ReplaceAll(ordered[i], "-", ":")
	}
	return suricataList(ordered)
}

// suricataList is a list of words; no word means any.
func suricataList(words []string) string {
	switch len(words) {
	case 0:
		return "any"
	case 1:
		return words[0]
	}
	return "[" + strings.Join(words, ",") + "]"
}
