package cluster_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/cluster"
	"github.com/stretchr/testify/require"
)

// TestBoundsKeepNodes changes the bounds of a node group that has four nodes.
func TestBoundsKeepNodes(t *testing.T) {
	const group = "payments.default.use1-az1"
	for name, test := range map[string]struct {
		last     cluster.LastNodeGroup
		min, max int
		desired  float64
		ignored  bool
	}{
		"the same bounds": {cluster.LastNodeGroup{AwsName: "was", Min: 1, Max: 9}, 1, 9, 1, true},
		"another minimum": {cluster.LastNodeGroup{AwsName: "was", Min: 1, Max: 9}, 2, 9, 4, false},
		"more at least":   {cluster.LastNodeGroup{AwsName: "was", Min: 1, Max: 9}, 6, 9, 6, false},
		"fewer at most":   {cluster.LastNodeGroup{AwsName: "was", Min: 1, Max: 9}, 1, 3, 3, false},
		"no longer fixed": {cluster.LastNodeGroup{AwsName: "was", Min: 4, Max: 4}, 1, 9, 4, false},
		"fixed":           {cluster.LastNodeGroup{AwsName: "gone", Min: 1, Max: 9}, 5, 5, 5, false},
	} {
		t.Run(name, func(t *testing.T) {
			r, _, err := run(t, func(args *cluster.EksClusterArgs) {
				args.LastNodeGroups = map[string]cluster.LastNodeGroup{group: test.last}
				args.Plan.NodeGroups[0].Min, args.Plan.NodeGroups[0].Max = test.min, test.max
			})
			require.NoError(t, err)
			made := r.made["eks:index:ManagedNodeGroup "+group].inputs
			require.InDelta(t, test.desired, made["scalingConfig"].ObjectValue()["desiredSize"].NumberValue(), 0)
			require.Equal(t, test.ignored, made["ignoreScalingChanges"].BoolValue())
		})
	}
}
