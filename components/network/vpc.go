package network

import (
	"slices"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/callstack"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printer prints one planned VPC as children of its component.
type printer struct {
	ctx    *pulumi.Context
	plan   plan.Vpc
	tags   pulumi.StringMapInput
	parent pulumi.ResourceOption

	// What others are given, by plan name.
	vpcID         pulumi.StringOutput
	subnetIDs     pulumi.StringMap
	zoneNames     pulumi.StringMap
	routeTableIDs pulumi.StringMap

	// Public addresses of the NAT gateways by zone ID.
	natAddresses pulumi.StringMap

	// Subnet IDs as AWS gives them, and what has to exist before somebody else uses the subnet, beside the routes of its
	// route table.
	bareIDs pulumi.StringMap
	before  map[string][]pulumi.Resource

	// Associations of the secondary CIDRs.
	secondary []pulumi.Resource

	// Subnets by CIDR, routes by route table, and the internet gateway where there is one.
	byCidr          map[string]pulumi.Resource
	routes          map[string][]pulumi.Resource
	internetGateway *ec2.InternetGateway
}

// printVpc prints a VPC, or only names what exists already.
func printVpc(
	ctx *pulumi.Context, planned plan.Vpc, firewall FirewallFunc, tags pulumi.StringMapInput, component pulumi.Resource,
) (*printer, error) {
	p := &printer{
		ctx: ctx, plan: planned, tags: tags, parent: pulumi.Parent(component),
		subnetIDs: pulumi.StringMap{}, zoneNames: pulumi.StringMap{}, routeTableIDs: pulumi.StringMap{},
		natAddresses: pulumi.StringMap{}, bareIDs: pulumi.StringMap{}, before: map[string][]pulumi.Resource{},
		byCidr: map[string]pulumi.Resource{}, routes: map[string][]pulumi.Resource{},
	}
	if planned.ExistingID != "" {
		p.adopt()
		return p, nil
	}
	if err := callstack.Each(
		p.printVpc, p.printRouteTables, p.printSubnets, p.printInternetGateway, p.printNatGateways,
		func() error { return p.printFirewall(firewall) }, p.printEndpoints,
	); err != nil {
		return nil, err
	}
	for _, subnet := range planned.Subnets {
		p.subnetIDs[subnet.Name] = p.ready(subnet)
	}
	return p, nil
}

// ready is the ID of a subnet that leads where the plan says, as far as the VPC has registered that yet. Whoever puts
// something into a subnet waits for it, and at destruction the other way round, without having to know what that takes.
func (p *printer) ready(subnet plan.Subnet) pulumi.StringOutput {
	before := slices.Concat(p.before[subnet.Name], p.routes[subnet.RouteTable])
	if p.plan.Kind == plan.InspectionVpc && subnet.Tier == plan.TierTransit {
		// What the transit gateway delivers goes on, and comes back, by way of the zone's other tiers.
		for _, table := range p.plan.RouteTables {
			if table.Zone == subnet.Zone && table.Name != subnet.RouteTable {
				before = append(before, p.routes[table.Name]...)
			}
		}
	}
	return outputs.After(p.bareIDs[subnet.Name].ToStringOutput(), before...)
}

// adopt passes the IDs of an existing VPC through.
func (p *printer) adopt() {
	p.vpcID = pulumi.String(p.plan.ExistingID).ToStringOutput()
	for _, subnet := range p.plan.Subnets {
		p.subnetIDs[subnet.Name] = pulumi.String(subnet.ExistingID)
		if subnet.Tier == plan.TierPod {
			// Only the pods' subnets are ever asked for their zone name, so no other costs a look-up.
			p.zoneNames[subnet.Name] = ec2.LookupSubnetOutput(p.ctx, ec2.LookupSubnetOutputArgs{
				Id: pulumi.String(subnet.ExistingID),
			}, p.parent.(pulumi.InvokeOption)).AvailabilityZone()
		}
	}
	for _, table := range p.plan.RouteTables {
		p.routeTableIDs[table.Name] = pulumi.String(table.ExistingID)
	}
}

// printVpc prints the VPC itself and its secondary CIDRs.
func (p *printer) printVpc() error {
	vpc, err := ec2.NewVpc(p.ctx, p.plan.Name, &ec2.VpcArgs{
		CidrBlock: pulumi.String(p.plan.Cidr),
		// Interface endpoints answer under the names of the AWS services only with both.
		EnableDnsHostnames: pulumi.Bool(true),
		EnableDnsSupport:   pulumi.Bool(true),
		Tags:               inputs.Tags(p.tags, p.plan.Name),
	}, p.parent)
	if err != nil {
		return err
	}
	p.vpcID = vpc.ID().ToStringOutput()

	// The default group lets its members talk to each other and to everybody; whatever is put into it by oversight
	// reaches nothing.
	if _, err := ec2.NewDefaultSecurityGroup(p.ctx, p.plan.Name, &ec2.DefaultSecurityGroupArgs{
		VpcId: p.vpcID,
		Tags:  inputs.Tags(p.tags, p.plan.Name+".default-unused"),
	}, p.parent); err != nil {
		return err
	}

	for _, secondary := range p.plan.SecondaryCidrs {
		association, err := ec2.NewVpcIpv4CidrBlockAssociation(p.ctx, secondary.Name,
			&ec2.VpcIpv4CidrBlockAssociationArgs{VpcId: p.vpcID, CidrBlock: pulumi.String(secondary.Cidr)}, p.parent)
		if err != nil {
			return err
		}
		p.secondary = append(p.secondary, association)
	}
	return nil
}

func (p *printer) printRouteTables() error {
	for _, planned := range p.plan.RouteTables {
		table, err := ec2.NewRouteTable(p.ctx, planned.Name, &ec2.RouteTableArgs{
			VpcId: p.vpcID,
			Tags:  inputs.Tags(p.tags, planned.Name),
		}, p.parent)
		if err != nil {
			return err
		}
		p.routeTableIDs[planned.Name] = table.ID().ToStringOutput()
	}
	return nil
}

// printSubnets prints the subnets with their associations and reservations. A pod subnet lies in a secondary CIDR, which
// the VPC must have first.
func (p *printer) printSubnets() error {
	for _, planned := range p.plan.Subnets {
		options := []pulumi.ResourceOption{p.parent}
		if planned.Tier == plan.TierPod {
			options = append(options, pulumi.DependsOn(p.secondary))
		}
		subnet, err := ec2.NewSubnet(p.ctx, planned.Name, &ec2.SubnetArgs{
			VpcId:               p.vpcID,
			CidrBlock:           pulumi.String(planned.Cidr),
			AvailabilityZoneId:  pulumi.String(planned.Zone),
			MapPublicIpOnLaunch: pulumi.Bool(false),
			Tags:                inputs.Tags(p.tags, planned.Name),
		}, options...)
		if err != nil {
			return err
		}
		id := subnet.ID().ToStringOutput()
		p.bareIDs[planned.Name] = id
		p.byCidr[planned.Cidr] = subnet
		p.zoneNames[planned.Name] = subnet.AvailabilityZone

		if planned.RouteTable != "" {
			association, err := ec2.NewRouteTableAssociation(p.ctx, planned.Name, &ec2.RouteTableAssociationArgs{
				SubnetId:     id,
				RouteTableId: p.routeTableIDs[planned.RouteTable],
			}, p.parent)
			if err != nil {
				return err
			}
			p.before[planned.Name] = append(p.before[planned.Name], association)
		}
		if planned.Reservation != "" {
			// Explicit: AWS hands out none of these addresses unless somebody names one, as the inner load balancer does.
			reservation, err := ec2.NewSubnetCidrReservation(p.ctx, planned.Name, &ec2.SubnetCidrReservationArgs{
				SubnetId:        id,
				CidrBlock:       pulumi.String(planned.Reservation),
				ReservationType: pulumi.String("explicit"),
				Description:     pulumi.String("Static addresses of inner load balancers"),
			}, p.parent)
			if err != nil {
				return err
			}
			p.before[planned.Name] = append(p.before[planned.Name], reservation)
		}
	}
	return nil
}

// outputs are what the component registers.
func (p *printer) outputs() pulumi.Map {
	return pulumi.Map{"vpcId": p.vpcID, "subnetIds": p.subnetIDs, "routeTableIds": p.routeTableIDs}
}
