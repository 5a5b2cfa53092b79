package network_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

func object(id string) network.Object { return network.Object{ID: id} }

func TestIndexFindsByIDAndRelation(t *testing.T) {
	n := &network.Network{
		VPCs:    []network.VPC{{Object: object("vpc-1")}},
		Subnets: []network.Subnet{{Object: object("subnet-1"), VPC: "vpc-1", RouteTable: "rtb-1"}},
		RouteTables: []network.RouteTable{
			{Object: object("rtb-1"), VPC: "vpc-1"},
			{Object: object("rtb-edge"), VPC: "vpc-1", Gateways: []string{"igw-1"}},
		},
		InternetGateways: []network.InternetGateway{{Object: object("igw-1"), VPC: "vpc-1"}},
		Interfaces:       []network.Interface{{Object: object("eni-1"), Subnet: "subnet-1"}},
		Attachments: []network.Attachment{
			{Object: object("tgw-attach-1"), Gateway: "tgw-1", Kind: network.VPCAttachment, Resource: "vpc-1"},
			// The same attachment as its gateway's owner sees it.
			{
				Object: object("tgw-attach-1"), Gateway: "tgw-1", Kind: network.VPCAttachment, Resource: "vpc-1",
				RouteTable: "tgw-rtb-1", RouteTableKnown: true,
			},
		},
		TransitRouteTables: []network.TransitRouteTable{{Object: object("tgw-rtb-1"), Gateway: "tgw-1"}},
		Firewalls: []network.Firewall{{
			Object: object("arn:firewall"), VPC: "vpc-1",
			Endpoints: []network.FirewallEndpoint{{Subnet: "subnet-1", Endpoint: "vpce-1", Ready: true}},
		}},
	}
	x := n.Index()
	assert.Equal(t, "rtb-edge", x.EdgeTables["igw-1"].ID)
	assert.Equal(t, "igw-1", x.GatewaysOf["vpc-1"][0].ID)
	assert.Equal(t, "subnet-1", x.SubnetsOf["vpc-1"][0].ID)
	assert.Equal(t, "eni-1", x.InterfacesIn["subnet-1"][0].ID)
	require.Len(t, x.AttachmentsOf["vpc-1"], 1)
	assert.True(t, x.AttachmentsOf["vpc-1"][0].RouteTableKnown, "the owner knows more")
	assert.Equal(t, "arn:firewall", x.Endpoints["vpce-1"].Firewall, "an endpoint that only its firewall tells of")
	assert.True(t, x.Endpoints["vpce-1"].IsFirewall())
	assert.Empty(t, x.Dangling)
}

func TestIndexReportsReferencesThatLeadNowhere(t *testing.T) {
	n := &network.Network{
		Subnets: []network.Subnet{{Object: object("subnet-1"), VPC: "vpc-gone", RouteTable: "rtb-1"}},
		RouteTables: []network.RouteTable{{Object: object("rtb-1"), Routes: []network.Route{
			{Destination: netip.MustParsePrefix("0.0.0.0/0"), Target: network.Target{Kind: network.TargetNATGateway, ID: "nat-gone"}},
			{
				Destination: netip.MustParsePrefix("10.0.0.0/8"), Blackhole: true,
				Target: network.Target{Kind: network.TargetTransitGateway, ID: "tgw-gone"},
			},
		}}},
		Interfaces: []network.Interface{{Object: object("eni-1"), Subnet: "subnet-1", SecurityGroups: []string{"sg-gone"}}},
	}
	assert.Equal(t, []network.Reference{
		{From: "subnet-1", Field: "VPC", To: "vpc-gone"},
		{From: "rtb-1", Field: "route to nat-gateway", To: "nat-gone"},
		{From: "eni-1", Field: "security group", To: "sg-gone"},
	}, n.Index().Dangling, "a blackhole route says itself that its target is gone")
}

// An endpoint that two lists tell of is there once both say so: that of VPC endpoints, and its firewall's.
func TestFirewallEndpointIsAvailableWhereBothSaySo(t *testing.T) {
	t.Parallel()
	for _, available := range []bool{true, false} {
		for _, ready := range []bool{true, false} {
			n := &network.Network{
				Endpoints: []network.Endpoint{{Object: network.Object{ID: "vpce-1"}, Available: available}},
				Firewalls: []network.Firewall{{
					Object: network.Object{ID: "firewall"}, Endpoints: []network.FirewallEndpoint{{Endpoint: "vpce-1", Ready: ready}},
				}},
			}
			assert.Equal(t, available && ready, n.Index().Endpoints["vpce-1"].Available)
		}
	}
}
