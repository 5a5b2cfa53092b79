package plan

import "net/netip"

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
func (p *Plan) auditInspection(a *audit, vpcs map[string]Vpc) {
	a.names("exceptions", namesOf(p.Exceptions, func(x InspectionException) string { return x.Name }))
	eastWest, egress := p.firewallFor(PlaceEastWest), p.firewallFor(PlaceEgress)
	tables, exempt := map[string]string{}, map[string]bool{}
	for _, exception := range p.Exceptions {
		exempt[exception.Name] = true
		if vpcs[exception.Name].Kind != EksVpc || eastWest == "" || exception.Reason == "" {
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
		if vpcs[attachment.Vpc].leadsTransitToFirewall() && !attachment.ApplianceMode {
			a.add(".transitGateway"+item("attachments", attachment.Name)+".applianceMode",
				"must be on, or the two directions of a flow meet the firewall in different zones")
		}
	}
	for _, from := range p.Vpcs {
		for _, route := range p.transitRoutes(tables[from.Name]) {
			at := ".transitGateway" + item("routeTables", tables[from.Name]) + item("routes", route.Name)
			to, leads := vpcs[route.Vpc], owners[route.Attachment]
			prefix, err := netip.ParsePrefix(route.Destination)
			switch {
			case route.Blackhole || err != nil:
			case prefix.Bits() == 0:
				if egress == "" || leads != egress || route.Vpc != egress {
					a.add(at, "0.0.0.0/0 leads through the egress firewall, or nowhere")
				}
			case !to.has(route.Destination):
				a.add(at+".vpc", "%s is not the CIDR of VPC %q", route.Destination, route.Vpc)
			case eastWest != "" && isEastWest(from, to, exempt):
				if leads != eastWest {
					a.add(at, "goes past the east-west firewall")
				}
			case leads != to.Name:
				a.add(at, "leads to %q, not to the VPC whose addresses these are", leads)
			}
		}
	}
}

// has says whether a CIDR is one of the VPC.
func (v Vpc) has(cidr string) bool {
	for _, secondary := range v.SecondaryCidrs {
		if secondary.Cidr == cidr {
			return true
		}
	}
	return v.Cidr == cidr
}

// isEastWest says whether what goes from a VPC to another is for the east-west firewall, when there is one.
func isEastWest(from, to Vpc, exempt map[string]bool) bool {
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
