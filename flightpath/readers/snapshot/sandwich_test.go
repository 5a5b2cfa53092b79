package snapshot

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// The snapshot in testdata is of two accounts: one with an ingress VPC, a firewall and a transit gateway, one with a VPC of
// nodes behind an internal load balancer. Zone names differ between them, as they do in AWS.
func sandwich(t *testing.T) (*network.Network, *network.Index) {
	t.Helper()
	n, err := Read("testdata/sandwich")
	require.NoError(t, err)
	return n, n.Index()
}

func TestSandwichIsComplete(t *testing.T) {
	t.Parallel()
	n, index := sandwich(t)
	assert.Empty(t, n.Gaps)
	assert.Empty(t, index.Dangling)
	assert.Equal(t,
		[]int{2, 12, 7, 3, 4, 9, 1, 1, 3, 2, 1, 2, 2, 2, 2, 1},
		[]int{
			len(n.VPCs), len(n.Subnets), len(n.RouteTables), len(n.NetworkACLs), len(n.SecurityGroups), len(n.Interfaces), len(n.Instances),
			len(n.InternetGateways), len(n.Endpoints), len(n.PrefixLists), len(n.TransitGateways), len(n.Attachments),
			len(n.TransitRouteTables), len(n.LoadBalancers), len(n.TargetGroups), len(n.Firewalls),
		})
}

func TestSandwichSubnets(t *testing.T) {
	t.Parallel()
	_, index := sandwich(t)
	balancers := index.Subnets["subnet-0a1b000000000001a"]
	assert.Equal(t, "rtb-0a11111111111108a", balancers.RouteTable, "its own")
	assert.Equal(t, "use1-az1", balancers.Zone)
	assert.Equal(t, "us-east-1a", balancers.ZoneName)
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("2600:1f18:1234:5600::/64")}, balancers.CIDRs)
	assert.Equal(t, "rtb-0a11111111111106a", index.Subnets["subnet-0a17000000000003a"].RouteTable, "the main one")
	assert.Equal(t, "us-east-1c", index.Subnets["subnet-0b1b000000000001a"].ZoneName, "the same zone in the other account")
	assert.Equal(t, "use1-az1", index.Subnets["subnet-0b1b000000000001a"].Zone)
	assert.Equal(t, "acl-0b2222222222222ad", index.Subnets["subnet-0b1b000000000001a"].NetworkACL)
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.16.0.0/16"), netip.MustParsePrefix("100.64.0.0/16")},
		index.VPCs["vpc-0b22222222222222b"].CIDRs, "without the block that was taken away")
}

func TestSandwichRoutes(t *testing.T) {
	t.Parallel()
	_, index := sandwich(t)
	edge := index.EdgeTables["igw-0a11111111111119a"]
	require.NotNil(t, edge)
	assert.Contains(t, edge.Routes, network.Route{
		Destination: netip.MustParsePrefix("10.0.1.0/24"), Target: network.Target{Kind: network.TargetEndpoint, ID: "vpce-0a1e000000000004b"},
	})
	firewall := index.RouteTables["rtb-0a11111111111109a"].Routes
	assert.Contains(t, firewall, network.Route{
		Destination: netip.MustParsePrefix("0.0.0.0/0"), Target: network.Target{Kind: network.TargetInternetGateway, ID: "igw-0a11111111111119a"},
	})
	assert.Contains(t, firewall, network.Route{
		Destination: netip.MustParsePrefix("10.99.0.0/16"), Target: network.Target{Kind: network.TargetNATGateway, ID: "nat-0a1111111111dead1"},
		Blackhole: true,
	}, "a route to what is gone stays a route")
	assert.Contains(t, index.RouteTables["rtb-0b22222222222207b"].Routes, network.Route{
		PrefixList: "pl-63a5400a", Target: network.Target{Kind: network.TargetEndpoint, ID: "vpce-0b1e0000000000053"},
	})
	spoke := index.TransitRouteTables["tgw-rtb-0a100000000000c02"]
	assert.True(t, spoke.RoutesKnown, "printed by search-transit-gateway-routes, told apart by the file's name")
	assert.Equal(t, []network.TransitRoute{{
		Destination: netip.MustParsePrefix("10.0.0.0/20"), Attachments: []string{"tgw-attach-0a1000000000000a1"},
	}}, spoke.Routes)
	assert.True(t, index.TransitRouteTables["tgw-rtb-0a100000000000c01"].Routes[1].Blackhole)
	payments := index.Attachments[network.AttachmentKey{Gateway: "tgw-0a11111111111115a", ID: "tgw-attach-0a1000000000000b2"}]
	assert.Equal(t, "tgw-rtb-0a100000000000c02", payments.RouteTable, "only the gateway's owner is shown it")
	assert.Len(t, payments.Subnets, 2)
}

func TestSandwichFilters(t *testing.T) {
	t.Parallel()
	_, index := sandwich(t)
	assert.ElementsMatch(t, []network.Rule{
		{ID: "sgr-0a111111111111001", Match: network.Match{Protocol: network.TCP, From: 443, To: 443}, CIDR: netip.MustParsePrefix("0.0.0.0/0")},
		{ID: "sgr-0a111111111111002", Match: network.Match{Protocol: network.TCP, From: 443, To: 443}, CIDR: netip.MustParsePrefix("::/0")},
		{Match: network.Match{Protocol: network.ICMP, From: 8, To: -1}, CIDR: netip.MustParsePrefix("10.0.0.0/8")},
		{
			ID: "sgr-0a111111111111003", Egress: true, Match: network.Match{Protocol: network.TCP, From: 8443, To: 8443},
			PrefixList: "pl-0a11111111111110a",
		},
	}, index.SecurityGroups["sg-0a11111111111115a"].Rules)
	assert.Contains(t, index.SecurityGroups["sg-0b2222222222225ac"].Rules, network.Rule{
		Match: network.Match{Protocol: network.TCP, From: 30000, To: 32767}, Group: "sg-0b2222222222225ab",
	})
	entries := index.NetworkACLs["acl-0b2222222222222ad"].Entries
	assert.Contains(t, entries, network.ACLEntry{
		Number: 120, Allow: true, Match: network.Match{Protocol: network.ICMP, From: 3, To: -1}, CIDR: netip.MustParsePrefix("10.0.0.0/8"),
	})
	assert.Contains(t, entries, network.ACLEntry{
		Number: 100, Egress: true, Allow: true, Match: network.Match{Protocol: network.TCP, From: 1024, To: 65535},
		CIDR: netip.MustParsePrefix("10.0.0.0/20"),
	})
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.16.0.0/16")}, index.PrefixLists["pl-0a11111111111110a"].Prefixes)
	assert.Len(t, index.PrefixLists["pl-63a5400a"].Prefixes, 2)
}

func TestSandwichBalancers(t *testing.T) {
	t.Parallel()
	n, index := sandwich(t)
	var inner, outer *network.LoadBalancer
	for i := range n.LoadBalancers {
		if n.LoadBalancers[i].Kind == network.NetworkBalancer {
			inner = &n.LoadBalancers[i]
		} else {
			outer = &n.LoadBalancers[i]
		}
	}
	assert.Equal(t, []network.Node{
		{
			Subnet: "subnet-0b1b000000000001a", Interface: "eni-0b1b00000000000ba",
			Addresses: []network.Address{{Private: netip.MustParseAddr("10.16.0.10")}},
		},
		{
			Subnet: "subnet-0b1b000000000001b", Interface: "eni-0b1b00000000000bb",
			Addresses: []network.Address{{Private: netip.MustParseAddr("10.16.0.42")}},
		},
	}, inner.Nodes, "found by their interfaces' descriptions: LoadBalancerAddresses is empty")
	assert.True(t, inner.CrossZoneKnown)
	assert.False(t, inner.CrossZone)
	assert.Equal(t, 8443, inner.Listeners[0].Port, "from describe-listeners")
	assert.Equal(t, []network.Forward{{
		Rule:        "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/ingress/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee",
		Condition:   "host-header pay.example.com",
		TargetGroup: "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/payments/73e2d6bc24d8a067",
		Weight:      1,
	}}, outer.Listeners[0].Forwards, "from describe-rules; what answers itself forwards nowhere")
	assert.Equal(t, netip.MustParseAddr("198.51.100.21"), outer.Nodes[0].Addresses[0].Public)

	pods := index.TargetGroups[outer.Listeners[0].Forwards[0].TargetGroup]
	require.Len(t, pods.Targets, 2, "the draining one gets nothing new")
	assert.Equal(t, network.RegisteredTarget{ID: "10.16.0.10", Address: netip.MustParseAddr("10.16.0.10"), Port: 8443, Zone: "all"}, pods.Targets[0])
	nodes := index.TargetGroups[inner.Listeners[0].Forwards[0].TargetGroup]
	assert.Equal(t, 10256, nodes.HealthPort)
	assert.False(t, nodes.PreservesClientIP, "its attribute turns the default off")

	instance := index.Instances["i-0b22222222222221a"]
	assert.Equal(t, []string{"eni-0b1d000000000002a"}, instance.Interfaces)
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.16.17.0/28")}, index.Interfaces["eni-0b1d000000000002a"].Prefixes)
	assert.Equal(t, "tgw-attach-0a1000000000000a1", index.Interfaces["eni-0a1700000000000fa"].Owner)

	firewall := "arn:aws:network-firewall:us-east-1:111111111111:firewall/ingress"
	assert.Equal(t, firewall, index.Endpoints["vpce-0a1e000000000004a"].Firewall)
	assert.Equal(t, network.FirewallEndpoint{
		Subnet: "subnet-0a1f000000000002a", Zone: "use1-az1", Endpoint: "vpce-0a1e000000000004a", Ready: true,
	}, n.Firewalls[0].Endpoints[0], "the zone's name is a key; the ID comes from the subnet")
}
