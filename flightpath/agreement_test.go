package flightpath_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/internal/draws"
)

// Two programs that have nothing in common agree on every question about random networks: on the verdict, and on a way that
// packets fly, leg by leg, with the firewalls that they cross. INGRESSHUB_NETWORKS is how many hundreds of networks; `make
// fuzz` runs [FuzzAgreement].
func TestAgreesWithPacketSimulator(t *testing.T) {
	hundreds, seed := 20, flag.Lookup("rapid.seed").Value
	given := seed.String()
	repeats := draws.Repeat() && given == seed.String() // no other seed was asked for
	text := os.Getenv("INGRESSHUB_NETWORKS")
	if text != "" {
		hundreds, _ = strconv.Atoi(text)
	}
	met := map[string]int{}
	for hundred := range hundreds {
		// What everybody runs asks the same questions each time. No other test runs beside this one, so the flag is its own.
		switch {
		case !repeats:
			require.NoError(t, seed.Set(given))
		case text == "":
			require.NoError(t, seed.Set(strconv.Itoa(hundred+1)))
		default:
			require.NoError(t, seed.Set("0"))
		}
		rapid.Check(t, func(t *rapid.T) { agree(t, met) })
	}
	require.NoError(t, seed.Set(given))
	t.Log(met)
	for _, kind := range []string{
		"blocked", "unproven", "asymmetric", "direct", "inspected", "legs 1", "legs 2", "NAT gateway asymmetric", "load balancer asymmetric",
		"load balancer direct", "unproven once something is forgotten",
	} {
		if met[kind] == 0 {
			t.Errorf("no question was about this: %s: the networks are too poor", kind)
		}
	}
	for _, kind := range []string{"PrivateLink", "gateway endpoint", "peered transit gateways", "declared target"} {
		for _, verdict := range []string{" allowed", " blocked"} {
			if met[kind+verdict]*1000 < met["questions"]*fewest {
				t.Errorf("%d of %d questions were about this, which is too few: %s", met[kind+verdict], met["questions"], kind+verdict)
			}
		}
	}
}

// fewest is how many of a thousand questions have to cross each of the hops that few networks have, and arrive; and so many more
// have to be stopped.
const fewest = 4

func FuzzAgreement(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { agree(t, map[string]int{}) }))
}

// Addresses on the internet; rules of random networks name some.
var strangers = []string{"192.0.2.9", "203.0.113.9", "2a00:1450::9"}

// servers are addresses on the internet that hosts ask; gateway endpoints serve some.
var servers = append([]string{"52.216.0.9", "52.94.0.9", "2600:1fa0:8000::9"}, strangers...)

// agree asks both about a random network.
func agree(t *rapid.T, met map[string]int) {
	n := random(t)
	analyzer, s := flightpath.New(n), simulatorOf(n)
	for range 6 {
		s.tired = false
		q, expected := s.question(t)
		if expected == nil || s.tired {
			continue
		}
		answer, err := analyzer.Trace(q)
		if err != nil {
			t.Fatal(err)
		}
		legs := []string{}
		for _, l := range answer.Legs {
			legs = append(legs, fmt.Sprint(l.Verdict, slices.Clone(l.Firewalls)))
		}
		flown := slices.ContainsFunc(expected, func(o outcome) bool { return o.verdict == answer.Verdict && slices.Equal(o.legs, legs) })
		if answer.Verdict != expected.verdict() || !flown && answer.Verdict != flightpath.Blocked && answer.Verdict != flightpath.Unproven {
			text, _ := json.MarshalIndent(n, "", " ")
			given, _ := json.MarshalIndent(answer, "", " ")
			t.Fatalf("%+v: the simulator says %s %v, the analyser %s %v\n%s\n%s", q, expected.verdict(), expected, answer.Verdict, legs, given, text)
		}
		met[string(answer.Verdict)]++
		met["questions"]++
		for _, theme := range s.crossedThemes(q, answer) {
			if answer.Verdict == flightpath.Blocked {
				met[theme+" blocked"]++
			} else {
				met[theme+" allowed"]++
			}
		}
		if slices.Contains(kinds(answer.Forward), flightpath.HopNATGateway) {
			met["NAT gateway "+string(answer.Verdict)]++
		}
		if rapid.IntRange(0, 3).Draw(t, "forgets") == 0 {
			met["unproven once something is forgotten"] += forgets(t, n, q, answer)
		}
		if len(answer.Legs) > 0 && strings.Contains(answer.Legs[len(answer.Legs)-1].From, " in vpc") {
			met["load balancer "+string(answer.Verdict)]++
		}
		if answer.Verdict != flightpath.Blocked {
			met[fmt.Sprint("legs ", len(answer.Legs))]++
		}
	}
}

// question draws a question, and says what the simulator sees.
func (s *simulator) question(t *rapid.T) (flightpath.Question, way) {
	var hosts []*host
	for _, one := range s.hosts {
		if one.translator == nil && one.balancer == nil && one.pod == nil {
			hosts = append(hosts, one)
		}
	}
	q := flightpath.Question{
		Port: rapid.SampledFrom([]int{443, 443, 80, 5000}).Draw(t, "port"), Protocol: rapid.SampledFrom([]string{"tcp", "tcp", "udp"}).Draw(t, "protocol"),
	}
	asked := ask{port: q.Port, protocol: map[string]int{"tcp": network.TCP, "udp": network.UDP}[q.Protocol]}
	var from *host
	if rapid.IntRange(0, 2).Draw(t, "from the internet") == 0 {
		q.From = rapid.SampledFrom(strangers).Draw(t, "client")
		asked.client = netip.MustParseAddr(q.From)
	} else {
		from = rapid.SampledFrom(hosts).Draw(t, "from")
		q.From = from.id
	}
	kinds := []string{"host", "address", "public", "internet", "target"}
	kinds = append(kinds, s.themes()...)
	if from == nil {
		kinds = []string{"host", "public", "front", "front", "target", "target", "target"}
		if slices.Contains(s.themes(), "pod") {
			kinds = append(kinds, "pod", "pod")
		}
		if rapid.IntRange(0, 2).Draw(t, "as clients do") > 0 {
			q.Port, q.Protocol = 443, "tcp"
			asked.port, asked.protocol = q.Port, network.TCP
		}
	}
	kind := rapid.SampledFrom(kinds).Draw(t, "to")
	if slices.Contains(s.themes(), kind) {
		return s.themed(t, kind, hosts, from, q, asked)
	}
	switch kind {
	case "host":
		to := rapid.SampledFrom(hosts).Draw(t, "host")
		if q.To = to.id; from == nil || from.id != to.id {
			return q, s.between(from, to, asked)
		}
	case "address":
		to := *rapid.SampledFrom(hosts).Draw(t, "host")
		q.To, to.addresses, asked.exact = to.addresses[0].Private.String(), to.addresses[:1], true
		if from == nil || from.id != to.id {
			return q, s.between(from, &to, asked)
		}
	case "public":
		to := rapid.SampledFrom(hosts).Draw(t, "host")
		if to.addresses[0].Public.IsValid() && (from == nil || from.id != to.id) {
			q.To, asked.exact = to.addresses[0].Public.String(), true
			return q, s.meet(from, to, asked)
		}
	case "front":
		q.To = "front"
		var all way
		for _, node := range s.hosts {
			if node.balancer != nil && node.balancer.ID == q.To {
				all = append(all, s.between(from, node, asked)...)
			}
		}
		return q, all
	case "target":
		group := rapid.SampledFrom(s.n.TargetGroups).Draw(t, "target group")
		registered := slices.DeleteFunc(slices.Clone(group.Targets), func(t network.RegisteredTarget) bool { return t.Declared })
		to := *s.hostAt(rapid.SampledFrom(registered).Draw(t, "target").Address)
		to.addresses, asked.exact = to.addresses[:1], true
		if q.To = to.addresses[0].Private.String(); from == nil || from.id != to.id {
			return q, s.between(from, &to, asked)
		}
	case "internet":
		q.To = rapid.SampledFrom(servers).Draw(t, "server")
		if from != nil {
			var families []way
			for _, own := range from.addresses {
				p := packet{own.Private, netip.MustParseAddr(q.To), asked.protocol, 0, q.Port}
				if p.source.Is4() == p.destination.Is4() {
					families = append(families, s.leg(from, p, nil, nil))
				}
			}
			if len(families) == 0 {
				return q, way{{verdict: flightpath.Blocked}}
			}
			return q, families[0]
		}
	}
	return q, nil
}

// meet is the way to a host by its public address: over the internet, or else by a load balancer or PrivateLink.
func (s *simulator) meet(from, to *host, q ask) way {
	if from == nil {
		one := *to
		one.addresses = one.addresses[:1]
		return s.between(nil, &one, q)
	}
	one := *to
	one.addresses = one.addresses[:1]
	over := s.over(from, &one, q)
	if over.verdict() != flightpath.Blocked {
		return over
	}
	ways := append([]way{over}, s.balanced(from, to, q)...)
	return senderChooses(append(ways, s.linked(from, to, q)...)...)
}
