package flightpath_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// boundPods is the ALB of balanced in front of pods that a binding will register: in both zones, as a reader of a program has it. No
// interface of theirs is there yet.
func boundPods() *world {
	w := balanced(network.ApplicationBalancer)
	w.Interfaces = w.Interfaces[:0:0]
	for z, host := range []string{"10.0.1.5", "10.0.2.5"} {
		lb := []string{"lb1", "lb2"}[z]
		w.eni("eni-"+lb, "subnet-"+lb, "sg-lb", host)
		w.public([]string{"198.51.100.1", "198.51.100.2"}[z])
	}
	w.TargetGroups[0].Name = "web"
	w.TargetGroups[0].Targets = []network.RegisteredTarget{
		{Declared: true, Port: 8443, Subnets: []string{"subnet-pod1", "subnet-pod2"}, SecurityGroups: []string{"sg-pod"}},
	}
	w.Bindings = []network.Binding{binding("web", "tg-1", "shop/web", "subnet-pod1", "subnet-pod2")}
	return w
}

func binding(name, group, service string, subnets ...string) network.Binding {
	return network.Binding{Object: network.Object{ID: "urn:" + name, Name: name}, TargetGroup: group, Service: service, Subnets: subnets}
}

// unplaced is boundPods where the source does not tell which cluster the binding is in.
func unplaced() *world {
	w := boundPods()
	w.TargetGroups[0].Targets, w.TargetGroups[0].TargetsKnown = nil, false
	w.Bindings[0].Subnets, w.Bindings[0].Doubt, w.Bindings[0].Unplaced = nil, "its cluster is not there", true
	w.Gaps = append(w.Gaps, network.Gap{Kind: network.GapTargets, Of: "tg-1", Reason: w.Bindings[0].Doubt})
	return w
}

// Pods of a TargetGroupBinding are targets: any address of their subnets, with their security groups, at their port.
func TestBoundPods(t *testing.T) {
	w := boundPods()
	answer := w.expect(t, "internet", "subnet-pod1", flightpath.Direct, "")
	require.Len(t, answer.Legs, 2)
	assert.Contains(t, answer.Legs[0].To, "front in subnet-lb")
	w.expect(t, "internet", "web", flightpath.Direct, "")
	assert.Equal(t, flightpath.Direct, w.askFor(t, flightpath.Question{From: "internet", To: "subnet-pod2", Port: 8443}).Verdict)
	assert.Equal(t, flightpath.Blocked, w.askFor(t, flightpath.Question{From: "internet", To: "subnet-pod2", Port: 22}).Verdict)
	t.Run("their group admits another port", func(t *testing.T) {
		w := boundPods()
		w.TargetGroups[0].Targets[0].Port = 9090
		w.SecurityGroups[0].Rules[1] = out(tcp(9090, 9090), "sg-pod")
		w.expect(t, "internet", "subnet-pod1", flightpath.Blocked, "sg-pod")
	})
	t.Run("their subnets lose replies", func(t *testing.T) {
		w := boundPods()
		w.NetworkACLs[1].Entries = []network.ACLEntry{entry(100, false, true, everything, "0.0.0.0/0")}
		w.expect(t, "internet", "subnet-pod1", flightpath.Asymmetric, "acl-pod")
	})
	t.Run("where they are is not known", func(t *testing.T) {
		w := unplaced()
		for _, to := range []string{"subnet-pod1", "10.0.11.7", "10.0.12.0/24"} {
			w.expect(t, "internet", to, flightpath.Unproven, "its cluster is not there")
		}
		w.LoadBalancers[0].Listeners[0].Forwards = nil
		w.expect(t, "internet", "subnet-pod1", flightpath.Blocked, "")
		w.Bindings[0].TargetGroup = ""
		w.expect(t, "internet", "subnet-pod1", flightpath.Blocked, "no public address") // nothing forwards to any group
	})
	t.Run("where they are is known to be another VPC", func(t *testing.T) {
		const here, far, private, nowhere = "10.0.11.7", "198.19.0.7", "10.9.0.7", "10.250.0.7"
		for name, test := range map[string]struct {
			change   func(w *world)
			unproven []string
		}{
			"nothing is known":                      {func(w *world) { w.Bindings[0].TargetGroup = "" }, []string{here, far, private, nowhere}},
			"the target group's VPC, for addresses": {func(*world) {}, []string{here, private, nowhere}},
			"the target group's VPC, for nodes":     {func(w *world) { w.TargetGroups[0].Kind = network.InstanceTargets }, []string{here, nowhere}},
			"the target group's VPC is not known":   {func(w *world) { w.TargetGroups[0].VPC = "" }, []string{here, far, private, nowhere}},
			"the type of targets is not known":      {func(w *world) { w.TargetGroups[0].Kind = "" }, []string{here, far, private, nowhere}},
			"the cluster's VPC":                     {func(w *world) { w.Bindings[0].VPC = "vpc-private" }, []string{private, nowhere}},
			"a VPC that the source does not hold":   {func(w *world) { w.Bindings[0].VPC = "vpc-x" }, []string{here, far, private, nowhere}},
			"a VPC of which not all blocks are known": {func(w *world) {
				w.Bindings[0].VPC = "vpc-private"
				w.Gaps = append(w.Gaps, network.Gap{Kind: network.GapVPCs, Of: "vpc-private"})
			}, []string{here, far, private, nowhere}},
			"two VPCs with one block": {func(w *world) {
				w.vpc("vpc-twin", "10.0.0.0/16")
				w.Bindings[0].VPC = "vpc-twin"
			}, []string{here, nowhere}},
		} {
			t.Run(name, func(t *testing.T) {
				w := unplaced()
				w.vpc("vpc-far", "198.19.0.0/16")
				w.vpc("vpc-private", "10.9.0.0/16")
				test.change(w)
				for _, to := range []string{here, far, private, nowhere} {
					verdict := flightpath.Blocked
					if slices.Contains(test.unproven, to) {
						verdict = flightpath.Unproven
					}
					w.expect(t, "internet", to, verdict, "")
				}
			})
		}
	})
	t.Run("two bindings fill a group", func(t *testing.T) {
		w := boundPods()
		w.TargetGroups[0].Targets = []network.RegisteredTarget{
			{Declared: true, Port: 8443, Subnets: []string{"subnet-pod1"}, SecurityGroups: []string{"sg-pod"}},
			{Declared: true, Port: 9090, Subnets: []string{"subnet-pod2"}, SecurityGroups: []string{"sg-pod"}},
		}
		w.expect(t, "internet", "subnet-pod1", flightpath.Direct, "")
		w.expect(t, "internet", "subnet-pod2", flightpath.Blocked, "9090")
	})
}

// What is declared of pods has to be what bindings do, where there are bindings that speak of it. Otherwise it adds to them.
func TestDeclaredPodsAndBindings(t *testing.T) {
	ours := flightpath.Declaration{TargetGroup: "web", Subnets: []string{"subnet-pod1"}, Port: 8443, SecurityGroups: []string{"sg-pod"}, Service: "shop/web"}
	theirs := ours
	theirs.Subnets, theirs.SecurityGroups = []string{"subnet-lb1"}, []string{"sg-lb"}
	other := network.TargetGroup{Object: network.Object{ID: "tg-2", Name: "other"}, Kind: network.IPTargets, VPC: "vpc-1", Protocol: "TCP", Port: 1, TargetsKnown: true}
	for name, test := range map[string]struct {
		change   func(w *world)
		declared []flightpath.Declaration
		said     []string
		targets  int // of the group
		known    bool
	}{
		"agreed":                       {nil, []flightpath.Declaration{ours}, nil, 1, true},
		"agreed, whatever the Service": {nil, []flightpath.Declaration{{TargetGroup: "tg-1", Subnets: []string{"subnet-pod2"}}}, nil, 1, true},
		"another Service is bound": {
			func(w *world) { w.Bindings[0].Service = "shop/admin" },
			[]flightpath.Declaration{ours},
			[]string{
				"target group web is bound to pods of shop/admin by web, and declared for others",
				"target group web is declared for pods of shop/web, and no binding of the cluster does that",
			},
			1, true,
		},
		"another group is bound": {
			func(w *world) {
				w.TargetGroups = append(w.TargetGroups, other)
				w.Bindings[0].TargetGroup, w.TargetGroups[0].Targets = "tg-2", nil
			},
			[]flightpath.Declaration{ours},
			[]string{"target group web is declared for pods of shop/web, and web binds them to other"},
			0, true,
		},
		"another cluster is bound": {
			func(w *world) { w.Bindings[0].Subnets = []string{"subnet-lb2"} },
			[]flightpath.Declaration{ours},
			[]string{"target group web is bound to pods of shop/web by web, and declared for others"},
			2, true,
		},
		"a group that is not known may be it": {
			func(w *world) {
				w.Bindings[0].TargetGroup, w.TargetGroups[0].Targets, w.TargetGroups[0].TargetsKnown = "", nil, false
			},
			[]flightpath.Declaration{ours},
			nil, 0, false,
		},
		"a cluster of which the program has no bindings adds its own": {nil, []flightpath.Declaration{ours, theirs}, nil, 2, true},
		"no bindings at all": {
			func(w *world) { w.Bindings, w.TargetGroups[0].Targets = nil, nil },
			[]flightpath.Declaration{ours, theirs},
			nil, 2, true,
		},
		"what is registered stays": {
			func(w *world) {
				w.Bindings, w.TargetGroups[0].Targets = nil, []network.RegisteredTarget{{ID: "10.0.11.7", Address: addressesOf("10.0.11.7")[0]}}
			},
			[]flightpath.Declaration{ours},
			nil, 1, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := boundPods()
			if test.change != nil {
				test.change(w)
			}
			n, err := flightpath.Declare(&w.Network, test.declared)
			if len(test.said) == 0 {
				require.NoError(t, err)
			} else {
				var missing *flightpath.MissingError
				require.ErrorAs(t, err, &missing)
				assert.Empty(t, missing.Names)
				assert.Equal(t, test.said, missing.Contradictions)
				report, err := flightpath.New(n).Check(flightpath.Expectations{Contradictions: missing.Contradictions})
				require.NoError(t, err)
				assert.Contains(t, results(report)[flightpath.Exposed], "fails; internet -> declared pods blocked")
			}
			assert.Len(t, n.TargetGroups[0].Targets, test.targets)
			assert.Equal(t, test.known, n.TargetGroups[0].TargetsKnown)
		})
	}
}

// Where the source does not tell where bound pods are, whoever declares them does. Each declaration stands for one binding, and what
// else is unknown about a binding stays so.
func TestDeclaredPodsOfAnUnknownCluster(t *testing.T) {
	here := flightpath.Declaration{TargetGroup: "web", Subnets: []string{"subnet-pod1"}, SecurityGroups: []string{"sg-pod"}, Service: "shop/web"}
	there := here
	there.Subnets = []string{"subnet-pod2"}
	w := unplaced()
	n, err := flightpath.Declare(&w.Network, []flightpath.Declaration{here})
	require.NoError(t, err)
	answer, err := flightpath.New(n).Trace(flightpath.Question{From: "internet", To: "subnet-pod1", Port: 443})
	require.NoError(t, err)
	assert.Equal(t, flightpath.Direct, answer.Verdict, answer.Reason)
	assert.Empty(t, n.Gaps)
	assert.NotEmpty(t, w.Gaps, "the network itself stays as it was")
	assert.NotEmpty(t, w.Bindings[0].Doubt)

	t.Run("another Service", func(t *testing.T) {
		w := unplaced()
		admin := here
		admin.Service = "shop/admin"
		n, err := flightpath.Declare(&w.Network, []flightpath.Declaration{admin})
		require.Error(t, err)
		assert.NotEmpty(t, n.Gaps)
	})
	t.Run("two clusters, one declared", func(t *testing.T) {
		w := unplaced()
		second := w.Bindings[0]
		second.ID, second.Doubt = "urn:second", "nor is that of the second"
		w.Bindings = append(w.Bindings, second)
		w.Gaps = append(w.Gaps, network.Gap{Kind: network.GapTargets, Of: "tg-1", Reason: second.Doubt})
		n, err := flightpath.Declare(&w.Network, []flightpath.Declaration{here})
		require.NoError(t, err)
		assert.Len(t, n.Gaps, 1)
		assert.False(t, n.TargetGroups[0].TargetsKnown)
		n, err = flightpath.Declare(&w.Network, []flightpath.Declaration{here, there})
		require.NoError(t, err)
		assert.Empty(t, n.Gaps)
		assert.True(t, n.TargetGroups[0].TargetsKnown)
		assert.Len(t, n.TargetGroups[0].Targets, 2)
	})
	t.Run("in subnets that the source does not hold", func(t *testing.T) {
		w := unplaced()
		gone := here
		gone.Subnets = []string{"subnet-gone"}
		n, err := flightpath.Declare(&w.Network, []flightpath.Declaration{gone})
		require.ErrorContains(t, err, "does not hold subnet subnet-gone")
		assert.NotEmpty(t, n.Gaps, "where they are is as unknown as before")
		assert.False(t, n.TargetGroups[0].TargetsKnown)
	})
	t.Run("one that the controller refuses", func(t *testing.T) {
		w := unplaced()
		w.Bindings[0].Unplaced = false
		n, err := flightpath.Declare(&w.Network, []flightpath.Declaration{here})
		require.NoError(t, err)
		assert.Empty(t, n.TargetGroups[0].Targets)
		assert.Len(t, n.Gaps, 1)
	})
	t.Run("a binding that is missing beside it", func(t *testing.T) {
		w := unplaced()
		w.TargetGroups = append(w.TargetGroups, network.TargetGroup{Object: network.Object{ID: "tg-2", Name: "other"}, TargetsKnown: true})
		lost := here
		lost.TargetGroup, lost.Service = "other", "shop/other"
		_, err := flightpath.Declare(&w.Network, []flightpath.Declaration{here, lost})
		require.ErrorContains(t, err, "target group other is declared for pods of shop/other, and no binding of the cluster does that")
	})
}
