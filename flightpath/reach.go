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
	// To is the ID of an interface, or `internet`; Owner what it belongs to. Members are IDs of further interfaces for which
	// the same holds.
	To      string   `json:"to"`
	Owner   string   `json:"owner,omitempty"`
	Name    string   `json:"name,omitempty"`
	VPC     string   `json:"vpc,omitempty"`
	Subnet  string   `json:"subnet,omitempty"`
	Members []string `json:"members,omitempty"`

	// Declared is set for what does not exist yet.
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
}

// Answer is the way that the verdict comes from.
func (r Reachable) Answer() Answer { return showWay(r.way) }

// Reach is everything that an endpoint reaches, on which ports, and how. What is blocked is left out.
func (a *Analyzer) Reach(from string) ([]Reachable, error) {
	e, err := a.resolve(from)
	if err != nil {
		return nil, err
	}
	var all []Reachable
	for _, group := range e.groups {
		for _, s := range group {
			all = append(all, a.reach(s)...)
		}
	}
	all = merge(all)
	for i := range all {
		all[i] = all[i].described()
	}
	return all, nil
}

// whatever is all packets that somebody may send on his own account.
var whatever = func() space.Set {
	sent := traffic(space.TCP, 0).Union(traffic(space.UDP, 0)).Union(traffic(space.ICMP, 0))
	other := space.All()
	for _, p := range []int{space.TCP, space.UDP, space.ICMP, space.ICMPv6} {
		other = other.Subtract(space.All().Protocol(p))
	}
	return sent.Union(other)
}()

// reach is what one side reaches.
func (a *Analyzer) reach(from side) []Reachable {
	direct := a.ends(a.walk(from, everythingElse(), whateverOf(from.nic)), nil)
	all := slices.Clone(direct)
	for i := range direct {
		all = append(all, a.onwards(direct[i], 0, nil)...)
	}
	return all
}

// everythingElse is what an interface may reach.
func everythingElse() side {
	return side{label: "anything", addresses: anywhere, internet: true, everything: true}
}

// whateverOf is what an interface may send; nobody has to ask for himself.
func whateverOf(n *nic) space.Set {
	if n == nil || len(n.members) > 0 {
		return whatever
	}
	return whatever.NotTo(n.addresses)
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
			for _, r := range a.ends(f.next, append(slices.Clip(through), f.there.at.id)) {
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
	taken := map[string]space.Set{}
	for _, p := range parts {
		key := p.flow.destination()
		packets := p.packets.Subtract(taken[key]).Subtract(l.dropped)
		if packets.IsEmpty() {
			continue
		}
		taken[key] = taken[key].Union(packets)
		one := flow{there: p.flow.there, back: p.back, verdict: p.verdict, reason: p.reason}
		one.there.packets = packets
		all = append(all, a.reachable(l.only(&one), &one, through))
	}
	return merge(all)
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
	r.Owner, r.Members, r.Declared = n.owner, n.members, n.declared
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

// onwards is what is reached behind something that ends connections and begins others.
func (a *Analyzer) onwards(r Reachable, depth int, seen []string) []Reachable {
	if r.nic == nil || depth >= deepest || slices.Contains(seen, r.To) || r.Verdict == Unproven && r.nic.balancer == nil && r.nic.endpoint == nil {
		return nil
	}
	seen = append(slices.Clip(seen), r.To)
	var all []Reachable
	switch {
	case r.nic.balancer != nil:
		all = a.behindNode(r, r.nic, seen, depth)
	case r.nic.endpoint != nil:
		service := a.index.EndpointServices[r.nic.endpoint.Service]
		if service == nil {
			return nil
		}
		for _, id := range service.LoadBalancers {
			for _, node := range a.nodes[id] {
				all = append(all, a.behindNode(r, node, seen, depth)...)
			}
		}
	}
	return merge(all)
}

// behindNode is the targets that a node sends what it gets to.
func (a *Analyzer) behindNode(r Reachable, node *nic, seen []string, depth int) []Reachable {
	b := node.balancer
	var all []Reachable
	if reason := a.partly(network.GapListeners, b.ID); !b.ListenersKnown || reason != "" {
		all = append(all, a.unknownBehind(r, b, HopLoadBalancer, b.ID, cmp.Or(reason, a.missing(network.GapListeners, &b.Object, b.ID), "the source does not tell its listeners")))
	}
	for i := range b.Listeners {
		l := &b.Listeners[i]
		got := r.Packets.Intersect(clients(l, -1))
		if got.IsEmpty() {
			continue
		}
		for j := range l.Forwards {
			g := a.index.TargetGroups[l.Forwards[j].TargetGroup]
			if g == nil {
				all = append(all, a.unknownBehind(r, b, HopTargetGroup, l.Forwards[j].TargetGroup, "the source does not hold it"))
				continue
			}
			if reason := a.untold(g); reason != "" {
				all = append(all, a.unknownBehind(r, b, HopTargetGroup, g.ID, reason))
			}
			for _, f := range a.targetsOf(b, l, &l.Forwards[j], g) {
				if f.muted() {
					continue
				}
				for _, n := range a.targetNICs(g, f.target, false) {
					if sends, _ := f.sends(a, node); !sends {
						continue
					}
					all = append(all, a.behind(r, node, n, f, got.Sources(), seen, depth)...)
				}
			}
		}
	}
	return all
}

// untold is why the targets of a group are not known; empty where they are.
func (a *Analyzer) untold(g *network.TargetGroup) string {
	reason := cmp.Or(a.partly(network.GapTargets, g.ID), a.partly(network.GapTargetGroups, g.ID))
	if g.TargetsKnown {
		return reason
	}
	return cmp.Or(reason, a.missing(network.GapTargets, &g.Object, g.ID), "the source does not tell its targets")
}

// unknownBehind is what a load balancer leads to, when that is not known.
func (a *Analyzer) unknownBehind(r Reachable, b *network.LoadBalancer, kind HopKind, id, reason string) Reachable {
	w := r.way.then(stopAt(Unproven, kind, id, reason))
	return Reachable{
		To: id, Through: append(slices.Clip(r.Through), cmp.Or(b.Name, b.ID)), Verdict: w.verdict, Reason: w.reason, Packets: r.Packets, way: w,
	}
}

func (a *Analyzer) behind(r Reachable, node, n *nic, f forwarding, clients space.Addresses, seen []string, depth int) []Reachable {
	if r.nic.endpoint != nil {
		group := *f.group
		group.PreservesClientIP = false
		f.group = &group
	}
	next := a.toTarget(node, n, f, clients)
	w := r.way.then(next)
	if w.verdict == Blocked || len(next.legs) == 0 || next.legs[len(next.legs)-1].decisive == nil {
		return nil
	}
	d := next.legs[len(next.legs)-1].decisive
	one := Reachable{
		To: n.id, Through: append(slices.Clip(r.Through), cmp.Or(f.balancer.Name, f.balancer.ID)), Verdict: w.verdict, Reason: w.reason,
		Packets: d.there.packets, nic: n, way: w,
	}.located()
	return append([]Reachable{one}, a.onwards(one, depth+1, seen)...)
}

// targetsOf is what a listener's forward sends to.
func (a *Analyzer) targetsOf(b *network.LoadBalancer, l *network.Listener, forward *network.Forward, g *network.TargetGroup) []forwarding {
	var all []forwarding
	for i := range g.Targets {
		t := &g.Targets[i]
		all = append(all, forwarding{b, l, forward, g, t, cmp.Or(t.Port, g.Port)})
	}
	return all
}

// merge puts together what has the same destination, way and verdict.
func merge(all []Reachable) []Reachable {
	var merged []Reachable
	at := map[string]int{}
	for _, r := range all {
		key := string(r.Verdict) + " " + r.To + " " + strings.Join(r.Through, " ")
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
