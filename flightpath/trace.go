package flightpath

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// Trace answers a question. It fails where the question itself cannot be understood: an unknown name, protocol or port;
// everything else gets a verdict.
func (a *Analyzer) Trace(q Question) (Answer, error) {
	packets, err := q.packets()
	if err != nil {
		return Answer{}, err
	}
	from, err := a.resolve(q.From)
	if err != nil {
		return Answer{}, fmt.Errorf("from: %w", err)
	}
	to, err := a.resolve(q.To)
	if err != nil {
		return Answer{}, fmt.Errorf("to: %w", err)
	}
	protocol, _ := q.number()
	port := q.Port
	var choices []*way
	for _, senders := range without(from.groups, func(n *nic) bool { return n.passing || n.balancer != nil }) {
		for _, receivers := range without(to.groups, func(n *nic) bool { return n.passing }) {
			var all []*way
			for _, s := range senders {
				for _, r := range receivers {
					if s.nic != nil && s.nic == r.nic {
						continue
					}
					all = append(all, a.pair(s, r, asked{protocol: protocol, port: port, packets: packets}))
				}
			}
			if worst := networkChooses(all); worst != nil {
				choices = append(choices, worst)
			}
		}
	}
	best := senderChooses(choices)
	if best == nil {
		return Answer{}, fmt.Errorf("from %s to %s: both ends are the same", q.From, q.To)
	}
	return a.answer(best), nil
}

// without is groups of a whole subnet, VPC or CIDR without those that nobody means by it: gateways' own interfaces, and as
// senders the nodes of load balancers. What was named alone stays.
func without(groups [][]side, not func(*nic) bool) [][]side {
	if len(groups) < 2 {
		return groups
	}
	meant := slices.DeleteFunc(slices.Clone(groups), func(g []side) bool { return len(g) == 1 && g[0].nic != nil && not(g[0].nic) })
	if len(meant) == 0 {
		return groups
	}
	return meant
}

// pair is between, for sides that a question named: one without an address says so.
func (a *Analyzer) pair(from, to side, q asked) *way {
	for _, s := range []side{from, to} {
		if !s.addresses.IsEmpty() {
			continue
		}
		reason := cmp.Or(a.missing(network.GapInterfaces, nil), "the source tells no network interface or address of it")
		return &way{verdict: Unproven, reason: s.label + ": " + reason, stop: &Hop{HopInterface, s.label, reason, Unproven}}
	}
	return a.between(from, to, q)
}

// answer shows a way.
func (a *Analyzer) answer(w *way) Answer {
	shown := showWay(w)
	if w.verdict == Blocked && len(w.legs) > 0 && w.stop == nil {
		shown.Change = a.opening(w.legs[len(w.legs)-1])
	}
	return shown
}

func showWay(w *way) Answer {
	shown := Answer{Verdict: w.verdict, Reason: w.reason, Forward: []Hop{}, Return: []Hop{}, Legs: []Leg{}}
	for _, l := range w.legs {
		one := l.shown()
		shown.Legs = append(shown.Legs, one)
		shown.Forward = append(shown.Forward, one.Forward...)
		shown.Return = append(slices.Clone(one.Return), shown.Return...)
	}
	if w.stop != nil {
		shown.Forward = append(shown.Forward, *w.stop)
	}
	if len(w.legs) > 0 && w.legs[0].decisive != nil {
		p := w.legs[0].decisive.there
		shown.Example, shown.Packets = p.shown().String(), summary(p.packets)
	}
	return shown
}

// summary is packets for people: what, from where, to where.
func summary(s space.Set) string {
	return s.Traffic() + " from " + peerText(s.Sources()) + " to " + peerText(s.Destinations())
}

// opening is the fewest changes that would let the packets of a blocked leg arrive, or get further.
func (a *Analyzer) opening(l *leg) []Change {
	if l.decisive == nil {
		return nil
	}
	packets := l.decisive.there.packets
	var best *path
	paths := a.there(l.from, l.to, packets, true).paths
	for i := range paths {
		p := &paths[i]
		if best == nil || rank(p) < rank(best) || rank(p) == rank(best) && len(p.changes) < len(best.changes) {
			best = p
		}
	}
	if best == nil {
		return nil
	}
	return best.changes
}

// rank orders paths by how good they are as the way that changes would open.
func rank(p *path) int {
	switch p.end {
	case arrived, left, served, translated:
		return 0
	case unknown:
		return 2
	}
	return 1
}
