package loadbalancer

import (
	"slices"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printAlbTarget prints the target group with which an NLB leads to an internal ALB, and says its ARN.
//
// It has no attributes: AWS lets nobody change those of such a target group, which keeps the addresses of clients in any case.
func printAlbTarget(
	ctx *pulumi.Context, planned plan.TargetGroup, albArn, vpcID pulumi.StringInput, tags pulumi.StringMapInput, component pulumi.Resource,
) (pulumi.StringOutput, error) {
	group, err := lb.NewTargetGroup(ctx, planned.Name, &lb.TargetGroupArgs{
		Name:        pulumi.String(planned.AwsName),
		VpcId:       vpcID.ToStringOutput(),
		TargetType:  pulumi.String("alb"),
		Port:        pulumi.Int(planned.Port),
		Protocol:    pulumi.String(planned.Protocol),
		HealthCheck: healthCheckArgs(planned.HealthCheck),
		Tags:        inputs.Tags(tags, planned.Name),
	}, pulumi.Parent(component), pulumi.DeleteBeforeReplace(false))
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	_, err = lb.NewTargetGroupAttachment(ctx, planned.Name, &lb.TargetGroupAttachmentArgs{
		TargetGroupArn: group.Arn,
		TargetId:       albArn.ToStringOutput(),
		Port:           pulumi.Int(planned.Port),
	}, pulumi.Parent(component))
	return group.Arn, err
}

// albsBehind are the names of the internal ALBs to which an NLB leads.
func albsBehind(balancer plan.StaticNlb) []string {
	var names []string
	for _, group := range balancer.TargetGroups {
		if group.Alb != "" {
			names = append(names, group.Alb)
		}
	}
	return names
}

// forPods are the target groups that do not lead to an ALB.
func forPods(groups []plan.TargetGroup) []plan.TargetGroup {
	return slices.DeleteFunc(slices.Clone(groups), func(group plan.TargetGroup) bool { return group.Alb != "" })
}
