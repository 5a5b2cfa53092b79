package transit

import (
	"cmp"

	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// AttachmentRoutingToken is the type token of AttachmentRouting.
const AttachmentRoutingToken = "ingresshub:index:AttachmentRouting"

// AttachmentRouting is the gateway's side of an attachment, in the gateway's account: which route table the attachment
// asks, and the routes that belong to its VPC. Those are the routes to the VPC's addresses, whether they lead straight to its
// attachment or through the firewall's, and of the inspection VPC the routes to the internet (ADR 0006): what inspection changes
// is where a route leads, never which component it is a part of, or Pulumi would make the new one before it deletes the old.
type AttachmentRouting struct {
	pulumi.ResourceState

	// ID of the attachment. Whoever uses it waits for the association.
	AttachmentID pulumi.StringOutput `pulumi:"attachmentId"`

	association pulumi.Resource

	// The association and the routes.
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
	component.association, component.settled = association, []pulumi.Resource{association}
	component.AttachmentID = pulumi.OutputWithDependencies(ctx.Context(), attachmentID, association).(pulumi.StringOutput)

	// Not through the ID that waits for the association: a route whose input waits for it would be replaced with it.
	options = append(options, pulumi.DependsOn([]pulumi.Resource{association}))
	for _, table := range args.TransitRouteTables {
		for _, planned := range owned(args.Plan, table) {
			var target pulumi.StringInput = attachmentID
			if planned.Attachment != args.Plan.Name {
				target = args.Gateway.AttachmentIDs[planned.Attachment]
			}
			route, err := ec2transitgateway.NewRoute(ctx, planned.Name, &ec2transitgateway.RouteArgs{
				TransitGatewayRouteTableId: args.Gateway.RouteTableIDs[table.Name],
				DestinationCidrBlock:       pulumi.String(planned.Destination),
				TransitGatewayAttachmentId: target.ToStringOutput(),
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

// owned are the routes of a table that belong to an attachment's VPC.
func owned(attachment plan.TransitAttachment, table plan.TransitRouteTable) []plan.TransitRoute {
	var routes []plan.TransitRoute
	for _, route := range table.Routes {
		// Plans from before TransitRoute.Vpc have only routes that belong to whom they lead to.
		if !route.Blackhole && cmp.Or(route.Vpc, route.Attachment) == cmp.Or(attachment.Vpc, attachment.Name) {
			routes = append(routes, route)
		}
	}
	return routes
}
