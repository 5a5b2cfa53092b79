package components_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
)

const (
	transitType            = "aws:ec2transitgateway/transitGateway:TransitGateway"
	transitTableType       = "aws:ec2transitgateway/routeTable:RouteTable"
	transitRouteType       = "aws:ec2transitgateway/route:Route"
	attachmentType         = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
	transitAssociationType = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
)

// attachArgs are the arguments of an attachment of a planned VPC.
func attachArgs(t *testing.T, planned *plan.Plan, vpc string, gateway transit.Gateway) *transit.VpcAttachmentArgs {
	t.Helper()
	network := vpcOf(t, planned, vpc)
	tables := []string{}
	for _, table := range network.RouteTables {
		tables = append(tables, table.Name)
	}
	for _, attachment := range planned.TransitGateway.Attachments {
		if attachment.Vpc == vpc {
			return &transit.VpcAttachmentArgs{
				Plan: attachment, TransitRouteTables: planned.TransitGateway.RouteTables, VpcRouteTables: network.RouteTables,
				Gateway: gateway, VpcID: pulumi.String(vpc + "-id"), SubnetIDs: ids(subnetNames(network)...), RouteTableIDs: ids(tables...),
			}
		}
	}
	require.Fail(t, "no attachment of "+vpc)
	return nil
}

func TestTransitGatewayLeadsOnlyWhereStaticRoutesSay(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	r := record(t, func(ctx *pulumi.Context) error {
		gateway, err := transit.NewTransitGateway(ctx, "transit", &transit.TransitGatewayArgs{Plan: planned.TransitGateway, Protection: true})
		if err != nil {
			return err
		}
		for _, vpc := range []string{"ingress", "payments", "search"} {
			if _, err := transit.NewVpcAttachment(ctx, vpc, attachArgs(t, planned, vpc, gateway.Gateway(nil))); err != nil {
				return err
			}
		}
		return nil
	})

	gateway := r.one(t, transitType, "transit")
	assert.Equal(t, "disable", gateway.inputs["defaultRouteTableAssociation"])
	assert.Equal(t, "disable", gateway.inputs["defaultRouteTablePropagation"])
	assert.Equal(t, "disable", gateway.inputs["autoAcceptSharedAttachments"])
	assert.True(t, gateway.rpc.GetProtect())
	assert.InEpsilon(t, 64512, gateway.inputs["amazonSideAsn"], 0)
	assert.Equal(t, []string{"ingress", "spoke"}, r.names(transitTableType))
	assert.Empty(t, r.of("aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation"))

	// Every planned route, once: blackholes with the table, the others with the attachment that they lead to.
	for _, table := range planned.TransitGateway.RouteTables {
		for _, route := range table.Routes {
			made := r.one(t, transitRouteType, route.Name)
			assert.Equal(t, route.Destination, made.inputs["destinationCidrBlock"])
			assert.Equal(t, table.Name+"-id", made.inputs["transitGatewayRouteTableId"])
			assert.True(t, made.rpc.GetDeleteBeforeReplace(), "a prefix cannot be there twice")
			if route.Blackhole {
				assert.Equal(t, true, made.inputs["blackhole"])
				assert.NotContains(t, made.inputs, "transitGatewayAttachmentId")
			} else {
				assert.Equal(t, route.Attachment+"-id", made.inputs["transitGatewayAttachmentId"])
				assert.NotContains(t, made.inputs, "blackhole")
			}
		}
	}
	assert.Len(t, r.of(transitRouteType), 4+4+2+1, "blackholes of both tables, each cluster, the way back")

	for _, vpc := range []string{"ingress", "payments", "search"} {
		attachment := r.one(t, attachmentType, vpc)
		assert.Equal(t, false, attachment.inputs["transitGatewayDefaultRouteTableAssociation"])
		assert.Equal(t, false, attachment.inputs["transitGatewayDefaultRouteTablePropagation"])
		assert.Equal(t, "disable", attachment.inputs["applianceModeSupport"])
		assert.Equal(t, []any{
			vpc + ".transit.use1-az1-id", vpc + ".transit.use1-az2-id", vpc + ".transit.use1-az4-id",
		}, attachment.inputs["subnetIds"])
	}
	assert.Equal(t, "ingress-id", r.one(t, transitAssociationType, "ingress").inputs["transitGatewayRouteTableId"])
	assert.Equal(t, "spoke-id", r.one(t, transitAssociationType, "search").inputs["transitGatewayRouteTableId"])

	routes := 0
	for _, vpc := range planned.Vpcs {
		for _, table := range vpc.RouteTables {
			for _, route := range table.Routes {
				if route.NextHop == plan.ToTransitGateway {
					made := r.one(t, routeType, route.Name)
					assert.Equal(t, "transit-id", made.inputs["transitGatewayId"])
					assert.Equal(t, table.Name+"-id", made.inputs["routeTableId"])
					assert.Equal(t, route.Destination, made.inputs["destinationCidrBlock"])
					routes++
				}
			}
		}
	}
	assert.Len(t, r.of(routeType), routes)
}

func TestRoutesComeLastAndGoFirst(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	r := record(t, func(ctx *pulumi.Context) error {
		gateway, err := transit.NewTransitGateway(ctx, "transit", &transit.TransitGatewayArgs{Plan: planned.TransitGateway})
		if err != nil {
			return err
		}
		_, err = transit.NewVpcAttachment(ctx, "payments", attachArgs(t, planned, "payments", gateway.Gateway(nil)))
		return err
	})
	hole := r.one(t, transitRouteType, "spoke.rfc1918-10")
	attachment := r.one(t, attachmentType, "payments")
	association := r.one(t, transitAssociationType, "payments")
	towards := r.one(t, transitRouteType, "ingress.payments")
	away := r.one(t, routeType, "payments.lb.use1-az1.ingress")

	assert.True(t, association.dependsOn(hole), "what is not allowed drops before anything may ask")
	assert.True(t, association.dependsOn(attachment))
	assert.True(t, towards.dependsOn(association))
	assert.True(t, towards.dependsOn(r.one(t, transitRouteType, "ingress.rfc1918-10")))
	for _, before := range []registration{attachment, association, towards} {
		assert.True(t, away.dependsOn(before), before.typ)
	}
	assert.True(t, association.rpc.GetDeleteBeforeReplace())
}

func TestExistingTransitGatewayKeepsItself(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, func(estate map[string]any) {
		estate["transit"] = map[string]any{"transitGateway": map[string]any{"id": "tgw-0123456789abcdef0"}}
	})
	r := record(t, func(ctx *pulumi.Context) error {
		_, err := transit.NewTransitGateway(ctx, "transit", &transit.TransitGatewayArgs{Plan: planned.TransitGateway, Protection: true})
		return err
	})
	assert.Empty(t, r.of(transitType))
	assert.Equal(t, "tgw-0123456789abcdef0", r.one(t, transitTableType, "spoke").inputs["transitGatewayId"])
}

func TestGatewaysSideOfAnAttachmentIsInItsAccount(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	r := record(t, func(ctx *pulumi.Context) error {
		hub := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource("pulumi:providers:aws", "hub", pulumi.Map{}, hub); err != nil {
			return err
		}
		spoke := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource("pulumi:providers:aws", "spoke", pulumi.Map{}, spoke); err != nil {
			return err
		}
		gateway := transit.Gateway{ID: pulumi.String("tgw-1"), RouteTableIDs: ids("ingress", "spoke"), Provider: hub}
		_, err := transit.NewVpcAttachment(ctx, "payments", attachArgs(t, planned, "payments", gateway), pulumi.Provider(spoke))
		return err
	})
	in := func(typ, name string) string { return r.one(t, typ, name).rpc.GetProvider() }
	assert.Contains(t, in(attachmentType, "payments"), "::spoke::")
	assert.Contains(t, in(routeType, "payments.lb.use1-az1.ingress"), "::spoke::")
	assert.Contains(t, in(transitAssociationType, "payments"), "::hub::")
	assert.Contains(t, in(transitRouteType, "ingress.payments"), "::hub::")
}

func TestBadAttachmentRegistersNothing(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	require.ErrorContains(t, r.run(func(ctx *pulumi.Context) error {
		_, err := transit.NewVpcAttachment(ctx, "payments", nil)
		return err
	}), "plan.subnets: is required")
	args := attachArgs(t, devPlan(t, nil), "payments", transit.Gateway{ID: pulumi.String("tgw-1"), RouteTableIDs: ids("ingress")})
	delete(args.SubnetIDs, "payments.transit.use1-az2")
	delete(args.RouteTableIDs, "payments.lb.use1-az4")
	err := r.run(func(ctx *pulumi.Context) error {
		_, err := transit.NewVpcAttachment(ctx, "payments", args)
		return err
	})
	require.ErrorContains(t, err, `subnetIds["payments.transit.use1-az2"]: is required`)
	require.ErrorContains(t, err, `routeTableIds["payments.lb.use1-az4"]: is required`)
	require.ErrorContains(t, err, "gateway.routeTableIds.spoke: is required")
	require.ErrorContains(t, r.run(func(ctx *pulumi.Context) error {
		_, err := transit.NewTransitGateway(ctx, "transit", nil)
		return err
	}), transit.TransitGatewayToken)
	require.ErrorContains(t, r.run(func(ctx *pulumi.Context) error {
		table := plan.RouteTable{Name: "a", Routes: []plan.Route{{Name: "a.b", NextHop: "moon"}}}
		_, err := network.NewRoutes(ctx, []plan.RouteTable{table}, ids("a"), network.Targets{"moon": pulumi.String("x")})
		return err
	}), `unknown next hop "moon"`)
	assert.Empty(t, r.all)
}
