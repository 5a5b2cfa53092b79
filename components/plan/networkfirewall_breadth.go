package plan

import "strings"

// transports are the protocols by which Suricata tells packets, not what is in them.
var transports = []string{"ip", "ipv4", "ipv6", "pkthdr", "tcp", "tcp-pkt", "tcp-stream", "udp"}

// remarks are keywords that say nothing about what a rule matches.
var remarks = []string{"alert", "classtype", "gid", "metadata", "msg", "noalert", "reference", "rev", "sid", "target"}

// narrows says whether an option keeps a rule from matching some packets of a connection's data.
func (o suricataOption) narrows() bool {
	switch {
	case contained(o.keyword, remarks):
		return false
	case o.keyword == "flow":
		// Only the packets that open a connection.
		return contained("not_established", strings.FieldsFunc(o.value, func(c rune) bool { return c == ',' || c == ' ' }))
	case o.keyword == "flowbits":
		return strings.HasPrefix(o.value, "isset") || strings.HasPrefix(o.value, "isnotset")
	}
	return true
}

// narrow says whether any option keeps the rule from matching some packets.
func (r suricataRule) narrow() bool {
	for _, option := range r.options {
		if option.narrows() {
			return true
		}
	}
	return false
}

// passesEverything says whether a rule lets all through that the firewall sees of a transport. What a client chooses, its
// own port, is no limit.
func (r suricataRule) passesEverything() bool {
	return r.action == "pass" && contained(r.protocol, transports) && !r.narrow() &&
		isAnywhere(r.source) && isAnywhere(r.destination) && isAnyPort(r.destinationPort)
}

// isAnywhere says whether the addresses of a rule are all there are.
func isAnywhere(word string) bool {
	for _, item := range items(word) {
		if item == "any" || item == "0.0.0.0/0" || item == "::/0" {
			return true
		}
	}
	// Both sides together are everything as well.
	listed := items(word)
	return contained(suricataVariables[0], listed) && contained(suricataVariables[1], listed)
}

// isAnyPort says whether the ports of a rule are all there are.
func isAnyPort(word string) bool {
	for _, item := range items(word) {
		low, high, isRange := strings.Cut(item, ":")
		if item == "any" || isRange && (low == "" || low == "0" || low == "1") && (high == "" || high == "65535") {
			return true
		}
	}
	return false
}

// items are the items of a word or of a list without exceptions. A list with exceptions is not all there is.
func items(word string) []string {
	if strings.Contains(word, "!") {
		return nil
	}
	return strings.FieldsFunc(word, func(c rune) bool { return c == '[' || c == ']' || c == ',' })
}

// decidesEarly says whether Suricata decides a rule on the first packet of a flow: what lets that through lets all through
// that follows, unseen by the rules above.
func (r suricataRule) decidesEarly() bool {
	return r.action == "pass" && contained(r.protocol, transports) && !r.narrow() && r.value("flow") == ""
}

// passesSomething says whether one of the rules in a text lets something through.
func passesSomething(text string) bool {
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "pass") {
			return true
		}
	}
	return false
}
