package network

import (
	"fmt"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Targets are the IDs behind the plan's symbolic next hops.
type Targets map[plan.NextHop]pulumi.StringInput

// NewRoutes registers those routes of the route tables whose next hop is among the targets, and leaves the others to whoever
// knows theirs. A route's name is its plan's; its target may change in place.
//
// The IDs of all route tables with such a route must be given, by plan name. A next hop that no route can lead to is an
// error.
func NewRoutes(
	ctx *pulumi.Context, tables []plan.RouteTable, ids pulumi.StringMap, targets Targets, opts ...pulumi.ResourceOption,
) ([]*ec2.Route, error) {
	var routes []*ec2.Route
	for _, table := range tables {
		for _, planned := range table.Routes {
			target, ours := targets[planned.NextHop]
			if !ours {
				continue
			}
			args := &ec2.RouteArgs{
				RouteTableId:         ids[table.Name],
				DestinationCidrBlock: pulumi.String(planned.Destination),
			}
			switch hop := planned.NextHop; {
			case hop == plan.ToInternetGateway:
				args.GatewayId = target.ToStringOutput()
			case hop == plan.ToTransitGateway:
				args.TransitGatewayId = target.ToStringOutput()
			case hop.IsFirewall():
				args.VpcEndpointId = target.ToStringOutput()
			case hop.IsNatGateway():
				args.NatGatewayId = target.ToStringOutput()
			default:
				return nil, fmt.Errorf("route %s: unknown next hop %q", planned.Name, planned.NextHop)
			}
			route, err := ec2.NewRoute(ctx, planned.Name, args, opts...)
			if err != nil {
				return nil, err
			}
			routes = append(routes, route)
		}
	}
	return routes, nil
}

// TablesTo are the names of the route tables with a route to a next hop.
func TablesTo(hop plan.NextHop, tables []plan.RouteTable) []string {
	var names []string
	for _, table := range tables {
		for _, route := range table.Routes {
			if route.NextHop == hop {
				names = append(names, table.Name)
				break
			}
		}
	}
	return names
}
