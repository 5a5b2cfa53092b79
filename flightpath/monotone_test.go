package flightpath_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// arriving is the packets that reach each destination, whatever becomes of the reply.
func arriving(t require.TestingT, n *network.Network, from string) map[string]space.Set {
	all, err := flightpath.New(n).Reach(from)
	require.NoError(t, err)
	sets := map[string]space.Set{}
	for _, r := range all {
		if len(r.Through) == 0 {
			sets[r.To] = sets[r.To].Union(r.Packets)
		}
	}
	return sets
}

// More is allowed, so nothing is reached less; less is allowed, so nothing is reached more.
func TestMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := random(t)
		sender := rapid.SampledFrom(n.Interfaces).Draw(t, "sender")
		from := rapid.SampledFrom([]string{sender.ID, "internet"}).Draw(t, "from")
		before := arriving(t, n, from)
		g := &generator{t: t, n: n}
		peer := network.ACLEntry{Number: rapid.IntRange(0, 120).Draw(t, "number"), Egress: rapid.Bool().Draw(t, "egress"), Match: g.match("new")}
		peer.CIDR = cidrsOf(g.one("new peer", peers))[0]
		switch change := rapid.SampledFrom([]string{"rule", "allow", "deny", "no rule"}).Draw(t, "change"); change {
		case "rule":
			i := rapid.IntRange(0, len(n.SecurityGroups)-1).Draw(t, "group")
			n.SecurityGroups[i].Rules = append(slices.Clone(n.SecurityGroups[i].Rules), network.Rule{Egress: peer.Egress, Match: peer.Match, CIDR: peer.CIDR})
			grows(t, before, arriving(t, n, from))
		case "no rule":
			i := rapid.IntRange(0, len(n.SecurityGroups)-1).Draw(t, "group")
			n.SecurityGroups[i].Rules = n.SecurityGroups[i].Rules[1:]
			grows(t, arriving(t, n, from), before)
		default:
			i := rapid.IntRange(0, len(n.NetworkACLs)-1).Draw(t, "ACL")
			peer.Allow = change == "allow"
			// Of equal numbers the first decides, so a new entry stands in front of those that have its number.
			n.NetworkACLs[i].Entries = append([]network.ACLEntry{peer}, n.NetworkACLs[i].Entries...)
			if peer.Allow {
				grows(t, before, arriving(t, n, from))
			} else {
				grows(t, arriving(t, n, from), before)
			}
		}
	})
}

func grows(t require.TestingT, less, more map[string]space.Set) {
	for to, packets := range less {
		require.True(t, more[to].Covers(packets), "%s was reached by %v and is reached by %v", to, packets, more[to])
	}
}

// What Reach says of a packet, Trace says too.
func TestReachAgreesWithTrace(t *testing.T) {
	found := map[flightpath.Verdict]int{}
	rapid.Check(t, func(t *rapid.T) {
		n := random(t)
		a := flightpath.New(n)
		from := rapid.SampledFrom(n.Interfaces).Draw(t, "from")
		to := rapid.SampledFrom(n.Interfaces).Draw(t, "to")
		if from.ID == to.ID || from.Owner != "" || to.Owner != "" {
			return
		}
		port := rapid.SampledFrom([]int{80, 443, 2000}).Draw(t, "port")
		all, err := a.Reach(from.ID)
		require.NoError(t, err)
		answer, err := a.Trace(flightpath.Question{From: from.Addresses[0].Private.String(), To: to.Addresses[0].Private.String(), Port: port})
		require.NoError(t, err)
		if slices.ContainsFunc(answer.Legs, func(l flightpath.Leg) bool { return strings.Contains(l.From, " in vpc") }) ||
			slices.ContainsFunc(answer.Forward, func(h flightpath.Hop) bool { return h.Kind == flightpath.HopLoadBalancer }) {
			return // of ways through load balancers, Reach tells the ports of the target
		}
		worst := flightpath.Blocked
		asked := space.All().V4().Protocol(space.TCP).DestinationPorts(port, port).SourcePorts(1024, 65535).To(space.Hosts(to.Addresses[0].Private))
		for _, r := range all {
			unknown := r.Verdict == flightpath.Unproven && r.VPC == "" // ends at something that is not modelled, such as a VPN gateway
			if (r.To == to.ID || unknown) && !slices.ContainsFunc(r.Through, func(by string) bool { return by == "front" || by == "inner" }) && r.Packets.Overlaps(asked) && (worst == flightpath.Blocked || r.Verdict.Less(worst)) {
				worst = r.Verdict
			}
		}
		require.Equal(t, answer.Verdict, worst, answer.Reason)
		found[worst]++
	})
	require.NotZero(t, found[flightpath.Direct]+found[flightpath.Asymmetric])
}
