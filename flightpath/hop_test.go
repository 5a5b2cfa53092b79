package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// IPv6 takes routes, network ACLs and transit gateway routes of its own.
func TestIPv6OverATransitGateway(t *testing.T) {
	six := func() *world {
		w := hub()
		for i, v := range []string{"a", "b"} {
			cidr, host := []string{"2600:1f18:a::/56", "2600:1f18:b::/56"}[i], []string{"2600:1f18:a:1::10", "2600:1f18:b:1::10"}[i]
			w.VPCs[i].CIDRs = append(w.VPCs[i].CIDRs, cidrsOf(cidr)...)
			w.put("rtb-"+v, "2600:1f18::/32", "tgw-1")
			for j := range w.Subnets {
				if w.Subnets[j].ID == "subnet-"+v {
					w.Subnets[j].CIDRs = append(w.Subnets[j].CIDRs, cidrsOf(host + "/64")[0].Masked())
				}
			}
			w.Interfaces[i].Addresses = append(w.Interfaces[i].Addresses, network.Address{Private: addressesOf(host)[0]})
			w.transitPut("tgw-rtb-1", cidr, "tgw-attach-"+v)
		}
		return w
	}
	const client, server = "2600:1f18:a:1::10", "2600:1f18:b:1::10"
	six().expect(t, client, server, flightpath.Direct, "")
	t.Run("no route there, while IPv4 has one", func(t *testing.T) {
		w := six()
		w.transitDrop("tgw-rtb-1", "2600:1f18:b::/56")
		w.expect(t, client, server, flightpath.Blocked, "tgw-rtb-1 has no route to 2600:1f18:b:1::10")
		w.expect(t, "10.0.1.10", "10.1.1.10", flightpath.Direct, "")
	})
	t.Run("no route back", func(t *testing.T) {
		w := six()
		w.drop("rtb-b", "2600:1f18::/32")
		w.expect(t, client, server, flightpath.Asymmetric, "rtb-b has no route to 2600:1f18:a:1::10")
	})
	t.Run("a network ACL with entries for IPv4 only", func(t *testing.T) {
		w := six()
		w.NetworkACLs[0].Entries = w.NetworkACLs[0].Entries[:2]
		w.expect(t, client, server, flightpath.Blocked, "acl-a of subnet-a denies outbound tcp 443")
		w.expect(t, server, client, flightpath.Blocked, "acl-a of subnet-a denies inbound tcp 443")
	})
}

// IPv6 addresses are public as they are: two VPCs that nothing joins meet over the internet, each by its own gateway.
func TestIPv6OverTheInternet(t *testing.T) {
	w := &world{}
	for _, v := range []string{"a", "b"} {
		vpc := "vpc-" + v
		w.vpc(vpc, "2600:1f18:"+v+"::/56")
		w.openACL("acl-"+v, vpc)
		w.openGroup("sg-"+v, vpc)
		w.igw("igw-"+v, vpc)
		w.table("rtb-"+v, vpc, "2600:1f18:"+v+"::/56", "local", "::/0", "igw-"+v)
		w.subnet("subnet-"+v, vpc, "use1-az1", "rtb-"+v, "acl-"+v, "2600:1f18:"+v+":1::/64")
		w.eni("eni-"+v, "subnet-"+v, "sg-"+v, "2600:1f18:"+v+":1::10")
	}
	answer := w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	assert.Len(t, answer.Legs, 2, "out of the one and into the other")
	w.expect(t, "2600:1f18:a:1::10", "2600:1f18:b:1::10", flightpath.Direct, "")
	w.SecurityGroups[1].Rules = []network.Rule{in(everything, "2600:1f18:b::/56")}
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "")
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "2600:1f18:a::/56")}
	w.expect(t, "eni-a", "eni-b", flightpath.Direct, "") // the gateway translates no IPv6: the server sees the client's own address
	w.drop("rtb-b", "::/0")
	w.expect(t, "eni-a", "eni-b", flightpath.Asymmetric, "rtb-b has no route")
}

// Security groups may name prefix lists, transit gateway tables may too.
func TestPrefixLists(t *testing.T) {
	listed := func() *world {
		w := hub()
		w.PrefixLists = []network.PrefixList{{Object: object("pl-1"), Prefixes: cidrsOf("10.1.0.0/16", "10.0.1.0/24"), Known: true}}
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "pl-1")}
		w.transitDrop("tgw-rtb-1", "10.1.0.0/16")
		w.TransitRouteTables[0].Routes = append(w.TransitRouteTables[0].Routes, network.TransitRoute{PrefixList: "pl-1", Attachments: []string{"tgw-attach-b"}})
		return w
	}
	w := listed()
	// The reply goes to 10.0.1.10, which the list holds with a longer prefix than the static route to vpc-a: it never gets home.
	w.expect(t, "eni-a", "eni-b", flightpath.Asymmetric, "rtb-transit-b has no route to 10.0.1.10")
	w.PrefixLists = append(w.PrefixLists, network.PrefixList{Object: object("pl-2"), Prefixes: cidrsOf("10.1.0.0/16"), Known: true})
	w.TransitRouteTables[0].Routes[1].PrefixList = "pl-2"
	w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	w.expect(t, "eni-b", "eni-a", flightpath.Blocked, "sg-b") // no rule lets it send
	// A static route goes before a prefix list's of the same length, and that before a propagated one.
	w.transitPut("tgw-rtb-1", "10.1.0.0/16", "blackhole")
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "drops it")
	w.transitDrop("tgw-rtb-1", "10.1.0.0/16")
	w.TransitRouteTables[0].Routes[1] = network.TransitRoute{PrefixList: "pl-2", Blackhole: true}
	w.TransitRouteTables[0].Propagations = []string{"tgw-attach-b"}
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "drops it")
	w = listed()
	w.TransitRouteTables[0].Routes[1] = network.TransitRoute{Destination: cidrsOf("10.1.0.0/16")[0], Attachments: []string{"tgw-attach-b"}}
	w.PrefixLists[0].Known = false
	w.expect(t, "eni-a", "eni-b", flightpath.Unproven, "pl-1")
}

// A subnet's zone decides by which subnet of an attachment packets come and go; one that is not known proves nothing.
func TestZonesOfAttachmentsThatAreNotKnown(t *testing.T) {
	forgotten := func(w *world, subnet string) *world {
		for i := range w.Subnets {
			if w.Subnets[i].ID == subnet {
				w.Subnets[i].Zone = ""
			}
		}
		return w
	}
	forgotten(hub(), "subnet-transit-a1").expect(t, "eni-a", "eni-b", flightpath.Unproven, "zones")
	forgotten(hub(), "subnet-transit-b1").expect(t, "eni-a", "eni-b", flightpath.Unproven, "its zone")
	// The other zone's subnets are not asked, and appliance mode takes any zone.
	forgotten(hub(), "subnet-transit-a2").expect(t, "eni-a", "eni-b", flightpath.Unproven, "on the way back") // which comes from zone 2
	forgotten(inspection(), "subnet-i2").expect(t, "eni-a", "eni-b", flightpath.Unproven, "tgw-attach-i")
}

// Clients' addresses are kept on the way to a load balancer too, and it has to listen there.
func TestLoadBalancerBehindOneThatKeepsClients(t *testing.T) {
	w := sandwich()
	w.LoadBalancers[0].Kind, w.TargetGroups[0].PreservesClientIP = network.NetworkBalancer, true
	w.LoadBalancers[1].Listeners[0].Port = 8443
	w.SecurityGroups[2].Rules[0] = in(everything, "0.0.0.0/0")
	w.expect(t, "internet", "eni-pod", flightpath.Blocked, "")
}
