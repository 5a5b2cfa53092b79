package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readFleets reads auto scaling groups with their pauses, what launch templates say now, and who may use endpoint services.
func readFleets(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := autoscaling.NewFromConfig(config)
	groups, err := keep(ctx, into, "AutoScalingGroups",
		autoscaling.NewDescribeAutoScalingGroupsPaginator(client, &autoscaling.DescribeAutoScalingGroupsInput{}),
		func(page *autoscaling.DescribeAutoScalingGroupsOutput) []types.AutoScalingGroup {
			return page.AutoScalingGroups
		})
	if err != nil {
		return err
	}
	put[types.LifecycleHook](into, "LifecycleHooks", capitalised)
	for _, group := range groups {
		answer, err := client.DescribeLifecycleHooks(ctx, &autoscaling.DescribeLifecycleHooksInput{AutoScalingGroupName: group.AutoScalingGroupName})
		if err != nil {
			return err
		}
		put(into, "LifecycleHooks", capitalised, answer.LifecycleHooks...)
	}
	return readTemplates(ctx, ec2.NewFromConfig(config), into)
}

// readTemplates reads the default version of each launch template, and the permissions of each endpoint service.
func readTemplates(ctx context.Context, client *ec2.Client, into snapshot.Documents) error {
	put[ec2types.LaunchTemplateVersion](into, "LaunchTemplateVersions", capitalised)
	for _, template := range into["LaunchTemplates"] {
		answer, err := client.DescribeLaunchTemplateVersions(ctx, &ec2.DescribeLaunchTemplateVersionsInput{
			LaunchTemplateId: aws.String(text(template, "LaunchTemplateId")), Versions: []string{"$Default"},
		})
		if err != nil {
			return err
		}
		put(into, "LaunchTemplateVersions", capitalised, answer.LaunchTemplateVersions...)
	}
	for _, service := range into["ServiceConfigurations"] {
		id := text(service, "ServiceId")
		permissions, err := collect(ctx,
			ec2.NewDescribeVpcEndpointServicePermissionsPaginator(client,
				&ec2.DescribeVpcEndpointServicePermissionsInput{ServiceId: aws.String(id)}),
			func(page *ec2.DescribeVpcEndpointServicePermissionsOutput) []ec2types.AllowedPrincipal {
				return page.AllowedPrincipals
			})
		if err != nil {
			return err
		}
		putOf(into, "ServicePermissions", "ServiceId", id, "AllowedPrincipals", permissions)
	}
	return nil
}
