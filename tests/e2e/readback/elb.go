package readback

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// taggedAtOnce is how many resources DescribeTags takes.
const taggedAtOnce = 20

// readElb reads further certificates of listeners, and the tags of listeners and rules.
func readElb(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := elb.NewFromConfig(config)
	var arns []string
	for _, listener := range into["ListenerRules"] {
		arn := text(listener, "ListenerArn")
		certificates, err := collect(ctx,
			elb.NewDescribeListenerCertificatesPaginator(client, &elb.DescribeListenerCertificatesInput{ListenerArn: aws.String(arn)}),
			func(page *elb.DescribeListenerCertificatesOutput) []types.Certificate { return page.Certificates })
		if err != nil {
			return err
		}
		putOf(into, "ListenerCertificates", "ListenerArn", arn, "Certificates", certificates)
		arns = append(arns, arn)
		rules, _ := listener["Rules"].([]any)
		for _, rule := range rules {
			// A default rule is part of its listener and has no tags.
			if rule, is := rule.(snapshot.Document); is && rule["IsDefault"] != true {
				arns = append(arns, text(rule, "RuleArn"))
			}
		}
	}
	for some := range slices.Chunk(arns, taggedAtOnce) {
		answer, err := client.DescribeTags(ctx, &elb.DescribeTagsInput{ResourceArns: some})
		if err != nil {
			return err
		}
		put(into, "TagDescriptions", capitalised, answer.TagDescriptions...)
	}
	return nil
}
