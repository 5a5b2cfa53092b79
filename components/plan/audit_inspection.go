package plan

import "net/netip"

// Validate checks the firewall as data: endpoints in different zones, a protected side, and one flavour.
func (f PlannedFirewall) Validate() Problems {
	a := &audit{at: orDefault(f.Name, "firewall")}
	if f.Name == "" {
		a.add(".name", "is missing")
	}
	if f.Vpc == "" {
		a.add(".vpc", "is missing")
	}
	if len(f.Places) == 0 {
		a.add(".places", "a firewall inspects somewhere")
	}
	for _, place := range f.Places {
		if place != PlaceEdge && place != PlaceEastWest && place != PlaceEgress {
			a.add(".places", "%q is none of %s, %s and %s", place, PlaceEdge, PlaceEastWest, PlaceEgress)
		}
	}
	if len(f.HomeNet) == 0 {
		a.add(".homeNet", "is empty: rules could not tell the protected side")
	}
	for _, network := range f.HomeNet {
		a.cidr(".homeNet", network)
	}
	a.names("endpoints", namesOf(f.Endpoints, func(e FirewallEndpoint) string { return e.Name }))
	zones := map[string]string{}
	for _, endpoint := range f.Endpoints {
		what := item("endpoints", endpoint.Name)
		a.zone(what, endpoint.Zone)
		if other := zones[endpoint.Zone]; other != "" {
			a.add(what+".zone", "%s has %s already", endpoint.Zone, other)
		}
		zones[endpoint.Zone] = endpoint.Name
		if endpoint.Subnet == "" {
			a.add(what+".subnet", "is missing")
		}
	}
	if len(f.Endpoints) == 0 {
		a.add(".endpoints", "a firewall without endpoints inspects nothing")
	}
	flavours := 0
	if f.NetworkFirewall != nil {
		flavours++
		a.problems = append(a.problems, f.NetworkFirewall.Validate()...)
	}
	if f.GatewayLoadBalancer != nil {
		flavours++
		a.problems = append(a.problems, f.GatewayLoadBalancer.Validate()...)
	}
	if f.Custom != nil {
		flavours++
		if f.Custom.Flavour == "" {
			a.add(".custom.flavour", "is missing")
		}
	}
	if flavours != 1 {
		a.add("", "has %d flavours; one is wanted", flavours)
	}
	return a.problems
}

// auditFirewalls checks the firewalls against the VPCs in which they stand and whose routes lead to them.
func (p *Plan) auditFirewalls(a *audit) {
	a.names("firewalls", namesOf(p.Firewalls, func(f PlannedFirewall) string { return f.Name }))
	a.names("fleets", namesOf(p.Fleets, func(f PlannedFleet) string { return f.Name }))
	fleets := asSet(namesOf(p.Fleets, func(f PlannedFleet) string { return f.Name }))
	endpoints := map[string]map[string]string{}
	for _, firewall := range p.Firewalls {
		a.problems = append(a.problems, firewall.Validate()...)
		what := item("firewalls", firewall.Name)
		if endpoints[firewall.Vpc] != nil {
			a.add(what+".vpc", "VPC %q has a firewall already", firewall.Vpc)
		}
		endpoints[firewall.Vpc] = map[string]string{}
		for _, endpoint := range firewall.Endpoints {
			endpoints[firewall.Vpc][endpoint.Zone] = endpoint.Subnet
		}
		if gateway := firewall.GatewayLoadBalancer; gateway != nil && gateway.Fleet != "" && !fleets[gateway.Fleet] {
			a.add(what+".gatewayLoadBalancer.fleet", "there is no fleet %q", gateway.Fleet)
		}
	}
	for _, vpc := range p.Vpcs {
		here := endpoints[vpc.Name]
		delete(endpoints, vpc.Name)
		at := item("vpcs", vpc.Name)
		known := map[string]string{}
		for _, subnet := range vpc.Subnets {
			if subnet.Tier != TierFirewall {
				continue
			}
			known[subnet.Zone] = subnet.Name
			if here[subnet.Zone] != subnet.Name {
				a.add(at+item("subnets", subnet.Name), "holds no firewall endpoint")
			}
		}
		for _, zone := range sortedKeys(here) {
			if known[zone] != here[zone] {
				a.add(at, "there is no firewall subnet %q in %s", here[zone], zone)
			}
		}
		for _, table := range vpc.RouteTables {
			for _, route := range table.Routes {
				if zone := string(route.NextHop)[min(len(firewallHop), len(route.NextHop)):]; route.NextHop.IsFirewall() && here[zone] == "" {
					a.add(at+item("routeTables", table.Name)+item("routes", route.Name), "there is no firewall endpoint in %s", zone)
				}
			}
		}
	}
	for _, vpc := range sortedKeys(endpoints) {
		a.add(".firewalls", "there is no VPC %q", vpc)
	}
	for _, fleet := range p.Fleets {
		a.problems = append(a.problems, fleet.Validate()...)
		for _, name := range fleet.Subnets {
			if vpc, ok := p.vpc(fleet.Vpc); !ok || vpc.tierOf(name) != TierAppliance {
				a.add(item("fleets", fleet.Name), "there is no subnet for appliances %q in VPC %q", name, fleet.Vpc)
			}
		}
	}
}

// vpc finds a VPC by its name.
func (p *Plan) vpc(name string) (Vpc, bool) {
	for _, vpc := range p.Vpcs {
		if vpc.Name == name {
			return vpc, true
		}
	}
	return Vpc{}, false
}

// tierOf is the tier of a subnet.
func (v Vpc) tierOf(subnet string) Tier {
	for _, s := range v.Subnets {
		if s.Name == subnet {
			return s.Tier
		}
	}
	return ""
}

// firewallFor is the VPC whose firewall inspects in a place.
func (p *Plan) firewallFor(place string) string {
	for _, firewall := range p.Firewalls {
		if contained(place, firewall.Places) {
			return firewall.Vpc
		}
	}
	return ""
}

// auditInspection checks that the transit gateway leads through the firewall whatever that is there for, and only the
// declared exceptions past it.
func (p *Plan) auditInspection(a *audit) {
	a.names("exceptions", namesOf(p.Exceptions, func(x InspectionException) string { return x.Name }))
	eastWest, egress := p.firewallFor(PlaceEastWest), p.firewallFor(PlaceEgress)
	tables, exempt := map[string]string{}, map[string]bool{}
	for _, exception := range p.Exceptions {
		exempt[exception.Name] = true
		if vpc, ok := p.vpc(exception.Name); !ok || vpc.Kind != EksVpc || eastWest == "" || exception.Reason == "" {
			a.add(item("exceptions", exception.Name), "needs a reason, a cluster of that name, and an east-west firewall")
		}
	}
	for _, vpc := range p.Vpcs {
		if vpc.Name == eastWest || vpc.Name == egress {
			vpc.auditDelivery(a)
		}
	}
	owners := map[string]string{}
	for _, attachment := range p.TransitGateway.Attachments {
		tables[attachment.Vpc], owners[attachment.Name] = attachment.RouteTable, attachment.Vpc
		vpc, _ := p.vpc(attachment.Vpc)
		if vpc.leadsTransitToFirewall() && !attachment.ApplianceMode {
			a.add(".transitGateway"+item("attachments", attachment.Name)+".applianceMode",
				"must be on, or the two directions of a flow meet the firewall in different zones")
		}
	}
	for _, from := range p.Vpcs {
		for _, route := range p.transitRoutes(tables[from.Name]) {
			at := ".transitGateway" + item("routeTables", tables[from.Name]) + item("routes", route.Name)
			to, _ := p.vpc(route.Vpc)
			leads := owners[route.Attachment]
			prefix, err := netip.ParsePrefix(route.Destination)
			switch {
			case route.Blackhole || err != nil:
			case prefix.Bits() == 0:
				if egress == "" || leads != egress || route.Vpc != egress {
					a.add(at, "0.0.0.0/0 leads through the egress firewall, or nowhere")
				}
			case route.Destination != to.Cidr:
				a.add(at+".vpc", "%s is not the CIDR of VPC %q", route.Destination, route.Vpc)
			case from.Name != eastWest && from.Name != egress && p.inspected(from, to, exempt):
				if leads != eastWest {
					a.add(at, "goes past the east-west firewall")
				}
			case leads != to.Name:
				a.add(at, "leads to %q, not to the VPC whose addresses these are", leads)
			}
		}
	}
}

// inspected says whether what goes between two VPCs is to be inspected east-west.
func (p *Plan) inspected(from, to Vpc, exempt map[string]bool) bool {
	if p.firewallFor(PlaceEastWest) == "" {
		return false
	}
	return from.Kind == IngressVpc && to.Kind == EksVpc && !exempt[to.Name] || from.Kind == EksVpc && to.Kind == IngressVpc && !exempt[from.Name]
}

// transitRoutes are the routes of a transit route table.
func (p *Plan) transitRoutes(table string) []TransitRoute {
	for _, t := range p.TransitGateway.RouteTables {
		if t.Name == table {
			return t.Routes
		}
	}
	return nil
}

// auditDelivery checks that all that the transit gateway delivers to a VPC with a firewall meets it.
func (v Vpc) auditDelivery(a *audit) {
	leads := map[string]bool{}
	for _, table := range v.RouteTables {
		for _, route := range table.Routes {
			leads[table.Name] = leads[table.Name] || route.Destination == everywhere && route.NextHop.IsFirewall()
		}
	}
	for _, subnet := range v.Subnets {
		if subnet.Tier == TierTransit && !leads[subnet.RouteTable] {
			a.add(item("vpcs", v.Name)+item("subnets", subnet.Name), "what the transit gateway delivers here does not meet the firewall")
		}
	}
}

// leadsTransitToFirewall says whether a firewall stands behind the VPC's attachment.
func (v Vpc) leadsTransitToFirewall() bool {
	for _, table := range v.RouteTables {
		for _, route := range table.Routes {
			if table.Tier == TierTransit && route.NextHop.IsFirewall() {
				return true
			}
		}
	}
	return false
}
