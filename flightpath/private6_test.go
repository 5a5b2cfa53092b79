package flightpath_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// dualStack is a VPC with one public subnet and IPv6 addresses of a block.
func dualStack(block, subnet, host string) *world {
	w := &world{}
	w.vpc("vpc-1", "10.0.0.0/16", block)
	w.openACL("acl-1", "vpc-1")
	w.openGroup("sg-1", "vpc-1")
	w.igw("igw-1", "vpc-1")
	w.igw("eigw-1", "vpc-1")
	w.InternetGateways[1].EgressOnly = true
	w.table("rtb-1", "vpc-1", "10.0.0.0/16", "local", block, "local", "0.0.0.0/0", "igw-1", "::/0", "igw-1")
	w.subnet("subnet-1", "vpc-1", "use1-az1", "rtb-1", "acl-1", "10.0.1.0/24", subnet)
	w.eni("eni-1", "subnet-1", "sg-1", "10.0.1.10", host)
	return w
}

// AWS: "IP addressing for your VPCs and subnets" (private IPv6 addresses): they are not and cannot be advertised on the internet, neither
// unique local ones nor blocks of one's own that were made private.
func TestPrivateIPv6Addresses(t *testing.T) {
	both := func(w *world, host string, verdict flightpath.Verdict) {
		t.Helper()
		w.expect(t, "internet", host, verdict, "")
		w.expect(t, host, "internet", verdict, "")
	}
	both(dualStack("2600:1f10:1::/56", "2600:1f10:1:1::/64", "2600:1f10:1:1::10"), "2600:1f10:1:1::10", flightpath.Direct)
	both(dualStack("fd00:1234::/56", "fd00:1234:0:1::/64", "fd00:1234:0:1::10"), "fd00:1234:0:1::10", flightpath.Blocked)
	own := dualStack("2600:1f10:1::/56", "2600:1f10:1:1::/64", "2600:1f10:1:1::10")
	own.VPCs[0].PrivateCIDRs = cidrsOf("2600:1f10:1::/56")
	both(own, "2600:1f10:1:1::10", flightpath.Blocked)
	own.drop("rtb-1", "::/0")
	own.put("rtb-1", "::/0", "eigw-1")
	own.expect(t, "2600:1f10:1:1::10", "internet", flightpath.Blocked, "no public address")
}

// AWS: NetworkInterface (EC2 API), DenyAllIgwTraffic: traffic from the internet is dropped, that of peered VPCs and transit gateways not.
func TestInterfacesThatTakeNothingFromInternetGateways(t *testing.T) {
	w := dualStack("2600:1f10:1::/56", "2600:1f10:1:1::/64", "2600:1f10:1:1::10")
	w.eni("eni-2", "subnet-1", "sg-1", "10.0.1.20", "2600:1f10:1:1::20")
	w.Interfaces[0].Closed = true
	w.expect(t, "internet", "eni-1", flightpath.Blocked, "drops what internet gateways bring")
	w.expect(t, "internet", "eni-2", flightpath.Direct, "") // beside it, and not of its class
	w.expect(t, "eni-2", "2600:1f10:1:1::10", flightpath.Direct, "")
	w.expect(t, "2600:1f10:1:1::10", "internet", flightpath.Unproven, "whether replies too")
	w.expect(t, "2600:1f10:1:1::20", "internet", flightpath.Direct, "")
}

// AWS: "Application Load Balancers" (ipv6.deny_all_igw_traffic: true for internal load balancers, false for others; IP address types).
func TestIPv6OfLoadBalancers(t *testing.T) {
	with := func(b network.LoadBalancer, addresses ...network.Address) *world {
		w := dualStack("2600:1f10:1::/56", "2600:1f10:1:1::/64", "2600:1f10:1:1::10")
		b.Object, b.Kind, b.VPC, b.SecurityGroups, b.HasSecurityGroups = object("web"), network.ApplicationBalancer, "vpc-1", []string{"sg-1"}, true
		b.Nodes, b.CrossZone, b.CrossZoneKnown, b.ListenersKnown = []network.Node{{Subnet: "subnet-1", Addresses: addresses}}, true, true, true
		b.Listeners = []network.Listener{{Object: object("listener-1"), Protocol: "HTTPS", Port: 443}}
		w.LoadBalancers = []network.LoadBalancer{b}
		return w
	}
	dual := []network.Address{{Private: addressesOf("10.0.1.30")[0]}, {Private: addressesOf("2600:1f10:1:1::30")[0]}}
	const node = "2600:1f10:1:1::30"
	with(network.LoadBalancer{Internal: true, Closed: "on"}, dual...).expect(t, "internet", node, flightpath.Blocked, "drops what internet gateways bring")
	with(network.LoadBalancer{Internal: true, Closed: "off"}, dual...).expect(t, "internet", node, flightpath.Direct, "")
	with(network.LoadBalancer{Internal: true}, dual...).expect(t, "internet", node, flightpath.Unproven, "ipv6.deny_all_igw_traffic")
	with(network.LoadBalancer{}, dual...).expect(t, "internet", node, flightpath.Direct, "")
	with(network.LoadBalancer{Internal: true, Closed: "on"}, dual...).expect(t, "eni-1", node, flightpath.Direct, "")
	// Without public IPv4 its nodes have none, whatever faces the internet; else they do, known or not.
	with(network.LoadBalancer{}, dual...).expect(t, "internet", "10.0.1.30", flightpath.Direct, "")
	with(network.LoadBalancer{PrivateIPv4: true}, dual...).expect(t, "internet", "10.0.1.30", flightpath.Blocked, "no public address")
	with(network.LoadBalancer{PrivateIPv4: true}, dual...).expect(t, "internet", node, flightpath.Direct, "")
}

// AWS: CreateTransitGatewayVpcAttachmentRequestOptions (EC2 API), Ipv6Support: disabled, IPv6 routes do not propagate; it filters nothing.
func TestAttachmentsWithoutIPv6PropagateNone(t *testing.T) {
	w := hub()
	for i, v := range []string{"a", "b"} {
		w.VPCs[i].CIDRs = append(w.VPCs[i].CIDRs, cidrsOf("2600:1f18:"+v+"::/56")...)
		w.put("rtb-"+v, "2600:1f18::/32", "tgw-1")
		for j := range w.Subnets {
			if w.Subnets[j].ID == "subnet-"+v {
				w.Subnets[j].CIDRs = append(w.Subnets[j].CIDRs, cidrsOf("2600:1f18:"+v+":1::/64")...)
			}
		}
		w.Interfaces[i].Addresses = append(w.Interfaces[i].Addresses, network.Address{Private: addressesOf("2600:1f18:" + v + ":1::10")[0]})
	}
	const client, server = "2600:1f18:a:1::10", "2600:1f18:b:1::10"
	table := w.transitTableNamed("tgw-rtb-1")
	table.Propagations = []string{"tgw-attach-a", "tgw-attach-b"}
	w.expect(t, client, server, flightpath.Direct, "")
	w.attachmentNamed("tgw-attach-b").IPv4Only = true
	w.expect(t, client, server, flightpath.Blocked, "tgw-rtb-1 has no route to 2600:1f18:b:1::10")
	w.expect(t, "10.0.1.10", "10.1.1.10", flightpath.Direct, "")
	w.transitPut("tgw-rtb-1", "2600:1f18:b::/56", "tgw-attach-b")
	w.expect(t, client, server, flightpath.Direct, "") // a static route is none that propagates
}
