package flightpath_test

import (
	"net/netip"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Nothing on the internet reaches the server directly. Whether it does through a load balancer depends on what is known of it.
func TestWaysThatMayBeThere(t *testing.T) {
	t.Parallel()
	balanced := func() *world {
		w := hub()
		w.Interfaces = append(w.Interfaces, network.Interface{
			Object: object("eni-lb"), VPC: "vpc-a", Subnet: "subnet-a", Description: "ELB app/web/0123456789abcdef", Owner: "app/web/0123456789abcdef",
			SecurityGroups: []string{"sg-a"}, Addresses: []network.Address{{Private: netip.MustParseAddr("10.0.1.99")}},
		})
		return w
	}
	group := func(known bool, targets ...string) network.TargetGroup {
		g := network.TargetGroup{Object: object("tg-1"), Kind: network.IPTargets, VPC: "vpc-a", Protocol: "HTTP", Port: 443, TargetsKnown: known}
		for _, address := range targets {
			g.Targets = append(g.Targets, network.RegisteredTarget{ID: address, Address: netip.MustParseAddr(address), Port: 443, Zone: "all"})
		}
		return g
	}
	balancer := network.LoadBalancer{
		Object: object("lb-1"), Kind: network.ApplicationBalancer, VPC: "vpc-a", Internal: true, ListenersKnown: true,
		Nodes: []network.Node{{Subnet: "subnet-a", Interface: "eni-lb"}},
	}
	forwarding := func(to string) []network.Listener {
		return []network.Listener{{Object: object("listener-1"), Port: 443, Protocol: "HTTPS", Forwards: []network.Forward{{Rule: "default", TargetGroup: to, Weight: 1}}}}
	}

	hub().expect(t, "internet", "eni-b", flightpath.Blocked, "")

	w := balanced()
	w.expect(t, "internet", "eni-b", flightpath.Blocked, "") // no target group has the server
	w.TargetGroups = []network.TargetGroup{group(true, "10.1.1.99")}
	w.expect(t, "internet", "eni-b", flightpath.Blocked, "")
	w.TargetGroups = []network.TargetGroup{group(true, "10.1.1.10")}
	w.expect(t, "internet", "eni-b", flightpath.Unproven, "the source does not hold it, but its network interface eni-lb")
	w.TargetGroups = []network.TargetGroup{group(false)}
	w.expect(t, "internet", "eni-b", flightpath.Unproven, "app/web/0123456789abcdef")
	w.Interfaces[len(w.Interfaces)-1].Description = "ELB classic"
	w.expect(t, "internet", "eni-b", flightpath.Blocked, "") // a classic load balancer has no target groups, and this one is in another VPC
	w.expect(t, "internet", "eni-a", flightpath.Unproven, "classic")

	w = balanced()
	w.Interfaces[len(w.Interfaces)-1].Owner = "lb-1"
	w.TargetGroups = []network.TargetGroup{group(false)}
	w.LoadBalancers = []network.LoadBalancer{balancer}
	w.LoadBalancers[0].Listeners = forwarding("tg-1")
	w.expect(t, "internet", "eni-b", flightpath.Unproven, "does not tell its targets")
	w.TargetGroups[0].Kind = network.InstanceTargets
	w.expect(t, "internet", "eni-b", flightpath.Blocked, "") // its instances are in the other VPC
	w.TargetGroups[0] = group(true, "10.1.1.10")
	w.LoadBalancers[0].Listeners = forwarding("tg-2")
	w.expect(t, "internet", "eni-b", flightpath.Unproven, "does not hold the target group")
	w.LoadBalancers[0].Listeners, w.LoadBalancers[0].ListenersKnown = nil, false
	w.expect(t, "internet", "eni-b", flightpath.Unproven, "does not tell its listeners")
	w.LoadBalancers[0].ListenersKnown = true
	w.expect(t, "internet", "eni-b", flightpath.Blocked, "")
}
