package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestNetworkSources(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n, other := w.aws.network("hub", 0, 3), w.aws.network("other", 1, 2)
	ask := func(token string, args props) props {
		t.Helper()
		out, err := w.aws.invoke(token, args)
		require.NoError(t, err, token)
		return out
	}
	fails := func(token, message string, args props) {
		t.Helper()
		_, err := w.aws.invoke(token, args)
		require.ErrorContains(t, err, message)
	}
	const vpcs, subnets, subnet = "aws:ec2/getVpc:getVpc", "aws:ec2/getSubnets:getSubnets", "aws:ec2/getSubnet:getSubnet"
	assert.Equal(t, "10.0.0.0/16", ask(vpcs, props{"id": n.vpc.ID})["cidrBlock"])
	assert.Equal(t, other.vpc.ID, ask(vpcs, props{"cidrBlock": "10.1.0.0/16"})["id"])
	fails(vpcs, "no default VPC", props{"default": true})
	fails(vpcs, "multiple", props{})
	fails(vpcs, "no matching", props{"id": "vpc-0"})
	found := ask(subnets, props{"filters": []any{props{"name": "vpc-id", "values": []any{n.vpc.ID}}}})
	assert.ElementsMatch(t, n.subnetIDs(), found["ids"])
	fails(subnets, "colour", props{"filters": []any{props{"name": "colour", "values": []any{"blue"}}}})
	one := ask(subnet, props{"vpcId": n.vpc.ID, "availabilityZoneId": "use1-az2"})
	assert.Equal(t, n.subnets[1].ID, one["id"])
	assert.InDelta(t, 251, one["availableIpAddressCount"], 0)
	assert.Equal(t, n.gateway.ID, ask("aws:ec2/getInternetGateway:getInternetGateway", props{
		"filters": []any{props{"name": "attachment.vpc-id", "values": []any{n.vpc.ID}}},
	})["id"])
	assert.Equal(t, n.group.ID, ask("aws:ec2/getSecurityGroup:getSecurityGroup", props{"name": n.group.str("name")})["id"])

	table := w.aws.create(tRouteTable, "lb", props{"vpcId": n.vpc.ID})
	w.aws.create(tAssociation, "lb", props{"routeTableId": table.ID, "subnetId": n.subnets[0].ID})
	w.aws.create(tRoute, "lb", props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID})
	routes := ask("aws:ec2/getRouteTable:getRouteTable", props{"subnetId": n.subnets[0].ID})
	assert.Equal(t, table.ID, routes["id"])
	assert.Len(t, routes["routes"], 1)
	assert.Len(t, routes["associations"], 1)

	e := w.aws.create(tEndpoint, "s3", props{"vpcId": n.vpc.ID, "serviceName": "com.amazonaws.us-east-1.s3"})
	assert.Equal(t, e.ID, ask("aws:ec2/getVpcEndpoint:getVpcEndpoint", props{"vpcId": n.vpc.ID, "serviceName": "com.amazonaws.us-east-1.s3"})["id"])
	list := w.aws.create(tPrefixList, "spokes", props{"name": "spokes", "addressFamily": "IPv4", "maxEntries": 2})
	assert.Equal(t, list.ID, ask("aws:ec2/getManagedPrefixList:getManagedPrefixList", props{"name": "spokes"})["id"])
	assert.Equal(t, "AWS", ask("aws:ec2/getManagedPrefixList:getManagedPrefixList", props{"name": "com.amazonaws.us-east-1.s3"})["ownerId"])
}

func TestTransitAndBalancerSources(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 2)
	gateway := w.aws.create(tGateway, "hub", props{"tags": props{"Name": "hub"}})
	a := w.aws.create(tAttachment, "hub", attachment(gateway, n))
	f := w.front(n, "web")
	for token, want := range map[string]struct {
		args props
		id   string
	}{
		"aws:ec2transitgateway/getTransitGateway:getTransitGateway": {props{"tags": props{"Name": "hub"}}, gateway.ID},
		"aws:ec2transitgateway/getVpcAttachment:getVpcAttachment": {
			props{"filters": []any{props{"name": "vpc-id", "values": []any{n.vpc.ID}}}}, a.ID,
		},
		"aws:ec2transitgateway/getRouteTable:getRouteTable": {props{"id": gateway.str("associationDefaultRouteTableId")}, gateway.str("associationDefaultRouteTableId")},
		"aws:lb/getLoadBalancer:getLoadBalancer":            {props{"name": f.lb.str("name")}, f.lb.ID},
		"aws:lb/getTargetGroup:getTargetGroup":              {props{"arn": f.group.ID}, f.group.ID},
		"aws:lb/getListener:getListener":                    {props{"loadBalancerArn": f.lb.ID, "port": 80}, f.listener.ID},
	} {
		out, err := w.aws.invoke(token, want.args)
		require.NoError(t, err, token)
		assert.Equal(t, want.id, out["id"], token)
	}
	out, err := w.aws.invoke("aws:lb/getTargetGroup:getTargetGroup", props{"arn": f.group.ID})
	require.NoError(t, err)
	assert.Equal(t, []any{f.lb.ID}, out["loadBalancerArns"])
}

func TestAccountSources(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	zones, err := w.aws.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", props{"state": "available", "excludeZoneIds": []any{"use1-az3"}})
	require.NoError(t, err)
	assert.Equal(t, []any{"us-east-1a", "us-east-1b", "us-east-1d", "us-east-1e", "us-east-1f"}, zones["names"])
	for token, want := range map[string][3]any{
		"aws:index/getRegion:getRegion":                       {props{}, "name", "us-east-1"},
		"aws:index/getPartition:getPartition":                 {props{}, "dnsSuffix", "amazonaws.com"},
		"aws:index/getArn:getArn":                             {props{"arn": "arn:aws:ec2:us-east-1:1:vpc/vpc-0"}, "resource", "vpc/vpc-0"},
		"aws:index/getService:getService":                     {props{"serviceId": "ec2"}, "reverseDnsName", "com.amazonaws.us-east-1.ec2"},
		"aws:index/getServicePrincipal:getServicePrincipal":   {props{"serviceName": "eks"}, "name", "eks.amazonaws.com"},
		"aws:ssm/getParameter:getParameter":                   {props{"name": "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/release_version"}, "value", "1.33.0-20260101"},
		"aws:index/getAvailabilityZone:getAvailabilityZone":   {props{"zoneId": "use1-az2"}, "name", "us-east-1b"},
		"aws:index/getCallerIdentity:getCallerIdentity":       {props{}, "accountId", "111111111111"},
		"aws:index/getAvailabilityZones:getAvailabilityZones": {props{"filters": []any{props{"name": "zone-id", "values": []any{"use1-az1"}}}}, "id", "us-east-1"},
	} {
		out, err := w.aws.invoke(token, want[0].(props))
		require.NoError(t, err, token)
		assert.Equal(t, want[2], out[want[1].(string)], token)
	}
	for token, args := range map[string]props{
		"aws:ssm/getParameter:getParameter": {"name": "/my/secret"},
		"aws:index/getRegion:getRegion":     {"name": "us-east-9"},
		"aws:index/getArn:getArn":           {"arn": "vpc-0"},
	} {
		_, err := w.aws.invoke(token, args)
		require.Error(t, err, token)
	}
}
