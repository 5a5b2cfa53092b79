package plan

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawMoving draws an estate with a service s0 behind the ALB.
func drawMoving(t *rapid.T) Estate {
	estate := drawEstate(t)
	estate.Services["s0"] = drawShape(t, estate, "from")
	return estate
}

// drawShape draws by which clusters and pattern s0 is answered.
func drawShape(t *rapid.T, estate Estate, label string) Service {
	service := Service{
		Cluster: rapid.SampledFrom(sortedKeys(estate.Clusters)).Draw(t, label), LoadBalancer: "public",
		Hostnames: []string{"s0.example.com"}, Port: 8080,
	}
	drawBackends(t, estate, &service, label)
	return service
}

// awsNames are the names that AWS knows only once, with the objects that have them.
func awsNames(plan *Plan) map[string]string {
	out := map[string]string{}
	for _, lb := range plan.LoadBalancers {
		for _, group := range lb.TargetGroups {
			out[group.AwsName] = lb.Name + "/" + group.Name
		}
	}
	for _, lb := range plan.InnerLoadBalancers {
		for _, group := range lb.TargetGroups {
			out[group.AwsName] = lb.Name + "/" + group.Name
		}
	}
	return out
}

// TestMovingAService moves a service between patterns and clusters. A new target group is made before the old one goes, so it
// never takes the other's name; and nothing of other services changes.
func TestMovingAService(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawMoving(t)
		before := built(t, estate)
		estate.Services = maps.Clone(estate.Services)
		estate.Services["s0"] = drawShape(t, estate, "to")
		after := built(t, estate)
		names := awsNames(after)
		for name, object := range awsNames(before) {
			if other, stays := names[name]; stays {
				require.Equal(t, object, other, "%s would be two target groups at once", name)
			}
		}
		was, is := objects(t, before), objects(t, after)
		for key, old := range was {
			if strings.Contains(key, "/targetGroups/") && !strings.Contains(key, "s0") || strings.Contains(key, "/rules/public.s") && !strings.Contains(key, "public.s0") {
				require.Equal(t, old, is[key], key)
			}
			if strings.HasPrefix(key, "plan/clusters/") && !strings.Contains(key, "podRules") {
				delete(old, "untranslatedCidrs")
				delete(is[key], "untranslatedCidrs")
				require.Equal(t, old, is[key], key)
			}
			if strings.Contains(key, "/addresses/") {
				require.Equal(t, old, is[key], key)
			}
		}
	})
}

// TestClusterJoinsAndLeavesWeights adds a cluster to those of a service: the others' target groups and bindings stay.
func TestClusterJoinsAndLeavesWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawMoving(t)
		direct := rapid.Bool().Draw(t, "direct")
		candidates := []string{}
		for _, name := range sortedKeys(estate.Clusters) {
			if !direct || podsMayAnswer(estate.Clusters[name]) {
				candidates = append(candidates, name)
			}
		}
		if len(candidates) < 2 {
			t.Skip("no cluster to join")
		}
		service := Service{LoadBalancer: "public", Hostnames: []string{"s0.example.com"}, Port: 8080, Weights: map[string]int{candidates[0]: 1}}
		if direct {
			service.Pattern = patternSingle
			service.SharedTargetGroup = rapid.Bool().Draw(t, "shared")
		}
		estate.Services["s0"] = service
		before := built(t, estate)
		service.Weights = map[string]int{candidates[0]: 1, candidates[1]: 1}
		estate.Services["s0"] = service
		requireOnlyGrown(t, before, built(t, estate), "firewalls.homeNet", "vpcs.subnets.routeTable",
			"clusters.untranslatedCidrs")
	})
}
