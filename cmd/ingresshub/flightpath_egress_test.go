package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// outwards is a snapshot of a VPC whose nodes go out through a firewall endpoint and a NAT gateway. Where their route leads is
// toInternet, and what else its files hold is more.
func outwards(t *testing.T, toInternet string, more map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	local := `{"DestinationCidrBlock": "10.16.0.0/16", "GatewayId": "local", "State": "active"}`
	files := map[string]string{"network.json": `{
		"Vpcs": [{"VpcId": "vpc-in", "CidrBlock": "10.0.0.0/20"},
			{"VpcId": "vpc-shop", "CidrBlock": "10.16.0.0/16", "Tags": [{"Key": "Name", "Value": "shop"}]}],
		"Subnets": [
			{"SubnetId": "subnet-node", "VpcId": "vpc-shop", "CidrBlock": "10.16.1.0/24", "AvailabilityZone": "us-east-1a"},
			{"SubnetId": "subnet-firewall", "VpcId": "vpc-shop", "CidrBlock": "10.16.2.0/28", "AvailabilityZone": "us-east-1a"},
			{"SubnetId": "subnet-nat", "VpcId": "vpc-shop", "CidrBlock": "10.16.3.0/28", "AvailabilityZone": "us-east-1a"}],
		"RouteTables": [
			{"RouteTableId": "rtb-main-in", "VpcId": "vpc-in", "Associations": [{"Main": true}], "Routes": []},
			{"RouteTableId": "rtb-main", "VpcId": "vpc-shop", "Associations": [{"Main": true}], "Routes": [` + local + `]},
			{"RouteTableId": "rtb-node", "VpcId": "vpc-shop", "Associations": [{"SubnetId": "subnet-node"}], "Routes": [` + local + `,
				{"DestinationCidrBlock": "0.0.0.0/0", ` + toInternet + `}]},
			{"RouteTableId": "rtb-firewall", "VpcId": "vpc-shop", "Associations": [{"SubnetId": "subnet-firewall"}], "Routes": [` + local + `,
				{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active"}]},
			{"RouteTableId": "rtb-nat", "VpcId": "vpc-shop", "Associations": [{"SubnetId": "subnet-nat"}], "Routes": [` + local + `,
				{"DestinationCidrBlock": "10.16.1.0/24", "GatewayId": "vpce-1", "State": "active"},
				{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}]}],
		"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-shop", "IsDefault": true, "Associations": [], "Entries": [
			{"RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"},
			{"RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}]}],
		"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-shop", "Tags": [{"Key": "aws:eks:cluster-name", "Value": "shop"}],
			"IpPermissions": [], "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}],
		"NetworkInterfaces": [], "Reservations": [], "EgressOnlyInternetGateways": [], "VpcPeeringConnections": [], "PrefixLists": [],
		"TransitGateways": [], "TransitGatewayAttachments": [], "TransitGatewayVpcAttachments": [], "TransitGatewayRouteTables": [],
		"TransitGatewayStaticRoutes": [], "TransitGatewayPropagations": [], "LoadBalancers": [], "LoadBalancerListeners": [],
		"TargetGroups": [], "LoadBalancerTargetHealth": [],
		"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": [{"State": "available", "VpcId": "vpc-shop"}]}],
		"NatGateways": [{"NatGatewayId": "nat-1", "VpcId": "vpc-shop", "SubnetId": "subnet-nat", "State": "available",
			"NatGatewayAddresses": [{"PrivateIp": "10.16.3.9", "PublicIp": "198.51.100.9"}]}],
		"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "VpcEndpointType": "GatewayLoadBalancer", "VpcId": "vpc-shop", "State": "available",
			"SubnetIds": ["subnet-firewall"], "ServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1"}],
		"Firewalls": []}`}
	for name, text := range more {
		files[name] = text
	}
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return dir
}

// inspectedOutwards is an estate that declares that what its clusters send to the internet is inspected.
const inspectedOutwards = `
name: shop
zones: [use1-az1, use1-az2]
ingress:
  cidr: 10.0.0.0/20
  loadBalancers: {public: {certificate: {arn: "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"}}}
transit: {transitGateway: {}}
inspection:
  eastWest: {networkFirewall: {}}
  egress: {}
clusters:
  shop: {cidr: 10.16.0.0/16}
`

// inspected is what a check says of that property, and what it says on standard error.
func inspected(t *testing.T, dir string) (result, note string, findings []string, problems string) {
	t.Helper()
	estate := filepath.Join(t.TempDir(), "estate.yaml")
	require.NoError(t, os.WriteFile(estate, []byte(inspectedOutwards), 0o600))
	_, out, problems := ingresshub(t, "", "flightpath", "check", "--snapshot", dir, "-f", estate, "--format", "json")
	var found struct {
		Properties []struct {
			Name, Result, Note string
			Findings           []struct{ From, To, Verdict, Traffic string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &found), problems)
	for _, property := range found.Properties {
		if property.Name == "inspected" {
			for _, one := range property.Findings {
				findings = append(findings, one.From+" -> "+one.To+" "+one.Verdict+" "+one.Traffic)
			}
			return property.Result, property.Note, findings, problems
		}
	}
	require.Fail(t, "the property is not there")
	return "", "", nil, ""
}

// Declared egress is asked of a snapshot where it tells in which subnets nodes stand, and where it does not, the answer says so.
func TestCheckEgressOfASnapshot(t *testing.T) {
	t.Parallel()
	const (
		throughFirewall = `"GatewayId": "vpce-1", "State": "active"`
		around          = `"NatGatewayId": "nat-1", "State": "active"`
		nowhere         = `"NatGatewayId": "nat-0", "State": "blackhole"`
		group           = `"nodegroupArn": "arn:aws:eks:us-east-1:111111111111:nodegroup/shop/general/1", "nodegroupName": "general"`
	)
	told := map[string]string{"nodegroups.json": `{"nodegroups": [{` + group + `, "clusterName": "shop", "subnets": ["subnet-node"], "status": "ACTIVE"}]}`}

	result, note, findings, problems := inspected(t, outwards(t, throughFirewall, told))
	assert.Equal(t, "holds", result, findings)
	assert.Empty(t, note)
	assert.NotContains(t, problems, "nodegroups")

	result, _, findings, _ = inspected(t, outwards(t, nowhere, told))
	assert.Equal(t, "fails", result)
	assert.Equal(t, []string{"nodes in subnet-node -> internet blocked tcp 443"}, findings)

	result, _, findings, _ = inspected(t, outwards(t, around, told))
	assert.Equal(t, "fails", result)
	require.NotEmpty(t, findings)
	assert.Contains(t, findings, "nodes in subnet-node -> internet asymmetric all traffic", "only the reply crosses the firewall")

	// As before there was such a file: it holds, and says of what nothing was asked.
	result, note, findings, problems = inspected(t, outwards(t, nowhere, nil))
	assert.Equal(t, "holds", result, findings)
	assert.Equal(t, "not asked whether nodes in shop get out: the source names no subnet with nodes there; "+
		"the snapshot: no file holds nodegroups or nodegroup", note)
	assert.Contains(t, problems, "warning: the snapshot: no file holds nodegroups or nodegroup\n")

	// A node of another kind than node groups have is one by its tags.
	result, note, findings, _ = inspected(t, outwards(t, nowhere, map[string]string{
		"nodegroups.json": `{"nodegroups": []}`,
		"nodes.json": `{"Reservations": [{"Instances": [{"InstanceId": "i-1", "VpcId": "vpc-shop", "SubnetId": "subnet-node",
			"State": {"Name": "running"}, "Tags": [{"Key": "kubernetes.io/cluster/shop", "Value": "owned"}], "NetworkInterfaces": [
				{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-shop", "SubnetId": "subnet-node", "Groups": [{"GroupId": "sg-1"}],
					"PrivateIpAddresses": [{"PrivateIpAddress": "10.16.1.7", "Primary": true}]}]}]}]}`,
	}))
	assert.Equal(t, "fails", result)
	assert.Empty(t, note)
	assert.Equal(t, []string{"nodes in subnet-node -> internet blocked tcp 443"}, findings)
}
