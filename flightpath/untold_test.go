package flightpath_test

import (
	"encoding/json"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// An ID of which the source cannot tell whether there is such a thing is a question that gets its answer; one that would be there is a
// mistake.
func TestIDsOfWhatTheSourceDoesNotTell(t *testing.T) {
	t.Parallel()
	const balancer = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/web/50dc6c495c0c9188"
	for id, kind := range map[string]network.GapKind{
		"i-0123456789abcdef0": network.GapInstances, "eni-01234567": network.GapInterfaces, "vpc-0123456789abcdef0": network.GapVPCs,
		"subnet-0123456789abcdef0": network.GapSubnets, "nat-0123456789abcdef0": network.GapNATGateways, "vpce-0123456789abcdef0": network.GapEndpoints,
		balancer: network.GapLoadBalancers,
	} {
		w := flat()
		_, err := flightpath.New(&w.Network).Trace(flightpath.Question{From: "internet", To: id, Port: 443})
		require.ErrorContains(t, err, id)
		w.Gaps = []network.Gap{{Kind: kind, Reason: "no file holds them"}}
		w.expect(t, "internet", id, flightpath.Unproven, id+": no file holds them")
		w.expect(t, id, "internet", flightpath.Unproven, "no file holds them")
		reached, err := flightpath.New(&w.Network).Reach(id)
		require.NoError(t, err)
		require.Len(t, reached, 1)
		assert.Equal(t, flightpath.Unproven, reached[0].Verdict)
		_, err = flightpath.New(&w.Network).Trace(flightpath.Question{From: "internet", To: "no-such-name", Port: 443})
		require.Error(t, err, "which no missing file makes an ID")
	}
	w := flat()
	w.Gaps = []network.Gap{{Kind: network.GapLoadBalancers, Account: "222222222222", Reason: "no file holds them"}}
	_, err := flightpath.New(&w.Network).Trace(flightpath.Question{From: "internet", To: balancer, Port: 443})
	require.Error(t, err, "another account's file is missing")
}

// What interfaces say of their owners is enough to find them.
func TestOwnersOfInterfaces(t *testing.T) {
	t.Parallel()
	w := flat()
	w.Interfaces[0].Owner = "i-0123456789abcdef0"
	w.expect(t, "internet", "i-0123456789abcdef0", flightpath.Direct, "")

	const path = "app/web/50dc6c495c0c9188"
	w.Interfaces[0].Owner, w.Interfaces[0].Description = path, "ELB "+path
	for _, name := range []string{"arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/" + path, "web", path, "eni-web", "198.51.100.10"} {
		w.expect(t, "internet", name, flightpath.Unproven, path) // who knows at which ports it listens
	}
	w.Interfaces[0].Description = "ELB web"
	w.expect(t, "internet", "web", flightpath.Unproven, "classic load balancers are not modelled")
}

func TestLoadBalancersByTheirDNSName(t *testing.T) {
	t.Parallel()
	w := flat()
	w.LoadBalancers = []network.LoadBalancer{{
		Object: object("arn:lb"), Kind: network.ApplicationBalancer, VPC: "vpc-1", DNSName: "web-1.us-east-1.elb.amazonaws.com", SecurityGroups: []string{"sg-1"},
		Nodes: []network.Node{{Subnet: "subnet-public", Interface: "eni-web"}}, ListenersKnown: true,
		Listeners: []network.Listener{{Object: object("listener"), Port: 443, Protocol: "HTTPS"}},
	}}
	for _, name := range []string{"web-1.us-east-1.elb.amazonaws.com", "Web-1.us-east-1.elb.amazonaws.com.", "dualstack.web-1.us-east-1.elb.amazonaws.com"} {
		w.expect(t, "internet", name, flightpath.Direct, "")
	}
}

// An address is nobody's where the source tells everybody.
func TestAddressesThatMayBeSomebodys(t *testing.T) {
	t.Parallel()
	const public, private = "192.0.2.77", "10.7.7.7"
	for _, kind := range []network.GapKind{"", network.GapInterfaces, network.GapSubnets, network.GapVPCs, network.GapEndpoints} {
		w := flat()
		if kind != "" {
			w.Gaps = []network.Gap{{Kind: kind, Reason: "no file holds " + string(kind)}}
		}
		want := map[bool]flightpath.Verdict{true: flightpath.Unproven, false: flightpath.Blocked}
		w.expect(t, "internet", "203.0.113.77", want[kind == network.GapInterfaces || kind == network.GapSubnets || kind == network.GapVPCs], "")
		w.expect(t, "internet", private, want[kind == network.GapSubnets || kind == network.GapVPCs], "")
		w.expect(t, private, "eni-web", want[kind == network.GapSubnets || kind == network.GapVPCs], "")
		if kind == network.GapInterfaces {
			w.expect(t, "203.0.113.77", "eni-web", flightpath.Unproven, "it may belong to an interface")
			w.expect(t, "eni-web", "203.0.113.77", flightpath.Unproven, "it may belong to an interface")
		} else {
			w.expect(t, "203.0.113.77", "eni-web", flightpath.Direct, "")
		}
	}
	// A load balancer that has public addresses of which nothing is told, as a program's, may have that one.
	w := flat()
	w.LoadBalancers = []network.LoadBalancer{{
		Object: object("arn:lb"), Kind: network.ApplicationBalancer, VPC: "vpc-1", SecurityGroups: []string{"sg-1"}, ListenersKnown: true,
		Nodes: []network.Node{{Subnet: "subnet-public"}},
	}}
	w.expect(t, "internet", "203.0.113.77", flightpath.Unproven, "it may be the public address of arn:lb in subnet-public")
	w.LoadBalancers[0].Internal = true
	w.expect(t, "internet", "203.0.113.77", flightpath.Blocked, "")
}

// Health checks that nobody can know of leave the property open, and one that leads to nobody breaks it.
func TestHealthChecksOfWhatTheSourceDoesNotTell(t *testing.T) {
	t.Parallel()
	checked := func() *world {
		w := flat()
		w.LoadBalancers = []network.LoadBalancer{{
			Object: object("arn:lb"), Kind: network.ApplicationBalancer, VPC: "vpc-1", Internal: true, SecurityGroups: []string{"sg-1"}, ListenersKnown: true,
			CrossZone: true, CrossZoneKnown: true, Nodes: []network.Node{{Subnet: "subnet-public", Interface: "eni-web"}},
			Listeners: []network.Listener{{Object: object("listener"), Port: 443, Protocol: "HTTPS", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg", Weight: 1}}}},
		}}
		w.TargetGroups = []network.TargetGroup{{
			Object: object("tg"), Kind: network.IPTargets, VPC: "vpc-1", Protocol: "HTTP", Port: 5432, TargetsKnown: true,
			Targets: []network.RegisteredTarget{{ID: "10.0.2.10", Address: netip.MustParseAddr("10.0.2.10"), Port: 5432}},
		}}
		return w
	}
	alive := func(w *world) flightpath.Property {
		return resultsOf(t, w, flightpath.Expectations{})[flightpath.Alive]
	}
	require.Equal(t, flightpath.Holds, alive(checked()).Result, alive(checked()).Findings)

	for name, test := range map[string]struct {
		change func(*world)
		want   flightpath.Result
	}{
		"no load balancers are told": {func(w *world) {
			w.LoadBalancers, w.Gaps = nil, []network.Gap{{Kind: network.GapLoadBalancers}}
		}, flightpath.Open},
		"nor anything that could have one": {func(w *world) {
			w.LoadBalancers, w.TargetGroups, w.Gaps = nil, nil, []network.Gap{{Kind: network.GapLoadBalancers}}
		}, flightpath.Holds},
		"nor interfaces": {func(w *world) {
			w.LoadBalancers, w.TargetGroups, w.Gaps = nil, nil, []network.Gap{{Kind: network.GapLoadBalancers}, {Kind: network.GapInterfaces}}
		}, flightpath.Open},
		"no target groups are told": {func(w *world) {
			w.TargetGroups, w.LoadBalancers[0].Listeners[0].Forwards, w.Gaps = nil, nil, []network.Gap{{Kind: network.GapTargetGroups}}
		}, flightpath.Open},
		"no listeners are told":         {func(w *world) { w.LoadBalancers[0].Listeners, w.LoadBalancers[0].ListenersKnown = nil, false }, flightpath.Open},
		"a listener's rules are not":    {func(w *world) { w.Gaps = []network.Gap{{Kind: network.GapListeners, Of: "listener"}} }, flightpath.Open},
		"a target group is not told":    {func(w *world) { w.TargetGroups = nil }, flightpath.Open},
		"targets are not told":          {func(w *world) { w.TargetGroups[0].Targets, w.TargetGroups[0].TargetsKnown = nil, false }, flightpath.Open},
		"no zone is told":               {func(w *world) { w.LoadBalancers[0].Nodes = nil }, flightpath.Open},
		"nobody is the target":          {func(w *world) { w.TargetGroups[0].Targets[0].Address = netip.MustParseAddr("10.0.2.99") }, flightpath.Fails},
		"nobody, of whom all are known": {func(w *world) { w.Interfaces = w.Interfaces[:1] }, flightpath.Fails},
		"nobody that is known": {func(w *world) {
			w.Interfaces, w.Gaps = w.Interfaces[:1], []network.Gap{{Kind: network.GapInterfaces}}
		}, flightpath.Open},
		"of another zone, which may not matter": {func(w *world) {
			w.LoadBalancers[0].Kind, w.LoadBalancers[0].HasSecurityGroups, w.LoadBalancers[0].CrossZoneKnown = network.NetworkBalancer, true, false
			w.TargetGroups[0].Targets[0].Zone = "use1-az6"
			w.SecurityGroups[1].Rules = nil
		}, flightpath.Open},
	} {
		w := checked()
		test.change(w)
		p := alive(w)
		assert.Equal(t, test.want, p.Result, "%s: %v", name, p.Findings)
	}
}

// To a load balancer of which nobody knows at which ports it listens, nothing is proven to get.
func TestReachOfListenersThatAreNotTold(t *testing.T) {
	t.Parallel()
	w := flat()
	w.LoadBalancers = []network.LoadBalancer{{
		Object: object("arn:lb"), Kind: network.ApplicationBalancer, VPC: "vpc-1", SecurityGroups: []string{"sg-1"},
		Nodes: []network.Node{{Subnet: "subnet-public", Interface: "eni-web"}},
	}}
	verdicts := func() map[flightpath.Verdict]bool {
		found := map[flightpath.Verdict]bool{}
		reached, err := flightpath.New(&w.Network).Reach("internet")
		require.NoError(t, err)
		for _, r := range reached {
			if r.To == "eni-web" {
				found[r.Verdict] = true
			}
		}
		return found
	}
	assert.Equal(t, map[flightpath.Verdict]bool{flightpath.Unproven: true}, verdicts())
	w.LoadBalancers[0].Listeners = []network.Listener{{Object: object("listener"), Port: 443, Protocol: "HTTPS"}}
	assert.Equal(t, map[flightpath.Verdict]bool{flightpath.Direct: true, flightpath.Unproven: true}, verdicts(), "at that port, and others")
	w.LoadBalancers[0].ListenersKnown = true
	assert.Equal(t, map[flightpath.Verdict]bool{flightpath.Direct: true}, verdicts())
}

// A peering of which the VPC is not told is not what is unknown.
func TestPeeringsOfVPCsThatAreNotTold(t *testing.T) {
	t.Parallel()
	w := flat()
	w.Peerings = []network.Peering{{
		Object: object("pcx-1"), Active: true, Requester: network.PeeringSide{VPC: "vpc-1"}, Accepter: network.PeeringSide{VPC: "vpc-2", CIDRs: cidrsOf("10.9.0.0/16")},
	}}
	for i := range w.RouteTables {
		w.RouteTables[i].Routes = append(w.RouteTables[i].Routes, route("10.9.0.0/16", "pcx-1"))
	}
	w.VPCs, w.Gaps = nil, []network.Gap{{Kind: network.GapVPCs, Reason: "no file holds Vpcs"}}
	w.expect(t, "eni-web", "10.9.0.5", flightpath.Unproven, "vpc vpc-1: no file holds Vpcs")
}

// A program that reads the report finds a list, where the internet reaches nothing, too.
func TestNothingExposedIsAList(t *testing.T) {
	t.Parallel()
	report, err := flightpath.New(&network.Network{}).Check(flightpath.Expectations{})
	require.NoError(t, err)
	text, err := json.Marshal(report)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"exposed":[]`)
}

// Where the source tells nothing of what gets packets, or of where it is, nobody knows that the internet reaches nothing.
func TestReachOfWhatTheSourceDoesNotTell(t *testing.T) {
	t.Parallel()
	for _, kind := range []network.GapKind{network.GapVPCs, network.GapSubnets, network.GapInterfaces, network.GapLoadBalancers} {
		w := &world{}
		w.Gaps = []network.Gap{{Kind: kind, Account: "111111111111", Reason: "no file holds them"}}
		if kind == network.GapLoadBalancers {
			assert.Empty(t, told(t, w, "internet"), "nothing says that there is one")
			w.TargetGroups = []network.TargetGroup{{Object: network.Object{ID: "waiting", Account: "111111111111"}}}
		}
		reached, err := flightpath.New(&w.Network).Reach("internet")
		require.NoError(t, err)
		report, err := flightpath.New(&w.Network).Check(flightpath.Expectations{})
		require.NoError(t, err)
		for _, all := range [][]flightpath.Reachable{reached, report.Exposed} {
			require.Len(t, all, 1, kind)
			assert.Equal(t, string(kind), all[0].To)
			assert.Equal(t, flightpath.Unproven, all[0].Verdict)
			assert.Contains(t, all[0].Reason, "no file holds them")
			assert.Equal(t, "all traffic", all[0].Traffic)
		}
		w.TargetGroups, w.Gaps[0].Account = []network.TargetGroup{{Object: network.Object{ID: "waiting", Account: "111111111111"}}}, "222222222222"
		assert.Equal(t, kind == network.GapLoadBalancers, len(told(t, w, "internet")) == 0, "who waits is in another account")
	}
	w := &world{}
	for _, account := range []string{"111111111111", "222222222222"} {
		w.Gaps = append(w.Gaps, network.Gap{Kind: network.GapVPCs, Account: account, Reason: account + ": no file holds Vpcs"})
	}
	assert.Len(t, told(t, w, "internet"), 2, "each account's file by itself")
}
