package flightpath

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// silence stops packets at a load balancer that does not listen at their port, or does not forward from there to where they are
// to go.
type silence struct {
	balancer       *network.LoadBalancer
	protocol, port int

	// group is the target group that the packets are for; nil where they are for the load balancer itself.
	group *network.TargetGroup
}

func (s *silence) remedies(*Analyzer) []remedy {
	if s.port == 0 {
		return nil
	}
	var forwards []network.Forward
	to := ""
	if s.group != nil {
		forwards = []network.Forward{{Rule: "new", TargetGroup: s.group.ID, Weight: 1}}
		to = " that forwards to " + cmp.Or(s.group.Name, s.group.ID)
	}
	add := network.Listener{Port: s.port, Protocol: "TCP", Forwards: forwards}
	at := s.listener()
	switch {
	case s.balancer.Kind == network.ApplicationBalancer:
		if add.Protocol = "HTTPS"; s.protocol == network.UDP {
			return nil
		}
	case slices.ContainsFunc(s.balancer.Listeners, func(l network.Listener) bool { return l.Port == s.port }):
		return nil // a listener of a network load balancer has no rules, and the port to itself: what it leads to is others'
	default:
		if s.protocol == network.UDP {
			add.Protocol = "UDP"
		}
		if s.group != nil {
			add.Protocol = cmp.Or(s.group.Protocol, add.Protocol) // a listener may always forward to what speaks its own
		}
	}
	do := fmt.Sprintf("add a listener at %s port %d%s", add.Protocol, s.port, to)
	if at >= 0 {
		do = fmt.Sprintf("add a rule to its listener at port %d%s", s.port, to)
	}
	return only(HopLoadBalancer, s.balancer.ID, do, func(n *network.Network) {
		n.LoadBalancers = edit(n.LoadBalancers, s.balancer.ID, func(b *network.LoadBalancer) *network.Object { return &b.Object }, func(b *network.LoadBalancer) {
			b.Listeners = slices.Clone(b.Listeners)
			if at < 0 || at >= len(b.Listeners) {
				b.Listeners = append(b.Listeners, add)
				return
			}
			l := &b.Listeners[at]
			l.Forwards = append(slices.Clip(l.Forwards), forwards...)
		})
	})
}

// listener is where among its listeners a load balancer has one for the port; -1 where it has none.
func (s *silence) listener() int {
	return slices.IndexFunc(s.balancer.Listeners, func(l network.Listener) bool {
		return l.Port == s.port && slices.Contains(transports(l.Protocol), s.protocol)
	})
}
