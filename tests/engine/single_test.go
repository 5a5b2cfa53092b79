package engine_test

import (
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// layouts are the accounts in which an ingress VPC and its clusters may lie.
var layouts = map[string]func(*testing.T) declared{
	"one account": func(t *testing.T) declared {
		d := devEstate(t)
		return d.set("zones", d.zones()[:2])
	},
	"three accounts": func(t *testing.T) declared {
		return threeAccounts(t).set("transit.transitGateway.organization", true)
	},
}

// twoClusters are payments and search with pods in CIDRs of their own, and one service that moves, checkout, beside one that does not.
func twoClusters(t *testing.T, layout string) declared {
	t.Helper()
	d := layouts[layout](t)
	for _, service := range d.services() {
		if service != "checkout" && service != "catalog" {
			d = d.without("services." + service)
		}
	}
	return d.set("clusters.search.podCidr", "100.65.0.0/16")
}

// by is the estate in which clusters answer for checkout by weight.
func (d declared) by(payments, search int) declared {
	if d.get("services.checkout.cluster") != nil {
		d = d.without("services.checkout.cluster")
	}
	return d.set("services.checkout.weights", map[string]any{"payments": payments, "search": search})
}

// move is a way in which a service is answered, and what an update to it may do beside making and removing what is the service's own.
type move struct {
	name string
	to   declared

	// Whether the update only changes a rule in place.
	ruleOnly bool
}

// moves are those of checkout through both patterns, one cluster and several, weights and a shared target group.
func moves(base declared) []move {
	const pattern = "services.checkout.pattern"
	single := base.set(pattern, "single")
	weighted := single.by(90, 10)
	return []move{
		{"pods as targets", single, false},
		{"two clusters by weight", weighted, false},
		{"other weights", single.by(10, 90), true},
		{"a cluster stands by", single.by(0, 100), true},
		{"a cluster leaves", weighted.without("services.checkout.weights.search"), false},
		{"a cluster joins", weighted, false},
		{"one target group for both", single.by(1, 1).set("services.checkout.sharedTargetGroup", true), false},
		{"one cluster again", single, false},
		{"inner load balancers by weight", base.by(1, 1), false},
		{"an inner load balancer again", base, false},
	}
}

// TestServiceMovesBetweenPatterns takes a service through every way to answer it, in one account and in several. Nothing but what is
// the service's own comes, goes or is replaced, AWS has nothing to refuse, and in the end everything is as it was.
func TestServiceMovesBetweenPatterns(t *testing.T) {
	t.Parallel()
	for layout := range layouts {
		t.Run(layout, func(t *testing.T) {
			t.Parallel()
			base := twoClusters(t, layout)
			w := newWorld(t, base)
			w.up()
			original := takeInventory(t, w.cloud)
			for _, move := range moves(base) {
				moment := w.now()
				result := w.apply(move.to)
				for _, operation := range w.wrote(moment) {
					assert.Empty(t, operation.Error, "%s: %s %s", move.name, operation.Verb, operation.Name)
				}
				for _, step := range changes(result) {
					assertOwn(t, move, step)
				}
				assertPlanned(t, move.to.plan(), foundFacts(w.cloud))
				assertProven(t, stage{name: move.name, verdict: flightpath.Direct}, w.cloud.Objects(), move.to.plan())
				w.unchanged()
			}
			assertSame(t, original, takeInventory(t, w.cloud))
			w.apply(moves(base)[1].to)
			refreshed, err := w.stack.Refresh(t.Context())
			require.NoError(t, err)
			assert.Zero(t, refreshed.ChangeCount(), "refresh finds something: %s", describe(refreshed.Changed()))
			w.destroy()
		})
	}
}

// assertOwn checks that a step is the moving service's: its target groups and their targets, its rule, its ports in security groups, the
// routes to its pods, what the VPC CNI does not translate, and registrars.
func assertOwn(t *testing.T, of move, step engine.Step) {
	t.Helper()
	name, own := urnName(step.URN), false
	change := step.Op == engine.OpUpdate
	if of.ruleOnly {
		assert.True(t, !step.Custom() || step.Type == listenerRuleType && name == "public.checkout" && change, "%s: %s", of.name, describeStep(step))
		return
	}
	switch step.Type {
	case targetGroupType, targetType, listenerType:
		own = strings.Contains(name, "checkout")
	case listenerRuleType:
		own = name == "public.checkout" && change
	case inboundRuleType, outboundRuleType:
		own = !change
	case routeType, transitRouteType:
		own = !change && strings.Contains(name, ".pod")
	case "aws:eks/addon:Addon":
		own = strings.HasSuffix(name, ".vpc-cni") && change
	default:
		own = !step.Custom() || strings.Contains(name, ".registrar")
	}
	assert.True(t, own, "%s: must not happen: %s", of.name, describeStep(step))
	if strings.Contains(step.Op, "replace") {
		// A registrar's policy is replaced, so that the controller has its rights until the old binding is gone.
		assert.True(t, strings.Contains(name, ".registrar.") || step.Type == targetGroupType || step.Type == targetType,
			"%s: must not be replaced: %s", of.name, describeStep(step))
	}
}

// TestMovesUnderInspection moves a service while inspection is switched on and off, and replays every state in between: none is open
// beyond what the estates on either side of it offer, and between two inspected ones, and in the destroy, nothing gets past the firewall.
func TestMovesUnderInspection(t *testing.T) {
	t.Parallel()
	base := twoClusters(t, "one account")
	single := base.set("services.checkout.pattern", "single")
	eastWest := map[string]any{"eastWest": networkFirewall}
	inspected := func(d declared) declared { return d.set("inspection", eastWest) }
	states := []struct {
		stage
		declared declared
	}{
		{stage{"sandwich", nil, flightpath.Direct}, base},
		{stage{"pods", nil, flightpath.Direct}, single},
		{stage{"pods inspected", eastWest, flightpath.Inspected}, inspected(single)},
		{stage{"weights inspected", eastWest, flightpath.Inspected}, inspected(single.by(1, 1))},
		{stage{"sandwich inspected", eastWest, flightpath.Inspected}, inspected(base)},
		{stage{"pods inspected again", eastWest, flightpath.Inspected}, inspected(single)},
		{stage{"weights, not inspected", nil, flightpath.Direct}, single.by(1, 1)},
		{stage{"sandwich inspected at once", eastWest, flightpath.Inspected}, inspected(base)},
	}
	w := newWorld(t, base)
	c := course{world: w}
	for _, state := range states {
		w.apply(state.declared)
		assertProven(t, state.stage, w.cloud.Objects(), state.declared.plan())
		c.reached(state.name, state.declared.plan())
	}
	c.finished()
}

// TestPodsAreReachedFromTheIngressOnly asks who reaches pods, for both patterns in both layouts of one stack; TestTeamsShareAService asks
// the same of a stack per team. Where they are targets themselves in
// several accounts, real TargetGroupBindings of a real release bind them.
func TestPodsAreReachedFromTheIngressOnly(t *testing.T) {
	t.Parallel()
	for layout := range layouts {
		for _, single := range []bool{false, true} {
			name := layout + ", sandwich"
			d := twoClusters(t, layout)
			if single {
				name = layout + ", single"
				d = d.set("services.checkout.pattern", "single").set("services.catalog.pattern", "single")
				if layout != "one account" {
					d = d.set("clusters.payments.controller", map[string]any{"imageRepository": "111122223333.dkr.ecr.us-east-1.amazonaws.com/lbc"}).
						set("clusters.payments.endpoint.publicCidrs", []any{"203.0.113.0/24"})
				}
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, d)
				w.up()
				if d.get("clusters.payments.controller") != nil {
					assert.NotEmpty(t, w.object(binding.Token, "checkout").Inputs)
				}
				assertReachedFromTheIngressOnly(t, w, d.plan(), single)
				w.unchanged()
				w.destroy()
			})
		}
	}
}

func assertReachedFromTheIngressOnly(t *testing.T, w *world, planned *plan.Plan, single bool) {
	t.Helper()
	read, err := flight.Network(w.cloud.Objects())
	require.NoError(t, err)
	read, err = flightpath.Declare(read, expected.Declarations(planned, read))
	require.NoError(t, err)
	analyzer := flightpath.New(read)
	subnet := func(name string) string { return w.object(subnetType, name).ID }
	vpcs := map[string]string{}
	for _, name := range []string{"ingress", "payments", "search"} {
		vpcs[name] = w.object(vpcType, name).ID
	}

	// Whatever the internet reaches in a cluster, it reaches through the ingress load balancer, and it does reach pods so.
	reached, err := analyzer.Reach("internet")
	require.NoError(t, err)
	pods := 0
	for _, end := range reached {
		if end.VPC == vpcs["ingress"] || end.To == "internet" {
			continue
		}
		require.NotEmpty(t, end.Through, "%s directly: %s", end.To, end.Traffic)
		assert.True(t, throughIngress(end), "%s through %v: %s", end.To, end.Through, end.Traffic)
		if strings.Contains(end.Name, "checkout") {
			pods++
			assert.Equal(t, "tcp 8080", end.Traffic)
			assert.Equal(t, single, len(end.Through) == 1, "%v", end.Through)
		}
	}
	assert.Positive(t, pods, "the pods of checkout")

	// Neither the other cluster's pods, its nodes, its load balancers nor anything in its VPC gets to payments, but as clients of
	// the ingress load balancer do.
	for _, from := range []string{vpcs["search"], subnet("search.pod.use1-az1"), subnet("search.node.use1-az1"), subnet("search.lb.use1-az2")} {
		reached, err := analyzer.Reach(from)
		require.NoError(t, err)
		for _, end := range reached {
			assert.False(t, !throughIngress(end) && end.VPC == vpcs["payments"], "from %s to %s: %s through %v", from, end.To, end.Traffic, end.Through)
		}
	}

	// Of the ingress VPC, its load balancers' subnets get to pods that are targets, on their port and on no other; nothing else does.
	to := subnet("payments.pod.use1-az1")
	for _, question := range []struct {
		from string
		port int
		may  bool
	}{
		{"ingresshub-public", 8080, single},
		{"ingresshub-public", 8081, false},
		{"ingresshub-public", 443, false},
		{subnet("ingress.transit.use1-az1"), 8080, false},
		{"203.0.113.9", 8080, false},
	} {
		answer, err := analyzer.Trace(flightpath.Question{From: question.from, To: to, Port: question.port})
		require.NoError(t, err)
		straight := answer.Verdict != flightpath.Blocked && len(answer.Legs) == 1
		assert.Equal(t, question.may, straight, "%s port %d: %s: %s", question.from, question.port, answer.Verdict, answer.Reason)
	}
}

// throughIngress says whether something is reached by way of an ingress load balancer.
func throughIngress(end flightpath.Reachable) bool {
	return len(end.Through) > 0 && (end.Through[0] == "ingresshub-public" || end.Through[0] == "ingresshub-edge")
}
