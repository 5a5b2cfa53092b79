package flightpath

import (
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// clientsOf is the addresses of those who get to a node, for load balancers that keep them.
func clientsOf(w *way) space.Addresses {
	if w == nil || len(w.legs) == 0 {
		return space.Addresses{}
	}
	last := w.legs[len(w.legs)-1]
	var all space.Addresses
	for i := range last.flows {
		if last.flows[i].verdict != Blocked {
			all = all.Union(last.flows[i].there.packets.Sources())
		}
	}
	return all
}

// preserving is the leg from a node to a target that sees the client's address. AWS wants the target in the same VPC or a
// peered one, with nothing on the way: the target's reply to the client is caught there and goes back by the node.
func (a *Analyzer) preserving(node *nic, to side, packets space.Set, clients space.Addresses) *way {
	var families []*way
	for _, family := range []space.Addresses{to.addresses.V4(), to.addresses.V6()} {
		if family.IsEmpty() {
			continue
		}
		from := nodeSide(node)
		from.addresses = clients
		w := &walker{Analyzer: a, origin: node, goal: to.nic, routed: new(int)}
		sent := packets.From(clients).To(family)
		if sent.IsEmpty() { // clients of the other family are translated to the node's address
			same := to
			same.addresses = family
			families = append(families, single(a.walk(nodeSide(node), same, packets)))
			continue
		}
		w.send(node, state{packets: sent})
		l := &leg{from: from, to: to}
		for _, p := range w.paths {
			l.flows = append(l.flows, a.judgePreserved(node, from, to, p))
		}
		l.decide()
		families = append(families, single(l))
	}
	return senderChooses(families)
}

// judgePreserved judges packets from a node that kept the client's address.
func (a *Analyzer) judgePreserved(node *nic, from, to side, p path) flow {
	switch {
	case p.end != arrived:
		return a.judge(from, to, p, new(int))
	case len(p.firewalls) > 0 || p.crossesTransit():
		f := flow{there: p, verdict: Asymmetric}
		f.reason = "the load balancer keeps the client's address, and something stands between it and the target: the reply does not come back through the load balancer"
		return f
	}
	f := flow{there: p}
	w := &walker{Analyzer: a, origin: p.at, goal: node, replying: true}
	s := state{packets: p.packets.Reverse()}.hop(p.at.kind, p.at.id, words(p.at.label))
	ok := true
	if p.at.subnet != node.subnet {
		s, ok = w.between(p.at.subnet, node.subnet, s)
	}
	if ok {
		w.finish(s.hop(node.kind, node.id, words("caught by the load balancer")), arrived, path{at: node})
	}
	from.nic = node
	f.compare(from, w.paths)
	return f
}

func (p *path) crossesTransit() bool {
	for t := p.trail; t != nil; t = t.parent {
		if t.kind == HopTransitGateway {
			return true
		}
	}
	return false
}
