package plan

import "strings"

// everywhere is the destination of default routes.
const everywhere = "0.0.0.0/0"

// hasSubnet says whether a VPC has a subnet of a tier in a zone.
func (v Vpc) hasSubnet(tier Tier, zone string) bool {
	for _, subnet := range v.Subnets {
		if subnet.Tier == tier && subnet.Zone == zone {
			return true
		}
	}
	return false
}

// hasTier says whether a VPC has subnets of a tier.
func (v Vpc) hasTier(tier Tier) bool {
	for _, subnet := range v.Subnets {
		if subnet.Tier == tier {
			return true
		}
	}
	return false
}

// natGateway says whether a VPC has a NAT gateway in a zone.
func (v Vpc) natGateway(zone string) bool {
	for _, gateway := range v.NatGateways {
		if gateway.Zone == zone {
			return true
		}
	}
	return false
}

// auditNatGateways checks the NAT gateways: one per zone, in a subnet that is there for it.
func (v Vpc) auditNatGateways(a *audit) {
	a.names("natGateways", namesOf(v.NatGateways, func(n NatGateway) string { return n.Name }))
	if len(v.NatGateways) > 0 && (v.Kind == EksVpc || !v.InternetGateway) {
		a.add(".natGateways", "a NAT gateway needs an internet gateway, which this VPC has not or may not have")
	}
	subnets, zones := map[string]Subnet{}, map[string]string{}
	for _, subnet := range v.Subnets {
		subnets[subnet.Name] = subnet
	}
	for _, gateway := range v.NatGateways {
		what := item("natGateways", gateway.Name)
		if subnet := subnets[gateway.Subnet]; subnet.Tier != TierNat || subnet.Zone != gateway.Zone {
			a.add(what+".subnet", "%q is no subnet for NAT gateways in %s", gateway.Subnet, gateway.Zone)
		}
		if other := zones[gateway.Zone]; other != "" {
			a.add(what+".zone", "%s has %s already", gateway.Zone, other)
		}
		zones[gateway.Zone] = gateway.Name
	}
}

// zone is the zone of a firewall endpoint or NAT gateway.
func (h NextHop) zone() string {
	if !h.IsFirewall() && !h.IsNatGateway() {
		return ""
	}
	_, zone, _ := strings.Cut(string(h), ".")
	return zone
}

// auditNextHop checks where a route leads: to something that the VPC has, in the zone of the route table, and not past a
// firewall that stands in the VPC.
func (t RouteTable) auditNextHop(a *audit, what string, route Route, vpc Vpc) {
	hop, zone := route.NextHop, route.NextHop.zone()
	if zone != "" && zone != t.Zone && t.Tier != TierEdge {
		a.add(what, "%s is in another zone than the route table", hop)
	}
	behind := map[VpcKind]Tier{IngressVpc: TierFirewall, InspectionVpc: TierNat}[vpc.Kind]
	switch {
	case hop == ToInternetGateway && !vpc.InternetGateway:
		a.add(what, "the VPC has no internet gateway")
	case hop == ToInternetGateway && vpc.hasTier(TierFirewall) && t.Tier != behind:
		a.add(what, "goes past the firewall: only the %s tier leads to the internet gateway", behind)
	case hop == ToTransitGateway && route.Destination == everywhere && vpc.Kind != EksVpc:
		a.add(what, "only EKS VPCs leave everything to the transit gateway")
	case hop == ToTransitGateway && t.Tier == TierTransit:
		a.add(what, "would send back what the transit gateway delivers")
	case hop == ToTransitGateway && t.Tier == TierNat:
		a.add(what, "goes past the firewall: what comes back from the internet is inspected as well")
	case hop.IsFirewall() && !vpc.hasSubnet(TierFirewall, zone):
		a.add(what, "the VPC has no firewall subnet in %q", zone)
	case hop.IsFirewall() && t.Tier == TierFirewall:
		a.add(what, "would send back what the firewall has inspected")
	case hop.IsNatGateway() && !vpc.natGateway(zone):
		a.add(what, "the VPC has no NAT gateway in %q", zone)
	case hop.IsNatGateway() && t.Tier == TierNat:
		a.add(what, "would send back what the NAT gateway has translated")
	case hop != ToInternetGateway && hop != ToTransitGateway && !hop.IsFirewall() && !hop.IsNatGateway():
		a.add(what, "%q is not a next hop", hop)
	}
}

// auditEdge checks the route table of the internet gateway. AWS accepts the VPC or whole subnets as destinations; every
// load balancer's subnet must be there, led to the endpoint of its own zone, or what comes from the internet goes past the
// firewall or meets another endpoint than the reply.
func (v Vpc) auditEdge(a *audit) {
	tables, covered := 0, map[string]string{}
	zones := map[string]string{}
	for _, subnet := range v.Subnets {
		zones[subnet.Cidr] = subnet.Zone
	}
	for _, table := range v.RouteTables {
		if table.Tier != TierEdge {
			continue
		}
		tables++
		at := item("routeTables", table.Name)
		if table.Zone != "" {
			a.add(at+".zone", "an internet gateway is in no zone")
		}
		if tables > 1 || v.Kind != IngressVpc {
			a.add(at, "is the route table of an internet gateway; an ingress VPC has one, if any")
		}
		for _, subnet := range v.Subnets {
			if subnet.RouteTable == table.Name {
				a.add(at, "is the internet gateway's, not that of subnet %s", subnet.Name)
			}
		}
		for _, route := range table.Routes {
			what := at + item("routes", route.Name)
			zone, whole := zones[route.Destination]
			switch {
			case !whole && route.Destination != v.Cidr:
				a.add(what+".destination", "%s is neither a subnet nor the VPC: AWS refuses it", route.Destination)
			case !route.NextHop.IsFirewall():
				a.add(what+".nextHop", "%q is not a firewall endpoint", route.NextHop)
			case whole && route.NextHop != ToFirewall(zone):
				a.add(what+".nextHop", "%s is not the endpoint of the subnet's zone %s", route.NextHop, zone)
			}
			covered[route.Destination] = table.Name
		}
	}
	if v.Kind != IngressVpc || !v.hasTier(TierFirewall) && tables == 0 {
		return
	}
	for _, subnet := range v.Subnets {
		if subnet.Tier == TierLb && covered[subnet.Cidr] == "" {
			a.add(item("subnets", subnet.Name), "no route of the internet gateway leads what comes for it to the firewall")
		}
	}
}
