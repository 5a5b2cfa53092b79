package network

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printInternetGateway prints the internet gateway and the routes to it.
func (p *printer) printInternetGateway() error {
	if !p.plan.InternetGateway {
		return nil
	}
	gateway, err := ec2.NewInternetGateway(p.ctx, p.plan.Name, &ec2.InternetGatewayArgs{
		VpcId: p.vpcID,
		Tags:  inputs.Tags(p.tags, p.plan.Name),
	}, p.parent)
	if err != nil {
		return err
	}
	p.internetGateway = gateway
	return p.printRoutes(Targets{plan.ToInternetGateway: gateway.ID().ToStringOutput()})
}

// printNatGateways prints the NAT gateways, each with an address of its own, and the routes to them. They need their
// subnet's way to the internet and nothing else: its routes back to the firewall come when the firewall is there, which in
// turn waits for the NAT gateways behind it.
func (p *printer) printNatGateways() error {
	if len(p.plan.NatGateways) == 0 {
		return nil
	}
	subnets := map[string]plan.Subnet{}
	for _, subnet := range p.plan.Subnets {
		subnets[subnet.Name] = subnet
	}
	targets := Targets{}
	for _, planned := range p.plan.NatGateways {
		address, err := ec2.NewEip(p.ctx, planned.Name, &ec2.EipArgs{
			Domain: pulumi.String("vpc"),
			Tags:   inputs.Tags(p.tags, planned.Name),
		}, p.parent)
		if err != nil {
			return err
		}
		// An address is in one NAT gateway only, so one that is replaced goes first.
		gateway, err := ec2.NewNatGateway(p.ctx, planned.Name, &ec2.NatGatewayArgs{
			AllocationId:     address.ID().ToStringOutput(),
			ConnectivityType: pulumi.String("public"),
			SubnetId:         p.ready(subnets[planned.Subnet]),
			Tags:             inputs.Tags(p.tags, planned.Name),
		}, p.parent, pulumi.DeleteBeforeReplace(true))
		if err != nil {
			return err
		}
		p.natAddresses[planned.Zone] = address.PublicIp
		targets[plan.ToNatGateway(planned.Zone)] = gateway.ID().ToStringOutput()
	}
	return p.printRoutes(targets)
}

// printRoutes prints the subnets' routes to some next hops.
func (p *printer) printRoutes(targets Targets) error {
	for _, table := range p.plan.RouteTables {
		if table.Tier == plan.TierEdge {
			continue
		}
		routes, err := NewRoutes(p.ctx, []plan.RouteTable{table}, p.routeTableIDs, targets, p.parent)
		if err != nil {
			return err
		}
		for _, route := range routes {
			p.routes[table.Name] = append(p.routes[table.Name], route)
		}
	}
	return nil
}
