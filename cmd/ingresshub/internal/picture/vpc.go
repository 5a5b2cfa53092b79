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
	if endpoints := p.endpoints(vpc); len(endpoints) > 0 {
		p.List(2, "endpoints: ", endpoints)
	}
	for _, balancer := range p.sorted(loadBalancerType) {
		if p.vpcOf(balancer) == vpc.ID {
			p.loadBalancer(balancer)
		}
	}
	for _, cluster := range p.sorted(clusterType) {
		if text(cluster, "vpcConfig.vpcId") == vpc.ID || p.inVpc(texts(cluster.Outputs, "vpcConfig.subnetIds"), vpc.ID) {
			p.cluster(cluster)
		}
	}
}

// subnets draws a row for each tier and a column for each zone, and beside each row where its routes lead.
func (p *page) subnets(vpc localcloud.Object) {
	tiers := map[string]map[string]localcloud.Object{}
	var zones []string
	for _, subnet := range p.where(subnetType, "vpcId", vpc.ID) {
		p.draw(subnet)
		zone, tier := text(subnet, "availabilityZoneId"), tierOf(subnet)
		if tiers[tier] == nil {
			tiers[tier] = map[string]localcloud.Object{}
		}
		tiers[tier][zone] = subnet
		if !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	if len(tiers) == 0 {
		return
	}
	slices.Sort(zones)
	rows := [][]string{append([]string{"tier"}, append(slices.Clone(zones), "routes")...)}
	for _, tier := range byAddress(tiers) {
		row := []string{tier}
		var routes []layout.Route
		for _, zone := range zones {
			subnet, there := tiers[tier][zone]
			if !there {
				row = append(row, "-")
				continue
			}
			row = append(row, text(subnet, "cidrBlock"))
			routes = append(routes, p.routes(subnet)...)
		}
		rows = append(rows, append(row, layout.Routes(routes)))
	}
	p.Table(2, rows)
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
func byAddress(tiers map[string]map[string]localcloud.Object) []string {
	lowest := map[string]netip.Addr{}
	var names []string
	for tier, subnets := range tiers {
		names = append(names, tier)
		for _, subnet := range subnets {
			prefix, err := netip.ParsePrefix(text(subnet, "cidrBlock"))
			if err == nil && (!lowest[tier].IsValid() || prefix.Addr().Less(lowest[tier])) {
				lowest[tier] = prefix.Addr()
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(lowest[a].Compare(lowest[b]), cmp.Compare(a, b))
	})
	return names
}

// routes lists where a subnet's own routes lead.
func (p *page) routes(subnet localcloud.Object) []layout.Route {
	var routes []layout.Route
	for _, association := range p.where(tableAssociationType, "subnetId", subnet.ID) {
		table := text(association, "routeTableId")
		p.draw(association)
		p.draw(p.withID(routeTableType, table)...)
		for _, route := range p.where(routeType, "routeTableId", table) {
			p.draw(route)
			routes = append(routes, layout.Route{
				Destination: text(route, "destinationCidrBlock"), NextHop: p.nextHop(route),
			})
		}
	}
	return routes
}

func (p *page) nextHop(route localcloud.Object) string {
	if gateway := text(route, "gatewayId"); gateway != "" {
		for _, known := range p.withID(internetGatewayType, gateway) {
			p.draw(known)
			return "internet gateway"
		}
		return gateway
	}
	if text(route, "transitGatewayId") != "" {
		return "transit gateway"
	}
	for _, hop := range []string{"vpcEndpointId", "natGatewayId", "vpcPeeringConnectionId", "networkInterfaceId"} {
		if id := text(route, hop); id != "" {
			return id
		}
	}
	return "?"
}

func (p *page) endpoints(vpc localcloud.Object) []string {
	var services []string
	for _, endpoint := range p.where(vpcEndpointType, "vpcId", vpc.ID) {
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
