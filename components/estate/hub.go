package estate

import (
	"github.com/ingresshub/ingresshub/components/controller"
	"github.com/ingresshub/ingresshub/components/firewall/gatewayloadbalancer"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/loadbalancer"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/onboarding"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/ingresshub/ingresshub/internal/callstack"
	"github.com/ingresshub/ingresshub/internal/lookups"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// HubToken is the type token of Hub.
const HubToken = "ingresshub:index:Hub"

// HubArgs are the arguments of NewHub.
type HubArgs struct {
	// The estate's plan, of which the hub is the part around the ingress VPC.
	Plan *plan.Plan `pulumi:"plan"`

	// Flavours of firewalls that the plan calls custom, by name. Default: none.
	Firewalls Firewalls `pulumi:"-"`

	// Whether the clusters join from stacks of their own: then each gets an onboarding.Grant. Default: false.
	Onboarding bool `pulumi:"onboarding"`

	// AWS provider of the hub's account. Default: the one that the options or the stack's config say.
	Provider pulumi.ProviderResource `pulumi:"-"`
}

// Hub is where traffic enters: the ingress VPC with its internet-facing load balancers, the transit gateway, and the firewalls.
type Hub struct {
	pulumi.ResourceState

	Vpc            *network.IngressVpc
	TransitGateway *transit.TransitGateway

	// Nil where the plan has none.
	InspectionVpc *network.InspectionVpc

	// Attachments of the ingress VPC and the inspection VPC, by plan name.
	Attachments map[string]*transit.VpcAttachment

	// Load balancers by name.
	LoadBalancers map[string]*loadbalancer.IngressLoadBalancer

	// What a workload's attachment has to know of the transit gateway.
	Gateway transit.Gateway

	// What shares the transit gateway with other accounts; nil where the plan has none.
	Share *transit.TransitGatewayShare

	// Roles with which controllers of other accounts register pods with target groups here, by cluster.
	Registrars map[string]*controller.RegistrarRole

	// What each cluster may take for itself, by name; nil where they do not join from stacks of their own.
	Grants map[string]*onboarding.Grant
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
	return newHub(lookups.Once(ctx), name, args, opts...)
}

// newHub is NewHub for a provider that was checked.
func newHub(ctx *pulumi.Context, name string, args *HubArgs, opts ...pulumi.ResourceOption) (*Hub, error) {
	parts, problems := newHubParts(args)
	if err := inputs.Check(HubToken, name, problems...); err != nil {
		return nil, err
	}
	hub := &Hub{Attachments: map[string]*transit.VpcAttachment{}, LoadBalancers: map[string]*loadbalancer.IngressLoadBalancer{}}
	everything := &roster{}
	opts = append(withProvider(opts, args.Provider), everything.option())
	if err := ctx.RegisterComponentResource(HubToken, name, hub, opts...); err != nil {
		return nil, err
	}
	p := &hubPrinter{
		ctx: ctx, plan: args.Plan, hub: hub, parent: pulumi.Parent(hub), tags: plannedTags(args.Plan), hubParts: parts,
		onboarding: args.Onboarding, firewalls: args.Firewalls, appliances: map[string]*gatewayloadbalancer.ApplianceFleet{},
	}
	if err := callstack.Each(
		p.inspectionVpc, p.ingressVpc, func() error { return p.transit(args.Provider) }, p.loadBalancers, p.registrars, p.grants,
	); err != nil {
		return nil, err
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

// hubParts are the parts of a plan that the hub prints.
type hubParts struct {
	ingress              plan.Vpc
	ingressAttachment    plan.TransitAttachment
	inspection           plan.Vpc
	inspectionAttachment plan.TransitAttachment

	// Whether there is an inspection VPC, and whether the transit gateway leads there.
	inspects, attached bool
}

// newHubParts picks a hub's parts, with everything that is wrong with them.
func newHubParts(args *HubArgs) (hubParts, []plan.Problems) {
	planned, parts := args.Plan, hubParts{}
	for _, vpc := range planned.Vpcs {
		switch vpc.Kind {
		case plan.IngressVpc:
			parts.ingress = vpc
		case plan.InspectionVpc:
			parts.inspection, parts.inspects = vpc, true
		}
	}
	ingressAttached := false
	parts.ingressAttachment, ingressAttached = attachmentOf(planned, parts.ingress.Name)
	problems := []plan.Problems{
		planned.TransitGateway.Validate(), parts.ingress.Validate(),
		inputs.Require("plan.transitGateway.attachments."+parts.ingress.Name, ingressAttached),
	}
	if parts.inspects {
		parts.inspectionAttachment, parts.attached = attachmentOf(planned, parts.inspection.Name)
		problems = append(problems, parts.inspection.Validate())
	}
	for _, fleet := range planned.Fleets {
		problems = append(problems, fleet.Validate())
	}
	for _, firewall := range planned.Firewalls {
		problems = append(problems, firewall.Validate(), args.Firewalls.problems(firewall))
	}
	for _, balancer := range planned.LoadBalancers {
		problems = append(problems, balancer.Validate())
	}
	return parts, problems
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
	hubParts

	ctx       *pulumi.Context
	plan      *plan.Plan
	hub       *Hub
	parent    pulumi.ResourceOption
	tags      pulumi.StringMap
	firewalls Firewalls

	// Whether the clusters join from stacks of their own.
	onboarding bool

	// Fleets that are printed already, by plan name.
	appliances map[string]*gatewayloadbalancer.ApplianceFleet
}

func (p *hubPrinter) ingressVpc() error {
	vpc, err := network.NewIngressVpc(p.ctx, p.ingress.Name, &network.IngressVpcArgs{
		Plan: p.ingress, Firewall: p.endpointsIn(p.ingress), Tags: p.tags,
	}, p.parent)
	p.hub.Vpc = vpc
	return err
}

// transit prints the gateway, then the attachment of the inspection VPC, because every route through the firewall needs it, and
// then that of the ingress VPC.
func (p *hubPrinter) transit(provider pulumi.ProviderResource) error {
	gateway, err := transit.NewTransitGateway(p.ctx, p.plan.TransitGateway.Name, &transit.TransitGatewayArgs{
		Plan: p.plan.TransitGateway, Protection: p.plan.Protection, Tags: p.tags,
	}, p.parent)
	if err != nil {
		return err
	}
	p.hub.TransitGateway = gateway
	p.hub.Gateway = gateway.Gateway(provider)
	if share := p.plan.TransitGateway.Share; share != nil {
		p.hub.Share, err = transit.NewTransitGatewayShare(p.ctx, share.Name, &transit.TransitGatewayShareArgs{
			Plan: *share, TransitGatewayArn: gateway.TransitGatewayArn, Tags: p.tags,
		}, p.parent)
		if err != nil {
			return err
		}
	}
	if p.attached {
		attachment, err := p.attach(p.inspectionAttachment, p.inspection, p.hub.InspectionVpc.VpcID, p.hub.InspectionVpc.SubnetIDs,
			p.hub.InspectionVpc.RouteTableIDs)
		if err != nil {
			return err
		}
		p.hub.Gateway.AttachmentIDs = pulumi.StringMap{p.inspectionAttachment.Name: attachment.AttachmentID}
	}
	_, err = p.attach(p.ingressAttachment, p.ingress, p.hub.Vpc.VpcID, p.hub.Vpc.SubnetIDs, p.hub.Vpc.RouteTableIDs)
	return err
}

func (p *hubPrinter) attach(
	planned plan.TransitAttachment, vpc plan.Vpc, vpcID pulumi.StringInput, subnetIDs, routeTableIDs pulumi.StringMap,
) (*transit.VpcAttachment, error) {
	attachment, err := transit.NewVpcAttachment(p.ctx, planned.Name, &transit.VpcAttachmentArgs{
		Plan:               planned,
		TransitRouteTables: p.plan.TransitGateway.RouteTables,
		VpcRouteTables:     vpc.RouteTables,
		Gateway:            p.hub.Gateway,
		VpcID:              vpcID,
		SubnetIDs:          subnetIDs,
		RouteTableIDs:      routeTableIDs,
		Tags:               p.attachmentTags(),
	}, p.parent)
	p.hub.Attachments[planned.Name] = attachment
	return attachment, err
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
