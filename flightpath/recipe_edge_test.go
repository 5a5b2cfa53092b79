package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// ofNetworkFirewall has AWS Network Firewall tell of the endpoints, as DescribeFirewall does, in the place of
// DescribeVpcEndpoints.
func ofNetworkFirewall(w *world) *world {
	byVPC := map[string]*network.Firewall{}
	for _, e := range w.Endpoints {
		if byVPC[e.VPC] == nil {
			byVPC[e.VPC] = &network.Firewall{Object: object("arn:firewall/" + e.VPC), VPC: e.VPC}
		}
		byVPC[e.VPC].Endpoints = append(byVPC[e.VPC].Endpoints, network.FirewallEndpoint{Subnet: e.Subnets[0], Endpoint: e.ID, Ready: e.Available})
	}
	w.Endpoints = nil
	for _, f := range byVPC {
		w.Firewalls = append(w.Firewalls, *f)
	}
	return w
}

var edgeInspection = recipe{edge: true}

// The firewall stands between the internet gateway and the load balancer: each zone's edge route and default route name the
// endpoint of that zone, so both directions of a connection to a node cross the same one.
func TestEdgeInspectionOfAnEstate(t *testing.T) {
	for name, design := range map[string]func() *world{
		"endpoints of a Gateway Load Balancer": edgeInspection.world,
		"AWS Network Firewall":                 func() *world { return ofNetworkFirewall(edgeInspection.world()) },
	} {
		t.Run(name, func(t *testing.T) {
			edgeInspection.test(t, design, flightpath.Inspected, edgeMistakes)
		})
	}
	answer := edgeInspection.world().ask(t, "internet", "eni-pay1")
	if assert.Len(t, answer.Legs, 2) {
		assert.Equal(t, flightpath.Inspected, answer.Legs[0].Verdict)
		assert.Equal(t, flightpath.Direct, answer.Legs[1].Verdict, "one leg that is inspected is enough")
	}
}

var edgeMistakes = []mistake{
	{
		// Requests to that zone's node come in by the local route, replies go out by the endpoint, which knows no such connection.
		name: "no edge route for zone 2", make: func(w *world) { w.drop("rtb-in-edge", "10.0.2.0/24") },
		verdict: flightpath.Asymmetric, words: "the request crosses no firewall, but the reply crosses vpce-in2", fails: flightpath.FirewallSees,
	},
	{
		name: "the edge table is not associated with the internet gateway", make: func(w *world) { w.tableNamed("rtb-in-edge").Gateways = nil },
		verdict: flightpath.Asymmetric, words: "the request crosses no firewall", fails: flightpath.Symmetric,
	},
	{
		name: "the edge route of zone 1 names the endpoint of zone 3", make: func(w *world) { w.put("rtb-in-edge", "10.0.1.0/24", "vpce-in3") },
		verdict: flightpath.Asymmetric, words: "the request crosses vpce-in3, but the reply crosses vpce-in1", fails: flightpath.Symmetric,
	},
	{
		name: "the default route of zone 1 names the endpoint of zone 2", make: func(w *world) { w.put("rtb-in-lb1", "0.0.0.0/0", "vpce-in2") },
		verdict: flightpath.Asymmetric, words: "the request crosses vpce-in1, but the reply crosses vpce-in2", fails: flightpath.Exposed,
	},
	{
		// Both name it: no packet is lost, it only pays for crossing zones and falls with the other zone.
		name: "both routes of zone 1 name the endpoint of zone 2", make: func(w *world) {
			w.put("rtb-in-lb1", "0.0.0.0/0", "vpce-in2")
			w.put("rtb-in-edge", "10.0.1.0/24", "vpce-in2")
		},
		verdict: flightpath.Inspected,
	},
	{
		name: "zone 3's replies leave by the internet gateway", make: func(w *world) { w.put("rtb-in-lb3", "0.0.0.0/0", "igw-in") },
		verdict: flightpath.Asymmetric, words: "but the reply crosses no firewall", fails: flightpath.FirewallSees,
	},
	{
		// Everything works, and the firewall is not there: what no test of reachability would ever notice.
		name: "zone 3 avoids the firewall both ways", make: func(w *world) {
			w.put("rtb-in-lb3", "0.0.0.0/0", "igw-in")
			w.drop("rtb-in-edge", "10.0.3.0/24")
		},
		verdict: flightpath.Direct, words: "no firewall sees them", fails: flightpath.FirewallSees,
	},
	{
		name: "the load balancer's subnet has no default route", make: func(w *world) { w.drop("rtb-in-lb1", "0.0.0.0/0") },
		verdict: flightpath.Asymmetric, words: "rtb-in-lb1 has no route", fails: flightpath.Exposed,
	},
	{
		name: "the firewall's subnet has no way out", make: func(w *world) { w.drop("rtb-in-firewall2", "0.0.0.0/0") },
		verdict: flightpath.Asymmetric, words: "rtb-in-firewall2 has no route", fails: flightpath.Exposed,
	},
	{
		name: "the firewall's subnet sends back to the firewall", make: func(w *world) { w.put("rtb-in-firewall1", "0.0.0.0/0", "vpce-in1") },
		verdict: flightpath.Asymmetric, words: "routing loop", fails: flightpath.Exposed,
	},
	{
		// A subnet that nobody associated has the VPC's main table, which has the local route only.
		name: "the firewall's subnet in zone 1 has the main route table", make: func(w *world) {
			w.table("rtb-in-main", "vpc-in", ingressCIDR, "local").Main = true
			for i := range w.Subnets {
				if w.Subnets[i].ID == "subnet-in-firewall1" {
					w.Subnets[i].RouteTable = "rtb-in-main"
				}
			}
		},
		verdict: flightpath.Asymmetric, words: "rtb-in-main has no route", fails: flightpath.Exposed,
	},
	{
		name: "the network ACL of the firewalls' subnets does not let replies of clients in", make: func(w *world) {
			w.acl("acl-firewall", "vpc-in", entry(1, false, true, tcp(443, 443), "0.0.0.0/0"), entry(1, true, true, everything, "0.0.0.0/0"))
			for i := range w.Subnets {
				if w.Subnets[i].ID == "subnet-in-firewall1" {
					w.Subnets[i].NetworkACL = "acl-firewall"
				}
			}
		},
		verdict: flightpath.Asymmetric, words: "acl-firewall of subnet-in-firewall1 denies inbound", fails: flightpath.Exposed,
	},
}

// With IPv6 everything is needed again: a default route and an edge route of the other family go other ways.
func TestEdgeInspectionOfBothFamilies(t *testing.T) {
	design := func() *world {
		w := edgeInspection.world()
		w.VPCs[0].CIDRs = append(w.VPCs[0].CIDRs, cidrsOf("2600:1f18:1::/56")...)
		w.group("sg-six", "vpc-in", in(tcp(443, 443), "0.0.0.0/0"), in(tcp(443, 443), "::/0"), out8443())
		for i := range w.Subnets {
			switch id := w.Subnets[i].ID; id {
			case "subnet-in-lb1", "subnet-in-lb2", "subnet-in-lb3":
				z := id[len(id)-1:]
				w.Subnets[i].CIDRs = append(w.Subnets[i].CIDRs, cidrsOf("2600:1f18:1:"+z+"::/64")...)
				w.put("rtb-in-edge", "2600:1f18:1:"+z+"::/64", "vpce-in"+z)
				w.put("rtb-in-lb"+z, "::/0", "vpce-in"+z)
				w.put("rtb-in-firewall"+z, "::/0", "igw-in")
			}
		}
		for i := range w.Interfaces {
			if id := w.Interfaces[i].ID; id[:len(id)-1] == "eni-lb" {
				z := id[len(id)-1:]
				w.Interfaces[i].SecurityGroups = []string{"sg-six"}
				w.Interfaces[i].Addresses = append(w.Interfaces[i].Addresses, network.Address{Private: addressesOf("2600:1f18:1:" + z + "::5")[0]})
			}
		}
		w.LoadBalancers[0].SecurityGroups = []string{"sg-six"}
		return w
	}
	edgeInspection.test(t, design, flightpath.Inspected, []mistake{
		{
			name: "IPv6 replies of zone 1 leave by the internet gateway", make: func(w *world) { w.put("rtb-in-lb1", "::/0", "igw-in") },
			verdict: flightpath.Asymmetric, words: "the reply crosses no firewall", fails: flightpath.FirewallSees,
		},
		{
			name: "no IPv6 edge route for zone 1", make: func(w *world) { w.drop("rtb-in-edge", "2600:1f18:1:1::/64") },
			verdict: flightpath.Asymmetric, words: "the request crosses no firewall, but the reply crosses vpce-in1", fails: flightpath.FirewallSees,
		},
		{
			name: "IPv6 of zone 1 avoids the firewall both ways", make: func(w *world) {
				w.put("rtb-in-lb1", "::/0", "igw-in")
				w.drop("rtb-in-edge", "2600:1f18:1:1::/64")
			},
			verdict: flightpath.Direct, words: "no firewall sees them", fails: flightpath.FirewallSees,
		},
		{
			// By AWS's documents an egress-only gateway knows no reply to what came in by another gateway.
			name: "the firewall's subnet lets IPv6 out by an egress-only gateway", make: func(w *world) {
				w.InternetGateways = append(w.InternetGateways, network.InternetGateway{Object: object("eigw-in"), VPC: "vpc-in", EgressOnly: true})
				w.put("rtb-in-firewall1", "::/0", "eigw-in")
			},
			verdict: flightpath.Asymmetric, words: "eigw-in did not see the request", fails: flightpath.Exposed,
		},
	})
	design().expect(t, "2a00:1450::1", "2600:1f18:1:2::5", flightpath.Inspected, "")
	design().expect(t, "203.0.113.9", "198.51.100.2", flightpath.Inspected, "")
}
