package snapshot

import (
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// propagation is an attachment whose routes a table learns.
type propagation struct{ attachment, kind string }

func (r *reader) transitPropagations(o object) {
	table := o.need("TransitGatewayRouteTableId")
	r.propagations.add(table, o, r.propagationsOf(table, o.list("TransitGatewayRouteTablePropagations")))
}

func (r *reader) propagationsOf(table string, items []object) []propagation {
	var enabled []propagation
	for _, item := range items {
		switch state := item.state("State"); state {
		case "enabling", "disabling":
			r.between(item, network.GapTransitRoutes, table, state)
		case "enabled", "":
			enabled = append(enabled, propagation{item.need("TransitGatewayAttachmentId"), item.state("ResourceType")})
		}
	}
	return enabled
}

// plainPropagations is what get-transit-gateway-route-table-propagations prints.
func (r *reader) plainPropagations(document object, key string) bool {
	items, mine := plain(document, key, "TransitGatewayAttachmentId")
	if !mine {
		return false
	}
	table := lastMatch(transitTableInPath, document.file.path)
	if table == "" {
		if len(items) > 0 {
			r.unplaced(document, key, network.GapTransitRoutes, "tgw-rtb-…")
		}
		return false
	}
	r.propagations.add(table, document, r.propagationsOf(table, items))
	return true
}

// association is an attachment that a table is associated with.
type association struct {
	attachment string
	settled    bool
}

func (r *reader) transitAssociations(o object) {
	r.associations.add(o.need("TransitGatewayRouteTableId"), o, associationsOf(o.list("Associations")))
}

func associationsOf(items []object) []association {
	var all []association
	for _, item := range items {
		if associated, settled := standing(item.state("State")); associated || !settled {
			all = append(all, association{item.need("TransitGatewayAttachmentId"), settled})
		}
	}
	return all
}

// plainAssociations is what get-transit-gateway-route-table-associations prints.
func (r *reader) plainAssociations(document object, key string) bool {
	items, mine := plain(document, key, "TransitGatewayAttachmentId")
	if !mine {
		return false
	}
	table := lastMatch(transitTableInPath, document.file.path)
	if table == "" {
		return false // attachments tell it too
	}
	r.associations.add(table, document, associationsOf(items))
	return true
}

// associate gives attachments the route tables that lists of associations tell. A gateway's own tables are only shown to its
// owner: who sees a gateway's tables and an attachment without one sees that there is none.
func (r *reader) associate(attachments []network.Attachment) {
	gatewayOf := map[string]string{}
	for _, table := range r.transitTables.order {
		gatewayOf[table] = r.transitTables.seen[table][0].value.Gateway
	}
	type end struct{ gateway, attachment string }
	told := map[end]string{}
	unsettled := map[end]bool{}
	for _, table := range r.associations.order {
		listed, _ := r.associations.of(table)
		for _, one := range listed {
			key := end{gatewayOf[table], one.attachment}
			unsettled[key] = !one.settled
			if before := told[key]; before != "" && before != table {
				r.found.add(r.associations.at[table], "%s is associated with %s and %s; delete the older file", clip(one.attachment),
					clip(before), clip(table))
			}
			told[key] = table
		}
	}
	owned := map[string]bool{}
	for _, gateway := range gatewayOf {
		owned[gateway] = true
	}
	for i := range attachments {
		found := &attachments[i]
		key := end{found.Gateway, found.ID}
		switch table := told[key]; {
		case unsettled[key], r.unsettled[identity(found.Gateway, found.ID)]:
			found.RouteTable, found.RouteTableKnown = "", false
		case table != "" && found.RouteTable != "" && found.RouteTable != table:
			r.found.add(r.associations.at[table], "%s is associated with %s, but the attachment says %s; delete the older file",
				clip(found.ID), clip(table), clip(found.RouteTable))
		case table != "":
			found.RouteTable, found.RouteTableKnown = table, true
		case owned[found.Gateway] && r.attachments.has(identity(found.Gateway, found.ID)):
			found.RouteTableKnown = true
		}
	}
}
