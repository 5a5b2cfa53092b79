package flightpath

import (
	"cmp"
	"strings"

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

// hides says whether something lies where a gap is.
func hides(g *network.Gap, o *network.Object) bool {
	return (g.Account == "" || o.Account == "" || g.Account == o.Account) && (g.Region == "" || o.Region == "" || g.Region == o.Region)
}

// mayHideBalancers says whether there are load balancers where the source tells none: interfaces say that they belong to one,
// target groups wait for one, or the interfaces are not told either.
func (a *Analyzer) mayHideBalancers(g *network.Gap) bool {
	if a.missing(network.GapInterfaces, &network.Object{Account: g.Account, Region: g.Region}) != "" {
		return true
	}
	for i := range a.network.TargetGroups {
		if hides(g, &a.network.TargetGroups[i].Object) {
			return true
		}
	}
	for i := range a.network.Interfaces {
		f := &a.network.Interfaces[i]
		if a.strayNode(f) != "" && hides(g, &f.Object) {
			return true
		}
	}
	return false
}

// mayBalance says whether there are load balancers, known or not, where the source tells no target groups.
func (a *Analyzer) mayBalance(g *network.Gap) bool {
	for i := range a.network.LoadBalancers {
		if b := &a.network.LoadBalancers[i]; b.Kind != network.GatewayBalancer && hides(g, &b.Object) {
			return true
		}
	}
	for _, balancers := range a.gaps[network.GapLoadBalancers] {
		if balancers.Of == "" && hides(g, &network.Object{Account: balancers.Account, Region: balancers.Region}) && a.mayHideBalancers(balancers) {
			return true
		}
	}
	return false
}

// strayNode is the name of the load balancer that an interface is a node of, where the source does not hold it; empty for others.
// Those of Gateway Load Balancers stand behind endpoints, which are asked themselves.
func (a *Analyzer) strayNode(f *network.Interface) string {
	name, is := strings.CutPrefix(f.Description, "ELB ")
	if !is || a.index.LoadBalancers[f.Owner] != nil || strings.HasPrefix(name, "gwy/") {
		return ""
	}
	return name
}
