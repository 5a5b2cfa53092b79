package expect

import (
	"cmp"
	"strconv"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// standardAsn is the number that AWS gives a transit gateway that asks for none.
const standardAsn = 64512

// transit lists the transit gateway. It has static routes only: no propagation is ever wanted.
func (w *writer) transit(gateway plan.TransitPlan) {
	gateway.Name = cmp.Or(gateway.Name, gateway.ExistingID)
	if gateway.Name == "" {
		return // a plan of single components, none of which is a gateway
	}
	if gateway.ExistingID == "" {
		asn := gateway.AmazonSideAsn
		if asn == 0 {
			asn = standardAsn
		}
		w.add(gateway.Account, object.TransitGateway, gateway.Name, object.Fields{
			"description": "Joins the ingress VPC and the EKS VPCs", "amazon-side asn": strconv.FormatInt(asn, 10),
			"default association": "disable", "default propagation": "disable", "auto accept": "disable", "dns": "enable",
			"ecmp": "enable", "multicast": "disable", "state": "available", "tags": w.tags(gateway.Name),
		})
	}
	for _, table := range gateway.RouteTables {
		w.transitTable(gateway, table)
	}
	for _, attachment := range gateway.Attachments {
		w.add(attachment.Account, object.TransitGatewayAttachment, attachment.Name, object.Fields{
			"gateway": gateway.Name, "vpc": attachment.Vpc, "subnets": object.Set(attachment.Subnets),
			"appliance mode": enabled(attachment.ApplianceMode), "dns": "enable", "ipv6": "disable", "state": "available",
			"tags": w.tags(attachment.Name),
		})
		table := tableName(gateway, attachment.RouteTable)
		w.add(gateway.Account, object.TransitGatewayAssociation, attachment.Name, object.Fields{
			"route table": table, "state": "associated", "shown by the attachment": table + " associated",
		})
	}
}

// transitTable lists a route table of the gateway with its routes. Of one that is there already, only the routes are made.
func (w *writer) transitTable(gateway plan.TransitPlan, table plan.TransitRouteTable) {
	name := tableName(gateway, table.Name)
	for _, route := range table.Routes {
		fields := object.Fields{"next hop": "attachment " + route.Attachment, "type": "static", "state": "active"}
		if route.Blackhole {
			fields["next hop"], fields["state"] = "nowhere", "blackhole"
		}
		w.add(gateway.Account, object.TransitGatewayRoute, name+" "+route.Destination, fields)
	}
	for _, existing := range w.options.Existing {
		if existing == name {
			return
		}
	}
	w.add(gateway.Account, object.TransitGatewayRouteTable, name, object.Fields{
		"gateway": gateway.Name, "state": "available", "tags": w.tags(name),
	})
}

// tableName is the Name tag of a route table of a transit gateway.
func tableName(gateway plan.TransitPlan, table string) string { return gateway.Name + "." + table }
