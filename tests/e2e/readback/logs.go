package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readLogs reads log groups.
func readLogs(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	groups, err := collect(ctx,
		cloudwatchlogs.NewDescribeLogGroupsPaginator(cloudwatchlogs.NewFromConfig(config), &cloudwatchlogs.DescribeLogGroupsInput{}),
		func(page *cloudwatchlogs.DescribeLogGroupsOutput) []types.LogGroup { return page.LogGroups })
	if err != nil {
		return err
	}
	put(into, "logGroups", lowerCase, groups...)
	return nil
}
