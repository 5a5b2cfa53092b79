package snapshot

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

func (r *reader) transitRouteTable(o object) {
	if ends(o.state("State")) {
		return
	}
	tags := o.tags("Tags")
	id := o.need("TransitGatewayRouteTableId")
	table := network.TransitRouteTable{
		Object:  network.Object{ID: id, Name: tags["Name"], Account: o.place().account, Region: o.place().region, Tags: tags},
		Gateway: o.need("TransitGatewayId"),
	}
	r.transitTables.add(id, o, "", table)
}

// transitRoute is a route; several attachments are of equal cost and stand in one text, so that routes can be compared.
type transitRoute struct {
	destination netip.Prefix
	prefixList  string
	attachments string
	blackhole   bool
	propagated  bool
}

func (r *reader) staticTransitRoutes(o object) {
	r.transitRoutes(o, o.need("TransitGatewayRouteTableId"), false)
}

func (r *reader) propagatedTransitRoutes(o object) {
	r.transitRoutes(o, o.need("TransitGatewayRouteTableId"), true)
}

// allTransitRoutes is a list of routes of both types.
func (r *reader) allTransitRoutes(o object) {
	table := o.need("TransitGatewayRouteTableId")
	r.transitRoutes(o, table, false)
	r.transitRoutes(o, table, true)
}

// transitRoutes takes the Routes of a table. Whether they are all of a type, the key tells; of which type each is, itself.
func (r *reader) transitRoutes(o object, table string, propagated bool) {
	var static, learned []transitRoute
	for _, row := range o.list("Routes") {
		route, there := row.transitRoute()
		switch state := row.state("State"); state {
		case "pending", "deleting":
			r.between(row, network.GapTransitRoutes, table, state)
		}
		switch {
		case !there:
		case route.propagated:
			learned = append(learned, route)
		default:
			static = append(static, route)
		}
	}
	if o.truth("AdditionalRoutesAvailable", false) {
		r.gap(o, network.GapTransitRoutes, table, "has more routes than were printed (AdditionalRoutesAvailable)")
		r.incompleteTables[table] = true
	}
	if !propagated || len(static) > 0 {
		r.staticRoutes.add(table, o, static)
	}
	if propagated || len(learned) > 0 {
		r.propagatedRoutes.add(table, o, learned)
	}
}

// transitRoute is one route; there is none where it was deleted.
func (o object) transitRoute() (route transitRoute, there bool) {
	switch state := o.state("State"); state {
	case "active", "":
	case "blackhole":
		route.blackhole = true
	case "deleted", "deleting":
		return route, false
	default: // pending: soon active
	}
	switch kind := o.state("Type"); kind {
	case "static", "":
	case "propagated":
		route.propagated = true
	default:
		o.wrong("Type", "%q is neither static nor propagated", clip(kind))
	}
	route.prefixList = o.id("PrefixListId")
	route.destination = o.anyPrefix("DestinationCidrBlock")
	if !o.has("DestinationCidrBlock") && route.prefixList == "" {
		o.wrong("DestinationCidrBlock", "missing")
	}
	var attachments []string
	for _, attachment := range o.list("TransitGatewayAttachments") {
		attachments = append(attachments, attachment.need("TransitGatewayAttachmentId"))
	}
	if !route.blackhole && len(attachments) == 0 {
		o.wrong("TransitGatewayAttachments", "an active route leads somewhere")
	}
	slices.Sort(attachments)
	route.attachments = strings.Join(attachments, " ")
	return route, true
}

var transitTableInPath = regexp.MustCompile(`tgw-rtb-[0-9a-z]+`)

// plainTransitRoutes is what search-transit-gateway-routes prints; the path of its file has to tell of which table.
func (r *reader) plainTransitRoutes(document object, key string) bool {
	items, mine := plain(document, key, "Type")
	if !mine || document.fields["RouteTableId"] != nil {
		return false
	}
	for _, item := range items {
		if !item.has("DestinationCidrBlock") && !item.has("PrefixListId") {
			return false
		}
	}
	table := lastMatch(transitTableInPath, document.file.path)
	if table == "" {
		if len(items) > 0 {
			r.unplaced(document, key, network.GapTransitRoutes, "tgw-rtb-…")
		}
		return false
	}
	r.transitRoutes(document, table, false)
	return true
}

// settledTransitTables joins tables with their routes and propagations.
func (r *reader) settledTransitTables() []network.TransitRouteTable {
	tables := r.transitTables.all(r.found)
	for i := range tables {
		table := &tables[i]
		static, staticTold := r.staticRoutes.of(table.ID)
		learned, learnedTold := r.propagatedRoutes.of(table.ID)
		propagating, propagationsTold := r.propagations.of(table.ID)
		for _, route := range append(slices.Clone(static), learned...) {
			table.Routes = append(table.Routes, route.route())
		}
		for _, enabled := range propagating {
			if r.isGoneAttachment(table.Gateway, enabled.attachment) {
				continue
			}
			table.Propagations = append(table.Propagations, enabled.attachment)
			if enabled.kind != "vpc" && !learnedTold {
				r.gap(r.propagations.at[table.ID], network.GapPropagatedRoutes, table.ID,
					"learns routes from "+enabled.attachment+" ("+enabled.kind+") that search-transit-gateway-routes would print")
			}
		}
		table.PropagatedKnown = learnedTold
		table.RoutesKnown = staticTold && (propagationsTold || learnedTold) && !r.incompleteTables[table.ID]
		r.checkRoutes(table)
	}
	return tables
}

func (t transitRoute) route() network.TransitRoute {
	return network.TransitRoute{
		Destination: t.destination, PrefixList: t.prefixList,
		Attachments: strings.Fields(t.attachments), Blackhole: t.blackhole, Propagated: t.propagated,
	}
}

// checkRoutes refuses a table that sends one destination two ways: its files are not of the same time.
func (r *reader) checkRoutes(table *network.TransitRouteTable) {
	type destination struct {
		prefix     netip.Prefix
		list       string
		propagated bool
	}
	seen := map[destination]bool{}
	for _, route := range table.Routes {
		key := destination{route.Destination, route.PrefixList, route.Propagated}
		if seen[key] && !route.Propagated {
			r.found.add(r.staticRoutes.at[table.ID], "%s has two different static routes to %s; delete the older file", clip(table.ID),
				route.Destination)
		}
		seen[key] = true
	}
}
