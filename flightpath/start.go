package flightpath

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// there walks packets one way.
func (a *Analyzer) there(from, to side, packets space.Set) *walker {
	w := &walker{Analyzer: a, origin: from.nic, goal: to.nic, translators: from.translators, everything: to.everything, routed: new(int)}
	s := state{packets: packets}
	switch {
	case from.internet && to.everything:
		for _, v := range a.sortedVPCs() {
			w.fromInternetTo(v, s.with(packets.To(v.translated.Union(v.open))))
		}
	case from.nic != nil:
		w.send(from.nic, s)
	case from.internet && to.nic != nil:
		w.fromInternet(to.nic.subnet, s)
	case from.internet:
		w.toNobody(to, s)
	default:
		a.fromNowhere(w, from, s)
	}
	return w
}

// toNobody takes packets from the internet to addresses that no interface has, as far as they come.
func (w *walker) toNobody(to side, s state) {
	for _, sub := range w.sortedSubnets() {
		part := s.with(s.packets.To(sub.cidrs))
		if part.packets.IsEmpty() {
			continue
		}
		s.packets = s.packets.NotTo(sub.cidrs)
		if reason := w.missing(network.GapInterfaces, &sub.Object, sub.ID, sub.VPC); reason != "" && len(w.index.GatewaysOf[sub.VPC]) > 0 {
			w.unprove(part.hop(HopInternet, "internet", words(peerText(part.packets.Sources()))), HopSubnet, sub.ID, reason)
			continue
		}
		w.fromInternet(sub, part)
	}
	if s.packets.IsEmpty() {
		return
	}
	for _, v := range w.sortedVPCs() {
		if part := s.packets.To(v.cidrs); !part.IsEmpty() {
			if reason := w.missing(network.GapSubnets, &v.Object, v.ID); reason != "" {
				w.unprove(s.with(part), HopVPC, v.ID, reason)
				s.packets = s.packets.NotTo(v.cidrs)
			}
		}
	}
	if s.packets.IsEmpty() {
		return
	}
	if reason := w.placesUntold(s.packets.Destinations()); reason != "" {
		w.unprove(s.hop(HopInternet, "internet", words(peerText(s.packets.Sources()))), HopAddress, to.label, reason)
		return
	}
	w.block(s, HopInternet, "internet", words(peerText(s.packets.Sources())), to.label+" is in no subnet of the network", nil)
}

// placesUntold is why addresses that are in no subnet which is known may be in one all the same, or be the public address of
// something that has one: the source does not tell them all. Empty where it does.
func (a *Analyzer) placesUntold(addresses space.Addresses) string {
	if reason := cmp.Or(a.missing(network.GapSubnets, nil), a.missing(network.GapVPCs, nil)); reason != "" {
		return "it is in no subnet that is known: " + reason
	}
	if !addresses.Overlaps(a.internet.V4()) {
		return ""
	}
	for _, n := range append(slices.Concat(a.sortedNodes()...), a.sortedNICs()...) {
		if n.public.IsEmpty() && !n.translated.IsEmpty() {
			return "it may be the public address of " + n.label + ", which the source does not tell"
		}
	}
	return ""
}

// fromInternet takes packets into the VPC of a subnet, by each of its internet gateways.
func (w *walker) fromInternet(to *subnet, s state) {
	if to == nil || to.vpc == nil {
		w.unprove(s, HopVPC, "of the destination", cmp.Or(w.missing(network.GapVPCs, nil), w.missing(network.GapSubnets, nil), "it is not in the source"))
		return
	}
	found := false
	for _, g := range w.index.GatewaysOf[to.VPC] {
		if !g.EgressOnly {
			found = true
			w.enter(g, s)
		}
	}
	if found {
		return
	}
	s = s.hop(HopInternet, "internet", words(peerText(s.packets.Sources())))
	if reason := w.missing(network.GapInternetGateways, &to.Object, to.VPC); reason != "" {
		w.unprove(s, HopInternetGateway, "of "+to.VPC, reason)
		return
	}
	w.block(s, HopVPC, to.VPC, words("no internet gateway"), to.VPC+" has no internet gateway", noGateway{to.vpc})
}

// fromInternetTo takes packets into a VPC by whatever internet gateways it has.
func (w *walker) fromInternetTo(v *vpc, s state) {
	in := false
	for _, g := range w.index.GatewaysOf[v.ID] {
		if !g.EgressOnly {
			in = true
			w.enter(g, s)
		}
	}
	if reason := w.missing(network.GapInternetGateways, &v.Object, v.ID); reason != "" && !in {
		w.unprove(s, HopInternetGateway, "of "+v.ID, reason)
	}
}

// fromNowhere says what comes of packets whose sender is not in the network.
func (a *Analyzer) fromNowhere(w *walker, from side, s state) {
	for _, sub := range a.sortedSubnets() {
		if sub.cidrs.Overlaps(from.addresses) {
			if reason := a.missing(network.GapInterfaces, &sub.Object, sub.ID, sub.VPC); reason != "" {
				w.unprove(s, HopSubnet, sub.ID, reason)
				return
			}
			w.block(s, HopSubnet, sub.ID, words("no interface"), fmt.Sprintf("no network interface in %s has the address %s", sub.ID, peerText(from.addresses)), nil)
			return
		}
	}
	for _, v := range a.sortedVPCs() {
		if v.cidrs.Overlaps(from.addresses) {
			if reason := a.missing(network.GapSubnets, &v.Object, v.ID); reason != "" {
				w.unprove(s, HopVPC, v.ID, reason)
				return
			}
			w.block(s, HopVPC, v.ID, words("no subnet"), fmt.Sprintf("no subnet of %s has the address %s", v.ID, peerText(from.addresses)), nil)
			return
		}
	}
	if reason := cmp.Or(a.missing(network.GapSubnets, nil), a.missing(network.GapVPCs, nil)); reason != "" {
		w.unprove(s, HopAddress, peerText(from.addresses), "it is in no subnet that is known: "+reason)
		return
	}
	if how := a.waysIn(); how != "" {
		w.unprove(s, HopAddress, peerText(from.addresses), "it is outside of every VPC, and may come in through "+how)
		return
	}
	w.block(s, HopAddress, peerText(from.addresses), words("outside"), peerText(from.addresses)+" is outside of every VPC, and nothing joins them with another network", nil)
}

// waysIn is something through which packets of another network might come, empty where there is nothing.
func (a *Analyzer) waysIn() string {
	for i := range a.network.Attachments {
		t := &a.network.Attachments[i]
		elsewhere := t.Kind == network.OtherAttachment ||
			t.Kind == network.VPCAttachment && a.vpcs[t.Resource] == nil ||
			t.Kind == network.PeeringAttachment && a.index.Attachments[network.AttachmentKey{Gateway: t.Peer, ID: t.ID}] == nil
		if t.Available && elsewhere {
			return "attachment " + t.ID
		}
	}
	for i := range a.network.Peerings {
		if p := &a.network.Peerings[i]; p.Active && (a.vpcs[p.Requester.VPC] == nil || a.vpcs[p.Accepter.VPC] == nil) {
			return "peering " + p.ID
		}
	}
	for i := range a.network.RouteTables {
		for _, r := range a.network.RouteTables[i].Routes {
			if r.Target.Kind == network.TargetVPNGateway && !r.Blackhole {
				return "VPN gateway " + r.Target.ID
			}
		}
	}
	for _, kind := range []network.GapKind{network.GapAttachments, network.GapPeerings} {
		if len(a.gaps[kind]) > 0 {
			return "what the source does not tell (" + string(kind) + ")"
		}
	}
	return ""
}
