package plan

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOneNameOfAwsForTwo gives one thing the name of another one in its account, which AWS would refuse.
func TestOneNameOfAwsForTwo(t *testing.T) {
	text, err := os.ReadFile("testdata/inner-alb.json")
	require.NoError(t, err)
	for name, test := range map[string]struct {
		change func(*Plan)
		wanted string
	}{
		"nothing": {func(*Plan) {}, ""},
		"load balancers": {
			func(p *Plan) { p.LoadBalancers[0].AwsName = p.InnerLoadBalancers[0].AwsName },
			"clusters.blue: AWS would know it as ingresshub-blue-inner-1, which is also the name of ingress.loadBalancers.public",
		},
		"inner ALBs": {
			func(p *Plan) { p.InnerAlbs[0].AwsName = p.InnerLoadBalancers[0].AwsName },
			"clusters.blue.innerAlb: AWS would know it as ingresshub-blue-inner-1, which is also the name of clusters.blue",
		},
		"target groups of an inner ALB": {
			func(p *Plan) {
				p.InnerAlbs[0].TargetGroups[0].AwsName = p.InnerLoadBalancers[0].TargetGroups[0].AwsName
			},
			"services.cart: AWS would know it as blue-inner-alb-9fb796f6, which is also the name of clusters.blue",
		},
		"clusters": {
			func(p *Plan) { p.Clusters[1].AwsName = p.Clusters[0].AwsName },
			"clusters.green: AWS would know it as ingresshub-blue, which is also the name of clusters.blue",
		},
		"a cluster that exists": {
			func(p *Plan) { p.Clusters[1].AwsName, p.Clusters[1].Existing = p.Clusters[0].AwsName, true },
			"clusters.green.existing.clusterName: AWS would know it as ingresshub-blue, which is also the name of clusters.blue",
		},
		"clusters of two accounts": {
			func(p *Plan) { p.Clusters[1].AwsName, p.Clusters[1].Account = p.Clusters[0].AwsName, "another" }, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := Parse(text)
			require.NoError(t, err)
			test.change(plan)
			b := &builder{}
			b.checkAwsNames(plan)
			if test.wanted == "" {
				require.Empty(t, b.problems)
				return
			}
			require.Len(t, b.problems, 1)
			require.EqualError(t, b.problems.err(), "the estate has 1 problem:\n  "+test.wanted+"; each needs a name of its own in its account")
		})
	}
}
