package transit

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ram"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// TransitGatewayShareToken is the type token of TransitGatewayShare.
const TransitGatewayShareToken = "ingresshub:index:TransitGatewayShare"

// TransitGatewayShareArgs are the arguments of NewTransitGatewayShare.
type TransitGatewayShareArgs struct {
	// The share as planned.
	Plan plan.TransitShare `pulumi:"plan"`

	// ARN of the gateway.
	TransitGatewayArn pulumi.StringInput `pulumi:"transitGatewayArn"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// TransitGatewayShare lets other accounts attach their VPCs to a transit gateway. It lives in the gateway's account.
type TransitGatewayShare struct {
	pulumi.ResourceState

	// ARN of the share, by plan name of the account. Whoever uses it waits until the gateway is shared with that account, but
	// for the acceptance outside Organizations (TransitGatewayShareAccepter).
	ShareArns pulumi.StringMap
}

// NewTransitGatewayShare registers a share with the accounts of a plan. Each has an association of its own, so that one that
// joins or leaves is nothing to the others.
//
// The error lists all missing inputs, and then nothing is registered.
func NewTransitGatewayShare(
	ctx *pulumi.Context, name string, args *TransitGatewayShareArgs, opts ...pulumi.ResourceOption,
) (*TransitGatewayShare, error) {
	if args == nil {
		args = &TransitGatewayShareArgs{}
	}
	if err := inputs.Check(TransitGatewayShareToken, name,
		args.Plan.Validate(), inputs.Require("transitGatewayArn", args.TransitGatewayArn != nil)); err != nil {
		return nil, err
	}
	component := &TransitGatewayShare{ShareArns: pulumi.StringMap{}}
	if err := ctx.RegisterComponentResource(TransitGatewayShareToken, name, component, opts...); err != nil {
		return nil, err
	}
	share, err := ram.NewResourceShare(ctx, args.Plan.Name, &ram.ResourceShareArgs{
		Name: pulumi.String(args.Plan.AwsName),
		// What does not leave the Organization is refused to anybody else, and accepted by itself.
		AllowExternalPrincipals: pulumi.Bool(!args.Plan.Organization),
		Tags:                    inputs.Tags(args.Tags, args.Plan.Name),
	}, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	gateway, err := ram.NewResourceAssociation(ctx, args.Plan.Name, &ram.ResourceAssociationArgs{
		ResourceArn:      args.TransitGatewayArn,
		ResourceShareArn: share.Arn,
	}, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	for _, planned := range args.Plan.Principals {
		// After the gateway: an account that accepts a share is told what is in it.
		principal, err := ram.NewPrincipalAssociation(ctx, planned.Name, &ram.PrincipalAssociationArgs{
			Principal:        pulumi.String(planned.ID),
			ResourceShareArn: share.Arn,
		}, pulumi.Parent(component), pulumi.DependsOn([]pulumi.Resource{gateway}))
		if err != nil {
			return nil, err
		}
		component.ShareArns[planned.Name] = outputs.After(share.Arn, principal)
	}
	outputs.Register(ctx, component, pulumi.Map{"shareArns": component.ShareArns})
	return component, nil
}
