package flightpath

import (
	"cmp"
	"fmt"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// toPeer takes packets over a VPC peering connection: from the VPC itself to the other VPC itself, and no further.
func (w *walker) toPeer(from *subnet, id string, s state) {
	p := w.index.Peerings[id]
	switch {
	case p == nil:
		w.unprove(s, HopPeering, id, cmp.Or(w.missing(network.GapPeerings, nil, id), "the source does not hold it"))
		return
	case w.partly(network.GapPeerings, id) != "":
		w.unprove(s, HopPeering, id, w.partly(network.GapPeerings, id))
		return
	case !p.Active:
		w.block(s, HopPeering, id, words("not active"), "peering "+id+" is not active", idlePeering{p})
		return
	case from == nil:
		w.unprove(s, HopPeering, id, "a route of a gateway cannot lead to a peering")
		return
	case from.vpc == nil:
		w.unprove(s, HopVPC, from.VPC, cmp.Or(w.missing(network.GapVPCs, &from.Object, from.VPC), "the source does not hold it"))
		return
	}
	near, far := &p.Requester, &p.Accepter
	if far.VPC == from.VPC {
		near, far = far, near
	}
	if near.VPC != from.VPC {
		w.block(s, HopPeering, id, words("another VPC's"), fmt.Sprintf("peering %s is not one of %s", id, from.VPC), nil)
		return
	}
	s, ok := w.networkACL(from, true, s)
	if !ok {
		return
	}
	if near.Region != far.Region && near.Region != "" && far.Region != "" {
		if s, ok = w.hide(s, "peerings between Regions do not carry references to groups"); !ok {
			return
		}
	}
	if strange := s.packets.NotFrom(from.vpc.cidrs); !strange.IsEmpty() {
		w.block(s.with(strange), HopPeering, id, words("not transitive"),
			fmt.Sprintf("peering %s carries nothing from outside of %s, such as %s", id, from.VPC, peerText(strange.Sources())), nil)
		s = s.with(s.packets.From(from.vpc.cidrs))
	}
	cidrs := space.AddressesOf(far.CIDRs...)
	v := w.vpcs[far.VPC]
	if v != nil {
		cidrs = v.cidrs
	}
	if strange := s.packets.NotTo(cidrs); !strange.IsEmpty() && !cidrs.IsEmpty() {
		w.block(s.with(strange), HopPeering, id, words("not transitive"),
			fmt.Sprintf("peering %s leads to %s only, and %s is not there", id, far.VPC, peerText(strange.Destinations())), nil)
		s = s.with(s.packets.To(cidrs))
	}
	if s.packets.IsEmpty() {
		return
	}
	s = s.hop(HopPeering, id, words(near.VPC+" to "+far.VPC))
	if v == nil {
		w.unprove(s, HopVPC, far.VPC, cmp.Or(w.missing(network.GapVPCs, nil, far.VPC), "the source does not hold it"))
		return
	}
	w.local(nil, v, s)
}
