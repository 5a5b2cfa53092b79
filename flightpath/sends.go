package flightpath

import (
	"cmp"

	"github.com/ingresshub/ingresshub/flightpath/space"
)

// whatever is all packets that somebody may send on his own account.
var whatever = func() space.Set {
	sent := traffic(space.TCP, 0).Union(traffic(space.UDP, 0)).Union(traffic(space.ICMP, 0))
	other := space.All()
	for _, p := range []int{space.TCP, space.UDP, space.ICMP, space.ICMPv6} {
		other = other.Subtract(space.All().Protocol(p))
	}
	return sent.Union(other)
}()

// everythingElse is what an interface may reach.
func everythingElse() side {
	return side{label: "anything", addresses: anywhere, internet: true, everything: true}
}

// whateverOf is what an interface may send: nobody has to ask for himself, and load balancers send to their targets only.
func (a *Analyzer) whateverOf(n *nic) space.Set {
	switch {
	case n == nil || n.many || len(n.members) > 0:
		return whatever
	case n.balancer != nil:
		return a.toTargetsOf(n)
	}
	return whatever.NotTo(n.addresses)
}

// toTargetsOf is what a node sends on its own: requests and health checks to the targets of its load balancer.
func (a *Analyzer) toTargetsOf(node *nic) space.Set {
	b := node.balancer
	var all []space.Set
	for i := range b.Listeners {
		for j := range b.Listeners[i].Forwards {
			g := a.index.TargetGroups[b.Listeners[i].Forwards[j].TargetGroup]
			if g == nil {
				continue
			}
			for _, f := range a.targetsOf(b, &b.Listeners[i], &b.Listeners[i].Forwards[j], g) {
				if sends, _ := f.sends(a, node); !sends {
					continue
				}
				sent := traffic(space.TCP, cmp.Or(g.HealthPort, f.port))
				for _, p := range transports(g.Protocol) {
					sent = sent.Union(traffic(p, f.port))
				}
				for _, n := range f.declaredFor(node, a.targetNICs(g, f.target, false), a) {
					to := n.addresses
					if f.target.Address.IsValid() {
						to = space.Hosts(f.target.Address)
					}
					all = append(all, sent.To(to))
				}
			}
		}
	}
	return space.Union(all...)
}
