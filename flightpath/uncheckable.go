package flightpath

import (
	"cmp"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// unknownChecks is the health checks of which the source does not tell that there are any, or whose: without them nobody could
// say that all of them arrive.
func (a *Analyzer) unknownChecks() []Finding {
	var all []Finding
	for _, g := range a.gaps[network.GapLoadBalancers] {
		if g.Of == "" && a.mayHideBalancers(g) {
			all = append(all, finding("load balancers", unknownOf(g)))
		}
	}
	for _, g := range a.gaps[network.GapTargetGroups] {
		if g.Of == "" && a.mayBalance(g) {
			all = append(all, finding("load balancers", unknownOf(g)))
		}
	}
	for i := range a.network.LoadBalancers {
		b := &a.network.LoadBalancers[i]
		if b.Kind == network.GatewayBalancer || a.index.LoadBalancers[b.ID] != b {
			continue
		}
		if reason := a.untoldListeners(b); reason != "" {
			all = append(all, unchecked(b, "its targets", stopAt(Unproven, HopLoadBalancer, b.ID, reason)))
		}
		for j := range b.Listeners {
			for _, f := range b.Listeners[j].Forwards {
				if a.index.TargetGroups[f.TargetGroup] == nil {
					reason := cmp.Or(a.missing(network.GapTargetGroups, &b.Object, f.TargetGroup), "the source does not hold it")
					all = append(all, unchecked(b, f.TargetGroup, stopAt(Unproven, HopTargetGroup, f.TargetGroup, reason)))
				}
			}
		}
		if len(a.nodes[b.ID]) == 0 && len(b.Listeners) > 0 {
			reason := cmp.Or(a.partly(network.GapLoadBalancers, b.ID), "the source tells no zone of the load balancer")
			all = append(all, unchecked(b, "its targets", stopAt(Unproven, HopLoadBalancer, b.ID, reason)))
		}
	}
	return all
}

// unchecked is a health check that is not known to arrive.
func unchecked(b *network.LoadBalancer, to string, w *way) Finding {
	return Finding{From: cmp.Or(b.Name, b.ID), To: to, Verdict: w.verdict, Reason: w.reason, Answer: showWay(w)}
}

// untoldListeners is why it is not known where a load balancer forwards to; empty where it is.
func (a *Analyzer) untoldListeners(b *network.LoadBalancer) string {
	if !b.ListenersKnown {
		return cmp.Or(a.missing(network.GapListeners, &b.Object, b.ID), "the source does not tell its listeners")
	}
	reason := a.partly(network.GapListeners, b.ID)
	for i := range b.Listeners {
		reason = cmp.Or(reason, a.partly(network.GapListeners, b.Listeners[i].ID))
	}
	return reason
}

// unknownOf is what a gap may hide, as something that is reached.
func unknownOf(g *network.Gap) Reachable {
	w := stopAt(Unproven, HopUnknown, cmp.Or(g.Of, string(g.Kind)), cmp.Or(g.Reason, "the source does not tell them"))
	return Reachable{To: cmp.Or(g.Of, string(g.Kind)), Verdict: Unproven, Reason: w.reason, way: w}
}
