package flightpath

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// unforwarded is why the internet reaches a target by no load balancer at all, where target groups hold it, or a load balancer before it,
// to which no listener forwards: a rule is missing, and not a way from the internet to the target itself. Nil where that is not why. Where
// listeners are not known, unseenWay has the answer.
func (a *Analyzer) unforwarded(from, to side, q asked) *way {
	public := to.public || !to.nic.translated.IsEmpty() || to.addresses.V6().Overlaps(onInternet)
	if !from.internet || q.depth > 0 || public {
		return nil
	}
	groups, elsewhere := a.unforwardedBefore(to, q.protocol, 0, 0)
	if len(groups) == 0 || elsewhere {
		return nil
	}
	g, rule := groups[0], "no listener of a load balancer forwards to it"
	return &way{
		verdict: Blocked, reason: fmt.Sprintf("target group %s: %s", cmp.Or(g.Name, g.ID), rule),
		stop: &Hop{HopTargetGroup, g.ID, rule, Blocked}, obstacle: &unlistened{groups, q.protocol, q.port},
	}
}

// unforwardedBefore is where the chain of load balancers before a side ends, at a port of the side (0 is any): target groups to which
// nothing forwards. Elsewhere says that the chain leads to a load balancer that the internet meets, or that it may.
func (a *Analyzer) unforwardedBefore(s side, protocol, port, depth int) (groups []*network.TargetGroup, elsewhere bool) {
	groups = a.holding(s, protocol, port)
	if len(groups) == 0 {
		return nil, false
	}
	if depth >= deepest || a.missing(network.GapLoadBalancers, nil) != "" {
		return nil, true
	}
	var outer []*network.TargetGroup
	forwarded := false
	for i := range a.network.LoadBalancers {
		b := &a.network.LoadBalancers[i]
		if b.Kind == network.GatewayBalancer {
			continue
		}
		for j := range b.Listeners {
			l := &b.Listeners[j]
			if !slices.ContainsFunc(l.Forwards, func(f network.Forward) bool { return slices.Contains(groups, a.index.TargetGroups[f.TargetGroup]) }) {
				continue
			}
			if forwarded = true; !b.Internal {
				return nil, true
			}
			for _, node := range a.nodes[b.ID] {
				more, elsewhere := a.unforwardedBefore(nodeSide(node), transports(l.Protocol)[0], l.Port, depth+1)
				if elsewhere {
					return nil, true
				}
				for _, g := range more {
					if !slices.Contains(outer, g) {
						outer = append(outer, g)
					}
				}
			}
		}
	}
	if forwarded {
		return outer, false
	}
	return groups, false
}

// holding is the target groups that have a side as a target, for a protocol and at a port; 0 is any.
func (a *Analyzer) holding(s side, protocol, port int) []*network.TargetGroup {
	var all []*network.TargetGroup
	for i := range a.network.TargetGroups {
		g := &a.network.TargetGroups[i]
		if a.index.TargetGroups[g.ID] != g || g.Protocol == "GENEVE" || protocol >= 0 && !slices.Contains(transports(g.Protocol), protocol) {
			continue
		}
		for j := range g.Targets {
			if t := &g.Targets[j]; (port == 0 || port == cmp.Or(t.Port, g.Port)) && a.isTarget(g, t, s.nic) && s.means(g, t) {
				all = append(all, g)
				break
			}
		}
	}
	return all
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
