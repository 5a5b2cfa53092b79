package flightpath

import (
	"cmp"
	"fmt"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// leave takes packets out of a VPC through an internet gateway.
func (w *walker) leave(from *subnet, id string, s state) {
	g := w.index.InternetGateways[id]
	if g == nil {
		w.unprove(s, HopInternetGateway, id, cmp.Or(w.missing(network.GapInternetGateways, nil, id), "the source does not hold it"))
		return
	}
	if reason := w.partly(network.GapInternetGateways, id); reason != "" {
		w.unprove(s, gatewayKind(g), id, reason)
		return
	}
	if from != nil && from.vpc == nil && g.VPC == from.VPC {
		w.unprove(s, HopVPC, from.VPC, cmp.Or(w.missing(network.GapVPCs, &from.Object, from.VPC), "the source does not hold it"))
		return
	}
	if from == nil || from.vpc == nil || g.VPC != from.VPC {
		var loose obstacle
		if from != nil {
			loose = looseGateway{g, from.VPC}
		}
		w.block(s, gatewayKind(g), id, words("not attached"), fmt.Sprintf("%s is not attached to the VPC that routes to it", id), loose)
		return
	}
	s, ok := w.networkACL(from, true, s)
	if !ok {
		return
	}
	s, ok = w.hide(s, "the internet is between the groups")
	if !ok {
		return
	}
	if len(w.network.BlockPublicAccess) > 0 {
		if s = w.publicAccess(g, from.vpc, true, s); s.packets.IsEmpty() {
			return
		}
	}
	if g.EgressOnly {
		w.block(s.with(s.packets.V4()), HopEgressOnlyGateway, id, words("IPv6 only"), id+" carries IPv6 only", nil)
		s = s.with(s.packets.V6())
		if w.replying {
			w.block(s, HopEgressOnlyGateway, id, words("not seen"), id+" did not see the request, so it does not know the reply", nil)
			return
		}
	}
	public4 := from.vpc.translated
	if w.origin != nil && w.origin.subnet != nil && w.origin.subnet.vpc == from.vpc {
		public4 = w.origin.translated
	}
	known := public4.Union(from.vpc.open)
	inside := s.packets.From(known)
	if strange := s.packets.NotFrom(known); !strange.IsEmpty() && !w.drops(s.with(strange)) {
		w.block(s.with(strange), gatewayKind(g), id, words("no public address"),
			fmt.Sprintf("%s in %s has no public address that %s could translate", peerText(strange.Sources()), from.VPC, id),
			noPublicAddress{w.origin, strange.Sources()})
	}
	outside := inside.To(onInternet)
	if private := inside.NotTo(onInternet); !private.IsEmpty() && !w.drops(s.with(private)) {
		w.block(s.with(private), gatewayKind(g), id, words("private destination"),
			fmt.Sprintf("%s leaves through %s, and no such address is on the internet", peerText(private.Destinations()), id),
			w.misrouted(s.with(private), from))
	}
	s = s.with(outside).hop(gatewayKind(g), id, words("to the internet"))
	w.finish(s.hop(HopInternet, "internet", words(peerText(outside.Destinations()))), left, path{leftBy: g})
}

// misrouted is the obstacle of packets that a route led to an internet gateway, and that are for no address of the internet.
func (w *walker) misrouted(s state, from *subnet) obstacle {
	for t := s.trail; t != nil; t = t.parent {
		if table := w.tables[t.id]; t.kind == HopRouteTable && table != nil {
			return &missingRoute{table: table, from: from, packets: s.packets, goal: w.goal}
		}
	}
	return nil
}

func gatewayKind(g *network.InternetGateway) HopKind {
	if g.EgressOnly {
		return HopEgressOnlyGateway
	}
	return HopInternetGateway
}

// enter takes packets from the internet into a VPC. Their destinations are the private addresses that the gateway puts in
// the place of public ones.
func (w *walker) enter(g *network.InternetGateway, s state) {
	v := w.vpcs[g.VPC]
	if v == nil {
		w.unprove(s, HopVPC, cmp.Or(g.VPC, "of "+g.ID), cmp.Or(w.missing(network.GapVPCs, &g.Object, g.VPC), "the VPC is not in the source"))
		return
	}
	s = s.hop(HopInternet, "internet", words(peerText(s.packets.Sources())))
	s.groupsHidden, s.translated = "the internet is between the groups", true
	if g.EgressOnly && !w.replying {
		w.block(s, HopEgressOnlyGateway, g.ID, words("egress only"), g.ID+" lets in only what answers", nil)
		return
	}
	public4 := v.translated
	if w.goal != nil {
		public4 = w.goal.translated
	}
	known := public4.Union(v.open)
	if strange := s.packets.NotTo(known); !strange.IsEmpty() && !w.drops(s.with(strange)) {
		w.block(s.with(strange), HopInternetGateway, g.ID, words("no public address"),
			fmt.Sprintf("%s has no public address, so nothing on the internet can send to it", peerText(strange.Destinations())),
			noPublicAddress{w.goal, strange.Destinations()})
	}
	s = s.with(s.packets.To(known))
	if reason := w.partly(network.GapInternetGateways, g.ID); reason != "" && !s.packets.IsEmpty() {
		w.unprove(s, gatewayKind(g), g.ID, reason)
		return
	}
	if len(w.network.BlockPublicAccess) > 0 {
		s = w.publicAccess(g, v, false, s)
	}
	s = s.hop(gatewayKind(g), g.ID, words("from the internet"))
	if s.packets.IsEmpty() {
		return
	}
	if table := w.tables[edgeTable(w.index, g.ID)]; table != nil {
		w.follow(table, nil, v, s)
		return
	}
	w.local(nil, v, s)
}

func edgeTable(x *network.Index, gateway string) string {
	if t := x.EdgeTables[gateway]; t != nil {
		return t.ID
	}
	return ""
}
