package flightpath

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// toTransit takes packets from a subnet to a transit gateway. The VPC's attachment needs a subnet in the sender's zone.
func (w *walker) toTransit(from *subnet, gateway string, s state) {
	if from == nil {
		w.unprove(s, HopTransitGateway, gateway, "a route of a gateway cannot lead to a transit gateway")
		return
	}
	if from.VPC == "" {
		w.unprove(s, HopVPC, "of "+from.ID, cmp.Or(w.partly(network.GapSubnets, from.ID), "the source does not tell which VPC "+from.ID+" is in"))
		return
	}
	var attachment *network.Attachment
	for _, a := range w.index.AttachmentsOf[from.VPC] {
		if a.Gateway == gateway && (attachment == nil || a.Available) {
			attachment = a
		}
	}
	if attachment == nil {
		if reason := w.missing(network.GapAttachments, &from.Object, gateway, from.VPC); reason != "" || w.index.TransitGateways[gateway] == nil {
			w.unprove(s, HopTransitGateway, gateway, cmp.Or(reason, "the source does not hold it"))
			return
		}
		w.block(s, HopTransitGateway, gateway, words("not attached"), from.VPC+" has no attachment to "+gateway, &missingAttachment{gateway, from})
		return
	}
	if reason := w.partly(network.GapAttachments, attachment.ID); reason != "" {
		w.unprove(s, HopAttachment, attachment.ID, reason)
		return
	}
	if !attachment.Available {
		w.block(s, HopAttachment, attachment.ID, words("not available"), "attachment "+attachment.ID+" is not available", &badAttachment{Attachment: attachment})
		return
	}
	if from.Zone == "" {
		w.unprove(s, HopSubnet, from.ID, "the source does not tell its zone, which the transit gateway asks for")
		return
	}
	in := w.attached(attachment, from.zone())
	if in == nil {
		if slices.ContainsFunc(attachment.Subnets, func(id string) bool { return w.subnets[id] == nil || w.subnets[id].Zone == "" }) || len(attachment.Subnets) == 0 {
			w.unprove(s, HopAttachment, attachment.ID, cmp.Or(w.partly(network.GapAttachments, attachment.ID), "the source does not tell the attachment's subnets with their zones"))
			return
		}
		w.block(s, HopAttachment, attachment.ID, words("no subnet in "+from.Zone),
			fmt.Sprintf("attachment %s has no subnet in zone %s, where the packets come from", attachment.ID, from.Zone), &badAttachment{attachment, from})
		return
	}
	// AWS's page on network ACLs asks both directions even where sender and attachment share a subnet.
	s, ok := w.between(from, in, s)
	if !ok {
		return
	}
	w.cross(attachment, from.zone(), s)
}

// zone is what tells a subnet's zone from others. IDs are the same in all accounts; names (us-east-1a) mean something in
// their own account only.
func (s *subnet) zone() string {
	if s.Zone != "" && s.Zone == s.ZoneName {
		return s.Zone + " of " + s.Account
	}
	return s.Zone
}

// attached is the subnet of an attachment in a zone.
func (a *Analyzer) attached(t *network.Attachment, zone string) *subnet {
	for _, id := range t.Subnets {
		if s := a.subnets[id]; s != nil && s.zone() == zone && zone != "" {
			return s
		}
	}
	return nil
}

// cross takes packets from an attachment by the gateway's route table that the attachment is associated with.
func (w *walker) cross(from *network.Attachment, zone string, s state) {
	in := words("in from " + from.Resource + inZone(zone))
	if s.cameIn(from.ID, in) {
		w.block(s, HopAttachment, from.ID, words("loop"), "packets come back to attachment "+from.ID+": a routing loop", nil)
		return
	}
	s = s.hop(HopAttachment, from.ID, in)
	gateway := w.index.TransitGateways[from.Gateway]
	s = s.hop(HopTransitGateway, from.Gateway, words(""))
	switch table := w.transit[from.RouteTable]; {
	case !from.RouteTableKnown:
		w.unprove(s, HopTransitRouteTable, "of "+from.ID, cmp.Or(
			w.missing(network.GapTransitRouteTables, &from.Object, from.Gateway, from.ID), w.partly(network.GapAttachments, from.ID),
			"the source does not tell which route table the attachment is associated with"))
	case from.RouteTable == "":
		w.block(s, HopAttachment, from.ID, words("no association"), "attachment "+from.ID+" is not associated with a route table", &badAttachment{Attachment: from})
	case table == nil:
		w.unprove(s, HopTransitRouteTable, from.RouteTable, cmp.Or(
			w.missing(network.GapTransitRouteTables, &from.Object, from.Gateway, from.RouteTable), "the source does not hold it"))
	case table.unknown != "":
		w.unprove(s, HopTransitRouteTable, table.ID, table.unknown)
	default:
		rest := table.rows.split(s.packets, func(r *row[*network.TransitRoute], packets space.Set) {
			if reason := w.mayLeadElsewhere(table, r); reason != "" {
				w.unprove(s.with(packets).hop(HopTransitRouteTable, table.ID, r), HopTransitRouteTable, table.ID, reason)
				return
			}
			w.transitRoute(r, table, from, gateway, zone, s.with(packets).hop(HopTransitRouteTable, table.ID, r))
		})
		if reason := w.mayLeadElsewhere(table, nil); reason != "" && !rest.IsEmpty() {
			w.unprove(s.with(rest), HopTransitRouteTable, table.ID, reason)
		} else if !rest.IsEmpty() && !w.drops(s.with(rest)) {
			to := peerText(rest.Destinations())
			w.block(s.with(rest), HopTransitRouteTable, table.ID, words("no route to "+to),
				fmt.Sprintf("transit gateway route table %s has no route to %s", table.ID, to),
				&missingTransitRoute{table: table, from: from, packets: rest, goal: w.goal})
		}
	}
}

// cameIn says whether the packets came into the gateway from an attachment before, and in the same zone: the same route would
// send them the same way again. In another zone they meet other route tables of the VPC.
func (s state) cameIn(attachment string, in words) bool {
	for t := s.trail; t != nil; t = t.parent {
		if t.kind == HopAttachment && t.id == attachment && t.rule == in {
			return true
		}
	}
	return false
}

func inZone(zone string) string {
	if zone == "" {
		return ""
	}
	return " in " + zone
}

// transitRoute does what a transit gateway's route says. Where it names several attachments, the gateway chooses.
func (w *walker) transitRoute(
	r *row[*network.TransitRoute], table *transitTable, from *network.Attachment, gateway *network.TransitGateway, zone string, s state,
) {
	if r.route.Blackhole {
		w.block(s, HopTransitRouteTable, table.ID, r, fmt.Sprintf("route %s of transit gateway route table %s drops it", r, table.ID),
			&missingTransitRoute{table: table, from: from, dead: r.route, packets: s.packets, goal: w.goal})
		return
	}
	if len(r.route.Attachments) == 0 {
		w.unprove(s, HopTransitRouteTable, table.ID, "the source does not tell the attachment of "+r.text)
	}
	w.branched = w.branched || r.rival || len(r.route.Attachments) > 1
	for _, id := range r.route.Attachments {
		to := w.index.Attachments[network.AttachmentKey{Gateway: from.Gateway, ID: id}]
		switch {
		case to == nil:
			w.unprove(s, HopAttachment, id, cmp.Or(w.missing(network.GapAttachments, &table.Object, id, from.Gateway), "the source does not hold it"))
		case w.partly(network.GapAttachments, id) != "":
			w.unprove(s, HopAttachment, id, w.partly(network.GapAttachments, id))
		case !to.Available:
			w.block(s, HopAttachment, id, words("not available"), "attachment "+id+" is not available", &badAttachment{Attachment: to})
		case to.Kind == network.PeeringAttachment:
			w.crossPeering(to, s)
		case to.Kind == network.VPCAttachment:
			hidden := ""
			switch {
			case !from.SecurityGroupReferences || !to.SecurityGroupReferences || gateway != nil && !gateway.SecurityGroupReferences:
				hidden = "references to groups are not enabled for " + from.Gateway + " and both attachments"
			case gateway == nil:
				s.groupsDoubted = "the source does not tell whether " + from.Gateway + " lets rules name groups"
			}
			w.arrive(to, zone, hidden, s)
		default:
			w.unprove(s, HopAttachment, id, "what is behind an attachment of this kind is not modelled")
		}
	}
}

// crossPeering takes packets to the gateway at the other end of a peering attachment.
func (w *walker) crossPeering(to *network.Attachment, s state) {
	s, ok := w.hide(s, "transit gateways are peered between the groups")
	if !ok {
		return
	}
	far := w.index.Attachments[network.AttachmentKey{Gateway: to.Peer, ID: to.ID}]
	if far == nil {
		w.unprove(s, HopTransitGateway, cmp.Or(to.Peer, "peer of "+to.ID), cmp.Or(
			w.missing(network.GapAttachments, nil, to.Peer), "the source does not hold the gateway at the other end"))
		return
	}
	w.cross(far, "", s.hop(HopAttachment, to.ID, words("to "+to.Peer)))
}

// arrive takes packets out of a transit gateway into a VPC: in the zone that they come from, where the attachment has it;
// in appliance mode in the zone that the gateway chose for the connection.
func (w *walker) arrive(to *network.Attachment, zone, hidden string, s state) {
	if s.byGroup != nil {
		hidden = cmp.Or(hidden, "outbound rules cannot name groups across a transit gateway")
	}
	if hidden != "" {
		var ok bool
		if s, ok = w.hide(s, hidden); !ok {
			return
		}
	}
	key := network.AttachmentKey{Gateway: to.Gateway, ID: to.ID}
	var entries []*subnet
	for _, id := range to.Subnets {
		if in := w.subnets[id]; in != nil {
			entries = append(entries, in)
		}
	}
	if len(entries) != len(to.Subnets) || len(entries) == 0 || w.vpcs[to.Resource] == nil {
		w.unprove(s, HopAttachment, to.ID, cmp.Or(
			w.missing(network.GapSubnets, &to.Object, to.Resource), w.partly(network.GapAttachments, to.ID), "the source does not hold "+to.Resource+" with the attachment's subnets"))
		return
	}
	how := "any zone"
	pinned := w.chosen[key]
	for _, c := range s.choices {
		if c.attachment == key {
			pinned = c.subnet
		}
	}
	only := w.attached(to, zone)
	if to.ApplianceMode {
		only, how = w.subnets[pinned], "appliance mode, any zone"
		if only != nil {
			how = "appliance mode, the connection's zone"
		}
	} else if only != nil {
		how = "the zone it comes from"
	} else if i := slices.IndexFunc(entries, func(in *subnet) bool { return in.Zone == "" }); i >= 0 && len(entries) > 1 {
		w.unprove(s, HopSubnet, entries[i].ID, "the source does not tell its zone, by which the transit gateway chooses")
		return
	}
	if only != nil {
		entries = []*subnet{only}
	}
	w.branched = w.branched || len(entries) > 1
	for _, in := range entries {
		next := s.hop(HopAttachment, to.ID, words(fmt.Sprintf("out to %s in %s (%s)", to.Resource, in.Zone, how)))
		if to.ApplianceMode {
			next.choices = append(slices.Clip(next.choices), choice{key, in.ID})
		}
		// By AWS's page on network ACLs none is asked for what goes on inside the attachment's own subnet.
		w.dispatch(in, next)
	}
}
