package flightpath

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// judge walks the replies of packets that arrived, and compares.
func (a *Analyzer) judge(from, to side, p path, routed *int) flow {
	f := flow{there: p, reason: p.reason}
	switch {
	case p.end == stopped:
		f.verdict = Blocked
		return f
	case p.end == unknown:
		f.verdict = Unproven
		return f
	case p.end == left && !to.internet, p.end == served && to.nic != nil:
		f.verdict = Blocked
		f.reason = fmt.Sprintf("%s leaves %s instead of going to %s", peerText(p.packets.Destinations()), wayOut(p), to.label)
		return f
	}
	w := &walker{Analyzer: a, goal: from.nic, replying: true, chosen: map[network.AttachmentKey]string{}, routed: routed}
	for _, c := range p.choices {
		w.chosen[c.attachment] = c.subnet
	}
	replies := state{packets: p.packets.Reverse()}
	switch p.end {
	case arrived:
		w.origin = p.at
		w.send(p.at, replies)
	case left:
		w.enter(p.leftBy, replies)
	case translated:
		w.origin = p.at
		w.dispatch(p.at.subnet, replies.hop(HopNATGateway, p.at.id, words("translates back")))
	case served:
		if in, ok := w.between(nil, p.inside, replies); ok {
			w.deliver(p.inside, in)
		}
	}
	f.compare(from, w.paths)
	if p.end == translated {
		f.goOn(a, from, to)
	}
	return f
}

func wayOut(p path) string {
	if p.end == served {
		return "through a gateway endpoint"
	}
	return "through " + p.leftBy.ID + " to the internet"
}

// compare finds the worst way back.
func (f *flow) compare(from side, back []path) {
	f.verdict = Inspected
	if len(f.there.firewalls) == 0 {
		f.verdict = Direct
	}
	if len(back) == 0 {
		f.verdict, f.reason = Asymmetric, "the reply is lost"
	}
	for i := range back {
		p := &back[i]
		verdict, reason := f.meets(from, p)
		requests := p.packets.Reverse().WithSourcePorts(0, LastEphemeralPort).Intersect(f.there.packets)
		f.parts = append(f.parts, part{requests, p, verdict, reason})
		if f.back == nil || verdict.Less(f.verdict) {
			f.back, f.verdict, f.reason = p, verdict, reason
		}
	}
}

// meets compares one way back with the way there.
func (f *flow) meets(from side, back *path) (Verdict, string) {
	reversed := slices.Clone(back.firewalls)
	slices.Reverse(reversed)
	home := back.end == arrived && back.at == from.nic && from.nic != nil || back.end == left && from.internet
	switch {
	case back.end == unknown:
		return Unproven, "on the way back: " + back.reason
	case back.end == stopped:
		return Asymmetric, "packets arrive, but " + lost(back) + " is lost: " + back.reason
	case !home:
		return Asymmetric, "packets arrive, but the reply does not come back to " + from.label
	case !slices.Equal(f.there.firewalls, reversed):
		return Asymmetric, fmt.Sprintf("the request crosses %s, but the reply crosses %s",
			firewallNames(f.there.firewalls), firewallNames(reversed))
	case len(reversed) > 0:
		return Inspected, "firewall endpoint " + strings.Join(f.there.firewalls, ", ") + " sees both directions"
	}
	return Direct, "packets arrive and are answered, and no firewall sees them"
}

func firewallNames(ids []string) string { return joinOr(ids, "no firewall") }

// lost names the replies that are lost, with their ports where it is not all of them.
func lost(back *path) string {
	ports := back.packets.DestinationPortRanges()
	if ports == fmt.Sprintf("%d-%d", FirstEphemeralPort, LastEphemeralPort) || !space.HasPorts(int(back.example().Protocol)) {
		return "the reply"
	}
	return "the reply to ports " + ports
}

// goOn walks the leg that begins where a NAT gateway translated the packets.
func (f *flow) goOn(a *Analyzer, before, to side) {
	n := f.there.at
	from := side{label: n.label, nic: n, addresses: n.addresses, translators: append(slices.Clip(before.translators), n.owner)}
	packets := f.there.packets.WithSource(n.addresses.V4()).WithSourcePorts(FirstEphemeralPort, LastEphemeralPort)
	to.addresses = f.there.packets.Destinations()
	f.next = a.walk(from, to, packets)
	f.own, f.ownReason = f.verdict, f.reason
	f.verdict = chained(f.verdict, f.next.verdict)
	if f.verdict == f.next.verdict {
		f.reason = f.next.reason
	}
}
