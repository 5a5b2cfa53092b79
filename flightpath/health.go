package flightpath

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// healthChecks is the health checks that do not reach a target: from each node that would send to it, on the port of the
// check, from the node's own address.
func (a *Analyzer) healthChecks() []Finding {
	all := a.unknownChecks()
	seen := map[string]bool{}
	for i := range a.network.LoadBalancers {
		b := &a.network.LoadBalancers[i]
		if a.index.LoadBalancers[b.ID] != b {
			continue
		}
		for j := range b.Listeners {
			for k := range b.Listeners[j].Forwards {
				g := a.index.TargetGroups[b.Listeners[j].Forwards[k].TargetGroup]
				if g == nil || seen[b.ID+g.ID] || g.Kind == network.LambdaTargets {
					continue
				}
				seen[b.ID+g.ID] = true
				if reason := a.untold(g); reason != "" {
					all = append(all, unchecked(b, cmp.Or(g.Name, g.ID), stopAt(Unproven, HopTargetGroup, g.ID, reason)))
				}
				for _, f := range a.targetsOf(b, &b.Listeners[j], &b.Listeners[j].Forwards[k], g) {
					all = append(all, a.healthCheck(f)...)
				}
			}
		}
	}
	return all
}

// unaskedTargets says of which target groups no health check was asked: nothing is registered with them, and nothing declared.
func (a *Analyzer) unaskedTargets() string {
	var names []string
	for i := range a.network.TargetGroups {
		if g := &a.network.TargetGroups[i]; len(g.Targets) == 0 && g.TargetsKnown && g.Kind != network.LambdaTargets {
			names = append(names, cmp.Or(g.Name, g.ID))
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	more := ""
	if left := len(names) - mostNamed; left > 0 {
		names, more = names[:mostNamed], fmt.Sprintf(" and %d more", left)
	}
	return "not asked of target groups without targets: " + strings.Join(names, ", ") + more
}

// mostNamed is how many of what was not asked are named.
const mostNamed = 5

func (a *Analyzer) healthCheck(f forwarding) []Finding {
	var all []Finding
	port := cmp.Or(f.group.HealthPort, f.port)
	if port == 0 {
		return nil
	}
	targets := a.targetNICs(f.group, f.target, false)
	if len(targets) == 0 && f.balancer.Kind != network.GatewayBalancer {
		all = append(all, unchecked(f.balancer, cmp.Or(f.group.Name, f.group.ID), a.absent(f.group, f.target)))
	}
	for _, node := range a.nodes[f.balancer.ID] {
		sends, doubt := f.sends(a, node)
		if !sends {
			continue
		}
		for _, n := range f.declaredFor(node, targets, a) {
			check := f
			group := *f.group
			group.Protocol, group.PreservesClientIP = "TCP", false
			check.group, check.port = &group, port
			w := a.toTarget(node, n, check, clientsOf(nil))
			if w.verdict.Less(Direct) && doubt != "" {
				w = stopAt(Unproven, HopLoadBalancer, f.balancer.ID, doubt)
			}
			if w.verdict.Less(Direct) {
				all = append(all, Finding{
					From: node.label, To: cmp.Or(f.group.Name, f.group.ID) + " " + n.label, Verdict: w.verdict,
					Traffic: traffic(network.TCP, port).Traffic(), Reason: w.reason, Answer: showWay(w),
				})
			}
		}
	}
	return all
}
