package transit

import (
	"fmt"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// TransitGatewayToken is the type token of TransitGateway.
const TransitGatewayToken = "ingresshub:index:TransitGateway"

// TransitGatewayArgs are the arguments of NewTransitGateway.
type TransitGatewayArgs struct {
	// The gateway as planned: its route tables, and the blackholes in them. Its attachments and all other routes are
	// registered by VpcAttachment.
	Plan plan.TransitPlan `pulumi:"plan"`

	// Whether the gateway is protected from deletion by Pulumi. AWS has no such protection of its own, but refuses to
	// delete a gateway with attachments. Default: false.
	Protection bool `pulumi:"protection"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// TransitGateway is a transit gateway that leads only where a static route says.
type TransitGateway struct {
	pulumi.ResourceState

	// ID of the gateway.
	TransitGatewayID pulumi.StringOutput `pulumi:"transitGatewayId"`

	// ARN of the gateway. That of a gateway that exists already is looked up where the plan shares it.
	TransitGatewayArn pulumi.StringOutput

	// IDs of the gateway's route tables, by plan name. Whoever uses one waits for its blackholes.
	RouteTableIDs pulumi.StringMap
}

// Gateway is what an attachment has to know of a transit gateway, wherever that was made.
type Gateway struct {
	// ID of the gateway.
	ID pulumi.StringInput `pulumi:"id"`

	// IDs of the gateway's route tables, by plan name.
	RouteTableIDs pulumi.StringMap `pulumi:"routeTableIds"`

	// IDs by plan name of those attachments that routes of other VPCs lead to: the inspection VPC's, where there is one
	// (VpcAttachment.AttachmentID). Default: none, as without inspection every route leads to its own VPC's attachment.
	AttachmentIDs pulumi.StringMap `pulumi:"attachmentIds"`

	// AWS provider of the gateway's account. Default: that of the attachment. An attachment that has to be accepted needs it.
	Provider pulumi.ProviderResource `pulumi:"-"`

	// How the attachment joins where its stack may write no routes of the gateway. Default: it may.
	Grant *Grant `pulumi:"grant"`
}

// NewTransitGateway registers a transit gateway, or uses the one that the plan names, and its route tables with blackholes.
//
// The error lists all problems of the plan, and then nothing is registered.
func NewTransitGateway(
	ctx *pulumi.Context, name string, args *TransitGatewayArgs, opts ...pulumi.ResourceOption,
) (*TransitGateway, error) {
	if args == nil {
		args = &TransitGatewayArgs{}
	}
	if err := inputs.Check(TransitGatewayToken, name, args.Plan.Validate()); err != nil {
		return nil, err
	}
	component := &TransitGateway{RouteTableIDs: pulumi.StringMap{}}
	if err := ctx.RegisterComponentResource(TransitGatewayToken, name, component, opts...); err != nil {
		return nil, err
	}
	if err := component.printGateway(ctx, args); err != nil {
		return nil, err
	}
	for _, planned := range args.Plan.RouteTables {
		if err := component.printRouteTable(ctx, args, planned); err != nil {
			return nil, err
		}
	}
	outputs.Register(ctx, component, pulumi.Map{
		"transitGatewayId": component.TransitGatewayID,
		"routeTableIds":    component.RouteTableIDs,
	})
	return component, nil
}

func (g *TransitGateway) printGateway(ctx *pulumi.Context, args *TransitGatewayArgs) error {
	if args.Plan.ExistingID != "" {
		g.TransitGatewayID = pulumi.String(args.Plan.ExistingID).ToStringOutput()
		return g.lookUp(ctx, args.Plan)
	}
	gatewayArgs := &ec2transitgateway.TransitGatewayArgs{
		Description:                  pulumi.String("Joins the ingress VPC and the EKS VPCs"),
		DefaultRouteTableAssociation: pulumi.String("disable"),
		DefaultRouteTablePropagation: pulumi.String("disable"),
		AutoAcceptSharedAttachments:  pulumi.String("disable"),
		DnsSupport:                   pulumi.String("enable"),
		Tags:                         inputs.Tags(args.Tags, args.Plan.Name),
	}
	if args.Plan.AmazonSideAsn != 0 {
		gatewayArgs.AmazonSideAsn = pulumi.Int(int(args.Plan.AmazonSideAsn))
	}
	gateway, err := ec2transitgateway.NewTransitGateway(ctx, args.Plan.Name, gatewayArgs,
		pulumi.Parent(g), pulumi.Protect(args.Protection))
	if err != nil {
		return err
	}
	g.TransitGatewayID, g.TransitGatewayArn = gateway.ID().ToStringOutput(), gateway.Arn
	return nil
}

// lookUp asks AWS for the ARN of a gateway that exists already and is to be shared, which only its owner may do.
func (g *TransitGateway) lookUp(ctx *pulumi.Context, planned plan.TransitPlan) error {
	if planned.Share == nil {
		return nil
	}
	found, err := ec2transitgateway.LookupTransitGateway(ctx, &ec2transitgateway.LookupTransitGatewayArgs{
		Id: pulumi.StringRef(planned.ExistingID),
	}, pulumi.Parent(g))
	if err != nil {
		return fmt.Errorf("looking transit gateway %s up: %w", planned.ExistingID, err)
	}
	// Nothing is known in a preview in which the provider itself is not.
	if found.OwnerId != "" && found.OwnerId != planned.Share.Owner {
		return plan.Problems{{
			Path: "plan.existingId", Message: planned.ExistingID + " belongs to account " + found.OwnerId +
				"; only that can share it with the clusters' accounts and route what they attach. Make it the ingress VPC's account, or declare another gateway",
		}}
	}
	if found.AutoAcceptSharedAttachments == "enable" {
		// AWS takes an acceptance only of what waits for one.
		return plan.Problems{{
			Path: "plan.existingId", Message: planned.ExistingID + " accepts by itself what other accounts attach, so AWS refuses to have it " +
				"accepted: aws ec2 modify-transit-gateway --transit-gateway-id " + planned.ExistingID + " --options AutoAcceptSharedAttachments=disable",
		}}
	}
	g.TransitGatewayArn = pulumi.String(found.Arn).ToStringOutput()
	return nil
}

func (g *TransitGateway) printRouteTable(
	ctx *pulumi.Context, args *TransitGatewayArgs, planned plan.TransitRouteTable,
) error {
	table, err := ec2transitgateway.NewRouteTable(ctx, planned.Name, &ec2transitgateway.RouteTableArgs{
		TransitGatewayId: g.TransitGatewayID,
		Tags:             inputs.Tags(args.Tags, args.Plan.Name+"."+planned.Name),
	}, pulumi.Parent(g))
	if err != nil {
		return err
	}
	id := table.ID().ToStringOutput()
	var blackholes []pulumi.Resource
	for _, planned := range planned.Routes {
		if !planned.Blackhole {
			continue
		}
		blackhole, err := ec2transitgateway.NewRoute(ctx, planned.Name, &ec2transitgateway.RouteArgs{
			TransitGatewayRouteTableId: id,
			DestinationCidrBlock:       pulumi.String(planned.Destination),
			Blackhole:                  pulumi.Bool(true),
		}, pulumi.Parent(g), pulumi.DeleteBeforeReplace(true))
		if err != nil {
			return err
		}
		blackholes = append(blackholes, blackhole)
	}
	g.RouteTableIDs[planned.Name] = outputs.After(id, blackholes...)
	return nil
}

// Gateway is what attachments have to know of this gateway. Other VPCs' attachments are added to it by whoever makes them.
func (g *TransitGateway) Gateway(provider pulumi.ProviderResource) Gateway {
	return Gateway{ID: g.TransitGatewayID, RouteTableIDs: g.RouteTableIDs, Provider: provider}
}

// SharedBy is the gateway as an account sees it that it is shared with: what uses the ID waits for the share, whose ARN is that
// of TransitGatewayShare or, outside Organizations, of TransitGatewayShareAccepter.
func (g Gateway) SharedBy(shareArn pulumi.StringInput) Gateway {
	g.ID = pulumi.All(g.ID, shareArn).ApplyT(func(known []any) (string, error) {
		id, isString := known[0].(string)
		if !isString {
			return "", fmt.Errorf("the ID of the transit gateway is a %T", known[0])
		}
		return id, nil
	}).(pulumi.StringOutput)
	return g
}
