package flightpath

import (
	"cmp"
	"fmt"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// way is how to get from one side to another: legs one after the other, through load balancers and the like.
type way struct {
	verdict Verdict
	reason  string
	legs    []*leg

	// stop is where there is no leg to walk: no listener, no target.
	stop *Hop

	// obstacle is what stops it there, where something may be done about it; else nil.
	obstacle obstacle
}

func single(l *leg) *way { return &way{verdict: l.verdict, reason: l.reason, legs: l.chain()} }

// then is a way that goes on after this one.
func (w *way) then(next *way) *way {
	if w.verdict == Blocked || w.stop != nil {
		return w
	}
	both := &way{verdict: chained(w.verdict, next.verdict), legs: append(append([]*leg(nil), w.legs...), next.legs...), stop: next.stop, obstacle: next.obstacle}
	both.reason = next.reason
	if both.verdict != next.verdict || next.verdict == Inspected && w.verdict == Inspected {
		both.reason = w.reason
	}
	return both
}

// length is how far the way leads, to show the one that comes furthest.
func (w *way) length() int {
	n := 0
	for _, l := range w.legs {
		if l.decisive != nil {
			n += 1 + l.decisive.there.length()
		}
	}
	return n
}

// senderChooses is the verdict where the sender chooses: the worst of the ways that are not blocked.
func senderChooses(ways []*way) *way {
	var open, closed *way
	for _, w := range ways {
		switch {
		case w == nil:
		case w.verdict == Blocked:
			if closed == nil || w.length() > closed.length() {
				closed = w
			}
		case open == nil || w.verdict.Less(open.verdict):
			open = w
		}
	}
	if open != nil {
		return open
	}
	return closed
}

// networkChooses is the verdict where the network chooses: the worst of all ways.
func networkChooses(ways []*way) *way {
	var worst *way
	for _, w := range ways {
		if w != nil && (worst == nil || w.verdict.Less(worst.verdict)) {
			worst = w
		}
	}
	return worst
}

// asked is a question on its way through load balancers.
type asked struct {
	protocol, port int // port 0 is any
	packets        space.Set

	// entry is the port to which the sender itself has to send, whatever load balancers make of it; 0 is any.
	entry int
	depth int // how many load balancers deep
}

// deepest is how many load balancers may stand one behind the other: a sandwich has two, with an ALB as target three.
const deepest = 4

// between is how packets of a question get from one side to another, or nil where nothing can be said.
func (a *Analyzer) between(from, to side, q asked) *way {
	var ways []*way
	if q.entry == 0 || q.entry == q.port {
		direct := cmp.Or(to.elsewhere(q), a.straight(from, to, q))
		if to.nic == nil && direct.verdict == Blocked {
			direct = cmp.Or(a.unplacedWay(to), direct)
		}
		if direct.verdict == Blocked {
			direct = cmp.Or(a.unplacedSender(from), direct)
		}
		if to.nic == nil || direct.verdict != Blocked && !from.internet {
			return direct
		}
		ways = append(ways, direct)
	}
	if to.nic == nil || q.depth >= deepest {
		return senderChooses(ways)
	}
	ways = append(ways, a.throughBalancers(from, to, q)...)
	best := senderChooses(ways)
	if best != nil && best.verdict != Blocked && !from.internet {
		return best
	}
	// A way that is not known may be worse than those that are.
	if unseen := a.unseenWay(from, to); unseen != nil {
		return unseen
	}
	if best == nil || best.verdict == Blocked {
		return cmp.Or(a.unforwarded(from, to, q), senderChooses(append(ways, a.tries(from, to, q)...)))
	}
	return best
}

// straight is the way without anything that ends connections, but NAT.
func (a *Analyzer) straight(from, to side, q asked) *way {
	if to.nic == nil || to.nic.balancer == nil {
		return a.unended(from, to, q.packets)
	}
	heard, stopped := a.heard(to.nic.balancer, q)
	if stopped != nil {
		return a.unended(from, to, q.packets).then(stopped) // what stops them before decides
	}
	return a.unended(from, to, q.packets.Intersect(heard))
}

// unended is the way to an interface, whether something listens there or not.
func (a *Analyzer) unended(from, to side, packets space.Set) *way {
	if w := cmp.Or(a.nowhereTold(from), a.nowhereTold(to)); w != nil {
		return w
	}
	if to.public && from.nic != nil {
		return a.overInternet(from, to, packets)
	}
	w := single(a.walk(from, to, packets))
	if w.verdict != Blocked || from.nic == nil || to.nic == nil || from.addresses.IsEmpty() {
		return w
	}
	if over := a.overInternet(from, to, packets); over != nil && over.verdict != Blocked {
		return over
	}
	return w
}

// overInternet is the way from an interface to another one by the addresses that the internet knows it by: its public one, and
// those of IPv6, which are public as they are. Nil where there are none that the question means.
func (a *Analyzer) overInternet(from, to side, packets space.Set) *way {
	var ways []*way
	if there := to; to.public || !to.exact && !to.nic.public.IsEmpty() {
		there.addresses = to.nic.translated
		ways = append(ways, a.meet(from, there, to.nic.public, packets))
	}
	if there := to; !to.public {
		there.addresses = to.addresses.V6().Intersect(onInternet)
		ways = append(ways, a.meet(from, there, there.addresses, packets))
	}
	return senderChooses(ways)
}

// meet is the way out to the internet and in again. Open is what the addresses of the destination are called out there.
func (a *Analyzer) meet(from, to side, open space.Addresses, packets space.Set) *way {
	if open.IsEmpty() {
		return nil
	}
	out := a.walk(from, side{label: "internet", addresses: open, internet: true}, packets)
	if out.verdict == Blocked {
		return single(out)
	}
	legs := out.chain()
	last := legs[len(legs)-1]
	if last.decisive.there.end == arrived {
		return nil // IPv6 has one address inside and outside: this way does not leave
	}
	sender := last.from.nic
	source := sender.public.Union(sender.addresses.V6().Intersect(onInternet))
	if sender.public.IsEmpty() && !sender.translated.IsEmpty() {
		source = source.Union(a.internet.V4()) // a public address that is not known yet
	}
	in := a.walk(side{label: sender.label + " on the internet", addresses: source, internet: true}, to, packets)
	return single(out).then(single(in))
}

// heard is the packets that a load balancer listens for; where it listens for none of the question, that is the answer.
func (a *Analyzer) heard(b *network.LoadBalancer, q asked) (space.Set, *way) {
	var heard space.Set
	for i := range b.Listeners {
		l := &b.Listeners[i]
		for _, protocol := range transports(l.Protocol) {
			heard = heard.Union(space.All().Protocol(protocol).DestinationPorts(l.Port, l.Port))
		}
	}
	if q.packets.Overlaps(heard) {
		return heard, nil
	}
	name := cmp.Or(b.Name, b.ID)
	if reason := cmp.Or(a.partly(network.GapListeners, b.ID), a.partly(network.GapLoadBalancers, b.ID)); !b.ListenersKnown || reason != "" {
		reason = cmp.Or(reason, a.missing(network.GapListeners, &b.Object, b.ID), "the source does not tell its listeners")
		return space.Set{}, &way{
			verdict: Unproven, reason: "load balancer " + name + ": " + reason,
			stop: &Hop{HopLoadBalancer, b.ID, reason, Unproven},
		}
	}
	rule := "no listener for " + q.packets.Traffic()
	return space.Set{}, &way{
		verdict: Blocked, reason: fmt.Sprintf("load balancer %s has %s", name, rule), stop: &Hop{HopLoadBalancer, b.ID, rule, Blocked},
		obstacle: &silence{balancer: b, protocol: q.protocol, port: q.port},
	}
}

// transports is the protocols that a listener's or a target group's protocol runs over.
func transports(protocol string) []int {
	switch protocol {
	case "UDP", "QUIC":
		return []int{network.UDP}
	case "TCP_UDP", "TCP_QUIC":
		return []int{network.TCP, network.UDP}
	}
	return []int{network.TCP}
}
