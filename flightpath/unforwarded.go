package flightpath

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// unforwarded is why the internet reaches a target by no load balancer at all, where target groups hold it, or a load balancer before it,
// to which no listener forwards: a rule is missing, and not a way from the internet to the target itself. Nil where that is not why.
func (a *Analyzer) unforwarded(from, to side, q asked) *way {
	if !from.internet || q.depth > 0 || to.public || !to.nic.public.IsEmpty() || to.addresses.V6().Overlaps(onInternet) {
		return nil
	}
	held := []side{to}
	for _, f := range a.before(to, q.protocol, 0, nil) {
		if !f.balancer.Internal {
			return nil
		}
		for _, node := range a.nodes[f.balancer.ID] {
			held = append(held, nodeSide(node))
		}
	}
	missing := &unlistened{protocol: q.protocol, port: q.port}
	for _, s := range slices.Backward(held) { // the outermost first
		missing.groups = append(missing.groups, a.unforwardedOf(s, q.protocol, missing.groups)...)
	}
	if len(missing.groups) == 0 {
		return nil
	}
	g := missing.groups[0]
	rule := "no listener of a load balancer forwards to it"
	return &way{
		verdict: Blocked, reason: fmt.Sprintf("target group %s: %s", cmp.Or(g.Name, g.ID), rule),
		stop: &Hop{HopTargetGroup, g.ID, rule, Blocked}, obstacle: missing,
	}
}

// unforwardedOf is the target groups that hold a side for a protocol, and to which nothing forwards, but for those that are known.
func (a *Analyzer) unforwardedOf(s side, protocol int, known []*network.TargetGroup) []*network.TargetGroup {
	var all []*network.TargetGroup
	for i := range a.network.TargetGroups {
		g := &a.network.TargetGroups[i]
		speaks := protocol < 0 || slices.Contains(transports(g.Protocol), protocol)
		if speaks && a.index.TargetGroups[g.ID] == g && !slices.Contains(known, g) && a.holds(g, s) && !a.forwarded(g) {
			all = append(all, g)
		}
	}
	return all
}

// holds says whether a side is a target of a target group.
func (a *Analyzer) holds(g *network.TargetGroup, s side) bool {
	for i := range g.Targets {
		if t := &g.Targets[i]; a.isTarget(g, t, s.nic) && s.means(g, t) {
			return true
		}
	}
	return false
}

// forwarded says whether any listener forwards to a target group, or may.
func (a *Analyzer) forwarded(g *network.TargetGroup) bool {
	for i := range a.network.LoadBalancers {
		b := &a.network.LoadBalancers[i]
		if (b.Kind == network.GatewayBalancer) != (g.Protocol == "GENEVE") {
			continue // what it listens for is another's
		}
		if !b.ListenersKnown || a.partly(network.GapListeners, b.ID) != "" {
			return true
		}
		for _, l := range b.Listeners {
			if slices.ContainsFunc(l.Forwards, func(f network.Forward) bool { return f.TargetGroup == g.ID }) {
				return true
			}
		}
	}
	return a.missing(network.GapLoadBalancers, nil) != ""
}

// unlistened stops packets to what target groups hold, of which no listener knows.
type unlistened struct {
	groups         []*network.TargetGroup
	protocol, port int
}

func (u *unlistened) remedies(a *Analyzer) []remedy {
	var rules, listeners []remedy // a rule at a listener that is there is the smaller change
	for _, g := range u.groups {
		kind := network.NetworkBalancer
		if strings.HasPrefix(g.Protocol, "HTTP") {
			kind = network.ApplicationBalancer
		}
		for i := range a.network.LoadBalancers {
			b := &a.network.LoadBalancers[i]
			if b.Internal || b.VPC != g.VPC || b.Kind != kind {
				continue
			}
			add := &silence{b, u.protocol, u.port, g}
			if add.listener() >= 0 {
				rules = append(rules, add.remedies(a)...)
			} else {
				listeners = append(listeners, add.remedies(a)...)
			}
		}
	}
	all := append(rules, listeners...)
	return all[:min(len(all), mostRemedies)]
}
