package flightpath_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

func (w *world) check(t *testing.T, e flightpath.Expectations) flightpath.Report {
	t.Helper()
	report, err := flightpath.New(&w.Network).Check(e)
	require.NoError(t, err)
	return report
}

// results is the result of each property, with what speaks against it.
func results(r flightpath.Report) map[flightpath.PropertyName]string {
	all := map[flightpath.PropertyName]string{}
	for _, p := range r.Properties {
		all[p.Name] = string(p.Result)
		for _, f := range p.Findings {
			all[p.Name] += fmt.Sprintf("; %s -> %s %s %s", f.From, f.To, f.Verdict, f.Traffic)
		}
	}
	return all
}

// estate is the sandwich with what its owner declares about it, and a second protected VPC that the hub does not join.
func estate() (*world, flightpath.Expectations) {
	w := sandwich()
	w.vpc("vpc-3", "10.3.0.0/16")
	w.openACL("acl-3", "vpc-3")
	w.openGroup("sg-3", "vpc-3")
	w.table("rtb-3", "vpc-3", "10.3.0.0/16", "local")
	w.subnet("subnet-3", "vpc-3", "use1-az1", "rtb-3", "acl-3", "10.3.1.0/24")
	w.eni("eni-3", "subnet-3", "sg-3", "10.3.1.10")
	return w, flightpath.Expectations{
		Services:  []flightpath.Service{{Name: "checkout", LoadBalancer: "front", Port: 443, TargetGroup: "tg-1"}},
		Ingress:   []string{"vpc-1"},
		Protected: []string{"vpc-2", "10.3.0.0/16"},
	}
}

func TestCheckOfAnEstate(t *testing.T) {
	w, e := estate()
	report := w.check(t, e)
	assert.Equal(t, map[flightpath.PropertyName]string{
		flightpath.Exposed: "holds", flightpath.FirewallSees: "not asked", flightpath.Contained: "holds", flightpath.Symmetric: "holds", flightpath.Alive: "holds",
	}, results(report))
	assert.True(t, report.Holds())
	assert.Equal(t, flightpath.Direct, report.Worst())
	require.Len(t, report.Services, 2, "one verdict per zone of the load balancer")
	assert.Equal(t, "use1-az1", report.Services[0].Zone)
	assert.Len(t, report.Services[0].Answer.Legs, 3)
}

func TestCheckExposed(t *testing.T) {
	t.Run("one zone's node has no way back to the internet", func(t *testing.T) {
		w, e := estate()
		w.table("rtb-closed", "vpc-1", "10.0.0.0/16", "local", "10.2.0.0/16", "tgw-1")
		w.Subnets[2].RouteTable = "rtb-closed" // subnet-lb2
		report := w.check(t, e)
		assert.Equal(t, "fails; internet -> checkout through use1-az2 asymmetric tcp 443", results(report)[flightpath.Exposed])
		assert.Equal(t, flightpath.Asymmetric, report.Worst())
	})
	t.Run("the pod does not let the inner load balancer in", func(t *testing.T) {
		w, e := estate()
		w.SecurityGroups[3].Rules = nil
		report := w.check(t, e)
		assert.Equal(t, flightpath.Blocked, report.Worst())
		assert.Contains(t, results(report)[flightpath.Alive], "fails; arn:inner in subnet-2-1 -> tg-2 eni-pod blocked tcp 9000")
	})
	t.Run("no pod is registered in a zone, and the inner one does not cross zones", func(t *testing.T) {
		w, e := estate()
		w.LoadBalancers[1].CrossZone = false
		report := w.check(t, e)
		assert.Equal(t, flightpath.Blocked, report.Worst(), "the outer one may send to the node in the zone without pods")
		assert.Contains(t, report.Services[0].Reason, "no target to which the node in use1-az2 sends")
	})
	t.Run("pods that are not registered yet count where they are declared", func(t *testing.T) {
		w, e := estate()
		w.TargetGroups[1].Targets = nil
		assert.Equal(t, flightpath.Blocked, w.check(t, e).Worst())
		n, err := flightpath.Declare(&w.Network, []flightpath.Declaration{
			{TargetGroup: "tg-2", Subnets: []string{"subnet-2-1", "subnet-2-2"}, Port: 9000, SecurityGroups: []string{"sg-pod2"}},
		})
		require.NoError(t, err)
		report, err := flightpath.New(n).Check(e)
		require.NoError(t, err)
		assert.Equal(t, flightpath.Direct, report.Worst(), results(report))
		assert.Empty(t, w.TargetGroups[1].Targets, "the network itself stays as it was")
		n, err = flightpath.Declare(&w.Network, []flightpath.Declaration{{TargetGroup: "tg-2", Subnets: []string{"subnet-2-1"}, Port: 9000}})
		require.NoError(t, err)
		report, err = flightpath.New(n).Check(e)
		require.NoError(t, err)
		assert.Equal(t, flightpath.Unproven, report.Worst(), "their security groups are not known")
		n, err = flightpath.Declare(&w.Network, []flightpath.Declaration{
			{TargetGroup: "tg-9"}, {TargetGroup: "tg-2", Subnets: []string{"subnet-9", "subnet-2-1"}, Port: 9000},
		})
		var missing *flightpath.MissingError
		require.ErrorAs(t, err, &missing)
		assert.Equal(t, []string{"subnet subnet-9", "target group tg-9"}, missing.Names)
		assert.Equal(t, []string{"subnet-2-1"}, n.TargetGroups[1].Targets[0].Subnets, "what is there is declared")
	})
	t.Run("targets that the source does not tell", func(t *testing.T) {
		w, e := estate()
		w.TargetGroups[1].TargetsKnown = false
		report := w.check(t, e)
		assert.Equal(t, flightpath.Unproven, report.Worst())
		assert.False(t, report.Holds(), "unproven is no pass")
	})
}

func TestCheckContained(t *testing.T) {
	t.Run("a listener that nobody declared", func(t *testing.T) {
		w, e := estate()
		w.LoadBalancers[0].Listeners = append(w.LoadBalancers[0].Listeners, network.Listener{
			Object: object("listener-9"), Port: 8443, Protocol: "TCP", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg-1", Weight: 1}},
		})
		assert.Equal(t, "holds", results(w.check(t, e))[flightpath.Contained], "its security group does not let anybody in")
		w.SecurityGroups[0].Rules = append(w.SecurityGroups[0].Rules, in(tcp(8443, 8443), "0.0.0.0/0"))
		assert.Equal(t, "fails; internet -> front in subnet-lb1 direct tcp 8443; internet -> front in subnet-lb2 direct tcp 8443",
			results(w.check(t, e))[flightpath.Contained])
	})
	t.Run("a listener that only redirects", func(t *testing.T) {
		w, e := estate()
		w.LoadBalancers[0].Listeners = append(w.LoadBalancers[0].Listeners, network.Listener{Object: object("listener-9"), Port: 80, Protocol: "HTTP"})
		w.SecurityGroups[0].Rules = append(w.SecurityGroups[0].Rules, in(tcp(80, 80), "0.0.0.0/0"))
		assert.Equal(t, "holds", results(w.check(t, e))[flightpath.Contained], "nothing is behind it")
		e.Services = nil
		assert.Contains(t, results(w.check(t, e))[flightpath.Contained], "tcp 80", "nobody declared a service of this load balancer")
		e.LoadBalancers, w.LoadBalancers[0].Listeners = []string{"front"}, w.LoadBalancers[0].Listeners[1:]
		assert.Equal(t, "holds", results(w.check(t, e))[flightpath.Contained], "the load balancer is declared, and answers by itself")
		w.LoadBalancers[0].Listeners[0].Forwards = []network.Forward{{Rule: "default", TargetGroup: "tg-1", Weight: 1}}
		assert.Contains(t, results(w.check(t, e))[flightpath.Contained], "tcp 80", "a declared load balancer may still lead nowhere that is no service's")
	})
	t.Run("a target group of another rule, which is no service's", func(t *testing.T) {
		w, e := estate()
		w.TargetGroups = append(w.TargetGroups, network.TargetGroup{
			Object: object("tg-back-door"), Kind: network.IPTargets, VPC: "vpc-1", Protocol: "TCP", Port: 8443, TargetsKnown: true,
			Targets: []network.RegisteredTarget{{ID: "10.0.11.7", Address: addressesOf("10.0.11.7")[0], Port: 8443, Zone: "use1-az1"}},
		})
		l := &w.LoadBalancers[0].Listeners[0]
		l.Forwards = append(l.Forwards, network.Forward{Rule: "rule-2", Condition: "host old.example.com", TargetGroup: "tg-back-door", Weight: 1})
		w.SecurityGroups[0].Rules = append(w.SecurityGroups[0].Rules, out(tcp(8443, 8443), "sg-pod"))
		report := w.check(t, e)
		assert.Equal(t, "fails; internet -> eni-pod1 direct tcp 8443", results(report)[flightpath.Contained])
		assert.Equal(t, "holds", results(report)[flightpath.Exposed], "the service itself is well")
		e.Services = append(e.Services, flightpath.Service{Name: "old", LoadBalancer: "front", Port: 443, TargetGroup: "tg-back-door"})
		assert.Equal(t, "holds", results(w.check(t, e))[flightpath.Contained])
	})
	t.Run("an instance with a public address", func(t *testing.T) {
		w, e := estate()
		w.eni("eni-jump", "subnet-lb1", "sg-jump", "10.0.1.99")
		w.public("198.51.100.99")
		w.group("sg-jump", "vpc-1", in(tcp(22, 22), "203.0.113.0/24"))
		assert.Equal(t, "fails; internet -> eni-jump direct tcp 22", results(w.check(t, e))[flightpath.Contained])
	})
	t.Run("protected VPCs that reach each other", func(t *testing.T) {
		w, e := estate()
		w.RouteTables[2].Routes = append(w.RouteTables[2].Routes, route("10.3.0.0/16", "pcx-1"))
		w.RouteTables[3].Routes = append(w.RouteTables[3].Routes, route("10.2.0.0/16", "pcx-1"))
		w.Peerings = []network.Peering{{Object: object("pcx-1"), Active: true, Requester: network.PeeringSide{VPC: "vpc-2"}, Accepter: network.PeeringSide{VPC: "vpc-3"}}}
		w.openGroup("sg-open", "vpc-2")
		w.eni("eni-node", "subnet-2-1", "sg-open", "10.2.1.50")
		assert.Contains(t, results(w.check(t, e))[flightpath.Contained], "fails; eni-3 -> eni-node direct all traffic; eni-node -> eni-3 direct all traffic")
		e.Joined = [][2]string{{"vpc-2", "vpc-3"}, {"vpc-3", "vpc-2"}}
		assert.Equal(t, "holds", results(w.check(t, e))[flightpath.Contained])
	})
}

func TestCheckInspected(t *testing.T) {
	w := inspection()
	e := flightpath.Expectations{Ingress: []string{"vpc-a"}, Protected: []string{"vpc-b"}, InspectedFrom: []string{"internet", "vpc-a"}}
	assert.Equal(t, "holds", results(w.check(t, e))[flightpath.FirewallSees])
	w.TransitRouteTables[0].Propagations = []string{"tgw-attach-a", "tgw-attach-b"}
	assert.Equal(t, "fails; eni-a -> eni-b direct all traffic", results(w.check(t, e))[flightpath.FirewallSees])
	e.InspectedFrom = nil
	assert.Equal(t, "not asked", results(w.check(t, e))[flightpath.FirewallSees])
	// Without expectations: where there is a firewall, what passes it by is told of.
	assert.Equal(t, "fails; eni-a -> eni-b direct all traffic; eni-b -> eni-a direct all traffic", results(w.check(t, flightpath.Expectations{}))[flightpath.FirewallSees])
}

func TestCheckSymmetric(t *testing.T) {
	w := inspection()
	w.Attachments[2].ApplianceMode = false
	report := w.check(t, flightpath.Expectations{})
	assert.Equal(t, "fails; eni-a -> eni-b asymmetric all traffic; eni-b -> eni-a asymmetric all traffic", results(report)[flightpath.Symmetric])
	assert.NotEmpty(t, report.Properties[3].Findings[0].Answer.Forward, "with the way, hop by hop")
}

func TestCheckOfWhatIsDeclaredAndNotThere(t *testing.T) {
	t.Parallel()
	for property, e := range map[flightpath.PropertyName]flightpath.Expectations{
		flightpath.Exposed:      {Services: []flightpath.Service{{Name: "shop", LoadBalancer: "nobody", Port: 1}}},
		flightpath.Contained:    {Protected: []string{"vpc-nobody"}},
		flightpath.FirewallSees: {InspectedFrom: []string{"nobody"}},
	} {
		w, _ := estate()
		e.Missing = []string{"target group nobody"}
		report := w.check(t, e)
		assert.False(t, report.Holds())
		for _, p := range report.Properties {
			if p.Name != property && p.Name != flightpath.Exposed {
				continue
			}
			assert.Equal(t, flightpath.Fails, p.Result, p.Name)
			require.NotEmpty(t, p.Findings)
			assert.Equal(t, len(p.Findings), p.Count)
			assert.Contains(t, fmt.Sprint(p.Findings), "nobody", "what is missing is named")
		}
	}
	for _, e := range []flightpath.Expectations{{Ingress: []string{"10.77.0.0/16"}}, {Joined: [][2]string{{"vpc-1", "vpc-nobody"}}}} {
		w, _ := estate()
		assert.Contains(t, results(w.check(t, e))[flightpath.Contained], "fails")
	}

	// Where the source does not tell of all of them, it may be there.
	w, _ := estate()
	w.Gaps = []network.Gap{{Kind: network.GapLoadBalancers, Reason: "no file holds LoadBalancers"}, {Kind: network.GapVPCs, Reason: "no file holds Vpcs"}}
	report := w.check(t, flightpath.Expectations{Services: []flightpath.Service{{Name: "shop", LoadBalancer: "nobody", Port: 1}}, Protected: []string{"vpc-nobody"}})
	assert.Contains(t, results(report)[flightpath.Exposed], "unproven")
	assert.Contains(t, results(report)[flightpath.Contained], "unproven")

	_, err := flightpath.New(&w.Network).Check(flightpath.Expectations{Services: []flightpath.Service{{Name: "shop", LoadBalancer: "front", Port: 1, Protocol: "tpc"}}})
	assert.Error(t, err, "what cannot be understood is no finding")
}

func TestWhatWasNotAsked(t *testing.T) {
	t.Parallel()
	w, e := estate()
	why := map[flightpath.PropertyName]string{}
	for _, p := range w.check(t, flightpath.Expectations{}).Properties {
		why[p.Name] = p.Why
	}
	assert.Equal(t, map[flightpath.PropertyName]string{
		flightpath.Exposed: "nothing is declared", flightpath.FirewallSees: "the network has no firewall", flightpath.Contained: "nothing is declared",
		flightpath.Symmetric: "", flightpath.Alive: "",
	}, why)
	for _, p := range w.check(t, e).Properties {
		if p.Name == flightpath.FirewallSees {
			assert.Equal(t, "no inspection is declared", p.Why)
		}
	}
}

func TestFindingsSayWhatWouldOpenThem(t *testing.T) {
	t.Parallel()
	w, e := estate()
	w.SecurityGroups[0].Rules = nil
	a := flightpath.New(&w.Network)
	report, err := a.Check(e)
	require.NoError(t, err)
	f := &report.Properties[0].Findings[0]
	assert.Empty(t, f.Answer.Change)
	a.ExplainFinding(f)
	require.NotEmpty(t, f.Answer.Change)
	assert.Equal(t, "allow inbound tcp 443 from 0.0.0.0/0", f.Answer.Change[0].Do)
	assert.Equal(t, flightpath.Direct, f.Answer.Opens)
	other := flightpath.Finding{Reason: "of another kind"}
	a.ExplainFinding(&other)
	assert.Equal(t, flightpath.Finding{Reason: "of another kind"}, other)
}

// large is a hub with so many VPCs behind it, each with three subnets of ten interfaces, and groups with rules by CIDR.
func large(vpcs, rules int) *world {
	w := &world{}
	w.tgw("tgw-1")
	table := network.TransitRouteTable{Object: object("tgw-rtb-1"), Gateway: "tgw-1", RoutesKnown: true}
	for v := range vpcs {
		vpc := fmt.Sprintf("vpc-%d", v)
		w.vpc(vpc, fmt.Sprintf("10.%d.0.0/16", v))
		w.openACL("acl-"+vpc, vpc)
		group := network.SecurityGroup{Object: object("sg-" + vpc), VPC: vpc, Rules: []network.Rule{out(everything, "0.0.0.0/0")}}
		for r := range rules / vpcs {
			group.Rules = append(group.Rules, in(tcp(1000+r*10, 1000+r*10+5), fmt.Sprintf("10.%d.%d.0/24", (v+r)%vpcs, r%3)))
		}
		w.SecurityGroups = append(w.SecurityGroups, group)
		w.table("rtb-"+vpc, vpc, fmt.Sprintf("10.%d.0.0/16", v), "local", "10.0.0.0/8", "tgw-1")
		attachment := w.attach("tgw-attach-"+vpc, vpc, "tgw-rtb-1")
		for s := range 3 {
			subnet := fmt.Sprintf("subnet-%d-%d", v, s)
			w.subnet(subnet, vpc, fmt.Sprintf("use1-az%d", s), "rtb-"+vpc, "acl-"+vpc, fmt.Sprintf("10.%d.%d.0/24", v, s))
			attachment.Subnets = append(attachment.Subnets, subnet)
			for i := range 10 {
				w.eni(fmt.Sprintf("eni-%d-%d-%d", v, s, i), subnet, "sg-"+vpc, fmt.Sprintf("10.%d.%d.%d", v, s, 10+i))
			}
		}
		table.Routes = append(table.Routes, network.TransitRoute{Destination: w.VPCs[v].CIDRs[0], Attachments: []string{attachment.ID}})
	}
	w.TransitRouteTables = append(w.TransitRouteTables, table)
	return w
}

func TestCheckOfALargeNetwork(t *testing.T) {
	w := large(10, 200)
	report := w.check(t, flightpath.Expectations{})
	assert.Equal(t, flightpath.Holds, report.Properties[3].Result)
}

// dense is a large network in which everything reaches everything by each of the rules, which have nothing in common.
func dense(vpcs, rules int) *world {
	w := large(vpcs, rules)
	for i := range w.SecurityGroups {
		for j := range w.SecurityGroups[i].Rules[1:] {
			w.SecurityGroups[i].Rules[j+1].CIDR = cidrsOf("10.0.0.0/8")[0]
		}
	}
	return w
}

// BenchmarkDense is a check of dense networks, which ask about every pair of subnets.
func BenchmarkDense(b *testing.B) {
	for _, vpcs := range []int{10, 30, 100} {
		w := dense(vpcs, 20*vpcs)
		b.Run(fmt.Sprint(vpcs, " VPCs"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := flightpath.New(&w.Network).Check(flightpath.Expectations{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	for _, vpcs := range []int{10, 30, 100} {
		w := large(vpcs, 20*vpcs)
		b.Run(fmt.Sprint(vpcs, " VPCs"), func(b *testing.B) {
			for b.Loop() {
				if _, err := flightpath.New(&w.Network).Check(flightpath.Expectations{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A way into the unknown is no pass of any property that what is there could break.
func TestCheckOfWaysIntoTheUnknown(t *testing.T) {
	t.Parallel()
	w, e := estate()
	e.InspectedFrom, e.InspectedEgress = []string{"internet", "vpc-1"}, true
	for i := range w.SecurityGroups {
		w.SecurityGroups[i].Rules = append(w.SecurityGroups[i].Rules, out(everything, "0.0.0.0/0"))
	}
	for i := range w.RouteTables {
		for j := range w.RouteTables[i].Routes {
			if r := &w.RouteTables[i].Routes[j]; r.Target.Kind == network.TargetTransitGateway {
				r.Target = network.Target{Kind: network.TargetUnknown, ID: "vpcEndpointId is not known before the update"}
			}
		}
	}
	found := w.check(t, e)
	for _, p := range found.Properties {
		if p.Name == flightpath.FirewallSees || p.Name == flightpath.Contained {
			assert.Equal(t, flightpath.Open, p.Result, "%s: %v", p.Name, results(found)[p.Name])
		}
	}
	assert.False(t, found.Holds())
}
