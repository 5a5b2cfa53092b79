package flightpath_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

const alb = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/front/1"

// balanced is a VPC with an internet-facing load balancer in two zones that listens at 443 and forwards to port 8443 of a
// pod in each zone.
func balanced(kind network.BalancerKind) *world {
	w := &world{}
	w.vpc("vpc-1", "10.0.0.0/16")
	w.openACL("acl-lb", "vpc-1")
	w.openACL("acl-pod", "vpc-1")
	w.group("sg-lb", "vpc-1", in(tcp(443, 443), "0.0.0.0/0"), out(tcp(8443, 8443), "sg-pod"))
	w.group("sg-pod", "vpc-1", in(tcp(8443, 8443), "sg-lb"))
	w.igw("igw-1", "vpc-1")
	w.table("rtb-lb", "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", "igw-1")
	w.table("rtb-pod", "vpc-1", "10.0.0.0/16", "local")
	b := network.LoadBalancer{
		Object: object(alb), Kind: kind, VPC: "vpc-1", SecurityGroups: []string{"sg-lb"}, HasSecurityGroups: true, CrossZoneKnown: true, ListenersKnown: true,
		Listeners: []network.Listener{{Object: object("listener-1"), Port: 443, Protocol: "TCP", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg-1", Weight: 1}}}},
	}
	b.Name = "front"
	g := network.TargetGroup{Object: object("tg-1"), Kind: network.IPTargets, VPC: "vpc-1", Protocol: "TCP", Port: 8443, TargetsKnown: true}
	for z := 1; z <= 2; z++ {
		zone := fmt.Sprintf("use1-az%d", z)
		w.subnet(fmt.Sprintf("subnet-lb%d", z), "vpc-1", zone, "rtb-lb", "acl-lb", fmt.Sprintf("10.0.%d.0/24", z))
		w.subnet(fmt.Sprintf("subnet-pod%d", z), "vpc-1", zone, "rtb-pod", "acl-pod", fmt.Sprintf("10.0.1%d.0/24", z))
		w.eni(fmt.Sprintf("eni-lb%d", z), fmt.Sprintf("subnet-lb%d", z), "sg-lb", fmt.Sprintf("10.0.%d.5", z))
		w.public(fmt.Sprintf("198.51.100.%d", z))
		w.eni(fmt.Sprintf("eni-pod%d", z), fmt.Sprintf("subnet-pod%d", z), "sg-pod", fmt.Sprintf("10.0.1%d.7", z))
		b.Nodes = append(b.Nodes, network.Node{Subnet: fmt.Sprintf("subnet-lb%d", z), Interface: fmt.Sprintf("eni-lb%d", z)})
		g.Targets = append(g.Targets, network.RegisteredTarget{
			ID: fmt.Sprintf("10.0.1%d.7", z), Address: addressesOf(fmt.Sprintf("10.0.1%d.7", z))[0], Port: 8443, Zone: zone,
		})
	}
	w.LoadBalancers, w.TargetGroups = []network.LoadBalancer{b}, []network.TargetGroup{g}
	return w
}

func TestThroughALoadBalancer(t *testing.T) {
	w := balanced(network.ApplicationBalancer)
	answer := w.expect(t, "internet", "10.0.11.7", flightpath.Direct, "")
	require.Len(t, answer.Legs, 2)
	assert.Equal(t, "internet", answer.Legs[0].From)
	assert.Contains(t, answer.Legs[0].To, "front in subnet-lb")
	assert.Equal(t, "eni-pod1", answer.Legs[1].To)
	assert.Equal(t, answer.Legs[0].To, answer.Legs[1].From)

	// The load balancer itself, by ARN, by name and by what the ARN ends with.
	for _, name := range []string{alb, "front", "app/front/1", "loadbalancer/app/front/1"} {
		w.expect(t, "internet", name, flightpath.Direct, "")
	}
	// Asked for by the target's port the answer is the same; another port nobody listens at.
	assert.Equal(t, flightpath.Direct, w.askFor(t, flightpath.Question{From: "internet", To: "eni-pod1", Port: 8443}).Verdict)
	assert.Equal(t, flightpath.Blocked, w.askFor(t, flightpath.Question{From: "internet", To: "eni-pod1", Port: 22}).Verdict)
	closed := w.askFor(t, flightpath.Question{From: "internet", To: alb, Port: 80})
	assert.Equal(t, flightpath.Blocked, closed.Verdict)
	assert.Equal(t, []flightpath.HopKind{
		flightpath.HopInternet, flightpath.HopInternetGateway, flightpath.HopNetworkACL, flightpath.HopSecurityGroup,
	}, kinds(closed.Forward), "the group is asked before the listener")
	assert.Contains(t, closed.Reason, "sg-lb of eni-lb1 does not allow inbound tcp 80")
	// From the load balancer to a pod.
	assert.Equal(t, flightpath.Direct, w.askFor(t, flightpath.Question{From: alb, To: "eni-pod1", Port: 8443}).Verdict)
	// UDP does not get through a listener of TCP.
	assert.Equal(t, flightpath.Blocked, w.askFor(t, flightpath.Question{From: "internet", To: "eni-pod1", Port: 443, Protocol: "udp"}).Verdict)

	t.Run("the pod does not let the load balancer in: no leg may fail", func(t *testing.T) {
		w := balanced(network.ApplicationBalancer)
		w.SecurityGroups[1].Rules[0].Match = tcp(8080, 8080)
		w.expect(t, "internet", "eni-pod1", flightpath.Blocked, "sg-pod")
		answer := w.explain(t, "internet", "eni-pod1")
		assert.Equal(t, []flightpath.Change{
			{Kind: flightpath.HopSecurityGroup, ID: "sg-pod", Do: "allow inbound tcp 8443 from 10.0.1.5"},
			{Kind: flightpath.HopSecurityGroup, ID: "sg-pod", Do: "allow inbound tcp 8443 from 10.0.2.5"},
		}, answer.Change, "by whichever node the client comes")
		assert.Equal(t, flightpath.Direct, answer.Opens)
	})
	t.Run("one node's subnet has no way to the internet: whichever zone the client gets, the worst decides", func(t *testing.T) {
		w := balanced(network.ApplicationBalancer)
		w.table("rtb-closed", "vpc-1", "10.0.0.0/16", "local")
		w.Subnets[2].RouteTable = "rtb-closed" // subnet-lb2
		w.expect(t, "internet", "eni-pod1", flightpath.Asymmetric, "rtb-closed has no route")
		w.expect(t, "internet", alb, flightpath.Asymmetric, "rtb-closed has no route")
	})
	t.Run("a network load balancer that does not cross zones: only the node in the pod's zone matters", func(t *testing.T) {
		w := balanced(network.NetworkBalancer)
		w.table("rtb-closed", "vpc-1", "10.0.0.0/16", "local")
		w.Subnets[2].RouteTable = "rtb-closed" // subnet-lb2
		w.expect(t, "internet", "eni-pod1", flightpath.Direct, "")
		w.expect(t, "internet", "eni-pod2", flightpath.Asymmetric, "rtb-closed")
		w.LoadBalancers[0].CrossZone = true
		w.expect(t, "internet", "eni-pod1", flightpath.Asymmetric, "rtb-closed")
		w.TargetGroups[0].CrossZone = "false" // the target group's own attribute goes first
		w.expect(t, "internet", "eni-pod1", flightpath.Direct, "")
	})
	t.Run("a network load balancer of which it is not known whether it crosses zones", func(t *testing.T) {
		w := balanced(network.NetworkBalancer)
		w.LoadBalancers[0].CrossZoneKnown = false
		w.expect(t, "internet", "eni-pod1", flightpath.Unproven, "across zones")
	})
	t.Run("a network load balancer without security groups filters nothing", func(t *testing.T) {
		w := balanced(network.NetworkBalancer)
		w.LoadBalancers[0].SecurityGroups, w.LoadBalancers[0].HasSecurityGroups = nil, false
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(8443, 8443), "10.0.0.0/16")}
		w.expect(t, "internet", "eni-pod1", flightpath.Direct, "")
	})
	t.Run("listeners that the source does not tell", func(t *testing.T) {
		w := balanced(network.NetworkBalancer)
		w.LoadBalancers[0].Listeners, w.LoadBalancers[0].ListenersKnown = nil, false
		w.expect(t, "internet", alb, flightpath.Unproven, "listeners")
	})
	t.Run("an internal load balancer has no public address", func(t *testing.T) {
		w := balanced(network.ApplicationBalancer)
		w.LoadBalancers[0].Internal = true
		for i := range w.Interfaces {
			w.Interfaces[i].Addresses[0].Public = network.Address{}.Public
		}
		w.expect(t, "internet", alb, flightpath.Blocked, "no public address")
	})
	t.Run("nodes and pods that do not exist yet", func(t *testing.T) {
		w := balanced(network.ApplicationBalancer)
		w.Interfaces = nil
		for i := range w.LoadBalancers[0].Nodes {
			w.LoadBalancers[0].Nodes[i].Interface = ""
		}
		w.TargetGroups[0].Targets = []network.RegisteredTarget{{Declared: true, Subnets: []string{"subnet-pod1", "subnet-pod2"}, Port: 8443, SecurityGroups: []string{"sg-pod"}}}
		answer := w.expect(t, "internet", "10.0.11.0/24", flightpath.Direct, "")
		assert.Contains(t, answer.Legs[1].To, "declared target in subnet-pod1")
		w.TargetGroups[0].Targets[0].SecurityGroups = nil
		w.expect(t, "internet", "10.0.11.0/24", flightpath.Unproven, "security groups are not known")
	})
	t.Run("declared pods get from the node in their zone, where zones are not crossed", func(t *testing.T) {
		w := balanced(network.NetworkBalancer)
		w.TargetGroups[0].Targets = []network.RegisteredTarget{{Declared: true, Subnets: []string{"subnet-pod1", "subnet-pod2"}, Port: 8443, SecurityGroups: []string{"sg-pod"}}}
		w.table("rtb-closed", "vpc-1", "10.0.0.0/16", "local")
		w.Subnets[2].RouteTable = "rtb-closed" // subnet-lb2
		w.Interfaces = []network.Interface{w.Interfaces[0], w.Interfaces[2]}
		w.expect(t, "internet", "10.0.11.0/24", flightpath.Direct, "")
		w.expect(t, "internet", "10.0.12.0/24", flightpath.Asymmetric, "rtb-closed")
		assert.Contains(t, told(t, w, alb), "tg-1@subnet-pod1 direct tcp 8443")
	})
	t.Run("a firewall in front of the load balancer is enough for the whole way", func(t *testing.T) {
		w := balanced(network.ApplicationBalancer)
		for z := 1; z <= 2; z++ {
			id := fmt.Sprintf("vpce-%d", z)
			w.subnet(fmt.Sprintf("subnet-fw%d", z), "vpc-1", fmt.Sprintf("use1-az%d", z), "rtb-fw", "acl-lb", fmt.Sprintf("10.0.10%d.0/28", z))
			w.firewall(id, "vpc-1", fmt.Sprintf("subnet-fw%d", z))
			w.table(fmt.Sprintf("rtb-lb%d", z), "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", id)
			w.Subnets[2*(z-1)].RouteTable = fmt.Sprintf("rtb-lb%d", z)
		}
		w.table("rtb-fw", "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", "igw-1")
		w.table("rtb-edge", "vpc-1", "10.0.0.0/16", "local", "10.0.1.0/24", "vpce-1", "10.0.2.0/24", "vpce-2").Gateways = []string{"igw-1"}
		w.expect(t, "internet", "eni-pod1", flightpath.Inspected, "")
		// The edge routes of the zones changed by mistake.
		last := &w.RouteTables[len(w.RouteTables)-1]
		last.Routes[1].Target, last.Routes[2].Target = last.Routes[2].Target, last.Routes[1].Target
		w.expect(t, "internet", "eni-pod1", flightpath.Asymmetric, "")
	})
}

// Network load balancers may show clients' addresses to targets (AWS: "Edit target group attributes for your Network Load
// Balancer"): then the filters of the target are asked for these.
func TestClientAddressesThatAreKept(t *testing.T) {
	kept := func() *world {
		w := balanced(network.NetworkBalancer)
		w.TargetGroups[0].PreservesClientIP = true
		return w
	}
	// A rule that names the load balancer's group still matches.
	kept().expect(t, "internet", "eni-pod1", flightpath.Direct, "")
	t.Run("a rule for the load balancer's subnets does not match the client", func(t *testing.T) {
		w := kept()
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(8443, 8443), "10.0.0.0/16")}
		w.expect(t, "internet", "eni-pod1", flightpath.Blocked, "sg-pod")
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(8443, 8443), "0.0.0.0/0")}
		w.expect(t, "internet", "eni-pod1", flightpath.Direct, "")
	})
	t.Run("so for the network ACL, both ways", func(t *testing.T) {
		w := kept()
		w.NetworkACLs[1].Entries = []network.ACLEntry{entry(1, false, true, everything, "10.0.0.0/16"), entry(1, true, true, everything, "10.0.0.0/16")}
		w.expect(t, "internet", "eni-pod1", flightpath.Blocked, "acl-pod")
		w.NetworkACLs[1].Entries[0] = entry(1, false, true, everything, "0.0.0.0/0")
		w.expect(t, "internet", "eni-pod1", flightpath.Asymmetric, "acl-pod of subnet-pod1 denies outbound")
	})
	t.Run("of declared pods that may have addresses of both families, an IPv4 client gets to none by the node's own address", func(t *testing.T) {
		w := kept()
		w.VPCs[0].CIDRs = append(w.VPCs[0].CIDRs, cidrsOf("2600:1f18:1::/56")...)
		w.Subnets[1].CIDRs = append(w.Subnets[1].CIDRs, cidrsOf("2600:1f18:1:11::/64")...)
		w.TargetGroups[0].Targets = []network.RegisteredTarget{{Declared: true, Port: 8443, Subnets: []string{"subnet-pod1"}, SecurityGroups: []string{"sg-pod"}}}
		w.expect(t, "internet", "10.0.11.70", flightpath.Direct, "")
		w.SecurityGroups[0].Rules[1], w.SecurityGroups[1].Rules = out(everything, "0.0.0.0/0"), []network.Rule{in(tcp(8443, 8443), "10.0.0.0/16")}
		w.expect(t, "internet", "10.0.11.70", flightpath.Blocked, "sg-pod")
	})
	t.Run("not through a transit gateway", func(t *testing.T) {
		w := sandwich()
		w.TargetGroups[0].PreservesClientIP = true
		w.LoadBalancers[0].Kind = network.NetworkBalancer
		w.SecurityGroups[2].Rules[0] = in(tcp(443, 443), "0.0.0.0/0")
		w.expect(t, "internet", "eni-pod", flightpath.Asymmetric, "does not come back through the load balancer")
	})
}

// sandwich is the load balancer of balanced, and behind a transit gateway a VPC whose network load balancer has static
// addresses that are the first one's targets, and a pod behind it.
func sandwich() *world {
	w := balanced(network.ApplicationBalancer)
	w.tgw("tgw-1")
	w.vpc("vpc-2", "10.2.0.0/16")
	w.openACL("acl-2", "vpc-2")
	w.group("sg-inner", "vpc-2", in(tcp(443, 443), "10.0.0.0/16"), out(everything, "10.2.0.0/16"))
	w.group("sg-pod2", "vpc-2", in(tcp(9000, 9000), "sg-inner"))
	w.table("rtb-2", "vpc-2", "10.2.0.0/16", "local", "10.0.0.0/16", "tgw-1")
	inner := network.LoadBalancer{
		Object: object("arn:inner"), Kind: network.NetworkBalancer, Internal: true, VPC: "vpc-2", SecurityGroups: []string{"sg-inner"}, HasSecurityGroups: true,
		CrossZone: true, CrossZoneKnown: true, ListenersKnown: true,
		Listeners: []network.Listener{{Object: object("listener-2"), Port: 443, Protocol: "TCP", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg-2", Weight: 1}}}},
	}
	w.TargetGroups[0].Targets, w.TargetGroups[0].Port = nil, 443
	for z := 1; z <= 2; z++ {
		zone := fmt.Sprintf("use1-az%d", z)
		w.subnet(fmt.Sprintf("subnet-2-%d", z), "vpc-2", zone, "rtb-2", "acl-2", fmt.Sprintf("10.2.%d.0/24", z))
		address := addressesOf(fmt.Sprintf("10.2.%d.5", z))[0]
		inner.Nodes = append(inner.Nodes, network.Node{Subnet: fmt.Sprintf("subnet-2-%d", z), Addresses: []network.Address{{Private: address}}})
		w.TargetGroups[0].Targets = append(w.TargetGroups[0].Targets, network.RegisteredTarget{ID: address.String(), Address: address, Port: 443, Zone: "all"})
	}
	w.eni("eni-pod", "subnet-2-1", "sg-pod2", "10.2.1.77")
	w.LoadBalancers = append(w.LoadBalancers, inner)
	w.TargetGroups = append(w.TargetGroups, network.TargetGroup{
		Object: object("tg-2"), Kind: network.IPTargets, VPC: "vpc-2", Protocol: "TCP", Port: 9000, TargetsKnown: true,
		Targets: []network.RegisteredTarget{{ID: "10.2.1.77", Address: addressesOf("10.2.1.77")[0], Port: 9000, Zone: "use1-az1"}},
	})
	w.SecurityGroups[0].Rules[1] = out(tcp(443, 443), "10.2.0.0/16")
	w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, route("10.2.0.0/16", "tgw-1"))
	w.attach("tgw-attach-1", "vpc-1", "tgw-rtb-1", "subnet-lb1", "subnet-lb2")
	w.attach("tgw-attach-2", "vpc-2", "tgw-rtb-1", "subnet-2-1", "subnet-2-2")
	w.transitTable("tgw-rtb-1", "10.0.0.0/16", "tgw-attach-1", "10.2.0.0/16", "tgw-attach-2")
	return w
}

func TestSandwichOfLoadBalancers(t *testing.T) {
	answer := sandwich().expect(t, "internet", "eni-pod", flightpath.Direct, "")
	assert.Len(t, answer.Legs, 3, "client to outer, outer to inner, inner to pod")
	sandwich().expect(t, "internet", "10.2.1.77", flightpath.Direct, "")
	t.Run("the inner one does not let the outer one in", func(t *testing.T) {
		w := sandwich()
		w.SecurityGroups[2].Rules[0] = in(tcp(443, 443), "10.0.1.0/24") // zone 1 only
		w.expect(t, "internet", "eni-pod", flightpath.Blocked, "sg-inner")
	})
	t.Run("no route back from the inner VPC", func(t *testing.T) {
		w := sandwich()
		w.RouteTables[2].Routes = w.RouteTables[2].Routes[:1]
		w.expect(t, "internet", "eni-pod", flightpath.Asymmetric, "rtb-2 has no route")
	})
	t.Run("the inner one balances within zones: the node in the other zone does not send to the pod", func(t *testing.T) {
		w := sandwich()
		w.LoadBalancers[1].CrossZone = false
		w.expect(t, "internet", "eni-pod", flightpath.Direct, "")
	})
	t.Run("nothing listens at the inner one", func(t *testing.T) {
		w := sandwich()
		w.LoadBalancers[1].Listeners[0].Port = 8443
		w.expect(t, "internet", "eni-pod", flightpath.Blocked, "")
	})
}

// innerALB is the sandwich with an application load balancer behind the static addresses: the inner network load balancer has it as
// its only target and keeps the outer one's addresses.
func innerALB() *world {
	w := sandwich()
	w.group("sg-alb", "vpc-2", in(tcp(443, 443), "10.0.0.0/16"), in(tcp(443, 443), "10.2.0.0/16"), out(tcp(9000, 9000), "10.2.0.0/16"))
	w.SecurityGroups[3].Rules = []network.Rule{in(tcp(9000, 9000), "sg-alb")}
	last := network.LoadBalancer{
		Object: object("arn:last"), Kind: network.ApplicationBalancer, Internal: true, VPC: "vpc-2", SecurityGroups: []string{"sg-alb"}, HasSecurityGroups: true,
		ListenersKnown: true,
		Listeners: []network.Listener{{Object: object("listener-3"), Port: 443, Protocol: "HTTPS", Forwards: []network.Forward{
			{Rule: "rule-3", Condition: "host example.com", TargetGroup: "tg-2", Weight: 1},
		}}},
	}
	for z := 1; z <= 2; z++ {
		address := addressesOf(fmt.Sprintf("10.2.%d.40", z))[0]
		last.Nodes = append(last.Nodes, network.Node{Subnet: fmt.Sprintf("subnet-2-%d", z), Addresses: []network.Address{{Private: address}}})
	}
	w.LoadBalancers[1].Listeners[0].Forwards[0].TargetGroup = "tg-last"
	w.LoadBalancers = append(w.LoadBalancers, last)
	w.TargetGroups[1].Protocol = "HTTPS"
	w.TargetGroups = append(w.TargetGroups, network.TargetGroup{
		Object: object("tg-last"), Kind: network.ALBTargets, VPC: "vpc-2", Protocol: "TCP", Port: 443, TargetsKnown: true, PreservesClientIP: true,
		Targets: []network.RegisteredTarget{{ID: "arn:last", Port: 443}},
	})
	return w
}

func TestInnerApplicationLoadBalancer(t *testing.T) {
	answer := innerALB().expect(t, "internet", "eni-pod", flightpath.Direct, "")
	assert.Len(t, answer.Legs, 4, "client to outer, outer to inner, inner to its ALB, ALB to pod")
	services := flightpath.Expectations{Services: []flightpath.Service{{Name: "pods", LoadBalancer: alb, Port: 443}}}
	healthy := func(w *world) []flightpath.Finding {
		for _, property := range w.check(t, services).Properties {
			if property.Name == "alive" {
				return property.Findings
			}
		}
		t.Fatal("health checks were not asked for")
		return nil
	}
	assert.Empty(t, healthy(innerALB()))
	for name, c := range map[string]struct {
		change  func(w *world)
		verdict flightpath.Verdict
		reason  string
	}{
		"the ALB admits its own VPC only, but sees the outer one's addresses": {func(w *world) {
			w.SecurityGroups[4].Rules[0] = in(tcp(443, 443), "10.2.0.0/16")
		}, flightpath.Blocked, "sg-alb"},
		"the ALB is not let out to the pods": {func(w *world) { w.SecurityGroups[4].Rules[2] = out(tcp(9001, 9001), "10.2.0.0/16") }, flightpath.Blocked, "sg-alb"},
		"the inner one is not let out to the ALB": {func(w *world) {
			w.SecurityGroups[2].Rules[1] = out(tcp(9000, 9000), "10.2.0.0/16")
		}, flightpath.Blocked, "sg-inner"},
		"nothing listens at the ALB":                      {func(w *world) { w.LoadBalancers[2].Listeners[0].Port = 444 }, flightpath.Blocked, ""},
		"another ALB is the target":                       {func(w *world) { w.TargetGroups[2].Targets[0].ID = "arn:another" }, flightpath.Blocked, ""},
		"the pods admit the inner one instead of the ALB": {func(w *world) { w.SecurityGroups[3].Rules[0] = in(tcp(9000, 9000), "sg-inner") }, flightpath.Blocked, "sg-pod2"},
		"no route back from the inner VPC": {func(w *world) {
			w.RouteTables[2].Routes = w.RouteTables[2].Routes[:1]
		}, flightpath.Asymmetric, "rtb-2 has no route"},
		"the subnets let the ALB answer nobody": {func(w *world) {
			for i := range w.NetworkACLs {
				if w.NetworkACLs[i].ID == "acl-2" {
					w.NetworkACLs[i].Entries = []network.ACLEntry{entry(1, false, true, everything, "0.0.0.0/0"), entry(1, true, true, tcp(1, 9999), "0.0.0.0/0")}
				}
			}
		}, flightpath.Asymmetric, "acl-2"},
	} {
		t.Run(name, func(t *testing.T) {
			w := innerALB()
			c.change(w)
			w.expect(t, "internet", "eni-pod", c.verdict, c.reason)
		})
	}
	t.Run("the inner one sends to the ALB's node in each zone where it balances within zones", func(t *testing.T) {
		w := innerALB()
		w.LoadBalancers[1].CrossZone = false
		for _, node := range []string{"10.2.1.5", "10.2.2.5"} {
			answer := w.askFor(t, flightpath.Question{From: node, To: "eni-pod", Port: 9000})
			assert.Equal(t, flightpath.Direct, answer.Verdict, "%s: %s", node, answer.Reason)
		}
		// The ALB admits health checks from zone 1 only. A node that balances within its zone sends to no other.
		w.SecurityGroups[4].Rules[1] = in(tcp(443, 443), "10.2.1.0/24")
		assert.Len(t, healthy(w), 1)
		w.LoadBalancers[1].CrossZone = true
		assert.Len(t, healthy(w), 2)
		w.LoadBalancers[1].CrossZone, w.LoadBalancers[2].Nodes = false, w.LoadBalancers[2].Nodes[:1]
		for _, service := range w.check(t, services).Services {
			assert.Equal(t, flightpath.Blocked, service.Verdict, "the inner one's node in zone 2 sends to nobody")
		}
	})
	t.Run("the addresses of the ALB's nodes are not known", func(t *testing.T) {
		w := innerALB()
		for i := range w.LoadBalancers[2].Nodes {
			w.LoadBalancers[2].Nodes[i].Addresses = nil
		}
		// They are not those of the inner one, which stands in the same subnets.
		assert.Equal(t, flightpath.Direct, w.askFor(t, flightpath.Question{From: "internet", To: "arn:last", Port: 443}).Verdict)
		w.expect(t, "internet", "eni-pod", flightpath.Direct, "")
		assert.Equal(t, flightpath.Blocked, w.askFor(t, flightpath.Question{From: "internet", To: "arn:last", Port: 1}).Verdict)
		// They may be those that nobody is known to have. Another VPC's interfaces take none away.
		free := []string{"10.2.1.78", "10.2.2.78"}
		for _, address := range free {
			w.TargetGroups[0].Targets = append(w.TargetGroups[0].Targets, network.RegisteredTarget{
				ID: address, Address: addressesOf(address)[0], Port: 443, Zone: "all",
			})
		}
		w.vpc("vpc-3", "10.2.0.0/16")
		for z, address := range free {
			subnet := fmt.Sprintf("subnet-3-%d", z+1)
			w.subnet(subnet, "vpc-3", fmt.Sprintf("use1-az%d", z+1), "rtb-2", "acl-2", fmt.Sprintf("10.2.%d.0/24", z+1))
			w.eni("eni-far-"+subnet, subnet, "sg-pod2", address)
		}
		answer := w.askFor(t, flightpath.Question{From: "internet", To: "arn:last", Port: 1})
		assert.Equal(t, flightpath.Unproven, answer.Verdict)
		assert.Contains(t, answer.Reason, "does not tell the addresses of arn:last in subnet-2-1")
		for z, address := range free {
			w.eni("eni-near-"+address, fmt.Sprintf("subnet-2-%d", z+1), "sg-pod2", address)
		}
		assert.Equal(t, flightpath.Blocked, w.askFor(t, flightpath.Question{From: "internet", To: "arn:last", Port: 1}).Verdict)
	})
	t.Run("the ALB admits clients and no health checks", func(t *testing.T) {
		w := innerALB()
		w.SecurityGroups[4].Rules[1] = in(tcp(444, 444), "10.2.0.0/16")
		w.expect(t, "internet", "eni-pod", flightpath.Direct, "")
		assert.NotEmpty(t, healthy(w))
	})
}

func TestApplicationLoadBalancerAsTarget(t *testing.T) {
	w := balanced(network.ApplicationBalancer)
	front := network.LoadBalancer{
		Object: object("arn:front"), Kind: network.NetworkBalancer, VPC: "vpc-1", CrossZone: true, CrossZoneKnown: true, ListenersKnown: true,
		Nodes:     []network.Node{{Subnet: "subnet-lb1", Addresses: []network.Address{{Private: addressesOf("10.0.1.50")[0], Public: addressesOf("198.51.100.50")[0]}}}},
		Listeners: []network.Listener{{Object: object("listener-front"), Port: 8080, Protocol: "TCP", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg-alb", Weight: 1}}}},
	}
	w.LoadBalancers[0].Internal = true
	for i := range w.Interfaces {
		w.Interfaces[i].Addresses[0].Public = network.Address{}.Public
	}
	w.LoadBalancers = append(w.LoadBalancers, front)
	w.TargetGroups = append(w.TargetGroups, network.TargetGroup{
		Object: object("tg-alb"), Kind: network.ALBTargets, VPC: "vpc-1", Protocol: "TCP", Port: 443, TargetsKnown: true, PreservesClientIP: true,
		Targets: []network.RegisteredTarget{{ID: alb, Port: 443}},
	})
	answer := w.askFor(t, flightpath.Question{From: "internet", To: "eni-pod1", Port: 8443})
	assert.Equal(t, flightpath.Direct, answer.Verdict, answer.Reason)
	assert.Len(t, answer.Legs, 3)
	// Clients' addresses are kept, so the inner one's group is asked for them.
	w.SecurityGroups[0].Rules[0] = in(tcp(443, 443), "10.0.0.0/16")
	answer = w.askFor(t, flightpath.Question{From: "internet", To: "eni-pod1", Port: 8443})
	assert.Equal(t, flightpath.Blocked, answer.Verdict, answer.Reason)
}
