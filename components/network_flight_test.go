package components_test

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
)

// machine registers an instance called `<subnet>.machine` that anybody may talk to by HTTPS; in an lb subnet of the ingress
// VPC it has a public address.
func machine(ctx *pulumi.Context, subnet plan.Subnet, vpcID pulumi.StringOutput, subnetID pulumi.StringInput, number int) error {
	name := subnet.Name + ".machine"
	group := &pulumi.CustomResourceState{}
	anywhere := pulumi.ToStringArray([]string{"0.0.0.0/0"})
	if err := ctx.RegisterResource(groupType, name, pulumi.Map{
		"vpcId":   vpcID,
		"ingress": pulumi.Array{pulumi.Map{"protocol": pulumi.String("tcp"), "fromPort": pulumi.Int(443), "toPort": pulumi.Int(443), "cidrBlocks": anywhere}},
		"egress":  pulumi.Array{pulumi.Map{"protocol": pulumi.String("-1"), "fromPort": pulumi.Int(0), "toPort": pulumi.Int(0), "cidrBlocks": anywhere}},
	}, group); err != nil {
		return err
	}
	args := pulumi.Map{"subnetId": subnetID, "vpcSecurityGroupIds": pulumi.Array{group.ID()}}
	if number > 0 {
		args["publicIp"] = pulumi.String(fmt.Sprintf("198.51.100.%d", number))
	}
	return ctx.RegisterResource("aws:ec2/instance:Instance", name, args, &pulumi.CustomResourceState{})
}

// verdictOf asks for HTTPS from one place of a network to another.
func verdictOf(t *testing.T, analyzer *flightpath.Analyzer, from, to string) flightpath.Verdict {
	t.Helper()
	answer, err := analyzer.Trace(flightpath.Question{From: from, To: to, Port: 443})
	require.NoError(t, err)
	t.Logf("%s to %s: %s: %s", from, to, answer.Verdict, answer.Reason)
	return answer.Verdict
}

// An ingress VPC by itself, with a machine in each lb subnet: what comes from the internet and goes there crosses the firewall
// that the VPC asks for, and nothing does where the plan has none.
func TestSingleIngressVpcIsInspected(t *testing.T) {
	t.Parallel()
	program := func(planned plan.Vpc) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			args := &network.IngressVpcArgs{Plan: planned}
			for _, table := range planned.RouteTables {
				if table.Tier == plan.TierEdge {
					args.Firewall = endpointsIn(ctx, planned.Name)
				}
			}
			vpc, err := network.NewIngressVpc(ctx, planned.Name, args)
			if err != nil {
				return err
			}
			for i, subnet := range planned.Subnets {
				if subnet.Tier != plan.TierLb {
					continue
				}
				if err := machine(ctx, subnet, vpc.VpcID, vpc.SubnetIDs[subnet.Name], i+1); err != nil {
					return err
				}
			}
			return nil
		}
	}
	for verdict, change := range map[flightpath.Verdict]func(map[string]any){
		flightpath.Direct: nil, flightpath.Inspected: inspectedIn("edge"),
	} {
		n := flightpathtest.Record(t, program(vpcOf(t, devPlan(t, change), "ingress")))
		assert.Empty(t, n.Gaps)
		analyzer := flightpath.New(n)
		for _, zone := range []string{"use1-az1", "use1-az2", "use1-az4"} {
			it := "Instance/ingress.lb." + zone + ".machine"
			assert.Equal(t, verdict, verdictOf(t, analyzer, "internet", it))
			assert.Equal(t, verdict, verdictOf(t, analyzer, it, "internet"))
		}
	}
	flightpathtest.RequireInspected(t, program(vpcOf(t, devPlan(t, inspectedIn("edge")), "ingress")))
}

// joinedVpcs registers all VPCs of a plan and joins them, with a machine in each lb and node subnet, and endpoints where the
// plan has a firewall.
func joinedVpcs(planned *plan.Plan) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		made, err := transit.NewTransitGateway(ctx, "transit", &transit.TransitGatewayArgs{Plan: planned.TransitGateway})
		if err != nil {
			return err
		}
		gateway := made.Gateway(nil)
		for _, kind := range []plan.VpcKind{plan.InspectionVpc, plan.IngressVpc, plan.EksVpc} {
			for _, vpc := range planned.Vpcs {
				if vpc.Kind != kind {
					continue
				}
				attachment, err := joinedVpc(ctx, planned, vpc, gateway)
				if err != nil {
					return err
				}
				if kind == plan.InspectionVpc {
					gateway.AttachmentIDs = pulumi.StringMap{vpc.Name: attachment.AttachmentID}
				}
			}
		}
		return nil
	}
}

// joinedVpc registers one of them.
func joinedVpc(ctx *pulumi.Context, planned *plan.Plan, of plan.Vpc, gateway transit.Gateway) (*transit.VpcAttachment, error) {
	args := &transit.VpcAttachmentArgs{TransitRouteTables: planned.TransitGateway.RouteTables, VpcRouteTables: of.RouteTables, Gateway: gateway}
	for _, attachment := range planned.TransitGateway.Attachments {
		if attachment.Vpc == of.Name {
			args.Plan = attachment
		}
	}
	var firewall network.FirewallFunc
	for _, subnet := range of.Subnets {
		if subnet.Tier == plan.TierFirewall {
			firewall = endpointsIn(ctx, of.Name)
		}
	}
	var vpcID pulumi.StringOutput
	switch of.Kind {
	case plan.IngressVpc:
		vpc, err := network.NewIngressVpc(ctx, of.Name, &network.IngressVpcArgs{Plan: of, Firewall: firewall})
		if err != nil {
			return nil, err
		}
		vpcID, args.SubnetIDs, args.RouteTableIDs = vpc.VpcID, vpc.SubnetIDs, vpc.RouteTableIDs
	case plan.InspectionVpc:
		vpc, err := network.NewInspectionVpc(ctx, of.Name, &network.InspectionVpcArgs{Plan: of, Firewall: firewall})
		if err != nil {
			return nil, err
		}
		vpcID, args.SubnetIDs, args.RouteTableIDs = vpc.VpcID, vpc.SubnetIDs, vpc.RouteTableIDs
	default:
		vpc, err := network.NewEksVpc(ctx, of.Name, &network.EksVpcArgs{Plan: of})
		if err != nil {
			return nil, err
		}
		vpcID, args.SubnetIDs, args.RouteTableIDs = vpc.VpcID, vpc.SubnetIDs, vpc.RouteTableIDs
	}
	args.VpcID = vpcID
	for i, subnet := range of.Subnets {
		if subnet.Tier != plan.TierLb && subnet.Tier != plan.TierNode {
			continue
		}
		public := 0
		if of.Kind == plan.IngressVpc {
			public = i + 1
		}
		if err := machine(ctx, subnet, vpcID, args.SubnetIDs[subnet.Name], public); err != nil {
			return nil, err
		}
	}
	return transit.NewVpcAttachment(ctx, of.Name, args)
}

// What the places of inspection make of the same VPCs, in every pair of zones. Clusters reach each other in none of them.
func TestJoinedVpcsAreInspectedWhereDeclared(t *testing.T) {
	t.Parallel()
	zones := []string{"use1-az1", "use1-az2", "use1-az4"}
	exempt := func(estate map[string]any) {
		inspectedIn("edge", "eastWest", "egress")(estate)
		estate["inspection"].(map[string]any)["eastWest"].(map[string]any)["except"] = map[string]any{"payments": "latency"}
	}
	for name, test := range map[string]struct {
		change                               func(map[string]any)
		edge, toPayments, toSearch, outwards flightpath.Verdict
	}{
		"nowhere":    {nil, flightpath.Direct, flightpath.Direct, flightpath.Direct, flightpath.Blocked},
		"edge":       {inspectedIn("edge"), flightpath.Inspected, flightpath.Direct, flightpath.Direct, flightpath.Blocked},
		"east-west":  {inspectedIn("eastWest"), flightpath.Direct, flightpath.Inspected, flightpath.Inspected, flightpath.Blocked},
		"egress":     {inspectedIn("egress"), flightpath.Direct, flightpath.Direct, flightpath.Direct, flightpath.Inspected},
		"everywhere": {inspectedIn("edge", "eastWest", "egress"), flightpath.Inspected, flightpath.Inspected, flightpath.Inspected, flightpath.Inspected},
		"exception":  {exempt, flightpath.Inspected, flightpath.Direct, flightpath.Inspected, flightpath.Inspected},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := flightpathtest.Record(t, joinedVpcs(devPlan(t, test.change)))
			assert.Empty(t, n.Gaps)
			analyzer := flightpath.New(n)
			ask := func(want flightpath.Verdict, from, to string) {
				assert.Equal(t, want, verdictOf(t, analyzer, from, to), "%s to %s", from, to)
			}
			for _, here := range zones {
				balancer, node := "Instance/ingress.lb."+here+".machine", "Instance/payments.node."+here+".machine"
				ask(test.edge, "internet", balancer)
				ask(test.outwards, node, "internet")
				ask(test.outwards, "Instance/search.node."+here+".machine", "internet")
				ask(flightpath.Blocked, "internet", node)
				for _, there := range zones {
					ask(test.toPayments, balancer, "Instance/payments.lb."+there+".machine")
					ask(test.toSearch, balancer, "Instance/search.node."+there+".machine")
					ask(flightpath.Blocked, node, "Instance/search.node."+there+".machine")
				}
			}
		})
	}
}

// What enters the inspection VPC finds the firewall: nobody is led to its attachment before.
func TestNothingIsLedToAnInspectionVpcWithoutItsFirewall(t *testing.T) {
	t.Parallel()
	r := record(t, joinedVpcs(devPlan(t, inspectedIn("eastWest", "egress"))))
	for _, through := range []string{"ingress.payments", "ingress.search", "spoke.ingress", "spoke.internet"} {
		route := r.one(t, transitRouteType, through)
		assert.Equal(t, "inspection-id", route.inputs["transitGatewayAttachmentId"], through)
		for _, zone := range []string{"use1-az1", "use1-az2", "use1-az4"} {
			for _, before := range []string{"transit." + zone + ".internet", "firewall." + zone + ".payments", "firewall." + zone + ".internet", "nat." + zone + ".payments"} {
				assert.True(t, r.waitsFor(route, r.one(t, routeType, "inspection."+before)), "%s on inspection.%s", through, before)
			}
		}
	}
}
