package loadbalancer

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// IngressLoadBalancerToken is the type token of IngressLoadBalancer.
const IngressLoadBalancerToken = "ingresshub:index:IngressLoadBalancer"

// IngressLoadBalancerArgs are the arguments of NewIngressLoadBalancer.
type IngressLoadBalancerArgs struct {
	// The load balancer as planned: its security group, certificates, listeners, rules and target groups.
	Plan plan.IngressLoadBalancer `pulumi:"plan"`

	// ID of the ingress VPC.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// IDs of the ingress VPC's lb subnets, by plan name: `<vpc>.lb.<zone>`, such as ingress.lb.use1-az1.
	SubnetIDs pulumi.StringMap `pulumi:"subnetIds"`

	// ARNs by plan name of certificates that something else issues (Certificates, for several load balancers at once).
	// Default: the load balancer issues those that have no ARN itself.
	CertificateArns pulumi.StringMap `pulumi:"certificateArns"`

	// Whether AWS and Pulumi protect the load balancer from deletion. A load balancer that the plan allows to be replaced
	// is not protected. Default: false.
	Protection bool `pulumi:"protection"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// IngressLoadBalancer is an internet-facing load balancer.
//
// An ALB listens on HTTPS with a rule per service and a fixed 404 for everything else, and redirects HTTP. It drops
// requests with invalid headers, holds back those that desynchronise proxies, and appends the client to X-Forwarded-For.
// An NLB has a listener per service: TCP, which leaves TLS to the pods, or TLS.
type IngressLoadBalancer struct {
	pulumi.ResourceState

	// ARN of the load balancer.
	LoadBalancerArn pulumi.StringOutput `pulumi:"loadBalancerArn"`

	// DNS name to which host names are pointed, and the hosted zone of that name for alias records.
	DnsName pulumi.StringOutput `pulumi:"dnsName"`
	ZoneID  pulumi.StringOutput `pulumi:"zoneId"`

	// ARNs of the target groups by plan name. Pods are bound to those that have no targets in the plan.
	TargetGroupArns pulumi.StringMap `pulumi:"targetGroupArns"`
}

// NewIngressLoadBalancer registers an internet-facing load balancer with everything that belongs to it.
//
// The error lists all problems, and then nothing is registered.
func NewIngressLoadBalancer(
	ctx *pulumi.Context, name string, args *IngressLoadBalancerArgs, opts ...pulumi.ResourceOption,
) (*IngressLoadBalancer, error) {
	if args == nil {
		args = &IngressLoadBalancerArgs{}
	}
	if err := inputs.Check(IngressLoadBalancerToken, name,
		args.Plan.Validate(),
		inputs.Require("vpcId", args.VpcID != nil),
		inputs.RequireEach("subnetIds", args.SubnetIDs, args.Plan.Subnets),
		certificateProblems("plan.certificates", own(args)),
	); err != nil {
		return nil, err
	}
	component := &IngressLoadBalancer{}
	if err := ctx.RegisterComponentResource(IngressLoadBalancerToken, name, component, opts...); err != nil {
		return nil, err
	}
	certificateArns, err := certificateArns(ctx, name, args, component)
	if err != nil {
		return nil, err
	}
	group, err := network.NewSecurityGroup(ctx, args.Plan.SecurityGroup, args.VpcID, args.Tags, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	protection := args.Protection && !args.Plan.AllowReplace
	balancer, err := lb.NewLoadBalancer(ctx, args.Plan.Name, ingressArgs(args, group.ID().ToStringOutput(), protection),
		// An NLB that loses a zone is replaced, under the same name.
		pulumi.Parent(component), pulumi.Protect(protection), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return nil, err
	}
	targetGroupArns, err := printTargetGroups(ctx, args.Plan.TargetGroups, false, args.VpcID, args.Tags, component)
	if err != nil {
		return nil, err
	}
	listeners := listenerPrinter{
		ctx: ctx, parent: pulumi.Parent(component), tags: args.Tags, loadBalancerArn: balancer.Arn,
		listeners: args.Plan.Listeners, certificates: args.Plan.Certificates, certificateArns: certificateArns,
		targetGroupArns: targetGroupArns,
	}
	if err := listeners.print(); err != nil {
		return nil, err
	}
	component.LoadBalancerArn = balancer.Arn
	component.DnsName = balancer.DnsName
	component.ZoneID = balancer.ZoneId
	component.TargetGroupArns = pulumi.StringMap{}
	for name, arn := range targetGroupArns {
		component.TargetGroupArns[name] = arn
	}
	outputs.Register(ctx, component, pulumi.Map{
		"loadBalancerArn": component.LoadBalancerArn,
		"dnsName":         component.DnsName,
		"zoneId":          component.ZoneID,
	})
	return component, nil
}

func ingressArgs(
	args *IngressLoadBalancerArgs, groupID pulumi.StringInput, protection bool,
) *lb.LoadBalancerArgs {
	subnets := make(pulumi.StringArray, 0, len(args.Plan.Subnets))
	for _, subnet := range args.Plan.Subnets {
		subnets = append(subnets, args.SubnetIDs[subnet])
	}
	balancer := &lb.LoadBalancerArgs{
		Name:                     pulumi.String(args.Plan.AwsName),
		LoadBalancerType:         pulumi.String(string(args.Plan.Type)),
		Internal:                 pulumi.Bool(false),
		IpAddressType:            pulumi.String("ipv4"),
		Subnets:                  subnets,
		SecurityGroups:           pulumi.StringArray{groupID},
		EnableDeletionProtection: pulumi.Bool(protection),
		Tags:                     inputs.Tags(args.Tags, args.Plan.Name),
	}
	if args.Plan.Type == plan.ApplicationLoadBalancer {
		balancer.DropInvalidHeaderFields = pulumi.Bool(true)
		balancer.DesyncMitigationMode = pulumi.String("defensive")
		balancer.XffHeaderProcessingMode = pulumi.String("append")
		balancer.IdleTimeout = pulumi.Int(args.Plan.IdleTimeout)
		return balancer
	}
	// Every address of an inner load balancer is a target in all zones. With cross-zone off, an address in the zone of a
	// client could be the one that is down.
	balancer.EnableCrossZoneLoadBalancing = pulumi.Bool(true)
	balancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = pulumi.String("on")
	return balancer
}

// own are the certificates that nobody else provides.
func own(args *IngressLoadBalancerArgs) []plan.PlannedCertificate {
	var certificates []plan.PlannedCertificate
	for _, certificate := range args.Plan.Certificates {
		if args.CertificateArns[certificate.Name] == nil {
			certificates = append(certificates, certificate)
		}
	}
	return certificates
}

// certificateArns are the ARNs of all certificates, of which the missing ones are issued.
func certificateArns(
	ctx *pulumi.Context, name string, args *IngressLoadBalancerArgs, component pulumi.Resource,
) (pulumi.StringMap, error) {
	arns := pulumi.StringMap{}
	issuing := false
	for _, certificate := range own(args) {
		arns[certificate.Name] = pulumi.String(certificate.Arn)
		issuing = issuing || certificate.Arn == ""
	}
	if issuing {
		issued, err := NewCertificates(ctx, name, &CertificatesArgs{Plan: own(args), Tags: args.Tags},
			pulumi.Parent(component))
		if err != nil {
			return nil, err
		}
		arns = issued.Arns
	}
	for name, arn := range args.CertificateArns {
		arns[name] = arn
	}
	return arns, nil
}

// printTargetGroups prints a load balancer's target groups, and says their ARNs by plan name. They may balance across zones where
// the load balancer does not.
func printTargetGroups(
	ctx *pulumi.Context, groups []plan.TargetGroup, crossZone bool, vpcID pulumi.StringInput, tags pulumi.StringMapInput,
	component pulumi.Resource,
) (map[string]pulumi.StringOutput, error) {
	arns := make(map[string]pulumi.StringOutput, len(groups))
	for _, planned := range groups {
		group, err := NewIpTargetGroup(ctx, planned.Name, &IpTargetGroupArgs{Plan: planned, VpcID: vpcID, CrossZone: crossZone, Tags: tags},
			pulumi.Parent(component))
		if err != nil {
			return nil, err
		}
		arns[planned.Name] = group.TargetGroupArn
	}
	return arns, nil
}
