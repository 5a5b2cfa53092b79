package plan

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
func (p *Plan) auditFirewalls(a *audit, vpcs map[string]Vpc) {
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
				if hop := route.NextHop; hop.IsFirewall() && here[hop.zone()] == "" {
					a.add(at+item("routeTables", table.Name)+item("routes", route.Name), "there is no firewall endpoint in %s", hop.zone())
				}
			}
		}
	}
	for _, vpc := range sortedKeys(endpoints) {
		a.add(".firewalls", "there is no VPC %q", vpc)
	}
	for _, firewall := range p.Firewalls {
		firewall.auditFleetZones(a, p.Fleets, vpcs)
	}
	for _, fleet := range p.Fleets {
		a.problems = append(a.problems, fleet.Validate()...)
		for _, name := range fleet.Subnets {
			if vpcs[fleet.Vpc].tierOf(name) != TierAppliance {
				a.add(item("fleets", fleet.Name), "there is no subnet for appliances %q in VPC %q", name, fleet.Vpc)
			}
		}
	}
}

// auditFleetZones checks that appliances stand in each zone in which the firewall has an endpoint: AWS makes one only where the
// service behind it is offered.
func (f PlannedFirewall) auditFleetZones(a *audit, fleets []PlannedFleet, vpcs map[string]Vpc) {
	for _, fleet := range fleets {
		if f.GatewayLoadBalancer == nil || f.GatewayLoadBalancer.Fleet != fleet.Name {
			continue
		}
		zones := map[string]bool{}
		for _, subnet := range vpcs[fleet.Vpc].Subnets {
			if contained(subnet.Name, fleet.Subnets) {
				zones[subnet.Zone] = true
			}
		}
		for _, endpoint := range f.Endpoints {
			if !zones[endpoint.Zone] {
				a.add(item("firewalls", f.Name)+item("endpoints", endpoint.Name)+".zone", "fleet %s has no appliances in %s", fleet.Name, endpoint.Zone)
			}
		}
	}
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
