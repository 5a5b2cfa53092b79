package estate

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/loadbalancer"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// HubToken is the type token of Hub.
const HubToken = "ingresshub:index:Hub"

// HubArgs are the arguments of NewHub.
type HubArgs struct {
	// The estate's plan, of which the hub is the part around the ingress VPC.
	Plan *plan.Plan `pulumi:"plan"`

	// AWS provider of the hub's account. Default: the one that the options or the stack's config say.
	Provider pulumi.ProviderResource `pulumi:"-"`
}

// Hub is where traffic enters: the ingress VPC with its internet-facing load balancers, and the transit gateway.
type Hub struct {
	pulumi.ResourceState

	Vpc            *network.IngressVpc
	TransitGateway *transit.TransitGateway

	// Load balancers by name.
	LoadBalancers map[string]*loadbalancer.IngressLoadBalancer

	// What a workload's attachment has to know of the transit gateway.
	Gateway transit.Gateway
}

// NewHub registers the hub of an estate.
//
// The error lists all problems of the plan, and then nothing is registered.
func NewHub(ctx *pulumi.Context, name string, args *HubArgs, opts ...pulumi.ResourceOption) (*Hub, error) {
	if args == nil || args.Plan == nil {
		return nil, inputs.Check(HubToken, name, inputs.Require("plan", false))
	}
	if err := checkRegion(ctx, args.Plan, withProvider(opts, args.Provider)); err != nil {
		return nil, inputs.Wrap(HubToken, name, err)
	}
	return newHub(ctx, name, args, opts...)
}

// newHub is NewHub for a provider that was checked.
func newHub(ctx *pulumi.Context, name string, args *HubArgs, opts ...pulumi.ResourceOption) (*Hub, error) {
	vpc, attachment, problems := hubParts(args.Plan)
	if err := inputs.Check(HubToken, name, problems...); err != nil {
		return nil, err
	}
	hub := &Hub{LoadBalancers: map[string]*loadbalancer.IngressLoadBalancer{}}
	everything := &roster{}
	opts = append(withProvider(opts, args.Provider), everything.option())
	if err := ctx.RegisterComponentResource(HubToken, name, hub, opts...); err != nil {
		return nil, err
	}
	p := &hubPrinter{ctx: ctx, plan: args.Plan, hub: hub, parent: pulumi.Parent(hub), tags: plannedTags(args.Plan)}
	for _, step := range []func() error{
		func() error { return p.network(vpc) },
		func() error { return p.transit(vpc, attachment, args.Provider) },
		p.loadBalancers,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if err := newProtection(ctx, name, args.Plan.Protection, everything, p.parent); err != nil {
		return nil, err
	}
	outputs.Register(ctx, hub, pulumi.Map{
		"vpcId":            hub.Vpc.VpcID,
		"transitGatewayId": hub.TransitGateway.TransitGatewayID,
	})
	return hub, nil
}

// hubParts are the parts of a plan that the hub prints, with everything that is wrong with them.
func hubParts(planned *plan.Plan) (plan.Vpc, plan.TransitAttachment, []plan.Problems) {
	problems := []plan.Problems{planned.TransitGateway.Validate()}
	var ingress plan.Vpc
	for _, vpc := range planned.Vpcs {
		if vpc.Kind == plan.IngressVpc {
			ingress = vpc
		}
	}
	attachment, attached := attachmentOf(planned, ingress.Name)
	problems = append(problems, ingress.Validate(), inputs.Require("plan.transitGateway.attachments."+ingress.Name, attached))
	for _, balancer := range planned.LoadBalancers {
		problems = append(problems, balancer.Validate())
	}
	return ingress, attachment, problems
}

// attachmentOf is the planned attachment of a VPC.
func attachmentOf(planned *plan.Plan, vpc string) (plan.TransitAttachment, bool) {
	for _, attachment := range planned.TransitGateway.Attachments {
		if attachment.Vpc == vpc {
			return attachment, true
		}
	}
	return plan.TransitAttachment{}, false
}

// hubPrinter prints the parts of a hub.
type hubPrinter struct {
	ctx    *pulumi.Context
	plan   *plan.Plan
	hub    *Hub
	parent pulumi.ResourceOption
	tags   pulumi.StringMap
}

func (p *hubPrinter) network(planned plan.Vpc) error {
	vpc, err := network.NewIngressVpc(p.ctx, planned.Name, &network.IngressVpcArgs{Plan: planned, Tags: p.tags}, p.parent)
	if err != nil {
		return err
	}
	p.hub.Vpc = vpc
	return nil
}

func (p *hubPrinter) transit(
	vpc plan.Vpc, planned plan.TransitAttachment, provider pulumi.ProviderResource,
) error {
	gateway, err := transit.NewTransitGateway(p.ctx, p.plan.TransitGateway.Name, &transit.TransitGatewayArgs{
		Plan: p.plan.TransitGateway, Protection: p.plan.Protection, Tags: p.tags,
	}, p.parent)
	if err != nil {
		return err
	}
	p.hub.TransitGateway = gateway
	p.hub.Gateway = gateway.Gateway(provider)
	_, err = transit.NewVpcAttachment(p.ctx, planned.Name, &transit.VpcAttachmentArgs{
		Plan:               planned,
		TransitRouteTables: p.plan.TransitGateway.RouteTables,
		VpcRouteTables:     vpc.RouteTables,
		Gateway:            p.hub.Gateway,
		VpcID:              p.hub.Vpc.VpcID,
		SubnetIDs:          p.hub.Vpc.SubnetIDs,
		RouteTableIDs:      p.hub.Vpc.RouteTableIDs,
		Tags:               p.tags,
	}, p.parent)
	return err
}

// loadBalancers prints the load balancers, and before them all their certificates at once, because those share records.
func (p *hubPrinter) loadBalancers() error {
	var planned []plan.PlannedCertificate
	for _, balancer := range p.plan.LoadBalancers {
		planned = append(planned, balancer.Certificates...)
	}
	certificates := &loadbalancer.Certificates{}
	if len(planned) > 0 {
		var err error
		certificates, err = loadbalancer.NewCertificates(p.ctx, "certificates", &loadbalancer.CertificatesArgs{
			Plan: planned, Tags: p.tags,
		}, p.parent)
		if err != nil {
			return err
		}
	}
	for _, planned := range p.plan.LoadBalancers {
		balancer, err := loadbalancer.NewIngressLoadBalancer(p.ctx, planned.Name, &loadbalancer.IngressLoadBalancerArgs{
			Plan:            planned,
			VpcID:           p.hub.Vpc.VpcID,
			SubnetIDs:       p.hub.Vpc.SubnetIDs,
			CertificateArns: certificates.Arns,
			Protection:      p.plan.Protection,
			Tags:            p.tags,
		}, p.parent)
		if err != nil {
			return err
		}
		p.hub.LoadBalancers[planned.Name] = balancer
	}
	return nil
}
