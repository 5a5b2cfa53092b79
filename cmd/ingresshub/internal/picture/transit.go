package picture

import (
	"cmp"
	"slices"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/layout"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func (p *page) transitGateway(gateway localcloud.Object) {
	p.draw(gateway)
	p.Blank()
	p.Line(1, "transit gateway %s  %s%s", name(gateway), gateway.ID, yours(gateway))
	for _, attachment := range p.where(attachmentType, "transitGatewayId", gateway.ID) {
		p.draw(attachment)
	}
	for _, table := range p.where(transitTableType, "transitGatewayId", gateway.ID) {
		p.transitTable(table)
	}
}

// transitTable draws which VPCs use the table, and where its routes lead.
func (p *page) transitTable(table localcloud.Object) {
	p.draw(table)
	var users []string
	for _, association := range p.where(transitAssocType, "transitGatewayRouteTableId", table.ID) {
		p.draw(association)
		attachment := text(association, "transitGatewayAttachmentId")
		user := p.attachedVpc(attachment)
		for _, known := range p.withID(attachmentType, attachment) {
			if text(known, "applianceModeSupport") == "enable" {
				user += " (appliance mode)"
			}
		}
		users = append(users, user)
	}
	slices.Sort(users)
	title := "table " + name(table) + yours(table)
	if len(users) > 0 {
		title += "  for "
	}
	p.List(2, title, users)
	var rows [][]string
	routes := p.where(transitRouteType, "transitGatewayRouteTableId", table.ID)
	layout.SortByAddress(routes, func(r localcloud.Object) string { return text(r, "destinationCidrBlock") })
	slices.SortStableFunc(routes, func(a, b localcloud.Object) int { // catch-alls that lead nowhere come last
		return cmp.Compare(text(a, "blackhole"), text(b, "blackhole"))
	})
	for _, route := range routes {
		p.draw(route)
		to := "→ " + p.attachedVpc(text(route, "transitGatewayAttachmentId"))
		if text(route, "blackhole") == "true" {
			to = "blackhole"
		}
		rows = append(rows, []string{text(route, "destinationCidrBlock"), to})
	}
	p.Table(3, rows)
}

func (p *page) attachedVpc(attachment string) string {
	for _, known := range p.withID(attachmentType, attachment) {
		return "VPC " + p.called(vpcType, text(known, "vpcId"))
	}
	return attachment
}
