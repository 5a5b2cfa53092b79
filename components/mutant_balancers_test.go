package components_test

import (
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// crossZone is the balancing across zones of a load balancer, or of a target group that says otherwise.
type crossZone struct{ balancer, group string }

// served is a load balancer, or a part of it.
type served struct{ balancer network.LoadBalancer }

// forwarding is a target group to which a listener sends.
type forwarding struct {
	balancer network.LoadBalancer
	listener network.Listener
	forward  network.Forward
}

// registered is a target of a target group.
type registered struct {
	group  network.TargetGroup
	target network.RegisteredTarget
}

// clientAddress is whether a target group's targets see who asks.
type clientAddress struct{ group network.TargetGroup }

// balancers lose each listener, forward and node.
func (l *mutantList) balancers(n *network.Network) {
	for i, balancer := range n.LoadBalancers {
		if balancer.CrossZoneKnown && balancer.Kind != network.ApplicationBalancer { // of which nobody can turn it off
			l.add(crossZone{balancer: balancer.ID}, func(n *network.Network) { n.LoadBalancers[i].CrossZone = !balancer.CrossZone },
				"cross-zone balancing of %s is %t", balancer.Name, !balancer.CrossZone)
		}
		for j, listener := range balancer.Listeners {
			l.add(served{balancer}, func(n *network.Network) {
				n.LoadBalancers[i].Listeners = slices.Delete(n.LoadBalancers[i].Listeners, j, j+1)
			}, "listener %s deleted", listener.Name)
			for k, forward := range listener.Forwards {
				l.add(forwarding{balancer, listener, forward}, func(n *network.Network) {
					n.LoadBalancers[i].Listeners[j].Forwards = slices.Delete(n.LoadBalancers[i].Listeners[j].Forwards, k, k+1)
				}, "forward %d of listener %s deleted", k, listener.Name)
			}
		}
		for j := range balancer.Nodes {
			l.add(served{balancer}, func(n *network.Network) { n.LoadBalancers[i].Nodes = slices.Delete(n.LoadBalancers[i].Nodes, j, j+1) },
				"node %d of %s deleted", j, balancer.Name)
		}
	}
}

// targets are deregistered, and the attributes of their groups turned.
func (l *mutantList) targets(n *network.Network) {
	for i, group := range n.TargetGroups {
		if group.CrossZone != "" {
			l.add(crossZone{group: group.ID}, func(n *network.Network) { n.TargetGroups[i].CrossZone = fmt.Sprint(group.CrossZone == "false") },
				"cross-zone balancing of %s turned", group.Name)
		}
		l.add(clientAddress{group}, func(n *network.Network) { n.TargetGroups[i].PreservesClientIP = !group.PreservesClientIP }, "client addresses of %s turned", group.Name)
		for j, target := range group.Targets {
			l.add(registered{group, target}, func(n *network.Network) { n.TargetGroups[i].Targets = slices.Delete(n.TargetGroups[i].Targets, j, j+1) },
				"target %d of %s deleted", j, group.Name)
		}
	}
}

// groupsSayThemselves says whether a load balancer forwards to target groups that leave nothing to what it says of zones itself.
func groupsSayThemselves(n *network.Network, balancer string) bool {
	some := false
	for _, b := range n.LoadBalancers {
		if b.ID != balancer {
			continue
		}
		for _, listener := range b.Listeners {
			for _, forward := range listener.Forwards {
				some = true
				i := slices.IndexFunc(n.TargetGroups, func(g network.TargetGroup) bool { return g.ID == forward.TargetGroup })
				if i < 0 || n.TargetGroups[i].CrossZone == "" {
					return false
				}
			}
		}
	}
	return some
}
