package components_test

import (
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// transitRoute is a route of a transit gateway's route table.
type transitRoute struct {
	table network.TransitRouteTable
	route network.TransitRoute
}

// propagation is what a transit gateway's route table learns of an attachment.
type propagation struct {
	table      network.TransitRouteTable
	attachment network.Attachment
}

// applianceMode is that of an attachment.
type applianceMode struct{ attachment network.Attachment }

// attached is an attachment: where it is associated, with which subnets, and whether it is accepted.
type attached struct {
	attachment network.Attachment
	another    string
}

// transitRoutes are deleted and turned to each other attachment, and every attachment propagates to each table, or ceases to.
func (l *mutantList) transitRoutes(n *network.Network) {
	for i, table := range n.TransitRouteTables {
		for j, route := range table.Routes {
			since := len(*l)
			part := transitRoute{table, route}
			l.add(part, func(n *network.Network) {
				n.TransitRouteTables[i].Routes = slices.Delete(n.TransitRouteTables[i].Routes, j, j+1)
			}, "transit route %s %s deleted", table.Name, route.Destination)
			if !route.Blackhole {
				l.add(part, func(n *network.Network) {
					n.TransitRouteTables[i].Routes[j].Attachments, n.TransitRouteTables[i].Routes[j].Blackhole = nil, true
				}, "transit route %s %s to nowhere", table.Name, route.Destination)
			}
			for _, attachment := range n.Attachments {
				if !slices.Contains(route.Attachments, attachment.ID) {
					l.add(part, func(n *network.Network) {
						n.TransitRouteTables[i].Routes[j].Attachments, n.TransitRouteTables[i].Routes[j].Blackhole = []string{attachment.ID}, false
					}, "transit route %s %s to %s", table.Name, route.Destination, attachment.Name)
				}
			}
			l.forgotten(since, func(n *network.Network) {
				n.TransitRouteTables[i].Routes[j].Attachments, n.TransitRouteTables[i].Routes[j].Blackhole = []string{nowhere.ID}, false
			})
		}
		for _, attachment := range n.Attachments {
			since, part := len(*l), propagation{table, attachment}
			l.add(part, func(n *network.Network) {
				known := &n.TransitRouteTables[i].Propagations
				if k := slices.Index(*known, attachment.ID); k >= 0 {
					*known = slices.Delete(*known, k, k+1)
					return
				}
				*known = append(*known, attachment.ID)
			}, "propagation of %s into %s", attachment.Name, table.Name)
			if !slices.Contains(table.Propagations, attachment.ID) {
				l.forgotten(since, part.forget)
			}
		}
	}
}

// attachments lose their association, their acceptance and each subnet, are associated with each other table, and their
// appliance mode is turned.
func (l *mutantList) attachments(n *network.Network) {
	for i, attachment := range n.Attachments {
		l.add(attached{attachment, ""}, func(n *network.Network) { n.Attachments[i].RouteTable = "" }, "attachment %s without association", attachment.Name)
		l.add(attached{attachment, ""}, func(n *network.Network) { n.Attachments[i].Available = false }, "attachment %s not accepted", attachment.Name)
		l.add(applianceMode{attachment}, func(n *network.Network) { n.Attachments[i].ApplianceMode = !attachment.ApplianceMode },
			"appliance mode of attachment %s is %t", attachment.Name, !attachment.ApplianceMode)
		for j, subnet := range attachment.Subnets {
			l.add(attached{attachment, ""}, func(n *network.Network) { n.Attachments[i].Subnets = slices.Delete(n.Attachments[i].Subnets, j, j+1) },
				"attachment %s without %s", attachment.Name, subnet)
		}
		for _, table := range n.TransitRouteTables {
			if table.ID != attachment.RouteTable {
				l.add(attached{attachment, table.ID}, func(n *network.Network) { n.Attachments[i].RouteTable = table.ID },
					"attachment %s associated with %s", attachment.Name, table.Name)
			}
		}
	}
}
