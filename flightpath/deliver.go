package flightpath

import (
	"cmp"
	"fmt"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// local takes packets to the subnets of a VPC. From is nil where they come from outside of the VPC's subnets.
func (w *walker) local(from *subnet, in *vpc, s state) {
	if in == nil {
		w.unprove(s, HopVPC, "of the route", cmp.Or(w.missing(network.GapVPCs, nil), "the VPC is not in the source"))
		return
	}
	for _, to := range in.subnets {
		part := s.with(s.packets.To(to.cidrs))
		if part.packets.IsEmpty() {
			continue
		}
		s.packets = s.packets.NotTo(to.cidrs)
		if to != from {
			var ok bool
			if part, ok = w.between(from, to, part); !ok {
				continue
			}
		}
		w.deliver(to, part)
	}
	if s.packets.IsEmpty() {
		return
	}
	if reason := w.missing(network.GapSubnets, &in.Object, in.ID); reason != "" {
		w.unprove(s, HopVPC, in.ID, reason)
		return
	}
	if w.drops(s) {
		return
	}
	w.block(s, HopVPC, in.ID, words("no subnet"), fmt.Sprintf("no subnet of %s has %s", in.ID, peerText(s.packets.Destinations())), nil)
}

// between asks the network ACLs of two different subnets; either may be nil.
func (w *walker) between(from, to *subnet, s state) (state, bool) {
	ok := true
	if from != nil {
		if s, ok = w.networkACL(from, true, s); !ok {
			return s, false
		}
	}
	if to != nil {
		s, ok = w.networkACL(to, false, s)
	}
	return s, ok
}

// deliver hands packets to the interfaces of the subnet that they are in.
func (w *walker) deliver(in *subnet, s state) {
	if w.goal != nil {
		if w.goal.subnet == in {
			w.receive(w.goal, s.with(s.packets.To(w.goal.addresses)))
			s.packets = s.packets.NotTo(w.goal.addresses)
		}
	} else {
		there := in.nics
		if w.everything {
			there = in.classes
		}
		for _, n := range there {
			if part := s.packets.To(n.addresses); !part.IsEmpty() {
				w.receive(n, s.with(part))
				s.packets = s.packets.NotTo(n.addresses)
			}
		}
		if w.everything {
			for _, n := range in.declared {
				before := len(w.dropped)
				w.receive(n, s.with(s.packets.To(n.addresses)))
				for i := before; i < len(w.dropped); i++ {
					w.dropped[i].by = n
				}
			}
			if reason := w.missing(network.GapInterfaces, &in.Object, in.ID, in.VPC); reason != "" {
				w.unprove(s, HopSubnet, in.ID, reason)
			}
			if !s.packets.IsEmpty() {
				w.dropped = append(w.dropped, drop{packets: s.packets, beside: in})
			}
			return
		}
	}
	if s.packets.IsEmpty() {
		return
	}
	to := peerText(s.packets.Destinations())
	if reason := w.missing(network.GapInterfaces, &in.Object, in.ID, in.VPC); reason != "" {
		w.unprove(s, HopSubnet, in.ID, reason)
		return
	}
	w.block(s, HopSubnet, in.ID, words("no interface has "+to), fmt.Sprintf("no network interface in %s has the address %s", in.ID, to), nil)
}

// receive lets packets into an interface.
func (w *walker) receive(n *nic, s state) {
	if s.translated && !w.replying {
		s.packets = s.packets.To(n.translated).Union(s.packets.V6())
	}
	if s.translated && (n.closed || n.mayClose != "" && !w.replying) {
		s = w.shut(n, s)
	}
	if s.packets.IsEmpty() {
		return
	}
	if n.passing && !w.replying {
		w.block(s, n.kind, n.id, words("answers nothing"), n.label+" passes packets on, and answers nothing itself", nil)
		return
	}
	if !w.stands(n, s) {
		return
	}
	if s.byGroup != nil && !n.has(s.byGroup.Group) {
		return // the rule that let them out meant another interface
	}
	for _, in := range w.securityGroups(n, false, s) {
		w.finish(in.hop(n.kind, n.id, words(n.label)), arrived, path{at: n})
	}
}

// shut stops what an internet gateway brought to the IPv6 addresses of an interface that takes nothing from there.
func (w *walker) shut(n *nic, s state) state {
	six := s.with(s.packets.V6())
	switch {
	case six.packets.IsEmpty():
	case n.closed && w.replying:
		w.unprove(six, n.kind, n.id, "it drops what internet gateways bring to its IPv6 addresses, and whether replies too, AWS does not tell")
	case n.closed:
		w.block(six, n.kind, n.id, words("takes nothing from internet gateways"),
			n.label+" drops what internet gateways bring to its IPv6 addresses", nil)
	default:
		w.unprove(six, n.kind, n.id, n.mayClose)
	}
	return s.with(s.packets.V4())
}

// toAppliance takes packets to an interface that is to forward them.
func (w *walker) toAppliance(from *subnet, id string, n *nic, s state) {
	if n == nil || n.subnet == nil {
		w.unprove(s, HopInterface, id, cmp.Or(w.missing(network.GapInterfaces, nil, id), "the source does not hold it"))
		return
	}
	if own := s.packets.To(n.addresses); !own.IsEmpty() && (w.goal == nil && !w.everything || w.goal == n) {
		if part, ok := s.with(own), true; from != n.subnet {
			if part, ok = w.between(from, n.subnet, part); ok {
				w.receive(n, part)
			}
		} else {
			w.receive(n, part)
		}
		s.packets = s.packets.NotTo(n.addresses)
	}
	if s.packets.IsEmpty() {
		return
	}
	if !n.forwards {
		w.block(s, HopInterface, n.id, words("source/destination check"),
			fmt.Sprintf("network interface %s drops what is not for itself: its source/destination check is on", n.id), checkedInterface{n})
		return
	}
	w.unprove(s, HopInterface, n.id, "it forwards packets of others, and what it does with them is not modelled")
}
