package paths_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/tests/e2e/paths"
)

// front is a VPC with a network load balancer that listens at a port, and has a target beside it.
func front(port int) *network.Network {
	addresses := func(text string) []network.Address { return []network.Address{{Private: netip.MustParseAddr(text)}} }
	return &network.Network{
		VPCs: []network.VPC{{Object: network.Object{ID: "vpc-1"}, CIDRs: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}}},
		LoadBalancers: []network.LoadBalancer{
			{
				Object: network.Object{ID: "arn:front"}, Kind: network.NetworkBalancer, VPC: "vpc-1", ListenersKnown: true,
				Nodes:     []network.Node{{Subnet: "subnet-1", Addresses: addresses("10.0.0.10")}},
				Listeners: []network.Listener{{Object: network.Object{ID: "arn:listener"}, Port: port, Protocol: "TCP"}},
			},
		},
	}
}

// TestUninspected counts ways between VPCs past firewalls, and not those within one.
func TestUninspected(t *testing.T) {
	t.Parallel()
	beside := func(vpc string) *network.Network {
		n := front(443)
		n.LoadBalancers = append(n.LoadBalancers, n.LoadBalancers[0])
		n.LoadBalancers[1].ID, n.LoadBalancers[1].Nodes = "arn:beside", []network.Node{{
			Subnet: "subnet-1", Addresses: []network.Address{{Private: netip.MustParseAddr("10.0.0.20")}},
		}}
		n.LoadBalancers[1].VPC = vpc
		n.Subnets = []network.Subnet{{Object: network.Object{ID: "subnet-1"}, VPC: "vpc-1", CIDRs: n.VPCs[0].CIDRs, RouteTable: "rtb-1", NetworkACL: "acl-1"}}
		return n
	}
	within, _, err := paths.Compare(beside("vpc-1"), beside("vpc-1"))
	require.NoError(t, err)
	assert.Positive(t, within.Arriving)
	assert.Zero(t, within.Uninspected)
	between, _, err := paths.Compare(beside("vpc-2"), beside("vpc-2"))
	require.NoError(t, err)
	assert.Positive(t, between.Uninspected)
}

func TestCompare(t *testing.T) {
	t.Parallel()
	counts, differences, err := paths.Compare(front(443), front(443))
	require.NoError(t, err)
	assert.Equal(t, 6, counts.Asked, "there and back, on the port, on any and on one at which nothing listens")
	assert.Zero(t, counts.Arriving, "there is no way from the internet into that VPC")
	assert.Empty(t, differences)

	_, differences, err = paths.Compare(front(443), front(8443))
	require.NoError(t, err)
	require.NotEmpty(t, differences, "a listener at another port")
	assert.Contains(t, differences[0], "from internet to arn:front, port 443")

	with := front(443)
	with.NodeSubnets = []string{"subnet-1"}
	_, differences, err = paths.Compare(with, with)
	require.NoError(t, err)
	assert.Empty(t, differences)
	_, differences, err = paths.Compare(with, front(443))
	require.NoError(t, err)
	assert.Equal(t, []string{"nodes are declared in subnet-1, and as deployed none stands there"}, differences)
	_, differences, err = paths.Compare(front(443), with)
	require.NoError(t, err)
	assert.Empty(t, differences, "nodes that were there before are nobody's declaration")

	_, differences, err = paths.Compare(front(443), &network.Network{})
	require.NoError(t, err)
	assert.NotEmpty(t, differences, "nothing was deployed")
}
