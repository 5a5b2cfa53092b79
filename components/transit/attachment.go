package transit

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// VpcAttachmentToken is the type token of VpcAttachment.
const VpcAttachmentToken = "ingresshub:index:VpcAttachment"

// VpcAttachmentArgs are the arguments of NewVpcAttachment.
type VpcAttachmentArgs struct {
	// The attachment as planned.
	Plan plan.TransitAttachment `pulumi:"plan"`

	// The gateway's route tables as planned. Of their routes, those that belong to this VPC are registered, wherever they
	// lead.
	TransitRouteTables []plan.TransitRouteTable `pulumi:"transitRouteTables"`

	// The VPC's route tables as planned. Of their routes, those to the transit gateway are registered.
	VpcRouteTables []plan.RouteTable `pulumi:"vpcRouteTables"`

	// The gateway.
	Gateway Gateway `pulumi:"gateway"`

	// ID of the VPC.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// IDs by plan name of the VPC's transit subnets (`<vpc>.transit.<zone>`, such as payments.transit.use1-az1) and of those
	// of its route tables that lead to the gateway (`<vpc>.<tier>.<zone>`, such as payments.node.use1-az1).
	SubnetIDs     pulumi.StringMap `pulumi:"subnetIds"`
	RouteTableIDs pulumi.StringMap `pulumi:"routeTableIds"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// VpcAttachment joins one VPC to a transit gateway, through subnets that hold nothing else.
type VpcAttachment struct {
	pulumi.ResourceState

	// ID of the attachment. Whoever uses it waits until what it sends there gets on: for the attachment's association, the
	// VPC's routes to the gateway, and all that the transit subnets wait for, such as an inspection VPC's routes to its
	// firewall.
	AttachmentID pulumi.StringOutput `pulumi:"attachmentId"`

	// ARN of the attachment.
	AttachmentArn pulumi.StringOutput
}

// NewVpcAttachment registers the attachment; in the gateway's account its acceptance, where that is another one, its association
// and the VPC's routes of the gateway; and the VPC's own routes to the gateway.
//
// The error lists all missing inputs, and then nothing is registered.
func NewVpcAttachment(
	ctx *pulumi.Context, name string, args *VpcAttachmentArgs, opts ...pulumi.ResourceOption,
) (*VpcAttachment, error) {
	if args == nil {
		args = &VpcAttachmentArgs{}
	}
	if err := inputs.Check(VpcAttachmentToken, name, args.problems()...); err != nil {
		return nil, err
	}
	component := &VpcAttachment{}
	if err := ctx.RegisterComponentResource(VpcAttachmentToken, name, component, opts...); err != nil {
		return nil, err
	}
	subnets := make(pulumi.StringArray, 0, len(args.Plan.Subnets))
	for _, subnet := range args.Plan.Subnets {
		subnets = append(subnets, args.SubnetIDs[subnet])
	}
	attachmentArgs := &ec2transitgateway.VpcAttachmentArgs{
		TransitGatewayId:     args.Gateway.ID,
		VpcId:                args.VpcID,
		SubnetIds:            subnets,
		ApplianceModeSupport: pulumi.String(enabled(args.Plan.ApplianceMode)),
		DnsSupport:           pulumi.String("enable"),
		Tags:                 inputs.Tags(args.Tags, args.Plan.Name),
	}
	if !args.Plan.Accept {
		// Both default to true. Where somebody else owns the gateway, only the side that accepts can say so (routing.go): the
		// provider reads true on this one, and would change it with every update.
		attachmentArgs.TransitGatewayDefaultRouteTableAssociation = pulumi.Bool(false)
		attachmentArgs.TransitGatewayDefaultRouteTablePropagation = pulumi.Bool(false)
	}
	attachment, err := ec2transitgateway.NewVpcAttachment(ctx, args.Plan.Name, attachmentArgs, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}

	routingOptions := []pulumi.ResourceOption{pulumi.Parent(component)}
	if args.Gateway.Provider != nil {
		routingOptions = append(routingOptions, pulumi.Provider(args.Gateway.Provider))
	}
	routing, err := newAttachmentRouting(ctx, name, args, attachment.ID().ToStringOutput(), routingOptions...)
	if err != nil {
		return nil, err
	}

	towards, err := routing.printRoutes(ctx, args, false)
	if err != nil {
		return nil, err
	}
	// A packet must not leave the VPC for a gateway that does not know yet what the VPC may reach.
	away, err := network.NewRoutes(ctx, args.VpcRouteTables, args.RouteTableIDs,
		network.Targets{plan.ToTransitGateway: args.Gateway.ID},
		pulumi.Parent(component), pulumi.DependsOn(append([]pulumi.Resource{attachment, routing.association}, towards...)))
	if err != nil {
		return nil, err
	}
	// Nor be led through a VPC from which it does not get on.
	leadsOn := []pulumi.Resource{routing.association}
	for _, route := range away {
		leadsOn = append(leadsOn, route)
	}
	if _, err := routing.printRoutes(ctx, args, true, leadsOn...); err != nil {
		return nil, err
	}
	component.AttachmentID = outputs.After(attachment.ID().ToStringOutput(), leadsOn...)
	component.AttachmentArn = attachment.Arn
	outputs.Register(ctx, component, pulumi.Map{"attachmentId": component.AttachmentID})
	return component, nil
}

func (args *VpcAttachmentArgs) problems() []plan.Problems {
	problems := []plan.Problems{
		inputs.Require("plan.name", args.Plan.Name != ""),
		inputs.Require("plan.vpc", args.Plan.Vpc != ""),
		inputs.Require("plan.subnets", len(args.Plan.Subnets) > 0),
		inputs.Require("plan.routeTable", args.Plan.RouteTable != ""),
		inputs.Require("gateway.id", args.Gateway.ID != nil),
		inputs.Require("gateway.provider", !args.Plan.Accept || args.Gateway.Provider != nil),
		inputs.Require("vpcId", args.VpcID != nil),
		inputs.RequireEach("subnetIds", args.SubnetIDs, args.Plan.Subnets),
		inputs.RequireEach("routeTableIds", args.RouteTableIDs, network.TablesTo(plan.ToTransitGateway, args.VpcRouteTables)),
	}
	if grant := args.Gateway.Grant; grant != nil {
		problems = append(problems, inputs.Require("gateway.grant.owner", grant.Owner != ""),
			inputs.Require("gateway.grant.prefixListId", grant.PrefixListID != nil))
	}
	tables, attachments := []string{}, []string{}
	if args.Plan.RouteTable != "" {
		tables = append(tables, args.Plan.RouteTable)
	}
	for _, table := range args.TransitRouteTables {
		for _, route := range table.Routes {
			// A route that belongs to nobody would be registered by nobody.
			problems = append(problems, inputs.Require(
				"transitRouteTables["+table.Name+"].routes["+route.Name+"].vpc", route.Blackhole || route.Vpc != ""))
		}
		for _, route := range owned(args.Plan, table) {
			tables = append(tables, table.Name)
			if route.Attachment != args.Plan.Name && args.Gateway.Grant == nil {
				attachments = append(attachments, route.Attachment)
			}
		}
	}
	return append(problems,
		inputs.RequireEach("gateway.routeTableIds", args.Gateway.RouteTableIDs, tables),
		inputs.RequireEach("gateway.attachmentIds", args.Gateway.AttachmentIDs, attachments))
}

// enabled is EC2's word for a switch.
func enabled(on bool) string {
	if on {
		return "enable"
	}
	return "disable"
}
