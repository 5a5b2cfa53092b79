package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestVpcRefusals(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	w.aws.refuses("InvalidVpc.Range", tVpc, "small", props{"cidrBlock": "10.0.0.0/29"})
	w.aws.refuses("host bits", tVpc, "host", props{"cidrBlock": "10.0.0.1/16"})
	w.aws.refuses("not simulated", tVpc, "ipam", props{"ipv4IpamPoolId": "ipam-pool-1", "ipv4NetmaskLength": 16})
	w.aws.refuses("unknown property", tVpc, "typo", props{"cidrBlok": "10.0.0.0/16"})
	w.aws.refuses("expected a boolean", tVpc, "type", props{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": "yes"})

	v := w.aws.create(tVpc, "hub", props{"cidrBlock": "10.0.0.0/16"})
	assert.Regexp(t, `^vpc-0[0-9a-f]{16}$`, v.ID)
	assert.Equal(t, "arn:aws:ec2:us-east-1:111111111111:vpc/"+v.ID, v.str("arn"))
	assert.Equal(t, true, v.Out["enableDnsSupport"])
	assert.Empty(t, w.aws.diff(v, props{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": true}).GetDetailedDiff(), "a default written out")
	d := w.aws.diff(v, props{"cidrBlock": "10.1.0.0/16"})
	assert.Equal(t, []string{"cidrBlock"}, d.GetReplaces())
}

func TestSubnetRefusals(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 2)
	for code, in := range map[string]props{
		"InvalidSubnet.Range":    {"vpcId": n.vpc.ID, "cidrBlock": "10.1.0.0/24"},
		"InvalidSubnet.Conflict": {"vpcId": n.vpc.ID, "cidrBlock": "10.0.1.128/25"},
		"InvalidVpcID.NotFound":  {"vpcId": "vpc-0123456789abcdef0", "cidrBlock": "10.0.9.0/24"},
		"InvalidParameterValue":  {"vpcId": n.vpc.ID, "cidrBlock": "10.0.9.0/24", "availabilityZoneId": "usw2-az1"},
		"use1-az1":               {"vpcId": n.vpc.ID, "cidrBlock": "10.0.9.0/24", "availabilityZone": "use1-az1"},
		"missing required":       {"cidrBlock": "10.0.9.0/24"},
	} {
		w.aws.refuses(code, tSubnet, "bad", in)
	}
	assert.Equal(t, "us-east-1a", n.subnets[0].str("availabilityZone"))
	require.ErrorContains(t, w.aws.delete(n.vpc), "DependencyViolation")
	require.NoError(t, w.aws.delete(n.gateway))
	require.NoError(t, w.aws.delete(n.group))
	require.ErrorContains(t, w.aws.delete(n.vpc), n.subnets[0].ID)
}

func TestVpcGoesWithWhatAWSMade(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	for _, r := range []resource{n.group, n.subnets[0], n.gateway, n.vpc} {
		require.NoError(t, w.aws.delete(r))
	}
	assert.Empty(t, w.cloud.Everything())
}

func TestSecondaryCIDRs(t *testing.T) {
	const typ = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	w := newWorld(t, localcloud.Options{Quotas: localcloud.Quotas{CIDRsPerVPC: 2}})
	v := w.aws.create(tVpc, "spoke", props{"cidrBlock": "10.0.0.0/16"})
	w.aws.refuses("conflicts", typ, "overlap", props{"vpcId": v.ID, "cidrBlock": "10.0.128.0/17"})
	w.aws.refuses("restricted", typ, "other", props{"vpcId": v.ID, "cidrBlock": "192.168.0.0/16"})
	pods := w.aws.create(typ, "pods", props{"vpcId": v.ID, "cidrBlock": "100.64.0.0/16"})
	w.aws.refuses("CidrLimitExceeded", typ, "third", props{"vpcId": v.ID, "cidrBlock": "100.65.0.0/16"})
	s := w.aws.create(tSubnet, "pods", props{"vpcId": v.ID, "cidrBlock": "100.64.0.0/18"})
	require.ErrorContains(t, w.aws.delete(pods), "in use by subnet "+s.ID)
	require.NoError(t, w.aws.delete(s))
	require.NoError(t, w.aws.delete(pods))
}

func TestReservations(t *testing.T) {
	const typ = "aws:ec2/subnetCidrReservation:SubnetCidrReservation"
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	in := func(cidr string) props {
		return props{"subnetId": n.subnets[0].ID, "cidrBlock": cidr, "reservationType": "explicit"}
	}
	w.aws.refuses("not within", typ, "outside", in("10.0.9.0/28"))
	r := w.aws.create(typ, "nlb", in("10.0.0.16/28"))
	w.aws.refuses("overlaps", typ, "again", in("10.0.0.24/29"))
	require.NoError(t, w.aws.delete(n.subnets[0]), "a reservation goes with its subnet")
	assert.Empty(t, w.aws.read(typ, "nlb", r.ID).GetId())
	require.NoError(t, w.aws.delete(r), "what is gone already is no error")
}

func TestInternetGateway(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	w.aws.refuses("already has an internet gateway", tInternetGateway, "second", props{"vpcId": n.vpc.ID})
	ip := w.aws.create("aws:ec2/eip:Eip", "nat", props{"domain": "vpc"})
	nat := w.aws.create("aws:ec2/natGateway:NatGateway", "nat", props{"subnetId": n.subnets[0].ID, "allocationId": ip.ID})
	assert.Equal(t, ip.str("publicIp"), nat.str("publicIp"))
	w.aws.refuses("already associated", "aws:ec2/natGateway:NatGateway", "two", props{"subnetId": n.subnets[0].ID, "allocationId": ip.ID})
	require.ErrorContains(t, w.aws.delete(n.gateway), "mapped public address")
	require.ErrorContains(t, w.aws.delete(ip), "in use")
	require.NoError(t, w.aws.delete(nat))
	require.NoError(t, w.aws.delete(n.gateway))
}

func TestZoneNamesDifferBetweenAccounts(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	other := w.account("222222222222")
	const typ = "aws:index/getAvailabilityZone:getAvailabilityZone"
	here, err := w.aws.invoke(typ, props{"zoneId": "use1-az1"})
	require.NoError(t, err)
	there, err := other.invoke(typ, props{"zoneId": "use1-az1"})
	require.NoError(t, err)
	assert.Equal(t, "us-east-1a", here["name"])
	assert.NotEqual(t, here["name"], there["name"])
	_, err = w.aws.invoke(typ, props{"zoneId": "use1-az9"})
	require.ErrorContains(t, err, "InvalidParameterValue")
}
