package pulumi

import (
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	typeVPCAttachment     = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
	typePeeringAttachment = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
	typeTransitTable      = "aws:ec2transitgateway/routeTable:RouteTable"
)

var attachmentTypes = []string{
	typeVPCAttachment, typePeeringAttachment,
	"aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter",
	"aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
	"aws:ec2transitgateway/connect:Connect", "aws:ec2/vpnConnection:VpnConnection",
}

// transit reads transit gateways, attachments and their route tables.
func (b *builder) transit() {
	for _, r := range b.every(typeTransit) {
		b.network.TransitGateways = append(b.network.TransitGateways, network.TransitGateway{
			Object: b.object(r), SecurityGroupReferences: r.flag("securityGroupReferencingSupport"),
		})
	}
	for _, r := range b.every(typeVPCAttachment, typePeeringAttachment) {
		b.attachment(r)
	}
	b.transitTables()
}

func (b *builder) attachment(r *Resource) {
	attachment := network.Attachment{
		Object: b.object(r), Kind: network.VPCAttachment, Available: true, RouteTableKnown: true,
		ApplianceMode: r.flag("applianceModeSupport"), SecurityGroupReferences: r.flag("securityGroupReferencingSupport"),
	}
	var ok bool
	if attachment.Gateway, ok = b.refer(r, "transitGatewayId", typeTransit); !ok {
		b.gap(network.GapAttachments, r, "transitGatewayId")
		b.gapOfCandidates(network.GapAttachments, r, "transitGatewayId", []string{typeTransit})
	}
	if r.Type == typePeeringAttachment {
		attachment.Kind, attachment.Peer = network.PeeringAttachment, r.text("peerTransitGatewayId")
	} else {
		if attachment.Resource, ok = b.refer(r, "vpcId", typeVPC, typeDefaultVPC); !ok {
			b.gap(network.GapAttachments, r, "vpcId")
			b.gapOfCandidates(network.GapAttachments, r, "vpcId", []string{typeVPC, typeDefaultVPC})
		}
		if support := r.text("ipv6Support"); isUnknown(support) {
			b.gap(network.GapAttachments, r, "ipv6Support")
		} else {
			attachment.IPv4Only = support != "enable" // AWS's default is to disable it
		}
		if attachment.Subnets, ok = b.references(r, "subnetIds", typeSubnet); !ok {
			b.gap(network.GapAttachments, r, "subnetIds")
		}
	}
	if vpc := b.find(attachment.Resource); vpc != nil {
		attachment.ResourceOwner = b.place(vpc).account
	}
	attachment.Available = r.Type != typeVPCAttachment || b.accepted(r, attachment.Gateway)
	for _, association := range b.every("aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation") {
		of, ok := b.refer(association, "transitGatewayAttachmentId", attachmentTypes...)
		if !ok && slices.Contains(b.candidates(association, "transitGatewayAttachmentId", attachmentTypes), attachment.ID) {
			attachment.RouteTableKnown = false
		}
		if !ok || of != attachment.ID {
			continue
		}
		attachment.RouteTable, attachment.RouteTableKnown = b.refer(association, "transitGatewayRouteTableId", typeTransitTable)
	}
	if attachment.RouteTable == "" && attachment.RouteTableKnown && b.defaultsOf(r, attachment.Gateway, "Association") {
		attachment.RouteTable, attachment.RouteTableKnown = b.defaultTable(attachment.Gateway, "association")
	}
	b.network.Attachments = append(b.network.Attachments, attachment)
}

// accepted says whether an attachment carries traffic: one to a gateway of another account does once that has accepted it. Of a
// gateway that is another program's, nothing speaks against it.
func (b *builder) accepted(attachment *Resource, gateway string) bool {
	of := b.find(gateway)
	if of == nil || of.text("autoAcceptSharedAttachments") == "enable" {
		return true
	}
	if owner := b.place(of).account; owner == "" || owner == b.place(attachment).account || b.place(attachment).account == "" {
		return true
	}
	for _, accepter := range b.every(attachmentTypes[2]) {
		id, ok := b.refer(accepter, "transitGatewayAttachmentId", typeVPCAttachment)
		if !ok && b.mayMean(accepter, "transitGatewayAttachmentId", attachment.identity(), typeVPCAttachment) {
			b.gapOf(network.GapAttachments, attachment.identity(), accepter, "transitGatewayAttachmentId")
			return true
		}
		if ok && id == attachment.identity() {
			return true
		}
	}
	return false
}

// defaultsOf says whether the gateway associates an attachment with its default table, or has it propagate to that: both
// are AWS's defaults, on the gateway and on the attachment.
func (b *builder) defaultsOf(attachment *Resource, gateway, what string) bool {
	if of := b.find(gateway); of != nil && of.text("defaultRouteTable"+what) == "disable" {
		return false
	}
	key := "transitGatewayDefaultRouteTable" + what
	for _, accepter := range b.every(attachmentTypes[2]) {
		if id, ok := b.refer(accepter, "transitGatewayAttachmentId", typeVPCAttachment); ok && id == attachment.identity() {
			return accepter.value(key) == nil || accepter.flag(key)
		}
	}
	return attachment.value(key) == nil || attachment.flag(key)
}

// defaultTable is the table that a gateway makes for itself.
func (b *builder) defaultTable(gateway, what string) (string, bool) {
	of := b.find(gateway)
	if of == nil {
		return "", false
	}
	if id := of.text(what + "DefaultRouteTableId"); known(id) {
		return id, true
	}
	return gateway + "/default-route-table", true
}

func (b *builder) transitTables() {
	tables := map[string]*network.TransitRouteTable{}
	var order []string
	add := func(table network.TransitRouteTable) {
		if tables[table.ID] == nil {
			order = append(order, table.ID)
			tables[table.ID] = &table
		}
	}
	for _, r := range b.every(typeTransitTable) {
		table := network.TransitRouteTable{Object: b.object(r), RoutesKnown: true}
		table.Gateway, _ = b.refer(r, "transitGatewayId", typeTransit)
		add(table)
	}
	for _, r := range b.every(typeTransit) {
		for _, what := range []string{"Association", "Propagation"} {
			if r.text("defaultRouteTable"+what) != "disable" {
				id, _ := b.defaultTable(r.identity(), map[string]string{"Association": "association", "Propagation": "propagation"}[what])
				object := b.object(r)
				object.ID, object.Name = id, "default of "+object.Name
				add(network.TransitRouteTable{Object: object, Gateway: r.identity(), RoutesKnown: true})
			}
		}
	}
	for _, r := range b.every(typeVPCAttachment) {
		gateway, _ := b.refer(r, "transitGatewayId", typeTransit)
		if b.find(gateway) == nil || !b.defaultsOf(r, gateway, "Propagation") {
			continue
		}
		if id, ok := b.defaultTable(gateway, "propagation"); ok && tables[id] != nil {
			tables[id].Propagations = append(tables[id].Propagations, r.identity())
		}
	}
	b.transitRoutes(tables)
	for _, id := range order {
		b.network.TransitRouteTables = append(b.network.TransitRouteTables, *tables[id])
	}
}

// transitRoutes reads static routes, references to prefix lists and propagations into their tables.
func (b *builder) transitRoutes(tables map[string]*network.TransitRouteTable) {
	for _, typ := range []string{
		"aws:ec2transitgateway/route:Route", "aws:ec2transitgateway/prefixListReference:PrefixListReference",
		"aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
	} {
		for _, r := range b.every(typ) {
			id, ok := b.refer(r, "transitGatewayRouteTableId", typeTransitTable)
			if !ok || tables[id] == nil {
				b.gapOfCandidates(network.GapTransitRoutes, r, "transitGatewayRouteTableId", []string{typeTransitTable})
				continue
			}
			attachment, ok := b.refer(r, "transitGatewayAttachmentId", attachmentTypes...)
			blackhole := r.flag("blackhole")
			if !ok && !blackhole {
				b.gapOf(network.GapTransitRoutes, id, r, "transitGatewayAttachmentId")
				continue
			}
			if typ == "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation" {
				tables[id].Propagations = append(tables[id].Propagations, attachment)
				continue
			}
			route := network.TransitRoute{Blackhole: blackhole}
			if !blackhole {
				route.Attachments = []string{attachment}
			}
			if route.Destination, ok = prefix(r.text("destinationCidrBlock")); !ok {
				if route.PrefixList, ok = b.refer(r, "prefixListId", typePrefixList); !ok {
					b.gapOf(network.GapTransitRoutes, id, r, "destinationCidrBlock")
					continue
				}
			}
			tables[id].Routes = append(tables[id].Routes, route)
		}
	}
}
