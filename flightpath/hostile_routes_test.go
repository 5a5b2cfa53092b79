package flightpath_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// AWS: "Route tables and AWS Site-to-Site VPN route priority": the local route is preferred to what a VPN gateway propagates, however
// long that is; what it propagates, the source may not tell; and it carries no IPv6.
func TestRoutesThatAVPNGatewayPropagates(t *testing.T) {
	w := flat()
	w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, network.Route{
		Destination: netip.MustParsePrefix("10.0.2.0/24"), Target: network.Target{Kind: network.TargetVPNGateway, ID: "vgw-1"}, Propagated: true,
	})
	w.expect(t, "eni-web", "eni-db", flightpath.Direct, "")
	w.RouteTables[0].Routes[len(w.RouteTables[0].Routes)-1].Destination = netip.MustParsePrefix("52.0.0.0/8")
	w.expect(t, "eni-web", "52.1.2.3", flightpath.Unproven, "virtual private gateway")
	w.expect(t, "eni-web", "53.1.2.3", flightpath.Direct, "")
	w.NetworkACLs[0].Entries = nil // which is asked before the gateway
	w.expect(t, "eni-web", "52.1.2.3", flightpath.Blocked, "network ACL acl-1")
	w = flat()
	w.RouteTables[0].Unlearned = []string{"vgw-1"}
	w.expect(t, "eni-web", "eni-db", flightpath.Direct, "")
	w.expect(t, "eni-web", "internet", flightpath.Unproven, "vgw-1 propagates")
	w.expect(t, "eni-web", "192.168.1.1", flightpath.Unproven, "vgw-1 propagates")
	w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, network.Route{
		Destination: netip.MustParsePrefix("8.8.8.8/32"), Target: w.RouteTables[0].Routes[len(w.RouteTables[0].Routes)-1].Target,
	})
	w.expect(t, "eni-web", "8.8.8.8", flightpath.Direct, "") // nothing is longer, and static routes come first
}

// AWS: Transit Gateway FAQs: of two VPCs with one CIDR block only the first one's is propagated. Which that is, a program does not say.
func TestVPCsWithOneCIDRBehindATransitGateway(t *testing.T) {
	w := &world{}
	w.tgw("tgw-1")
	for _, v := range []struct{ name, cidr, subnet, address string }{
		{"a", "10.1.0.0/16", "10.1.1.0/24", "10.1.1.10"}, {"b", "10.2.0.0/16", "10.2.1.0/24", "10.2.1.10"}, {"c", "10.2.0.0/16", "10.2.1.0/24", "10.2.1.11"},
	} {
		w.vpc("vpc-"+v.name, v.cidr)
		w.openACL("acl-"+v.name, "vpc-"+v.name)
		w.openGroup("sg-"+v.name, "vpc-"+v.name)
		w.table("rtb-"+v.name, "vpc-"+v.name, "0.0.0.0/0", "tgw-1")
		w.subnet("subnet-"+v.name, "vpc-"+v.name, "use1-az1", "rtb-"+v.name, "acl-"+v.name, v.subnet)
		w.eni("eni-"+v.name, "subnet-"+v.name, "sg-"+v.name, v.address)
		w.attach("attach-"+v.name, "vpc-"+v.name, "tgw-rtb-1", "subnet-"+v.name)
	}
	table := w.transitTable("tgw-rtb-1")
	table.Propagations = []string{"attach-a", "attach-b"}
	w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	for _, order := range [][]string{{"attach-a", "attach-b", "attach-c"}, {"attach-a", "attach-c", "attach-b"}} {
		table.Propagations = order
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "")
		w.expect(t, "eni-a", "eni-c", flightpath.Blocked, "")
		reached := told(t, w, "eni-a")
		assert.NotContains(t, reached, "eni-b direct all traffic")
		assert.NotContains(t, reached, "eni-c direct all traffic")
	}
	// AWS tells which.
	table.PropagatedKnown = true
	table.Routes = []network.TransitRoute{
		{Destination: netip.MustParsePrefix("10.1.0.0/16"), Attachments: []string{"attach-a"}, Propagated: true},
		{Destination: netip.MustParsePrefix("10.2.0.0/16"), Attachments: []string{"attach-b"}, Propagated: true},
	}
	w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	w.expect(t, "eni-a", "eni-c", flightpath.Blocked, "")
	// Two prefix lists with one block that lead to different attachments.
	w.PrefixLists = []network.PrefixList{
		{Object: object("pl-1"), Prefixes: prefixes("10.2.0.0/16"), Known: true}, {Object: object("pl-2"), Prefixes: prefixes("10.2.0.0/16", "10.3.0.0/16"), Known: true},
	}
	table.Routes[1] = network.TransitRoute{PrefixList: "pl-1", Attachments: []string{"attach-b"}}
	table.Routes = append(table.Routes, network.TransitRoute{PrefixList: "pl-2", Attachments: []string{"attach-c"}})
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "")
	table.Routes[2].Attachments = table.Routes[1].Attachments
	w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
}

// AWS: CreateRoute (EC2 API) and "Gateway route tables": a NAT gateway, a firewall's endpoint or an interface is a target in its own VPC
// only, and a NAT gateway none in a gateway's table.
func TestTargetsOfAnotherVPC(t *testing.T) {
	w := flat()
	w.vpc("vpc-2", "10.8.0.0/16")
	w.openACL("acl-far", "vpc-2")
	w.table("rtb-far", "vpc-2", "0.0.0.0/0", "igw-2")
	w.igw("igw-2", "vpc-2")
	w.subnet("subnet-far", "vpc-2", "use1-az1", "rtb-far", "acl-far", "10.8.1.0/24")
	w.NATGateways = []network.NATGateway{{
		Object: object("nat-far"), VPC: "vpc-2", Subnet: "subnet-far", Public: true, PrivateAddresses: addressesOf("10.8.1.9"), PublicAddresses: addressesOf("52.9.9.9"), Available: true,
	}}
	w.firewall("vpce-far", "vpc-2", "subnet-far")
	w.openGroup("sg-far", "vpc-2")
	w.eni("eni-far", "subnet-far", "sg-far", "10.8.1.10").Forwards = true
	for _, target := range []string{"nat-far", "vpce-far", "eni-far"} {
		w.RouteTables[1].Routes = []network.Route{route("0.0.0.0/0", target)}
		w.SecurityGroups[1].Rules = []network.Rule{out(everything, "0.0.0.0/0")}
		w.expect(t, "eni-db", "9.9.9.9", flightpath.Blocked, "AWS takes no such route")
	}
	// The same in the VPC itself.
	w.subnet("subnet-far2", "vpc-2", "use1-az1", "rtb-far2", "acl-far", "10.8.2.0/24")
	w.table("rtb-far2", "vpc-2", "0.0.0.0/0", "nat-far")
	w.eni("eni-far2", "subnet-far2", "sg-far", "10.8.2.10")
	w.expect(t, "eni-far2", "9.9.9.9", flightpath.Direct, "")
	edge := w.table("rtb-edge", "vpc-2", "10.8.2.0/24", "nat-far")
	edge.Gateways = []string{"igw-2"}
	w.public("52.9.9.10")
	w.expect(t, "internet", "eni-far2", flightpath.Blocked, "a gateway's route table cannot lead to nat-far")
}
