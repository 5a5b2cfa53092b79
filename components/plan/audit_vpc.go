package plan

import "net/netip"

// Validate checks the VPC as data: every subnet aligned, inside the VPC and its tier's block, apart from all others, with
// a route table that exists, and every route with a next hop that the VPC has.
func (v Vpc) Validate() Problems {
	a := &audit{at: orDefault(v.Name, "vpc")}
	if v.Name == "" {
		a.add(".name", "is missing")
	}
	if v.Kind != IngressVpc && v.Kind != InspectionVpc && v.Kind != EksVpc {
		a.add(".kind", "%q is none of %s, %s and %s", v.Kind, IngressVpc, InspectionVpc, EksVpc)
	}
	if v.Kind == EksVpc && v.InternetGateway {
		a.add(".internetGateway", "an EKS VPC never has one")
	}
	homes := v.auditCidrs(a)
	v.auditBlocks(a, homes)
	v.auditSubnets(a, homes)
	v.auditNatGateways(a)
	v.auditRouteTables(a, homes)
	v.auditEdge(a)
	v.auditEndpoints(a)
	return a.problems
}

// auditCidrs checks the VPC's CIDRs and returns them.
func (v Vpc) auditCidrs(a *audit) []netip.Prefix {
	homes, all := []netip.Prefix{}, []named{}
	if prefix, ok := a.sized(".cidr", v.Cidr); ok {
		homes, all = append(homes, prefix), append(all, named{".cidr", prefix})
	}
	a.names("secondaryCidrs", namesOf(v.SecondaryCidrs, func(s SecondaryCidr) string { return s.Name }))
	for _, secondary := range v.SecondaryCidrs {
		what := item("secondaryCidrs", secondary.Name)
		if prefix, ok := a.sized(what, secondary.Cidr); ok {
			homes, all = append(homes, prefix), append(all, named{what, prefix})
		}
	}
	if len(all) > 5 {
		a.add(".secondaryCidrs", "AWS accepts five CIDRs in a VPC")
	}
	a.disjoint(all)
	return homes
}

// inside says whether a prefix lies in one of several.
func inside(prefix netip.Prefix, homes []netip.Prefix) bool {
	for _, home := range homes {
		if home.Contains(prefix.Addr()) && home.Contains(finalAddress(prefix)) {
			return true
		}
	}
	return false
}

// auditBlocks checks the tiers' blocks.
func (v Vpc) auditBlocks(a *audit, homes []netip.Prefix) {
	a.names("blocks", namesOf(v.Blocks, func(b TierBlock) string { return b.Name }))
	all := []named{}
	for _, block := range v.Blocks {
		what := item("blocks", block.Name)
		prefix, ok := a.sized(what, block.Cidr)
		if !ok {
			continue
		}
		if !inside(prefix, homes) {
			a.add(what, "%s lies outside the VPC", prefix)
		}
		all = append(all, named{what, prefix})
	}
	a.disjoint(all)
}

// auditSubnets checks the subnets.
func (v Vpc) auditSubnets(a *audit, homes []netip.Prefix) {
	a.names("subnets", namesOf(v.Subnets, func(s Subnet) string { return s.Name }))
	tables := asSet(namesOf(v.RouteTables, func(t RouteTable) string { return t.Name }))
	blocks := map[Tier][]netip.Prefix{}
	for _, block := range v.Blocks {
		if prefix, err := netip.ParsePrefix(block.Cidr); err == nil {
			blocks[block.Tier] = append(blocks[block.Tier], prefix)
		}
	}
	all, places, shared := []named{}, map[string]string{}, map[string]Subnet{}
	for _, subnet := range v.Subnets {
		what := item("subnets", subnet.Name)
		a.zone(what, subnet.Zone)
		place := string(subnet.Tier) + " in " + subnet.Zone
		if other := places[place]; other != "" {
			a.add(what, "is a second subnet for %s, beside %s", place, other)
		}
		places[place] = subnet.Name
		if (subnet.ExistingID == "") != (v.ExistingID == "") {
			a.add(what+".existingId", "either the VPC and all its subnets exist already, or none of them")
		}
		if subnet.RouteTable == "" && subnet.ExistingID == "" || subnet.RouteTable != "" && !tables[subnet.RouteTable] {
			a.add(what+".routeTable", "there is no route table %q", subnet.RouteTable)
		}
		prefix, ok := a.sized(what+".cidr", subnet.Cidr)
		if !ok {
			continue
		}
		if !inside(prefix, homes) {
			a.add(what+".cidr", "%s lies outside the VPC", prefix)
		}
		if tier, known := blocks[subnet.Tier]; known && !inside(prefix, tier) {
			a.add(what+".cidr", "%s lies outside the block of its tier", prefix)
		}
		if other := shared[subnet.ExistingID]; subnet.ExistingID != "" && other.Cidr == subnet.Cidr && sharesSubnets(other.Tier, subnet.Tier) {
			continue
		}
		shared[subnet.ExistingID] = subnet
		all = append(all, named{what + ".cidr", prefix})
		subnet.auditReservation(a, what, prefix)
	}
	a.disjoint(all)
}

// auditReservation checks the range that a subnet keeps for static addresses.
func (s Subnet) auditReservation(a *audit, what string, subnet netip.Prefix) {
	if s.Reservation == "" {
		return
	}
	prefix, ok := a.cidr(what+".reservation", s.Reservation)
	if ok && !inside(prefix, []netip.Prefix{subnet}) {
		a.add(what+".reservation", "%s lies outside the subnet", prefix)
	}
}

// auditRouteTables checks the route tables and their routes.
func (v Vpc) auditRouteTables(a *audit, homes []netip.Prefix) {
	a.names("routeTables", namesOf(v.RouteTables, func(t RouteTable) string { return t.Name }))
	ids := map[string]string{}
	for _, table := range v.RouteTables {
		what := item("routeTables", table.Name)
		if (table.ExistingID == "") != (v.ExistingID == "") {
			a.add(what+".existingId", "either the VPC and all its route tables exist already, or none of them")
		}
		if other := ids[table.ExistingID]; other != "" {
			a.add(what+".existingId", "is that of %s as well", other)
		}
		if table.ExistingID != "" {
			ids[table.ExistingID] = table.Name
		}
		inner := &audit{at: a.at + what}
		table.auditRoutes(inner, homes, v)
		a.problems = append(a.problems, inner.problems...)
	}
}

// auditRoutes checks the routes of a table.
func (t RouteTable) auditRoutes(a *audit, homes []netip.Prefix, vpc Vpc) {
	a.names("routes", namesOf(t.Routes, func(r Route) string { return r.Name }))
	destinations := map[netip.Prefix]string{}
	for _, route := range t.Routes {
		what := item("routes", route.Name)
		t.auditNextHop(a, what+".nextHop", route, vpc)
		prefix, ok := a.cidr(what+".destination", route.Destination)
		if !ok {
			continue
		}
		if inside(prefix, homes) && t.Tier != TierEdge {
			a.add(what+".destination", "%s lies in the VPC itself", prefix)
		}
		if other := destinations[prefix]; other != "" {
			a.add(what+".destination", "%s is that of %s as well", prefix, other)
		}
		destinations[prefix] = route.Name
	}
}

// auditEndpoints checks the VPC endpoints.
func (v Vpc) auditEndpoints(a *audit) {
	a.names("endpoints", namesOf(v.Endpoints, func(e VpcEndpoint) string { return e.Name }))
	zones, tables := map[string]string{}, asSet(namesOf(v.RouteTables, func(t RouteTable) string { return t.Name }))
	for _, subnet := range v.Subnets {
		zones[subnet.Name] = subnet.Zone
	}
	interfaces := false
	for _, endpoint := range v.Endpoints {
		what := item("endpoints", endpoint.Name)
		if endpoint.Service == "" {
			a.add(what+".service", "is missing")
		}
		switch endpoint.Type {
		case interfaceEndpoint:
			interfaces = true
			seen := map[string]bool{}
			for _, name := range endpoint.Subnets {
				switch zone, ok := zones[name]; {
				case !ok:
					a.add(what+".subnets", "there is no subnet %q", name)
				case seen[zone]:
					a.add(what+".subnets", "holds two subnets in %s; AWS accepts one per zone", zone)
				default:
					seen[zone] = true
				}
			}
			if len(endpoint.Subnets) == 0 {
				a.add(what+".subnets", "an interface endpoint needs a subnet")
			}
		case gatewayEndpoint:
			for _, name := range endpoint.RouteTables {
				if !tables[name] {
					a.add(what+".routeTables", "there is no route table %q", name)
				}
			}
		default:
			a.add(what+".type", "%q is neither Interface nor Gateway", endpoint.Type)
		}
	}
	if v.EndpointSecurityGroup != nil {
		a.securityGroup(".endpointSecurityGroup", *v.EndpointSecurityGroup)
	} else if interfaces {
		a.add(".endpointSecurityGroup", "is missing: the interface endpoints would take the VPC's default one")
	}
}
