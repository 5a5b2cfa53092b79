package flightpath

import (
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/space"
)

// Trace answers a question. It fails where the question itself cannot be understood: an unknown name, protocol or port;
// everything else gets a verdict.
func (a *Analyzer) Trace(q Question) (Answer, error) {
	w, err := a.way(q)
	if err != nil {
		return Answer{}, err
	}
	return showWay(w), nil
}

// Explain is Trace, and says of what is blocked which changes would open it. Each of those that it tries takes an analysis of
// its own: where the verdicts of many questions matter, Trace is quicker.
func (a *Analyzer) Explain(q Question) (Answer, error) {
	w, err := a.way(q)
	if err != nil {
		return Answer{}, err
	}
	return a.explained(w, func(changed *Analyzer) *way {
		again, err := changed.way(q)
		if err != nil {
			return nil // what the question names is gone
		}
		return again
	}), nil
}

// explained shows a way, with what would open it where it is blocked. Ask puts the same question to another network.
func (a *Analyzer) explained(w *way, ask func(*Analyzer) *way) Answer {
	shown := showWay(w)
	if w.verdict != Blocked {
		return shown
	}
	found := a.open(w, ask)
	if len(found.changes) == 0 {
		shown.NoChange = noChange(w, found)
		return shown
	}
	shown.Change, shown.Opens = found.changes, found.verdict
	return shown
}

func noChange(w *way, found opening) string {
	if found.reason == w.reason {
		return "no small change is known that opens it"
	}
	return "no small change opens it: with what was tried, " + found.reason
}

// way is the way that answers a question.
func (a *Analyzer) way(q Question) (*way, error) {
	packets, err := q.packets()
	if err != nil {
		return nil, err
	}
	from, err := a.resolve(q.From)
	if err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	if unplaced := (side{label: q.From, addresses: from.addresses}); a.unplacedSender(unplaced) != nil {
		from.groups = append(slices.Clip(from.groups), []side{unplaced})
	}
	to, err := a.resolve(q.To)
	if err != nil {
		return nil, fmt.Errorf("to: %w", err)
	}
	protocol, _ := q.number()
	port := q.Port
	var choices []*way
	for _, senders := range without(from.groups, func(n *nic) bool { return n.passing || n.balancer != nil }) {
		for _, receivers := range without(to.groups, func(n *nic) bool { return n.passing }) {
			var all []*way
			for _, s := range senders {
				for _, r := range receivers {
					if s.same(r) {
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
		return nil, fmt.Errorf("from %s to %s: both ends are the same", q.From, q.To)
	}
	return best, nil
}

// same says whether two sides are one and the same, which sends itself nothing through the network.
func (s side) same(o side) bool {
	if s.nic == nil || o.nic == nil {
		return false
	}
	if s.nic == o.nic && !s.nic.many {
		return true
	}
	// Of what is not there yet, one address is one of them.
	return s.nic.declared && o.nic.declared && s.nic.subnet == o.nic.subnet && s.addresses.First() == s.addresses.Last() &&
		s.addresses.Covers(o.addresses) && o.addresses.Covers(s.addresses)
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

// pair is between, for sides that a question named: one of which nothing is known says so.
func (a *Analyzer) pair(from, to side, q asked) *way {
	for _, s := range []side{from, to} {
		if w := a.unknown(s); w != nil {
			return w
		}
	}
	return a.between(from, to, q)
}

// showWay is a way as an answer.
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
