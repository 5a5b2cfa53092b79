package flightpath

import (
	"cmp"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// stands says whether what an interface belongs to sends and answers at all: a load balancer that could not be made does not, nor
// does an interface endpoint that the service has not accepted, or that was rejected. Where it does not, the packets end here.
func (w *walker) stands(n *nic, s state) bool {
	if w.replying || s.packets.IsEmpty() {
		return true
	}
	if b := n.balancer; b != nil {
		name := "load balancer " + cmp.Or(b.Name, b.ID)
		switch b.State {
		case network.BalancerFailed:
			w.block(s, HopLoadBalancer, b.ID, words("failed"), name+" could not be made: it is in state failed", nil)
			return false
		case network.BalancerProvisioning:
			w.unprove(s, HopLoadBalancer, b.ID, "it is being made: in state provisioning it may answer in some of its zones, or in none")
			return false
		}
	}
	if n.stray != "" {
		w.unprove(s, HopLoadBalancer, n.stray, w.whyStray(n.stray, w.index.Interfaces[n.id]))
		return false
	}
	if e := n.endpoint; e != nil {
		if reason := w.partly(network.GapEndpoints, e.ID); reason != "" {
			w.unprove(s, HopEndpoint, e.ID, reason)
			return false
		}
		if !e.Available {
			w.block(s, HopEndpoint, e.ID, words("not available"), "interface endpoint "+e.ID+" is not available", nil)
			return false
		}
	}
	return true
}
