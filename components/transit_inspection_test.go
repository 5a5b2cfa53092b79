package components_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
)

// transitRoutes are the routes of a transit gateway between an ingress VPC, an inspection VPC and the cluster payments, by
// route table: name, destination, the VPC that it belongs to, and the attachment that it leads to.
type transitRoutes map[string][][4]string

// eastWestRoutes lead everything between ingress VPC and payments through the firewall, and payments to the internet.
var eastWestRoutes = transitRoutes{
	"ingress": {{"ingress.payments", "10.16.0.0/16", "payments", "inspection"}},
	"spoke": {
		{"spoke.ingress", "10.0.0.0/20", "ingress", "inspection"},
		{"spoke.internet", "0.0.0.0/0", "inspection", "inspection"},
	},
	"inspection": {
		{"inspection.ingress", "10.0.0.0/20", "ingress", "ingress"},
		{"inspection.payments", "10.16.0.0/16", "payments", "payments"},
	},
}

// directRoutes are those of the same estate without inspection.
var directRoutes = transitRoutes{
	"ingress": {{"ingress.payments", "10.16.0.0/16", "payments", "payments"}},
	"spoke":   {{"spoke.ingress", "10.0.0.0/20", "ingress", "ingress"}},
}

// privateSpace is what every table drops unless a longer route leads on.
var privateSpace = map[string]string{
	"rfc1918-10": "10.0.0.0/8", "rfc1918-172-16": "172.16.0.0/12", "rfc1918-192-168": "192.168.0.0/16", "shared-100-64": "100.64.0.0/10",
}

// joined is a planned transit gateway with routes.
func joined(routes transitRoutes) plan.TransitPlan {
	planned := plan.TransitPlan{Name: "transit"}
	for _, vpc := range []string{"ingress", "inspection", "payments"} {
		table := vpc
		if vpc == "payments" {
			table = "spoke"
		}
		if routes[table] == nil {
			continue
		}
		planned.Attachments = append(planned.Attachments, plan.TransitAttachment{
			Name: vpc, Vpc: vpc, Subnets: []string{vpc + ".transit.use1-az1"}, RouteTable: table, ApplianceMode: vpc == "inspection",
		})
	}
	for _, name := range []string{"ingress", "inspection", "spoke"} {
		if routes[name] == nil {
			continue
		}
		table := plan.TransitRouteTable{Name: name}
		for _, r := range routes[name] {
			table.Routes = append(table.Routes, plan.TransitRoute{Name: r[0], Destination: r[1], Vpc: r[2], Attachment: r[3]})
		}
		for suffix, cidr := range privateSpace {
			table.Routes = append(table.Routes, plan.TransitRoute{Name: name + "." + suffix, Destination: cidr, Blackhole: true})
		}
		planned.RouteTables = append(planned.RouteTables, table)
	}
	return planned
}

// join registers a planned transit gateway and its attachments, the inspection VPC's first, as a hub does. Each VPC has one
// route table that leads to the gateway.
func join(ctx *pulumi.Context, planned plan.TransitPlan) error {
	made, err := transit.NewTransitGateway(ctx, "transit", &transit.TransitGatewayArgs{Plan: planned})
	if err != nil {
		return err
	}
	gateway := made.Gateway(nil)
	attach := func(of plan.TransitAttachment) (*transit.VpcAttachment, error) {
		table := plan.RouteTable{Name: of.Name + ".table", Routes: []plan.Route{
			{Name: of.Name + ".table.beyond", Destination: "10.0.0.0/8", NextHop: plan.ToTransitGateway},
		}}
		return transit.NewVpcAttachment(ctx, of.Name, &transit.VpcAttachmentArgs{
			Plan: of, TransitRouteTables: planned.RouteTables, VpcRouteTables: []plan.RouteTable{table}, Gateway: gateway,
			VpcID: pulumi.String(of.Name), SubnetIDs: ids(of.Subnets...), RouteTableIDs: ids(table.Name),
		})
	}
	for _, of := range planned.Attachments {
		if of.Name != "inspection" {
			continue
		}
		inspection, err := attach(of)
		if err != nil {
			return err
		}
		gateway.AttachmentIDs = pulumi.StringMap{of.Name: inspection.AttachmentID}
	}
	for _, of := range planned.Attachments {
		if of.Name == "inspection" {
			continue
		}
		if _, err := attach(of); err != nil {
			return err
		}
	}
	return nil
}

func TestRoutesBelongToTheVpcWhoseAddressesTheyLeadTo(t *testing.T) {
	t.Parallel()
	for name, routes := range map[string]transitRoutes{"direct": directRoutes, "east-west": eastWestRoutes} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			planned := joined(routes)
			require.Empty(t, planned.Validate())
			r := record(t, func(ctx *pulumi.Context) error { return join(ctx, planned) })
			total := 0
			for table, rows := range routes {
				total += len(rows) + len(privateSpace)
				for _, row := range rows {
					made := r.one(t, transitRouteType, row[0])
					assert.Equal(t, row[1], made.inputs["destinationCidrBlock"], row[0])
					assert.Equal(t, row[3]+"-id", made.inputs["transitGatewayAttachmentId"], row[0])
					assert.Equal(t, table+"-id", made.inputs["transitGatewayRouteTableId"], row[0])
					assert.Equal(t, r.one(t, transit.AttachmentRoutingToken, row[2]).urn, made.rpc.GetParent(), row[0])
					assert.True(t, made.rpc.GetDeleteBeforeReplace(), row[0])
				}
				for suffix := range privateSpace {
					hole := r.one(t, transitRouteType, table+"."+suffix)
					assert.Equal(t, r.one(t, transit.TransitGatewayToken, "transit").urn, hole.rpc.GetParent())
				}
			}
			assert.Len(t, r.of(transitRouteType), total, "each route once")
		})
	}
}

func TestInspectionKeepsTheUrnsOfRoutes(t *testing.T) {
	t.Parallel()
	urns := map[string]map[string]bool{}
	for name, routes := range map[string]transitRoutes{"direct": directRoutes, "east-west": eastWestRoutes} {
		urns[name] = map[string]bool{}
		for _, made := range record(t, func(ctx *pulumi.Context) error { return join(ctx, joined(routes)) }).all {
			urns[name][made.urn] = true
		}
	}
	for urn := range urns["direct"] {
		assert.True(t, urns["east-west"][urn], "%s is not there with inspection", urn)
	}
}

// What others send to the inspection VPC's attachment gets on from there.
func TestRoutesThroughAnAttachmentWaitUntilItLeadsOn(t *testing.T) {
	t.Parallel()
	r := record(t, func(ctx *pulumi.Context) error { return join(ctx, joined(eastWestRoutes)) })
	association := r.one(t, transitAssociationType, "inspection")
	onwards := r.one(t, routeType, "inspection.table.beyond")
	for _, through := range []string{"ingress.payments", "spoke.ingress", "spoke.internet"} {
		made := r.one(t, transitRouteType, through)
		assert.True(t, made.dependsOn(association), through)
		assert.True(t, made.dependsOn(onwards), through)
	}
	for _, beside := range []string{"inspection.ingress", "inspection.payments"} {
		assert.False(t, r.one(t, transitRouteType, beside).dependsOn(onwards), "%s leads away from the firewall", beside)
	}
	assert.Equal(t, "enable", r.one(t, attachmentType, "inspection").inputs["applianceModeSupport"])
	assert.Equal(t, "disable", r.one(t, attachmentType, "payments").inputs["applianceModeSupport"])
}

// A cluster that is exempted changes its association. Pulumi replaces with it what depends on it through an input, so no route
// may.
func TestAssociationMovesByItself(t *testing.T) {
	t.Parallel()
	r := record(t, func(ctx *pulumi.Context) error { return join(ctx, joined(eastWestRoutes)) })
	association := r.one(t, transitAssociationType, "payments")
	assert.True(t, association.rpc.GetDeleteBeforeReplace())
	assert.Equal(t, "spoke-id", association.inputs["transitGatewayRouteTableId"])
	route := r.one(t, transitRouteType, "inspection.payments")
	require.True(t, route.dependsOn(association))
	for property, dependencies := range route.rpc.GetPropertyDependencies() {
		assert.NotContains(t, dependencies.GetUrns(), association.urn, property)
	}
}

func TestMissingAttachmentsAreListed(t *testing.T) {
	t.Parallel()
	planned := joined(eastWestRoutes)
	nobodys := plan.TransitRoute{Name: "spoke.lost", Destination: "10.99.0.0/16", Attachment: "payments"}
	planned.RouteTables[2].Routes = append(planned.RouteTables[2].Routes, nobodys)
	r := &recorder{}
	err := r.run(func(ctx *pulumi.Context) error {
		_, err := transit.NewVpcAttachment(ctx, "ingress", &transit.VpcAttachmentArgs{
			Plan: planned.Attachments[0], TransitRouteTables: planned.RouteTables, VpcID: pulumi.String("vpc-1"),
			SubnetIDs: ids("ingress.transit.use1-az1"),
			Gateway:   transit.Gateway{ID: pulumi.String("tgw-1"), RouteTableIDs: ids("ingress")},
		})
		return err
	})
	require.ErrorContains(t, err, transit.VpcAttachmentToken+` "ingress" has 4 problems:
  gateway.attachmentIds.inspection: is required: the plan uses it
  gateway.routeTableIds.inspection: is required: the plan uses it
  gateway.routeTableIds.spoke: is required: the plan uses it
  transitRouteTables[spoke].routes[spoke.lost].vpc: is required`)
	assert.Empty(t, r.all)
}
