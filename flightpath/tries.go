package flightpath

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// tries is what becomes of packets that are sent to the load balancers before an interface, at a port from which nothing leads to
// it: the way to each of them, and where it ends. All of them are blocked. Only who is on the internet means these by an interface:
// others send to the interface itself.
func (a *Analyzer) tries(from, to side, q asked) []*way {
	if q.depth > 0 || q.port == 0 || !from.internet {
		return nil
	}
	var ways []*way
	for _, f := range a.before(to, q.protocol, 0, nil) {
		var nodes []*way
		for _, node := range a.nodes[f.balancer.ID] {
			if from.nic == node {
				continue
			}
			arrived := a.straight(from, nodeSide(node), q)
			if arrived.verdict != Blocked && arrived.stop != nil {
				continue
			}
			nodes = append(nodes, arrived.then(f.silent(to.nic, q)))
		}
		if worst := networkChooses(nodes); worst != nil {
			// Whoever adds the listener wants it to lead to the interface.
			if s, is := worst.obstacle.(*silence); is && s.balancer == f.balancer {
				worst.obstacle = &silence{f.balancer, q.protocol, q.port, f.group}
			}
			ways = append(ways, worst)
		}
	}
	return ways
}

// before is a forwarding of each load balancer through which an interface is reached at a port (0 is any), directly or by
// further ones.
func (a *Analyzer) before(to side, protocol, port int, seen []*network.LoadBalancer) []forwarding {
	var all []forwarding
	add := func(f forwarding) {
		if !slices.ContainsFunc(all, func(known forwarding) bool { return known.balancer == f.balancer }) {
			all = append(all, f)
		}
	}
	if len(seen) >= deepest {
		return nil
	}
	for _, f := range a.forwardings(to, asked{protocol: protocol, port: port, depth: len(seen)}) {
		if slices.Contains(seen, f.balancer) || f.muted() {
			continue
		}
		add(f)
		for _, node := range a.nodes[f.balancer.ID] {
			for _, outer := range a.before(nodeSide(node), transports(f.listener.Protocol)[0], f.listener.Port, append(slices.Clip(seen), f.balancer)) {
				add(outer)
			}
		}
	}
	return all
}

// silent is where packets end that a load balancer takes, and does not send to an interface.
func (f *forwarding) silent(to *nic, q asked) *way {
	rule := fmt.Sprintf("its listener at port %d sends nothing to %s", q.port, to.label)
	if answersItself(f.balancer, q.port, q.protocol) {
		rule = fmt.Sprintf("its listener at port %d answers by itself, and sends nothing on", q.port)
	}
	return &way{
		verdict: Blocked, reason: fmt.Sprintf("load balancer %s: %s", cmp.Or(f.balancer.Name, f.balancer.ID), rule),
		stop: &Hop{HopLoadBalancer, f.balancer.ID, rule, Blocked}, obstacle: &silence{f.balancer, q.protocol, q.port, f.group},
	}
}
