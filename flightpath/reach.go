package flightpath

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// Reachable is something that an endpoint reaches, with the packets that get there and come back with one verdict.
type Reachable struct {
	// To is the ID of an interface, or `internet`; Owner what it belongs to, and Name that of a load balancer, or of the target
	// group that a declared target is for. Members are IDs of further interfaces for which the same holds.
	To      string   `json:"to"`
	Owner   string   `json:"owner,omitempty"`
	Name    string   `json:"name,omitempty"`
	VPC     string   `json:"vpc,omitempty"`
	Subnet  string   `json:"subnet,omitempty"`
	Members []string `json:"members,omitempty"`

	// Declared is set for what has no address yet that the source could tell, as pods that nobody registered or nodes of a load
	// balancer that AWS has yet to place: it may be any of its subnet.
	Declared bool `json:"declared,omitempty"`

	// Through is the load balancers, endpoints and NAT gateways on the way.
	Through []string `json:"through,omitempty"`

	Verdict Verdict `json:"verdict"`
	Reason  string  `json:"reason"`

	// Traffic is the protocols and ports, as what is reached gets them.
	Traffic string `json:"traffic"`

	// Packets is the same exactly, with addresses.
	Packets space.Set `json:"-"`

	Example string `json:"example"`

	nic *nic
	way *way

	// by is the load balancer and the target group of the first connection that was ended on the way.
	by struct{ balancer, group string }
}

// Answer is the way that the verdict comes from.
func (r Reachable) Answer() Answer { return showWay(r.way) }

// Reach is everything that an endpoint reaches, on which ports, and how. What is blocked is left out.
func (a *Analyzer) Reach(from string) ([]Reachable, error) {
	e, err := a.resolve(from)
	if err != nil {
		return nil, err
	}
	var all, hidden []Reachable
	for _, group := range e.groups {
		for _, s := range group {
			all = append(all, a.reach(s)...)
			if s.internet {
				hidden = a.hidden()
			}
		}
	}
	all = append(hidden, merge(all)...)
	for i := range all {
		all[i] = all[i].described()
	}
	return all, nil
}

// reach is what one side reaches.
func (a *Analyzer) reach(from side) []Reachable {
	if w := a.unknown(from); w != nil {
		return []Reachable{{To: "anything", Verdict: w.verdict, Reason: w.reason, Packets: whatever, way: w}}
	}
	direct := a.ends(a.walk(from, everythingElse(), a.whateverOf(from.nic)), nil)
	all := slices.Clone(direct)
	for i := range direct {
		all = append(all, a.onwards(direct[i], 0, nil)...)
	}
	if from.internet {
		all = append(all, a.publications()...)
	}
	return all
}

// ends is where the flows of a leg end, by destination and verdict. Where the network chooses, the worst decides.
func (a *Analyzer) ends(l *leg, through []string) []Reachable {
	var all []Reachable
	var parts []ended
	for i := range l.flows {
		f := &l.flows[i]
		switch {
		case f.verdict == Blocked && f.next == nil:
		case f.next != nil:
			for _, r := range a.ends(f.next, append(slices.Clip(through), cmp.Or(f.there.at.owner, f.there.at.id))) {
				if r.Packets = l.spared(f, r.nic, r.Packets); r.Packets.IsEmpty() {
					continue
				}
				r.Verdict = chained(f.own, r.Verdict)
				r.way = single(l.only(f)).then(r.way)
				all = append(all, r)
			}
		case len(f.parts) == 0:
			parts = append(parts, ended{f, part{f.there.packets, f.back, f.verdict, f.reason}})
		default:
			for _, p := range f.parts {
				parts = append(parts, ended{f, p})
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b ended) int { return cmp.Compare(ranks[a.verdict], ranks[b.verdict]) })
	taken, lost := map[string]space.Set{}, map[*nic]space.Set{}
	for _, p := range parts {
		key, at := p.flow.destination(), p.flow.there.at
		if _, known := lost[at]; !known {
			lost[at] = l.loses(at)
		}
		packets, unheard, reason := a.answered(at, p.packets.Subtract(taken[key]).Subtract(lost[at]))
		taken[key] = taken[key].Union(packets).Union(unheard)
		for i, part := range []space.Set{packets, unheard} {
			if part.IsEmpty() {
				continue
			}
			one := flow{there: p.flow.there, back: p.back, verdict: p.verdict, reason: p.reason}
			one.there.packets = part
			r := a.reachable(l.only(&one), &one, through)
			if i == 1 {
				r.way = r.way.then(stopAt(Unproven, HopLoadBalancer, at.balancer.ID, reason))
				r.Verdict, r.Reason = r.way.verdict, r.way.reason
			}
			all = append(all, r)
		}
	}
	return merge(all)
}

// answered is the packets that an interface gets and that something there answers: of a load balancer's those that it listens
// for. On other interfaces anything may listen. Unheard are packets of which nobody knows, and why.
func (a *Analyzer) answered(n *nic, packets space.Set) (answered, unheard space.Set, reason string) {
	if n == nil || n.balancer == nil {
		return packets, space.Set{}, ""
	}
	var heard space.Set
	for i := range n.balancer.Listeners {
		heard = heard.Union(clients(&n.balancer.Listeners[i], -1))
	}
	if n.balancer.ListenersKnown {
		reason = a.partly(network.GapListeners, n.balancer.ID)
	} else {
		reason = cmp.Or(a.missing(network.GapListeners, &n.balancer.Object, n.balancer.ID), "the source does not tell its listeners")
	}
	if reason != "" {
		unheard = packets.Subtract(heard)
	}
	return packets.Intersect(heard), unheard, reason
}

// ended is a part of a flow.
type ended struct {
	flow *flow
	part
}

// only is the leg of one flow.
func (l *leg) only(f *flow) *leg {
	return &leg{from: l.from, to: side{label: f.destination()}, verdict: f.verdict, reason: f.reason, flows: []flow{*f}, decisive: f}
}

// destination is the ID of what a flow gets to.
func (f *flow) destination() string {
	switch {
	case f.there.end == left:
		return "internet"
	case f.there.at != nil:
		return f.there.at.id
	case f.there.trail != nil:
		return f.there.trail.id
	}
	return ""
}

func (a *Analyzer) reachable(l *leg, f *flow, through []string) Reachable {
	r := Reachable{
		To: f.destination(), Through: through, Verdict: f.verdict, Reason: f.reason,
		Packets: f.there.packets, way: single(l), nic: f.there.at,
	}
	return r.located()
}

// located is with what the interface tells.
func (r Reachable) located() Reachable {
	n := r.nic
	if n == nil {
		return r
	}
	r.Name, r.Owner, r.Members, r.Declared = n.name, n.owner, n.members, n.declared
	if n.balancer != nil {
		r.Name = n.balancer.Name
	}
	if n.subnet != nil {
		r.Subnet, r.VPC = n.subnet.ID, n.subnet.VPC
	}
	return r
}

// described is with words for its packets.
func (r Reachable) described() Reachable {
	r.Traffic = trafficOf(r.Packets)
	if p, ok := r.Packets.From(somewhere).Example(); ok {
		r.Example = p.String()
	} else if p, ok := r.Packets.Example(); ok {
		r.Example = p.String()
	}
	return r
}

// trafficOf is packets for people; all that somebody may send is all traffic.
func trafficOf(s space.Set) string {
	if s.Covers(whatever.From(s.Sources()).To(s.Destinations())) {
		return "all traffic"
	}
	return s.Traffic()
}

// merge puts together what has the same destination, way and verdict.
func merge(all []Reachable) []Reachable {
	var merged []Reachable
	at := map[string]int{}
	for _, r := range all {
		key := string(r.Verdict) + " " + r.To + " " + r.by.group + " " + strings.Join(r.Through, " ")
		i, known := at[key]
		if !known {
			at[key] = len(merged)
			merged = append(merged, r)
			continue
		}
		merged[i].Packets = merged[i].Packets.Union(r.Packets)
	}
	slices.SortStableFunc(merged, func(a, b Reachable) int {
		return cmp.Or(cmp.Compare(a.VPC, b.VPC), cmp.Compare(a.To, b.To), slices.Compare(a.Through, b.Through), cmp.Compare(ranks[a.Verdict], ranks[b.Verdict]))
	})
	return merged
}
