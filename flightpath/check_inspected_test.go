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

// Egress that nodes do not reach is no inspected one. What a source does not call nodes is not asked.
func TestCheckInspectedEgressOfNodes(t *testing.T) {
	e := flightpath.Expectations{Protected: []string{"vpc-a", "vpc-b"}, InspectedEgress: true}
	shut := func(w *world) *world {
		for i := range w.RouteTables[0].Routes {
			if r := &w.RouteTables[0].Routes[i]; r.Destination.Bits() == 0 {
				r.Blackhole = true
			}
		}
		return w
	}
	seen := func(w *world) string { return results(w.check(t, e))[flightpath.FirewallSees] }
	assert.Equal(t, "holds", seen(shut(egress())), "nodes are not known")

	w := egress()
	w.NodeSubnets = []string{"subnet-a"}
	assert.Equal(t, "holds", seen(w))
	const finding = "fails; nodes in subnet-a -> internet blocked tcp 443"
	assert.Equal(t, finding, seen(shut(w)))

	// Before the first node is there, one with the cluster's security groups stands for it.
	w = egress()
	w.NodeSubnets, w.Interfaces = []string{"subnet-a"}, w.Interfaces[1:]
	assert.Equal(t, "holds", seen(w))
	assert.Equal(t, finding, seen(shut(w)))
	w = egress()
	w.NodeSubnets, w.Interfaces = []string{"subnet-a"}, w.Interfaces[1:]
	w.SecurityGroups[0].Tags = map[string]string{"aws:eks:cluster-name": "shop"}
	assert.Equal(t, "holds", seen(w))
	w.SecurityGroups[0].Rules = nil
	assert.Equal(t, finding, seen(w))

	e.InspectedEgress = false
	assert.Equal(t, "not asked", seen(w))
}
