package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestRoutes(t *testing.T) {
	w := newWorld(t, localcloud.Options{Quotas: localcloud.Quotas{RoutesPerRouteTable: 2}})
	n, other := w.aws.network("hub", 0, 2), w.aws.network("other", 1, 1)
	table := w.aws.create(tRouteTable, "lb", props{"vpcId": n.vpc.ID})
	tgw := w.aws.create(tGateway, "hub", props{})
	route := func(dest string, target props) props {
		in := props{"routeTableId": table.ID, "destinationCidrBlock": dest}
		for k, v := range target {
			in[k] = v
		}
		return in
	}
	igw := props{"gatewayId": n.gateway.ID}
	w.aws.refuses("InvalidRouteTableID.NotFound", tRoute, "a", props{"routeTableId": "rtb-0", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID})
	w.aws.refuses("InvalidGatewayID.NotFound", tRoute, "b", route("0.0.0.0/0", props{"gatewayId": "igw-0123"}))
	w.aws.refuses("different networks", tRoute, "c", route("0.0.0.0/0", props{"gatewayId": other.gateway.ID}))
	w.aws.refuses("exactly one of carrierGatewayId", tRoute, "d", route("0.0.0.0/0", nil))
	w.aws.refuses("host bits", tRoute, "e", route("10.9.0.1/16", igw))
	w.aws.refuses("more specific", tRoute, "f", route("10.0.1.0/24", igw))
	// Without an attachment AWS says that there is no such transit gateway.
	w.aws.refuses("InvalidTransitGatewayID.NotFound", tRoute, "g", route("10.1.0.0/16", props{"transitGatewayId": tgw.ID}))
	w.aws.refuses("not simulated", tRoute, "h", route("10.1.0.0/16", props{"networkInterfaceId": "eni-0"}))

	r := w.aws.create(tRoute, "default", route("0.0.0.0/0", igw))
	w.aws.refuses("RouteAlreadyExists", tRoute, "default2", route("0.0.0.0/0", igw))
	w.aws.create(tAttachment, "hub", props{"transitGatewayId": tgw.ID, "vpcId": n.vpc.ID, "subnetIds": n.subnetIDs()})
	w.aws.create(tRoute, "spokes", route("10.1.0.0/16", props{"transitGatewayId": tgw.ID}))
	w.aws.refuses("RouteLimitExceeded", tRoute, "third", route("10.2.0.0/16", props{"transitGatewayId": tgw.ID}))

	d := w.aws.diff(r, route("0.0.0.0/0", props{"transitGatewayId": tgw.ID}))
	assert.Empty(t, d.GetReplaces(), "another target changes in place")
	assert.Len(t, d.GetDetailedDiff(), 2)
	assert.Equal(t, []string{"destinationCidrBlock"}, w.aws.diff(r, route("0.0.0.0/1", igw)).GetReplaces())
	assert.Equal(t, r.ID, w.aws.read(tRoute, "default", table.ID+"_0.0.0.0/0").GetId(), "import by table and destination")
}

func TestRouteTableAssociations(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n, other := w.aws.network("hub", 0, 2), w.aws.network("other", 1, 1)
	table := w.aws.create(tRouteTable, "lb", props{"vpcId": n.vpc.ID})
	second := w.aws.create(tRouteTable, "second", props{"vpcId": n.vpc.ID})
	a := w.aws.create(tAssociation, "lb", props{"routeTableId": table.ID, "subnetId": n.subnets[0].ID})
	w.aws.refuses("Resource.AlreadyAssociated", tAssociation, "again", props{"routeTableId": second.ID, "subnetId": n.subnets[0].ID})
	w.aws.refuses("different networks", tAssociation, "far", props{"routeTableId": table.ID, "subnetId": other.subnets[0].ID})
	w.aws.refuses("InvalidSubnetID.NotFound", tAssociation, "none", props{"routeTableId": table.ID, "subnetId": "subnet-0"})
	require.ErrorContains(t, w.aws.delete(table), "DependencyViolation")
	assert.Empty(t, w.aws.diff(a, props{"routeTableId": second.ID, "subnetId": n.subnets[0].ID}).GetReplaces())
	a = w.aws.update(a, props{"routeTableId": second.ID, "subnetId": n.subnets[0].ID})
	require.NoError(t, w.aws.delete(table))
	require.NoError(t, w.aws.delete(a))
}

func TestEdgeAssociation(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	edge := w.aws.create(tRouteTable, "edge", props{"vpcId": n.vpc.ID})
	w.aws.create(tAssociation, "edge", props{"routeTableId": edge.ID, "gatewayId": n.gateway.ID})
	// A gateway load balancer's endpoint is what an edge route leads to.
	g := ground{w: w, network: n}
	firewall := w.aws.create(tEndpoint, "firewall", gatewayEndpoint(g.make(tService, g.service()), n.vpc, n.subnets[0]))
	route := func(dest string) props {
		return props{"routeTableId": edge.ID, "destinationCidrBlock": dest, "vpcEndpointId": firewall.ID}
	}
	w.aws.refuses("entire CIDR", tRoute, "part", route("10.0.0.0/25"))
	w.aws.refuses("entire CIDR", tRoute, "all", route("0.0.0.0/0"))
	w.aws.refuses("RouteAlreadyExists", tRoute, "local", route("10.0.0.0/16")) // it can be replaced, not made
	nat := w.aws.create("aws:ec2/natGateway:NatGateway", "nat", props{"subnetId": n.subnets[0].ID, "connectivityType": "private"})
	w.aws.refuses("unsupported route target", tRoute, "nat", props{
		"routeTableId": edge.ID, "destinationCidrBlock": "10.0.0.0/24", "natGatewayId": nat.ID,
	})
	w.aws.create(tRoute, "whole", route("10.0.0.0/24"))
	w.aws.update(edge, props{"vpcId": n.vpc.ID, "routes": []any{props{"cidrBlock": "10.0.0.0/16", "vpcEndpointId": firewall.ID}}})
	_, err := w.aws.tryUpdate(edge, props{"vpcId": n.vpc.ID, "routes": []any{props{"cidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID}}})
	require.ErrorContains(t, err, "InvalidParameterValue", "a table's own routes are held to the same")
}

// TestLateEdgeAssociation: a table that has other routes already does not become that of a gateway.
func TestLateEdgeAssociation(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	for what, in := range map[string]props{
		"its own": {"vpcId": n.vpc.ID, "routes": []any{props{"cidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID}}}, "beside it": {"vpcId": n.vpc.ID},
	} {
		table := w.aws.create(tRouteTable, what, in)
		if what == "beside it" {
			w.aws.create(tRoute, what, props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID})
		}
		w.aws.refuses("InvalidParameterValue", tAssociation, what, props{"routeTableId": table.ID, "gatewayId": n.gateway.ID})
	}
}

// TestMoreSpecificThanLocal: inside the VPC, a route leads to a whole subnet, through a middlebox.
func TestMoreSpecificThanLocal(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	g := ground{w: w, network: w.aws.network("hub", 0, 2)}
	f := g.make(tFirewall, g.firewall(g.network.subnets[0]))
	table := w.aws.create(tRouteTable, "transit", props{"vpcId": g.network.vpc.ID})
	route := func(dest string) props {
		return props{"routeTableId": table.ID, "destinationCidrBlock": dest, "vpcEndpointId": endpointsOf(f)[g.network.subnets[0].ID]}
	}
	w.aws.refuses("entire CIDR of a subnet", tRoute, "part", route("10.0.1.0/25"))
	w.aws.refuses("entire CIDR of a subnet", tRoute, "more", route("10.0.0.0/17"))
	w.aws.create(tRoute, "lb", route("10.0.1.0/24"))
	w.aws.create(tRoute, "elsewhere", route("10.1.0.0/25"))
}

func TestInlineRoutes(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	in := props{"vpcId": n.vpc.ID, "routes": []any{
		props{"cidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID}, props{"cidrBlock": "192.0.2.0/24", "gatewayId": n.gateway.ID},
	}}
	table := w.aws.create(tRouteTable, "lb", in)
	turned := props{"vpcId": n.vpc.ID, "routes": []any{in["routes"].([]any)[1], in["routes"].([]any)[0]}}
	assert.Empty(t, w.aws.diff(table, turned).GetDetailedDiff(), "the order of inline routes has no meaning")
	w.aws.refuses("RouteAlreadyExists", tRoute, "default", props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID})
	w.aws.refuses("RouteAlreadyExists", tRouteTable, "twice", props{"vpcId": n.vpc.ID, "routes": []any{
		props{"cidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID}, props{"cidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID},
	}})
}
