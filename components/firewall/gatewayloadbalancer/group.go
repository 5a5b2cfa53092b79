package gatewayloadbalancer

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	// gracePeriod is how many seconds a new appliance has until the auto scaling group takes its failed probes seriously. A
	// firewall loads its policy and reboots before it answers, which takes minutes; meanwhile it gets no traffic, so a long
	// period costs nothing but the time until a broken one is replaced.
	gracePeriod = 900

	// refreshSlack is how many percent more appliances there may be while all are replaced: none leaves before another one is
	// healthy.
	refreshSlack = 125

	// capacityMinutes is how long an update waits for the first appliances to be healthy, and drainMinutes for the last to be
	// gone, beside the declared pauses.
	capacityMinutes = 30
	drainMinutes    = 20
)

// Transitions at which an auto scaling group waits for somebody.
const (
	launching   = "autoscaling:EC2_INSTANCE_LAUNCHING"
	terminating = "autoscaling:EC2_INSTANCE_TERMINATING"
)

// launchTemplate prints what each appliance is made of.
func (p *fleetPrinter) launchTemplate(securityGroupID pulumi.StringInput) (*ec2.LaunchTemplate, error) {
	args := &ec2.LaunchTemplateArgs{
		Name:         pulumi.String(p.plan.AwsName),
		ImageId:      pulumi.String(p.plan.Ami),
		InstanceType: pulumi.String(p.plan.InstanceType),
		EbsOptimized: pulumi.String("true"),
		// Tokens (IMDSv2), and none beyond the appliance itself: it forwards what others send.
		MetadataOptions: ec2.LaunchTemplateMetadataOptionsArgs{
			HttpEndpoint:            pulumi.String("enabled"),
			HttpTokens:              pulumi.String("required"),
			HttpPutResponseHopLimit: pulumi.Int(1),
		},
		NetworkInterfaces:    p.interfaces(securityGroupID),
		TagSpecifications:    p.templateTags(),
		UpdateDefaultVersion: pulumi.Bool(true),
		Tags:                 inputs.Tags(p.args.Tags, p.plan.Name),
	}
	if p.plan.RootDevice != "" {
		args.BlockDeviceMappings = ec2.LaunchTemplateBlockDeviceMappingArray{ec2.LaunchTemplateBlockDeviceMappingArgs{
			DeviceName: pulumi.String(p.plan.RootDevice),
			Ebs: ec2.LaunchTemplateBlockDeviceMappingEbsArgs{
				Encrypted:           pulumi.String("true"),
				DeleteOnTermination: pulumi.String("true"),
			},
		}}
	}
	if p.plan.UserData != "" {
		// It tends to hold what lets an appliance join its management.
		encoded := base64.StdEncoding.EncodeToString([]byte(p.plan.UserData))
		args.UserData = pulumi.ToSecret(pulumi.String(encoded)).(pulumi.StringOutput)
	}
	if p.plan.KeyName != "" {
		args.KeyName = pulumi.String(p.plan.KeyName)
	}
	if p.plan.InstanceProfileArn != "" {
		args.IamInstanceProfile = ec2.LaunchTemplateIamInstanceProfileArgs{Arn: pulumi.String(p.plan.InstanceProfileArn)}
	}
	return ec2.NewLaunchTemplate(p.ctx, p.plan.Name, args, p.parent, replacement)
}

// interfaces are an appliance's network interfaces, none with a public address. They name no subnet: the auto scaling group
// puts all of an instance's into the one that it chooses.
func (p *fleetPrinter) interfaces(securityGroupID pulumi.StringInput) ec2.LaunchTemplateNetworkInterfaceArray {
	count := 1
	if p.plan.ManagementInterface {
		count = 2
	}
	interfaces := ec2.LaunchTemplateNetworkInterfaceArray{}
	for device := range count {
		args := ec2.LaunchTemplateNetworkInterfaceArgs{
			DeviceIndex:         pulumi.Int(device),
			SecurityGroups:      pulumi.StringArray{securityGroupID},
			DeleteOnTermination: pulumi.String("true"),
		}
		if count == 1 {
			// With several interfaces EC2 assigns no public address, and refuses to be told so.
			args.AssociatePublicIpAddress = pulumi.String("false")
		}
		interfaces = append(interfaces, args)
	}
	return interfaces
}

// templateTags tag what an appliance brings along; itself is tagged by its group.
func (p *fleetPrinter) templateTags() ec2.LaunchTemplateTagSpecificationArray {
	specifications := ec2.LaunchTemplateTagSpecificationArray{}
	for _, kind := range []string{"volume", "network-interface"} {
		specifications = append(specifications, ec2.LaunchTemplateTagSpecificationArgs{
			ResourceType: pulumi.String(kind), Tags: inputs.Tags(p.args.Tags, p.plan.Name),
		})
	}
	return specifications
}

// group prints the auto scaling group, across the zones, with its pauses.
func (p *fleetPrinter) group(
	template *ec2.LaunchTemplate, targets *lb.TargetGroup, listener *lb.Listener,
) (*autoscaling.Group, error) {
	group, err := autoscaling.NewGroup(p.ctx, p.plan.Name, &autoscaling.GroupArgs{
		Name:               pulumi.String(p.plan.AwsName),
		MinSize:            pulumi.Int(p.plan.Min),
		MaxSize:            pulumi.Int(p.plan.Max),
		VpcZoneIdentifiers: p.subnets(),
		TargetGroupArns:    pulumi.StringArray{targets.Arn},
		LaunchTemplate: autoscaling.GroupLaunchTemplateArgs{
			Id: template.ID(),
			// By number: AWS refreshes nothing for $Latest, which stays the same word.
			Version: template.LatestVersion.ApplyT(strconv.Itoa).(pulumi.StringOutput),
		},
		HealthCheckType:        pulumi.String("ELB"),
		HealthCheckGracePeriod: pulumi.Int(gracePeriod),
		InstanceRefresh: autoscaling.GroupInstanceRefreshArgs{
			Strategy: pulumi.String("Rolling"),
			Preferences: autoscaling.GroupInstanceRefreshPreferencesArgs{
				MinHealthyPercentage: pulumi.Int(100),
				MaxHealthyPercentage: pulumi.Int(refreshSlack),
				InstanceWarmup:       pulumi.String(strconv.Itoa(gracePeriod)),
				SkipMatching:         pulumi.Bool(true),
				AutoRollback:         pulumi.Bool(true),
			},
		},
		// The first appliances must not launch past a pause that is declared, so it is part of the group from the beginning.
		InitialLifecycleHooks: p.initialPauses(),
		// Endpoints wait for the group, and it for as many healthy appliances as there have to be at least.
		MinElbCapacity:         pulumi.Int(p.plan.Min),
		WaitForCapacityTimeout: pulumi.String(minutes(capacityMinutes, p.plan.LaunchPause)),
		Tags:                   p.groupTags(),
	}, p.parent, replacement,
		// The probe of a target that no listener leads to is never made.
		pulumi.DependsOn([]pulumi.Resource{listener}),
		// Later the pauses change as resources of their own.
		pulumi.IgnoreChanges([]string{"initialLifecycleHooks"}),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Delete: minutes(drainMinutes, p.plan.TerminationPause)}))
	if err != nil {
		return nil, err
	}
	for _, pause := range p.pauses() {
		if _, err := autoscaling.NewLifecycleHook(p.ctx, p.plan.Name+"."+pause.name, &autoscaling.LifecycleHookArgs{
			Name:                 pulumi.String(pause.name),
			AutoscalingGroupName: group.Name,
			LifecycleTransition:  pulumi.String(pause.transition),
			HeartbeatTimeout:     pulumi.Int(pause.seconds),
			DefaultResult:        pulumi.String(afterPause),
		}, p.parent); err != nil {
			return nil, err
		}
	}
	return group, nil
}

// afterPause goes on when nobody ended a pause: a new appliance gets traffic once its probe succeeds, an old one goes.
const afterPause = "CONTINUE"

// pause is a declared wait of the auto scaling group.
type pause struct {
	name, transition string
	seconds          int
}

// pauses are the declared pauses.
func (p *fleetPrinter) pauses() []pause {
	var declared []pause
	for _, pause := range []pause{
		{"launch", launching, p.plan.LaunchPause}, {"termination", terminating, p.plan.TerminationPause},
	} {
		if pause.seconds > 0 {
			declared = append(declared, pause)
		}
	}
	return declared
}

// initialPauses are the pauses for appliances that launch together with the group.
func (p *fleetPrinter) initialPauses() autoscaling.GroupInitialLifecycleHookArrayInput {
	hooks := autoscaling.GroupInitialLifecycleHookArray{}
	for _, pause := range p.pauses() {
		hooks = append(hooks, autoscaling.GroupInitialLifecycleHookArgs{
			Name: pulumi.String(pause.name), LifecycleTransition: pulumi.String(pause.transition),
			HeartbeatTimeout: pulumi.Int(pause.seconds), DefaultResult: pulumi.String(afterPause),
		})
	}
	if len(hooks) == 0 {
		return nil
	}
	return hooks
}

// groupTags are the tags of the group and of the appliances that it launches.
func (p *fleetPrinter) groupTags() autoscaling.GroupTagArrayOutput {
	return p.tags().ToStringMapOutput().ApplyT(func(tags map[string]string) []autoscaling.GroupTag {
		all := make([]autoscaling.GroupTag, 0, len(tags))
		for _, key := range slices.Sorted(maps.Keys(tags)) {
			all = append(all, autoscaling.GroupTag{Key: key, Value: tags[key], PropagateAtLaunch: true})
		}
		return all
	}).(autoscaling.GroupTagArrayOutput)
}

// minutes is a duration of minutes and seconds, as the provider reads it.
func minutes(count, seconds int) string {
	return strconv.Itoa(count+(seconds+59)/60) + "m"
}
