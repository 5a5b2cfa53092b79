package snapshot

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// A route to what was deleted is a blackhole, though its own state is older; one to what the folder does not hold may lead anywhere.
func TestRoutesToWhatIsGone(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{
		"x.json": `{
		"NatGateways": [{"NatGatewayId": "nat-1", "State": "deleted"}, {"NatGatewayId": "nat-2", "State": "deleting", "VpcId": "vpc-1", "SubnetId": "subnet-1"}],
		"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "State": "deleted"}],
		"Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Name": "terminated"}}]}],
		"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [], "Routes": [
			{"DestinationCidrBlock": "10.1.0.0/16", "NatGatewayId": "nat-1", "State": "active"},
			{"DestinationCidrBlock": "10.2.0.0/16", "GatewayId": "vpce-1", "State": "active"},
			{"DestinationCidrBlock": "10.3.0.0/16", "InstanceId": "i-1", "State": "active"},
			{"DestinationCidrBlock": "10.4.0.0/16", "NatGatewayId": "nat-2", "State": "active"},
			{"DestinationCidrBlock": "10.5.0.0/16", "NatGatewayId": "nat-3", "State": "active"}]}]}`,
		"y.json": `{"VpcEndpoints": [{"VpcEndpointId": "vpce-2", "State": "deleted"}, {"VpcEndpointId": "vpce-2", "VpcId": "vpc-1", "State": "available"}],
			"RouteTables": [{"RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [], "Routes": [
				{"DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "vpce-2", "State": "active"}]}]}`,
	})
	require.Len(t, n.RouteTables, 2)
	var dead []string
	for _, table := range n.RouteTables {
		for _, r := range table.Routes {
			if r.Blackhole {
				dead = append(dead, r.Target.ID)
			}
		}
	}
	assert.Equal(t, []string{"nat-1", "vpce-1", "i-1"}, dead)
	require.Len(t, n.NATGateways, 1)
	assert.False(t, n.NATGateways[0].Available)
}

// An attachment that is being deleted propagates nothing, and nothing about its table is unknown for that.
func TestPropagationsOfWhatIsGone(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"x.json": `{
		"TransitGatewayRouteTables": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available"}],
		"TransitGatewayAttachments": [
			{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "ResourceType": "vpc", "ResourceId": "vpc-1", "State": "deleting"},
			{"TransitGatewayAttachmentId": "tgw-attach-3", "TransitGatewayId": "tgw-1", "ResourceType": "vpn", "ResourceId": "vpn-1", "State": "deleted"}],
		"TransitGatewayStaticRoutes": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": []}],
		"TransitGatewayPropagations": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayRouteTablePropagations": [
			{"TransitGatewayAttachmentId": "tgw-attach-1", "ResourceType": "vpc", "State": "enabled"},
			{"TransitGatewayAttachmentId": "tgw-attach-2", "ResourceType": "vpc", "State": "enabled"},
			{"TransitGatewayAttachmentId": "tgw-attach-3", "ResourceType": "vpn", "State": "enabled"}]}]}`})
	require.Len(t, n.TransitRouteTables, 1)
	assert.Equal(t, []string{"tgw-attach-2"}, n.TransitRouteTables[0].Propagations, "of which the folder says nothing")
	assert.Empty(t, gapsOf(n, network.GapPropagatedRoutes, "tgw-rtb-1"))
}
