package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Interfaces of firewall endpoints, transit gateways and NAT gateways pass packets on; nobody answers at their own addresses.
func TestInterfacesThatOnlyPassPacketsOn(t *testing.T) {
	w := egress()
	w.eni("eni-tgw", "subnet-i1", "", "10.9.1.4").Owner = "tgw-attach-i"
	w.eni("eni-vpce", "subnet-firewall1", "", "10.9.1.20").Owner = "vpce-1"
	w.eni("eni-nat", "subnet-nat1", "", "10.9.1.40")
	w.expect(t, "eni-a", "eni-vpce", flightpath.Blocked, "answers nothing itself")
	w.expect(t, "eni-a", "eni-tgw", flightpath.Blocked, "answers nothing itself")
	w.expect(t, "eni-a", "nat-1", flightpath.Blocked, "answers nothing itself")
	assert.Equal(t, []string{"internet inspected all traffic by nat-1", "internet inspected all traffic by nat-2", "eni-b inspected all traffic"},
		told(t, w, "eni-a"), "none of them is something to reach")
	assert.Equal(t, map[flightpath.PropertyName]string{
		flightpath.Exposed: "not asked", flightpath.FirewallSees: "holds", flightpath.Contained: "not asked", flightpath.Symmetric: "holds", flightpath.Alive: "holds",
	}, results(w.check(t, flightpath.Expectations{})))
}

// A load balancer sends to its targets, on their ports, and nothing else on its own account.
func TestWhatALoadBalancerReaches(t *testing.T) {
	w := balanced(network.NetworkBalancer)
	w.SecurityGroups[0].Rules[1] = out(everything, "0.0.0.0/0")
	w.SecurityGroups[1].Rules[0] = in(everything, "0.0.0.0/0")
	assert.Equal(t, []string{"eni-pod1 direct tcp 8443", "eni-pod2 direct tcp 8443"}, told(t, w, alb))
	w.TargetGroups[0].HealthPort = 9999
	assert.Equal(t, []string{"eni-pod1 direct tcp 8443, tcp 9999", "eni-pod2 direct tcp 8443, tcp 9999"}, told(t, w, alb))
}

// Who asks about a VPC means what is in it, not its gateways.
func TestWhoIsMeantByAVPC(t *testing.T) {
	w := flat()
	w.eni("eni-nat", "subnet-public", "", "10.0.1.5")
	w.public("198.51.100.5")
	w.NATGateways = []network.NATGateway{{Object: object("nat-1"), VPC: "vpc-1", Subnet: "subnet-public", Public: true, Available: true, PrivateAddresses: addressesOf("10.0.1.5")}}
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "10.0.1.5/32")} // only the NAT gateway, which sends nothing
	w.expect(t, "vpc-1", "eni-db", flightpath.Blocked, "sg-2")
	w.expect(t, "10.0.1.0/24", "eni-db", flightpath.Blocked, "sg-2")
	w.expect(t, "internet", "vpc-1", flightpath.Direct, "")
}
