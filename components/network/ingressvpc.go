package network

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// IngressVpcToken is the type token of IngressVpc.
const IngressVpcToken = "ingresshub:index:IngressVpc"

// IngressVpcArgs are the arguments of NewIngressVpc.
type IngressVpcArgs struct {
	// The VPC as planned: of kind ingress.
	Plan plan.Vpc `pulumi:"plan"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// IngressVpc is the VPC that faces the internet. Per zone it has a subnet for load balancers, whose route table leads to
// the internet gateway, and a small one for the transit attachment. Nothing in it is given a public address unless it is
// an internet-facing load balancer.
type IngressVpc struct {
	pulumi.ResourceState

	// ID of the VPC.
	VpcID pulumi.StringOutput `pulumi:"vpcId"`

	// Subnet IDs by plan name. Whoever uses one waits for the subnet's routes that the VPC itself resolves.
	SubnetIDs pulumi.StringMap

	// Names (not IDs) of the subnets' zones in this account, by the subnet's plan name.
	SubnetZoneNames pulumi.StringMap

	// Route table IDs by plan name, for routes to what is not part of the VPC.
	RouteTableIDs pulumi.StringMap
}

// NewIngressVpc registers the ingress VPC: subnets, route tables, the internet gateway and the routes to it. Routes to the
// transit gateway are its attachment's (transit.VpcAttachment). Where the plan names an existing VPC, nothing is made and
// its IDs are passed through.
//
// The error lists all problems of the plan, and then nothing is registered.
func NewIngressVpc(
	ctx *pulumi.Context, name string, args *IngressVpcArgs, opts ...pulumi.ResourceOption,
) (*IngressVpc, error) {
	if args == nil {
		args = &IngressVpcArgs{}
	}
	if err := check(IngressVpcToken, name, args.Plan, plan.IngressVpc); err != nil {
		return nil, err
	}
	component := &IngressVpc{}
	if err := ctx.RegisterComponentResource(IngressVpcToken, name, component, opts...); err != nil {
		return nil, err
	}
	printed, err := printVpc(ctx, args.Plan, args.Tags, component)
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

// check lists everything wrong with a VPC's plan.
func check(token, name string, planned plan.Vpc, kind plan.VpcKind) error {
	var problems plan.Problems
	if planned.Kind != kind {
		problems = append(problems, plan.Problem{Path: "plan.kind", Message: "must be " + string(kind)})
	}
	return inputs.Check(token, name, problems, planned.Validate())
}

// outputs are what the component registers.
func (p *printer) outputs() pulumi.Map {
	return pulumi.Map{"vpcId": p.vpcID, "subnetIds": p.subnetIDs, "routeTableIds": p.routeTableIDs}
}
