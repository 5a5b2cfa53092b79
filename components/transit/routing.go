package transit

import (
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// AttachmentRoutingToken is the type token of AttachmentRouting.
const AttachmentRoutingToken = "ingresshub:index:AttachmentRouting"

// AttachmentRouting is the gateway's side of an attachment, in the gateway's account: which route table the attachment
// asks, and which routes lead to it.
type AttachmentRouting struct {
	pulumi.ResourceState

	// ID of the attachment. Whoever uses it waits for the association.
	AttachmentID pulumi.StringOutput `pulumi:"attachmentId"`

	settled []pulumi.Resource
}

func newAttachmentRouting(
	ctx *pulumi.Context, name string, args *VpcAttachmentArgs, attachmentID pulumi.StringOutput,
	opts ...pulumi.ResourceOption,
) (*AttachmentRouting, error) {
	component := &AttachmentRouting{}
	if err := ctx.RegisterComponentResource(AttachmentRoutingToken, name, component, opts...); err != nil {
		return nil, err
	}
	// An attachment has at most one association, and a route table at most one route per prefix: what is replaced goes
	// first. In the gap packets are dropped.
	options := []pulumi.ResourceOption{pulumi.Parent(component), pulumi.DeleteBeforeReplace(true)}
	association, err := ec2transitgateway.NewRouteTableAssociation(ctx, args.Plan.Name,
		&ec2transitgateway.RouteTableAssociationArgs{
			TransitGatewayAttachmentId: attachmentID,
			TransitGatewayRouteTableId: args.Gateway.RouteTableIDs[args.Plan.RouteTable],
		}, options...)
	if err != nil {
		return nil, err
	}
	component.settled = []pulumi.Resource{association}
	component.AttachmentID = pulumi.OutputWithDependencies(ctx.Context(), attachmentID, association).(pulumi.StringOutput)

	for _, table := range args.TransitRouteTables {
		for _, planned := range towards(args.Plan.Name, table) {
			route, err := ec2transitgateway.NewRoute(ctx, planned.Name, &ec2transitgateway.RouteArgs{
				TransitGatewayRouteTableId: args.Gateway.RouteTableIDs[table.Name],
				DestinationCidrBlock:       pulumi.String(planned.Destination),
				TransitGatewayAttachmentId: component.AttachmentID.ToStringPtrOutput(),
			}, options...)
			if err != nil {
				return nil, err
			}
			component.settled = append(component.settled, route)
		}
	}
	outputs.Register(ctx, component, pulumi.Map{"attachmentId": component.AttachmentID})
	return component, nil
}

// towards are the routes of a table that lead to an attachment.
func towards(attachment string, table plan.TransitRouteTable) []plan.TransitRoute {
	var routes []plan.TransitRoute
	for _, route := range table.Routes {
		if route.Attachment == attachment {
			routes = append(routes, route)
		}
	}
	return routes
}
