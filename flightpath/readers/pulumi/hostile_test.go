package pulumi_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
)

// with is the joined VPCs with further resources; inputs that are URNs are references that are not known yet.
func with(more ...pulumi.Resource) []pulumi.Resource {
	all := joined(nil)
	for i := range more {
		r := &more[i]
		r.Inputs = maps.Clone(r.Inputs)
		r.Custom, r.URN, r.PropertyDependencies = true, named(r.Type, "more"+string(rune('a'+i))), map[string][]string{}
		for key, value := range r.Inputs {
			if text, is := value.(string); is && len(text) > 4 && text[:4] == "urn:" {
				r.Inputs[key], r.PropertyDependencies[key] = pulumi.Unknown, []string{text}
			}
		}
	}
	return append(all, more...)
}

func verdictOf(t *testing.T, resources []pulumi.Resource, from, to string) flightpath.Verdict {
	t.Helper()
	n, err := pulumi.Read(resources)
	require.NoError(t, err)
	answer, err := flightpath.New(n).Trace(flightpath.Question{From: from, To: to, Port: 443})
	require.NoError(t, err)
	return answer.Verdict
}

// AWS: "Block public access to VPCs and subnets": an option of the account's Region stops what crosses internet gateways, but for what
// an exclusion names.
func TestBlockPublicAccess(t *testing.T) {
	t.Parallel()
	option := func(mode string) pulumi.Resource {
		return pulumi.Resource{Type: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", Inputs: map[string]any{"internetGatewayBlockMode": mode}}
	}
	exclusion := func(key, of, mode string) pulumi.Resource {
		return pulumi.Resource{
			Type:   "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
			Inputs: map[string]any{key: of, "internetGatewayExclusionMode": mode},
		}
	}
	vpc, subnet := named(vpcType, "vpc-b"), named(subnetType, "subnet-b")
	for _, test := range []struct {
		more   []pulumi.Resource
		in     flightpath.Verdict // to b
		out    flightpath.Verdict // from b
		others flightpath.Verdict // to a
	}{
		{nil, flightpath.Direct, flightpath.Direct, flightpath.Direct},
		{[]pulumi.Resource{option("off")}, flightpath.Direct, flightpath.Direct, flightpath.Direct},
		{[]pulumi.Resource{option("block-ingress")}, flightpath.Blocked, flightpath.Blocked, flightpath.Blocked},
		{[]pulumi.Resource{option("block-bidirectional")}, flightpath.Blocked, flightpath.Blocked, flightpath.Blocked},
		{[]pulumi.Resource{option("block-bidirectional"), exclusion("vpcId", vpc, "allow-bidirectional")}, flightpath.Direct, flightpath.Direct, flightpath.Blocked},
		{[]pulumi.Resource{option("block-bidirectional"), exclusion("subnetId", subnet, "allow-egress")}, flightpath.Blocked, flightpath.Direct, flightpath.Blocked},
		{[]pulumi.Resource{option(pulumi.Unknown)}, flightpath.Unproven, flightpath.Unproven, flightpath.Unproven},
		{[]pulumi.Resource{option("block-bidirectional"), exclusion("vpcId", pulumi.Unknown, "allow-egress")}, flightpath.Unproven, flightpath.Unproven, flightpath.Unproven},
	} {
		all := with(test.more...)
		assert.Equal(t, test.in, verdictOf(t, all, "internet", "10.2.1.10"), "%v", test.more)
		assert.Equal(t, test.out, verdictOf(t, all, "10.2.1.10", "9.9.9.9"), "%v", test.more)
		assert.Equal(t, test.others, verdictOf(t, all, "internet", "10.1.1.10"), "%v", test.more)
	}
}

// AWS: "Security group rules": of all groups of an interface one rule is enough, those that a resource of its own attaches among them.
func TestAttachedSecurityGroups(t *testing.T) {
	t.Parallel()
	closed := func(group pulumi.Resource) []pulumi.Resource {
		all := with(
			pulumi.Resource{Type: groupType, Inputs: map[string]any{"vpcId": named(vpcType, "vpc-b")}},
			pulumi.Resource{Type: eniType, Inputs: map[string]any{
				"subnetId": named(subnetType, "subnet-b"), "privateIps": []any{"10.2.1.20"}, "securityGroups": []any{"sg-elsewhere"},
			}},
			group,
		)
		eni := &all[len(all)-2]
		eni.Inputs["securityGroups"], eni.PropertyDependencies["securityGroups"] = []any{pulumi.Unknown}, []string{named(groupType, "morea")}
		return all
	}
	const typ = "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment"
	assert.Equal(t, flightpath.Blocked, verdictOf(t, closed(pulumi.Resource{Type: "aws:s3/bucket:Bucket"}), "10.1.1.10", "10.2.1.20"))
	assert.Equal(t, flightpath.Direct, verdictOf(t, closed(pulumi.Resource{Type: typ, Inputs: map[string]any{
		"networkInterfaceId": named(eniType, "moreb"), "securityGroupId": named(groupType, "sg-b"),
	}}), "10.1.1.10", "10.2.1.20"))
	unsure := closed(pulumi.Resource{Type: typ, Inputs: map[string]any{"networkInterfaceId": pulumi.Unknown, "securityGroupId": named(groupType, "sg-b")}})
	unsure[len(unsure)-1].PropertyDependencies["networkInterfaceId"] = []string{named(eniType, "moreb"), named(eniType, "eni-b")}
	assert.Equal(t, flightpath.Unproven, verdictOf(t, unsure, "10.1.1.10", "10.2.1.20"))
}

// AWS: "Route tables and AWS Site-to-Site VPN route priority": what a VPN gateway propagates stands in no program.
func TestRoutesThatAVPNGatewayPropagates(t *testing.T) {
	t.Parallel()
	all := with(pulumi.Resource{Type: "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation", Inputs: map[string]any{
		"routeTableId": named(tableType, "rtb-a"), "vpnGatewayId": "vgw-1",
	}})
	assert.Equal(t, flightpath.Unproven, verdictOf(t, all, "10.1.1.10", "9.9.9.9"))
	assert.Equal(t, flightpath.Direct, verdictOf(t, all, "10.2.1.10", "9.9.9.9"))
	table := pulumi.Resource{Type: tableType, Inputs: map[string]any{"vpcId": named(vpcType, "vpc-a"), "propagatingVgws": []any{"vgw-1"}}}
	n, err := pulumi.Read(with(table))
	require.NoError(t, err)
	var learning int
	for _, one := range n.RouteTables {
		learning += len(one.Unlearned)
	}
	assert.Equal(t, 1, learning)
}

// Lists of which a preview says nothing hold something all the same.
func TestListsThatAreNotKnown(t *testing.T) {
	t.Parallel()
	acl := pulumi.Resource{Type: aclType, Inputs: map[string]any{"vpcId": named(vpcType, "vpc-b"), "ingress": pulumi.Unknown, "egress": pulumi.Unknown}}
	tied := pulumi.Resource{Type: "aws:ec2/networkAclAssociation:NetworkAclAssociation", Inputs: map[string]any{
		"networkAclId": named(aclType, "morea"), "subnetId": named(subnetType, "subnet-b"),
	}}
	assert.Equal(t, flightpath.Unproven, verdictOf(t, with(acl, tied), "10.1.1.10", "10.2.1.10"))
	acl.Inputs = map[string]any{"vpcId": named(vpcType, "vpc-b")}
	assert.Equal(t, flightpath.Asymmetric, verdictOf(t, with(acl, tied), "10.1.1.10", "10.2.1.10"), "one without entries denies everything, and in the attachment's own subnet only replies meet it")

	routed := func(list pulumi.Resource, more ...pulumi.Resource) []pulumi.Resource {
		list.Type = "aws:ec2/managedPrefixList:ManagedPrefixList"
		return with(append([]pulumi.Resource{list, {Type: "aws:ec2/route:Route", Inputs: map[string]any{
			"routeTableId": named(tableType, "rtb-a"), "destinationPrefixListId": named("aws:ec2/managedPrefixList:ManagedPrefixList", "morea"), "natGatewayId": "nat-elsewhere",
		}}}, more...)...)
	}
	entries := []any{map[string]any{"cidr": "9.9.9.0/24"}}
	entry := pulumi.Resource{Type: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", Inputs: map[string]any{"prefixListId": pulumi.Unknown, "cidr": "9.9.9.0/24"}}
	for name, all := range map[string][]pulumi.Resource{
		"entries that are not known":            routed(pulumi.Resource{Inputs: map[string]any{"entries": pulumi.Unknown}}),
		"an entry that may be of this list":     routed(pulumi.Resource{Inputs: map[string]any{"entries": []any{}}}, entry),
		"a list that the program reads":         routed(pulumi.Resource{External: true, Outputs: map[string]any{"entries": entries}}),
		"entries that the program says nothing": routed(pulumi.Resource{Outputs: map[string]any{"entries": entries}}),
	} {
		assert.Equal(t, flightpath.Unproven, verdictOf(t, all, "10.1.1.10", "9.9.9.9"), "%s", name)
	}
	assert.Equal(t, flightpath.Direct, verdictOf(t, routed(pulumi.Resource{Inputs: map[string]any{"entries": []any{}}}), "10.1.1.10", "9.9.9.9"))

	// A group that the program reads has the rules that AWS answered.
	open := []any{map[string]any{"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlocks": []any{"0.0.0.0/0"}}}
	all := with(
		pulumi.Resource{Type: groupType, External: true, Outputs: map[string]any{"vpcId": "vpc-b", "ingress": open, "egress": open}},
		pulumi.Resource{Type: eniType, Inputs: map[string]any{"subnetId": named(subnetType, "subnet-b"), "privateIps": []any{"10.2.1.20"}, "securityGroups": []any{pulumi.Unknown}}},
	)
	all[len(all)-1].PropertyDependencies["securityGroups"] = []string{named(groupType, "morea")}
	assert.Equal(t, flightpath.Direct, verdictOf(t, all, "10.1.1.10", "10.2.1.20"))
}

// AWS: "Update your security groups to reference peer security groups": in one Region only. pulumi-aws 7 lets a resource say its Region.
func TestRegionsOfResources(t *testing.T) {
	t.Parallel()
	provider := pulumi.Resource{URN: named("pulumi:providers:aws", "p"), Type: "pulumi:providers:aws", Custom: true, ID: "p", Inputs: map[string]any{"region": "us-east-1"}}
	for region, want := range map[string]flightpath.Verdict{"us-east-1": flightpath.Direct, "eu-west-1": flightpath.Blocked} {
		const pcx = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
		all := with(
			pulumi.Resource{Type: pcx, Inputs: map[string]any{"vpcId": named(vpcType, "vpc-a"), "peerVpcId": named(vpcType, "vpc-b"), "autoAccept": true}},
			pulumi.Resource{Type: groupType, Inputs: map[string]any{"vpcId": named(vpcType, "vpc-b")}},
			pulumi.Resource{Type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", Inputs: map[string]any{
				"securityGroupId": named(groupType, "moreb"), "referencedSecurityGroupId": named(groupType, "sg-a"), "ipProtocol": "-1",
			}},
			pulumi.Resource{Type: eniType, Inputs: map[string]any{"subnetId": named(subnetType, "subnet-b"), "privateIps": []any{"10.2.1.20"}, "securityGroups": []any{pulumi.Unknown}}},
			pulumi.Resource{Type: "aws:ec2/route:Route", Inputs: map[string]any{"routeTableId": named(tableType, "rtb-a"), "destinationCidrBlock": "10.2.1.0/24", "vpcPeeringConnectionId": named(pcx, "morea")}},
			pulumi.Resource{Type: "aws:ec2/route:Route", Inputs: map[string]any{"routeTableId": named(tableType, "rtb-b"), "destinationCidrBlock": "10.1.1.0/24", "vpcPeeringConnectionId": named(pcx, "morea")}},
		)
		all[len(all)-3].PropertyDependencies["securityGroups"] = []string{named(groupType, "moreb")}
		for i := range all {
			all[i].Provider = provider.URN + "::p"
			if all[i].URN == named(vpcType, "vpc-b") {
				all[i].Inputs["region"] = region
			}
		}
		assert.Equal(t, want, verdictOf(t, append(all, provider), "10.1.1.10", "10.2.1.20"), region)
	}
}

// An instance that is to be made has an address of its subnet that nobody knows yet, and a public one where it asks for one, its subnet
// gives one (AWS: "Amazon EC2 instance IP addressing"), or an elastic one is tied to it.
func TestInstancesToBe(t *testing.T) {
	t.Parallel()
	const typ = "aws:ec2/instance:Instance"
	id := named(typ, "morea")
	made := func(inputs, subnet map[string]any, more ...pulumi.Resource) []pulumi.Resource {
		inputs["subnetId"] = named(subnetType, "subnet-b")
		inputs["vpcSecurityGroupIds"] = []any{pulumi.Unknown}
		all := with(append([]pulumi.Resource{{Type: typ, Inputs: inputs}}, more...)...)
		for i := range all {
			if all[i].URN == id {
				all[i].PropertyDependencies["vpcSecurityGroupIds"] = []string{named(groupType, "sg-b")}
			}
			if all[i].URN == named(subnetType, "subnet-b") {
				for key, value := range subnet {
					all[i].Inputs[key] = value
				}
			}
		}
		return all
	}
	elastic := pulumi.Resource{Type: "aws:ec2/eip:Eip", Inputs: map[string]any{"instance": id}}
	launching := map[string]any{"mapPublicIpOnLaunch": true}
	for name, test := range map[string]struct {
		all    []pulumi.Resource
		public bool
	}{
		"nothing said":                  {made(map[string]any{}, nil), false},
		"asks for one":                  {made(map[string]any{"associatePublicIpAddress": true}, nil), true},
		"its subnet gives one":          {made(map[string]any{}, launching), true},
		"asks for none all the same":    {made(map[string]any{"associatePublicIpAddress": false}, launching), false},
		"an elastic one":                {made(map[string]any{}, nil, elastic), true},
		"what nobody knows to be false": {made(map[string]any{"associatePublicIpAddress": pulumi.Unknown}, nil), true},
	} {
		want := flightpath.Blocked
		if test.public {
			want = flightpath.Direct
		}
		assert.Equal(t, want, verdictOf(t, test.all, "internet", id), name)
		assert.Equal(t, want, verdictOf(t, test.all, id, "9.9.9.9"), name)
		assert.Equal(t, flightpath.Direct, verdictOf(t, test.all, "10.1.1.10", id), name)
		n, err := pulumi.Read(test.all)
		require.NoError(t, err)
		report, err := flightpath.New(n).Check(flightpath.Expectations{Protected: []string{"vpc-b"}})
		require.NoError(t, err)
		exposed := false
		for _, r := range report.Exposed {
			exposed = exposed || r.Owner == id
		}
		assert.Equal(t, test.public, exposed, name)
	}
	// Launched without one, whatever its subnet gives now.
	all := made(map[string]any{}, launching)
	all[len(all)-1].Outputs = map[string]any{"publicIp": "", "privateIp": "10.2.1.77"}
	assert.Equal(t, flightpath.Blocked, verdictOf(t, all, "internet", "10.2.1.77"))
}

// Behind a load balancer an instance that is to be made is a target like others, by its ID.
func TestInstancesToBeAsTargets(t *testing.T) {
	t.Parallel()
	const inst, lb, tg = "aws:ec2/instance:Instance", "aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"
	all := with(
		pulumi.Resource{Type: inst, Inputs: map[string]any{"subnetId": named(subnetType, "subnet-b"), "vpcSecurityGroupIds": []any{pulumi.Unknown}}},
		pulumi.Resource{Type: lb, Inputs: map[string]any{"loadBalancerType": "network", "subnets": []any{pulumi.Unknown}, "internal": false}},
		pulumi.Resource{Type: tg, Inputs: map[string]any{"port": 8443.0, "protocol": "TCP", "targetType": "instance", "vpcId": named(vpcType, "vpc-b")}},
		pulumi.Resource{Type: "aws:lb/targetGroupAttachment:TargetGroupAttachment", Inputs: map[string]any{"targetGroupArn": named(tg, "morec"), "targetId": named(inst, "morea")}},
		pulumi.Resource{Type: "aws:lb/listener:Listener", Inputs: map[string]any{"loadBalancerArn": named(lb, "moreb"), "port": 443.0, "protocol": "TCP", "defaultActions": []any{map[string]any{"type": "forward", "targetGroupArn": pulumi.Unknown}}}},
	)
	all[len(all)-5].PropertyDependencies["vpcSecurityGroupIds"] = []string{named(groupType, "sg-b")}
	all[len(all)-4].PropertyDependencies["subnets"] = []string{named(subnetType, "subnet-b")}
	all[len(all)-1].PropertyDependencies["defaultActions"] = []string{named(tg, "morec")}
	n, err := pulumi.Read(all)
	require.NoError(t, err)
	report, err := flightpath.New(n).Check(flightpath.Expectations{Services: []flightpath.Service{{Name: "s", LoadBalancer: "moreb", Port: 443}}})
	require.NoError(t, err)
	require.Len(t, report.Services, 1)
	assert.Equal(t, flightpath.Direct, report.Services[0].Verdict, report.Services[0].Reason)
	assert.Equal(t, "holds", string(report.Properties[4].Result))
	behind := false
	for _, r := range report.Exposed {
		behind = behind || r.Owner == named(inst, "morea") && len(r.Through) == 1
	}
	assert.True(t, behind)
	// Its group lets nobody in: no health check gets there.
	for i := range all {
		if all[i].URN == named(groupType, "sg-b") {
			all[i].Inputs["ingress"] = []any{}
		}
	}
	n, err = pulumi.Read(all)
	require.NoError(t, err)
	report, err = flightpath.New(n).Check(flightpath.Expectations{Services: []flightpath.Service{{Name: "s", LoadBalancer: "moreb", Port: 443}}})
	require.NoError(t, err)
	assert.Equal(t, flightpath.Blocked, report.Services[0].Verdict)
	assert.Equal(t, "fails", string(report.Properties[4].Result))
}
