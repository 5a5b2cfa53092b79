package replay_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/tests/engine/replay"
)

// What sabotages move or change.
const (
	edgeRoute = "route edge to 10.0.0.0/24"
	wayOut    = "route ingress.lb to 0.0.0.0/0"
	toShop    = "route ingress to 10.16.0.0/16"
	toIngress = "route shop to 10.0.0.0/20"
)

// TestBreaches replays deployments, updates and destroys of an inspected estate, as they should happen and in orders that let packets
// past its firewalls.
func TestBreaches(t *testing.T) {
	t.Parallel()
	whole := planned(t, nil)
	hub := planned(t, func(declared map[string]any) { delete(declared, "clusters"); delete(declared, "services") })
	inOrder := deployed(whole.LoadBalancers[0].TargetGroups[0].AwsName)
	past, straightThere := "past the firewall", inOrder.first(t, toShop, transitRoute("ingress", "10.16.0.0/16", "shop"))
	straight := straightThere.first(t, toIngress, transitRoute("shop", "10.0.0.0/20", "ingress"))
	unguarded := inOrder.first(t, wayOut, props{
		"routeTableId": "routeTable ingress.lb", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "internetGateway ingress",
	}).later(t, edgeRoute)
	pods, balancer := "to declared target in subnet shop.node tcp 8080", "from internet to ingresshub-public in subnet ingress.lb tcp 443"
	for name, test := range map[string]struct {
		story         story
		before, after *plan.Plan // nil before a first deployment, and after a destroy

		// what of which way is said in some state; empty where nothing is said in any.
		what, way string
		verdict   flightpath.Verdict
	}{
		"deployed":                {inOrder, nil, whole, "", "", ""},
		"destroyed":               {inOrder.undone(t), whole, nil, "", "", ""},
		"a cluster joins":         {inOrder, hub, whole, "", "", ""},
		"the edge comes last":     {inOrder.later(t, edgeRoute), nil, whole, past, balancer, flightpath.Asymmetric},
		"the edge goes first":     {inOrder.undone(t, edgeRoute), whole, nil, past, balancer, flightpath.Asymmetric},
		"no edge at first":        {unguarded, nil, whole, past, balancer, flightpath.Direct},
		"straight at first":       {straight, nil, whole, past, pods, flightpath.Direct},
		"straight while it joins": {straight, hub, whole, past, pods, flightpath.Direct},
		"straight in the end":     {straight[:len(inOrder)].undone(t), whole, nil, past, pods, flightpath.Direct},
		"straight there only":     {straightThere, nil, whole, past, pods, flightpath.Asymmetric},
		"nobody offers it":        {inOrder, nil, hub, "open", balancer, flightpath.Inspected},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			phase := replay.Phase{Name: name, End: len(test.story)}
			for _, side := range []*plan.Plan{test.before, test.after} {
				if side != nil {
					phase.Plans = append(phase.Plans, side)
				}
			}
			breaches, states, err := replay.Breaches(test.story, []replay.Phase{phase})
			require.NoError(t, err)
			assert.Greater(t, states, 40)
			if test.what == "" {
				assert.Empty(t, breaches)
				return
			}
			said := false
			for _, breach := range breaches {
				assert.Equal(t, test.what, breach.What, breach)
				said = said || strings.Contains(breach.String(), test.way) && breach.Finding.Verdict == test.verdict
			}
			assert.True(t, said, "%v", breaches)
		})
	}
}

// TestBreachesOfNoPhase refuses operations of which nobody said between which estates they happened.
func TestBreachesOfNoPhase(t *testing.T) {
	t.Parallel()
	whole := planned(t, nil)
	_, _, err := replay.Breaches(deployed("any"), []replay.Phase{{Name: "beginning", Plans: []*plan.Plan{whole}, End: 3}})
	assert.ErrorContains(t, err, "is in no phase")
}

func planned(t *testing.T, change func(declared map[string]any)) *plan.Plan {
	t.Helper()
	var declared map[string]any
	require.NoError(t, json.Unmarshal([]byte(estate), &declared))
	if change != nil {
		change(declared)
	}
	text, err := json.Marshal(declared)
	require.NoError(t, err)
	p, err := plan.Parse(text)
	require.NoError(t, err)
	return p
}
