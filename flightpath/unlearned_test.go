package flightpath_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// A VPN propagates routes into the table, and the source does not tell which: a capture of static routes and propagations, as
// tools that analyse networks make it.
func TestPropagationOfAVPN(t *testing.T) {
	learning := func(known bool, routes ...string) *world {
		w := hub()
		w.TransitRouteTables = nil
		w.transitTable("tgw-rtb-1", routes...)
		w.TransitRouteTables[0].Propagations = []string{"tgw-attach-a", "tgw-attach-b", "tgw-attach-vpn"}
		w.TransitRouteTables[0].PropagatedKnown = known
		w.Attachments = append(w.Attachments, network.Attachment{
			Object: object("tgw-attach-vpn"), Gateway: "tgw-1", Kind: network.OtherAttachment, Available: true,
		})
		return w
	}
	learning(false).expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	learning(false, "10.1.1.0/24", "tgw-attach-b").expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	learning(false).expect(t, "eni-a", "10.9.0.1", flightpath.Unproven, "the routes that tgw-attach-vpn propagates")
	learning(false, "10.0.0.0/8", "tgw-attach-b").expect(t, "eni-a", "10.9.0.1", flightpath.Unproven, "tgw-attach-vpn")
	learning(false, "10.0.0.0/8", "blackhole").expect(t, "eni-a", "10.9.0.1", flightpath.Unproven, "tgw-attach-vpn")
	learning(true).expect(t, "eni-a", "10.9.0.1", flightpath.Blocked, "no route to 10.9.0.1")

	// Of a VPC that the source does not hold, nothing is known but that it propagates.
	w := learning(true)
	w.TransitRouteTables[0].Propagations[2] = "tgw-attach-c"
	w.expect(t, "eni-a", "10.9.0.1", flightpath.Blocked, "no route")
	w.TransitRouteTables[0].PropagatedKnown = false
	w.expect(t, "eni-a", "10.9.0.1", flightpath.Unproven, "tgw-attach-c")
	w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
}
