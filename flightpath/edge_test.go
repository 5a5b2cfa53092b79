package flightpath_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// edge is a VPC whose firewall stands between the internet gateway and the web server's subnet, in one zone (AWS:
// "Security appliances behind a Gateway Load Balancer"; the edge table names the whole CIDR of the subnet).
func edge() *world {
	w := &world{}
	w.vpc("vpc-1", "10.0.0.0/16")
	w.openACL("acl-1", "vpc-1")
	w.openACL("acl-firewall", "vpc-1")
	w.openGroup("sg-1", "vpc-1")
	w.igw("igw-1", "vpc-1")
	w.table("rtb-edge", "vpc-1", "10.0.0.0/16", "local", "10.0.1.0/24", "vpce-a").Gateways = []string{"igw-1"}
	w.table("rtb-web", "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", "vpce-a")
	w.table("rtb-firewall", "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", "igw-1")
	w.subnet("subnet-web", "vpc-1", "use1-az1", "rtb-web", "acl-1", "10.0.1.0/24")
	w.subnet("subnet-firewall", "vpc-1", "use1-az1", "rtb-firewall", "acl-firewall", "10.0.9.0/28")
	w.firewall("vpce-a", "vpc-1", "subnet-firewall")
	w.eni("eni-web", "subnet-web", "sg-1", "10.0.1.10")
	w.public("198.51.100.10")
	return w
}

func TestEdgeInspection(t *testing.T) {
	w := edge()
	answer := w.expect(t, "internet", "eni-web", flightpath.Inspected, "vpce-a sees both directions")
	assert.Equal(t, []flightpath.HopKind{
		flightpath.HopInternet, flightpath.HopInternetGateway, flightpath.HopRouteTable, flightpath.HopNetworkACL, flightpath.HopFirewall,
		flightpath.HopRouteTable, flightpath.HopNetworkACL, flightpath.HopNetworkACL, flightpath.HopSecurityGroup, flightpath.HopInterface,
	}, kinds(answer.Forward))
	assert.Equal(t, []string{"rtb-edge", "rtb-firewall"}, crossed(answer.Forward, flightpath.HopRouteTable))
	assert.Equal(t, []string{"rtb-web", "rtb-firewall"}, crossed(answer.Return, flightpath.HopRouteTable))
	w.expect(t, "eni-web", "internet", flightpath.Inspected, "")

	t.Run("the edge table does not name the subnet: only the reply meets the firewall", func(t *testing.T) {
		w := edge()
		w.RouteTables[0].Routes = w.RouteTables[0].Routes[:1]
		w.expect(t, "internet", "eni-web", flightpath.Asymmetric, "the request crosses no firewall, but the reply crosses vpce-a")
	})
	t.Run("the web subnet goes straight to the internet gateway: only the request meets it", func(t *testing.T) {
		w := edge()
		w.RouteTables[1].Routes[1] = route("0.0.0.0/0", "igw-1")
		w.expect(t, "internet", "eni-web", flightpath.Asymmetric, "the request crosses vpce-a, but the reply crosses no firewall")
	})
	t.Run("neither does: nothing inspects", func(t *testing.T) {
		w := edge()
		w.RouteTables[0].Routes = w.RouteTables[0].Routes[:1]
		w.RouteTables[1].Routes[1] = route("0.0.0.0/0", "igw-1")
		w.expect(t, "internet", "eni-web", flightpath.Direct, "")
	})
	t.Run("the reply goes to another zone's endpoint", func(t *testing.T) {
		w := edge()
		w.subnet("subnet-firewall-b", "vpc-1", "use1-az2", "rtb-firewall", "acl-firewall", "10.0.9.16/28")
		w.firewall("vpce-b", "vpc-1", "subnet-firewall-b")
		w.RouteTables[1].Routes[1] = route("0.0.0.0/0", "vpce-b")
		w.expect(t, "internet", "eni-web", flightpath.Asymmetric, "the request crosses vpce-a, but the reply crosses vpce-b")
	})
	t.Run("the firewall's subnet has no way out", func(t *testing.T) {
		w := edge()
		w.RouteTables[2].Routes = w.RouteTables[2].Routes[:1]
		w.expect(t, "internet", "eni-web", flightpath.Asymmetric, "rtb-firewall has no route")
	})
	t.Run("the firewall's subnet sends back to the firewall", func(t *testing.T) {
		w := edge()
		w.RouteTables[2].Routes[1] = route("0.0.0.0/0", "vpce-a")
		w.expect(t, "eni-web", "internet", flightpath.Blocked, "routing loop")
	})
	t.Run("the network ACL of the firewall's subnet counts, in and out", func(t *testing.T) {
		w := edge()
		w.NetworkACLs[1].Entries = []network.ACLEntry{entry(1, false, true, everything, "0.0.0.0/0")}
		w.expect(t, "internet", "eni-web", flightpath.Blocked, "acl-firewall of subnet-firewall denies outbound tcp 443 to 10.0.1.10")
	})
	t.Run("an endpoint that is not available drops", func(t *testing.T) {
		w := edge()
		w.Endpoints[0].Available = false
		w.expect(t, "internet", "eni-web", flightpath.Blocked, "not available")
	})
	t.Run("an endpoint of AWS Network Firewall that only the firewall tells of", func(t *testing.T) {
		w := edge()
		w.Endpoints = nil
		w.Firewalls = []network.Firewall{{Object: object("arn:firewall"), VPC: "vpc-1", Endpoints: []network.FirewallEndpoint{
			{Subnet: "subnet-firewall", Zone: "use1-az1", Endpoint: "vpce-a", Ready: true},
		}}}
		answer := w.expect(t, "internet", "eni-web", flightpath.Inspected, "")
		assert.Equal(t, "arn:firewall", answer.Forward[4].Rule)
	})
	t.Run("an endpoint that the source does not hold is no pass", func(t *testing.T) {
		w := edge()
		w.Endpoints = nil
		w.expect(t, "internet", "eni-web", flightpath.Unproven, "vpc-endpoint vpce-a")
	})
}

// A route that is longer than the local one sends packets inside a VPC through a firewall (AWS: "Route traffic to a
// middlebox appliance"). Rules that name groups do not match any more then, by the same page.
func TestMiddleboxInsideAVPC(t *testing.T) {
	middle := func() *world {
		w := edge()
		w.table("rtb-db", "vpc-1", "10.0.0.0/16", "local", "10.0.1.0/24", "vpce-a")
		w.subnet("subnet-db", "vpc-1", "use1-az1", "rtb-db", "acl-1", "10.0.2.0/24")
		w.group("sg-db", "vpc-1", in(tcp(443, 443), "10.0.1.0/24"))
		w.eni("eni-db", "subnet-db", "sg-db", "10.0.2.10")
		w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("10.0.2.0/24", "vpce-a"))
		return w
	}
	middle().expect(t, "eni-web", "eni-db", flightpath.Inspected, "")

	t.Run("one direction only", func(t *testing.T) {
		w := middle()
		w.RouteTables[3].Routes = w.RouteTables[3].Routes[:1]
		w.expect(t, "eni-web", "eni-db", flightpath.Asymmetric, "the reply crosses no firewall")
	})
	t.Run("an inbound rule that names the sender's group", func(t *testing.T) {
		w := middle()
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "sg-1")}
		w.expect(t, "eni-web", "eni-db", flightpath.Blocked, "a firewall is between the groups")
	})
	t.Run("an outbound rule that names the receiver's group", func(t *testing.T) {
		w := middle()
		w.SecurityGroups[0].Rules = []network.Rule{out(tcp(443, 443), "sg-db")}
		w.expect(t, "eni-web", "eni-db", flightpath.Blocked, "a firewall is between the groups")
	})
	t.Run("both match where nothing is between", func(t *testing.T) {
		w := middle()
		w.RouteTables[1].Routes = w.RouteTables[1].Routes[:2]
		w.RouteTables[3].Routes = w.RouteTables[3].Routes[:1]
		w.SecurityGroups[0].Rules = []network.Rule{out(tcp(443, 443), "sg-db")}
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "sg-1")}
		w.expect(t, "eni-web", "eni-db", flightpath.Direct, "")
		w.SecurityGroups[0].Rules = []network.Rule{out(tcp(443, 443), "sg-1"), out(tcp(443, 443), "sg-db")}
		w.expect(t, "eni-web", "eni-db", flightpath.Direct, "")
		assert.Equal(t, []string{"eni-db direct tcp 443"}, told(t, w, "eni-web"))
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "sg-other")}
		w.expect(t, "eni-web", "eni-db", flightpath.Blocked, "sg-db")
	})
	t.Run("neighbours in a subnet have no router between them", func(t *testing.T) {
		w := middle()
		w.NetworkACLs[0].Entries = nil
		w.eni("eni-neighbour", "subnet-web", "sg-1", "10.0.1.11")
		w.expect(t, "eni-web", "eni-neighbour", flightpath.Direct, "")
	})
}

func TestIPv6AndEgressOnlyGateways(t *testing.T) {
	six := func() *world {
		w := &world{}
		w.vpc("vpc-1", "10.0.0.0/16", "2600:1f18:1::/56")
		w.openACL("acl-1", "vpc-1")
		w.openGroup("sg-1", "vpc-1")
		w.igw("igw-1", "vpc-1")
		w.InternetGateways = append(w.InternetGateways, network.InternetGateway{Object: object("eigw-1"), VPC: "vpc-1", EgressOnly: true})
		w.table("rtb-public", "vpc-1", "10.0.0.0/16", "local", "2600:1f18:1::/56", "local", "::/0", "igw-1")
		w.table("rtb-private", "vpc-1", "10.0.0.0/16", "local", "2600:1f18:1::/56", "local", "::/0", "eigw-1")
		w.subnet("subnet-public", "vpc-1", "use1-az1", "rtb-public", "acl-1", "10.0.1.0/24", "2600:1f18:1:1::/64")
		w.subnet("subnet-private", "vpc-1", "use1-az1", "rtb-private", "acl-1", "10.0.2.0/24", "2600:1f18:1:2::/64")
		w.eni("eni-public", "subnet-public", "sg-1", "10.0.1.10", "2600:1f18:1:1::10")
		w.eni("eni-private", "subnet-private", "sg-1", "10.0.2.10", "2600:1f18:1:2::10")
		return w
	}
	w := six()
	// IPv6 addresses are public as they are: no translation.
	w.expect(t, "internet", "eni-public", flightpath.Direct, "")
	w.expect(t, "eni-public", "internet", flightpath.Direct, "")
	// Out and the answer back in through the egress-only gateway.
	answer := w.expect(t, "eni-private", "internet", flightpath.Direct, "")
	assert.Equal(t, []string{"eigw-1"}, crossed(answer.Forward, flightpath.HopEgressOnlyGateway))
	// In by the internet gateway, which needs no route for it; the answer cannot leave through the egress-only one.
	w.expect(t, "internet", "eni-private", flightpath.Asymmetric, "eigw-1 did not see the request")
	// With the egress-only gateway alone nothing gets in.
	w.InternetGateways = w.InternetGateways[1:]
	w.expect(t, "internet", "eni-private", flightpath.Blocked, "no internet gateway")
	w.expect(t, "2600:1f18:1:1::10", "2600:1f18:1:2::10", flightpath.Direct, "")
	w.expect(t, "10.0.1.10", "2600:1f18:1:2::10", flightpath.Blocked, "no addresses of the same family")
}

func TestNATGateway(t *testing.T) {
	private := func() *world {
		w := flat()
		w.table("rtb-nat", "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", "nat-1")
		w.subnet("subnet-nated", "vpc-1", "use1-az1", "rtb-nat", "acl-1", "10.0.3.0/24")
		w.eni("eni-nated", "subnet-nated", "sg-1", "10.0.3.10")
		w.eni("eni-nat", "subnet-public", "", "10.0.1.5")
		w.public("198.51.100.5")
		w.NATGateways = []network.NATGateway{{
			Object: object("nat-1"), VPC: "vpc-1", Subnet: "subnet-public", Public: true, Available: true,
			PrivateAddresses: addressesOf("10.0.1.5"), PublicAddresses: addressesOf("198.51.100.5"),
		}}
		return w
	}
	w := private()
	answer := w.expect(t, "eni-nated", "internet", flightpath.Direct, "")
	if assert.Len(t, answer.Legs, 2, "the NAT gateway ends a leg and begins the next") {
		assert.Equal(t, "nat-1", answer.Legs[0].To)
		assert.Equal(t, "nat-1", answer.Legs[1].From)
	}
	// Nothing gets in by a NAT gateway.
	w.expect(t, "internet", "eni-nated", flightpath.Blocked, "no public address")

	t.Run("its own subnet needs a way out", func(t *testing.T) {
		w := private()
		w.RouteTables[0].Routes = w.RouteTables[0].Routes[:1]
		w.expect(t, "eni-nated", "internet", flightpath.Blocked, "rtb-public has no route")
	})
	t.Run("a private one has no public address", func(t *testing.T) {
		w := private()
		w.NATGateways[0].Public, w.NATGateways[0].PublicAddresses = false, nil
		w.Interfaces[3].Addresses[0].Public = netip.Addr{}
		w.expect(t, "eni-nated", "internet", flightpath.Blocked, "no public address")
	})
	t.Run("one that is being deleted drops", func(t *testing.T) {
		w := private()
		w.NATGateways[0].Available = false
		w.expect(t, "eni-nated", "internet", flightpath.Blocked, "nat-1 is not available")
	})
	t.Run("the network ACL must let in what answers the NAT gateway", func(t *testing.T) {
		w := private()
		w.acl("acl-nat", "vpc-1", entry(1, false, true, everything, "10.0.0.0/16"), entry(1, true, true, everything, "0.0.0.0/0"))
		w.Subnets[0].NetworkACL = "acl-nat"
		w.expect(t, "eni-nated", "internet", flightpath.Asymmetric, "acl-nat of subnet-public denies inbound")
	})
	t.Run("a public server whose replies leave through the NAT gateway", func(t *testing.T) {
		w := private()
		w.Interfaces[2].Addresses[0].Public = addressesOf("198.51.100.77")[0]
		w.expect(t, "internet", "eni-nated", flightpath.Asymmetric, "leave through nat-1")
	})
}

func TestBlockPublicAccess(t *testing.T) {
	blocked := func(ingress, egress bool) *world {
		w := flat()
		w.BlockPublicAccess = []network.BlockPublicAccess{{Account: "111111111111", Region: "us-east-1", Ingress: ingress, Egress: egress}}
		return w
	}
	w := blocked(true, true)
	w.expect(t, "internet", "eni-web", flightpath.Blocked, "block public access stops inbound")
	w.expect(t, "eni-web", "internet", flightpath.Blocked, "block public access stops outbound")
	// Ingress only: of what goes out only NAT gateways and egress-only gateways may pass.
	w = blocked(true, false)
	w.expect(t, "internet", "eni-web", flightpath.Blocked, "stops inbound")
	w.expect(t, "eni-web", "internet", flightpath.Blocked, "stops outbound")
	// An exclusion of the VPC, both ways or out only.
	w = blocked(true, true)
	w.BlockPublicAccess = append(w.BlockPublicAccess, network.BlockPublicAccess{Of: "vpc-1", Ingress: true, Egress: true})
	w.expect(t, "internet", "eni-web", flightpath.Direct, "")
	w.BlockPublicAccess[1].Ingress = false
	w.expect(t, "internet", "eni-web", flightpath.Blocked, "stops inbound")
	w.expect(t, "eni-web", "internet", flightpath.Direct, "")
	// Another Region's option does not count.
	w = blocked(true, true)
	w.BlockPublicAccess[0].Region = "eu-west-1"
	w.expect(t, "internet", "eni-web", flightpath.Direct, "")
}

func TestRoutesThatDecide(t *testing.T) {
	t.Run("a static route before a propagated one of the same length", func(t *testing.T) {
		w := flat()
		w.RouteTables[0].Routes = append([]network.Route{route("0.0.0.0/0", "vgw-1")}, w.RouteTables[0].Routes...)
		w.RouteTables[0].Routes[0].Propagated = true
		w.expect(t, "eni-web", "internet", flightpath.Direct, "")
	})
	t.Run("a longer one before both, and what is behind it is not modelled", func(t *testing.T) {
		w := flat()
		w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, route("203.0.113.0/24", "vgw-1"))
		w.expect(t, "eni-web", "203.0.113.7", flightpath.Unproven, "virtual private gateway")
		w.expect(t, "eni-web", "203.0.114.7", flightpath.Direct, "")
	})
	t.Run("a blackhole", func(t *testing.T) {
		w := flat()
		w.RouteTables[0].Routes[1].Blackhole = true
		w.expect(t, "eni-web", "internet", flightpath.Blocked, "blackhole")
		w.expect(t, "internet", "eni-web", flightpath.Asymmetric, "blackhole")
	})
	t.Run("a prefix list", func(t *testing.T) {
		w := flat()
		w.PrefixLists = []network.PrefixList{{Object: object("pl-1"), Prefixes: cidrsOf("203.0.113.0/24"), Known: true}}
		w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("pl-1", "igw-1"))
		w.expect(t, "eni-db", "203.0.113.7", flightpath.Blocked, "no public address")
		w.expect(t, "eni-db", "203.0.114.7", flightpath.Blocked, "no route")
		w.PrefixLists[0].Known = false
		w.expect(t, "eni-db", "203.0.114.7", flightpath.Unproven, "pl-1")
	})
	t.Run("two prefix lists with one entry in common: AWS chooses at random, so the worst decides", func(t *testing.T) {
		w := flat()
		w.PrefixLists = []network.PrefixList{
			{Object: object("pl-1"), Prefixes: cidrsOf("203.0.113.0/24"), Known: true},
			{Object: object("pl-2"), Prefixes: cidrsOf("203.0.113.0/24", "203.0.114.0/24"), Known: true},
		}
		w.RouteTables[0].Routes = []network.Route{route("pl-1", "igw-1"), route("pl-2", "vgw-1")}
		w.expect(t, "eni-web", "203.0.113.7", flightpath.Unproven, "vgw-1")
		w.RouteTables[0].Routes[1].Blackhole = true
		w.expect(t, "eni-web", "203.0.113.7", flightpath.Blocked, "blackhole")
		w.RouteTables[0].Routes[1] = route("pl-2", "igw-1")
		w.expect(t, "eni-web", "203.0.113.7", flightpath.Direct, "")
	})
	t.Run("an interface that does not forward, and one that does", func(t *testing.T) {
		w := flat()
		w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("0.0.0.0/0", "eni-web"))
		w.expect(t, "eni-db", "internet", flightpath.Blocked, "source/destination check")
		w.Interfaces[0].Forwards = true
		w.expect(t, "eni-db", "internet", flightpath.Unproven, "forwards packets of others")
	})
}

// A gateway endpoint serves its own VPC, by the prefix list of its service.
func TestGatewayEndpoint(t *testing.T) {
	w := flat()
	w.PrefixLists = []network.PrefixList{{Object: object("pl-s3"), Prefixes: cidrsOf("52.216.0.0/15"), Known: true}}
	w.Endpoints = []network.Endpoint{{Object: object("vpce-s3"), VPC: "vpc-1", Kind: network.GatewayEndpoint, Service: "com.amazonaws.us-east-1.s3", Available: true}}
	w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("pl-s3", "vpce-s3"))
	w.expect(t, "eni-db", "vpce-s3", flightpath.Direct, "")
	w.expect(t, "eni-web", "vpce-s3", flightpath.Blocked, "")
	w.NetworkACLs[1].Entries = w.NetworkACLs[1].Entries[1:2] // outbound only
	w.expect(t, "eni-db", "vpce-s3", flightpath.Asymmetric, "acl-2")
}
