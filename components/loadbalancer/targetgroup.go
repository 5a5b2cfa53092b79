package loadbalancer

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/callstack"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// IpTargetGroupToken is the type token of IpTargetGroup.
const IpTargetGroupToken = "ingresshub:index:IpTargetGroup"

// deregistrationDelay is how many seconds connections have to finish on a target that goes. The targets of the outer layer
// are the addresses of a load balancer, which stay; those of the inner one are pods, which Kubernetes gives 30 seconds by
// default.
const deregistrationDelay = 60

// IpTargetGroupArgs are the arguments of NewIpTargetGroup.
type IpTargetGroupArgs struct {
	// The target group as planned, with its static targets if it has any.
	Plan plan.TargetGroup `pulumi:"plan"`

	// ID of the VPC of the load balancer. The targets may lie in another, as long as there is a route.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// Whether the load balancer's nodes send to the targets of all zones, whatever the load balancer says. Default: as the
	// load balancer says.
	CrossZone bool `pulumi:"crossZone"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// IpTargetGroup is a target group whose targets are IP addresses: the static ones of an inner load balancer in another
// VPC, or, with no target in the plan, those of pods that the AWS Load Balancer Controller registers. Never both: the
// controller deregisters what it does not know.
type IpTargetGroup struct {
	pulumi.ResourceState

	// ARN of the target group.
	TargetGroupArn pulumi.StringOutput `pulumi:"targetGroupArn"`
}

// NewIpTargetGroup registers a target group and the attachments of its static targets.
//
// The client's address is not preserved, which ELB does not support through a transit gateway: the target sees the load
// balancer's. An ALB tells the client's in X-Forwarded-For, an NLB in a proxy protocol header where the service asks for
// it.
//
// A change of port, protocol or VPC replaces the target group. The new one exists, under its own AWS name, before
// listeners and rules change over and the old one goes.
//
// The error lists all problems, and then nothing is registered.
func NewIpTargetGroup(
	ctx *pulumi.Context, name string, args *IpTargetGroupArgs, opts ...pulumi.ResourceOption,
) (*IpTargetGroup, error) {
	if args == nil {
		args = &IpTargetGroupArgs{}
	}
	if err := inputs.Check(IpTargetGroupToken, name,
		inputs.Require("plan.name", args.Plan.Name != ""),
		inputs.Require("plan.awsName", args.Plan.AwsName != ""),
		inputs.Require("plan.protocol", args.Plan.Protocol != ""),
		inputs.Require("plan.port", args.Plan.Port != 0),
		inputs.Require("plan.healthCheck.protocol", args.Plan.HealthCheck.Protocol != ""),
		inputs.Require("vpcId", args.VpcID != nil),
	); err != nil {
		return nil, err
	}
	component := &IpTargetGroup{}
	if err := ctx.RegisterComponentResource(IpTargetGroupToken, name, component, opts...); err != nil {
		return nil, err
	}
	if err := callstack.Each(func() error { return component.print(ctx, args) }); err != nil {
		return nil, err
	}
	outputs.Register(ctx, component, pulumi.Map{"targetGroupArn": component.TargetGroupArn})
	return component, nil
}

func (g *IpTargetGroup) print(ctx *pulumi.Context, args *IpTargetGroupArgs) error {
	group, err := lb.NewTargetGroup(ctx, args.Plan.Name, targetGroupArgs(args),
		// Said explicitly, because the provider prefers to delete first what has a name of its own.
		pulumi.Parent(g), pulumi.DeleteBeforeReplace(false))
	if err != nil {
		return err
	}
	g.TargetGroupArn = group.Arn
	for _, target := range args.Plan.Targets {
		attachment := &lb.TargetGroupAttachmentArgs{
			TargetGroupArn: group.Arn,
			TargetId:       pulumi.String(target.Address),
			Port:           pulumi.Int(target.Port),
		}
		if target.AvailabilityZone != "" {
			attachment.AvailabilityZone = pulumi.String(target.AvailabilityZone)
		}
		if _, err := lb.NewTargetGroupAttachment(ctx, target.Name, attachment, pulumi.Parent(g)); err != nil {
			return err
		}
	}
	return nil
}

func targetGroupArgs(args *IpTargetGroupArgs) *lb.TargetGroupArgs {
	planned := args.Plan
	group := &lb.TargetGroupArgs{
		Name:                pulumi.String(planned.AwsName),
		VpcId:               args.VpcID.ToStringOutput(),
		TargetType:          pulumi.String("ip"),
		IpAddressType:       pulumi.String("ipv4"),
		Port:                pulumi.Int(planned.Port),
		Protocol:            pulumi.String(planned.Protocol),
		DeregistrationDelay: pulumi.Int(deregistrationDelay),
		HealthCheck:         healthCheckArgs(planned.HealthCheck),
		Tags:                inputs.Tags(args.Tags, planned.Name),
	}
	if args.CrossZone {
		group.LoadBalancingCrossZoneEnabled = pulumi.String("true")
	}
	if planned.Protocol == "TCP" {
		group.PreserveClientIp = pulumi.String("false")
		group.ProxyProtocolV2 = pulumi.Bool(planned.ProxyProtocol)
	}
	return group
}

func healthCheckArgs(planned plan.PlannedHealthCheck) *lb.TargetGroupHealthCheckArgs {
	check := &lb.TargetGroupHealthCheckArgs{
		Enabled:            pulumi.Bool(true),
		Protocol:           pulumi.String(planned.Protocol),
		Port:               pulumi.String(planned.Port),
		Interval:           pulumi.Int(planned.Interval),
		Timeout:            pulumi.Int(planned.Timeout),
		HealthyThreshold:   pulumi.Int(planned.Threshold),
		UnhealthyThreshold: pulumi.Int(planned.Threshold),
	}
	if planned.Path != "" {
		check.Path = pulumi.String(planned.Path)
	}
	if planned.Matcher != "" {
		check.Matcher = pulumi.String(planned.Matcher)
	}
	return check
}
