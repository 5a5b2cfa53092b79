package transit

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ram"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// TransitGatewayShareAccepterToken is the type token of TransitGatewayShareAccepter.
const TransitGatewayShareAccepterToken = "ingresshub:index:TransitGatewayShareAccepter"

// TransitGatewayShareAccepterArgs are the arguments of NewTransitGatewayShareAccepter.
type TransitGatewayShareAccepterArgs struct {
	// ARN of the share (TransitGatewayShare.ShareArns).
	ShareArn pulumi.StringInput `pulumi:"shareArn"`
}

// TransitGatewayShareAccepter accepts a share in an account outside the gateway's Organization: once, however many VPCs the
// account attaches. It lives in that account. Inside an Organization AWS accepts by itself and refuses this.
type TransitGatewayShareAccepter struct {
	pulumi.ResourceState

	// ARN of the share. Whoever uses it waits for the acceptance.
	ShareArn pulumi.StringOutput `pulumi:"shareArn"`
}

// NewTransitGatewayShareAccepter registers the acceptance of a share.
//
// The error lists all missing inputs, and then nothing is registered.
func NewTransitGatewayShareAccepter(
	ctx *pulumi.Context, name string, args *TransitGatewayShareAccepterArgs, opts ...pulumi.ResourceOption,
) (*TransitGatewayShareAccepter, error) {
	if args == nil {
		args = &TransitGatewayShareAccepterArgs{}
	}
	if err := inputs.Check(TransitGatewayShareAccepterToken, name, inputs.Require("shareArn", args.ShareArn != nil)); err != nil {
		return nil, err
	}
	component := &TransitGatewayShareAccepter{}
	if err := ctx.RegisterComponentResource(TransitGatewayShareAccepterToken, name, component, opts...); err != nil {
		return nil, err
	}
	accepter, err := ram.NewResourceShareAccepter(ctx, name, &ram.ResourceShareAccepterArgs{ShareArn: args.ShareArn},
		pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	component.ShareArn = accepter.ShareArn
	outputs.Register(ctx, component, pulumi.Map{"shareArn": component.ShareArn})
	return component, nil
}
