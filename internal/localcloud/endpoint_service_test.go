package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestGatewayLoadBalancer(t *testing.T) {
	g := newGround(t, 3)
	other := g.w.aws.network("other", 1, 1)
	in := gwlb(g.network.subnets[:2]...)
	lb := g.make(tLoadBalancer, in)
	assert.Empty(t, lb.str("dnsName"))
	assert.Contains(t, lb.ID, ":loadbalancer/gwy/")
	g.w.aws.refuses("security groups are invalid", tLoadBalancer, "grouped", with(in, "securityGroups", []any{g.network.group.ID}))
	assert.Empty(t, g.w.aws.diff(lb, with(in, "enableCrossZoneLoadBalancing", true)).GetReplaces())
	lb = g.w.aws.update(lb, gwlb(g.network.subnets...))
	_, err := g.w.aws.tryUpdate(lb, in)
	require.ErrorContains(t, err, "InvalidConfigurationRequest", "a zone stays")

	for what, c := range map[string]struct {
		in  props
		say string
	}{
		"another port":             {appliances(g.network, "port", 443), "must be 6081"},
		"another type":             {appliances(g.network, "targetType", "alb"), "instance or ip"},
		"two ways to fail over":    {appliances(g.network, "targetFailovers", []any{props{"onDeregistration": "rebalance", "onUnhealthy": "no_rebalance"}}), "same value"},
		"stickiness of a listener": {appliances(g.network, "stickiness", props{"type": "lb_cookie"}), "not supported"},
		"failover of others":       {with(group(g.network, "TCP", 80), "targetFailovers", []any{props{"onDeregistration": "rebalance", "onUnhealthy": "rebalance"}}), "GENEVE only"},
	} {
		_, err := g.w.aws.try(tTargetGroup, "refused", c.in)
		require.ErrorContains(t, err, c.say, what)
	}
	group1 := g.make(tTargetGroup, appliances(g.network))
	assert.Equal(t, []any{props{"onDeregistration": "no_rebalance", "onUnhealthy": "no_rebalance"}}, group1.Out["targetFailovers"])
	rebalance := []any{props{"onDeregistration": "rebalance", "onUnhealthy": "rebalance"}}
	assert.Empty(t, g.w.aws.diff(group1, appliances(g.network, "targetFailovers", rebalance)).GetReplaces())
	group1 = g.w.aws.update(group1, appliances(g.network, "targetFailovers", rebalance))
	assert.Equal(t, rebalance, group1.Out["targetFailovers"])

	listener := props{"loadBalancerArn": lb.ID, "defaultActions": forward(group1)}
	g.w.aws.refuses("ValidationError", tListener, "port", with(listener, "port", 6081))
	far := g.w.aws.create(tTargetGroup, "far", appliances(other))
	g.w.aws.refuses("InvalidConfigurationRequest", tListener, "far", with(listener, "defaultActions", forward(far)))
	tcp := g.w.aws.create(tTargetGroup, "tcp", group(g.network, "TCP", 80))
	g.w.aws.refuses("IncompatibleProtocols", tListener, "tcp", with(listener, "defaultActions", forward(tcp)))
	g.make(tListener, listener)
	g.w.aws.refuses("DuplicateListener", tListener, "second", with(listener, "defaultActions", forward(g.w.aws.create(tTargetGroup, "second", appliances(g.network)))))
	require.ErrorContains(t, g.w.aws.delete(group1), "ResourceInUse")
}

func TestEndpointService(t *testing.T) {
	g := newGround(t, 2)
	lb := g.make(tLoadBalancer, gwlb(g.network.subnets[0]))
	in := props{"acceptanceRequired": false, "gatewayLoadBalancerArns": []any{lb.ID}}
	alb := g.w.aws.create(tLoadBalancer, "alb", alb(g.network))
	g.w.aws.refuses("InvalidParameter", tService, "alb", with(in, "gatewayLoadBalancerArns", []any{alb.ID}))
	g.w.aws.refuses("InvalidLoadBalancerArn", tService, "none", with(in, "gatewayLoadBalancerArns", []any{lb.ID + "0"}))
	g.w.aws.refuses("InvalidPrincipal", tService, "principal", with(in, "allowedPrincipals", []any{"222222222222"}))
	s := g.make(tService, in)
	assert.Equal(t, "GatewayLoadBalancer", s.str("serviceType"))
	assert.Equal(t, "com.amazonaws.vpce.us-east-1."+s.ID, s.str("serviceName"))
	assert.Equal(t, []any{g.network.subnets[0].str("availabilityZone")}, s.Out["availabilityZones"])
	require.ErrorContains(t, g.w.aws.delete(lb), "ResourceInUse")

	e := gatewayEndpoint(s, g.network.vpc, g.network.subnets[0])
	for what, c := range map[string]props{
		"two subnets":         with(e, "subnetIds", g.network.subnetIDs()),
		"none":                with(e, "subnetIds", nil),
		"a zone without it":   gatewayEndpoint(s, g.network.vpc, g.network.subnets[1]),
		"security groups":     with(e, "securityGroupIds", []any{g.network.group.ID}),
		"another type":        with(e, "vpcEndpointType", "Interface"),
		"a service of no one": with(e, "serviceName", "com.amazonaws.vpce.us-east-1.vpce-svc-0123"),
	} {
		_, err := g.w.aws.try(tEndpoint, "refused", c)
		require.ErrorContains(t, err, "Invalid", what)
	}
	endpoint := g.make(tEndpoint, e)
	assert.Equal(t, "available", endpoint.str("state"))
	assert.Len(t, endpoint.Out["networkInterfaceIds"], 1)

	// With the load balancer, the service comes into another zone.
	g.w.aws.update(lb, gwlb(g.network.subnets...))
	g.w.aws.create(tEndpoint, "second", gatewayEndpoint(s, g.network.vpc, g.network.subnets[1]))
	_, err := g.w.aws.tryUpdate(endpoint, gatewayEndpoint(s, g.network.vpc, g.network.subnets[1]))
	require.ErrorContains(t, err, "cannot be changed")
	require.ErrorContains(t, g.w.aws.delete(s), "ExistingVpcEndpointConnections")
	assert.Equal(t, []string{"serviceName"}, g.w.aws.diff(endpoint, with(e, "serviceName", "com.amazonaws.vpce.us-east-1.vpce-svc-0")).GetReplaces())
}

// TestEndpointOfAnotherAccount: the account must be let in, its connection must be accepted, and routes wait for that.
func TestEndpointOfAnotherAccount(t *testing.T) {
	g := newGround(t, 2)
	service := g.make(tService, with(g.service(), "acceptanceRequired", true))
	spoke := g.w.account("222222222222")
	n := spoke.network("spoke", 1, 2)
	require.NotEqual(t, g.network.subnets[0].str("availabilityZone"), n.subnets[0].str("availabilityZone"), "one zone has two names")
	in := gatewayEndpoint(service, n.vpc, n.subnets[0])
	spoke.refuses("InvalidServiceName", tEndpoint, "early", in)
	allowed := g.make(tAllowed, props{"vpcEndpointServiceId": service.ID, "principalArn": "arn:aws:iam::222222222222:root"})
	third := g.w.account("333333333333")
	elsewhere := third.network("third", 2, 1)
	third.refuses("InvalidServiceName", tEndpoint, "third", gatewayEndpoint(service, elsewhere.vpc, elsewhere.subnets[0]))
	spoke.refuses("cannot be accepted from here", tEndpoint, "auto", with(in, "autoAccept", true))
	e := spoke.create(tEndpoint, "e", in)
	assert.Equal(t, "pendingAcceptance", e.str("state"))
	table := spoke.create(tRouteTable, "lb", props{"vpcId": n.vpc.ID})
	route := props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": e.ID}
	spoke.refuses("unsupported route target", tRoute, "early", route)

	accept := props{"vpcEndpointServiceId": service.ID, "vpcEndpointId": e.ID}
	g.w.aws.refuses("InvalidVpcEndpointServiceId.NotFound", tAccepter, "none", with(accept, "vpcEndpointServiceId", "vpce-svc-0"))
	g.w.aws.refuses("InvalidVpcEndpointId.NotFound", tAccepter, "none", with(accept, "vpcEndpointId", "vpce-0"))
	spoke.refuses("InvalidVpcEndpointServiceId.NotFound", tAccepter, "not its own", accept)
	assert.Equal(t, "pendingAcceptance", spoke.read(tEndpoint, "e", e.ID).GetProperties().AsMap()["state"])
	require.ErrorContains(t, g.w.aws.delete(service), "ExistingVpcEndpointConnections", "not even accepted")
	accepter := g.make(tAccepter, accept)
	g.w.aws.refuses("InvalidState", tAccepter, "again", accept)
	assert.Equal(t, "available", spoke.read(tEndpoint, "e", e.ID).GetProperties().AsMap()["state"])
	r := spoke.create(tRoute, "lb", route)
	require.ErrorContains(t, spoke.delete(e), "must be removed from route table")

	// Who is let in no longer keeps what is connected, and gets nothing new.
	require.NoError(t, g.w.aws.delete(allowed))
	spoke.refuses("InvalidServiceName", tEndpoint, "late", gatewayEndpoint(service, n.vpc, n.subnets[1]))
	e = spoke.update(e, with(in, "tags", props{"Name": "e"}))
	assert.Equal(t, "available", e.str("state"))

	require.NoError(t, g.w.aws.delete(accepter))
	assert.Equal(t, "rejected", spoke.read(tEndpoint, "e", e.ID).GetProperties().AsMap()["state"])
	require.NoError(t, spoke.delete(r))
	require.NoError(t, spoke.delete(e))
	require.NoError(t, g.w.aws.delete(service))
}

// TestEndpointGoesBeforeItsAcceptance: what was accepted is gone with the endpoint.
func TestEndpointGoesBeforeItsAcceptance(t *testing.T) {
	g := newGround(t, 1)
	service := g.make(tService, with(g.service(), "acceptanceRequired", true, "allowedPrincipals", []any{"arn:aws:iam::222222222222:root"}))
	spoke := g.w.account("222222222222")
	n := spoke.network("spoke", 1, 1)
	e := spoke.create(tEndpoint, "e", gatewayEndpoint(service, n.vpc, n.subnets[0]))
	accepter := g.make(tAccepter, props{"vpcEndpointServiceId": service.ID, "vpcEndpointId": e.ID})
	require.NoError(t, spoke.delete(e))
	assert.Empty(t, g.w.aws.read(tAccepter, "ground", accepter.ID).GetId())
	require.NoError(t, g.w.aws.delete(accepter))
	require.NoError(t, g.w.aws.delete(service))
}

// TestGivenService: a vendor's service, of which its name is known.
func TestGivenService(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	const name = "com.amazonaws.vpce.us-east-1.vpce-svc-0fedcba9876543210"
	given := resource{Out: props{"serviceName": name}}
	w.aws.refuses("InvalidServiceName", tEndpoint, "early", gatewayEndpoint(given, n.vpc, n.subnets[0]))
	require.NoError(t, w.cloud.GivenIn("333333333333", "us-east-1", tService, "vpce-svc-0fedcba9876543210", props{
		"serviceName": name, "allowedPrincipals": []any{"*"},
	}))
	found, err := w.aws.invoke("aws:ec2/getVpcEndpointService:getVpcEndpointService", props{"serviceName": name})
	require.NoError(t, err)
	assert.Equal(t, "333333333333", found["owner"])
	assert.Contains(t, found["availabilityZones"], n.subnets[0].str("availabilityZone"))
	sts, err := w.aws.invoke("aws:ec2/getVpcEndpointService:getVpcEndpointService", props{"service": "sts"})
	require.NoError(t, err)
	assert.Equal(t, "Interface", sts["serviceType"])
	_, err = w.aws.invoke("aws:ec2/getVpcEndpointService:getVpcEndpointService", props{"serviceName": name + "0"})
	require.ErrorContains(t, err, "NotFound")
	assert.Equal(t, "available", w.aws.create(tEndpoint, "firewall", gatewayEndpoint(given, n.vpc, n.subnets[0])).str("state"))
}
