package flightpath

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
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

	// public means that the question named the interface by its public address: whoever sends to that sends to the internet.
	public bool

	// everything is every interface there is, and the internet.
	everything bool
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
	dropped  space.Set
}

// flow is packets that take one way there, and all the ways that their replies may take.
type flow struct {
	there   path
	back    *path // the way back that decided
	verdict Verdict
	reason  string
	own     Verdict // without what comes after it

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
	w := a.there(from, to, packets, false)
	l.flows = make([]flow, 0, len(w.paths))
	for _, p := range w.paths {
		l.flows = append(l.flows, a.judge(from, to, p))
	}
	if l.branched = w.branched; to.everything {
		if l.branched {
			l.dropped = space.Union(w.dropped...)
		}
		return l
	}
	l.decide()
	return l
}

// there walks packets one way.
func (a *Analyzer) there(from, to side, packets space.Set, lenient bool) *walker {
	w := &walker{Analyzer: a, origin: from.nic, goal: to.nic, lenient: lenient, everything: to.everything}
	s := state{packets: packets}
	switch {
	case from.internet && to.everything:
		for _, v := range a.sortedVPCs() {
			w.fromInternetTo(v, s.with(packets.To(v.translated.Union(v.cidrs.V6()))))
		}
	case from.nic != nil:
		w.send(from.nic, s)
	case from.internet && to.nic != nil:
		w.fromInternet(to.nic.subnet, s)
	case from.internet:
		w.finish(s.hop(HopInternet, "internet", words("")), stopped, path{reason: to.label + " is not in the network"})
	default:
		a.fromNowhere(w, from, s)
	}
	return w
}

// fromInternet takes packets into the VPC of a subnet, by each of its internet gateways.
func (w *walker) fromInternet(to *subnet, s state) {
	if to == nil || to.vpc == nil {
		w.unprove(s, HopVPC, "of the destination", cmp.Or(w.missing(network.GapVPCs, nil), w.missing(network.GapSubnets, nil), "it is not in the source"))
		return
	}
	found := false
	for _, g := range w.index.GatewaysOf[to.VPC] {
		if !g.EgressOnly {
			found = true
			w.enter(g, s)
		}
	}
	if found {
		return
	}
	s = s.hop(HopInternet, "internet", words(peerText(s.packets.Sources())))
	if reason := w.missing(network.GapInternetGateways, &to.Object, to.VPC); reason != "" {
		w.unprove(s, HopInternetGateway, "of "+to.VPC, reason)
		return
	}
	w.block(s, HopVPC, to.VPC, words("no internet gateway"), to.VPC+" has no internet gateway", "attach an internet gateway to "+to.VPC)
}

// fromInternetTo takes packets into a VPC by whatever internet gateways it has.
func (w *walker) fromInternetTo(v *vpc, s state) {
	in := false
	for _, g := range w.index.GatewaysOf[v.ID] {
		if !g.EgressOnly {
			in = true
			w.enter(g, s)
		}
	}
	if reason := w.missing(network.GapInternetGateways, &v.Object, v.ID); reason != "" && !in {
		w.unprove(s, HopInternetGateway, "of "+v.ID, reason)
	}
}

// fromNowhere says what comes of packets whose sender is not in the network.
func (a *Analyzer) fromNowhere(w *walker, from side, s state) {
	for _, sub := range a.subnets {
		if sub.cidrs.Overlaps(from.addresses) {
			if reason := a.missing(network.GapInterfaces, &sub.Object, sub.ID, sub.VPC); reason != "" {
				w.unprove(s, HopSubnet, sub.ID, reason)
				return
			}
			w.block(s, HopSubnet, sub.ID, words("no interface"), fmt.Sprintf("no network interface in %s has the address %s", sub.ID, peerText(from.addresses)), "")
			return
		}
	}
	for _, v := range a.vpcs {
		if v.cidrs.Overlaps(from.addresses) {
			w.block(s, HopVPC, v.ID, words("no subnet"), fmt.Sprintf("no subnet of %s has the address %s", v.ID, peerText(from.addresses)), "")
			return
		}
	}
	if how := a.waysIn(); how != "" {
		w.unprove(s, HopAddress, peerText(from.addresses), "it is outside of every VPC, and may come in through "+how)
		return
	}
	w.block(s, HopAddress, peerText(from.addresses), words("outside"), peerText(from.addresses)+" is outside of every VPC, and nothing joins them with another network", "")
}

// waysIn is something through which packets of another network might come, empty where there is nothing.
func (a *Analyzer) waysIn() string {
	for i := range a.network.Attachments {
		if t := &a.network.Attachments[i]; t.Kind == network.OtherAttachment || t.Kind == network.VPCAttachment && a.vpcs[t.Resource] == nil {
			return "attachment " + t.ID
		}
		if t := &a.network.Attachments[i]; t.Kind == network.PeeringAttachment && a.index.Attachments[network.AttachmentKey{Gateway: t.Peer, ID: t.ID}] == nil {
			return "attachment " + t.ID
		}
	}
	for i := range a.network.Peerings {
		if p := &a.network.Peerings[i]; a.vpcs[p.Requester.VPC] == nil || a.vpcs[p.Accepter.VPC] == nil {
			return "peering " + p.ID
		}
	}
	for i := range a.network.RouteTables {
		for _, r := range a.network.RouteTables[i].Routes {
			if r.Target.Kind == network.TargetVPNGateway {
				return "VPN gateway " + r.Target.ID
			}
		}
	}
	for _, kind := range []network.GapKind{network.GapAttachments, network.GapPeerings} {
		if len(a.gaps[kind]) > 0 {
			return "what the source does not tell (" + string(kind) + ")"
		}
	}
	return ""
}

// judge walks the replies of packets that arrived, and compares.
func (a *Analyzer) judge(from, to side, p path) flow {
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
	w := &walker{Analyzer: a, goal: from.nic, replying: true, zones: map[network.AttachmentKey]string{}}
	for _, c := range p.choices {
		w.zones[c.attachment] = c.zone
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
		f.goOn(a, to)
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

// goOn walks the leg that begins where a NAT gateway translated the packets.
func (f *flow) goOn(a *Analyzer, to side) {
	n := f.there.at
	from := side{label: n.label, nic: n, addresses: n.addresses}
	packets := f.there.packets.WithSource(n.addresses.V4()).WithSourcePorts(FirstEphemeralPort, LastEphemeralPort)
	to.addresses = f.there.packets.Destinations()
	f.next = a.walk(from, to, packets)
	f.own = f.verdict
	f.verdict = chained(f.verdict, f.next.verdict)
	if f.verdict == f.next.verdict {
		f.reason = f.next.reason
	}
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
			shown.To = f.there.at.label
		}
		shown.Forward, shown.Return, shown.Firewalls = f.there.hops(), f.back.hops(), f.there.firewalls
		shown.Example = f.there.shown().String()
	}
	return shown
}
