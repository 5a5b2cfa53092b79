package engine_test

import (
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
)

// replaceable are the load balancers that AWS replaces when they lose a zone: the NLBs.
func replaceable(d declared) []string {
	var names []string
	planned := d.plan()
	for _, balancer := range planned.LoadBalancers {
		if balancer.Type == plan.NetworkLoadBalancer {
			names = append(names, balancer.Name)
		}
	}
	for _, balancer := range planned.InnerLoadBalancers {
		names = append(names, balancer.Name)
	}
	return names
}

// replacedBalancers are the load balancers that an update replaces.
func replacedBalancers(result *engine.Result) []string {
	names := []string{}
	for _, step := range result.Of(loadBalancerType) {
		if step.Op == engine.OpReplace {
			names = append(names, urnName(step.URN))
		}
	}
	return names
}

// assertReplaced checks which load balancers an update replaces, and that it replaces nothing but them and what hangs on
// them.
func assertReplaced(t *testing.T, result *engine.Result, balancers []string) {
	t.Helper()
	assert.ElementsMatch(t, balancers, replacedBalancers(result))
	for _, step := range changes(result) {
		if step.Op == engine.OpReplace && !slices.Contains([]string{loadBalancerType, listenerType}, step.Type) {
			t.Errorf("must not happen: %s", describeStep(step))
		}
	}
}

func anyList(words []string) []any {
	var out []any
	for _, word := range words {
		out = append(out, word)
	}
	return out
}
