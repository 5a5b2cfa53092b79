package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

var eastWestInspection = recipe{eastWest: true}

// An inspection VPC stands between the ingress VPC and the EKS VPCs: the transit gateway's tables for both sides lead to it,
// and only its own table leads to them. Appliance mode keeps a connection in one zone.
func TestEastWestInspectionOfAnEstate(t *testing.T) {
	for name, design := range map[string]func() *world{
		"endpoints of a Gateway Load Balancer": eastWestInspection.world,
		"AWS Network Firewall":                 func() *world { return ofNetworkFirewall(eastWestInspection.world()) },
	} {
		t.Run(name, func(t *testing.T) {
			eastWestInspection.test(t, design, flightpath.Inspected, eastWestMistakes)
		})
	}
	answer := eastWestInspection.world().ask(t, "internet", "eni-pay1")
	if assert.Len(t, answer.Legs, 2) {
		assert.Equal(t, flightpath.Direct, answer.Legs[0].Verdict)
		assert.Equal(t, []string{"vpce-fw1"}, answer.Legs[1].Firewalls)
	}
}

var eastWestMistakes = []mistake{
	{
		// The node in zone 1 sends into zone 1 of the inspection VPC, the pod in zone 2 answers into zone 2.
		name: "no appliance mode", make: func(w *world) { w.attachmentNamed("tgw-attach-fw").ApplianceMode = false }, from: "internet", to: "eni-pay2",
		verdict: flightpath.Asymmetric, words: "the request crosses vpce-fw1, but the reply crosses vpce-fw2", fails: flightpath.Symmetric,
	},
	{
		// Both directions enter in the connection's zone and take that zone's route: it works, and only pays for crossing zones.
		name: "zone 1's transit table names the endpoint of zone 2", make: func(w *world) { w.put("rtb-fw-transit1", "0.0.0.0/0", "vpce-fw2") },
		verdict: flightpath.Inspected,
	},
	{
		name: "zone 2's transit table leads past the firewall", make: func(w *world) { w.put("rtb-fw-transit2", "0.0.0.0/0", "tgw-1") },
		verdict: flightpath.Direct, words: "no firewall sees them", fails: flightpath.FirewallSees,
	},
	{
		name: "zone 3's transit table has the local route only", make: func(w *world) { w.drop("rtb-fw-transit3", "0.0.0.0/0") },
		verdict: flightpath.Blocked, words: "rtb-fw-transit3 has no route", fails: flightpath.Exposed,
	},
	{
		name: "the firewall's subnet has no way on", make: func(w *world) { w.drop("rtb-fw-firewall1", "0.0.0.0/0") },
		verdict: flightpath.Blocked, words: "rtb-fw-firewall1 has no route", fails: flightpath.Exposed,
	},
	{
		name: "no way back from the EKS VPC", make: func(w *world) { w.drop("rtb-pay-node1", "0.0.0.0/0") },
		verdict: flightpath.Asymmetric, words: "rtb-pay-node1 has no route", fails: flightpath.Exposed,
	},
	{
		name: "no way back in the spokes' table", make: func(w *world) { w.transitDrop("tgw-rtb-spoke", ingressCIDR) },
		verdict: flightpath.Asymmetric, words: "tgw-rtb-spoke has no route", fails: flightpath.Exposed,
	},
	{
		name: "no way back in the inspection table", make: func(w *world) { w.transitDrop("tgw-rtb-inspection", ingressCIDR) },
		verdict: flightpath.Asymmetric, words: "tgw-rtb-inspection has no route", fails: flightpath.Alive,
	},
	{
		name: "no way there in the inspection table", make: func(w *world) { w.transitDrop("tgw-rtb-inspection", payCIDR) },
		verdict: flightpath.Blocked, words: "tgw-rtb-inspection has no route", fails: flightpath.Exposed,
	},
	{
		// The EKS VPC's CIDR is longer than the blackhole, so without it the blackhole drops: a gap in a change of routes is safe.
		name: "no way there in the ingress table", make: func(w *world) { w.transitDrop("tgw-rtb-ingress", payCIDR) },
		verdict: flightpath.Blocked, words: "tgw-rtb-ingress drops it", fails: flightpath.Exposed,
	},
	{
		// The same prefix, static and propagated: static goes first, and nothing changes.
		name: "the EKS VPC propagates into the ingress table, where a static route of the same length stands",
		make: func(w *world) {
			w.transitTableNamed("tgw-rtb-ingress").Propagations = []string{"tgw-attach-pay"}
		},
		verdict: flightpath.Inspected,
	},
	{
		// 10.16.0.0/16 propagated beats 10.0.0.0/8 static: requests run past the firewall, replies do not.
		name: "a propagated prefix that is longer than the static one to the firewall",
		make: func(w *world) {
			w.transitTableNamed("tgw-rtb-ingress").Routes = nil
			w.transitPut("tgw-rtb-ingress", "10.0.0.0/8", "tgw-attach-fw")
			w.transitTableNamed("tgw-rtb-ingress").Propagations = []string{"tgw-attach-pay", "tgw-attach-search"}
		},
		verdict: flightpath.Asymmetric, words: "the request crosses no firewall, but the reply crosses vpce-fw1", fails: flightpath.FirewallSees,
	},
	{
		name: "propagated prefixes that are longer than the static ones, both ways",
		make: func(w *world) {
			w.transitTableNamed("tgw-rtb-ingress").Routes = nil
			w.transitPut("tgw-rtb-ingress", "10.0.0.0/8", "tgw-attach-fw")
			w.transitTableNamed("tgw-rtb-ingress").Propagations = []string{"tgw-attach-pay", "tgw-attach-search"}
			w.transitDrop("tgw-rtb-spoke", ingressCIDR)
			w.transitPut("tgw-rtb-spoke", "0.0.0.0/0", "tgw-attach-fw")
			w.transitTableNamed("tgw-rtb-spoke").Propagations = []string{"tgw-attach-in"}
		},
		verdict: flightpath.Direct, words: "no firewall sees them", fails: flightpath.FirewallSees,
	},
	{
		// A spoke's owner adds a CIDR to its VPC. Propagated, it is longer than the other spoke's, and takes its packets.
		name: "a spoke's secondary CIDR inside of another one's captures what is for that one",
		make: func(w *world) {
			w.transitTableNamed("tgw-rtb-inspection").Propagations = []string{"tgw-attach-search"}
			for i := range w.VPCs {
				if w.VPCs[i].ID == "vpc-search" {
					w.VPCs[i].CIDRs = append(w.VPCs[i].CIDRs, cidrsOf("10.16.1.0/24")...)
				}
			}
		},
		verdict: flightpath.Blocked, words: "no subnet of vpc-search has 10.16.1.7", fails: flightpath.Exposed,
	},
	{
		// With a default route to the firewall and no blackholes, the firewall's table sends one spoke's packets to the other.
		name: "spokes' default route without blackholes",
		make: func(w *world) { w.transitPut("tgw-rtb-spoke", "0.0.0.0/0", "tgw-attach-fw") },
		from: "eni-pay1", to: "eni-search1", port: 22, verdict: flightpath.Inspected, fails: flightpath.Contained,
	},
	{
		name: "the inspection VPC's own table leads back to the firewalls", make: func(w *world) { w.attachmentNamed("tgw-attach-fw").RouteTable = "tgw-rtb-ingress" },
		verdict: flightpath.Blocked, words: "loop", fails: flightpath.Exposed,
	},
	{
		name: "the EKS VPC is associated with the ingress table", make: func(w *world) { w.attachmentNamed("tgw-attach-pay").RouteTable = "tgw-rtb-ingress" },
		verdict: flightpath.Asymmetric, words: "tgw-rtb-ingress drops it", fails: flightpath.Exposed,
	},
	{
		// Packets of zone 3 come in by any zone that is left, replies too: appliance mode keeps them together.
		name: "the inspection VPC's attachment lost zone 3", make: func(w *world) {
			w.attachmentNamed("tgw-attach-fw").Subnets = w.attachmentNamed("tgw-attach-fw").Subnets[:2]
		},
		verdict: flightpath.Inspected, words: "sees both directions",
	},
	{
		name: "an endpoint is not available yet", make: func(w *world) {
			for i := range w.Endpoints {
				w.Endpoints[i].Available = w.Endpoints[i].ID != "vpce-fw2"
			}
			for i := range w.Firewalls {
				for j := range w.Firewalls[i].Endpoints {
					w.Firewalls[i].Endpoints[j].Ready = w.Firewalls[i].Endpoints[j].Endpoint != "vpce-fw2"
				}
			}
		},
		verdict: flightpath.Blocked, words: "vpce-fw2 is not available", fails: flightpath.Alive,
	},
	{
		// AWS Network Firewall sees nothing of a peering: routes to it pass the firewall by.
		name: "a peering beside the transit gateway", make: func(w *world) {
			w.Peerings = []network.Peering{{
				Object: object("pcx-1"), Active: true, Requester: network.PeeringSide{VPC: "vpc-in"}, Accepter: network.PeeringSide{VPC: "vpc-pay"},
			}}
			w.eachZone("in-lb", payCIDR, "pcx-1")
			w.eachZone("pay-node", ingressCIDR, "pcx-1")
		},
		verdict: flightpath.Direct, words: "no firewall sees them", fails: flightpath.FirewallSees,
	},
}

// Of both inspections together each sees what is its own; the whole is inspected even where one of them is not.
func TestEdgeAndEastWestInspectionOfAnEstate(t *testing.T) {
	r := recipe{edge: true, eastWest: true}
	answer := r.world().ask(t, "internet", "eni-pay1")
	if assert.Len(t, answer.Legs, 2) {
		assert.Equal(t, flightpath.Inspected, answer.Legs[0].Verdict)
		assert.Equal(t, flightpath.Inspected, answer.Legs[1].Verdict)
	}
	r.test(t, r.world, flightpath.Inspected, []mistake{
		{
			// A trace is content with one firewall; the property asks about both.
			name: "zone 2 of the inspection VPC leads past its firewall", make: func(w *world) { w.put("rtb-fw-transit2", "0.0.0.0/0", "tgw-1") },
			verdict: flightpath.Inspected, fails: flightpath.FirewallSees,
		},
		{
			name: "no appliance mode", make: func(w *world) { w.attachmentNamed("tgw-attach-fw").ApplianceMode = false }, from: "internet", to: "eni-pay2",
			verdict: flightpath.Asymmetric, words: "but the reply crosses vpce-fw2", fails: flightpath.Symmetric,
		},
	})
}
