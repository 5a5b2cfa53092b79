package flightpath_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"pgregory.net/rapid"
)

// Two programs that have nothing in common agree on every question about random networks.
func TestAgreesWithPacketSimulator(t *testing.T) {
	t.Parallel()
	verdicts := map[flightpath.Verdict]int{}
	for range thousands {
		rapid.Check(t, func(t *rapid.T) { agree(t, verdicts) })
	}
	t.Log(fmt.Sprint(verdicts))
	for _, verdict := range []flightpath.Verdict{flightpath.Blocked, flightpath.Asymmetric, flightpath.Direct, flightpath.Inspected} {
		if verdicts[verdict] == 0 {
			t.Errorf("no question was answered with %s: the networks are too poor", verdict)
		}
	}
}

// thousands makes two of them out of rapid's hundred.
const thousands = 20

// agree asks both about a random network.
func agree(t *rapid.T, verdicts map[flightpath.Verdict]int) {
	n := random(t)
	analyzer := flightpath.New(n)
	for range 6 {
		from := rapid.IntRange(-1, len(n.Interfaces)-1).Draw(t, "from")
		to := rapid.IntRange(-1, len(n.Interfaces)-1).Draw(t, "to")
		if from == to || from < 0 && to < 0 {
			continue
		}
		q := flightpath.Question{
			From: outside, To: outside, Port: rapid.SampledFrom([]int{443, 80, 5000}).Draw(t, "port"),
			Protocol: rapid.SampledFrom([]string{"tcp", "udp"}).Draw(t, "protocol"),
		}
		if from >= 0 {
			q.From = n.Interfaces[from].Addresses[0].Private.String()
		}
		if to >= 0 {
			address := n.Interfaces[to].Addresses[0]
			q.To = address.Private.String()
			if from < 0 {
				if !address.Public.IsValid() {
					continue
				}
				q.To = address.Public.String()
			}
		}
		answer, err := analyzer.Trace(q)
		if err != nil {
			t.Fatal(err)
		}
		if expected := simulate(n, q, from); answer.Verdict != expected {
			text, _ := json.MarshalIndent(n, "", " ")
			given, _ := json.MarshalIndent(answer, "", " ")
			t.Fatalf("%+v: the simulator says %s, the analyser %s\n%s\n%s", q, expected, answer.Verdict, given, text)
		}
		verdicts[answer.Verdict]++
	}
}

// outside is an address on the internet that no rule of a random network names but 0.0.0.0/0.
const outside = "192.0.2.9"

// simulate is the verdict of single packets: the worst over all that the network may choose, and over the ports from which the
// sender may send, for which only the reply's fate can differ.
func simulate(n *network.Network, q flightpath.Question, from int) flightpath.Verdict {
	p := packet{netip.MustParseAddr(q.From), netip.MustParseAddr(q.To), map[string]int{"tcp": network.TCP, "udp": network.UDP}[q.Protocol], 0, q.Port}
	var sender *network.Interface
	if from >= 0 {
		sender = &n.Interfaces[from]
	}
	worst := flightpath.Inspected
	for choice := range 1 << (len(n.Attachments) + 1) {
		s := &simulator{n: n, zones: map[string]string{}, other: choice >> len(n.Attachments)}
		possible := true
		for i, attachment := range n.Attachments {
			zone := choice >> i & 1
			possible = possible && zone < len(attachment.Subnets)
			s.zones[attachment.ID] = zones[zone]
		}
		if !possible {
			continue
		}
		for _, port := range []int{1024, 32768, 40001, 65535} {
			p.sourcePort = port
			verdict := flightpath.Blocked
			requested, answered, firewalls := s.connection(sender, p)
			switch {
			case requested && answered && len(firewalls) > 0:
				verdict = flightpath.Inspected
			case requested && answered:
				verdict = flightpath.Direct
			case requested:
				verdict = flightpath.Asymmetric
			}
			if verdict.Less(worst) {
				worst = verdict
			}
		}
	}
	return worst
}
