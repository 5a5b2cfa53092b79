package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
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
	note := func(w *world) string {
		for _, p := range w.check(t, e).Properties {
			if p.Name == flightpath.FirewallSees {
				return p.Note
			}
		}
		return ""
	}
	assert.Equal(t, "holds", seen(shut(egress())), "nodes are not known")
	const both = "not asked whether nodes in vpc-a, vpc-b get out: the source names no subnet with nodes there"
	assert.Equal(t, both, note(egress()))
	w := egress()
	w.Gaps = []network.Gap{{Kind: network.GapNodeGroups, Reason: "no file holds nodegroups"}}
	assert.Equal(t, "holds", seen(w), "no packet depends on it")
	assert.Equal(t, both+"; no file holds nodegroups", note(w))
	w.NodeSubnets = []string{"subnet-a", "subnet-b"}
	assert.Equal(t, "not asked whether all nodes get out; no file holds nodegroups", note(w))
	w.Gaps = nil
	assert.Empty(t, note(w))

	w = egress()
	w.NodeSubnets = []string{"subnet-a"}
	assert.Equal(t, "holds", seen(w))
	assert.Equal(t, "not asked whether nodes in vpc-b get out: the source names no subnet with nodes there", note(w))
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
	assert.Empty(t, note(w))
}

// What a property did not ask of, and why nothing was asked of firewalls, is said.
func TestWhatOfAPropertyWasNotAsked(t *testing.T) {
	of := func(w *world, name flightpath.PropertyName) flightpath.Property {
		for _, p := range w.check(t, flightpath.Expectations{}).Properties {
			if p.Name == name {
				return p
			}
		}
		return flightpath.Property{}
	}
	w := sandwich()
	assert.Empty(t, of(w, flightpath.Alive).Note)
	w.TargetGroups = append(w.TargetGroups,
		network.TargetGroup{Object: network.Object{ID: "tg-later", Name: "later"}, Kind: network.IPTargets, TargetsKnown: true},
		network.TargetGroup{Object: object("tg-function"), Kind: network.LambdaTargets, TargetsKnown: true})
	assert.Equal(t, "not asked of target groups without targets: later", of(w, flightpath.Alive).Note)
	for _, name := range []string{"tg-a", "tg-b", "tg-c", "tg-d", "tg-e"} {
		w.TargetGroups = append(w.TargetGroups, network.TargetGroup{Object: object(name), Kind: network.IPTargets, TargetsKnown: true})
	}
	assert.Contains(t, of(w, flightpath.Alive).Note, " and 1 more")

	assert.Equal(t, "the network has no firewall", of(w, flightpath.FirewallSees).Why)
	w.Gaps = []network.Gap{{Kind: network.GapEndpoints, Of: "vpce-9", Reason: "of one"}}
	assert.Equal(t, "the network has no firewall", of(w, flightpath.FirewallSees).Why)
	w.Gaps = []network.Gap{{Kind: network.GapEndpoints, Reason: "no file holds VpcEndpoints"}}
	assert.Equal(t, "the network has no firewall", of(w, flightpath.FirewallSees).Why, "each endpoint of one has an interface")
	w.Interfaces = append(w.Interfaces, network.Interface{
		Object: object("eni-wall"), VPC: w.Interfaces[0].VPC, Subnet: w.Interfaces[0].Subnet, Owner: "vpce-8", Description: "VPC Endpoint Interface vpce-8",
	})
	assert.Equal(t, flightpath.Open, of(w, flightpath.FirewallSees).Result, "one of those endpoints may be a firewall's")
	assert.Contains(t, of(w, flightpath.FirewallSees).Findings[0].Reason, "no file holds VpcEndpoints")
	w.Interfaces = w.Interfaces[:len(w.Interfaces)-1]
	w.Gaps = append(w.Gaps, network.Gap{Kind: network.GapInterfaces, Reason: "no file holds NetworkInterfaces"})
	assert.Equal(t, flightpath.Open, of(w, flightpath.FirewallSees).Result)
	w.Gaps = []network.Gap{{Kind: network.GapFirewalls, Reason: "no file holds Firewalls"}}
	assert.Equal(t, "the network has no firewall", of(w, flightpath.FirewallSees).Why, "its endpoints would be among the others")

	// Routes for addresses lead to firewalls' endpoints only, whether the source holds those or not; for prefix lists to others too.
	w.Gaps = nil
	table := &w.RouteTables[0]
	table.Routes = append(table.Routes, network.Route{PrefixList: "pl-1", Target: network.Target{Kind: network.TargetEndpoint, ID: "vpce-gone"}})
	assert.Equal(t, flightpath.NotAsked, of(w, flightpath.FirewallSees).Result)
	w.Gaps = []network.Gap{{Kind: network.GapEndpoints, Reason: "no file holds VpcEndpoints"}}
	assert.Equal(t, flightpath.Open, of(w, flightpath.FirewallSees).Result)
	w.Gaps = nil
	table.Routes = append(table.Routes, route("203.0.113.0/24", "vpce-gone"))
	assert.NotEqual(t, flightpath.NotAsked, of(w, flightpath.FirewallSees).Result)
	table.Routes = table.Routes[:len(table.Routes)-2]

	// A firewall whose endpoints are not known yet is one.
	w.Gaps = nil
	w.Firewalls = []network.Firewall{{Object: object("firewall"), VPC: "vpc-1"}}
	assert.NotEqual(t, flightpath.NotAsked, of(w, flightpath.FirewallSees).Result)
}

// Nodes that are not there yet send on their own: what gets past the firewall from where they will stand is a finding.
func TestCheckInspectedEgressOfNodesToBe(t *testing.T) {
	e := flightpath.Expectations{Protected: []string{"vpc-a", "vpc-b"}, InspectedEgress: true}
	around := func() *world {
		w := egress()
		w.vpc("vpc-c", "10.8.0.0/16")
		w.openACL("acl-c", "vpc-c")
		w.openGroup("sg-c", "vpc-c")
		w.SecurityGroups[len(w.SecurityGroups)-1].Tags = map[string]string{"aws:eks:cluster-name": "shop"}
		w.table("rtb-c", "vpc-c", "10.8.0.0/16", "local", "0.0.0.0/0", "nat-c")
		w.subnet("subnet-c", "vpc-c", "use1-az1", "rtb-c", "acl-c", "10.8.1.0/24")
		w.table("rtb-out", "vpc-c", "10.8.0.0/16", "local", "0.0.0.0/0", "igw-c")
		w.subnet("subnet-out", "vpc-c", "use1-az1", "rtb-out", "acl-c", "10.8.2.0/24")
		w.igw("igw-c", "vpc-c")
		w.NATGateways = append(w.NATGateways, network.NATGateway{
			Object: object("nat-c"), VPC: "vpc-c", Subnet: "subnet-out", Public: true, Available: true,
			PrivateAddresses: addressesOf("10.8.2.9"), PublicAddresses: addressesOf("198.51.100.99"),
		})
		return w
	}
	e.Protected = append(e.Protected, "vpc-c")
	w := around()
	assert.Equal(t, "holds", results(w.check(t, e))[flightpath.FirewallSees], "nobody is known to send there")
	w.NodeSubnets = []string{"subnet-c"}
	assert.Contains(t, results(w.check(t, e))[flightpath.FirewallSees], "fails; nodes in subnet-c -> internet direct")
	w = around()
	w.NodeSubnets = []string{"subnet-c"}
	w.eni("eni-c", "subnet-c", "sg-c", "10.8.1.10")
	assert.Contains(t, results(w.check(t, e))[flightpath.FirewallSees], "fails; eni-c -> internet direct", "the node that is there, and no other")
	assert.NotContains(t, results(w.check(t, e))[flightpath.FirewallSees], "nodes in")
}
