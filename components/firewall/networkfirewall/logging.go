package networkfirewall

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	awsfirewall "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/networkfirewall"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printLogging prints what the firewall logs, and the log groups that are made for it, whose names it notes.
func (p *printer) printLogging(firewallArn pulumi.StringInput, groups pulumi.StringMap) (pulumi.Resource, error) {
	destinations := make(awsfirewall.LoggingConfigurationLoggingConfigurationLogDestinationConfigArray, 0, len(p.plan.Logs))
	for _, planned := range p.plan.Logs {
		destination := awsfirewall.LoggingConfigurationLoggingConfigurationLogDestinationConfigArgs{LogType: pulumi.String(planned.Kind)}
		if planned.S3Bucket != "" {
			destination.LogDestinationType = pulumi.String("S3")
			destination.LogDestination = pulumi.StringMap{
				"bucketName": pulumi.String(planned.S3Bucket), "prefix": pulumi.String(planned.S3Prefix),
			}
		} else {
			group, err := p.printLogGroup(planned)
			if err != nil {
				return nil, err
			}
			groups[planned.Name] = group.Name
			destination.LogDestinationType = pulumi.String("CloudWatchLogs")
			destination.LogDestination = pulumi.StringMap{"logGroup": group.Name}
		}
		destinations = append(destinations, destination)
	}
	return awsfirewall.NewLoggingConfiguration(p.ctx, p.args.Plan.Name, &awsfirewall.LoggingConfigurationArgs{
		FirewallArn: firewallArn,
		LoggingConfiguration: awsfirewall.LoggingConfigurationLoggingConfigurationArgs{
			LogDestinationConfigs: destinations,
		},
	}, p.parent)
}

func (p *printer) printLogGroup(planned plan.FirewallLog) (*cloudwatch.LogGroup, error) {
	return cloudwatch.NewLogGroup(p.ctx, planned.Name, &cloudwatch.LogGroupArgs{
		Name:            pulumi.String(planned.LogGroup),
		RetentionInDays: pulumi.Int(planned.RetentionDays),
		Tags:            inputs.Tags(p.args.Tags, planned.Name),
	}, p.parent)
}
