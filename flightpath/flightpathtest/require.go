package flightpathtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Expect declares what the program is for: its services, what it protects, what has to be inspected. Without it the generic
// properties are asked, those that hold for any network.
func Expect(expected flightpath.Expectations) Option {
	return func(s *settings) { s.expected = expected }
}

// Declare declares targets that somebody else will register, such as pods. The function is given the network, because IDs are
// known only there.
func Declare(targets func(*network.Network) []flightpath.Declaration) Option {
	return func(s *settings) { s.targets = targets }
}

// RequireInspected requires that what the internet reaches in a network with firewalls, or what is expected to be inspected,
// crosses a firewall on every way and both ways. A program that nothing has to be inspected in fails too: there is nothing that
// the test could show.
func RequireInspected(t testing.TB, program pulumi.RunFunc, options ...Option) {
	t.Helper()
	_, s := prepared(options)
	require(t, declared(t, program, options), s.expected, flightpath.FirewallSees, flightpath.Symmetric)
}

// RequireContained requires that the internet reaches nothing but the services that are expected, and what is behind them, and that
// protected VPCs do not reach each other but where that is expected.
//
// Without [Expect] it requires that the internet reaches nothing but internet-facing load balancers, at the ports that they listen to,
// and what is behind these listeners; and that VPCs in which no such load balancer stands do not reach each other. Which load balancers
// and listeners there may be, and who may reach whom, only expectations say: any internet-facing load balancer passes without them.
func RequireContained(t testing.TB, program pulumi.RunFunc, options ...Option) {
	t.Helper()
	n := declared(t, program, options)
	_, s := prepared(options)
	if len(s.expected.Protected) == 0 && len(s.expected.Services) == 0 {
		s.expected = undeclared(n)
	}
	require(t, n, s.expected, flightpath.Contained)
}

// RequireReachable requires that packets get from one endpoint to another, and their replies back the same way. Endpoints are
// those of a flightpath.Question; declared targets are there.
func RequireReachable(t testing.TB, program pulumi.RunFunc, question flightpath.Question, options ...Option) {
	t.Helper()
	answer, err := flightpath.New(declared(t, program, options)).Trace(question)
	if err != nil {
		t.Fatalf("flightpathtest: %v", err)
	}
	if answer.Verdict.Less(flightpath.Direct) {
		t.Errorf("flightpathtest: from %s to %s, port %d: %s: %s\n%s", question.From, question.To, question.Port, answer.Verdict, answer.Reason, way(answer))
	}
}

// require requires that some properties are asked of a network and hold.
func require(t testing.TB, n *network.Network, expected flightpath.Expectations, names ...flightpath.PropertyName) {
	t.Helper()
	report, err := flightpath.New(n).Check(expected)
	if err != nil {
		t.Fatalf("flightpathtest: %v", err)
	}
	for _, property := range report.Properties {
		for _, name := range names {
			if property.Name != name || property.Result == flightpath.Holds {
				continue
			}
			if property.Result == flightpath.NotAsked {
				t.Errorf("flightpathtest: %s: there is nothing of which it could be asked; say with flightpathtest.Expect what has to be", name)
			}
			for _, finding := range property.Findings {
				t.Errorf("flightpathtest: %s: from %s to %s: %s: %s: %s\n%s",
					name, finding.From, finding.To, finding.Traffic, finding.Verdict, finding.Reason, way(finding.Answer))
			}
		}
	}
}

// declared is the network of a program, with the targets that are declared.
func declared(t testing.TB, program pulumi.RunFunc, options []Option) *network.Network {
	t.Helper()
	_, s := prepared(options)
	n := Record(t, program, options...)
	if s.targets == nil {
		return n
	}
	with, err := flightpath.Declare(n, s.targets(n))
	if err != nil {
		t.Fatalf("flightpathtest: %v", err)
	}
	return with
}

// way prints an answer, hop by hop.
func way(answer flightpath.Answer) string {
	var lines []string
	for direction, hops := range [][]flightpath.Hop{answer.Forward, answer.Return} {
		for _, hop := range hops {
			lines = append(lines, strings.TrimRight(fmt.Sprintf("  %s %s %s %s %s", []string{"there", "back "}[direction], hop.Kind, hop.ID, hop.Rule, hop.Decision), " "))
		}
	}
	return strings.Join(lines, "\n")
}
