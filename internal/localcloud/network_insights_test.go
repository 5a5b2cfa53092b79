package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// at is a filter of packets by where they are addressed to.
func at(address string, port int) props {
	return props{"destinationAddress": address, "destinationPortRange": props{"fromPort": port, "toPort": port}}
}

func TestPathsThatAreRefused(t *testing.T) {
	g := newGround(t, 1)
	transit := g.w.aws.create(tGateway, "hub", props{})
	attached := g.w.aws.create(tAttachment, "hub", attachment(transit, g.network))
	in := props{"source": g.network.gateway.ID, "destination": attached.ID, "protocol": "tcp"}
	for name, test := range map[string]struct {
		in      props
		message string
	}{
		"a gateway that is not there":   {with(in, "source", "igw-0"), "no resource that a path can begin or end at"},
		"another kind":                  {with(in, "source", g.network.vpc.ID), "no resource that a path can begin or end at"},
		"the same by its ARN":           {with(in, "source", "arn:aws:ec2:us-east-1:111111111111:internet-gateway/igw-0"), "no resource"},
		"an attachment that is gone":    {with(in, "destination", "tgw-attach-0"), "no resource"},
		"another Region":                {with(in, "source", "arn:aws:ec2:eu-west-1:111111111111:internet-gateway/igw-0"), "another Region"},
		"nowhere to":                    {with(in, "destination", ""), "MissingParameter"},
		"a port that is none":           {with(in, "destinationPort", 65536), "no port"},
		"a filtered port that is none":  {with(in, "filterAtDestination", at("10.0.0.9", -1)), "no port"},
		"two ports at the source":       {with(in, "filterAtSource", at("10.0.0.9", 80), "destinationPort", 80), "InvalidParameterCombination"},
		"two addresses where they come": {with(in, "filterAtDestination", at("10.0.0.9", 80), "destinationIp", "10.0.0.9"), "InvalidParameterCombination"},
	} {
		g.w.aws.refuses(test.message, tPath, name, test.in)
	}
	path := g.make(tPath, with(in, "source", "arn:aws:ec2:us-east-1:222222222222:internet-gateway/igw-0"))
	assert.Equal(t, "arn:aws:ec2:us-east-1:222222222222:internet-gateway/igw-0", path.str("sourceArn"), "another account's is its own business")
	assert.Equal(t, "arn:aws:ec2:us-east-1:111111111111:transit-gateway-attachment/"+attached.ID, path.str("destinationArn"))
}

func TestAnalysesAreNotMadeUp(t *testing.T) {
	g := newGround(t, 1)
	in := props{"source": g.network.gateway.ID, "filterAtSource": at("10.0.0.9", 443), "protocol": "tcp"}
	g.w.aws.refuses("InvalidParameterValue", tPath, "lost", with(in, "source", "igw-0"))
	path := g.make(tPath, in)
	assert.Equal(t, "arn:aws:ec2:us-east-1:111111111111:internet-gateway/"+g.network.gateway.ID, path.str("sourceArn"))
	assert.Equal(t, []string{"destination"}, g.w.aws.diff(path, with(in, "destination", "eni-0")).GetReplaces())
	assert.Empty(t, g.w.aws.diff(path, with(in, "filterAtSource", at("10.0.0.9", 80))).GetReplaces())
	path = g.w.aws.update(path, with(in, "filterAtSource", at("10.0.0.9", 80)))
	assert.Equal(t, 443.0, path.Out["filterAtSource"].(props)["destinationPortRange"].(props)["fromPort"], "the provider does nothing")
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
	w := newWorld(t, localcloud.Options{Reachability: func(path localcloud.Object, through []string, objects []localcloud.Object) (bool, error) {
		asked = path
		assert.NotEmpty(t, objects)
		return len(through) == 0, nil
	}})
	n := w.aws.network("hub", 0, 1)
	path := w.aws.create(tPath, "shop", props{"source": n.gateway.ID, "filterAtSource": at("10.0.0.9", 443), "protocol": "tcp"})
	open := w.aws.create(tAnalysis, "open", props{"networkInsightsPathId": path.ID})
	assert.Equal(t, path.ID, asked.ID)
	assert.Equal(t, "succeeded", open.str("status"))
	assert.Equal(t, true, open.Out["pathFound"])
	through := w.aws.create(tAnalysis, "through", props{
		"networkInsightsPathId": path.ID, "filterInArns": []any{"arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-0"},
	})
	assert.Equal(t, false, through.Out["pathFound"])
}
