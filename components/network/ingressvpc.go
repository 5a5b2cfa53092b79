package network

import (
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

	// What makes the firewall in front of the load balancers. Required where routes of the plan lead to one. Default: none.
	Firewall FirewallFunc `pulumi:"-"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// IngressVpc is the VPC that faces the internet. Per zone it has a subnet for load balancers, whose route table leads to
// the internet gateway, and a small one for the transit attachment; with edge inspection also one for the firewall's
// endpoint, which then stands between the two, in both directions. Nothing in it is given a public address unless it is an
// internet-facing load balancer.
type IngressVpc struct {
	pulumi.ResourceState

	// ID of the VPC.
	VpcID pulumi.StringOutput `pulumi:"vpcId"`

	// Subnet IDs by plan name. Whoever uses one waits for the subnet's routes that the VPC itself resolves; whoever uses an
	// lb subnet also for the internet gateway's route table, where it has one.
	SubnetIDs pulumi.StringMap

	// Names (not IDs) of the subnets' zones in this account, by the subnet's plan name.
	SubnetZoneNames pulumi.StringMap

	// Route table IDs by plan name, for routes to what is not part of the VPC.
	RouteTableIDs pulumi.StringMap

	// ARN of the internet gateway; empty where the plan names an existing VPC.
	InternetGatewayArn pulumi.StringOutput
}

// NewIngressVpc registers the ingress VPC: subnets, route tables, the internet gateway and the routes to it, or through the
// firewall that Firewall makes. Routes to the transit gateway are its attachment's (transit.VpcAttachment). Where the plan
// names an existing VPC, nothing is made and its IDs are passed through.
//
// The error lists all problems of the plan, and then nothing is registered. Otherwise it is an error of Firewall, or lists
// the zones for which that returned no endpoint.
func NewIngressVpc(
	ctx *pulumi.Context, name string, args *IngressVpcArgs, opts ...pulumi.ResourceOption,
) (*IngressVpc, error) {
	if args == nil {
		args = &IngressVpcArgs{}
	}
	if err := check(IngressVpcToken, name, args.Plan, plan.IngressVpc, args.Firewall); err != nil {
		return nil, err
	}
	component := &IngressVpc{}
	if err := ctx.RegisterComponentResource(IngressVpcToken, name, component, opts...); err != nil {
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
	component.InternetGatewayArn = pulumi.String("").ToStringOutput()
	if printed.internetGateway != nil {
		component.InternetGatewayArn = printed.internetGateway.Arn
	}
	outputs.Register(ctx, component, printed.outputs())
	return component, nil
}
