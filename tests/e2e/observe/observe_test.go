package observe_test

import (
	"encoding/json"
	"testing"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/observe"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var here = snapshot.Place{Account: "123456789012", Region: "us-east-1"}

// of is a snapshot of one place, written as the AWS CLI prints it.
func of(t *testing.T, text string) snapshot.Snapshot {
	t.Helper()
	documents := snapshot.Documents{}
	require.NoError(t, json.Unmarshal([]byte(text), &documents))
	return snapshot.Snapshot{here: documents}
}

// one is the object of a type and name, and the only one.
func one(t *testing.T, objects []object.Object, kind object.Type, name string) object.Object {
	t.Helper()
	var found []object.Object
	var names []string
	for _, o := range objects {
		if o.Type == kind {
			names = append(names, o.Name)
			if o.Name == name {
				found = append(found, o)
			}
		}
	}
	require.Len(t, found, 1, "%s %s, of %v", kind, name, names)
	return found[0]
}

func objects(t *testing.T, text string, options observe.Options) []object.Object {
	t.Helper()
	found, err := observe.Objects(of(t, text), options)
	require.NoError(t, err)
	return found
}

// TestNextHops reads every kind of next hop, of which plans use two.
func TestNextHops(t *testing.T) {
	found := objects(t, `{
		"NatGateways": [{"NatGatewayId": "nat-1", "State": "available", "Tags": [{"Key": "Name", "Value": "way out"}]}],
		"ManagedPrefixLists": [{"PrefixListId": "pl-1", "PrefixListName": "com.amazonaws.us-east-1.s3", "OwnerId": "AWS"}],
		"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Tags": [{"Key": "Name", "Value": "t"}],
			"Associations": [{"RouteTableAssociationId": "a-1", "GatewayId": "igw-1", "AssociationState": {"State": "associated"}},
				{"RouteTableAssociationId": "a-2", "SubnetId": "subnet-1", "AssociationState": {"State": "disassociated"}}],
			"PropagatingVgws": [{"GatewayId": "vgw-1"}],
			"Routes": [
				{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
				{"DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": "eigw-1", "State": "active"},
				{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "blackhole"},
				{"DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-1"},
				{"DestinationCidrBlock": "10.2.0.0/16", "GatewayId": "vgw-1"},
				{"DestinationCidrBlock": "10.3.0.0/16", "InstanceId": "i-1", "NetworkInterfaceId": "eni-1"},
				{"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1"}]}]}`, observe.Options{})
	for destination, hop := range map[string]string{
		"10.0.0.0/16": "local", "::/0": "egress-only internet gateway eigw-1", "0.0.0.0/0": "nat gateway way out",
		"10.1.0.0/16": "vpc peering connection pcx-1", "10.2.0.0/16": "vpn gateway vgw-1",
		"10.3.0.0/16": "instance i-1, network interface eni-1", "prefix list com.amazonaws.us-east-1.s3": "vpc endpoint vpce-1",
	} {
		assert.Equal(t, hop, one(t, found, object.Route, "t "+destination).Fields["next hop"], destination)
	}
	assert.Equal(t, "blackhole", one(t, found, object.Route, "t 0.0.0.0/0").Fields["state"])
	assert.Equal(t, "vgw-1", one(t, found, object.RouteTable, "t").Fields["propagating gateways"])
	assert.Equal(t, "t", one(t, found, object.RouteTableAssociation, "igw-1").Fields["route table"])
	assert.Len(t, found, 11, "a subnet that was disassociated is not associated")
}

// TestNames calls by its ID what was there before, unless the plan has a name for it.
func TestNames(t *testing.T) {
	const text = `{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "Tags": [{"Key": "Name", "Value": "shop"}]}]}`
	assert.Equal(t, "shop", one(t, objects(t, text, observe.Options{}), object.Vpc, "shop").Name)
	before := observe.Options{Before: of(t, text)}
	assert.Equal(t, "vpc-1", one(t, objects(t, text, before), object.Vpc, "vpc-1").Name)
	before.Names = map[string]string{"vpc-1": "payments"}
	assert.Equal(t, "payments", one(t, objects(t, text, before), object.Vpc, "payments").Name)
}

// TestVpcs reads CIDRs that come and go.
func TestVpcs(t *testing.T) {
	found := objects(t, `{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16",
		"CidrBlockAssociationSet": [
			{"AssociationId": "a", "CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}},
			{"AssociationId": "b", "CidrBlock": "10.1.0.0/16", "CidrBlockState": {"State": "disassociated"}},
			{"AssociationId": "c", "CidrBlock": "100.64.0.0/16", "CidrBlockState": {"State": "failed"}}],
		"Ipv6CidrBlockAssociationSet": [
			{"Ipv6CidrBlock": "2001:db8::/56", "Ipv6CidrBlockState": {"State": "associated"}},
			{"Ipv6CidrBlock": "2001:db8:1::/56", "Ipv6CidrBlockState": {"State": "disassociated"}}]}]}`, observe.Options{})
	assert.Equal(t, "2001:db8::/56", one(t, found, object.Vpc, "vpc-1").Fields["ipv6"])
	assert.Equal(t, "failed", one(t, found, object.SecondaryCidr, "vpc-1 100.64.0.0/16").Fields["state"])
	assert.Len(t, found, 2)
}

// TestTransit reads what no plan asks for, and forgets what AWS only remembers.
func TestTransit(t *testing.T) {
	found := objects(t, `{
		"TransitGateways": [{"TransitGatewayId": "tgw-1", "State": "deleted"}],
		"TransitGatewayVpcAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1", "State": "deleted"}],
		"TransitGatewayAttachments": [
			{"TransitGatewayAttachmentId": "tgw-attach-1", "ResourceType": "vpc", "State": "deleted"},
			{"TransitGatewayAttachmentId": "tgw-attach-2", "ResourceType": "peering", "ResourceId": "tgw-2", "State": "available"},
			{"TransitGatewayAttachmentId": "tgw-attach-3", "ResourceType": "vpn", "ResourceId": "vpn-1", "State": "deleted"}],
		"TransitGatewayRouteTables": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "State": "deleted"}],
		"TransitGatewayAssociations": [{"TransitGatewayRouteTableId": "tgw-rtb-2",
			"Associations": [{"TransitGatewayAttachmentId": "tgw-attach-2", "State": "associating"}]}],
		"TransitGatewayPropagations": [{"TransitGatewayRouteTableId": "tgw-rtb-2",
			"TransitGatewayRouteTablePropagations": [{"TransitGatewayAttachmentId": "tgw-attach-2", "State": "enabled"}]}],
		"TransitGatewayPropagatedRoutes": [{"TransitGatewayRouteTableId": "tgw-rtb-2", "Routes": [
			{"DestinationCidrBlock": "10.0.0.0/8", "Type": "propagated", "State": "active",
				"TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-2"}, {"TransitGatewayAttachmentId": "tgw-attach-1"}]},
			{"DestinationCidrBlock": "10.9.0.0/16", "Type": "propagated", "State": "deleted"}]}]}`, observe.Options{})
	assert.Equal(t, "peering tgw-2", one(t, found, object.TransitGatewayAttachment, "tgw-attach-2").Fields["vpc"])
	association := one(t, found, object.TransitGatewayAssociation, "tgw-attach-2")
	assert.Equal(t, object.Fields{"route table": "tgw-rtb-2", "state": "associating", "shown by the attachment": ""}, association.Fields)
	one(t, found, object.TransitGatewayPropagation, "tgw-rtb-2 tgw-attach-2")
	assert.Equal(t, "attachment tgw-attach-1, attachment tgw-attach-2",
		one(t, found, object.TransitGatewayRoute, "tgw-rtb-2 10.0.0.0/8").Fields["next hop"])
	assert.Len(t, found, 4)
}

// TestListeners reads actions and conditions that no plan asks for, and answers that contradict themselves.
func TestListeners(t *testing.T) {
	found := objects(t, `{
		"LoadBalancers": [{"LoadBalancerArn": "lb", "LoadBalancerName": "front"}],
		"TargetGroups": [{"TargetGroupArn": "tg-a", "TargetGroupName": "a", "HealthCheckEnabled": false},
			{"TargetGroupArn": "tg-b", "TargetGroupName": "b"}],
		"LoadBalancerListeners": [{"LoadBalancerArn": "lb", "Listeners": [{"ListenerArn": "l", "Port": 443, "Protocol": "HTTPS",
			"MutualAuthentication": {"Mode": "verify"}, "AlpnPolicy": ["HTTP2Only"],
			"DefaultActions": [{"Type": "authenticate-oidc"}, {"Type": "forward", "ForwardConfig": {
				"TargetGroups": [{"TargetGroupArn": "tg-a", "Weight": 9}, {"TargetGroupArn": "tg-b", "Weight": 1}],
				"TargetGroupStickinessConfig": {"Enabled": true}}}]}]}],
		"ListenerRules": [{"ListenerArn": "l", "Rules": [{"RuleArn": "r", "Priority": "7",
			"Conditions": [{"Field": "host-header", "Values": ["a.example.com"], "HostHeaderConfig": {"Values": ["b.example.com"]}},
				{"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X", "Values": ["y"]}}],
			"Actions": [{"Type": "forward", "TargetGroupArn": "tg-a", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": "tg-b"}]}}]}]}]
		}`, observe.Options{})
	listener := one(t, found, object.Listener, "front:443").Fields
	assert.Equal(t, "authenticate-oidc, then forward to a (weight 9) or b (weight 1), sticky", listener["default action"])
	assert.Equal(t, "verify", listener["client certificates"])
	assert.Equal(t, "HTTP2Only", listener["alpn"])
	rule := one(t, found, object.ListenerRule, "l 7").Fields
	assert.Equal(t, "forward to a or b", rule["action"])
	assert.Equal(t, `host-header is a.example.com or b.example.com (which is contradictory) and `+
		`http-header {"HttpHeaderConfig":{"HttpHeaderName":"X","Values":["y"]}}`, rule["conditions"])
	assert.Equal(t, "none", one(t, found, object.TargetGroup, "a").Fields["health check"])
}

// TestRoles reads trust as it was meant, however it was written.
func TestRoles(t *testing.T) {
	found := objects(t, `{"RoleDetailList": [
		{"RoleName": "node-0123abc", "Arn": "arn:aws:iam::123456789012:role/node-0123abc", "Path": "/",
			"AssumeRolePolicyDocument": "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%5B%22sts%3ATagSession%22%2C%22sts%3AAssumeRole%22%5D%2C%22Principal%22%3A%7B%22Service%22%3A%22eks.amazonaws.com%22%7D%7D%5D%7D",
			"AttachedManagedPolicies": [{"PolicyArn": "arn:aws:iam::aws:policy/A"}], "RolePolicyList": [
				{"PolicyName": "extra", "PolicyDocument": "%7B%22Version%22%3A%20%222012-10-17%22%2C%20%22Statement%22%3A%20%5B%5D%7D"}],
			"InstanceProfileList": [{"InstanceProfileName": "profile"}]},
		{"RoleName": "odd", "Arn": "arn:aws:iam::123456789012:role/odd", "Path": "/",
			"AssumeRolePolicyDocument": "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":[\"b\",\"a\"]},\"Condition\":{\"Bool\":{\"x\":\"true\"}}}]}"},
		{"RoleName": "AWSServiceRoleForElasticLoadBalancing", "Arn": "arn:aws:iam::123456789012:role/aws-service-role/x",
			"Path": "/aws-service-role/elasticloadbalancing.amazonaws.com/", "AttachedManagedPolicies": [{"PolicyArn": "p"}]}]}`,
		observe.Options{})
	assert.Equal(t, "Allow Service eks.amazonaws.com to sts:AssumeRole, sts:TagSession", one(t, found, object.Role, "node").Fields["trust"])
	assert.Equal(t, `Allow AWS a, b to sts:AssumeRole if {"Condition":{"Bool":{"x":"true"}}}`, one(t, found, object.Role, "odd").Fields["trust"])
	assert.True(t, one(t, found, object.Role, "AWSServiceRoleForElasticLoadBalancing").Implicit)
	assert.True(t, one(t, found, object.RolePolicyAttachment, "AWSServiceRoleForElasticLoadBalancing p").Implicit)
	assert.False(t, one(t, found, object.RolePolicyAttachment, "node arn:aws:iam::aws:policy/A").Implicit)
	assert.Equal(t, `{"Statement":[],"Version":"2012-10-17"}`, one(t, found, object.RoleInlinePolicy, "node extra").Fields["policy"])
	one(t, found, object.InstanceProfile, "node profile")
}

// TestRecords tells a zone's own records, and those that ACM asks for, from others.
func TestRecords(t *testing.T) {
	found := objects(t, `{
		"Certificates": [{"CertificateArn": "c", "DomainName": "*.example.com", "DomainValidationOptions": [
			{"DomainName": "*.example.com", "ValidationMethod": "DNS", "ResourceRecord": {"Name": "_a.example.com.", "Type": "CNAME", "Value": "_b.aws."}}]}],
		"HostedZones": [{"Id": "/hostedzone/Z1", "Name": "example.com."}],
		"HostedZoneRecords": [{"HostedZoneId": "/hostedzone/Z1", "ResourceRecordSets": [
			{"Name": "example.com.", "Type": "SOA", "TTL": 900}, {"Name": "example.com.", "Type": "NS", "TTL": 900},
			{"Name": "sub.example.com.", "Type": "NS", "TTL": 900},
			{"Name": "_a.example.com", "Type": "CNAME", "TTL": 300, "ResourceRecords": [{"Value": "_b.aws"}]},
			{"Name": "\\052.example.com.", "Type": "A", "AliasTarget": {"DNSName": "lb"}}]}]}`, observe.Options{})
	assert.True(t, one(t, found, object.Record, "Z1 example.com. SOA").Implicit)
	assert.True(t, one(t, found, object.Record, "Z1 example.com. NS").Implicit)
	assert.False(t, one(t, found, object.Record, "Z1 sub.example.com. NS").Implicit, "a part of the zone is somebody else's")
	assert.Equal(t, object.Fields{"value": object.AsAsked, "ttl": "300", "routing": ""},
		one(t, found, object.Record, "Z1 validation of example.com").Fields)
	assert.Equal(t, `{"AliasTarget":{"DNSName":"lb"}}`, one(t, found, object.Record, "Z1 *.example.com. A").Fields["routing"])
}

// TestImplicitChildren tells what AWS makes by itself from what somebody made.
func TestImplicitChildren(t *testing.T) {
	found := objects(t, `{
		"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "State": "available", "NetworkInterfaceIds": ["eni-1"]}],
		"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1"}, {"NetworkInterfaceId": "eni-2", "Description": "ELB net/a/b"},
			{"NetworkInterfaceId": "eni-3", "Description": "mine"}],
		"NetworkAcls": [{"NetworkAclId": "acl-1", "IsDefault": true, "Entries": [
				{"CidrBlock": "0.0.0.0/0", "Egress": true, "Protocol": "-1", "RuleAction": "allow", "RuleNumber": 100},
				{"CidrBlock": "0.0.0.0/0", "Egress": true, "Protocol": "-1", "RuleAction": "deny", "RuleNumber": 32767},
				{"CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "-1", "RuleAction": "allow", "RuleNumber": 100},
				{"CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "-1", "RuleAction": "deny", "RuleNumber": 32767}]},
			{"NetworkAclId": "acl-2", "IsDefault": true, "Entries": []}],
		"LaunchTemplates": [{"LaunchTemplateId": "lt-1", "LaunchTemplateName": "eks-0a"}, {"LaunchTemplateId": "lt-2", "LaunchTemplateName": "mine"}],
		"LaunchTemplateVersions": [{"LaunchTemplateId": "lt-1", "LaunchTemplateName": "eks-0a"}, {"LaunchTemplateId": "lt-2", "LaunchTemplateName": "mine"}],
		"Reservations": [{"Instances": [
			{"InstanceId": "i-1", "State": {"Name": "running"}, "Tags": [{"Key": "eks:nodegroup-name", "Value": "blue"}]},
			{"InstanceId": "i-4", "State": {"Name": "running"}, "Tags": [{"Key": "aws:autoscaling:groupName", "Value": "fleet"}]},
			{"InstanceId": "i-2", "State": {"Name": "running"}}, {"InstanceId": "i-3", "State": {"Name": "terminated"}}]}],
		"logGroups": [{"logGroupName": "/aws/eks/shop/cluster"}, {"logGroupName": "/aws/lambda/shop"}],
		"Firewalls": [{"Firewall": {"FirewallArn": "arn:firewall", "FirewallName": "guard"}}],
		"accessEntries": [{"clusterName": "shop", "principalArn": "arn:aws:iam::123456789012:user/me", "type": "STANDARD"},
			{"clusterName": "shop", "principalArn": "arn:aws:iam::123456789012:user/eve", "type": "STANDARD"}],
		"associatedAccessPolicies": [{"clusterName": "shop", "principalArn": "arn:aws:iam::123456789012:user/me",
			"associatedAccessPolicies": [{"policyArn": "admin", "accessScope": {"type": "namespace", "namespaces": ["b", "a"]}}]}]
		}`, observe.Options{Creators: []string{"arn:aws:iam::123456789012:user/me"}})
	for _, test := range []struct {
		kind     object.Type
		name     string
		implicit bool
	}{
		{object.NetworkInterface, "eni-1", true},
		{object.NetworkInterface, "eni-2", true},
		{object.NetworkInterface, "eni-3", false},
		{object.NetworkAcl, "acl-1", true},
		{object.NetworkAcl, "acl-2", false},
		{object.LaunchTemplate, "eks-0a", true},
		{object.LaunchTemplate, "mine", false},
		{object.Instance, "i-1", true},
		{object.Instance, "i-4", true},
		{object.Instance, "i-2", false},
		{object.LogGroup, "/aws/eks/shop/cluster", true},
		{object.LogGroup, "/aws/lambda/shop", false},
		{object.Firewall, "guard", false},
		{object.AccessEntry, "shop arn:aws:iam::123456789012:user/me", true},
		{object.AccessEntry, "shop arn:aws:iam::123456789012:user/eve", false},
		{object.AccessPolicyAssociation, "shop arn:aws:iam::123456789012:user/me admin", true},
	} {
		assert.Equal(t, test.implicit, one(t, found, test.kind, test.name).Implicit, "%s %s", test.kind, test.name)
	}
	for _, o := range found {
		assert.NotEqual(t, "i-3", o.Name)
	}
}

// TestUnreadable says which list it is that cannot be read.
func TestUnreadable(t *testing.T) {
	_, err := observe.Objects(of(t, `{"Vpcs": [{"VpcId": 7}]}`), observe.Options{})
	require.ErrorContains(t, err, "123456789012/us-east-1: Vpcs: ")
}
