package network

import (
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// InspectionVpcToken is the type token of InspectionVpc.
const InspectionVpcToken = "ingresshub:index:InspectionVpc"

// InspectionVpcArgs are the arguments of NewInspectionVpc.
type InspectionVpcArgs struct {
	// The VPC as planned: of kind inspection.
	Plan plan.Vpc `pulumi:"plan"`

	// What makes the firewall. Required where routes of the plan lead to one, as they do unless the VPC holds nothing but
	// the appliances of an edge firewall. Default: none.
	Firewall FirewallFunc `pulumi:"-"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// InspectionVpc is the VPC in which a firewall stands between the ingress VPC and the EKS VPCs, between those and the
// internet, or both. Per zone the transit attachment's subnet leads to the firewall's endpoint, and the endpoint's subnet
// back to the transit gateway or, where the EKS VPCs reach the internet, to a NAT gateway. Nothing leads to addresses of
// the VPC itself.
type InspectionVpc struct {
	pulumi.ResourceState

	// ID of the VPC.
	VpcID pulumi.StringOutput `pulumi:"vpcId"`

	// Subnet IDs by plan name. Whoever uses one waits for the subnet's routes that the VPC itself resolves; whoever uses a
	// transit subnet, for all of those in its zone, so that an attachment is there only when the firewall is in its way.
	SubnetIDs pulumi.StringMap

	// Names (not IDs) of the subnets' zones in this account, by the subnet's plan name.
	SubnetZoneNames pulumi.StringMap

	// Route table IDs by plan name, for routes to what is not part of the VPC.
	RouteTableIDs pulumi.StringMap

	// Public addresses of the NAT gateways by zone ID: those that the internet sees of the EKS VPCs.
	NatAddresses pulumi.StringMap
}

// NewInspectionVpc registers the inspection VPC: subnets, route tables, the internet gateway and NAT gateways where there are
// any, and the routes to those and to the firewall that Firewall makes. Routes to the transit gateway are its attachment's
// (transit.VpcAttachment).
//
// The error lists all problems of the plan, and then nothing is registered. Otherwise it is an error of Firewall, or lists
// the zones for which that returned no endpoint.
func NewInspectionVpc(
	ctx *pulumi.Context, name string, args *InspectionVpcArgs, opts ...pulumi.ResourceOption,
) (*InspectionVpc, error) {
	if args == nil {
		args = &InspectionVpcArgs{}
	}
	if err := check(InspectionVpcToken, name, args.Plan, plan.InspectionVpc, args.Firewall); err != nil {
		return nil, err
	}
	component := &InspectionVpc{}
	if err := ctx.RegisterComponentResource(InspectionVpcToken, name, component, opts...); err != nil {
		return nil, err
	}
	printed, err := printVpc(ctx, args.Plan, args.Firewall, args.Tags, component)
	if err != nil {
		return nil, err
	}
	component.VpcID = printed.vpcID
	component.SubnetIDs = printed.subnetIDs
	component.SubnetZoneNames = printed.zoneNames
	component.RouteTableIDs = printed.routeTableIDs
	component.NatAddresses = printed.natAddresses
	registered := printed.outputs()
	registered["natAddresses"] = printed.natAddresses
	outputs.Register(ctx, component, registered)
	return component, nil
}
