package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestInterfaceEndpoints(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n, other := w.aws.network("spoke", 0, 2), w.aws.network("other", 1, 1)
	in := func(service string, more props) props {
		p := props{
			"vpcId": n.vpc.ID, "serviceName": "com.amazonaws.us-east-1." + service, "vpcEndpointType": "Interface", "subnetIds": n.subnetIDs(),
			"securityGroupIds": []any{n.group.ID}, "privateDnsEnabled": true,
		}
		for k, v := range more {
			p[k] = v
		}
		return p
	}
	e := w.aws.create(tEndpoint, "sts", in("sts", nil))
	assert.Len(t, e.Out["networkInterfaceIds"], 2)
	assert.Len(t, e.Out["dnsEntries"], 2)
	w.aws.refuses("conflicting DNS domain", tEndpoint, "sts2", in("sts", nil))
	w.aws.refuses("InvalidServiceName", tEndpoint, "typo", in("stss", nil))
	w.aws.refuses("InvalidServiceName", tEndpoint, "region", in("sts", props{"serviceName": "com.amazonaws.us-west-2.sts"}))
	w.aws.refuses("does not belong to VPC", tEndpoint, "subnet", in("ec2", props{"subnetIds": other.subnetIDs()}))
	w.aws.refuses("does not belong to VPC", tEndpoint, "group", in("ec2", props{"securityGroupIds": []any{other.group.ID}}))
	twin := w.aws.create(tSubnet, "twin", props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.20.0/24", "availabilityZoneId": "use1-az1"})
	w.aws.refuses("DuplicateSubnetsInSameZone", tEndpoint, "twin", in("ec2", props{"subnetIds": []any{n.subnets[0].ID, twin.ID}}))
	require.ErrorContains(t, w.aws.delete(n.group), "DependencyViolation")
	require.ErrorContains(t, w.aws.delete(n.subnets[0]), "DependencyViolation")

	mute := w.aws.create(tVpc, "mute", props{"cidrBlock": "10.9.0.0/16"})
	w.aws.refuses("enableDnsHostnames", tEndpoint, "mute", props{
		"vpcId": mute.ID, "serviceName": "com.amazonaws.us-east-1.sts", "vpcEndpointType": "Interface", "privateDnsEnabled": true,
	})
}

func TestGatewayEndpoints(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n, other := w.aws.network("spoke", 0, 1), w.aws.network("other", 1, 1)
	table, far := w.aws.create(tRouteTable, "node", props{"vpcId": n.vpc.ID}), w.aws.create(tRouteTable, "far", props{"vpcId": other.vpc.ID})
	in := func(tables ...any) props {
		return props{"vpcId": n.vpc.ID, "serviceName": "com.amazonaws.us-east-1.s3", "routeTableIds": tables}
	}
	e := w.aws.create(tEndpoint, "s3", in(table.ID))
	assert.Equal(t, "Gateway", e.str("vpcEndpointType"))
	assert.NotEmpty(t, e.str("prefixListId"))
	w.aws.refuses("RouteAlreadyExists", tEndpoint, "again", in(table.ID))
	w.aws.refuses("does not belong to VPC", tEndpoint, "far", in(far.ID))
	w.aws.refuses("InvalidRouteTableId.NotFound", tEndpoint, "lost", in("rtb-0"))
	w.aws.refuses("takes no subnets", tEndpoint, "subnets", props{
		"vpcId": n.vpc.ID, "serviceName": "com.amazonaws.us-east-1.s3", "subnetIds": n.subnetIDs(),
	})
	list, err := w.aws.invoke("aws:ec2/getPrefixList:getPrefixList", props{"name": "com.amazonaws.us-east-1.s3"})
	require.NoError(t, err)
	assert.Equal(t, e.str("prefixListId"), list["id"])
}
