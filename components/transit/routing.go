package transit

import (
	"slices"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// AttachmentRoutingToken is the type token of AttachmentRouting.
const AttachmentRoutingToken = "ingresshub:index:AttachmentRouting"

// everywhere is the destination that lies in no VPC: a route to it leads through one.
const everywhere = "0.0.0.0/0"

// AttachmentRouting is the gateway's side of an attachment, in the gateway's account: its acceptance, which route table it
// asks, and the routes that belong to its VPC. Those are the routes to the VPC's addresses, whether they lead straight to its
// attachment or through the firewall's, and of the inspection VPC the routes to the internet (ADR 0006): what inspection changes
// is where a route leads, never which component it is a part of, or Pulumi would make the new one before it deletes the old.
type AttachmentRouting struct {
	pulumi.ResourceState

	// ID of the attachment. Whoever uses it waits for the association.
	AttachmentID pulumi.StringOutput `pulumi:"attachmentId"`

	association  pulumi.Resource
	attachmentID pulumi.StringOutput
}

func newAttachmentRouting(
	ctx *pulumi.Context, name string, args *VpcAttachmentArgs, attachmentID pulumi.StringOutput,
	opts ...pulumi.ResourceOption,
) (*AttachmentRouting, error) {
	component := &AttachmentRouting{}
	if err := ctx.RegisterComponentResource(AttachmentRoutingToken, name, component, opts...); err != nil {
		return nil, err
	}
	attachmentID, err := component.accept(ctx, args, attachmentID)
	if err != nil {
		return nil, err
	}
	component.attachmentID = attachmentID
	// An attachment has at most one association: the one that is replaced goes first. In the gap packets are dropped.
	association, err := ec2transitgateway.NewRouteTableAssociation(ctx, args.Plan.Name,
		&ec2transitgateway.RouteTableAssociationArgs{
			TransitGatewayAttachmentId: attachmentID,
			TransitGatewayRouteTableId: args.Gateway.RouteTableIDs[args.Plan.RouteTable],
		}, pulumi.Parent(component), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return nil, err
	}
	component.association = association
	component.AttachmentID = outputs.After(attachmentID, association)
	outputs.Register(ctx, component, pulumi.Map{"attachmentId": component.AttachmentID})
	return component, nil
}

// accept accepts an attachment that was made in another account. The ID that it returns is known once that is done: before,
// the attachment carries nothing, and can be associated with nothing.
func (r *AttachmentRouting) accept(
	ctx *pulumi.Context, args *VpcAttachmentArgs, attachmentID pulumi.StringOutput,
) (pulumi.StringOutput, error) {
	if !args.Plan.Accept {
		return attachmentID, nil
	}
	tags, options := inputs.Tags(args.Tags, args.Plan.Name), []pulumi.ResourceOption{pulumi.Parent(r)}
	if grant := args.Gateway.Grant; grant != nil {
		// The role that accepts may write this tag only, and delete no attachment, as the provider does with an acceptance: its owner does.
		tags = pulumi.StringMap{ClusterTag: pulumi.String(grant.Owner)}
		options = append(options, pulumi.RetainOnDelete(true))
	}
	accepter, err := ec2transitgateway.NewVpcAttachmentAccepter(ctx, args.Plan.Name, &ec2transitgateway.VpcAttachmentAccepterArgs{
		TransitGatewayAttachmentId: attachmentID,
		// Both default to true.
		TransitGatewayDefaultRouteTableAssociation: pulumi.Bool(false),
		TransitGatewayDefaultRouteTablePropagation: pulumi.Bool(false),
		Tags: tags,
	}, options...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return accepter.ID().ToStringOutput(), nil
}

// printRoutes prints those of the VPC's routes that lead to its own addresses, or those that lead through it to everywhere.
func (r *AttachmentRouting) printRoutes(
	ctx *pulumi.Context, args *VpcAttachmentArgs, through bool, after ...pulumi.Resource,
) ([]pulumi.Resource, error) {
	if args.Gateway.Grant != nil && !through {
		return r.printReferences(ctx, args)
	}
	// A route table has at most one route per prefix: what is replaced goes first, and in the gap packets are dropped. After
	// the association, but not through the ID that waits for it: what has that as an input would be replaced with it.
	options := []pulumi.ResourceOption{
		pulumi.Parent(r), pulumi.DeleteBeforeReplace(true), pulumi.DependsOn(slices.Concat([]pulumi.Resource{r.association}, after)),
	}
	var routes []pulumi.Resource
	for _, table := range args.TransitRouteTables {
		for _, planned := range owned(args.Plan, table) {
			if through != (planned.Destination == everywhere) {
				continue
			}
			var target pulumi.StringInput = r.attachmentID
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
			routes = append(routes, route)
		}
	}
	return routes, nil
}

// owned are the routes of a table that belong to an attachment's VPC.
func owned(attachment plan.TransitAttachment, table plan.TransitRouteTable) []plan.TransitRoute {
	var routes []plan.TransitRoute
	for _, route := range table.Routes {
		if !route.Blackhole && route.Vpc == attachment.Vpc {
			routes = append(routes, route)
		}
	}
	return routes
}
