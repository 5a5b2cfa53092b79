package gatewayloadbalancer

import (
	"maps"
	"strconv"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// ApplianceFleetToken is the type token of ApplianceFleet.
const ApplianceFleetToken = "ingresshub:index:ApplianceFleet"

// ApplianceFleetArgs are the arguments of NewApplianceFleet.
type ApplianceFleetArgs struct {
	// The fleet as planned.
	Plan plan.PlannedFleet `pulumi:"plan"`

	// ID of the VPC, and IDs of its appliance subnets by plan name: `<vpc>.appliance.<zone>`, such as
	// inspection.appliance.use1-az1.
	VpcID     pulumi.StringInput `pulumi:"vpcId"`
	SubnetIDs pulumi.StringMap   `pulumi:"subnetIds"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// ApplianceFleet is appliances in an auto scaling group, the Gateway Load Balancer before them, and the endpoint service
// through which VPCs send it what is to be inspected.
//
// Another AMI, instance type or user data replaces the appliances one after the other, by instance refresh, and nothing else.
// Every connection to the service is accepted by somebody: that of another account must not slip in between.
type ApplianceFleet struct {
	pulumi.ResourceState

	// Name and ID of the endpoint service. Whoever uses the name waits until appliances are healthy and accounts are let in.
	ServiceName pulumi.StringOutput `pulumi:"serviceName"`
	ServiceID   pulumi.StringOutput `pulumi:"serviceId"`

	// Name of the auto scaling group, for scaling policies and for whoever completes its lifecycle actions.
	GroupName pulumi.StringOutput `pulumi:"groupName"`
}

// NewApplianceFleet registers the load balancer with its target group and listener, the security group, launch template and
// auto scaling group of the appliances, and the endpoint service.
//
// The error lists all problems, and then nothing is registered.
func NewApplianceFleet(
	ctx *pulumi.Context, name string, args *ApplianceFleetArgs, opts ...pulumi.ResourceOption,
) (*ApplianceFleet, error) {
	if args == nil {
		args = &ApplianceFleetArgs{}
	}
	if err := inputs.Check(ApplianceFleetToken, name,
		args.Plan.Validate(),
		inputs.Require("vpcId", args.VpcID != nil),
		inputs.RequireEach("subnetIds", args.SubnetIDs, args.Plan.Subnets),
	); err != nil {
		return nil, err
	}
	fleet := &ApplianceFleet{}
	if err := ctx.RegisterComponentResource(ApplianceFleetToken, name, fleet, opts...); err != nil {
		return nil, err
	}
	p := &fleetPrinter{ctx: ctx, plan: args.Plan, args: args, parent: pulumi.Parent(fleet)}
	balancer, group, listener, err := p.loadBalancer()
	if err != nil {
		return nil, err
	}
	appliances, err := p.appliances(group, listener)
	if err != nil {
		return nil, err
	}
	service, allowed, err := p.service(balancer)
	if err != nil {
		return nil, err
	}
	// Routes lead to endpoints, and those wait for this name: what they lead to must be able to answer, and to an account that
	// is not let in yet the service does not exist.
	before := append(allowed, listener, appliances)
	fleet.ServiceName = outputs.After(service.ServiceName, before...)
	fleet.ServiceID = service.ID().ToStringOutput()
	fleet.GroupName = appliances.Name
	outputs.Register(ctx, fleet, pulumi.Map{
		"serviceName": service.ServiceName,
		"serviceId":   fleet.ServiceID,
		"groupName":   fleet.GroupName,
	})
	return fleet, nil
}

// fleetPrinter prints one planned fleet as children of its component.
type fleetPrinter struct {
	ctx    *pulumi.Context
	plan   plan.PlannedFleet
	args   *ApplianceFleetArgs
	parent pulumi.ResourceOption
}

// replacement makes the new one, under its own AWS name, before the old one goes. The provider prefers the other way for what
// has a name of its own, and AWS deletes nothing that is in use.
var replacement = pulumi.DeleteBeforeReplace(false)

// tags are the tags of a resource by which the vendor's management finds it, too.
func (p *fleetPrinter) tags() pulumi.StringMapInput {
	if len(p.plan.Tags) == 0 {
		return inputs.Tags(p.args.Tags, p.plan.Name)
	}
	own := p.plan.Tags
	return inputs.Tags(p.args.Tags, p.plan.Name).ToStringMapOutput().ApplyT(func(tags map[string]string) map[string]string {
		all := maps.Clone(tags)
		maps.Copy(all, own)
		return all
	}).(pulumi.StringMapOutput)
}

// subnets are the IDs of the appliance subnets.
func (p *fleetPrinter) subnets() pulumi.StringArray {
	ids := make(pulumi.StringArray, 0, len(p.plan.Subnets))
	for _, subnet := range p.plan.Subnets {
		ids = append(ids, p.args.SubnetIDs[subnet])
	}
	return ids
}

const (
	// Seconds and counts of health checks: it takes half a minute until an appliance that answers no more gets no new flows.
	probeInterval  = 10
	probeTimeout   = 5
	probeThreshold = 3

	// deregistrationDelay is how long flows of an appliance that leaves may end by themselves. With rebalance, what is left
	// then goes on with another.
	deregistrationDelay = 60

	geneve     = "GENEVE"
	genevePort = 6081
)

// loadBalancer prints the Gateway Load Balancer, with the one target group and the one listener that it can have.
func (p *fleetPrinter) loadBalancer() (*lb.LoadBalancer, *lb.TargetGroup, *lb.Listener, error) {
	protection := p.plan.DeletionProtection
	balancer, err := lb.NewLoadBalancer(p.ctx, p.plan.Name, &lb.LoadBalancerArgs{
		Name:                         pulumi.String(p.plan.AwsName),
		LoadBalancerType:             pulumi.String("gateway"),
		Subnets:                      p.subnets(),
		EnableCrossZoneLoadBalancing: pulumi.Bool(p.plan.CrossZone),
		EnableDeletionProtection:     pulumi.Bool(protection),
		Tags:                         p.tags(),
	}, p.parent, pulumi.Protect(protection), replacement)
	if err != nil {
		return nil, nil, nil, err
	}
	check := &lb.TargetGroupHealthCheckArgs{
		Enabled:            pulumi.Bool(true),
		Protocol:           pulumi.String(p.plan.Probe.Protocol),
		Port:               pulumi.String(strconv.Itoa(p.plan.Probe.Port)),
		Interval:           pulumi.Int(probeInterval),
		Timeout:            pulumi.Int(probeTimeout),
		HealthyThreshold:   pulumi.Int(probeThreshold),
		UnhealthyThreshold: pulumi.Int(probeThreshold),
	}
	if p.plan.Probe.Path != "" {
		check.Path = pulumi.String(p.plan.Probe.Path)
		check.Matcher = pulumi.String("200-399")
	}
	group, err := lb.NewTargetGroup(p.ctx, p.plan.Name, &lb.TargetGroupArgs{
		Name:                pulumi.String(p.plan.TargetGroupAwsName),
		VpcId:               p.args.VpcID.ToStringOutput(),
		TargetType:          pulumi.String("instance"),
		Protocol:            pulumi.String(geneve),
		Port:                pulumi.Int(genevePort),
		DeregistrationDelay: pulumi.Int(deregistrationDelay),
		HealthCheck:         check,
		TargetFailovers: lb.TargetGroupTargetFailoverArray{lb.TargetGroupTargetFailoverArgs{
			OnDeregistration: pulumi.String(p.plan.Failover),
			OnUnhealthy:      pulumi.String(p.plan.Failover),
		}},
		Tags: inputs.Tags(p.args.Tags, p.plan.Name),
	}, p.parent, replacement)
	if err != nil {
		return nil, nil, nil, err
	}
	listener, err := lb.NewListener(p.ctx, p.plan.Name, &lb.ListenerArgs{
		LoadBalancerArn: balancer.Arn,
		DefaultActions: lb.ListenerDefaultActionArray{lb.ListenerDefaultActionArgs{
			Type:           pulumi.String("forward"),
			TargetGroupArn: group.Arn,
		}},
		Tags: inputs.Tags(p.args.Tags, p.plan.Name),
	}, p.parent)
	return balancer, group, listener, err
}

// appliances prints the security group, launch template and auto scaling group of the appliances.
func (p *fleetPrinter) appliances(group *lb.TargetGroup, listener *lb.Listener) (*autoscaling.Group, error) {
	securityGroup, err := network.NewSecurityGroup(p.ctx, p.plan.SecurityGroup, p.args.VpcID, p.args.Tags, p.parent)
	if err != nil {
		return nil, err
	}
	template, err := p.launchTemplate(securityGroup.ID().ToStringOutput())
	if err != nil {
		return nil, err
	}
	return p.group(template, group, listener)
}

// service prints the endpoint service, and who beside the own account may ask for a connection to it.
func (p *fleetPrinter) service(balancer *lb.LoadBalancer) (*ec2.VpcEndpointService, []pulumi.Resource, error) {
	service, err := ec2.NewVpcEndpointService(p.ctx, p.plan.Name, &ec2.VpcEndpointServiceArgs{
		// Always, and not only with other accounts: were it switched with them, taking the last one out would take along the
		// acceptance of the own endpoints, which AWS answers by rejecting connections that are in use.
		AcceptanceRequired:      pulumi.Bool(true),
		GatewayLoadBalancerArns: pulumi.StringArray{balancer.Arn},
		SupportedIpAddressTypes: pulumi.StringArray{pulumi.String("ipv4")},
		Tags:                    inputs.Tags(p.args.Tags, p.plan.Name),
	}, p.parent)
	if err != nil {
		return nil, nil, err
	}
	var allowed []pulumi.Resource
	for _, principal := range p.plan.AllowedPrincipals {
		made, err := ec2.NewVpcEndpointServiceAllowedPrinciple(p.ctx, principal.Name, &ec2.VpcEndpointServiceAllowedPrincipleArgs{
			VpcEndpointServiceId: service.ID(),
			PrincipalArn:         pulumi.String(principal.Arn),
		}, p.parent)
		if err != nil {
			return nil, nil, err
		}
		allowed = append(allowed, made)
	}
	return service, allowed, nil
}
