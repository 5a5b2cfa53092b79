package flightpath

import (
	"fmt"

	"github.com/ingresshub/ingresshub/flightpath/space"
)

// side is one end of a leg: an interface, the internet, or addresses that no interface of the network has.
type side struct {
	label string
	nic   *nic

	// addresses are those that the packets have there.
	addresses space.Addresses
	internet  bool

	// exact means these addresses and no others of the interface: the question named them.
	exact bool

	// target is what the question named, where that is a target of a target group: an interface may be more than one.
	target *registered

	// public means that the question named the interface by its public address: whoever sends to that sends to the internet.
	public bool

	// everything is every interface there is, and the internet.
	everything bool

	// untold is why it is not known what the question named; empty where it is.
	untold string

	// translators is the NAT gateways that the packets went through to come here, on the legs before.
	translators []string
}

// leg is a flow from one side to another one, walked there and back.
type leg struct {
	from, to side
	verdict  Verdict
	reason   string

	flows []flow

	// decisive is the flow that the verdict comes from.
	decisive *flow

	// branched is set where some packets have several ways, of which the network chooses; dropped is then what is stopped
	// on one of them, where everything is asked about.
	branched bool
	dropped  []drop
}

// drop is packets that were stopped on one of their ways. What is declared may have any address of its subnet, beside others: by
// is the one whose security groups stopped them, which says nothing of the others; beside is the subnet in which nobody has the
// address, but for those who may.
type drop struct {
	packets space.Set
	by      *nic
	beside  *subnet
}

// loses is the packets that do not get to an interface whatever the network chooses; nil is none of the network's.
func (l *leg) loses(n *nic) space.Set {
	var all []space.Set
	for _, d := range l.dropped {
		spared := d.beside != nil && n != nil && n.declared && n.subnet == d.beside
		if !spared && (d.by == nil || d.by == n) {
			all = append(all, d.packets)
		}
	}
	return space.Union(all...)
}

// spared is the packets that get to an interface behind the NAT gateway at which a flow ends, without those that the network may lose
// before they get to the gateway.
func (l *leg) spared(f *flow, n *nic, behind space.Set) space.Set {
	if len(l.dropped) == 0 {
		return behind
	}
	// The gateway changes source and source port, and nothing else.
	return behind.Intersect(f.there.packets.Subtract(l.loses(n)).WithSource(anywhere).WithSourcePorts(0, 65535))
}

// flow is packets that take one way there, and all the ways that their replies may take.
type flow struct {
	there   path
	back    *path // the way back that decided
	verdict Verdict
	reason  string

	// own verdict and reason, without what comes after it.
	own       Verdict
	ownReason string

	// parts is the packets again, by what becomes of their replies.
	parts []part

	// next is the leg that a NAT gateway begins.
	next *leg
}

// part is packets of a flow whose replies meet the same fate. Which source port a sender takes is not his choice but his
// system's, so packets that differ in it alone are in one part: that of the worst of them.
type part struct {
	packets space.Set
	back    *path
	verdict Verdict
	reason  string
}

// walk walks a leg.
func (a *Analyzer) walk(from, to side, packets space.Set) *leg {
	l := &leg{from: from, to: to}
	packets = packets.From(from.addresses).To(to.addresses)
	if packets.IsEmpty() {
		l.verdict, l.reason = Blocked, fmt.Sprintf("%s and %s have no addresses of the same family, or the question has no packets for them", from.label, to.label)
		return l
	}
	w := a.there(from, to, packets)
	l.flows = make([]flow, 0, len(w.paths))
	for _, p := range w.paths {
		l.flows = append(l.flows, a.judge(from, to, p, w.routed))
	}
	if l.branched = w.branched; to.everything {
		if l.branched {
			l.dropped = w.dropped
		}
		return l
	}
	l.decide()
	return l
}

// decide finds the verdict: that of the packets that are not blocked whatever the network chooses, the worst of them; where
// there are none, blocked.
func (l *leg) decide() {
	var blocked space.Set
	for i := range l.flows {
		if l.flows[i].verdict == Blocked {
			blocked = blocked.Union(l.flows[i].there.packets)
		}
	}
	for i := range l.flows {
		f := &l.flows[i]
		switch {
		case f.verdict == Blocked || blocked.Covers(f.there.packets):
			continue
		case l.decisive == nil || f.verdict.Less(l.decisive.verdict):
			l.decisive = f
		}
	}
	if l.decisive == nil {
		// Nothing arrives: show the packets that came furthest.
		for i := range l.flows {
			f := &l.flows[i]
			if f.verdict == Blocked && (l.decisive == nil || f.there.length() > l.decisive.there.length()) {
				l.decisive = f
			}
		}
	}
	if l.decisive == nil {
		l.verdict, l.reason = Blocked, "nothing arrives"
		return
	}
	l.verdict, l.reason = l.decisive.verdict, l.decisive.reason
}
