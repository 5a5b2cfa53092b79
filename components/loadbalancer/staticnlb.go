package loadbalancer

import (
	"maps"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// StaticNlbToken is the type token of StaticNlb.
const StaticNlbToken = "ingresshub:index:StaticNlb"

// StaticNlbArgs are the arguments of NewStaticNlb.
type StaticNlbArgs struct {
	// The load balancer as planned: its addresses, security group, listeners and target groups.
	Plan plan.StaticNlb `pulumi:"plan"`

	// ID of the EKS VPC.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// IDs of the EKS VPC's lb subnets, by plan name: `<vpc>.lb.<zone>`, such as payments.lb.use1-az1.
	SubnetIDs pulumi.StringMap `pulumi:"subnetIds"`

	// ARNs by plan name of the internal ALBs to which it leads (InnerAlb.LoadBalancerArn). Default: none.
	AlbArns pulumi.StringMap `pulumi:"albArns"`

	// Whether AWS and Pulumi protect the load balancer from deletion. A load balancer that the plan allows to be replaced
	// is not protected. Default: false.
	Protection bool `pulumi:"protection"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// StaticNlb is an internal NLB with one private address per zone, which the plan chose. Its target groups are for pods,
// whom the AWS Load Balancer Controller registers, in whichever zone, or lead to an InnerAlb, to its node in the same zone.
//
// A further zone is added in place. An address that changes or goes replaces the load balancer: AWS has no other way. The
// old one is deleted first, because both would need the same name and addresses; for some minutes nothing answers.
type StaticNlb struct {
	pulumi.ResourceState

	// ARN of the load balancer.
	LoadBalancerArn pulumi.StringOutput `pulumi:"loadBalancerArn"`

	// DNS name of the load balancer, inside its VPC.
	DnsName pulumi.StringOutput `pulumi:"dnsName"`

	// ARNs of the target groups by plan name, for TargetGroupBindings.
	TargetGroupArns map[string]pulumi.StringOutput
}

// NewStaticNlb registers an internal NLB with static addresses, its listeners and its target groups for pods.
//
// The error lists all problems, and then nothing is registered.
func NewStaticNlb(
	ctx *pulumi.Context, name string, args *StaticNlbArgs, opts ...pulumi.ResourceOption,
) (*StaticNlb, error) {
	if args == nil {
		args = &StaticNlbArgs{}
	}
	subnets := make([]string, 0, len(args.Plan.Addresses))
	for _, address := range args.Plan.Addresses {
		subnets = append(subnets, address.Subnet)
	}
	if err := inputs.Check(StaticNlbToken, name,
		args.Plan.Validate(),
		inputs.Require("vpcId", args.VpcID != nil),
		inputs.RequireEach("subnetIds", args.SubnetIDs, subnets),
		inputs.RequireEach("albArns", args.AlbArns, albsBehind(args.Plan)),
	); err != nil {
		return nil, err
	}
	component := &StaticNlb{}
	if err := ctx.RegisterComponentResource(StaticNlbToken, name, component, opts...); err != nil {
		return nil, err
	}
	// From creation: an NLB that was made without a group never gets one.
	group, err := network.NewSecurityGroup(ctx, args.Plan.SecurityGroup, args.VpcID, args.Tags, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	protection := args.Protection && !args.Plan.AllowReplace
	balancer, err := lb.NewLoadBalancer(ctx, args.Plan.Name, staticArgs(args, group.ID().ToStringOutput(), protection),
		pulumi.Parent(component), pulumi.Protect(protection), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return nil, err
	}
	component.TargetGroupArns, err = printTargetGroups(ctx, forPods(args.Plan.TargetGroups), true, args.VpcID, args.Tags, component)
	if err != nil {
		return nil, err
	}
	targetGroupArns := maps.Clone(component.TargetGroupArns)
	for _, group := range args.Plan.TargetGroups {
		if group.Alb == "" {
			continue
		}
		if targetGroupArns[group.Name], err = printAlbTarget(ctx, group, args.AlbArns[group.Alb], args.VpcID, args.Tags, component); err != nil {
			return nil, err
		}
	}
	listeners := listenerPrinter{
		ctx: ctx, parent: pulumi.Parent(component), tags: args.Tags, loadBalancerArn: balancer.Arn,
		listeners: args.Plan.Listeners, targetGroupArns: targetGroupArns,
	}
	if err := listeners.print(); err != nil {
		return nil, err
	}
	component.LoadBalancerArn = balancer.Arn
	component.DnsName = balancer.DnsName
	outputs.Register(ctx, component, pulumi.Map{
		"loadBalancerArn": component.LoadBalancerArn,
		"dnsName":         component.DnsName,
	})
	return component, nil
}

func staticArgs(args *StaticNlbArgs, groupID pulumi.StringInput, protection bool) *lb.LoadBalancerArgs {
	mappings := make(lb.LoadBalancerSubnetMappingArray, 0, len(args.Plan.Addresses))
	for _, address := range args.Plan.Addresses {
		mappings = append(mappings, lb.LoadBalancerSubnetMappingArgs{
			SubnetId:           args.SubnetIDs[address.Subnet],
			PrivateIpv4Address: pulumi.String(address.Address),
		})
	}
	return &lb.LoadBalancerArgs{
		Name:             pulumi.String(args.Plan.AwsName),
		LoadBalancerType: pulumi.String(string(plan.NetworkLoadBalancer)),
		Internal:         pulumi.Bool(true),
		IpAddressType:    pulumi.String("ipv4"),
		SubnetMappings:   mappings,
		SecurityGroups:   pulumi.StringArray{groupID},
		// The target groups for pods say themselves that they balance across zones, whatever is said here: the ingress load balancer
		// spreads over all addresses, and one whose zone has no pod would be a black hole. The target group of an ALB cannot say
		// anything, so it goes by this. An ALB has nodes in all zones, and sees the clients' addresses and ports: two nodes of this
		// load balancer that send to one of the ALB's could mean two connections with the same ends, of which one fails.
		EnableCrossZoneLoadBalancing:                         pulumi.Bool(len(albsBehind(args.Plan)) == 0),
		EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: pulumi.String("on"),
		EnableDeletionProtection:                             pulumi.Bool(protection),
		Tags:                                                 inputs.Tags(args.Tags, args.Plan.Name),
	}
}
