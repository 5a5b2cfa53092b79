package components_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/reachability"
)

func TestReachabilityAnalysis(t *testing.T) {
	t.Parallel()
	r := record(t, func(ctx *pulumi.Context) error {
		_, err := reachability.NewReachabilityAnalysis(ctx, "shop", &reachability.ReachabilityAnalysisArgs{
			Source: pulumi.String("igw-1"), DestinationIP: pulumi.String("10.16.128.240"), DestinationPort: 443,
			Through: pulumi.ToStringArray([]string{"arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-1"}),
		})
		return err
	})
	path := r.one(t, "aws:ec2/networkInsightsPath:NetworkInsightsPath", "shop")
	assert.Equal(t, map[string]any{
		"source": "igw-1", "destinationIp": "10.16.128.240", "destinationPort": 443.0, "protocol": "tcp", "tags": map[string]any{"Name": "shop"},
	}, path.inputs)
	analysis := r.one(t, "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis", "shop")
	assert.Equal(t, "shop-id", analysis.inputs["networkInsightsPathId"])
	assert.Equal(t, []any{"arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-1"}, analysis.inputs["filterInArns"])
	assert.Equal(t, true, analysis.inputs["waitForCompletion"])
}

func TestReachabilityAnalysisOfBadArguments(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args     *reachability.ReachabilityAnalysisArgs
		problems []string
	}{
		"nothing": {nil, []string{"source: is required", "destination: is required, or destinationIp"}},
		"too much": {&reachability.ReachabilityAnalysisArgs{
			Source: pulumi.String("igw-1"), Destination: pulumi.String("eni-1"), DestinationIP: pulumi.String("10.0.0.9"), DestinationPort: 65536, Protocol: "icmp",
		}, []string{
			"destinationIp: stands beside destination", "destinationPort: is not from 1 to 65535", "protocol: is neither tcp nor udp",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{}
			err := r.run(func(ctx *pulumi.Context) error {
				_, err := reachability.NewReachabilityAnalysis(ctx, "shop", test.args)
				return err
			})
			for _, problem := range test.problems {
				require.ErrorContains(t, err, problem)
			}
			assert.Empty(t, r.all, "nothing is registered")
		})
	}
}
