package flightpath_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// inside is an estate whose load balancer stands in the inspection VPC itself: what it sends to the EKS VPCs crosses the
// firewall on its way to the transit gateway. The reply is for the VPC's own addresses, so its local route would deliver it
// past the firewall, unless each transit subnet names, for each load balancer subnet, the endpoint of that subnet's zone.
func inside() *world {
	w := recipe{}.world()
	w.firewalls("in", ingressCIDR)
	w.eachZone("in-firewall", "10.0.0.0/8", "tgw-1")
	for _, s := range spokes {
		w.eachZone("in-lb", s[1], "vpce-in")
	}
	for z := 1; z <= 3; z++ {
		for lb := 1; lb <= 3; lb++ {
			w.put(fmt.Sprintf("rtb-in-transit%d", z), fmt.Sprintf("10.0.%d.0/24", lb), fmt.Sprintf("vpce-in%d", lb))
		}
	}
	return w
}

func TestLoadBalancerInsideTheInspectionVPC(t *testing.T) {
	r := recipe{eastWest: true} // what has to be inspected is what the ingress VPC sends
	r.test(t, inside, flightpath.Inspected, []mistake{
		{
			name: "replies take the local route", make: func(w *world) {
				for z := 1; z <= 3; z++ {
					for lb := 1; lb <= 3; lb++ {
						w.drop(fmt.Sprintf("rtb-in-transit%d", z), fmt.Sprintf("10.0.%d.0/24", lb))
					}
				}
			},
			verdict: flightpath.Asymmetric, words: "the request crosses vpce-in1, but the reply crosses no firewall", fails: flightpath.FirewallSees,
		},
		{
			// The pod in zone 3 answers into zone 3's transit subnet; it is there that zone 1's route is missing.
			name: "one transit subnet does not know one load balancer subnet", make: func(w *world) { w.drop("rtb-in-transit3", "10.0.1.0/24") },
			from: "internet", to: "eni-pay3", verdict: flightpath.Asymmetric, words: "but the reply crosses no firewall", fails: flightpath.Symmetric,
		},
		{
			name: "the load balancer's subnet of zone 2 goes straight to the transit gateway", make: func(w *world) { w.put("rtb-in-lb2", payCIDR, "tgw-1") },
			verdict: flightpath.Asymmetric, words: "the request crosses no firewall, but the reply crosses vpce-in2", fails: flightpath.FirewallSees,
		},
		{
			name: "the firewall's subnet does not know the transit gateway", make: func(w *world) { w.drop("rtb-in-firewall1", "10.0.0.0/8") },
			verdict: flightpath.Blocked, words: "rtb-in-firewall1 has no route", fails: flightpath.Exposed,
		},
		{
			name: "neither requests nor replies of zone 1 meet the firewall", make: func(w *world) {
				w.put("rtb-in-lb1", payCIDR, "tgw-1")
				for z := 1; z <= 3; z++ {
					w.drop(fmt.Sprintf("rtb-in-transit%d", z), "10.0.1.0/24")
				}
			},
			verdict: flightpath.Direct, words: "no firewall sees them", fails: flightpath.FirewallSees,
		},
	})
}

// The published bug: each transit subnet names the endpoint of its own zone. The pods of one zone then answer the node of
// their zone, and nobody else.
func TestTransitSubnetsThatNameTheirOwnZonesEndpoint(t *testing.T) {
	w := inside()
	for z := 1; z <= 3; z++ {
		for lb := 1; lb <= 3; lb++ {
			w.put(fmt.Sprintf("rtb-in-transit%d", z), fmt.Sprintf("10.0.%d.0/24", lb), fmt.Sprintf("vpce-in%d", z))
		}
	}
	e := recipe{eastWest: true}.expectations()
	assert.Equal(t, []flightpath.Verdict{"asymmetric", "asymmetric", "asymmetric"}, worstOf(w.check(t, e), "pay"))
	w.TargetGroups[0].Targets = w.TargetGroups[0].Targets[:1] // pods in zone 1 only
	assert.Equal(t, []flightpath.Verdict{"inspected", "asymmetric", "asymmetric"}, worstOf(w.check(t, e), "pay"))
	// Appliance mode does not mend it: nothing ties the reply of a connection that began in this VPC to its zone.
	w.attachmentNamed("tgw-attach-in").ApplianceMode = true
	assert.Equal(t, []flightpath.Verdict{"asymmetric", "asymmetric", "asymmetric"}, worstOf(w.check(t, e), "pay"))
	// With the right routes it does not matter which zone the gateway chooses.
	w = inside()
	w.attachmentNamed("tgw-attach-in").ApplianceMode = true
	assert.Equal(t, []flightpath.Verdict{"inspected", "inspected", "inspected"}, worstOf(w.check(t, e), "pay"))
}

// appliances is a VPC with the load balancer and its pods, and endpoints of a Gateway Load Balancer between them: each pod
// subnet sends what is for the load balancer's subnets to the endpoint of its own zone, as each load balancer subnet does.
func appliances() *world {
	w := balanced(network.ApplicationBalancer)
	w.SecurityGroups[0].Rules[1] = out(tcp(8443, 8443), "10.0.0.0/16") // rules that name groups end at a firewall
	w.SecurityGroups[1].Rules[0] = in(tcp(8443, 8443), "10.0.0.0/16")
	w.table("rtb-fw", "vpc-1", "10.0.0.0/16", "local")
	for z := 1; z <= 2; z++ {
		endpoint := fmt.Sprintf("vpce-%d", z)
		w.subnet(fmt.Sprintf("subnet-fw%d", z), "vpc-1", fmt.Sprintf("use1-az%d", z), "rtb-fw", "acl-lb", fmt.Sprintf("10.0.10%d.0/28", z))
		w.firewall(endpoint, "vpc-1", fmt.Sprintf("subnet-fw%d", z))
		lb, pod := fmt.Sprintf("rtb-lb%d", z), fmt.Sprintf("rtb-pod%d", z)
		w.table(lb, "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", "igw-1", "10.0.11.0/24", endpoint, "10.0.12.0/24", endpoint)
		w.table(pod, "vpc-1", "10.0.0.0/16", "local", "10.0.1.0/24", endpoint, "10.0.2.0/24", endpoint)
		w.Subnets[2*(z-1)].RouteTable, w.Subnets[2*(z-1)+1].RouteTable = lb, pod
	}
	return w
}

// A firewall behind an application load balancer in one VPC needs balancing within zones.
func TestAppliancesBehindALoadBalancer(t *testing.T) {
	w := appliances()
	w.expect(t, "internet", "eni-pod1", flightpath.Asymmetric, "the request crosses vpce-2, but the reply crosses vpce-1")
	w.TargetGroups[0].CrossZone = "false"
	w.expect(t, "internet", "eni-pod1", flightpath.Inspected, "vpce-1 sees both directions")
	w.expect(t, "internet", "eni-pod2", flightpath.Inspected, "vpce-2 sees both directions")
	report := w.check(t, flightpath.Expectations{Services: []flightpath.Service{{Name: "pods", LoadBalancer: alb, Port: 443}}})
	assert.Equal(t, []flightpath.Verdict{"inspected", "inspected"}, worstOf(report, "pods"))
	assert.True(t, report.Holds(), results(report))

	t.Run("health checks cross no zones then either", func(t *testing.T) {
		w := appliances()
		report := w.check(t, flightpath.Expectations{})
		assert.Contains(t, results(report)[flightpath.Alive], "asymmetric tcp 8443")
	})
	t.Run("the pods' subnet in zone 2 answers by the local route", func(t *testing.T) {
		w := appliances()
		w.TargetGroups[0].CrossZone = "false"
		w.drop("rtb-pod2", "10.0.2.0/24")
		w.expect(t, "internet", "eni-pod1", flightpath.Inspected, "")
		w.expect(t, "internet", "eni-pod2", flightpath.Asymmetric, "but the reply crosses no firewall")
	})
	t.Run("the endpoint of zone 2 was made in a subnet of zone 1: packets cross it both ways", func(t *testing.T) {
		w := appliances()
		w.TargetGroups[0].CrossZone = "false"
		w.Endpoints[1].Subnets = []string{"subnet-fw1"}
		w.expect(t, "internet", "eni-pod2", flightpath.Inspected, "")
	})
	t.Run("an endpoint that is being made", func(t *testing.T) {
		w := appliances()
		w.TargetGroups[0].CrossZone = "false"
		w.Endpoints[1].Available = false
		w.expect(t, "internet", "eni-pod2", flightpath.Blocked, "vpce-2 is not available")
	})
	t.Run("rules that name the load balancer's group do not count behind a firewall", func(t *testing.T) {
		w := appliances()
		w.TargetGroups[0].CrossZone = "false"
		w.SecurityGroups[1].Rules[0] = in(tcp(8443, 8443), "sg-lb")
		w.expect(t, "internet", "eni-pod1", flightpath.Blocked, "a firewall is between the groups")
	})
}
