package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
)

// hubAndEgress inspects what comes from the ingress VPC and what pods send to the internet, in one inspection VPC.
var hubAndEgress = recipe{eastWest: true, egress: true}

// Pods go out by the firewall of the zone that they enter and that zone's NAT gateway, whose subnet sends replies back through
// the same firewall. The NAT gateway holds the zone, so nothing here needs appliance mode.
func TestEgressOfAnEstate(t *testing.T) {
	w := hubAndEgress.world()
	for _, pod := range []string{"eni-pay1", "eni-pay2", "eni-search3"} {
		answer := w.expect(t, pod, "internet", flightpath.Inspected, "")
		assert.Len(t, answer.Legs, 2)
	}
	// Through the firewall's NAT gateway nobody gets in, and spokes do not get to each other.
	w.expect(t, "internet", "10.16.1.7/32", flightpath.Inspected, "") // by the load balancer, as it should be
	pods := w.askFor(t, flightpath.Question{From: "eni-pay1", To: "eni-search1", Port: 22})
	assert.Equal(t, flightpath.Blocked, pods.Verdict)
	assert.Contains(t, pods.Reason, "tgw-rtb-spoke drops it")

	hubAndEgress.test(t, hubAndEgress.world, flightpath.Inspected, []mistake{
		{
			name: "the NAT gateway's subnet does not know the way back", make: func(w *world) { w.drop("rtb-fw-nat2", payCIDR) }, from: "eni-pay2", to: "internet",
			verdict: flightpath.Asymmetric, words: "the reply is lost: 0.0.0.0/0 in vpc-fw has no public address", fails: flightpath.Symmetric,
		},
		{
			name: "the NAT gateway's subnet sends replies past the firewall", make: func(w *world) { w.put("rtb-fw-nat1", payCIDR, "tgw-1") }, from: "eni-pay1", to: "internet",
			verdict: flightpath.Asymmetric, words: "the request crosses vpce-fw1, but the reply crosses no firewall", fails: flightpath.Symmetric,
		},
		{
			name: "the NAT gateway's subnet sends replies to another zone's firewall", make: func(w *world) { w.put("rtb-fw-nat1", payCIDR, "vpce-fw2") },
			from: "eni-pay1", to: "internet", verdict: flightpath.Asymmetric, words: "the request crosses vpce-fw1, but the reply crosses vpce-fw2", fails: flightpath.Symmetric,
		},
		{
			// Out by zone 1's firewall and zone 2's NAT gateway, back by zone 2's firewall.
			name: "the firewall's subnet sends to another zone's NAT gateway", make: func(w *world) { w.put("rtb-fw-firewall1", "0.0.0.0/0", "nat-2") },
			from: "eni-pay1", to: "internet", verdict: flightpath.Asymmetric, words: "the request crosses vpce-fw1, but the reply crosses vpce-fw2", fails: flightpath.Symmetric,
		},
		{
			// The reply is sent to the NAT gateway again, which knows no such connection.
			name: "the firewall's subnet does not know the way back", make: func(w *world) { w.drop("rtb-fw-firewall1", payCIDR) }, from: "eni-pay1", to: "internet",
			verdict: flightpath.Asymmetric, words: "the reply would leave through nat-1", fails: flightpath.Exposed,
		},
		{
			name: "the firewall's subnet has no way out", make: func(w *world) { w.drop("rtb-fw-firewall1", "0.0.0.0/0") }, from: "eni-pay1", to: "internet",
			verdict: flightpath.Blocked, words: "rtb-fw-firewall1 has no route", fails: "",
		},
		{
			// What comes from a spoke has no public address that the internet gateway could translate.
			name: "the firewall's subnet sends to the internet gateway itself", make: func(w *world) { w.put("rtb-fw-firewall1", "0.0.0.0/0", "igw-fw") },
			from: "eni-pay1", to: "internet", verdict: flightpath.Blocked, words: "no public address", fails: "",
		},
		{
			name: "the NAT gateway's subnet has no way out", make: func(w *world) { w.drop("rtb-fw-nat1", "0.0.0.0/0") }, from: "eni-pay1", to: "internet",
			verdict: flightpath.Blocked, words: "rtb-fw-nat1 has no route", fails: "",
		},
		{
			name: "the inspection table does not know the way back", make: func(w *world) { w.transitDrop("tgw-rtb-inspection", payCIDR) }, from: "eni-pay1", to: "internet",
			verdict: flightpath.Asymmetric, words: "tgw-rtb-inspection has no route", fails: flightpath.Symmetric,
		},
		{
			name: "the spokes' table has no default route", make: func(w *world) { w.transitDrop("tgw-rtb-spoke", "0.0.0.0/0") }, from: "eni-pay1", to: "internet",
			verdict: flightpath.Blocked, words: "tgw-rtb-spoke has no route", fails: "",
		},
		{
			// The firewall sees it, and nobody declared it.
			name: "no blackhole for a spoke", make: func(w *world) { w.transitDrop("tgw-rtb-spoke", searchCIDR) }, from: "eni-pay1", to: "eni-search1", port: 22,
			verdict: flightpath.Asymmetric, words: "tgw-rtb-spoke drops it", fails: flightpath.Contained,
		},
		{
			name: "no blackholes at all", make: func(w *world) {
				w.transitDrop("tgw-rtb-spoke", payCIDR)
				w.transitDrop("tgw-rtb-spoke", searchCIDR)
			},
			from: "eni-pay1", to: "eni-search1", port: 22, verdict: flightpath.Inspected, words: "sees both directions", fails: flightpath.Contained,
		},
		{
			// The connections of the load balancer need it, what pods send to the internet does not.
			name: "no appliance mode", make: func(w *world) { w.attachmentNamed("tgw-attach-fw").ApplianceMode = false }, from: "eni-pay2", to: "internet",
			verdict: flightpath.Inspected, words: "", fails: flightpath.Symmetric,
		},
		{
			name: "an internet gateway and a default route of a spoke's own", make: func(w *world) {
				w.igw("igw-pay", "vpc-pay")
				w.put("rtb-pay-node1", "0.0.0.0/0", "igw-pay")
				w.put("rtb-pay-node1", ingressCIDR, "tgw-1")
				w.Interfaces[indexOf(w, "eni-pay1")].Addresses[0].Public = addressesOf("198.51.100.77")[0]
			},
			from: "eni-pay1", to: "internet", verdict: flightpath.Direct, words: "no firewall sees them", fails: "",
		},
	})
}

func indexOf(w *world, id string) int {
	for i := range w.Interfaces {
		if w.Interfaces[i].ID == id {
			return i
		}
	}
	return -1
}

// With a firewall at the edge of the ingress VPC too.
func TestAllInspectionsOfAnEstate(t *testing.T) {
	r := recipe{edge: true, eastWest: true, egress: true}
	r.test(t, r.world, flightpath.Inspected, nil)
	r.world().expect(t, "eni-search2", "internet", flightpath.Inspected, "")
}
