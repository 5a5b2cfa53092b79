package components_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/components/loadbalancer"
)

// A rule sends requests to clusters by the weights that were declared, 0 included, and pins no client to one of them. The rule of a
// service in one cluster names its target group alone.
func TestRulesForwardByWeight(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"sandwich", "single"} {
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			for _, weights := range []map[string]any{{"payments": 90, "search": 10}, {"payments": 0, "search": 999}} {
				planned := devPlan(t, func(estate map[string]any) {
					catalog := estate["services"].(map[string]any)["catalog"].(map[string]any)
					delete(catalog, "cluster")
					catalog["weights"], catalog["pattern"] = weights, pattern
				})
				r := recordIngress(t, balancerOf(t, planned, "public"), loadbalancer.IngressLoadBalancerArgs{})
				got := map[string]any{}
				actions := r.one(t, ruleType, "public.catalog").inputs["actions"].([]any)
				if assert.Len(t, actions, 1) {
					action := actions[0].(map[string]any)
					assert.Equal(t, "forward", action["type"])
					assert.NotContains(t, action, "targetGroupArn")
					forward := action["forward"].(map[string]any)
					assert.NotContains(t, forward, "stickiness")
					for _, group := range forward["targetGroups"].([]any) {
						got[group.(map[string]any)["arn"].(string)] = group.(map[string]any)["weight"]
					}
				}
				assert.Equal(t, map[string]any{
					"arn:public.catalog.payments": float64(weights["payments"].(int)), "arn:public.catalog.search": float64(weights["search"].(int)),
				}, got)
				assert.NotContains(t, r.one(t, ruleType, "public.checkout").inputs["actions"].([]any)[0], "forward")
			}
		})
	}
}
