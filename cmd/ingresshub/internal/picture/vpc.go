package picture

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/layout"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func (p *page) vpc(vpc localcloud.Object) {
	p.draw(vpc)
	title := "VPC " + name(vpc) + "  " + text(vpc, "cidrBlock")
	for _, cidr := range p.where(secondaryCidrType, "vpcId", vpc.ID) {
		p.draw(cidr)
		title += " + " + text(cidr, "cidrBlock")
	}
	title += "  " + vpc.ID + yours(vpc)
	p.Blank()
	p.Line(1, "%s", title)
	p.subnets(vpc)
	if gateways := p.natGateways(vpc); len(gateways) > 0 {
		p.List(2, "NAT gateways: ", gateways)
	}
	if endpoints := p.endpoints(vpc); len(endpoints) > 0 {
		p.List(2, "endpoints: ", endpoints)
	}
	p.firewalls(vpc)
	for _, balancer := range p.sorted(loadBalancerType) {
		switch {
		case p.vpcOf(balancer) != vpc.ID:
		case isGateway(balancer):
			p.fleet(balancer)
		default:
			p.loadBalancer(balancer)
		}
	}
	for _, cluster := range p.sorted(clusterType) {
		if text(cluster, "vpcConfig.vpcId") == vpc.ID || p.inVpc(texts(cluster.Outputs, "vpcConfig.subnetIds"), vpc.ID) {
			p.cluster(cluster)
		}
	}
}

// subnets draws a row for each tier and a column for each zone, where their routes lead, and what comes from the internet.
func (p *page) subnets(vpc localcloud.Object) {
	tiers := map[string]*layout.Tier{}
	for _, subnet := range p.where(subnetType, "vpcId", vpc.ID) {
		p.draw(subnet)
		zone, tier := text(subnet, "availabilityZoneId"), tierOf(subnet)
		if tiers[tier] == nil {
			tiers[tier] = &layout.Tier{Name: tier, Cidrs: map[string]string{}}
		}
		tiers[tier].Cidrs[zone] = text(subnet, "cidrBlock")
		tiers[tier].Routes = append(tiers[tier].Routes, p.routes("subnetId", subnet.ID, zone)...)
	}
	var incoming []layout.Route
	for _, gateway := range p.where(internetGatewayType, "vpcId", vpc.ID) {
		incoming = append(incoming, p.routes("gatewayId", gateway.ID, "")...)
	}
	p.Tiers(2, byAddress(tiers), incoming)
}

// tierOf reads the tier from the name that this library gives subnets, `<vpc>.<tier>.<zone>`; others are named in full.
func tierOf(subnet localcloud.Object) string {
	parts := strings.Split(name(subnet), ".")
	if n := len(parts); n >= 3 && parts[n-1] == text(subnet, "availabilityZoneId") {
		return parts[n-2]
	}
	return name(subnet)
}

// byAddress lists tiers in the order of their lowest subnet.
func byAddress(tiers map[string]*layout.Tier) []layout.Tier {
	lowest := map[string]netip.Addr{}
	var all []layout.Tier
	for _, tier := range tiers {
		all = append(all, *tier)
		for _, cidr := range tier.Cidrs {
			prefix, err := netip.ParsePrefix(cidr)
			if err == nil && (!lowest[tier.Name].IsValid() || prefix.Addr().Less(lowest[tier.Name])) {
				lowest[tier.Name] = prefix.Addr()
			}
		}
	}
	slices.SortFunc(all, func(a, b layout.Tier) int {
		return cmp.Or(lowest[a.Name].Compare(lowest[b.Name]), cmp.Compare(a.Name, b.Name))
	})
	return all
}

// routes lists where the table leads that a subnet or an internet gateway uses.
func (p *page) routes(property, id, zone string) []layout.Route {
	var routes []layout.Route
	for _, association := range p.where(tableAssociationType, property, id) {
		table := text(association, "routeTableId")
		p.draw(association)
		p.draw(p.withID(routeTableType, table)...)
		for _, route := range p.where(routeType, "routeTableId", table) {
			p.draw(route)
			hop, hopZone := p.nextHop(route)
			routes = append(routes, layout.Route{
				Zone: zone, Destination: text(route, "destinationCidrBlock"), NextHop: hop, HopZone: hopZone,
			})
		}
	}
	return routes
}

// nextHop is what a route leads to, in words, and its zone where a VPC has one in each.
func (p *page) nextHop(route localcloud.Object) (hop, zone string) {
	if gateway := text(route, "gatewayId"); gateway != "" {
		for _, known := range p.withID(internetGatewayType, gateway) {
			p.draw(known)
			return "internet gateway", ""
		}
		return gateway, ""
	}
	if text(route, "transitGatewayId") != "" {
		return "transit gateway", ""
	}
	for _, endpoint := range p.firewallEndpoints() {
		if endpoint.id == text(route, "vpcEndpointId") {
			return "firewall endpoint", endpoint.zone
		}
	}
	for _, gateway := range p.withID(natGatewayType, text(route, "natGatewayId")) {
		return "NAT gateway", p.zonesOf([]string{text(gateway, "subnetId")})
	}
	for _, hop := range []string{"vpcEndpointId", "natGatewayId", "vpcPeeringConnectionId", "networkInterfaceId"} {
		if id := text(route, hop); id != "" {
			return id, ""
		}
	}
	return "?", ""
}

func (p *page) endpoints(vpc localcloud.Object) []string {
	var services []string
	for _, endpoint := range p.where(vpcEndpointType, "vpcId", vpc.ID) {
		if toAppliances(endpoint) {
			continue
		}
		p.draw(endpoint)
		parts := strings.SplitN(text(endpoint, "serviceName"), ".", 4)
		services = append(services, parts[len(parts)-1])
	}
	slices.Sort(services)
	return services
}

// vpcOf is the VPC of a load balancer: that of its subnets.
func (p *page) vpcOf(balancer localcloud.Object) string {
	if vpc := text(balancer, "vpcId"); vpc != "" {
		return vpc
	}
	for _, subnet := range p.byType[subnetType] {
		if p.inVpc(texts(balancer.Outputs, "subnets"), text(subnet, "vpcId")) {
			return text(subnet, "vpcId")
		}
	}
	return ""
}

func (p *page) inVpc(subnets []string, vpc string) bool {
	return slices.ContainsFunc(p.byType[subnetType], func(subnet localcloud.Object) bool {
		return slices.Contains(subnets, subnet.ID) && text(subnet, "vpcId") == vpc
	})
}
