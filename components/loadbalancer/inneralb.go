package loadbalancer

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// InnerAlbToken is the type token of InnerAlb.
const InnerAlbToken = "ingresshub:index:InnerAlb"

// InnerAlbArgs are the arguments of NewInnerAlb.
type InnerAlbArgs struct {
	// The load balancer as planned: its security group, certificate, listener, rules and target groups.
	Plan plan.InternalAlb `pulumi:"plan"`

	// ID of the EKS VPC.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// IDs of the EKS VPC's lb subnets, by plan name: `<vpc>.lb.<zone>`, such as payments.lb.use1-az1.
	SubnetIDs pulumi.StringMap `pulumi:"subnetIds"`

	// Whether AWS and Pulumi protect the load balancer from deletion. A load balancer that the plan allows to be replaced
	// is not protected. Default: false.
	Protection bool `pulumi:"protection"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// InnerAlb is an internal ALB in an EKS VPC, with a rule per service and a fixed 404 for everything else. A StaticNlb stands in
// front, because its own addresses change. Its target groups are for pods, whom the AWS Load Balancer Controller registers.
//
// It drops requests with invalid headers, holds back those that desynchronise proxies, and appends its client, an ingress load
// balancer, to X-Forwarded-For.
type InnerAlb struct {
	pulumi.ResourceState

	// ARN of the load balancer. Whoever uses it waits until the load balancer listens: AWS takes no other ALB as a target.
	LoadBalancerArn pulumi.StringOutput `pulumi:"loadBalancerArn"`

	// ARNs of the target groups by plan name, for TargetGroupBindings.
	TargetGroupArns map[string]pulumi.StringOutput
}

// NewInnerAlb registers an internal ALB with its listener, rules and target groups for pods.
//
// The error lists all problems, and then nothing is registered.
func NewInnerAlb(ctx *pulumi.Context, name string, args *InnerAlbArgs, opts ...pulumi.ResourceOption) (*InnerAlb, error) {
	if args == nil {
		args = &InnerAlbArgs{}
	}
	if err := inputs.Check(InnerAlbToken, name,
		args.Plan.Validate(),
		inputs.Require("vpcId", args.VpcID != nil),
		inputs.RequireEach("subnetIds", args.SubnetIDs, args.Plan.Subnets),
	); err != nil {
		return nil, err
	}
	component := &InnerAlb{}
	if err := ctx.RegisterComponentResource(InnerAlbToken, name, component, opts...); err != nil {
		return nil, err
	}
	group, err := network.NewSecurityGroup(ctx, args.Plan.SecurityGroup, args.VpcID, args.Tags, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	protection := args.Protection && !args.Plan.AllowReplace
	balancer, err := lb.NewLoadBalancer(ctx, args.Plan.Name, innerAlbArgs(args, group.ID().ToStringOutput(), protection),
		pulumi.Parent(component), pulumi.Protect(protection), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return nil, err
	}
	component.TargetGroupArns, err = printTargetGroups(ctx, args.Plan.TargetGroups, false, args.VpcID, args.Tags, component)
	if err != nil {
		return nil, err
	}
	certificateArns := pulumi.StringMap{}
	for _, certificate := range args.Plan.Certificates {
		certificateArns[certificate.Name] = pulumi.String(certificate.Arn)
	}
	listeners := listenerPrinter{
		ctx: ctx, parent: pulumi.Parent(component), tags: args.Tags, loadBalancerArn: balancer.Arn,
		listeners: args.Plan.Listeners, certificates: args.Plan.Certificates, certificateArns: certificateArns,
		targetGroupArns: component.TargetGroupArns,
	}
	if err := listeners.print(); err != nil {
		return nil, err
	}
	component.LoadBalancerArn = pulumi.All(balancer.Arn, listeners.arns).ApplyT(func(arns []any) string {
		return arns[0].(string)
	}).(pulumi.StringOutput)
	outputs.Register(ctx, component, pulumi.Map{"loadBalancerArn": component.LoadBalancerArn})
	return component, nil
}

func innerAlbArgs(args *InnerAlbArgs, groupID pulumi.StringInput, protection bool) *lb.LoadBalancerArgs {
	subnets := make(pulumi.StringArray, 0, len(args.Plan.Subnets))
	for _, subnet := range args.Plan.Subnets {
		subnets = append(subnets, args.SubnetIDs[subnet])
	}
	return &lb.LoadBalancerArgs{
		Name:                     pulumi.String(args.Plan.AwsName),
		LoadBalancerType:         pulumi.String(string(plan.ApplicationLoadBalancer)),
		Internal:                 pulumi.Bool(true),
		IpAddressType:            pulumi.String("ipv4"),
		Subnets:                  subnets,
		SecurityGroups:           pulumi.StringArray{groupID},
		EnableDeletionProtection: pulumi.Bool(protection),
		DropInvalidHeaderFields:  pulumi.Bool(true),
		DesyncMitigationMode:     pulumi.String("defensive"),
		XffHeaderProcessingMode:  pulumi.String("append"),
		IdleTimeout:              pulumi.Int(args.Plan.IdleTimeout),
		Tags:                     inputs.Tags(args.Tags, args.Plan.Name),
	}
}
