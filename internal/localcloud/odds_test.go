package localcloud_test

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestNetworkAcls(t *testing.T) {
	const acls, rules, associations = "aws:ec2/networkAcl:NetworkAcl", "aws:ec2/networkAclRule:NetworkAclRule", "aws:ec2/networkAclAssociation:NetworkAclAssociation"
	w := newWorld(t, localcloud.Options{})
	n, other := w.aws.network("hub", 0, 1), w.aws.network("other", 1, 1)
	acl := w.aws.create(acls, "lb", props{"vpcId": n.vpc.ID})
	rule := func(number int, egress bool) props {
		return props{"networkAclId": acl.ID, "ruleNumber": number, "egress": egress, "protocol": "-1", "ruleAction": "allow", "cidrBlock": "0.0.0.0/0"}
	}
	r := w.aws.create(rules, "in", rule(100, false))
	w.aws.create(rules, "out", rule(100, true))
	w.aws.refuses("NetworkAclEntryAlreadyExists", rules, "in2", rule(100, false))
	w.aws.refuses("ruleNumber", rules, "far", rule(40000, false))
	assert.Equal(t, r.ID, w.aws.read(rules, "in", acl.ID+":100:-1:false").GetId())
	w.aws.refuses("different networks", associations, "far", props{"networkAclId": acl.ID, "subnetId": other.subnets[0].ID})
	a := w.aws.create(associations, "lb", props{"networkAclId": acl.ID, "subnetId": n.subnets[0].ID})
	require.ErrorContains(t, w.aws.delete(acl), "DependencyViolation")
	require.NoError(t, w.aws.delete(a))
	require.NoError(t, w.aws.delete(acl))
	assert.Empty(t, w.aws.read(rules, "in", r.ID).GetId(), "rules go with their ACL")
}

func TestPrivateNatGateway(t *testing.T) {
	const typ = "aws:ec2/natGateway:NatGateway"
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	in := func(address string) props {
		return props{"subnetId": n.subnets[0].ID, "connectivityType": "private", "privateIp": address}
	}
	w.aws.refuses("MissingParameter", typ, "public", props{"subnetId": n.subnets[0].ID})
	w.aws.refuses("reserved", typ, "reserved", in("10.0.0.1"))
	w.aws.create(typ, "nat", in("10.0.0.5"))
	w.aws.refuses("InvalidIPAddress.InUse", typ, "again", in("10.0.0.5"))
	w.aws.refuses("in use", tLoadBalancer, "inner", nlb(n, "10.0.0.5"))
}

func TestFullSubnet(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	v := w.aws.create(tVpc, "hub", props{"cidrBlock": "10.0.0.0/16"})
	small := w.aws.create(tSubnet, "small", props{"vpcId": v.ID, "cidrBlock": "10.0.0.0/28"})
	const typ = "aws:ec2/natGateway:NatGateway"
	for i := range 11 {
		w.aws.create(typ, string(rune('a'+i)), props{"subnetId": small.ID, "connectivityType": "private"})
	}
	w.aws.refuses("InsufficientFreeAddressesInSubnet", typ, "twelfth", props{"subnetId": small.ID, "connectivityType": "private"})
	w.aws.refuses("at least 8 free", tLoadBalancer, "inner", props{"loadBalancerType": "network", "internal": true, "subnets": []any{small.ID}})
}

func TestLaunchTemplateVersions(t *testing.T) {
	const typ = "aws:ec2/launchTemplate:LaunchTemplate"
	w := newWorld(t, localcloud.Options{})
	lt := w.aws.create(typ, "node", props{"name": "node", "instanceType": "m6i.large"})
	w.aws.refuses("AlreadyExists", typ, "node2", props{"name": "node"})
	lt = w.aws.update(lt, props{"name": "node", "instanceType": "m7i.large"})
	assert.InDelta(t, 2, lt.Out["latestVersion"], 0)
	assert.InDelta(t, 1, lt.Out["defaultVersion"], 0)
	lt = w.aws.update(lt, props{"name": "node", "instanceType": "m7i.xlarge", "updateDefaultVersion": true})
	assert.InDelta(t, 3, lt.Out["defaultVersion"], 0)
}

func TestEndpointLeavesItsRoutesFirst(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	g := ground{w: w, network: w.aws.network("hub", 0, 1)}
	n := g.network
	firewall := w.aws.create(tEndpoint, "firewall", gatewayEndpoint(g.make(tService, g.service()), n.vpc, n.subnets[0]))
	table := w.aws.create(tRouteTable, "lb", props{"vpcId": n.vpc.ID})
	r := w.aws.create(tRoute, "lb", props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": firewall.ID})
	require.ErrorContains(t, w.aws.delete(firewall), "must be removed from route table")
	require.NoError(t, w.aws.delete(r))
	require.NoError(t, w.aws.delete(firewall))
}

func TestProviderChanges(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	diff := func(olds, news props) *pulumirpc.DiffResponse {
		resp, err := w.aws.client.DiffConfig(t.Context(), &pulumirpc.DiffRequest{OldInputs: wire(t, olds), News: wire(t, news)})
		require.NoError(t, err)
		return resp
	}
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, diff(props{"region": "us-east-1", "version": "6.83.3"}, props{"region": "us-east-1", "version": "6.83.4"}).GetChanges())
	assert.Equal(t, []string{"region"}, diff(props{"region": "us-east-1"}, props{"region": "us-west-2"}).GetReplaces())
	tags := diff(props{"region": "us-east-1"}, props{"region": "us-east-1", "defaultTags": `{"tags":{"a":"b"}}`})
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_SOME, tags.GetChanges())
	assert.Empty(t, tags.GetReplaces())
}
