package flightpath

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// nat64 is the prefix that NAT64 gives to IPv4 addresses, by RFC 6052.
var nat64 = space.AddressesOf(netip.MustParsePrefix("64:ff9b::/96"))

// findNATGateways makes each NAT gateway's interface one without groups, or one up where the source has none.
func (a *Analyzer) findNATGateways() {
	for _, g := range a.index.NATGateways {
		n := a.ownedIn(g.ID, g.Subnet, g.PrivateAddresses)
		if n == nil {
			n = &nic{id: g.ID, subnet: a.subnets[g.Subnet], addresses: space.Hosts(g.PrivateAddresses...)}
			if n.addresses.IsEmpty() && n.subnet != nil {
				n.addresses, n.declared = n.subnet.hosts(), true
			}
			a.nats[g.ID] = n
		}
		n.passing = true
		n.label, n.kind, n.owner, n.unfiltered, n.unknownGroups = g.ID, HopNATGateway, g.ID, true, ""
		if g.Public {
			n.translated, n.public = n.addresses.V4(), n.public.Union(space.Hosts(g.PublicAddresses...))
		} else {
			n.translated, n.public = space.Addresses{}, space.Addresses{}
		}
		if n.subnet != nil && n.subnet.vpc != nil {
			n.subnet.vpc.translated = n.subnet.vpc.translated.Union(n.translated)
		}
		a.nats[g.ID] = n
	}
}

// ownedIn is the interface in a subnet that belongs to an owner, or that has one of its addresses.
func (a *Analyzer) ownedIn(owner, in string, addresses []netip.Addr) *nic {
	s := a.subnets[in]
	if s == nil {
		return nil
	}
	for _, n := range s.nics {
		if n.owner == owner && n.balancer == nil {
			return n
		}
	}
	for _, n := range s.nics {
		for _, address := range addresses {
			if address.IsValid() && n.addresses.Contains(address) {
				return n
			}
		}
	}
	return nil
}

// translate takes packets to a NAT gateway, where their leg ends.
func (w *walker) translate(from *subnet, id string, s state) {
	g, n := w.index.NATGateways[id], w.nats[id]
	if g == nil || n == nil || n.subnet == nil {
		w.unprove(s, HopNATGateway, id, cmp.Or(w.missing(network.GapNATGateways, nil, id), "the source does not hold it"))
		return
	}
	if from == nil { // AWS: "Gateway route tables"
		w.block(s, HopNATGateway, id, words("of a gateway"), "a gateway's route table cannot lead to "+id, nil)
		return
	}
	if reason := w.partly(network.GapNATGateways, id); reason != "" {
		w.unprove(s, HopNATGateway, id, reason)
		return
	}
	if !g.Available {
		w.block(s, HopNATGateway, id, words("not available"), id+" is not available", nil)
		return
	}
	if from != n.subnet {
		var ok bool
		if s, ok = w.between(from, n.subnet, s); !ok {
			return
		}
	}
	s, ok := w.hide(s, "a NAT gateway is between the groups")
	if !ok {
		return
	}
	if w.replying {
		w.block(s, HopNATGateway, id, words("not seen"), "the reply would leave through "+id+", which did not see the request", nil)
		return
	}
	if v6 := s.packets.V6(); !v6.IsEmpty() {
		if mapped := v6.To(nat64); !mapped.IsEmpty() {
			w.unprove(s.with(mapped), HopNATGateway, id, "NAT64 is not modelled")
		}
		w.block(s.with(v6.NotTo(nat64)), HopNATGateway, id, words("IPv4 only"), id+" translates IPv4 only", nil)
		s = s.with(s.packets.V4())
	}
	if s.visited(HopNATGateway, id) || slices.Contains(w.translators, id) {
		w.block(s, HopNATGateway, id, words("loop"), "packets that "+id+" translated come back to it", nil)
		return
	}
	w.finish(s.hop(HopNATGateway, id, words("translates to "+n.addresses.String())), translated, path{at: n})
}
