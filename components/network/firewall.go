package network

import (
	"slices"
	"strconv"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// FirewallFunc makes the firewall of a VPC whose route tables lead to one. It is called once, with the subnets that the
// plan keeps for it, and returns endpoint IDs (vpce-...) by zone ID. A route is made when its endpoint ID is known, changes
// in place when that changes, and goes before what the ID belongs to.
//
// This is how a firewall and the routes around it come together without one waiting for the other in a circle, and why
// those routes stay parts of the VPC, whichever firewall they lead to (ADR 0006).
type FirewallFunc func(FirewallSubnets) (pulumi.StringMap, error)

// FirewallSubnets are where a firewall is made.
type FirewallSubnets struct {
	// ID of the VPC.
	VpcID pulumi.StringOutput

	// IDs of the firewall subnets by zone ID. Whoever uses one waits until it leads on: to the internet gateway, or to
	// the zone's NAT gateway. Routes to the transit gateway come later, with its attachment.
	IDs pulumi.StringMap

	// IDs of the appliance subnets by plan name (`<vpc>.appliance.<zone>`), for appliances behind the endpoints.
	ApplianceIDs pulumi.StringMap
}

// problems lists what a VPC's plan needs of a firewall and does not get.
func (f FirewallFunc) problems(planned plan.Vpc) plan.Problems {
	routes := toFirewalls(planned)
	switch {
	case f != nil && len(routes) == 0:
		return plan.Problems{{Path: "firewall", Message: "is of no use: no route of the plan leads to a firewall"}}
	case len(routes) == 0:
		return nil
	case planned.ExistingID != "":
		return plan.Problems{{Path: "plan.existingId", Message: "a VPC that exists already gets no routes to a firewall"}}
	case f == nil:
		return plan.Problems{{Path: "firewall", Message: "is required: " + strconv.Itoa(len(routes)) +
			" routes of the plan lead to a firewall, such as " + routes[0].Name}}
	}
	return nil
}

// toFirewalls are a VPC's routes to firewall endpoints.
func toFirewalls(planned plan.Vpc) []plan.Route {
	var routes []plan.Route
	for _, table := range planned.RouteTables {
		for _, route := range table.Routes {
			if route.NextHop.IsFirewall() {
				routes = append(routes, route)
			}
		}
	}
	return routes
}

// printFirewall has the firewall made, and prints the routes to its endpoints.
func (p *printer) printFirewall(firewall FirewallFunc) error {
	if firewall == nil {
		return nil
	}
	given := FirewallSubnets{VpcID: p.vpcID, IDs: pulumi.StringMap{}, ApplianceIDs: pulumi.StringMap{}}
	targets, zones := Targets{}, []string{}
	for _, subnet := range p.plan.Subnets {
		switch subnet.Tier {
		case plan.TierFirewall:
			given.IDs[subnet.Zone] = p.ready(subnet)
		case plan.TierAppliance:
			given.ApplianceIDs[subnet.Name] = p.ready(subnet)
		}
	}
	endpoints, err := firewall(given)
	if err != nil {
		return err
	}
	routes := toFirewalls(p.plan)
	for _, subnet := range p.plan.Subnets {
		hop := plan.ToFirewall(subnet.Zone)
		if slices.ContainsFunc(routes, func(r plan.Route) bool { return r.NextHop == hop }) {
			targets[hop], zones = endpoints[subnet.Zone], append(zones, subnet.Zone)
		}
	}
	if err := inputs.RequireEach("endpoints", endpoints, zones).Of("the firewall of VPC " + p.plan.Name); err != nil {
		return err
	}
	if err := p.printRoutes(targets); err != nil {
		return err
	}
	return p.printEdge(targets)
}

// printEdge prints the routes of the internet gateway and then gives it their table, so that it changes from the local
// route to all of them at once. Load balancers wait for it in their subnets, or the internet would meet them without the
// firewall.
func (p *printer) printEdge(targets Targets) error {
	for _, table := range p.plan.RouteTables {
		if table.Tier != plan.TierEdge {
			continue
		}
		var routes []pulumi.Resource
		for _, planned := range table.Routes {
			options := []pulumi.ResourceOption{p.parent}
			if subnet, ok := p.byCidr[planned.Destination]; ok {
				// AWS accepts a destination inside the VPC only where it is a subnet.
				options = append(options, pulumi.DependsOn([]pulumi.Resource{subnet}))
			}
			alone := plan.RouteTable{Name: table.Name, Routes: []plan.Route{planned}}
			made, err := NewRoutes(p.ctx, []plan.RouteTable{alone}, p.routeTableIDs, targets, options...)
			if err != nil {
				return err
			}
			for _, route := range made {
				routes = append(routes, route)
			}
		}
		association, err := ec2.NewRouteTableAssociation(p.ctx, table.Name, &ec2.RouteTableAssociationArgs{
			GatewayId:    p.internetGateway.ID().ToStringOutput(),
			RouteTableId: p.routeTableIDs[table.Name],
		}, p.parent, pulumi.DependsOn(routes))
		if err != nil {
			return err
		}
		for _, subnet := range p.plan.Subnets {
			if subnet.Tier == plan.TierLb {
				p.before[subnet.Name] = append(p.before[subnet.Name], association)
			}
		}
	}
	return nil
}
