package flightpath_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// What the source does not tell is unproven wherever a packet needs it, and never a pass; what it does not need does not matter.
func TestGapsAreUnproven(t *testing.T) {
	for name, test := range map[string]struct {
		lose     func(*world)
		from, to string
	}{
		"route tables": {func(w *world) {
			w.RouteTables, w.Subnets[0].RouteTable = nil, ""
			w.Gaps = gaps(network.GapRouteTables)
		}, "eni-web", "eni-db"},
		"routes of one table": {func(w *world) {
			w.Gaps = []network.Gap{{Kind: network.GapRouteTables, Of: "rtb-public", Reason: "routes are not known before the update"}}
		}, "eni-web", "eni-db"},
		"network ACLs": {func(w *world) {
			w.NetworkACLs = nil
			w.Gaps = gaps(network.GapNetworkACLs)
		}, "eni-web", "eni-db"},
		"entries of one network ACL": {func(w *world) {
			w.Gaps = []network.Gap{{Kind: network.GapNetworkACLs, Of: "acl-2"}}
		}, "eni-web", "eni-db"},
		"security groups": {func(w *world) {
			w.SecurityGroups = nil
			w.Gaps = gaps(network.GapSecurityGroups)
		}, "eni-web", "eni-db"},
		"some rules of a group, where the known ones do not allow it": {func(w *world) {
			w.SecurityGroups[1].Rules = nil
			w.Gaps = []network.Gap{{Kind: network.GapSecurityGroups, Of: "sg-2"}}
		}, "eni-web", "eni-db"},
		"groups of an interface": {func(w *world) { w.Interfaces[1].SecurityGroups = nil }, "eni-web", "eni-db"},
		"interfaces": {func(w *world) {
			w.Interfaces = w.Interfaces[:1]
			w.Gaps = gaps(network.GapInterfaces)
		}, "eni-web", "10.0.2.10"},
		"internet gateways": {func(w *world) {
			w.InternetGateways = nil
			w.Gaps = gaps(network.GapInternetGateways)
		}, "internet", "eni-web"},
		"the internet gateway that a route names": {func(w *world) { w.InternetGateways = nil }, "eni-web", "internet"},
		"a NAT gateway":     {func(w *world) { w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("0.0.0.0/0", "nat-1")) }, "eni-db", "internet"},
		"a transit gateway": {func(w *world) { w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("0.0.0.0/0", "tgw-1")) }, "eni-db", "10.9.0.1"},
		"a peering":         {func(w *world) { w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("0.0.0.0/0", "pcx-1")) }, "eni-db", "10.9.0.1"},
		"an endpoint": {func(w *world) {
			w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("0.0.0.0/0", "vpce-1"))
		}, "eni-db", "internet"},
		"a target that is not modelled": {func(w *world) {
			w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("0.0.0.0/0", "eni-x"))
			w.RouteTables[1].Routes[1].Target = network.Target{Kind: network.TargetUnknown, ID: "lgw-1"}
		}, "eni-db", "internet"},
	} {
		t.Run(name, func(t *testing.T) {
			w := flat()
			test.lose(w)
			answer := w.expect(t, test.from, test.to, flightpath.Unproven, "")
			var undecided []flightpath.Hop
			for _, h := range append(answer.Forward, answer.Return...) {
				if h.Decision == flightpath.Unproven {
					undecided = append(undecided, h)
				}
			}
			require.NotEmpty(t, undecided, "a hop says so")
			assert.NotEmpty(t, undecided[0].ID)
		})
	}
	t.Run("a known rule that allows it is enough", func(t *testing.T) {
		w := flat()
		w.Gaps = []network.Gap{{Kind: network.GapSecurityGroups, Of: "sg-2"}}
		w.expect(t, "eni-web", "eni-db", flightpath.Direct, "")
	})
	t.Run("gaps of another account do not matter", func(t *testing.T) {
		w := flat()
		w.Interfaces = w.Interfaces[:1]
		w.Gaps = []network.Gap{{Kind: network.GapInterfaces, Account: "222222222222"}}
		w.expect(t, "eni-web", "10.0.2.10", flightpath.Blocked, "no network interface in subnet-private has the address 10.0.2.10")
	})
}

func gaps(kind network.GapKind) []network.Gap {
	return []network.Gap{{Kind: kind, Reason: string(kind) + ".json is not in the folder"}}
}

func TestAddressesThatNobodyHas(t *testing.T) {
	w := flat()
	w.expect(t, "eni-web", "10.0.2.99", flightpath.Blocked, "no network interface in subnet-private has the address 10.0.2.99")
	w.expect(t, "10.0.2.99", "eni-web", flightpath.Blocked, "no network interface in subnet-private has the address 10.0.2.99")
	w.expect(t, "eni-web", "10.0.77.1", flightpath.Blocked, "no subnet of vpc-1 has")
	w.expect(t, "10.99.0.1", "eni-web", flightpath.Blocked, "outside of every VPC")
	w.expect(t, "eni-web", "10.99.0.1", flightpath.Blocked, "no such address is on the internet")
	w.expect(t, "internet", "10.99.0.1", flightpath.Blocked, "in no subnet of the network")
	w.expect(t, "203.0.113.5", "eni-web", flightpath.Direct, "")
	w.expect(t, "203.0.113.0/24", "eni-web", flightpath.Direct, "")
	// What is gone lets nothing in.
	w.Peerings = []network.Peering{{Object: object("pcx-gone"), Requester: network.PeeringSide{VPC: "vpc-gone"}, Accepter: network.PeeringSide{VPC: "vpc-1"}}}
	w.expect(t, "10.99.0.1", "eni-web", flightpath.Blocked, "outside of every VPC")
	// With a way to other networks, a private address may come in by it.
	w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("10.99.0.0/16", "vgw-1"))
	w.expect(t, "10.99.0.1", "eni-web", flightpath.Unproven, "vgw-1")
}

func TestEndpoints(t *testing.T) {
	w := flat()
	w.Instances = []network.Instance{{Object: object("i-1"), Interfaces: []string{"eni-web"}, Running: true}}
	w.Instances[0].Name, w.Instances[0].Tags = "web server", map[string]string{"role": "web"}
	w.Subnets[1].Tags = map[string]string{"tier": "data"}
	w.VPCs[0].Name = "main"
	for _, from := range []string{"i-1", "eni-web", "web server", "role=web", "10.0.1.10", "10.0.1.0/24", "subnet-public"} {
		w.expect(t, from, "eni-db", flightpath.Direct, "")
	}
	for _, to := range []string{"subnet-private", "tier=data", "10.0.2.0/24", "main", "vpc-1"} {
		w.expect(t, "i-1", to, flightpath.Direct, "")
	}
	a := flightpath.New(&w.Network)
	for _, q := range []flightpath.Question{
		{From: "", To: "eni-db"},
		{From: "i-nobody", To: "eni-db"},
		{From: "eni-db", To: "role=nothing"},
		{From: "eni-web", To: "eni-web"},
		{From: "eni-web", To: "eni-db", Port: 70000},
		{From: "eni-web", To: "eni-db", Protocol: "sctpx"},
	} {
		_, err := a.Trace(q)
		assert.Error(t, err, "%+v", q)
	}
}

// Of a CIDR those packets decide that arrive, and among them the worst.
func TestSendersChoose(t *testing.T) {
	w := flat()
	w.eni("eni-other", "subnet-public", "sg-1", "10.0.1.20")
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "10.0.1.20/32")}
	answer := w.expect(t, "10.0.1.0/24", "eni-db", flightpath.Direct, "")
	assert.Equal(t, "eni-other", answer.Legs[0].From)
	w.expect(t, "10.0.1.0/28", "eni-db", flightpath.Blocked, "sg-2")
	// Inbound from one network only: that is what is asked for, and its reply is not lost.
	w.SecurityGroups[0].Rules = []network.Rule{in(tcp(443, 443), "203.0.113.0/24")}
	answer = w.expect(t, "internet", "eni-web", flightpath.Direct, "")
	assert.Contains(t, answer.Packets, "from 203.0.113.0/24")
}

func TestICMP(t *testing.T) {
	w := flat()
	w.SecurityGroups[1].Rules = []network.Rule{in(network.Match{Protocol: network.ICMP, From: 8, To: -1}, "10.0.0.0/16")}
	w.NetworkACLs[1].Entries = []network.ACLEntry{
		entry(1, false, true, network.Match{Protocol: network.ICMP, From: 8, To: -1}, "0.0.0.0/0"),
		entry(1, true, true, network.Match{Protocol: network.ICMP, From: 0, To: -1}, "0.0.0.0/0"),
	}
	ping := flightpath.Question{From: "eni-web", To: "eni-db", Protocol: "icmp"}
	assert.Equal(t, flightpath.Direct, w.askFor(t, ping).Verdict, "echo in, echo reply out")
	ping.Port = 13
	assert.Equal(t, flightpath.Blocked, w.askFor(t, ping).Verdict, "another type")
	ping.Port = 8
	w.NetworkACLs[1].Entries[1].Match.From = 3
	answer := w.askFor(t, ping)
	assert.Equal(t, flightpath.Asymmetric, answer.Verdict)
	assert.Contains(t, answer.Reason, "the reply is lost")
	assert.Equal(t, flightpath.Blocked, w.ask(t, "eni-web", "eni-db").Verdict, "tcp is not icmp")

	ping.Port = flightpath.EchoReply
	answer = w.askFor(t, ping)
	assert.Equal(t, flightpath.Blocked, answer.Verdict, "an echo reply that nobody asked for is type 0, and allowed is type 8")
	assert.Contains(t, answer.Reason, "icmp type 0")
	w.SecurityGroups[1].Rules[0].Match.From = 0
	w.NetworkACLs[1].Entries = []network.ACLEntry{entry(1, false, true, everything, "0.0.0.0/0"), entry(1, true, true, everything, "0.0.0.0/0")}
	assert.Equal(t, flightpath.Direct, w.askFor(t, ping).Verdict)
	_, err := flightpath.New(&w.Network).Trace(flightpath.Question{From: "eni-web", To: "eni-db", Port: flightpath.EchoReply})
	require.ErrorContains(t, err, "port -1", "ports have no such number")
}

// Interfaces of different VPCs that nothing joins still meet on the internet, each by its public address.
func TestPublicAddresses(t *testing.T) {
	w := flat()
	w.vpc("vpc-2", "10.5.0.0/16")
	w.openACL("acl-3", "vpc-2")
	w.openGroup("sg-3", "vpc-2")
	w.igw("igw-2", "vpc-2")
	w.table("rtb-2", "vpc-2", "10.5.0.0/16", "local", "0.0.0.0/0", "igw-2")
	w.subnet("subnet-2", "vpc-2", "use1-az1", "rtb-2", "acl-3", "10.5.1.0/24")
	w.eni("eni-2", "subnet-2", "sg-3", "10.5.1.10")
	w.public("198.51.100.99")
	answer := w.expect(t, "eni-web", "eni-2", flightpath.Direct, "")
	assert.Len(t, answer.Legs, 2)
	w.expect(t, "eni-db", "eni-2", flightpath.Blocked, "no route")
	w.expect(t, "eni-web", "198.51.100.99", flightpath.Direct, "")
	w.expect(t, "eni-db", "198.51.100.99", flightpath.Blocked, "no route")
	w.expect(t, "eni-db", "198.51.100.10", flightpath.Blocked, "no route") // though its private address is next door
	// The other side sees the public address.
	w.SecurityGroups[2].Rules = []network.Rule{in(tcp(443, 443), "198.51.100.10/32")}
	w.expect(t, "eni-web", "eni-2", flightpath.Direct, "")
	w.SecurityGroups[2].Rules = []network.Rule{in(tcp(443, 443), "10.0.0.0/8")}
	w.expect(t, "eni-web", "eni-2", flightpath.Blocked, "")
}

// Of everything that is not known, what is asked of everything says so.
func TestReachAndCheckDoNotOverlookGaps(t *testing.T) {
	unproven := func(t *testing.T, w *world, from string) (all []string) {
		t.Helper()
		for _, line := range told(t, w, from) {
			if strings.Contains(line, "unproven") {
				all = append(all, line)
			}
		}
		return all
	}
	w := flat()
	w.Interfaces = w.Interfaces[:1]
	w.Gaps = gaps(network.GapInterfaces)
	assert.NotEmpty(t, unproven(t, w, "eni-web"))
	assert.Contains(t, results(w.check(t, flightpath.Expectations{Protected: []string{"vpc-1"}}))[flightpath.Contained], "unproven")

	w = flat()
	w.InternetGateways = nil
	w.Gaps = gaps(network.GapInternetGateways)
	assert.NotEmpty(t, unproven(t, w, "internet"))

	w = balanced(network.ApplicationBalancer)
	w.TargetGroups[0].TargetsKnown = false
	assert.Contains(t, strings.Join(unproven(t, w, "internet"), "\n"), "tg-1 unproven")
	assert.Contains(t, results(w.check(t, flightpath.Expectations{}))[flightpath.Alive], "unproven; front -> tg-1 unproven")

	w = balanced(network.ApplicationBalancer)
	w.LoadBalancers[0].ListenersKnown = false
	assert.Contains(t, strings.Join(unproven(t, w, "internet"), "\n"), alb+" unproven")
}

// Zones are compared by ID; names mean something in one account only, and none at all means nothing.
func TestZonesThatCannotBeCompared(t *testing.T) {
	w := inspection()
	for i := range w.Subnets {
		w.Subnets[i].ZoneName = "us-east-1" + w.Subnets[i].Zone[len(w.Subnets[i].Zone)-1:]
		w.Subnets[i].Zone = w.Subnets[i].ZoneName
		w.Subnets[i].Account = w.Subnets[i].VPC
	}
	w.expect(t, "eni-a", "eni-b", flightpath.Inspected, "") // appliance mode holds the zone, whichever it is
	w.Attachments[2].ApplianceMode = false
	w.expect(t, "eni-a", "eni-b", flightpath.Asymmetric, "")
	w.Subnets[3].Zone, w.Subnets[3].ZoneName = "us-east-11", "us-east-11" // the same name, in another account
	w.expect(t, "eni-a", "eni-b", flightpath.Asymmetric, "")
	w.Subnets[0].Zone, w.Subnets[0].ZoneName = "", ""
	w.expect(t, "eni-a", "eni-b", flightpath.Unproven, "its zone")
}

func TestEntriesAndRulesWithoutACIDR(t *testing.T) {
	w := flat()
	w.NetworkACLs[1].Entries = append(w.NetworkACLs[1].Entries, network.ACLEntry{Number: 1, Match: everything})
	w.expect(t, "eni-web", "eni-db", flightpath.Unproven, "the CIDR of entry 1")
	w = flat()
	w.SecurityGroups[1].Rules = []network.Rule{{Match: everything}}
	w.expect(t, "eni-web", "eni-db", flightpath.Unproven, "the CIDR of a rule")
}

// By its node's zone a load balancer tells its own targets from others where zones are not crossed. What is not known of it may be
// either: neither a way nor none.
func TestZonesOfLoadBalancersThatAreNotKnown(t *testing.T) {
	w := balanced(network.NetworkBalancer)
	w.expect(t, "internet", "eni-pod1", flightpath.Direct, "")
	for i := range w.Subnets {
		if w.Subnets[i].ID == "subnet-lb1" {
			w.Subnets[i].Zone = ""
		}
	}
	w.expect(t, "internet", "eni-pod1", flightpath.Unproven, "does not tell the zone of front in subnet-lb1")
	w.LoadBalancers[0].CrossZone = true
	w.expect(t, "internet", "eni-pod1", flightpath.Direct, "")
	w.SecurityGroups[1].Rules = nil
	w.expect(t, "internet", "eni-pod1", flightpath.Blocked, "")
}
