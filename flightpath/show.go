package flightpath

import (
	"net/netip"

	"github.com/ingresshub/ingresshub/flightpath/space"
)

func (p *path) example() space.Packet {
	e, _ := p.packets.Example()
	return e
}

// somewhere is an address that stands for the internet in examples: one of those kept for documentation.
var somewhere = space.Hosts(netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("2001:db8::9"))

// shown is the packet that people see.
func (p *path) shown() space.Packet {
	for _, some := range []space.Set{p.packets.From(somewhere), p.packets.To(somewhere)} {
		if e, ok := some.Example(); ok {
			return e
		}
	}
	return p.example()
}

func (p *path) length() int {
	if p.trail == nil {
		return 0
	}
	return p.trail.depth + 1
}

// hops is the way in order.
func (p *path) hops() []Hop {
	if p == nil || p.trail == nil {
		return []Hop{}
	}
	all := make([]Hop, p.length())
	for t := p.trail; t != nil; t = t.parent {
		rule := ""
		if t.rule != nil {
			rule = t.rule.String()
		}
		all[t.depth] = Hop{t.kind, t.id, rule, t.decision}
	}
	return all
}

// chain is the leg with those that NAT gateways begin after it.
func (l *leg) chain() []*leg {
	all := []*leg{l}
	if l.decisive != nil && l.decisive.next != nil {
		all = append(all, l.decisive.next.chain()...)
	}
	return all
}

// public shows a leg.
func (l *leg) shown() Leg {
	shown := Leg{From: l.from.label, To: l.to.label, Verdict: l.verdict, Reason: l.reason, Forward: []Hop{}, Return: []Hop{}}
	if f := l.decisive; f != nil {
		if f.next != nil && f.there.end == translated {
			shown.To, shown.Verdict, shown.Reason = f.there.at.label, f.own, f.ownReason
		}
		shown.Forward, shown.Return, shown.Firewalls = f.there.hops(), f.back.hops(), f.there.firewalls
		shown.Example = f.there.shown().String()
	}
	return shown
}
