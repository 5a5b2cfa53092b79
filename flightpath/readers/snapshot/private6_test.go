package snapshot

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

func TestWhatKeepsIPv6OffTheInternet(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"x.json": `{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "Ipv6CidrBlockAssociationSet": [
			{"Ipv6CidrBlock": "2600:1f10:1::/56", "Ipv6CidrBlockState": {"State": "associated"}, "Ipv6AddressAttribute": "private"},
			{"Ipv6CidrBlock": "2600:1f10:2::/56", "Ipv6CidrBlockState": {"State": "associated"}, "Ipv6AddressAttribute": "public"}]}],
		"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "DenyAllIgwTraffic": true}],
		"TransitGatewayVpcAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "VpcId": "vpc-1",
			"State": "available", "SubnetIds": ["subnet-1"], "Options": {"Ipv6Support": "disable"}}]}`})
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("2600:1f10:1::/56")}, n.VPCs[0].PrivateCIDRs)
	assert.True(t, n.Interfaces[0].Closed)
	assert.True(t, n.Attachments[0].IPv4Only)
}

func TestWhatLoadBalancersTakeFromInternetGateways(t *testing.T) {
	t.Parallel()
	of := func(scheme, kind, attributes string) network.LoadBalancer {
		file := `{"LoadBalancers": [{"LoadBalancerArn": "` + balancerARN + `", "LoadBalancerName": "web", "Type": "application", "VpcId": "vpc-1",
			"Scheme": "` + scheme + `", "IpAddressType": "` + kind + `"}]` + attributes + `}`
		return readFiles(t, files{"x.json": file}).LoadBalancers[0]
	}
	told := func(attribute string) string {
		return `, "LoadBalancerAttributes": [{"LoadBalancerArn": "` + balancerARN + `", "Attributes": [` + attribute + `]}]`
	}
	const other = `{"Key": "idle_timeout.timeout_seconds", "Value": "60"}`
	assert.Equal(t, "on", of("internal", "dualstack", told(`{"Key": "ipv6.deny_all_igw_traffic", "Value": "true"}`)).Closed)
	assert.Equal(t, "off", of("internal", "dualstack", told(`{"Key": "ipv6.deny_all_igw_traffic", "Value": "false"}`)).Closed)
	assert.Equal(t, "on", of("internal", "dualstack", told(other)).Closed)
	assert.Empty(t, of("internal", "dualstack", "").Closed)
	assert.Empty(t, of("internet-facing", "dualstack", told(other)).Closed)
	assert.True(t, of("internet-facing", "dualstack-without-public-ipv4", "").PrivateIPv4)
	assert.False(t, of("internet-facing", "dualstack", "").PrivateIPv4)
}
