package plan

import "net/netip"

// Validate checks the transit gateway as data: each attachment associated with one route table that exists, and each
// route leading to an attachment that exists, or nowhere.
func (t TransitPlan) Validate() Problems {
	a := &audit{at: orDefault(t.Name, "transitGateway")}
	if t.Name == "" {
		a.add(".name", "is missing")
	}
	if t.ExistingID != "" && t.AmazonSideAsn != 0 {
		a.add(".amazonSideAsn", "a transit gateway that exists already keeps its own")
	}
	a.names("attachments", namesOf(t.Attachments, func(x TransitAttachment) string { return x.Name }))
	a.names("routeTables", namesOf(t.RouteTables, func(x TransitRouteTable) string { return x.Name }))
	tables := asSet(namesOf(t.RouteTables, func(x TransitRouteTable) string { return x.Name }))
	attachments := asSet(namesOf(t.Attachments, func(x TransitAttachment) string { return x.Name }))
	vpcs := map[string]string{}
	for _, attachment := range t.Attachments {
		what := item("attachments", attachment.Name)
		if !tables[attachment.RouteTable] {
			a.add(what+".routeTable", "there is no route table %q", attachment.RouteTable)
		}
		if len(attachment.Subnets) == 0 {
			a.add(what+".subnets", "an attachment needs a subnet")
		}
		if len(asSet(attachment.Subnets)) != len(attachment.Subnets) {
			a.add(what+".subnets", "holds a subnet twice")
		}
		if other := vpcs[attachment.Vpc]; other != "" {
			a.add(what+".vpc", "%s is attached by %s already", attachment.Vpc, other)
		}
		vpcs[attachment.Vpc] = attachment.Name
	}
	t.auditShare(a)
	for _, table := range t.RouteTables {
		inner := &audit{at: a.at + item("routeTables", table.Name)}
		table.auditRoutes(inner, attachments, vpcs)
		a.problems = append(a.problems, inner.problems...)
	}
	return a.problems
}

// auditRoutes checks the routes of a transit route table.
func (t TransitRouteTable) auditRoutes(a *audit, attachments map[string]bool, vpcs map[string]string) {
	a.names("routes", namesOf(t.Routes, func(r TransitRoute) string { return r.Name }))
	destinations, holes, everything := map[netip.Prefix]string{}, map[string]bool{}, ""
	for _, route := range t.Routes {
		what := item("routes", route.Name)
		switch {
		case route.Blackhole == (route.Attachment != ""):
			a.add(what, "leads either to an attachment or into a blackhole")
		case !route.Blackhole && !attachments[route.Attachment]:
			a.add(what+".attachment", "there is no attachment %q", route.Attachment)
		}
		switch {
		case route.Blackhole && route.Vpc != "":
			a.add(what+".vpc", "a blackhole belongs to no VPC")
		case !route.Blackhole && vpcs[route.Vpc] == "":
			a.add(what+".vpc", "no attachment of a VPC %q would register the route", route.Vpc)
		}
		prefix, ok := a.cidr(what+".destination", route.Destination)
		if !ok {
			continue
		}
		if other := destinations[prefix]; other != "" {
			a.add(what+".destination", "%s is that of %s as well", prefix, other)
		}
		destinations[prefix] = route.Name
		if route.Blackhole {
			holes[route.Destination] = true
		} else if prefix.Bits() == 0 {
			everything = what
		}
	}
	for _, hole := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"} {
		if everything != "" && !holes[hole] {
			a.add(everything, "opens ways between VPCs: the table has no blackhole for %s", hole)
		}
	}
}
