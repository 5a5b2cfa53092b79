package live

import (
	"context"

	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
)

const (
	balancerARN = "LoadBalancerArn"
	groupARN    = "TargetGroupArn"
	firewallARN = "FirewallArn"
)

// taggedAtOnce is how many resources DescribeTags takes.
const taggedAtOnce = 20

// balancerCalls read load balancers, what they forward, and to whom.
var balancerCalls = []Call{
	{
		Service: ofELB, Operation: "DescribeLoadBalancers", Key: "LoadBalancers",
		asker: paged("LoadBalancers", func(c *clients) *elb.DescribeLoadBalancersPaginator {
			return elb.NewDescribeLoadBalancersPaginator(c.elb, &elb.DescribeLoadBalancersInput{})
		}),
	},
	{
		Service: ofELB, Operation: "DescribeLoadBalancerAttributes", Key: "LoadBalancerAttributes",
		after: "DescribeLoadBalancers", ids: field(balancerARN),
		asker: onceOf(balancerARN, "Attributes",
			func(ctx context.Context, c *clients, arn *string) (*elb.DescribeLoadBalancerAttributesOutput, error) {
				return c.elb.DescribeLoadBalancerAttributes(ctx, &elb.DescribeLoadBalancerAttributesInput{LoadBalancerArn: arn})
			}),
	},
	{
		Service: ofELB, Operation: "DescribeListeners", Key: "LoadBalancerListeners",
		after: "DescribeLoadBalancers", ids: field(balancerARN),
		asker: pagedOf(balancerARN, "Listeners", func(c *clients, arn *string) *elb.DescribeListenersPaginator {
			return elb.NewDescribeListenersPaginator(c.elb, &elb.DescribeListenersInput{LoadBalancerArn: arn})
		}),
	},
	{
		Service: ofELB, Operation: "DescribeRules", Key: "ListenerRules",
		after: "DescribeListeners", ids: listeners,
		asker: pagedOf("ListenerArn", "Rules", func(c *clients, arn *string) *elb.DescribeRulesPaginator {
			return elb.NewDescribeRulesPaginator(c.elb, &elb.DescribeRulesInput{ListenerArn: arn})
		}),
	},
	{
		Service: ofELB, Operation: "DescribeTargetGroups", Key: "TargetGroups",
		asker: paged("TargetGroups", func(c *clients) *elb.DescribeTargetGroupsPaginator {
			return elb.NewDescribeTargetGroupsPaginator(c.elb, &elb.DescribeTargetGroupsInput{})
		}),
	},
	{
		Service: ofELB, Operation: "DescribeTargetGroupAttributes", Key: "TargetGroupAttributes",
		after: "DescribeTargetGroups", ids: field(groupARN),
		asker: onceOf(groupARN, "Attributes",
			func(ctx context.Context, c *clients, arn *string) (*elb.DescribeTargetGroupAttributesOutput, error) {
				return c.elb.DescribeTargetGroupAttributes(ctx, &elb.DescribeTargetGroupAttributesInput{TargetGroupArn: arn})
			}),
	},
	{
		Service: ofELB, Operation: "DescribeTargetHealth", Key: "LoadBalancerTargetHealth",
		after: "DescribeTargetGroups", ids: field(groupARN),
		asker: onceOf(groupARN, "TargetHealthDescriptions",
			func(ctx context.Context, c *clients, arn *string) (*elb.DescribeTargetHealthOutput, error) {
				return c.elb.DescribeTargetHealth(ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: arn})
			}),
	},
	tagsOf("DescribeLoadBalancers", balancerARN),
	tagsOf("DescribeTargetGroups", groupARN),
}

// tagsOf reads the tags of load balancers or target groups, which their own lists do not tell.
func tagsOf(after, arn string) Call {
	return Call{
		Service: ofELB, Operation: "DescribeTags", Key: "TagDescriptions",
		after: after, ids: field(arn), batch: taggedAtOnce,
		asker: once("TagDescriptions", func(ctx context.Context, c *clients, arns []string) (*elb.DescribeTagsOutput, error) {
			return c.elb.DescribeTags(ctx, &elb.DescribeTagsInput{ResourceArns: arns})
		}),
	}
}

// listeners are those of a load balancer.
func listeners(of Document) []string {
	var arns []string
	listed, _ := of["Listeners"].([]any)
	for _, item := range listed {
		if listener, is := item.(Document); is {
			arns = append(arns, field("ListenerArn")(listener)...)
		}
	}
	return arns
}

// firewallCalls read AWS Network Firewalls: their list, and each one with its endpoints in the place of its item.
var firewallCalls = []Call{
	{
		Service: ofFirewall, Operation: "ListFirewalls", Key: "Firewalls",
		asker: paged("Firewalls", func(c *clients) *networkfirewall.ListFirewallsPaginator {
			return networkfirewall.NewListFirewallsPaginator(c.firewall, &networkfirewall.ListFirewallsInput{})
		}),
	},
	{
		Service: ofFirewall, Operation: "DescribeFirewall", Key: "Firewalls",
		after: "ListFirewalls", ids: field(firewallARN), instead: true,
		asker: whole(func(ctx context.Context, c *clients, arn *string) (*networkfirewall.DescribeFirewallOutput, error) {
			return c.firewall.DescribeFirewall(ctx, &networkfirewall.DescribeFirewallInput{FirewallArn: arn})
		}),
	},
}
