package flightpath_test

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// outcome is something that may happen to a connection: what becomes of each leg, and the firewalls that its request crosses.
type outcome struct {
	verdict flightpath.Verdict
	legs    []string

	// client is the address that the end of the last leg sees.
	client netip.Addr

	// over is set where nobody knows what comes next.
	over bool
}

// way is everything that may happen, of which the network chooses; nil where there is nothing to try.
type way []outcome

func (w way) verdict() flightpath.Verdict {
	worst := flightpath.Inspected
	for _, o := range w {
		if o.verdict.Less(worst) {
			worst = o.verdict
		}
	}
	return worst
}

// plus adds an outcome that is not there yet.
func (w way) plus(o outcome) way {
	if slices.ContainsFunc(w, func(known outcome) bool { return fmt.Sprint(known) == fmt.Sprint(o) }) {
		return w
	}
	return append(w, o)
}

// then is what may happen where something else begins behind each outcome that arrives: a leg that fails spoils the whole,
// one that is inspected is enough.
func (w way) then(next func(outcome) way) (all way) {
	for _, o := range w {
		if o.verdict == flightpath.Blocked || o.over {
			all = all.plus(o)
			continue
		}
		for _, p := range next(o) {
			one := outcome{legs: append(slices.Clone(o.legs), p.legs...), client: p.client, over: p.over}
			switch {
			case o.verdict.Less(flightpath.Direct) && o.verdict.Less(p.verdict):
				one.verdict = o.verdict
			case p.verdict.Less(flightpath.Direct):
				one.verdict = p.verdict
			case o.verdict == flightpath.Inspected || p.verdict == flightpath.Inspected:
				one.verdict = flightpath.Inspected
			default:
				one.verdict = flightpath.Direct
			}
			all = all.plus(one)
		}
	}
	return all
}

// senderChooses is the way of several that the sender may take: the worst of those that arrive, all of them where they are alike.
func senderChooses(ways ...way) (chosen way) {
	for _, w := range ways {
		switch {
		case len(w) == 0 || len(chosen) > 0 && w.verdict() == flightpath.Blocked:
		case len(chosen) == 0 || chosen.verdict() == flightpath.Blocked || w.verdict().Less(chosen.verdict()):
			chosen = w
		case w.verdict() == chosen.verdict():
			for _, o := range w {
				chosen = slices.Clip(chosen).plus(o)
			}
		}
	}
	return chosen
}

// ephemeral ports stand for all from which a sender sends: the rules of random networks tell these apart.
var ephemeral = []int{1024, 32768, 40001, 65535}

const mostRuns = 500

// leg is what may happen to a connection from a host to another one, by the network's choice and the sender's port. No host is
// the internet.
func (s *simulator) leg(from *host, p packet, to *host, translators []string) (all way) {
	for _, port := range ephemeral {
		p.sourcePort = port
		s.choices = &choices{kept: map[string]int{}}
		for more := true; more && !s.tired; more = s.choices.again() {
			s.tired = s.choices.runs > mostRuns
			for _, o := range s.once(from, p, to, translators) {
				all = all.plus(o)
			}
		}
	}
	return all
}

// once is a connection of one packet, there and back, with one choice of the network.
func (s *simulator) once(from *host, p packet, to *host, translators []string) way {
	var there flight
	if from == nil {
		there = s.enter(p, "")
	} else {
		there = s.send(from, p, false)
	}
	var back flight
	switch there.fate {
	case lost:
		return way{{verdict: flightpath.Blocked}}
	case unknown:
		return way{{verdict: flightpath.Unproven, client: p.source}}
	case outside:
		if to != nil {
			return way{{verdict: flightpath.Blocked}}
		}
		// Whoever is there answers the address that it saw.
		back = s.enter(there.packet.reply(), there.by)
	case served:
		if to != nil && !to.service {
			return way{{verdict: flightpath.Blocked}}
		}
		if s.enters(nil, there.in, traveller{packet: there.packet.reply()}) {
			back = s.deliver(there.in, traveller{packet: there.packet.reply(), reply: true})
		}
	case delivered:
		if to == nil || to.service {
			return way{{verdict: flightpath.Blocked}}
		}
		back = s.send(there.to, there.packet.reply(), true)
	case atTranslator:
		if slices.Contains(translators, there.to.id) {
			return way{{verdict: flightpath.Blocked}}
		}
		back = s.place(s.subnet(there.to.subnet), traveller{packet: there.packet.reply(), reply: true})
	}
	home := back.fate == delivered && from != nil && back.to.id == from.id ||
		back.fate == outside && from == nil && back.destination == p.source && back.source == p.destination
	reversed := slices.Clone(back.firewalls)
	slices.Reverse(reversed)
	one := outcome{verdict: flightpath.Direct, client: there.source}
	switch {
	case back.fate == unknown:
		one.verdict = flightpath.Unproven
	case !home || !slices.Equal(there.firewalls, reversed):
		one.verdict = flightpath.Asymmetric
	case len(there.firewalls) > 0:
		one.verdict = flightpath.Inspected
	}
	one.legs = []string{fmt.Sprint(one.verdict, there.firewalls)}
	if there.fate != atTranslator {
		return way{one}
	}
	next := packet{there.to.addresses[0].Private, p.destination, p.protocol, 0, p.destinationPort}
	chosen := s.choices
	on := s.leg(there.to, next, to, append(slices.Clone(translators), there.to.id))
	s.choices = chosen
	return way{one}.then(func(outcome) way { return on })
}

// ask is a question on its way through load balancers.
type ask struct {
	protocol, port int
	entry          int // the port to which the sender itself has to send; 0 is any
	depth          int
	client         netip.Addr // the sender's address on the internet
	exact          bool       // these addresses only, and not those by which the hosts meet on the internet
}

// between is how a question gets from a host, or from the internet, to another host: straight, or else by load balancers.
func (s *simulator) between(from, to *host, q ask) way {
	var ways []way
	if q.entry == 0 || q.entry == q.port {
		straight := s.straight(from, to, q)
		if straight.verdict() != flightpath.Blocked && from != nil {
			return straight
		}
		ways = append(ways, straight)
	}
	if q.depth < 4 {
		ways = append(ways, s.balanced(from, to, q)...)
		ways = append(ways, s.linked(from, to, q)...)
	}
	return senderChooses(ways...)
}

// straight is the way without load balancers.
func (s *simulator) straight(from, to *host, q ask) way {
	if to.balancer != nil && !listens(to.balancer, q.protocol, q.port) {
		return way{{verdict: flightpath.Blocked}}
	}
	var families []way
	for _, address := range to.addresses {
		p := packet{source: q.client, destination: address.Private, protocol: q.protocol, destinationPort: q.port}
		if from == nil {
			if p.destination.Is4() {
				p.destination = address.Public
			}
			if p.source.Is4() == p.destination.Is4() && p.destination.IsValid() {
				families = append(families, s.leg(nil, p, to, nil))
			}
			continue
		}
		for _, own := range from.addresses {
			if p.source = own.Private; p.source.Is4() == p.destination.Is4() {
				families = append(families, s.leg(from, p, to, nil))
			}
		}
	}
	best := senderChooses(families...)
	if from != nil && !q.exact && (len(best) == 0 || best.verdict() == flightpath.Blocked) {
		best = senderChooses(best, s.over(from, to, q))
	}
	if len(best) == 0 {
		return way{{verdict: flightpath.Blocked}}
	}
	return best
}

// over is the way over the internet to a host's public addresses; of IPv6 they are all public.
func (s *simulator) over(from, to *host, q ask) way {
	var families []way
	for _, own := range from.addresses {
		for _, address := range to.addresses {
			public := address.Public
			if address.Private.Is6() {
				public = address.Private
			}
			if !public.IsValid() || public.Is4() != own.Private.Is4() {
				continue
			}
			out := s.leg(from, packet{source: own.Private, destination: public, protocol: q.protocol, destinationPort: q.port}, nil, nil)
			families = append(families, out.then(func(o outcome) way {
				return s.leg(nil, packet{source: o.client, destination: public, protocol: q.protocol, destinationPort: q.port}, to, nil)
			}))
		}
	}
	return senderChooses(families...)
}

func listens(b *network.LoadBalancer, protocol, port int) bool {
	return slices.ContainsFunc(b.Listeners, func(l network.Listener) bool { return l.Port == port && carries(l.Protocol, protocol) })
}

func carries(name string, protocol int) bool {
	return name == "TCP_UDP" || name == "UDP" && protocol == network.UDP || name != "UDP" && protocol == network.TCP
}

// balanced is the ways by load balancers that have a host as a target.
func (s *simulator) balanced(from, to *host, q ask) (ways []way) {
	for i := range s.n.LoadBalancers {
		b := &s.n.LoadBalancers[i]
		for _, l := range b.Listeners {
			for _, f := range l.Forwards {
				for _, g := range s.n.TargetGroups {
					for _, t := range g.Targets {
						port := cmp.Or(t.Port, g.Port)
						if g.ID != f.TargetGroup || !isTarget(&g, t, to) || !carries(l.Protocol, q.protocol) || q.depth > 0 && q.port != port ||
							from != nil && from.balancer == b {
							continue
						}
						next := ask{protocol: q.protocol, port: l.Port, entry: q.entry, depth: q.depth + 1, client: q.client}
						if q.depth == 0 && q.port != port {
							next.entry = q.port
						}
						ways = append(ways, s.by(from, to, b, g, t, port, next))
					}
				}
			}
		}
	}
	return ways
}

// by is the way by whichever of a load balancer's nodes sends to the target.
func (s *simulator) by(from, to *host, b *network.LoadBalancer, g network.TargetGroup, t network.RegisteredTarget, port int, q ask) (all way) {
	for _, node := range s.hosts {
		if node.balancer != b || !s.sends(node, to, b, &g, t) {
			continue
		}
		p := toTarget(node, to, &g, t, port)
		first := s.between(from, node, q)
		for _, o := range first.then(func(o outcome) way {
			var on way
			if b.Kind == network.NetworkBalancer && g.PreservesClientIP {
				on = s.kept(node, to, p, o.client)
			} else {
				on = s.leg(node, p, to, nil)
			}
			return heard(to, p, on)
		}) {
			all = all.plus(o)
		}
	}
	return all
}

// heard is a way to a target, which has to listen if it is a load balancer.
func heard(to *host, p packet, on way) way {
	if to.balancer != nil && on.verdict() != flightpath.Blocked && !listens(to.balancer, p.protocol, p.destinationPort) {
		return way{{verdict: flightpath.Blocked}}
	}
	return on
}

// isTarget says whether a host is a target of a group. One that is declared is there to be registered and nothing else.
func isTarget(g *network.TargetGroup, t network.RegisteredTarget, to *host) bool {
	if t.Declared {
		return to.pod != nil && to.pod.ID == g.ID
	}
	return to.has(t.Address) && to.pod == nil
}

// sends says whether a node sends to a target: across zones where that is on. Targets outside a network load balancer's VPC are in
// all zones.
func (s *simulator) sends(node, to *host, b *network.LoadBalancer, g *network.TargetGroup, t network.RegisteredTarget) bool {
	crosses := b.Kind == network.ApplicationBalancer || b.CrossZone
	if g.CrossZone != "" {
		crosses = g.CrossZone == "true"
	}
	zone := t.Zone
	if t.Declared {
		if zone = s.subnet(to.subnet).Zone; to.vpc != g.VPC && b.Kind == network.NetworkBalancer {
			zone = "all"
		}
	}
	return crosses || zone == "all" || zone == s.subnet(node.subnet).Zone
}

// toTarget is a packet from a node to a target.
func toTarget(node, to *host, g *network.TargetGroup, t network.RegisteredTarget, port int) packet {
	p := packet{node.addresses[0].Private, t.Address, network.TCP, 0, port}
	if t.Declared {
		p.destination = to.addresses[0].Private
	}
	if g.Protocol == "UDP" {
		p.protocol = network.UDP
	}
	return p
}

// kept is the leg from a node to a target that sees the client's address. The target answers the client; where the two stand
// in one VPC with nothing between them, the load balancer catches that.
func (s *simulator) kept(node, to *host, p packet, client netip.Addr) (all way) {
	p.source = client
	for _, port := range ephemeral {
		p.sourcePort = port
		s.choices = &choices{kept: map[string]int{}}
		for more := true; more && !s.tired; more = s.choices.again() {
			s.tired = s.choices.runs > mostRuns
			there := s.send(node, p, false)
			one := outcome{verdict: flightpath.Direct, client: client}
			switch {
			case there.fate == lost || there.fate == outside:
				one.verdict = flightpath.Blocked
			case there.fate == unknown:
				one.verdict = flightpath.Unproven
			case len(there.firewalls) > 0 || there.transit,
				!s.enters(s.subnet(to.subnet), s.subnet(node.subnet), traveller{packet: there.packet.reply()}):
				one.verdict = flightpath.Asymmetric
			}
			one.legs = []string{fmt.Sprint(one.verdict, there.firewalls)}
			if there.fate == atTranslator {
				one.verdict = flightpath.Asymmetric // the reply is for the client, and the node waits for it in vain
				one.legs = []string{fmt.Sprint(one.verdict, there.firewalls)}
				chosen := s.choices
				on := s.leg(there.to, packet{there.to.addresses[0].Private, p.destination, p.protocol, 0, p.destinationPort}, to, []string{there.to.id})
				s.choices = chosen
				all = append(all, way{one}.then(func(outcome) way { return on })...)
				continue
			}
			all = all.plus(one)
		}
	}
	return all
}
