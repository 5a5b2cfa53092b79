package plan

import (
	"net/netip"
	"strconv"
	"strings"
)

// transports are the protocols by which Suricata tells packets, not what is in them, each with the transport protocols that it
// is about.
var transports = map[string][]string{
	"ip": {tcp, udp}, "ipv4": {tcp, udp}, "ipv6": nil, "pkthdr": {tcp, udp},
	"tcp": {tcp}, "tcp-pkt": {tcp}, "tcp-stream": {tcp}, "udp": {udp},
}

// remarks are keywords that say nothing about what a rule matches.
var remarks = []string{"alert", "classtype", "gid", "metadata", "msg", "noalert", "reference", "rev", "sid", "target"}

// Words of flow that every packet fits in which a client sends data.
var clientFlow = []string{"established", "to_server", "from_client"}

// narrows says whether an option keeps a rule from matching some packets of what a client sends.
func (o suricataOption) narrows() bool {
	switch {
	case contained(o.keyword, remarks):
		return false
	case o.keyword == "flow":
		for _, word := range strings.FieldsFunc(o.value, func(c rune) bool { return c == ',' || c == ' ' }) {
			if !contained(word, clientFlow) {
				return true
			}
		}
		return false
	case o.keyword == "ip_proto":
		return ipProto(o.value) == nil
	case o.keyword == "flowbits":
		return strings.HasPrefix(o.value, "isset") || strings.HasPrefix(o.value, "isnotset")
	}
	return true
}

// judged says whether addresses and ports are all by which the rule tells packets.
func (r suricataRule) judged() bool {
	if _, ok := transports[r.protocol]; !ok {
		return false
	}
	for _, option := range r.options {
		if option.narrows() {
			return false
		}
	}
	return true
}

// decidesEarly says whether Suricata decides a rule on the first packet of a flow: what lets that through lets all through
// that follows, unseen by the rules above.
func (r suricataRule) decidesEarly() bool {
	return r.action == "pass" && r.judged() && r.value("flow") == ""
}

// passesEverything says whether a rule lets all of a transport protocol through, whatever $HOME_NET is.
func (r suricataRule) passesEverything() bool {
	if r.action != "pass" || !r.judged() {
		return false
	}
	some := spans{prefixSpan(rfc1918[0])} // Alone it is not everything; with $EXTERNAL_NET it always is.
	for _, areas := range r.areas(some) {
		if _, all := new(judge).cover(everything, areas); all {
			return true
		}
	}
	return false
}

// areas are what a rule matches by address and port, by transport protocol. The port of a client is no limit: the client
// chooses it.
func (r suricataRule) areas(home spans) map[string][]area {
	source, destination := suricataAddresses(r.source, home), suricataAddresses(r.destination, home)
	both := []area{{source, destination, suricataPorts(r.destinationPort)}}
	if r.direction == "<>" {
		both = append(both, area{destination, source, suricataPorts(r.sourcePort)})
	}
	out := map[string][]area{}
	for _, transport := range transports[r.protocol] {
		if r.hasTransport(transport) {
			out[transport] = both
		}
	}
	return out
}

// hasTransport says whether the options of a rule leave a transport protocol to it.
func (r suricataRule) hasTransport(transport string) bool {
	for _, option := range r.options {
		if left := ipProto(option.value); option.keyword == "ip_proto" && left != nil && !contained(transport, left) {
			return false
		}
	}
	return true
}

// ipProto are the transport protocols of an ip_proto option; nil where they cannot be told.
func ipProto(value string) []string {
	name, not := strings.CutPrefix(strings.ToLower(strings.ReplaceAll(value, " ", "")), "!")
	number := map[string]string{"6": tcp, "17": udp, tcp: tcp, udp: udp}[name]
	switch {
	case number == "":
		return nil
	case not && number == tcp:
		return []string{udp}
	case not:
		return []string{tcp}
	}
	return []string{number}
}

// suricataAddresses are the IPv4 addresses that a word of a rule means.
func suricataAddresses(word string, home spans) spans {
	return suricataSet(word, allAddresses, func(word string) spans {
		switch word {
		case "any", "::/0":
			return allAddresses
		case "$HOME_NET":
			return home
		case "$EXTERNAL_NET":
			return allAddresses.but(home)
		}
		if addr, err := netip.ParseAddr(word); err == nil && addr.Is4() {
			return spans{prefixSpan(netip.PrefixFrom(addr, 32))}
		}
		if prefix, err := netip.ParsePrefix(word); err == nil && prefix.Addr().Is4() {
			return spans{prefixSpan(prefix)}
		}
		return nil
	})
}

// suricataPorts are the ports that a word of a rule means.
func suricataPorts(word string) spans {
	return suricataSet(word, allPorts, func(word string) spans {
		if word == "any" {
			return allPorts
		}
		low, high, isRange := strings.Cut(word, ":")
		if !isRange {
			high = low
		}
		first, last := 1, 65535
		if low != "" {
			first, _ = strconv.Atoi(low)
		}
		if high != "" {
			last, _ = strconv.Atoi(high)
		}
		if first > last || last < 1 || last > 65535 {
			return nil
		}
		return spans{{uint32(max(first, 1)), uint32(last)}} //nolint:gosec // From 1 to 65535.
	})
}

// suricataSet is what a word means, or a list: all of what stands in it, without what has an exclamation mark.
func suricataSet(word string, all spans, meaning func(string) spans) spans {
	if rest, not := strings.CutPrefix(word, "!"); not {
		return all.but(suricataSet(rest, all, meaning))
	}
	if !strings.HasPrefix(word, "[") {
		return meaning(word)
	}
	with, without, positive := []span{}, []span{}, false
	for _, item := range listItems(word) {
		if rest, not := strings.CutPrefix(item, "!"); not {
			without = append(without, suricataSet(rest, all, meaning)...)
		} else {
			positive = true
			with = append(with, suricataSet(item, all, meaning)...)
		}
	}
	if !positive {
		with = all
	}
	return spansOf(with...).but(spansOf(without...))
}

// listItems are the items of a list, of which some may be lists.
func listItems(list string) []string {
	out, depth, from := []string{}, 0, 1
	for i, c := range list {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		}
		if c == ',' && depth == 1 || depth == 0 {
			if item := list[from:i]; item != "" {
				out = append(out, item)
			}
			from = i + 1
		}
	}
	return out
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
