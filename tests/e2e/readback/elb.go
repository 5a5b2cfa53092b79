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

// readElb reads load balancers and target groups.
func readElb(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := elb.NewFromConfig(config)
	balancers, err := keep(ctx, into, "LoadBalancers",
		elb.NewDescribeLoadBalancersPaginator(client, &elb.DescribeLoadBalancersInput{}),
		func(page *elb.DescribeLoadBalancersOutput) []types.LoadBalancer { return page.LoadBalancers })
	if err != nil {
		return err
	}
	var arns []string
	for _, balancer := range balancers {
		arn := aws.ToString(balancer.LoadBalancerArn)
		attributes, err := client.DescribeLoadBalancerAttributes(ctx, &elb.DescribeLoadBalancerAttributesInput{
			LoadBalancerArn: aws.String(arn),
		})
		if err != nil {
			return err
		}
		putOf(into, "LoadBalancerAttributes", "LoadBalancerArn", arn, "Attributes", attributes.Attributes)
		listeners, err := collect(ctx,
			elb.NewDescribeListenersPaginator(client, &elb.DescribeListenersInput{LoadBalancerArn: aws.String(arn)}),
			func(page *elb.DescribeListenersOutput) []types.Listener { return page.Listeners })
		if err != nil {
			return err
		}
		putOf(into, "LoadBalancerListeners", "LoadBalancerArn", arn, "Listeners", listeners)
		arns = append(arns, arn)
		for _, listener := range listeners {
			below, err := readListener(ctx, client, aws.ToString(listener.ListenerArn), into)
			if err != nil {
				return err
			}
			arns = append(arns, below...)
		}
	}
	groups, err := readTargetGroups(ctx, client, into)
	if err != nil {
		return err
	}
	return readElbTags(ctx, client, append(arns, groups...), into)
}

// readListener reads a listener's rules and further certificates, and says what has tags.
func readListener(ctx context.Context, client *elb.Client, arn string, into snapshot.Documents) ([]string, error) {
	rules, err := collect(ctx, elb.NewDescribeRulesPaginator(client, &elb.DescribeRulesInput{ListenerArn: aws.String(arn)}),
		func(page *elb.DescribeRulesOutput) []types.Rule { return page.Rules })
	if err != nil {
		return nil, err
	}
	putOf(into, "ListenerRules", "ListenerArn", arn, "Rules", rules)
	certificates, err := collect(ctx,
		elb.NewDescribeListenerCertificatesPaginator(client, &elb.DescribeListenerCertificatesInput{ListenerArn: aws.String(arn)}),
		func(page *elb.DescribeListenerCertificatesOutput) []types.Certificate { return page.Certificates })
	if err != nil {
		return nil, err
	}
	putOf(into, "ListenerCertificates", "ListenerArn", arn, "Certificates", certificates)
	arns := []string{arn}
	for _, rule := range rules {
		// A default rule is part of its listener and has no tags.
		if !aws.ToBool(rule.IsDefault) {
			arns = append(arns, aws.ToString(rule.RuleArn))
		}
	}
	return arns, nil
}

// readTargetGroups reads target groups with their targets, and says their ARNs.
func readTargetGroups(ctx context.Context, client *elb.Client, into snapshot.Documents) ([]string, error) {
	groups, err := keep(ctx, into, "TargetGroups",
		elb.NewDescribeTargetGroupsPaginator(client, &elb.DescribeTargetGroupsInput{}),
		func(page *elb.DescribeTargetGroupsOutput) []types.TargetGroup { return page.TargetGroups })
	if err != nil {
		return nil, err
	}
	var arns []string
	for _, group := range groups {
		attributes, err := client.DescribeTargetGroupAttributes(ctx, &elb.DescribeTargetGroupAttributesInput{
			TargetGroupArn: group.TargetGroupArn,
		})
		if err != nil {
			return nil, err
		}
		arn := aws.ToString(group.TargetGroupArn)
		putOf(into, "TargetGroupAttributes", "TargetGroupArn", arn, "Attributes", attributes.Attributes)
		health, err := client.DescribeTargetHealth(ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: group.TargetGroupArn})
		if err != nil {
			return nil, err
		}
		putOf(into, "LoadBalancerTargetHealth", "TargetGroupArn", arn, "TargetHealthDescriptions", health.TargetHealthDescriptions)
		arns = append(arns, arn)
	}
	return arns, nil
}

func readElbTags(ctx context.Context, client *elb.Client, arns []string, into snapshot.Documents) error {
	put[types.TagDescription](into, "TagDescriptions", capitalised)
	for some := range slices.Chunk(arns, taggedAtOnce) {
		answer, err := client.DescribeTags(ctx, &elb.DescribeTagsInput{ResourceArns: some})
		if err != nil {
			return err
		}
		put(into, "TagDescriptions", capitalised, answer.TagDescriptions...)
	}
	return nil
}
