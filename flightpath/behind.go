package flightpath

import (
	"cmp"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

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
			b := a.index.LoadBalancers[id]
			if b == nil {
				continue
			}
			nodes, doubt := a.behindEndpoint(r.nic, b)
			for _, node := range nodes {
				for _, one := range a.behindNode(r, node, seen, depth) {
					if doubt != "" {
						one.way = one.way.then(stopAt(Unproven, HopEndpoint, r.nic.endpoint.ID, doubt))
						one.Verdict, one.Reason = one.way.verdict, one.way.reason
					}
					all = append(all, one)
				}
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
				if sends, _ := f.sends(a, node); !sends {
					continue
				}
				for _, n := range f.declaredFor(node, a.targetNICs(g, f.target, false), a) {
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
	one := Reachable{
		To: id, Through: append(slices.Clip(r.Through), cmp.Or(b.Name, b.ID)), Verdict: w.verdict, Reason: w.reason, Packets: r.Packets, way: w, by: r.by,
	}
	if one.by.group == "" && kind == HopTargetGroup {
		one.by.balancer, one.by.group = b.ID, id
	}
	return one
}

func (a *Analyzer) behind(r Reachable, node, n *nic, f forwarding, clients space.Addresses, seen []string, depth int) []Reachable {
	first := r.way
	if r.nic.endpoint != nil {
		f, first = f.translating(), a.letIn(first, f, -1)
	}
	next := a.toTarget(node, n, f, clients)
	w := first.then(next)
	if w.verdict == Blocked || len(next.legs) == 0 || next.legs[len(next.legs)-1].decisive == nil {
		return nil
	}
	d := next.legs[len(next.legs)-1].decisive
	one := Reachable{
		To: n.id, Through: append(slices.Clip(r.Through), cmp.Or(f.balancer.Name, f.balancer.ID)), Verdict: w.verdict, Reason: w.reason,
		Packets: d.there.packets, nic: n, way: w,
	}.located()
	if one.by = r.by; one.by.group == "" {
		one.by.balancer, one.by.group = f.balancer.ID, f.group.ID
	}
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
