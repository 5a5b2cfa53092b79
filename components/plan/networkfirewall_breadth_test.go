package plan

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const (
	unseen       = ", and later rules would never see a packet of it: name fewer addresses or ports"
	dropsAll     = "drops everything before any rule lets something through, what the estate's services need too: what no rule lets through is dropped anyway; remove it"
	nameLess     = ": name the subdomains that are to be denied, or remove it"
	comesTooSoon = ", and comes before the rules that let declared services through: narrow it, or allow that in a rule before it"
)

// rule is a rule by address and port.
func rule(action, protocol, from, to, ports string) FirewallRule {
	words := func(text string) []string { return strings.Fields(text) }
	return FirewallRule{Action: action, Protocol: protocol, Sources: words(from), Destinations: words(to), Ports: words(ports)}
}

// ruled gives rules names.
func ruled(rules ...FirewallRule) []FirewallRule {
	for i := range rules {
		rules[i].Name = "r" + strconv.Itoa(i)
	}
	return rules
}

// Clusters of the good estate are 10.16.0.0/16 with pods in 100.64.0.0/16, and 10.17.0.0/20; the ingress VPC is 10.0.0.0/20.
const clustersOfGood = "10.16.0.0/16 10.17.0.0/20 100.64.0.0/16"

// breadths are rules in a place, and what is wrong with them: each problem's path behind the firewall's, and message.
var breadths = map[string]struct {
	place    string
	declared NetworkFirewall
	problems []string
}{
	"in two rules": {PlaceEdge, NetworkFirewall{Rules: ruled(
		rule("allow", "ip", "0.0.0.0/1", "", ""), rule("allow", "tcp", "192.0.2.0/24", "", ""), rule("allow", "ip", "128.0.0.0/1", "", ""),
	)}, []string{"rules[0]: together with AT.rules[2], allows everything" + unseen}},
	"in ports": {PlaceEdge, NetworkFirewall{Rules: ruled(
		rule("allow", "tcp", "", "", "1-79"), rule("allow", "tcp", "", "", "80"), rule("allow", "tcp", "", "", "81-65535"),
	)}, []string{"rules[0]: together with AT.rules[1] and AT.rules[2], allows everything" + unseen}},
	"but one port": {PlaceEdge, NetworkFirewall{Rules: ruled(rule("allow", "tcp", "", "", "1-79"), rule("allow", "tcp", "", "", "81-65535"))}, nil},
	"in parts of different protocols": {PlaceEdge, NetworkFirewall{Rules: ruled(
		rule("allow", "tcp", "", "", "1-1000"), rule("allow", "udp", "", "", "1001-65535"),
	)}, nil},
	"inward at the edge": {PlaceEdge, NetworkFirewall{Rules: ruled(rule("allow", "ip", "", "10.0.0.0/20", ""))}, []string{
		"rules[0]: allows everything from outside to what the firewall protects" + unseen,
	}},
	"inward at the edge but for some": {PlaceEdge, NetworkFirewall{Rules: ruled(rule("allow", "ip", "", "10.0.0.0/22 10.0.4.0/23 10.0.8.0/21", ""))}, nil},
	"inward at the edge, from where clients can be to where load balancers are": {PlaceEdge, NetworkFirewall{Rules: ruled(
		rule("allow", "tcp", "1.0.0.0/8 2.0.0.0/7 4.0.0.0/6 8.0.0.0/5 16.0.0.0/4 32.0.0.0/3 64.0.0.0/2 128.0.0.0/2 192.0.0.0/3", "10.0.0.0/21", ""),
	)}, []string{"rules[0]: allows everything from outside to what the firewall protects" + unseen}},
	"from a large partner": {PlaceEdge, NetworkFirewall{Rules: ruled(rule("allow", "ip", "203.0.113.0/24 17.0.0.0/8", "", ""))}, nil},
	"outward at the edge": {PlaceEdge, NetworkFirewall{Rules: ruled(rule("allow", "tcp", "10.0.0.0/20", "", ""))}, []string{
		"rules[0]: allows everything from what the firewall protects to outside" + unseen,
	}},
	"inward east-west": {PlaceEastWest, NetworkFirewall{Rules: ruled(
		rule("allow", "ip", "10.0.0.0/8", "10.16.0.0/16", ""), rule("allow", "ip", "10.0.0.0/20", "10.17.0.0/16", ""),
	)}, []string{"rules[0]: together with AT.rules[1], allows everything from the ingress VPC to clusters" + unseen}},
	"inward east-west, but for pods to which no route leads": {PlaceEastWest, NetworkFirewall{Rules: ruled(
		rule("allow", "ip", "10.0.0.0/21", "10.16.0.0/16 10.17.0.0/20", ""),
	)}, []string{"rules[0]: allows everything from the ingress VPC to clusters" + unseen}},
	"to one cluster of two":          {PlaceEastWest, NetworkFirewall{Rules: ruled(rule("allow", "ip", "", "10.16.0.0/16 100.64.0.0/16", ""))}, nil},
	"from a part of the ingress VPC": {PlaceEastWest, NetworkFirewall{Rules: ruled(rule("allow", "ip", "10.0.0.0/22 10.0.8.0/21", clustersOfGood, ""))}, nil},
	"outward east-west": {PlaceEastWest, NetworkFirewall{Rules: ruled(rule("allow", "tcp", clustersOfGood, "10.0.0.0/20", ""))}, []string{
		"rules[0]: allows everything from clusters to the ingress VPC" + unseen,
	}},
	"to the internet": {PlaceEgress, NetworkFirewall{Rules: ruled(rule("allow", "tcp", clustersOfGood, "", ""))}, []string{
		"rules[0]: allows everything from clusters to the internet" + unseen,
	}},
	"to the internet, but for pods, which leave by their nodes": {PlaceEgress, NetworkFirewall{Rules: ruled(
		rule("allow", "tcp", "10.16.0.0/15", "", ""),
	)}, []string{"rules[0]: allows everything from clusters to the internet" + unseen}},
	"to the internet by HTTPS":      {PlaceEgress, NetworkFirewall{Rules: ruled(rule("allow", "tcp", "10.16.0.0/15", "", "443"))}, nil},
	"to the internet on some ports": {PlaceEgress, NetworkFirewall{Rules: ruled(rule("allow", "tcp", clustersOfGood, "", "1-24 26-65535"))}, nil},
	"to halves of the internet": {PlaceEgress, NetworkFirewall{Suricata: `pass ip $HOME_NET any -> [0.0.0.0/1,!10.0.0.0/8] any (flow:to_server; sid:1;)
		pass udp $HOME_NET any <> !0.0.0.0/1 0:65535 (flow:to_server; sid:2;)`}, []string{
		"suricata: line 1: together with AT.suricata line 2, allows everything from clusters to the internet" + unseen,
	}},
	"in text": {PlaceEgress, NetworkFirewall{Suricata: `pass ip $HOME_NET any -> $EXTERNAL_NET any (flow:to_server; sid:1;)
		pass tcp $EXTERNAL_NET any -> $HOME_NET any (flow:established,to_server; msg:"in"; sid:2;)`}, []string{
		"suricata: line 1: allows everything from clusters to the internet" + unseen,
		"suricata: line 2: allows everything from outside to what the firewall protects" + unseen,
	}},
	"in many rules": {PlaceEdge, NetworkFirewall{Rules: sixteenths("allow")}, []string{
		"rules[0]: together with AT.rules[1] and AT.rules[2] and AT.rules[3] and AT.rules[4] and AT.rules[5] and 10 more, allows everything" + unseen,
	}},
	"in text and rules": {PlaceEdge, NetworkFirewall{
		Suricata: `pass tcp any any -> any [0:1023,[2000:2999,!2500]] (flow:to_server; sid:1;)`,
		Rules:    ruled(rule("allow", "tcp", "", "", "1024-2000 2500-65535")),
	}, []string{"suricata: line 1: together with AT.rules[0], allows everything" + unseen}},
	"in text that looks into packets": {PlaceEgress, NetworkFirewall{Suricata: `pass tls $HOME_NET any -> $EXTERNAL_NET any (tls.sni; content:"."; sid:1;)
		pass tcp any any -> any any (flow:to_client; sid:2;)
		pass tcp $HOME_NET any -> $EXTERNAL_NET any (content:"x"; sid:3;)`}, nil},
	"of a protocol that an option names": {PlaceEdge, NetworkFirewall{Suricata: `pass ip any any -> any any (flow:to_server; ip_proto:!TCP; sid:1;)
		pass ip $HOME_NET any -> any any (flow:to_server; ip_proto:6; sid:2;)
		pass ip any any -> any any (flow:to_server; ip_proto:47; sid:3;)
		pass tcp any any -> any any (flow:to_server; ip_proto:17; sid:4;)`}, []string{
		"suricata: line 1: lets everything through, and later rules would never see a packet",
		"suricata: line 2: allows everything from what the firewall protects to outside" + unseen,
	}},
	"in the other direction": {PlaceEdge, NetworkFirewall{Suricata: `pass tcp $HOME_NET any <> $EXTERNAL_NET 443 (flow:to_server; sid:1;)`}, []string{
		"suricata: line 1: allows everything from outside to what the firewall protects" + unseen,
	}},

	"nothing at all": {PlaceEastWest, NetworkFirewall{Rules: ruled(rule("deny", "ip", "", "", ""), rule("allow", "tcp", "", "10.16.0.9/32", "22"))}, []string{
		"rules[0]: " + dropsAll,
	}},
	"nothing, in parts": {PlaceEgress, NetworkFirewall{
		Suricata: `drop udp any any -> any any (sid:1;)`, Rules: ruled(rule("deny", "tcp", "", "0.0.0.0/1", ""), rule("deny", "tcp", "", "128.0.0.0/1", "")),
	}, []string{"suricata: line 1: together with AT.rules[0] and AT.rules[1], " + dropsAll}},
	"nothing of UDP":                   {PlaceEgress, NetworkFirewall{Rules: ruled(rule("deny", "udp", "", "", ""))}, nil},
	"nothing but what services need":   {PlaceEastWest, NetworkFirewall{Rules: ruled(rule("allow", "tcp", "10.0.0.0/21", "10.16.0.0/15", "20000-60000"), rule("deny", "ip", "", "", ""))}, nil},
	"nothing after what a text passes": {PlaceEdge, NetworkFirewall{Suricata: `pass tls any any -> any any (tls.sni; content:"a"; sid:1;)`, Rules: ruled(rule("deny", "ip", "", "", ""))}, nil},

	"what services need": {PlaceEastWest, NetworkFirewall{Rules: ruled(rule("deny", "tcp", "", "10.17.0.0/20", ""), rule("deny", "ip", "10.0.0.0/25", "10.16.0.0/12", ""))}, []string{
		"rules[0]: drops what ingress load balancers send to service events, its health checks too (port 51044); " +
			"ingress load balancers send to service find, its health checks too (port 30940)" + comesTooSoon,
		"rules[1]: drops what ingress load balancers send to service shop, its health checks too (port 26876)" + comesTooSoon,
	}},
	"a port that a service needs": {PlaceEastWest, NetworkFirewall{Rules: ruled(
		rule("allow", "tcp", "", "10.16.0.0/16", ""), rule("deny", "tcp", "", "", "30000-40000"),
	)}, []string{"rules[1]: drops what ingress load balancers send to service find, its health checks too (port 30940)" + comesTooSoon}},
	"what no service needs": {PlaceEastWest, NetworkFirewall{Rules: ruled(
		rule("deny", "udp", "", "", ""), rule("deny", "ip", "10.0.15.0/24", "", ""), rule("deny", "tcp", "", "", "1-19999"),
		rule("alert", "ip", "", "", ""), rule("deny", "icmp", "", "", ""),
	)}, nil},
	"some clients": {PlaceEdge, NetworkFirewall{Rules: ruled(rule("deny", "ip", "203.0.113.0/24", "", ""), rule("deny", "tcp", "", "", "80"))}, nil},
	"all clients but an office": {PlaceEdge, NetworkFirewall{Rules: ruled(
		rule("allow", "tcp", "203.0.113.0/24", "10.0.0.0/20", "443 9092"), rule("deny", "ip", "", "", ""),
	)}, nil},
	"names that services have, in TLS": {PlaceEdge, NetworkFirewall{DeniedDomains: []string{"bad.example.com", ".example.com", "find.example.com"}}, []string{
		"deniedDomains[1]: drops what is sent to find.example.com of service find, shop.example.com of service shop" + nameLess,
		"deniedDomains[2]: drops what is sent to find.example.com of service find" + nameLess,
	}},
	"names that services have, in HTTP": {PlaceEastWest, NetworkFirewall{DeniedDomains: []string{"shop.example.com", ".shop.example"}}, []string{
		"deniedDomains[0]: drops what is sent to shop.example.com of service shop" + nameLess,
	}},
	"names of services to which nothing goes here": {PlaceEgress, NetworkFirewall{DeniedDomains: []string{".example.com"}}, nil},
	"all clients": {PlaceEdge, NetworkFirewall{Rules: ruled(
		rule("deny", "tcp", "0.0.0.0/1", "", "443"), rule("allow", "tcp", "9.9.9.9/32", "", "443"), rule("deny", "tcp", "128.0.0.0/1", "", "400-500"),
	)}, []string{"rules[2]: drops what clients send to service find (load balancer public, port 443)" + comesTooSoon}},
}

// sixteenths are rules about a sixteenth of all addresses each.
func sixteenths(action string) []FirewallRule {
	out := []FirewallRule{}
	for i := range 16 {
		out = append(out, rule(action, "ip", fmt.Sprintf("%d.0.0.0/4", 16*i), "", ""))
	}
	return ruled(out...)
}

func TestBreadthOfRules(t *testing.T) {
	for name, test := range breadths {
		t.Run(name, func(t *testing.T) {
			estate := guarded(nil, nil, nil)
			at := "inspection." + test.place + ".networkFirewall"
			switch test.place {
			case PlaceEdge:
				estate.Inspection.Edge = &Firewall{NetworkFirewall: &test.declared}
			case PlaceEastWest:
				estate.Inspection.EastWest = &EastWestInspection{NetworkFirewall: &test.declared}
			default:
				estate.Inspection.Egress = &Firewall{NetworkFirewall: &test.declared}
			}
			_, err := Build(estate)
			if len(test.problems) == 0 {
				require.NoError(t, err)
				return
			}
			want := []string{}
			for _, problem := range test.problems {
				want = append(want, at+"."+strings.ReplaceAll(problem, "AT", at))
			}
			require.Equal(t, want, problemsOf(t, err))
		})
	}
}

// TestMisreadRulesAreNotJudged: without the part that cannot be read, a rule would say more than it does.
func TestMisreadRulesAreNotJudged(t *testing.T) {
	estate := guarded(&NetworkFirewall{}, nil, nil)
	text, err := json.Marshal(estate)
	require.NoError(t, err)
	text = []byte(strings.Replace(string(text), `"networkFirewall":{}`, `"networkFirewall":{"rules":[{"name":"a","ports":443},{"name":"b","action":"deny","ports":443}]}`, 1))
	_, err = Parse(text)
	require.Equal(t, []string{
		"inspection.edge.networkFirewall.rules[0].ports: is the number 443; a list is wanted",
		"inspection.edge.networkFirewall.rules[1].ports: is the number 443; a list is wanted",
	}, problemsOf(t, err))
}

// TestDomainsThatAreEverything shows that no domain is so short that it means all of the web.
func TestDomainsThatAreEverything(t *testing.T) {
	for _, domain := range []string{".", "*", ".com", "com", "*.com", ".*", "0.0.0.0/0"} {
		_, err := Build(guarded(nil, nil, &NetworkFirewall{AllowedDomains: []string{domain}}))
		require.Equal(t, []string{
			fmt.Sprintf("inspection.egress.networkFirewall.allowedDomains[0]: %q is not a domain such as example.com, or .example.com for its subdomains", domain),
		}, problemsOf(t, err))
	}
}

// piece is connections that one rule can name.
type piece struct {
	from, to netip.Prefix
	ports    portRange
}

// halves are a piece in two: by source, destination or port, where there is something to halve.
func (p piece) halves(t *rapid.T, label string) []piece {
	half := func(prefix netip.Prefix) (netip.Prefix, netip.Prefix) {
		return slot(prefix, prefix.Bits()+1, 0), slot(prefix, prefix.Bits()+1, 1)
	}
	low, high := p, p
	switch how := rapid.IntRange(0, 2).Draw(t, label+" how"); {
	case how == 0 && p.from.Bits() < 32:
		low.from, high.from = half(p.from)
	case how == 1 && p.to.Bits() < 32:
		low.to, high.to = half(p.to)
	case p.ports.from < p.ports.to:
		low.ports.to = rapid.IntRange(p.ports.from, p.ports.to-1).Draw(t, label+" at")
		high.ports.from = low.ports.to + 1
	default:
		return []piece{p}
	}
	return []piece{low, high}
}

// without is what is left of a piece without one destination on one port.
func (p piece) without(address netip.Addr, port int) []piece {
	out := []piece{}
	for p.to.Bits() < 32 {
		for n := range 2 {
			if half := slot(p.to, p.to.Bits()+1, n); !half.Contains(address) {
				out = append(out, piece{p.from, half, p.ports})
			}
		}
		p.to = netip.PrefixFrom(address, p.to.Bits()+1).Masked()
	}
	for _, ports := range []portRange{{p.ports.from, port - 1}, {port + 1, p.ports.to}} {
		if ports.from <= ports.to {
			out = append(out, piece{p.from, p.to, ports})
		}
	}
	return out
}

// declare declares pieces as rules, each in one of both ways.
func declare(t *rapid.T, pieces []piece) NetworkFirewall {
	out := NetworkFirewall{}
	order := rapid.Permutation(pieces).Draw(t, "order")
	for i, p := range order {
		if rapid.Bool().Draw(t, fmt.Sprint("text ", i)) {
			out.Suricata += fmt.Sprintf("pass tcp %s any -> %s %d:%d (flow:to_server; sid:%d;)\n", p.from, p.to, p.ports.from, p.ports.to, i+1)
		} else {
			out.Rules = append(out.Rules, rule("allow", "tcp", p.from.String(), p.to.String(), fmt.Sprintf("%d-%d", p.ports.from, p.ports.to)))
		}
	}
	return out
}

// TestPiecesOfEverything cuts everything, or all that leads to the protected side, into rules. Together they are found; without
// one address on one port they are not.
func TestPiecesOfEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := []piece{}
		for _, to := range rapid.SampledFrom([][]string{{"0.0.0.0/0"}, {"10.16.0.0/16", "10.17.0.0/20", "192.168.4.0/24"}}).Draw(t, "to") {
			pieces = append(pieces, piece{anywhere, netip.MustParsePrefix(to), portRange{1, 65535}})
		}
		for i := range rapid.IntRange(0, 20).Draw(t, "cuts") {
			at := rapid.IntRange(0, len(pieces)-1).Draw(t, fmt.Sprint("cut ", i))
			pieces = append(append(append([]piece{}, pieces[:at]...), pieces[at].halves(t, fmt.Sprint("cut ", i))...), pieces[at+1:]...)
		}
		from := inspected{
			places:  []string{rapid.SampledFrom([]string{PlaceEdge, PlaceEastWest, PlaceEgress}).Draw(t, "place")},
			homeNet: []string{"10.16.0.0/16", "10.17.0.0/20", "192.168.4.0/24"},
		}
		require.Regexp(t, "(allows|lets) everything", judged(declare(t, pieces), from))

		at := rapid.IntRange(0, len(pieces)-1).Draw(t, "hole")
		p := pieces[at]
		// A hole that all directions have: in the protected side, for senders that the internet routes. What nobody can send, rules
		// need not name.
		for !netip.MustParsePrefix("10.16.0.0/16").Overlaps(p.to) || !netip.MustParsePrefix("8.0.0.0/8").Overlaps(p.from) {
			at = (at + 1) % len(pieces)
			p = pieces[at]
		}
		inside := p.to
		if inside.Bits() < 16 {
			inside = netip.MustParsePrefix("10.16.0.0/16")
		}
		address := address(number(inside.Addr()) + rapid.Uint32Range(0, 1<<(32-inside.Bits())-1).Draw(t, "address"))
		port := rapid.IntRange(p.ports.from, p.ports.to).Draw(t, "port")
		holed := append(append(append([]piece{}, pieces[:at]...), p.without(address, port)...), pieces[at+1:]...)
		require.NotRegexp(t, "to what the firewall protects|everything,|lets everything", judged(declare(t, holed), from))
	})
}

// judged is what is wrong with rules in a place.
func judged(declared NetworkFirewall, from inspected) string {
	b := newBuilder(Estate{})
	b.suricataRules("f.suricata", declared.Suricata)
	b.checkBreadth("f", declared, from)
	return b.problems.Error()
}

// TestJudgesTire shows that rules which cut each other into too many pieces are left alone, in a moment.
func TestJudgesTire(t *testing.T) {
	rules := []FirewallRule{}
	for i := range 3000 {
		from := netip.PrefixFrom(address(uint32(i)<<16), 17).String() //nolint:gosec // Small.
		to := netip.PrefixFrom(address(uint32(i)<<18), 18).String()   //nolint:gosec // Small.
		rules = append(rules, rule("allow", "tcp", from, "", ""), rule("allow", "tcp", "", to, fmt.Sprintf("%d-65535", i+1)))
	}
	b := newBuilder(Estate{})
	b.checkBreadth("f", NetworkFirewall{Rules: rules}, inspected{places: []string{PlaceEgress}, homeNet: []string{"10.0.0.0/8"}})
	require.Empty(t, b.problems)
}
