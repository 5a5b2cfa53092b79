package components_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
)

const (
	natType     = "aws:ec2/natGateway:NatGateway"
	addressType = "aws:ec2/eip:Eip"
)

// inspectedIn changes the dev estate: a firewall of the program's own in some places.
func inspectedIn(places ...string) func(estate map[string]any) {
	return func(estate map[string]any) {
		declared := map[string]any{}
		for _, place := range places {
			declared[place] = map[string]any{"custom": map[string]any{"flavour": "own"}}
		}
		if declared["eastWest"] != nil && declared["egress"] != nil {
			declared["egress"] = map[string]any{} // one firewall serves both
		}
		estate["inspection"] = declared
	}
}

// endpointsIn is a firewall of which only the endpoints matter: those of a service that somebody else offers, named
// `<vpc>.endpoint.<zone>`.
func endpointsIn(ctx *pulumi.Context, vpc string) network.FirewallFunc {
	return func(subnets network.FirewallSubnets) (pulumi.StringMap, error) {
		made := pulumi.StringMap{}
		for _, zone := range slices.Sorted(maps.Keys(subnets.IDs)) {
			endpoint, err := ec2.NewVpcEndpoint(ctx, vpc+".endpoint."+zone, &ec2.VpcEndpointArgs{
				VpcId: subnets.VpcID, ServiceName: pulumi.String("com.amazonaws.vpce.us-east-1.vpce-svc-1"),
				VpcEndpointType: pulumi.String("GatewayLoadBalancer"), SubnetIds: pulumi.StringArray{subnets.IDs[zone]},
			})
			if err != nil {
				return nil, err
			}
			made[zone] = endpoint.ID().ToStringOutput()
		}
		return made, nil
	}
}

// recordVpc records the ingress or the inspection VPC of the dev estate after a change, with such a firewall, and something
// in each of its subnets.
func recordVpc(t *testing.T, name string, change func(estate map[string]any)) *recorder {
	t.Helper()
	planned := vpcOf(t, devPlan(t, change), name)
	return record(t, func(ctx *pulumi.Context) error {
		var firewall network.FirewallFunc
		for _, subnet := range planned.Subnets {
			if subnet.Tier == plan.TierFirewall {
				firewall = endpointsIn(ctx, name)
			}
		}
		var subnets pulumi.StringMap
		if planned.Kind == plan.IngressVpc {
			vpc, err := network.NewIngressVpc(ctx, name, &network.IngressVpcArgs{Plan: planned, Firewall: firewall})
			if err != nil {
				return err
			}
			subnets = vpc.SubnetIDs
		} else {
			vpc, err := network.NewInspectionVpc(ctx, name, &network.InspectionVpcArgs{Plan: planned, Firewall: firewall})
			if err != nil {
				return err
			}
			subnets = vpc.SubnetIDs
		}
		for _, subnet := range slices.Sorted(maps.Keys(subnets)) {
			if err := ctx.RegisterResource(userType, subnet, pulumi.Map{"in": subnets[subnet]}, &pulumi.CustomResourceState{}); err != nil {
				return err
			}
		}
		return nil
	})
}

// userType is something in a subnet.
const userType = "test:index:User"

// waitsFor says whether one waits for another, itself or by way of what it waits for.
func (r *recorder) waitsFor(one, other registration) bool {
	seen, next := map[string]bool{one.urn: true}, []registration{one}
	for len(next) > 0 {
		one, next = next[0], next[1:]
		if one.dependsOn(other) {
			return true
		}
		for _, made := range r.all {
			if !seen[made.urn] && one.dependsOn(made) {
				seen[made.urn], next = true, append(next, made)
			}
		}
	}
	return false
}

// wantRoute is a VPC route by hand: its table, destination, and the property that holds its target.
type wantRoute struct{ table, destination, property, target string }

// requireRoutes compares all of a zone's routes, and the edge's to it, with what is written by hand.
func requireRoutes(t *testing.T, r *recorder, want map[string]wantRoute) {
	t.Helper()
	got := map[string]wantRoute{}
	for _, made := range r.of(routeType) {
		route := wantRoute{table: made.inputs["routeTableId"].(string), destination: made.inputs["destinationCidrBlock"].(string)}
		require.Len(t, made.inputs, 3, "%s: table, destination and one target", made.name)
		for _, property := range []string{"gatewayId", "natGatewayId", "transitGatewayId", "vpcEndpointId"} {
			if target, ok := made.inputs[property]; ok {
				route.property, route.target = property, target.(string)
			}
		}
		got[made.name] = route
	}
	assert.Equal(t, want, got)
}

func TestEdgeFirewallStandsBetweenTheInternetAndLoadBalancers(t *testing.T) {
	t.Parallel()
	r := recordVpc(t, "ingress", inspectedIn("edge"))
	want := map[string]wantRoute{}
	for zone, lb := range map[string]string{"use1-az1": "10.0.0.0/24", "use1-az2": "10.0.1.0/24", "use1-az4": "10.0.3.0/24"} {
		endpoint := "ingress.endpoint." + zone + "-id"
		want["ingress.edge.lb."+zone] = wantRoute{"ingress.edge-id", lb, "vpcEndpointId", endpoint}
		want["ingress.lb."+zone+".internet"] = wantRoute{"ingress.lb." + zone + "-id", "0.0.0.0/0", "vpcEndpointId", endpoint}
		want["ingress.firewall."+zone+".internet"] = wantRoute{"ingress.firewall." + zone + "-id", "0.0.0.0/0", "gatewayId", "ingress-id"}
	}
	requireRoutes(t, r, want)

	edge := r.one(t, associationType, "ingress.edge")
	assert.Equal(t, map[string]any{"gatewayId": "ingress-id", "routeTableId": "ingress.edge-id"}, edge.inputs)
	for _, zone := range []string{"use1-az1", "use1-az2", "use1-az4"} {
		endpoint := r.one(t, endpointType, "ingress.endpoint."+zone)
		assert.Equal(t, []any{"ingress.firewall." + zone + "-id"}, endpoint.inputs["subnetIds"])
		assert.True(t, endpoint.dependsOn(r.one(t, routeType, "ingress.firewall."+zone+".internet")), "the firewall's way out is there first")
		assert.True(t, endpoint.dependsOn(r.one(t, associationType, "ingress.firewall."+zone)))

		inbound, outbound := r.one(t, routeType, "ingress.edge.lb."+zone), r.one(t, routeType, "ingress.lb."+zone+".internet")
		assert.True(t, inbound.dependsOn(endpoint), "made after the endpoint, and gone before it")
		assert.True(t, outbound.dependsOn(endpoint))
		assert.True(t, inbound.dependsOn(r.one(t, subnetType, "ingress.lb."+zone)), "AWS wants the whole subnet as destination")
		assert.True(t, edge.dependsOn(inbound), "all at once")

		balancer := r.one(t, userType, "ingress.lb."+zone)
		assert.True(t, balancer.dependsOn(edge))
		assert.True(t, balancer.dependsOn(outbound))
		assert.False(t, r.waitsFor(r.one(t, userType, "ingress.transit."+zone), endpoint), "what has no way through the firewall does not wait for it")
	}
}

func TestFirewallStandsBetweenVpcs(t *testing.T) {
	t.Parallel()
	r := recordVpc(t, "inspection", inspectedIn("eastWest"))
	want := map[string]wantRoute{}
	for _, zone := range []string{"use1-az1", "use1-az2", "use1-az4"} {
		want["inspection.transit."+zone+".internet"] = wantRoute{
			"inspection.transit." + zone + "-id", "0.0.0.0/0", "vpcEndpointId", "inspection.endpoint." + zone + "-id",
		}
	}
	requireRoutes(t, r, want)
	assert.Empty(t, r.of(gatewayType), "no way to the internet")
	assert.Empty(t, r.of(natType))
	assert.Equal(t, r.one(t, network.InspectionVpcToken, "inspection").urn, r.one(t, vpcType, "inspection").rpc.GetParent())

	attachment := r.one(t, userType, "inspection.transit.use1-az1")
	assert.True(t, attachment.dependsOn(r.one(t, routeType, "inspection.transit.use1-az1.internet")))
	assert.False(t, r.waitsFor(attachment, r.one(t, endpointType, "inspection.endpoint.use1-az2")), "another zone's")
}

func TestEgressGoesThroughFirewallAndNatGatewayOfItsZone(t *testing.T) {
	t.Parallel()
	r := recordVpc(t, "inspection", inspectedIn("eastWest", "egress"))
	want := map[string]wantRoute{}
	for _, zone := range []string{"use1-az1", "use1-az2", "use1-az4"} {
		endpoint, nat := "inspection.endpoint."+zone+"-id", "inspection.nat."+zone
		want["inspection.transit."+zone+".internet"] = wantRoute{"inspection.transit." + zone + "-id", "0.0.0.0/0", "vpcEndpointId", endpoint}
		want["inspection.firewall."+zone+".internet"] = wantRoute{"inspection.firewall." + zone + "-id", "0.0.0.0/0", "natGatewayId", nat + "-id"}
		want[nat+".internet"] = wantRoute{nat + "-id", "0.0.0.0/0", "gatewayId", "inspection-id"}
		want[nat+".payments"] = wantRoute{nat + "-id", "10.16.0.0/16", "vpcEndpointId", endpoint}
		want[nat+".search"] = wantRoute{nat + "-id", "10.32.0.0/16", "vpcEndpointId", endpoint}
	}
	requireRoutes(t, r, want)
	require.Len(t, r.of(natType), 3)
	require.Len(t, r.of(addressType), 3)
	for _, zone := range []string{"use1-az1", "use1-az2", "use1-az4"} {
		nat := r.one(t, natType, "inspection.nat."+zone)
		assert.Equal(t, "inspection.nat."+zone+"-id", nat.inputs["allocationId"])
		assert.Equal(t, "inspection.nat."+zone+"-id", nat.inputs["subnetId"])
		assert.Equal(t, "public", nat.inputs["connectivityType"])
		assert.True(t, nat.rpc.GetDeleteBeforeReplace(), "its address cannot be in two")
		assert.Equal(t, "vpc", r.one(t, addressType, "inspection.nat."+zone).inputs["domain"])
		assert.True(t, nat.dependsOn(r.one(t, routeType, "inspection.nat."+zone+".internet")))
		assert.True(t, nat.dependsOn(r.one(t, associationType, "inspection.nat."+zone)))

		endpoint := r.one(t, endpointType, "inspection.endpoint."+zone)
		assert.True(t, r.waitsFor(endpoint, nat), "the firewall's way out is there first")
		assert.False(t, r.waitsFor(nat, endpoint))

		attachment := r.one(t, userType, "inspection.transit."+zone)
		for _, route := range []string{"inspection.transit." + zone + ".internet", "inspection.nat." + zone + ".payments", "inspection.firewall." + zone + ".internet"} {
			assert.True(t, attachment.dependsOn(r.one(t, routeType, route)), "%s: both directions lead through the firewall", route)
		}
	}
}

func TestNatAddressesAreHandedOut(t *testing.T) {
	t.Parallel()
	planned := vpcOf(t, devPlan(t, inspectedIn("egress")), "inspection")
	r := record(t, func(ctx *pulumi.Context) error {
		vpc, err := network.NewInspectionVpc(ctx, "inspection", &network.InspectionVpcArgs{
			Plan: planned, Firewall: endpointsIn(ctx, "inspection"), Tags: pulumi.StringMap{"team": pulumi.String("edge")},
		})
		if err != nil {
			return err
		}
		return ctx.RegisterResource(userType, "partner", pulumi.Map{"allows": vpc.NatAddresses}, &pulumi.CustomResourceState{})
	})
	partner := r.one(t, userType, "partner")
	assert.Equal(t, []string{"use1-az1", "use1-az2", "use1-az4"}, slices.Sorted(maps.Keys(partner.inputs["allows"].(map[string]any))))
	for _, address := range r.of(addressType) {
		assert.True(t, partner.dependsOn(address))
	}
	assert.Equal(t, map[string]any{"team": "edge", "Name": "inspection.nat.use1-az1"}, r.one(t, natType, "inspection.nat.use1-az1").inputs["tags"])
}

// A firewall's appliances stand in subnets that lead on when they are handed out.
func TestFirewallIsHandedItsSubnets(t *testing.T) {
	t.Parallel()
	planned := vpcOf(t, devPlan(t, inspectedIn("egress")), "inspection")
	planned.Subnets = append(slices.Clone(planned.Subnets), plan.Subnet{
		Name: "inspection.appliance.use1-az1", Tier: plan.TierAppliance, Zone: "use1-az1", Cidr: "192.168.248.0/26",
		RouteTable: "inspection.appliance.use1-az1",
	})
	planned.RouteTables = append(slices.Clone(planned.RouteTables), plan.RouteTable{
		Name: "inspection.appliance.use1-az1", Tier: plan.TierAppliance, Zone: "use1-az1", Routes: []plan.Route{{
			Name: "inspection.appliance.use1-az1.internet", Destination: "0.0.0.0/0", NextHop: plan.ToNatGateway("use1-az1"),
		}},
	})
	var given network.FirewallSubnets
	r := record(t, func(ctx *pulumi.Context) error {
		_, err := network.NewInspectionVpc(ctx, "inspection", &network.InspectionVpcArgs{
			Plan: planned, Firewall: func(subnets network.FirewallSubnets) (pulumi.StringMap, error) {
				given = subnets
				if err := ctx.RegisterResource(userType, "appliance", pulumi.Map{
					"in": subnets.ApplianceIDs["inspection.appliance.use1-az1"], "vpc": subnets.VpcID,
				}, &pulumi.CustomResourceState{}); err != nil {
					return nil, err
				}
				return endpointsIn(ctx, "inspection")(subnets)
			},
		})
		return err
	})
	assert.Equal(t, []string{"use1-az1", "use1-az2", "use1-az4"}, slices.Sorted(maps.Keys(given.IDs)))
	appliance := r.one(t, userType, "appliance")
	assert.Equal(t, map[string]any{"in": "inspection.appliance.use1-az1-id", "vpc": "inspection-id"}, appliance.inputs)
	assert.True(t, appliance.dependsOn(r.one(t, routeType, "inspection.appliance.use1-az1.internet")))
}

// Inspection that comes or goes finds every resource of the ingress VPC as it is, but for the routes' targets.
func TestInspectionChangesTargetsInPlace(t *testing.T) {
	t.Parallel()
	before, after := recordVpc(t, "ingress", nil), recordVpc(t, "ingress", inspectedIn("edge"))
	changed := []string{}
	for _, was := range before.all {
		if was.typ == userType {
			continue
		}
		is := after.one(t, was.typ, was.name)
		require.Equal(t, was.urn, is.urn)
		if !assert.ObjectsAreEqual(was.inputs, is.inputs) {
			changed = append(changed, was.name)
			assert.Equal(t, map[string]any{
				"routeTableId": was.inputs["routeTableId"], "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "ingress-id",
			}, was.inputs)
			assert.Contains(t, is.inputs, "vpcEndpointId")
			assert.NotContains(t, is.inputs, "gatewayId")
			assert.Equal(t, was.inputs["routeTableId"], is.inputs["routeTableId"], "or it would be replaced")
			assert.Equal(t, was.inputs["destinationCidrBlock"], is.inputs["destinationCidrBlock"])
			assert.False(t, is.rpc.GetDeleteBeforeReplace())
			assert.Empty(t, is.rpc.GetReplaceOnChanges())
		}
	}
	assert.ElementsMatch(t, []string{"ingress.lb.use1-az1.internet", "ingress.lb.use1-az2.internet", "ingress.lb.use1-az4.internet"}, changed)
}

func TestZoneThatJoinsTouchesNoOther(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ingress", "inspection"} {
		places := inspectedIn("edge", "eastWest", "egress")
		two := recordVpc(t, name, func(estate map[string]any) {
			places(estate)
			estate["zones"] = []any{"use1-az1", "use1-az4"}
		})
		three := recordVpc(t, name, places)
		require.Greater(t, len(three.all), len(two.all))
		for _, was := range two.all {
			is := three.one(t, was.typ, was.name)
			assert.Equal(t, was.urn, is.urn)
			assert.Equal(t, was.inputs, is.inputs, "%s %s", was.typ, was.name)
		}
	}
}

func TestFirewallThatIsMissing(t *testing.T) {
	t.Parallel()
	ingress := vpcOf(t, devPlan(t, inspectedIn("edge")), "ingress")
	plain := vpcOf(t, devPlan(t, nil), "ingress")
	r := &recorder{}
	fails := func(planned plan.Vpc, firewall network.FirewallFunc) error {
		return r.run(func(ctx *pulumi.Context) error {
			_, err := network.NewIngressVpc(ctx, "ingress", &network.IngressVpcArgs{Plan: planned, Firewall: firewall})
			return err
		})
	}
	none := func(network.FirewallSubnets) (pulumi.StringMap, error) { return pulumi.StringMap{}, nil }
	require.ErrorContains(t, fails(ingress, nil), network.IngressVpcToken+` "ingress" has 1 problem:
  firewall: is required: 6 routes of the plan lead to a firewall, such as ingress.edge.lb.use1-az1`)
	require.ErrorContains(t, fails(plain, none), "firewall: is of no use: no route of the plan leads to a firewall")
	require.ErrorContains(t, r.run(func(ctx *pulumi.Context) error {
		_, err := network.NewInspectionVpc(ctx, "inspection", &network.InspectionVpcArgs{
			Plan: vpcOf(t, devPlan(t, inspectedIn("eastWest")), "inspection"),
		})
		return err
	}), "firewall: is required: 3 routes")
	existing := existingVpc()
	existing.Kind, existing.InternetGateway = plan.IngressVpc, true
	existing.Subnets = append(existing.Subnets, plan.Subnet{
		Name: "old.firewall.use1-az1", Tier: plan.TierFirewall, Zone: "use1-az1", Cidr: "10.48.1.0/28", RouteTable: "old.rtb-1", ExistingID: "subnet-3",
	})
	existing.RouteTables[0].Routes[0].NextHop = plan.ToFirewall("use1-az1")
	require.ErrorContains(t, fails(existing, none), "plan.existingId: a VPC that exists already gets no routes to a firewall")
	require.ErrorContains(t, r.run(func(ctx *pulumi.Context) error {
		_, err := network.NewInspectionVpc(ctx, "inspection", nil)
		return err
	}), "plan.kind: must be inspection")
	assert.Empty(t, r.all, "nothing is registered")

	err := fails(ingress, func(network.FirewallSubnets) (pulumi.StringMap, error) {
		return pulumi.StringMap{"use1-az2": pulumi.String("vpce-2")}, nil
	})
	require.ErrorContains(t, err, `the firewall of VPC ingress has 2 problems:
  endpoints.use1-az1: is required: the plan uses it
  endpoints.use1-az4: is required: the plan uses it`)
	for _, route := range r.of(routeType) {
		assert.NotContains(t, route.name, "ingress.lb.", "no load balancer's subnet leads past the firewall")
	}

	errBroken := errors.New("the firewall is broken")
	require.ErrorIs(t, fails(ingress, func(network.FirewallSubnets) (pulumi.StringMap, error) { return nil, errBroken }), errBroken)
}
