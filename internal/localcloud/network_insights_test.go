package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestAnalysesAreNotMadeUp(t *testing.T) {
	g := newGround(t, 1)
	in := props{"source": g.network.gateway.ID, "destinationIp": "10.0.0.9", "destinationPort": 443, "protocol": "tcp"}
	g.w.aws.refuses("InvalidParameterValue", tPath, "lost", with(in, "source", "igw-0"))
	path := g.make(tPath, in)
	assert.Equal(t, "arn:aws:ec2:us-east-1:111111111111:internet-gateway/"+g.network.gateway.ID, path.str("sourceArn"))
	assert.Equal(t, []string{"destinationPort"}, g.w.aws.diff(path, with(in, "destinationPort", 80)).GetReplaces())
	g.w.aws.refuses("forwards no packets", tAnalysis, "shop", props{"networkInsightsPathId": path.ID})
	a := g.make(tAnalysis, props{"networkInsightsPathId": path.ID, "waitForCompletion": false})
	assert.Equal(t, "running", a.str("status"))
	require.ErrorContains(t, g.w.aws.delete(path), "AnalysisExistsForNetworkInsightsPath")
	require.NoError(t, g.w.aws.delete(a))
	require.NoError(t, g.w.aws.delete(path))
}

// TestSomebodyPlaysAnalyzer: a test says what AWS answers.
func TestSomebodyPlaysAnalyzer(t *testing.T) {
	var asked localcloud.Object
	w := newWorld(t, localcloud.Options{Reachability: func(path localcloud.Object, through []string) bool {
		asked = path
		return len(through) == 0
	}})
	n := w.aws.network("hub", 0, 1)
	path := w.aws.create(tPath, "shop", props{"source": n.gateway.ID, "destinationIp": "10.0.0.9", "protocol": "tcp"})
	open := w.aws.create(tAnalysis, "open", props{"networkInsightsPathId": path.ID})
	assert.Equal(t, path.ID, asked.ID)
	assert.Equal(t, "succeeded", open.str("status"))
	assert.Equal(t, true, open.Out["pathFound"])
	through := w.aws.create(tAnalysis, "through", props{
		"networkInsightsPathId": path.ID, "filterInArns": []any{"arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-0"},
	})
	assert.Equal(t, false, through.Out["pathFound"])
}
