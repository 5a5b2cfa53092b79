package components_test

import (
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
)

const (
	shareType               = "aws:ram/resourceShare:ResourceShare"
	resourceAssociationType = "aws:ram/resourceAssociation:ResourceAssociation"
	principalType           = "aws:ram/principalAssociation:PrincipalAssociation"
	shareAccepterType       = "aws:ram/resourceShareAccepter:ResourceShareAccepter"
	attachmentAccepterType  = "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter"
)

// shared is the plan of devPlan with both clusters in an account of their own.
func shared(t *testing.T, organization bool) *plan.Plan {
	t.Helper()
	return devPlan(t, func(estate map[string]any) {
		estate["accounts"] = map[string]any{
			"hub":  map[string]any{"id": "111111111111"},
			"shop": map[string]any{"id": "222222222222", "roleArn": "arn:aws:iam::222222222222:role/deploy"},
		}
		estate["ingress"].(map[string]any)["account"] = "hub"
		estate["transit"] = map[string]any{"transitGateway": map[string]any{"organization": organization}}
		for _, cluster := range estate["clusters"].(map[string]any) {
			cluster.(map[string]any)["account"] = "shop"
		}
	})
}

func TestSharedTransitGateway(t *testing.T) {
	t.Parallel()
	for _, organization := range []bool{false, true} {
		planned := shared(t, organization)
		r := record(t, func(ctx *pulumi.Context) error {
			providers := map[string]*aws.Provider{}
			for _, account := range []string{"hub", "shop"} {
				provider, err := aws.NewProvider(ctx, account, &aws.ProviderArgs{})
				if err != nil {
					return err
				}
				providers[account] = provider
			}
			hub, shop := pulumi.Provider(providers["hub"]), pulumi.Provider(providers["shop"])
			made, err := transit.NewTransitGateway(ctx, "transit", &transit.TransitGatewayArgs{Plan: planned.TransitGateway}, hub)
			if err != nil {
				return err
			}
			share, err := transit.NewTransitGatewayShare(ctx, "transit", &transit.TransitGatewayShareArgs{
				Plan: *planned.TransitGateway.Share, TransitGatewayArn: made.TransitGatewayArn,
			}, hub)
			if err != nil {
				return err
			}
			var arn pulumi.StringInput = share.ShareArns["shop"]
			if !organization {
				accepter, err := transit.NewTransitGatewayShareAccepter(ctx, "shop", &transit.TransitGatewayShareAccepterArgs{ShareArn: arn}, shop)
				if err != nil {
					return err
				}
				arn = accepter.ShareArn
			}
			_, err = transit.NewVpcAttachment(ctx, "payments",
				attachArgs(t, planned, "payments", made.Gateway(providers["hub"]).SharedBy(arn)), shop)
			return err
		})
		principal, attachment := r.one(t, principalType, "shop"), r.one(t, attachmentType, "payments")
		assert.Equal(t, !organization, r.one(t, shareType, "transit").inputs["allowExternalPrincipals"])
		assert.Equal(t, "222222222222", principal.inputs["principal"])
		assert.True(t, principal.dependsOn(r.one(t, resourceAssociationType, "transit")), "who accepts is told what is shared")
		assert.True(t, attachment.dependsOn(principal) || !organization)
		if organization {
			assert.Empty(t, r.of(shareAccepterType))
		} else {
			accepter := r.one(t, shareAccepterType, "shop")
			assert.True(t, accepter.dependsOn(principal))
			assert.True(t, attachment.dependsOn(accepter))
			assert.Contains(t, accepter.rpc.GetProvider(), "::shop::")
		}
		assert.NotContains(t, attachment.inputs, "transitGatewayDefaultRouteTableAssociation", "the provider would read it as true")

		accepted := r.one(t, attachmentAccepterType, "payments")
		assert.Equal(t, false, accepted.inputs["transitGatewayDefaultRouteTableAssociation"])
		assert.Equal(t, false, accepted.inputs["transitGatewayDefaultRouteTablePropagation"])
		assert.True(t, accepted.dependsOn(attachment))
		association := r.one(t, transitAssociationType, "payments")
		assert.True(t, association.dependsOn(accepted))
		assert.True(t, r.one(t, transitRouteType, "ingress.payments").dependsOn(accepted))
		assert.True(t, r.one(t, routeType, "payments.lb.use1-az1.ingress").dependsOn(association), "VPC routes wait for the acceptance")
		for _, made := range []registration{accepted, association, principal, r.one(t, shareType, "transit")} {
			assert.Contains(t, made.rpc.GetProvider(), "::hub::", made.typ)
		}
	}
}

func TestBadShareRegistersNothing(t *testing.T) {
	t.Parallel()
	planned := shared(t, false)
	r := &recorder{}
	for want, make := range map[string]func(ctx *pulumi.Context) error{
		"gateway.provider: is required": func(ctx *pulumi.Context) error {
			gateway := transit.Gateway{ID: pulumi.String("tgw-1"), RouteTableIDs: ids("ingress", "spoke")}
			_, err := transit.NewVpcAttachment(ctx, "payments", attachArgs(t, planned, "payments", gateway))
			return err
		},
		"transitGatewayArn: is required": func(ctx *pulumi.Context) error {
			_, err := transit.NewTransitGatewayShare(ctx, "transit", nil)
			return err
		},
		"share.principals: a share is for somebody": func(ctx *pulumi.Context) error {
			_, err := transit.NewTransitGatewayShare(ctx, "transit", nil)
			return err
		},
		"shareArn: is required": func(ctx *pulumi.Context) error {
			_, err := transit.NewTransitGatewayShareAccepter(ctx, "shop", nil)
			return err
		},
	} {
		require.ErrorContains(t, r.run(make), want)
	}
	assert.Empty(t, r.all)
}
