package flightpath

import (
	"cmp"
	"fmt"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// registered is a target as one of a target group: something at a port of its own.
type registered struct {
	group *network.TargetGroup
	one   *network.RegisteredTarget
}

// sideOf is an interface as a target of a target group.
func sideOf(n *nic, g *network.TargetGroup, t *network.RegisteredTarget) side {
	s := ofNIC(n)
	s.target = &registered{g, t}
	if n.addresses.Contains(t.Address) {
		s.addresses = space.Hosts(t.Address)
	}
	return s
}

func (r *registered) port() int { return cmp.Or(r.one.Port, r.group.Port) }

// means says whether a question about a side is one about a target at its interface. The pods of a node share that one: what is sent to
// another's address does not get there, nor what is sent to the node itself: to its primary address (AWS: "Register targets by instance ID").
func (s side) means(g *network.TargetGroup, t *network.RegisteredTarget) bool {
	at := t.Address
	if g.Kind == network.InstanceTargets && !s.addresses.V4().IsEmpty() {
		at = s.nic.primary
	}
	if s.target != nil {
		return s.target.one == t
	}
	return !s.exact || !at.IsValid() || s.addresses.Contains(at)
}

// elsewhere is why a question is not one about the target that it names, nil where it may be: that is a load balancer, whose other ports
// are others'.
func (s side) elsewhere(q asked) *way {
	if s.target == nil || s.nic.balancer == nil || q.port == 0 || q.port == s.target.port() {
		return nil
	}
	return stopAt(Blocked, HopTargetGroup, s.target.group.ID, fmt.Sprintf("its target %s is reached at port %d, not at port %d", s.label, s.target.port(), q.port))
}
