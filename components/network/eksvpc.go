package network

import (
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// EksVpcToken is the type token of EksVpc.
const EksVpcToken = "ingresshub:index:EksVpc"

// EksVpcArgs are the arguments of NewEksVpc.
type EksVpcArgs struct {
	// The VPC as planned: of kind eks.
	Plan plan.Vpc `pulumi:"plan"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// EksVpc is the VPC of one EKS cluster. It has no internet gateway and no public subnet: the only ways out are its VPC
// endpoints and the transit gateway.
type EksVpc struct {
	pulumi.ResourceState

	// ID of the VPC.
	VpcID pulumi.StringOutput `pulumi:"vpcId"`

	// Subnet IDs by plan name. Whoever uses a node subnet waits for the VPC endpoints, which nodes need to start; whoever
	// uses an lb subnet waits for the reservation of its static addresses.
	SubnetIDs pulumi.StringMap

	// Names (not IDs) of the subnets' zones in this account, by the subnet's plan name; in an existing VPC only of the
	// pod subnets.
	SubnetZoneNames pulumi.StringMap

	// Route table IDs by plan name, for routes to what is not part of the VPC.
	RouteTableIDs pulumi.StringMap
}

// NewEksVpc registers an EKS VPC: subnets, a secondary CIDR for pods where one is planned, route tables, reservations of
// static load-balancer addresses, and the endpoints with which a private cluster starts. Where the plan names an existing
// VPC, nothing is made and its IDs are passed through.
//
// The error lists all problems of the plan, and then nothing is registered.
func NewEksVpc(ctx *pulumi.Context, name string, args *EksVpcArgs, opts ...pulumi.ResourceOption) (*EksVpc, error) {
	if args == nil {
		args = &EksVpcArgs{}
	}
	if err := check(EksVpcToken, name, args.Plan, plan.EksVpc, nil); err != nil {
		return nil, err
	}
	component := &EksVpc{}
	if err := ctx.RegisterComponentResource(EksVpcToken, name, component, opts...); err != nil {
		return nil, err
	}
	printed, err := printVpc(ctx, args.Plan, nil, args.Tags, component)
	if err != nil {
		return nil, err
	}
	component.VpcID = printed.vpcID
	component.SubnetIDs = printed.subnetIDs
	component.SubnetZoneNames = printed.zoneNames
	component.RouteTableIDs = printed.routeTableIDs
	outputs.Register(ctx, component, printed.outputs())
	return component, nil
}
