package flightpath_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// A load balancer of which not all subnets are known may have a node wherever nobody is known to be in its VPC, and forward from there.
func TestNodesThatAreNotPlaced(t *testing.T) {
	w := balanced(network.ApplicationBalancer)
	w.vpc("vpc-2", "10.9.0.0/16")
	w.expect(t, "internet", "10.0.1.77", flightpath.Blocked, "")
	w.LoadBalancers[0].MoreNodes = true
	w.expect(t, "internet", "10.0.1.77", flightpath.Unproven, "front may have a node there")
	w.expect(t, "internet", "10.0.1.64/26", flightpath.Unproven, "front may have a node there")
	w.expect(t, "internet", "10.0.1.5", flightpath.Direct, "")
	w.expect(t, "internet", "10.9.0.1", flightpath.Blocked, "")
	w.expect(t, "internet", "subnet-pod1", flightpath.Unproven, "front")
	w.LoadBalancers[0].VPC = ""
	w.expect(t, "internet", "10.9.0.1", flightpath.Unproven, "front may have a node there")
	w.LoadBalancers[0].Nodes = nil
	w.expect(t, "internet", "10.0.11.7", flightpath.Unproven, "does not tell all its subnets")
}

// Pods of a binding may send from wherever they may be.
func TestSendersThatAreNotPlaced(t *testing.T) {
	w := unplaced()
	w.vpc("vpc-2", "10.9.0.0/16")
	w.Bindings[0].VPC = "vpc-1"
	w.expect(t, "subnet-pod1", "10.0.1.5", flightpath.Unproven, "pods may be there: its cluster is not there")
	w.expect(t, "10.0.11.7", "10.0.1.5", flightpath.Unproven, "pods may be there")
	w.expect(t, "10.9.0.1", "10.0.1.5", flightpath.Blocked, "")
	w.Bindings[0].Doubt = ""
	w.expect(t, "10.0.11.7", "10.0.1.5", flightpath.Blocked, "no network interface")
}

// Of a subnet whose block is not known nobody can say which packets are from or for what is there.
func TestSubnetsWithoutABlock(t *testing.T) {
	w := boundPods()
	w.Subnets[1].CIDRs = nil // subnet-pod1
	w.expect(t, "internet", "subnet-pod1", flightpath.Unproven, "")
}
