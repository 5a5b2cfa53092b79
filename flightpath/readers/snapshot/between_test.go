package snapshot

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// An edge association, a firewall's endpoint, a propagation and a prefix list between two states.
func TestBetweenTwoStates(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"all.json": `{
		"RouteTables": [{"RouteTableId": "rtb-edge", "VpcId": "vpc-1", "Routes": [], "Associations": [
			{"GatewayId": "igw-1", "AssociationState": {"State": "associating"}}, {"GatewayId": "igw-2", "AssociationState": {"State": "associated"}}]}],
		"ManagedPrefixLists": [{"PrefixListId": "pl-1", "State": "modify-in-progress"}, {"PrefixListId": "pl-2", "State": "modify-complete"},
			{"PrefixListId": "pl-3", "State": "delete-complete"}],
		"ManagedPrefixListEntries": [{"PrefixListId": "pl-1", "Entries": [{"Cidr": "10.0.0.0/8"}]}, {"PrefixListId": "pl-2", "Entries": [{"Cidr": "10.0.0.0/8"}]}],
		"TransitGatewayRouteTables": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available"}],
		"TransitGatewayPropagations": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayRouteTablePropagations": [
			{"TransitGatewayAttachmentId": "tgw-attach-1", "ResourceType": "vpc", "State": "enabling"},
			{"TransitGatewayAttachmentId": "tgw-attach-2", "ResourceType": "vpc", "State": "enabled"},
			{"TransitGatewayAttachmentId": "tgw-attach-3", "ResourceType": "vpc", "State": "disabled"}]}],
		"Firewalls": [{"Firewall": {"FirewallArn": "arn:aws:network-firewall:us-east-1:111111111111:firewall/f", "VpcId": "vpc-1"},
			"FirewallStatus": {"Status": "READY", "SyncStates": {
				"us-east-1a": {"Attachment": {"SubnetId": "subnet-1", "EndpointId": "vpce-1", "Status": "SCALING"}},
				"us-east-1b": {"Attachment": {"SubnetId": "subnet-2", "EndpointId": "vpce-2", "Status": "FAILED"}}}}}],
		"LoadBalancers": [{"LoadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/a/1", "VpcId": "vpc-1", "Type": "network",
			"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off", "SecurityGroups": ["sg-1"]}]
	}`})
	assert.Len(t, gapsOf(n, "internet-gateways", "igw-1"), 1)
	assert.Empty(t, gapsOf(n, "internet-gateways", "igw-2"))
	assert.Len(t, gapsOf(n, "prefix-lists", "pl-1"), 1)
	index := n.Index()
	assert.False(t, index.PrefixLists["pl-1"].Known)
	assert.True(t, index.PrefixLists["pl-2"].Known)
	assert.Len(t, gapsOf(n, "transit-gateway-routes", "tgw-rtb-1"), 1)
	assert.Equal(t, []string{"tgw-attach-2"}, index.TransitRouteTables["tgw-rtb-1"].Propagations)
	assert.Len(t, gapsOf(n, "vpc-endpoints", "vpce-1"), 1, "it is there, and may lack what it takes")
	assert.Empty(t, gapsOf(n, "vpc-endpoints", "vpce-2"))
	assert.False(t, index.Endpoints["vpce-2"].Available)
	assert.Equal(t, "off", n.LoadBalancers[0].PrivateLinkRules)
}

// AWS: "Share your VPC subnets with other accounts": who may use a shared subnet is shown his own interfaces there, its owner everybody's.
func TestSharedSubnetsOfAnAccountThatIsNotThere(t *testing.T) {
	t.Parallel()
	shared := `"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "222222222222"}],
		"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "OwnerId": "222222222222"}]`
	n := readFiles(t, files{"111111111111/us-east-1/a.json": `{` + shared + `}`})
	assert.Len(t, gapsOf(n, "network-interfaces", "subnet-1"), 1)
	assert.Len(t, gapsOf(n, "internet-gateways", "vpc-1"), 1)
	n = readFiles(t, files{"111111111111/us-east-1/a.json": `{` + shared + `}`, "222222222222/us-east-1/a.json": `{` + shared + `}`})
	assert.Empty(t, gapsOf(n, "network-interfaces", "subnet-1"))
	n = readFiles(t, files{"a.json": `{` + shared + `}`})
	assert.Empty(t, gapsOf(n, "network-interfaces", "subnet-1"), "of which account the folder is, it does not say")
}
