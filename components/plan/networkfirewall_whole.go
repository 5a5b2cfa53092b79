package plan

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// everything is all connections of a transport protocol.
var everything = area{allAddresses, allAddresses, allPorts}

// whole is all connections that a firewall sees, or all in one direction.
type whole struct {
	what string
	area area
}

// wholes are what no rules may let through altogether. Each place has its own two sides. What no packet can have, such as an
// address that nobody routes, makes no rule narrower.
func (b *builder) wholes(from inspected) []whole {
	out := []whole{{"everything", everything}}
	home := networkSpans(from.homeNet)
	if len(home) == 0 {
		return out // Reported already.
	}
	add := func(what string, sources, destinations spans) {
		out = append(out, whole{"everything from " + what, area{sources, destinations, allPorts}})
	}
	inside, outside := b.routedInside(from, home), publicAddresses().but(home)
	ingress := networkSpans(networks(b.ingress.cidr))
	if from.inspects(PlaceEastWest) && b.inspects(PlaceEastWest) && len(ingress) > 0 {
		add("the ingress VPC to clusters", narrowed(ingress, networkSpans(networks(b.ingress.blocks[TierLb].cidr))), inside)
		add("clusters to the ingress VPC", inside, ingress)
	} else {
		add("outside to what the firewall protects", outside, inside)
	}
	if from.inspects(PlaceEgress) {
		add("clusters to the internet", inside, outside)
	} else {
		add("what the firewall protects to outside", inside, outside)
	}
	return out
}

// routedInside is the part of the protected side to which routes lead: at the edge, where load balancers are; of the clusters,
// pods' own CIDRs only where pods are targets.
func (b *builder) routedInside(from inspected, home spans) spans {
	if from.inspects(PlaceEdge) {
		return narrowed(home, networkSpans(networks(b.ingress.blocks[TierLb].cidr)))
	}
	cidrs := []netip.Prefix{}
	for _, c := range b.inspectedClusters() {
		for _, to := range c.routed() {
			cidrs = append(cidrs, to.cidr)
		}
	}
	return narrowed(home, networkSpans(networks(cidrs...)))
}

// nowhere are ranges that are routed neither on the internet nor in private: this network, loopback, link-local, and multicast
// with all above it.
var nowhere = []string{"0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"}

// publicAddresses are those that the internet routes.
func publicAddresses() spans {
	out := allAddresses.but(networkSpans(nowhere))
	for _, hole := range blackholes {
		out = out.but(spans{prefixSpan(hole.cidr)})
	}
	return out
}

// stance is a rule of which addresses and ports say what it decides, in the order of evaluation.
type stance struct {
	// Field of the rule, and its line where the field is a text.
	path string
	line int

	allows, drops bool

	// What it matches, by transport protocol.
	areas map[string][]area
}

// String is where the rule stands.
func (s stance) String() string {
	if s.line > 0 {
		return fmt.Sprintf("%s line %d", s.path, s.line)
	}
	return s.path
}

// stances are the rules that can be judged. Text of which more than addresses and ports decides is not among them, nor is
// what could not be read.
func stances(path string, declared NetworkFirewall, home spans) []stance {
	out := []stance{}
	for _, line := range suricataLines(declared.Suricata) {
		if rule := line.rule; line.problem == "" && rule.judged() && rule.action != "alert" {
			out = append(out, stance{path + ".suricata", line.number, rule.action == "pass", rule.action != "pass", rule.areas(home)})
		}
	}
	return append(out, typedStances(path+".rules", declared.Rules)...)
}

// typedStances are the rules by address and port that let something through or drop it.
func typedStances(path string, rules []FirewallRule) []stance {
	out := []stance{}
	for i, rule := range rules {
		a, ok := rule.area()
		if s := (stance{path: index(path, i), allows: rule.action() == allowAction, drops: rule.action() == denyAction}); ok && (s.allows || s.drops) {
			s.areas = map[string][]area{}
			for _, transport := range []string{tcp, udp} {
				if protocol := rule.protocol(); protocol == transport || protocol == "ip" {
					s.areas[transport] = []area{a}
				}
			}
			out = append(out, s)
		}
	}
	return out
}

// area is what a rule by address and port matches; the second result is false where it cannot be read.
func (r FirewallRule) area() (area, bool) {
	out, ok := area{allAddresses, allAddresses, allPorts}, true
	for i, cidrs := range [][]string{r.Sources, r.Destinations} {
		for _, cidr := range cidrs {
			_, problem := prefixProblem(cidr)
			ok = ok && problem == ""
		}
		if len(cidrs) > 0 {
			out[i] = networkSpans(cidrs)
		}
	}
	ports := []span{}
	for _, text := range r.Ports {
		parsed, readable := parsePorts(text)
		if !readable || parsed.from < 1 || parsed.to > 65535 || parsed.from > parsed.to {
			return out, false
		}
		ports = append(ports, span{uint32(parsed.from), uint32(parsed.to)}) //nolint:gosec // From 1 to 65535.
	}
	if len(ports) > 0 {
		out[2] = spansOf(ports...)
	}
	return out, ok
}

// checkBreadth finds rules that let everything through, by themselves or together, those that drop everything, and those that
// drop what the estate's services need.
func (b *builder) checkBreadth(path string, declared NetworkFirewall, from inspected) {
	rules, j := slices.DeleteFunc(stances(path, declared, networkSpans(from.homeNet)), b.misread), &judge{}
	b.checkAllowsEverything(j, rules, b.wholes(from))
	if passesSomething(declared.Suricata) {
		return // What that lets through, the rules below never see.
	}
	if !b.checkDropsEverything(j, rules) {
		b.checkNeeds(j, slices.DeleteFunc(typedStances(path+".rules", declared.Rules), b.misread), from)
	}
}

// misread says whether a part of a rule could not be decoded, without which it would say more than it does.
func (b *builder) misread(s stance) bool {
	for path := range b.broken {
		if path == s.path || strings.HasPrefix(path, s.path+".") {
			return true
		}
	}
	return false
}

// checkAllowsEverything finds rules that let a whole through. One that has been found is not told of again.
func (b *builder) checkAllowsEverything(j *judge, rules []stance, wholes []whole) {
	rules = slices.DeleteFunc(slices.Clone(rules), func(s stance) bool { return !s.allows })
	for _, w := range wholes {
		for _, transport := range []string{tcp, udp} {
			tell := func(among ...stance) {
				used, all := j.together(w.area, among, transport)
				if !all {
					return
				}
				b.tellTogether(used, "allows "+w.what+", and later rules would never see a packet of it: name fewer addresses or ports")
				rules = slices.DeleteFunc(rules, func(s stance) bool {
					return slices.ContainsFunc(used, func(told stance) bool { return told.String() == s.String() })
				})
			}
			for _, s := range slices.Clone(rules) {
				tell(s)
			}
			tell(rules...)
		}
	}
}

// mostTold is how many rules beside the first a message names.
const mostTold = 5

// tellTogether tells, at the first of some rules, of what all of them do together.
func (b *builder) tellTogether(rules []stance, what string) {
	others := []string{}
	for i, s := range rules[1:] {
		if i == mostTold {
			others = append(others, fmt.Sprintf("%d more", len(rules)-1-mostTold))
			break
		}
		others = append(others, s.String())
	}
	if len(others) > 0 {
		what = "together with " + strings.Join(others, " and ") + ", " + what
	}
	if first := rules[0]; first.line > 0 {
		what = fmt.Sprintf("line %d: ", first.line) + what
	}
	b.add(rules[0].path, "%s", what)
}

// checkDropsEverything finds rules that drop everything before any lets something through.
func (b *builder) checkDropsEverything(j *judge, rules []stance) bool {
	if i := slices.IndexFunc(rules, func(s stance) bool { return s.allows }); i >= 0 {
		rules = rules[:i]
	}
	ofTcp, allTcp := j.together(everything, rules, tcp)
	ofUdp, allUdp := j.together(everything, rules, udp)
	if !allTcp || !allUdp {
		return false
	}
	used := slices.DeleteFunc(slices.Clone(rules), func(s stance) bool {
		return !slices.ContainsFunc(slices.Concat(ofTcp, ofUdp), func(other stance) bool { return other.String() == s.String() })
	})
	b.tellTogether(used, "drops everything before any rule lets something through, what the estate's services need too: "+
		"what no rule lets through is dropped anyway; remove it")
	return true
}
