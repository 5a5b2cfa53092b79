package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
)

// An exception excuses what comes from VPCs to the one that is named, and nothing else.
func TestCheckInspectedExempt(t *testing.T) {
	w := inspection()
	w.TransitRouteTables[0].Propagations = []string{"tgw-attach-a", "tgw-attach-b"}
	e := flightpath.Expectations{Ingress: []string{"vpc-a"}, Protected: []string{"vpc-b"}, InspectedFrom: []string{"vpc-a"}}
	assert.Contains(t, results(w.check(t, e))[flightpath.FirewallSees], "fails; eni-a -> eni-b direct")
	e.Exempt = []string{"vpc-b"}
	assert.Equal(t, "holds", results(w.check(t, e))[flightpath.FirewallSees])

	e.Exempt = []string{"vpc-nobody"}
	assert.Contains(t, results(w.check(t, e))[flightpath.FirewallSees], "fails; internet -> VPC vpc-nobody blocked")
}

// With firewalls in front of the load balancers and behind them, all traffic that gets around those in front still crosses one.
// That is no pass for those in front.
func TestCheckInspectedEdge(t *testing.T) {
	both := recipe{edge: true, eastWest: true}
	w := both.world()
	w.tableNamed("rtb-in-edge").Gateways = nil
	w.eachZone("in-lb", "0.0.0.0/0", "igw-in")
	e := both.expectations()
	report := w.check(t, e)
	assert.Equal(t, flightpath.Inspected, report.Worst(), "by the firewall behind the load balancer")
	assert.Contains(t, results(report)[flightpath.FirewallSees], "fails; internet -> front in subnet-in-lb1 direct tcp 443; ")
	e.InspectedEdge = false
	assert.Equal(t, "holds", results(w.check(t, e))[flightpath.FirewallSees])
	e.InspectedFrom, e.InspectedEdge = nil, true
	assert.Contains(t, results(w.check(t, e))[flightpath.FirewallSees], "fails; ", "asked by itself")
}

// What goes out has to cross the firewall, on every way.
func TestCheckInspectedEgress(t *testing.T) {
	w := egress()
	e := flightpath.Expectations{Protected: []string{"vpc-a", "vpc-b"}, InspectedEgress: true}
	assert.Equal(t, "holds", results(w.check(t, e))[flightpath.FirewallSees])

	// The transit subnets of one zone lead straight to its NAT gateway.
	for i := range w.RouteTables {
		for j := range w.RouteTables[i].Routes {
			if r := &w.RouteTables[i].Routes[j]; r.Target.ID == "vpce-1" && r.Destination.Bits() == 0 {
				*r = route("0.0.0.0/0", "nat-1")
			}
		}
	}
	assert.Contains(t, results(w.check(t, e))[flightpath.FirewallSees], "fails; eni-a -> internet asymmetric")
	e.InspectedEgress = false
	assert.Equal(t, "not asked", results(w.check(t, e))[flightpath.FirewallSees])
}
