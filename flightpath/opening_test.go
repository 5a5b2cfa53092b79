package flightpath_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// dos is what is to be done, in its order.
func dos(answer flightpath.Answer) (all []string) {
	for _, c := range answer.Change {
		all = append(all, c.ID+": "+c.Do)
	}
	return all
}

func TestSmallestChange(t *testing.T) {
	t.Parallel()
	w := flat()
	w.SecurityGroups[1].Rules = nil
	w.NetworkACLs[1].Entries = nil
	w.expect(t, "eni-web", "eni-db", flightpath.Blocked, "acl-2 of subnet-private denies inbound tcp 443 from 10.0.1.10")
	answer := w.explain(t, "eni-web", "eni-db")
	assert.Equal(t, []string{
		"acl-2: allow inbound tcp 443 from 10.0.1.10, in entry 1",
		"sg-2: allow inbound tcp 443 from 10.0.1.10",
		"acl-2: allow outbound tcp 1024-65535 to 10.0.1.10, in entry 1",
	}, dos(answer), "a network ACL has to let the reply out, too")
	assert.Equal(t, flightpath.Direct, answer.Opens)
	assert.Empty(t, answer.NoChange)
	assert.Empty(t, w.NetworkACLs[1].Entries, "the network itself is as it was")
	assert.Empty(t, w.SecurityGroups[1].Rules)

	answer = w.explain(t, "eni-db", "internet")
	assert.Contains(t, dos(answer), "rtb-private: add route 0.0.0.0/0 -> igw-1")
	assert.Contains(t, dos(answer), "eni-db: give 10.0.2.10 a public address")
	assert.Equal(t, flightpath.Direct, answer.Opens)
}

func TestOpeningNumbersEntriesBeforeTheOneThatDenies(t *testing.T) {
	t.Parallel()
	w := flat()
	w.NetworkACLs[1].Entries = append([]network.ACLEntry{entry(50, false, false, tcp(443, 443), "10.0.0.0/16")}, w.NetworkACLs[1].Entries...)
	assert.Equal(t, []string{"acl-2: allow inbound tcp 443 from 10.0.1.10, in entry 49: before 50, which denies it"}, dos(w.explain(t, "eni-web", "eni-db")))
	w.NetworkACLs[1].Entries[0].Number = 1
	answer := w.explain(t, "eni-web", "eni-db")
	assert.Empty(t, answer.Change, "no number is free before the first one")
	assert.Equal(t, "no small change is known that opens it", answer.NoChange)
}

// joined is two VPCs at a transit gateway that has no routes yet: an instance in each.
func joined() *world {
	w := &world{}
	w.tgw("tgw-1")
	for i, vpc := range []string{"vpc-1", "vpc-2"} {
		cidr, host := []string{"10.1.0.0/16", "10.2.0.0/16"}[i], []string{"10.1.0.10", "10.2.0.10"}[i]
		n := vpc[len(vpc)-1:]
		w.vpc(vpc, cidr)
		w.openACL("acl-"+n, vpc)
		w.openGroup("sg-"+n, vpc)
		w.table("rtb-"+n, vpc, cidr, "local")
		w.subnet("subnet-"+n, vpc, "use1-az1", "rtb-"+n, "acl-"+n, netip.PrefixFrom(netip.MustParseAddr(host), 24).Masked().String())
		w.eni("eni-"+n, "subnet-"+n, "sg-"+n, host)
		w.attach("att-"+n, vpc, "tgw-rtb", "subnet-"+n)
	}
	w.transitTable("tgw-rtb")
	return w
}

func TestOpeningNamesNextHopsAndGoesOnUntilTheReplyIsBack(t *testing.T) {
	t.Parallel()
	w := joined()
	w.transitTable("tgw-rtb-other")
	answer := w.explain(t, "eni-1", "eni-2")
	assert.Equal(t, []string{
		"rtb-1: add route 10.2.0.0/16 -> tgw-1", "tgw-rtb: add route 10.2.0.0/16 -> att-2",
		"rtb-2: add route 10.1.0.0/16 -> tgw-1", "tgw-rtb: add route 10.1.0.0/16 -> att-1",
	}, dos(answer))
	assert.Equal(t, flightpath.Direct, answer.Opens)

	// A blackhole further on: a route to the gateway alone opens nothing.
	w = joined()
	w.TransitRouteTables = nil
	w.transitTable("tgw-rtb", "10.0.0.0/8", "blackhole", "10.1.0.0/16", "att-1")
	w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("10.1.0.0/16", "tgw-1"))
	assert.Equal(t, []string{"rtb-1: add route 10.2.0.0/16 -> tgw-1", "tgw-rtb: add route 10.2.0.0/16 -> att-2"}, dos(w.explain(t, "eni-1", "eni-2")))
	w.TransitRouteTables[0].Routes[0].Destination = netip.MustParsePrefix("10.2.0.0/16")
	assert.Equal(t, "tgw-rtb: replace the blackhole by route 10.2.0.0/16 -> att-2", dos(w.explain(t, "eni-1", "eni-2"))[1])

	// A peering takes one change there and one back, where the gateway would take more.
	w = joined()
	w.Peerings = []network.Peering{{
		Object: object("pcx-1"), Active: true, Requester: network.PeeringSide{VPC: "vpc-1"}, Accepter: network.PeeringSide{VPC: "vpc-2"},
	}}
	assert.Equal(t, []string{"rtb-1: add route 10.2.0.0/16 -> pcx-1", "rtb-2: add route 10.1.0.0/16 -> pcx-1"}, dos(w.explain(t, "eni-1", "eni-2")))
	w.Peerings[0].Active = false
	assert.Contains(t, dos(w.explain(t, "eni-1", "eni-2")), "pcx-1: accept it")
}

func TestOpeningOfAttachments(t *testing.T) {
	t.Parallel()
	routed := func() *world {
		w := joined()
		w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, route("10.2.0.0/16", "tgw-1"))
		w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("10.1.0.0/16", "tgw-1"))
		w.TransitRouteTables = nil
		w.transitTable("tgw-rtb", "10.1.0.0/16", "att-1", "10.2.0.0/16", "att-2")
		return w
	}
	w := routed()
	w.expect(t, "eni-1", "eni-2", flightpath.Direct, "")
	w.Attachments[0].Available = false
	assert.Equal(t, []string{"att-1: accept it"}, dos(w.explain(t, "eni-1", "eni-2")))
	w = routed()
	w.Attachments[1].Available = false
	assert.Equal(t, []string{"att-2: accept it"}, dos(w.explain(t, "eni-1", "eni-2")))
	w = routed()
	w.Attachments[0].RouteTable = ""
	assert.Equal(t, []string{"att-1: associate it with route table tgw-rtb"}, dos(w.explain(t, "eni-1", "eni-2")))
	w = routed()
	w.subnet("subnet-1b", "vpc-1", "use1-az2", "rtb-1", "acl-1", "10.1.1.0/24")
	w.eni("eni-1b", "subnet-1b", "sg-1", "10.1.1.10")
	assert.Equal(t, []string{"att-1: add subnet-1b to its subnets: it has none in use1-az2"}, dos(w.explain(t, "eni-1b", "eni-2")))
	w = routed()
	w.Attachments = w.Attachments[1:]
	assert.Equal(t, []string{
		"tgw-1: attach vpc-1, with a subnet in each zone", "new attachment of vpc-1: associate it with route table tgw-rtb",
	}, dos(w.explain(t, "eni-1", "eni-2"))[:2])
}

// With a firewall in the VPC, the way through it is proposed and not the one that avoids it.
func TestOpeningGoesByTheFirewall(t *testing.T) {
	t.Parallel()
	w := joined()
	w.subnet("subnet-fw", "vpc-1", "use1-az1", "rtb-fw", "acl-1", "10.1.9.0/24")
	w.table("rtb-fw", "vpc-1", "10.1.0.0/16", "local", "10.2.0.0/16", "tgw-1")
	w.subnet("subnet-tgw", "vpc-1", "use1-az1", "rtb-tgw", "acl-1", "10.1.8.0/24")
	w.table("rtb-tgw", "vpc-1", "10.1.0.0/24", "vpce-1")
	w.Attachments[0].Subnets = []string{"subnet-tgw"}
	w.firewall("vpce-1", "vpc-1", "subnet-fw")
	w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("10.1.0.0/16", "tgw-1"))
	w.TransitRouteTables = nil
	w.transitTable("tgw-rtb", "10.1.0.0/16", "att-1", "10.2.0.0/16", "att-2")
	answer := w.explain(t, "eni-1", "eni-2")
	assert.Equal(t, []string{"rtb-1: add route 10.2.0.0/16 -> vpce-1"}, dos(answer))
	assert.Equal(t, flightpath.Inspected, answer.Opens)
}

// Who is on the internet and asks for what is behind a load balancer tries the load balancer: the way to it is shown, as far as
// packets come.
func TestBlockedBeforeALoadBalancer(t *testing.T) {
	t.Parallel()
	w := balanced(network.ApplicationBalancer)
	ask := func(port int) flightpath.Answer {
		t.Helper()
		answer := w.explainFor(t, flightpath.Question{From: "internet", To: "eni-pod1", Port: port})
		require.Equal(t, flightpath.Blocked, answer.Verdict)
		return answer
	}
	answer := ask(80)
	last := answer.Forward[len(answer.Forward)-1]
	assert.Equal(t, "sg-lb", last.ID, "not the listener, to which nothing came")
	assert.Contains(t, last.Rule, "no rule allows inbound tcp 80")
	assert.Contains(t, dos(answer), "sg-lb: allow inbound tcp 80 from 0.0.0.0/0")
	assert.Contains(t, dos(answer), alb+": add a listener at HTTPS port 80 that forwards to tg-1")
	assert.Equal(t, flightpath.Direct, answer.Opens)

	w.SecurityGroups[0].Rules = append(w.SecurityGroups[0].Rules, in(tcp(80, 80), "0.0.0.0/0"))
	answer = ask(80)
	last = answer.Forward[len(answer.Forward)-1]
	assert.Equal(t, flightpath.HopLoadBalancer, last.Kind)
	assert.Equal(t, "no listener for tcp 80", last.Rule)
	assert.Equal(t, flightpath.HopInternet, answer.Forward[0].Kind, "with the way to it")

	w.LoadBalancers[0].Listeners = append(w.LoadBalancers[0].Listeners, network.Listener{Object: object("redirect"), Port: 80, Protocol: "HTTP"})
	answer = ask(80)
	assert.Contains(t, answer.Reason, "its listener at port 80 answers by itself")
	assert.Equal(t, []string{alb + ": add a rule to its listener at port 80 that forwards to tg-1"}, dos(answer))

	// On the second leg: the route from the load balancer to the pods is shown, and not a listener.
	w = balanced(network.ApplicationBalancer)
	w.table("rtb-gone", "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", "igw-1", "10.0.11.0/24", "pcx-gone")
	w.RouteTables[len(w.RouteTables)-1].Routes[2].Blackhole = true
	w.Subnets[0].RouteTable, w.Subnets[2].RouteTable = "rtb-gone", "rtb-gone"
	answer = ask(443)
	assert.Contains(t, answer.Reason, "is a blackhole")
	assert.Len(t, answer.Legs, 2)
	assert.Equal(t, []string{"rtb-gone: delete route 10.0.11.0/24, so that the local one counts"}, dos(answer))
}

// The whole VPC is cut off: more than a few changes, or none that somebody would make.
func TestNoSmallChange(t *testing.T) {
	t.Parallel()
	w := joined()
	w.Attachments = nil
	w.TransitGateways = nil
	answer := w.explain(t, "eni-1", "eni-2")
	assert.Empty(t, answer.Change)
	assert.Equal(t, "no small change is known that opens it", answer.NoChange)
	answer = w.explain(t, "internet", "eni-2")
	assert.Equal(t, []string{
		"vpc-2: attach an internet gateway", "eni-2: give 10.2.0.10 a public address", "rtb-2: add route 0.0.0.0/0 -> new internet gateway of vpc-2",
	}, dos(answer))
	w.Interfaces[1].Addresses = nil
	w.Interfaces[1].Prefixes = cidrsOf("10.2.0.16/28")
	answer = w.explain(t, "internet", "eni-2")
	assert.Empty(t, answer.Change)
	assert.Contains(t, answer.NoChange, "no small change opens it: with what was tried, 10.2.0.16/28 has no public address")
}

// Behind two load balancers, a new listener of the outer one has to lead to the target group that the inner one listens for.
func TestOpeningOfAServiceBehindTwoLoadBalancers(t *testing.T) {
	t.Parallel()
	w := sandwich()
	other := w.TargetGroups[0]
	other.ID, other.Port = "tg-other", 444
	other.Targets = slices.Clone(other.Targets)
	for i := range other.Targets {
		other.Targets[i].Port = 444
	}
	w.TargetGroups = append(w.TargetGroups, other)
	l := &w.LoadBalancers[0].Listeners[0]
	l.Forwards = append([]network.Forward{{Rule: "other", TargetGroup: "tg-other", Weight: 1}}, l.Forwards...)
	answer := w.explainFor(t, flightpath.Question{From: "internet", To: "eni-pod", Port: 9443})
	require.Equal(t, flightpath.Blocked, answer.Verdict, answer.Reason)
	require.Len(t, answer.Change, 2, answer.NoChange)
	assert.Equal(t, "allow inbound tcp 9443 from 0.0.0.0/0", answer.Change[0].Do)
	assert.Contains(t, answer.Change[1].Do, "that forwards to tg-1", "by which the inner one gets it")
	assert.Equal(t, flightpath.Direct, answer.Opens)
}

// A rule is gone: nothing on the internet would send to the pod itself, and nobody should let it.
func TestNoListenerForwards(t *testing.T) {
	t.Parallel()
	ask := func(w *world, to string) flightpath.Answer {
		t.Helper()
		answer := w.explainFor(t, flightpath.Question{From: "internet", To: to, Port: 443})
		require.Equal(t, flightpath.Blocked, answer.Verdict)
		return answer
	}
	const missing = "no listener of a load balancer forwards to it"
	for _, to := range []string{"eni-pod", "10.2.1.77", "tg-2"} {
		w := sandwich()
		w.TargetGroups[0].Protocol = "HTTPS"
		w.LoadBalancers[0].Listeners[0].Forwards = nil
		answer := ask(w, to)
		assert.Equal(t, "target group tg-1: "+missing, answer.Reason)
		require.Len(t, answer.Forward, 1)
		assert.Equal(t, flightpath.HopTargetGroup, answer.Forward[0].Kind)
		assert.Equal(t, "tg-1", answer.Forward[0].ID)
		assert.Equal(t, []string{alb + ": add a rule to its listener at port 443 that forwards to tg-1"}, dos(answer))
		assert.Equal(t, flightpath.Direct, answer.Opens)

		w.LoadBalancers[0].Listeners = nil
		assert.Equal(t, []string{alb + ": add a listener at HTTPS port 443 that forwards to tg-1"}, dos(ask(w, to)))

		for _, protocol := range []string{"udp", "icmp"} {
			other := w.explainFor(t, flightpath.Question{From: "internet", To: to, Port: 8, Protocol: protocol})
			assert.NotContains(t, other.Reason, missing, "of what the target group does not speak")
		}

		// What the source does not tell is no missing rule.
		w.LoadBalancers[0].ListenersKnown = false
		assert.NotContains(t, w.explainFor(t, flightpath.Question{From: "internet", To: to, Port: 443}).Reason, missing)
		w.LoadBalancers[0].ListenersKnown = true
		w.Gaps = []network.Gap{{Kind: network.GapListeners, Of: alb, Reason: "cut off"}}
		assert.NotContains(t, w.explainFor(t, flightpath.Question{From: "internet", To: to, Port: 443}).Reason, missing)
		w.Gaps = []network.Gap{{Kind: network.GapLoadBalancers, Reason: "no file holds LoadBalancers"}}
		assert.NotContains(t, w.explainFor(t, flightpath.Question{From: "internet", To: to, Port: 443}).Reason, missing)
		w = sandwich()
		w.LoadBalancers[0].Listeners[0].Forwards = nil
		w.Interfaces[len(w.Interfaces)-1].Addresses[0].Public = addressesOf("198.51.100.7")[0]
		assert.NotContains(t, ask(w, to).Reason, missing, "with an address of its own")
	}

	// Others behind the same inner load balancer have their rule.
	w := sandwich()
	other := w.TargetGroups[0]
	other.ID, other.Port, other.Targets = "tg-other", 444, slices.Clone(other.Targets)
	for i := range other.Targets {
		other.Targets[i].Port = 444
	}
	w.TargetGroups = append(w.TargetGroups, other)
	w.LoadBalancers[0].Listeners[0].Forwards[0].TargetGroup = "tg-other"
	assert.Equal(t, "target group tg-1: "+missing, ask(w, "eni-pod").Reason)

	// The inner one forwards to nothing: no load balancer of the internet could.
	w = sandwich()
	w.LoadBalancers[1].Listeners[0].Forwards = nil
	answer := ask(w, "eni-pod")
	assert.Equal(t, "target group tg-2: "+missing, answer.Reason)
	assert.Equal(t, "no small change is known that opens it", answer.NoChange)
	w.expect(t, "eni-pod1", "eni-pod", flightpath.Blocked, "sg-pod of eni-pod1") // who sends to the pod itself means the pod
}

// A target group without a listener is not why, where something else is: then nothing else is said than without that group.
func TestUnusedTargetGroupIsNotWhy(t *testing.T) {
	t.Parallel()
	unused := func(w *world, vpc, protocol string, target network.RegisteredTarget) {
		w.TargetGroups = append(w.TargetGroups, network.TargetGroup{
			Object: object("tg-unused"), Kind: network.IPTargets, VPC: vpc, Protocol: protocol, Port: target.Port, TargetsKnown: true, Targets: []network.RegisteredTarget{target},
		})
	}
	at := func(address string, port int) network.RegisteredTarget {
		return network.RegisteredTarget{ID: address, Address: addressesOf(address)[0], Port: port}
	}
	unusedALB := func(w *world) {
		unused(w, "vpc-1", "TCP", network.RegisteredTarget{ID: alb, Port: 443})
		w.TargetGroups[len(w.TargetGroups)-1].Kind = network.ALBTargets
	}
	shut := func() *world { // nobody gets in at the load balancer
		w := balanced(network.ApplicationBalancer)
		w.SecurityGroups[0].Rules = w.SecurityGroups[0].Rules[1:]
		return w
	}
	for name, c := range map[string]struct {
		world  func() *world
		unused func(*world)
		ask    flightpath.Question
	}{
		"a public address that is not known": {
			func() *world {
				w := balanced(network.NetworkBalancer)
				w.eni("eni-web", "subnet-lb1", "sg-pod", "10.0.1.40").Public = true
				return w
			},
			func(w *world) { unused(w, "vpc-1", "TCP", at("10.0.1.40", 443)) },
			flightpath.Question{To: "eni-web", Port: 443},
		},
		"an address of IPv6 on the internet": {
			func() *world {
				w := balanced(network.NetworkBalancer)
				w.VPCs[0].CIDRs = append(w.VPCs[0].CIDRs, cidrsOf("2001:db8:1::/56")...)
				w.eni("eni-web", "subnet-lb1", "sg-pod", "2001:db8:1::40")
				return w
			},
			func(w *world) { unused(w, "vpc-1", "TCP", at("2001:db8:1::40", 443)) },
			flightpath.Question{To: "eni-web", Port: 443},
		},
		"a load balancer of the internet that is a target": {
			func() *world { // its nodes are not there yet, so that their public addresses are not known
				w := shut()
				for z := range w.LoadBalancers[0].Nodes {
					w.LoadBalancers[0].Nodes[z].Interface = ""
				}
				w.Interfaces = nil
				return w
			},
			unusedALB,
			flightpath.Question{To: "front", Port: 443},
		},
		"behind a load balancer of the internet that is a target": {
			shut, unusedALB,
			flightpath.Question{To: "eni-pod1", Port: 443},
		},
		"an appliance": {
			func() *world {
				w := balanced(network.NetworkBalancer)
				w.eni("eni-fw", "subnet-pod1", "sg-pod", "10.0.11.50")
				return w
			},
			func(w *world) { unused(w, "vpc-1", "GENEVE", at("10.0.11.50", 6081)) },
			flightpath.Question{To: "eni-fw", Port: 9443},
		},
		"another port of the inner load balancer": {
			func() *world {
				w := sandwich()
				w.LoadBalancers[1].Listeners[0].Port = 8443
				return w
			},
			func(w *world) { unused(w, "vpc-2", "TCP", at("10.2.1.77", 1)) },
			flightpath.Question{To: "eni-pod", Port: 443},
		},
		"a weight of nothing": {
			func() *world {
				w := balanced(network.ApplicationBalancer)
				l := &w.LoadBalancers[0].Listeners[0]
				l.Forwards[0].Weight = 0
				l.Forwards = append(l.Forwards, network.Forward{Rule: "default", TargetGroup: "tg-2", Weight: 1})
				w.TargetGroups = append(w.TargetGroups, network.TargetGroup{Object: object("tg-2"), Kind: network.IPTargets, VPC: "vpc-1", Protocol: "TCP", TargetsKnown: true})
				return w
			},
			func(w *world) { unused(w, "vpc-1", "TCP", at("10.0.11.7", 1)) },
			flightpath.Question{To: "eni-pod1", Port: 443},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.ask.From = "internet"
			without, with := c.world(), c.world()
			c.unused(with)
			assert.Equal(t, without.explainFor(t, c.ask), with.explainFor(t, c.ask))
		})
	}
}

// What AWS refuses is no remedy: rules at a network load balancer, a second listener at its port, or one of another protocol than the
// target group's; nor is a load balancer that the internet does not meet, or that is elsewhere.
func TestListenersToAdd(t *testing.T) {
	t.Parallel()
	ask := flightpath.Question{From: "internet", To: "eni-pod1", Port: 9443}
	w := balanced(network.NetworkBalancer)
	w.SecurityGroups[0].Rules = append(w.SecurityGroups[0].Rules, in(tcp(9443, 9443), "0.0.0.0/0"))
	other := w.TargetGroups[0]
	other.ID, other.Targets = "tg-other", nil
	w.TargetGroups = append(w.TargetGroups, other)
	w.LoadBalancers[0].Listeners = append(w.LoadBalancers[0].Listeners, network.Listener{
		Object: object("taken"), Port: 9443, Protocol: "TCP", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg-other", Weight: 1}},
	})
	answer := w.explainFor(t, ask)
	require.Equal(t, flightpath.Blocked, answer.Verdict)
	assert.Contains(t, answer.Reason, "its listener at port 9443 sends nothing to")
	assert.Empty(t, answer.Change, "no rule")
	w.LoadBalancers[0].Listeners = w.LoadBalancers[0].Listeners[1:]
	w.LoadBalancers[0].Listeners[0].Protocol = "UDP"
	assert.Empty(t, w.explainFor(t, ask).Change, "no second listener")

	w.LoadBalancers[0].Listeners = nil
	for protocol, add := range map[string]string{"TCP": "TCP", "TLS": "TLS", "TCP_UDP": "TCP_UDP", "": "TCP"} {
		w.TargetGroups[0].Protocol = protocol
		assert.Equal(t, []string{alb + ": add a listener at " + add + " port 9443 that forwards to tg-1"}, dos(w.explainFor(t, ask)), protocol)
	}
	// A rule is less than a listener.
	w = balanced(network.ApplicationBalancer)
	w.TargetGroups[0].Protocol = "HTTP"
	bare := w.LoadBalancers[0]
	bare.ID, bare.Name, bare.Listeners, bare.Nodes = "arn:bare", "bare", nil, []network.Node{{Subnet: "subnet-lb1"}}
	w.LoadBalancers[0].Listeners[0].Forwards = nil
	w.LoadBalancers = append([]network.LoadBalancer{bare}, w.LoadBalancers...)
	assert.Equal(t, []string{alb + ": add a rule to its listener at port 443 that forwards to tg-1"},
		dos(w.explainFor(t, flightpath.Question{From: "internet", To: "eni-pod1", Port: 443})))

	for _, change := range []func(*network.LoadBalancer){
		func(b *network.LoadBalancer) { b.Internal = true },
		func(b *network.LoadBalancer) { b.Kind = network.ApplicationBalancer },
		func(b *network.LoadBalancer) { b.VPC = "vpc-2" },
	} {
		w := balanced(network.NetworkBalancer)
		w.LoadBalancers[0].Listeners = nil
		change(&w.LoadBalancers[0])
		assert.Empty(t, w.explainFor(t, ask).Change)
	}
}

// From the internet to what no interface has: as far as the packets come, and unproven where interfaces are not known.
func TestFromTheInternetToNobody(t *testing.T) {
	t.Parallel()
	w := flat()
	w.expect(t, "internet", "10.0.2.99", flightpath.Blocked, "10.0.2.99 has no public address")
	w.expect(t, "internet", "192.168.0.1", flightpath.Blocked, "192.168.0.1 is in no subnet of the network")
	w.Gaps = []network.Gap{{Kind: network.GapInterfaces, Reason: "no file holds NetworkInterfaces"}}
	w.expect(t, "internet", "10.0.2.99", flightpath.Unproven, "no file holds NetworkInterfaces")
	w.InternetGateways = nil
	w.expect(t, "internet", "10.0.2.99", flightpath.Blocked, "no internet gateway")
}
