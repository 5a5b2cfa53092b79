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
		"source": "igw-1", "protocol": "tcp", "tags": map[string]any{"Name": "shop"},
		"filterAtSource": map[string]any{"destinationAddress": "10.16.128.240", "destinationPortRange": ports(443)},
	}, path.inputs)
	analysis := r.one(t, "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis", "shop")
	assert.Equal(t, "shop-id", analysis.inputs["networkInsightsPathId"])
	assert.Equal(t, []any{"arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-1"}, analysis.inputs["filterInArns"])
	assert.Equal(t, true, analysis.inputs["waitForCompletion"])
}

func ports(port float64) map[string]any { return map[string]any{"fromPort": port, "toPort": port} }

// TestReachabilityAnalysisAcrossALoadBalancer: packets are addressed elsewhere when they arrive.
func TestReachabilityAnalysisAcrossALoadBalancer(t *testing.T) {
	t.Parallel()
	r := record(t, func(ctx *pulumi.Context) error {
		_, err := reachability.NewReachabilityAnalysis(ctx, "plain", &reachability.ReachabilityAnalysisArgs{
			Source: pulumi.String("eni-1"), Destination: pulumi.String("eni-2"), DestinationPort: 443, Protocol: reachability.UDP,
		})
		if err != nil {
			return err
		}
		_, err = reachability.NewReachabilityAnalysis(ctx, "shop", &reachability.ReachabilityAnalysisArgs{
			Source: pulumi.String("igw-1"), Destination: pulumi.String("eni-1"), DestinationPort: 443, ArrivalAddress: "10.16.128.240", ArrivalPort: 8443,
		})
		return err
	})
	assert.Equal(t, map[string]any{
		"source": "eni-1", "destination": "eni-2", "destinationPort": 443.0, "protocol": "udp", "tags": map[string]any{"Name": "plain"},
	}, r.one(t, "aws:ec2/networkInsightsPath:NetworkInsightsPath", "plain").inputs)
	assert.Equal(t, map[string]any{
		"source": "igw-1", "destination": "eni-1", "protocol": "tcp", "tags": map[string]any{"Name": "shop"},
		"filterAtSource":      map[string]any{"destinationPortRange": ports(443)},
		"filterAtDestination": map[string]any{"destinationAddress": "10.16.128.240", "destinationPortRange": ports(8443)},
	}, r.one(t, "aws:ec2/networkInsightsPath:NetworkInsightsPath", "shop").inputs)
}

// TestReachabilityCheck asks what a plan's questions ask, of the resources that they name.
func TestReachabilityCheck(t *testing.T) {
	t.Parallel()
	questions := []reachability.Question{
		{
			Name: "exposed.public.shop.use1-az1", Property: reachability.Exposed, Source: reachability.InternetGateway("ingress"),
			Destination: reachability.Interface("payments.inner-1.use1-az1"), SentTo: 443, Address: "10.16.128.240", Port: 20443,
			Through: reachability.LoadBalancer("public"), PathFound: true,
		},
		{
			Name: "contained.payments.search", Property: reachability.Contained,
			Source: reachability.Attachment("payments"), Destination: reachability.Attachment("search"),
		},
	}
	arns := pulumi.StringMap{}
	for _, resource := range reachability.Resources(questions) {
		arns[resource] = pulumi.String("arn of " + resource)
	}
	r := record(t, func(ctx *pulumi.Context) error {
		_, err := reachability.NewReachabilityCheck(ctx, "estate", &reachability.ReachabilityCheckArgs{Questions: questions, Arns: arns})
		return err
	})
	path := r.one(t, "aws:ec2/networkInsightsPath:NetworkInsightsPath", "exposed.public.shop.use1-az1")
	assert.Equal(t, "arn of internet-gateway/ingress", path.inputs["source"])
	assert.Equal(t, "arn of interface/payments.inner-1.use1-az1", path.inputs["destination"])
	analysis := r.one(t, "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis", "exposed.public.shop.use1-az1")
	assert.Equal(t, []any{"arn of load-balancer/public"}, analysis.inputs["filterInArns"])
	apart := r.one(t, "aws:ec2/networkInsightsPath:NetworkInsightsPath", "contained.payments.search")
	assert.Equal(t, map[string]any{
		"source": "arn of attachment/payments", "destination": "arn of attachment/search", "protocol": "tcp",
		"tags": map[string]any{"Name": "contained.payments.search"},
	}, apart.inputs)
	assert.NotContains(t, r.one(t, "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis", "contained.payments.search").inputs, "filterInArns")
}

func TestReachabilityCheckOfBadArguments(t *testing.T) {
	t.Parallel()
	question := reachability.Question{Name: "one", Source: reachability.Attachment("a"), Destination: reachability.Attachment("b")}
	for name, test := range map[string]struct {
		args     *reachability.ReachabilityCheckArgs
		problems []string
	}{
		"nothing":   {nil, []string{"questions: is required"}},
		"resources": {&reachability.ReachabilityCheckArgs{Questions: []reachability.Question{question}}, []string{"attachment/a: is required", "attachment/b: is required"}},
		"twice": {&reachability.ReachabilityCheckArgs{
			Questions: []reachability.Question{question, question},
			Arns:      pulumi.StringMap{"attachment/a": pulumi.String("arn"), "attachment/b": pulumi.String("arn")},
		}, []string{"questions.one: stands there twice"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{}
			err := r.run(func(ctx *pulumi.Context) error {
				_, err := reachability.NewReachabilityCheck(ctx, "estate", test.args)
				return err
			})
			for _, problem := range test.problems {
				require.ErrorContains(t, err, problem)
			}
			assert.Empty(t, r.all, "nothing is registered")
		})
	}
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
			ArrivalPort: -1, ArrivalAddress: "2001:db8::1",
		}, []string{
			"destinationIp: stands beside destination", "destinationPort: is not from 1 to 65535", "protocol: is neither tcp nor udp",
			"arrivalPort: is not from 1 to 65535", "arrivalAddress: is no IPv4 address",
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
