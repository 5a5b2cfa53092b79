package snapshot

import "github.com/ingresshub/ingresshub/flightpath/network"

func (r *reader) transitGateway(o object) {
	if ends(o.state("State")) {
		return
	}
	gateway := network.TransitGateway{Object: o.object("TransitGatewayId")}
	if gateway.Region == "" {
		_, gateway.Region = arnPlace(o.id("TransitGatewayArn"))
	}
	options, _ := o.child("Options")
	gateway.SecurityGroupReferences = options.state("SecurityGroupReferencingSupport") == "enable"
	r.transitGateways.add(gateway.ID, o, gateway.Account, gateway)
}

// ends says whether a state is one of something that carries no packets any more and never will again.
func ends(state string) bool {
	switch state {
	case "deleting", "deleted", "failed", "failing", "rejected", "rejecting":
		return true
	}
	return false
}

// carries says whether an attachment in a state carries packets. While it is modified, or a modification is taken back, it does;
// by which subnets and options, the answer does not tell.
func (r *reader) carries(at object, attachment, state string) bool {
	switch state {
	case "available", "":
		return true
	case "modifying", "rollingback":
		r.between(at, network.GapAttachments, attachment, state)
		return true
	}
	return false
}

// identity is the gateway and the ID: a peering attachment has one ID under two gateways.
func identity(gateway, attachment string) string {
	if gateway == "" || attachment == "" {
		return ""
	}
	return gateway + " " + attachment
}

// attachment is an item of describe-transit-gateway-attachments: all kinds, with the associated route table.
func (r *reader) attachment(o object) {
	state := o.state("State")
	if ends(state) {
		r.gone.bury(identity(o.id("TransitGatewayId"), o.id("TransitGatewayAttachmentId")))
		return
	}
	owner := o.id("TransitGatewayOwnerId")
	found := network.Attachment{
		Object:        o.attachmentObject(),
		Gateway:       o.need("TransitGatewayId"),
		Resource:      o.id("ResourceId"),
		ResourceOwner: o.id("ResourceOwnerId"),
	}
	found.Available = r.carries(o, found.ID, state)
	switch o.state("ResourceType") {
	case "vpc":
		found.Kind = network.VPCAttachment
	case "peering", "tgw-peering":
		found.Kind = network.PeeringAttachment
		found.Peer = found.Resource
	case "":
		o.wrong("ResourceType", "missing")
	default:
		found.Kind = network.OtherAttachment
	}
	if association, there := o.child("Association"); there {
		associated, settled := standing(association.state("State"))
		found.RouteTableKnown = settled
		if !settled {
			r.unsettled[identity(found.Gateway, found.ID)] = true
		}
		if associated {
			found.RouteTable = association.need("TransitGatewayRouteTableId")
		}
	} else if owner != "" && owner == o.place().account {
		found.RouteTableKnown = true // the owner sees that there is none
	}
	r.attachments.add(identity(found.Gateway, found.ID), o, owner, found)
}

func (o object) attachmentObject() network.Object {
	tags := o.tags("Tags")
	return network.Object{
		ID: o.need("TransitGatewayAttachmentId"), Name: tags["Name"], Account: o.place().account, Region: o.place().region, Tags: tags,
	}
}

// vpcAttachment is an item of describe-transit-gateway-vpc-attachments: subnets and options.
func (r *reader) vpcAttachment(o object) {
	state := o.state("State")
	if ends(state) {
		r.gone.bury(identity(o.id("TransitGatewayId"), o.id("TransitGatewayAttachmentId")))
		return
	}
	options, _ := o.child("Options")
	found := network.Attachment{
		Object:                  o.attachmentObject(),
		Gateway:                 o.need("TransitGatewayId"),
		Kind:                    network.VPCAttachment,
		Resource:                o.need("VpcId"),
		ResourceOwner:           o.id("VpcOwnerId"),
		Subnets:                 o.ids("SubnetIds"),
		ApplianceMode:           options.state("ApplianceModeSupport") == "enable",
		SecurityGroupReferences: options.state("SecurityGroupReferencingSupport") == "enable",
		IPv4Only:                options.state("Ipv6Support") == "disable",
	}
	found.Available = r.carries(o, found.ID, state)
	r.vpcAttachments.add(identity(found.Gateway, found.ID), o, found.ResourceOwner, found)
}

// peeringAttachment is an item of describe-transit-gateway-peering-attachments: both ends of it.
func (r *reader) peeringAttachment(o object) {
	state := o.state("State")
	if ends(state) {
		r.gone.bury(identity(o.id("TransitGatewayId"), o.id("TransitGatewayAttachmentId")))
		return
	}
	requester, _ := o.child("RequesterTgwInfo")
	accepter, _ := o.child("AccepterTgwInfo")
	for _, ends := range [][2]object{{requester, accepter}, {accepter, requester}} {
		here, there := ends[0], ends[1]
		found := network.Attachment{
			Object:        o.attachmentObject(),
			Gateway:       here.need("TransitGatewayId"),
			Kind:          network.PeeringAttachment,
			Resource:      there.need("TransitGatewayId"),
			ResourceOwner: there.id("OwnerId"),
		}
		found.Available = r.carries(o, found.ID, state)
		found.Peer = found.Resource
		found.Account, found.Region = here.id("OwnerId"), here.id("Region")
		r.peeringAttachments.add(identity(found.Gateway, found.ID), o, found.Account, found)
	}
}

// settledAttachments joins what the lists tell of each attachment.
func (r *reader) settledAttachments() []network.Attachment {
	var settled []network.Attachment
	r.preferAssociated()
	for _, key := range r.attachments.order {
		found, _ := r.attachments.settled(key, r.found)
		if detail, told := r.vpcAttachments.settled(key, r.found); told {
			found.Subnets, found.ApplianceMode = detail.Subnets, detail.ApplianceMode
			found.SecurityGroupReferences, found.IPv4Only = detail.SecurityGroupReferences, detail.IPv4Only
			found.Available = found.Available && detail.Available
		} else if found.Kind == network.VPCAttachment {
			r.gap(r.attachments.seen[key][0].at, network.GapAttachments, found.ID,
				"tells no subnets: describe-transit-gateway-vpc-attachments prints them")
		}
		settled = append(settled, found)
	}
	for _, others := range []*register[network.Attachment]{&r.vpcAttachments, &r.peeringAttachments} {
		for _, key := range others.order {
			if found, told := others.settled(key, r.found); told && !r.attachments.has(key) {
				settled = append(settled, found)
			}
		}
	}
	r.associate(settled)
	return settled
}

// preferAssociated drops what accounts tell that are not shown the association, where another one is.
func (r *reader) preferAssociated() {
	for key, all := range r.attachments.seen {
		var telling []sighting[network.Attachment]
		for _, seen := range all {
			if seen.value.RouteTableKnown {
				telling = append(telling, seen)
			}
		}
		if len(telling) > 0 {
			r.attachments.seen[key] = telling
		}
	}
}
