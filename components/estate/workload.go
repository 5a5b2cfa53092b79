package estate

import (
	"maps"

	"github.com/ingresshub/ingresshub/components/cluster"
	"github.com/ingresshub/ingresshub/components/controller"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/loadbalancer"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/ingresshub/ingresshub/internal/callstack"
	"github.com/ingresshub/ingresshub/internal/lookups"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// WorkloadToken is the type token of Workload.
const WorkloadToken = "ingresshub:index:Workload"

// WorkloadArgs are the arguments of NewWorkload.
type WorkloadArgs struct {
	// The estate's plan, of which the workload is the part around one cluster.
	Plan *plan.Plan `pulumi:"plan"`

	// Name of the cluster.
	Cluster string `pulumi:"cluster"`

	// The hub's transit gateway: Hub.Gateway, or its IDs where the hub is another program's.
	Gateway transit.Gateway `pulumi:"gateway"`

	// Target groups of ingress load balancers whose targets are the cluster's pods: Hub.Targets. Default: none, for a cluster without
	// such services.
	Ingress IngressTargets `pulumi:"ingress"`

	// Node groups by plan name as the stack knows them from its last update (see cluster.EksClusterArgs). Default: none.
	LastNodeGroups map[string]cluster.LastNodeGroup `pulumi:"lastNodeGroups"`

	// AWS provider of the cluster's account. Default: the one that the options or the stack's config say.
	Provider pulumi.ProviderResource `pulumi:"-"`
}

// Workload is one cluster with its VPC, its attachment to the hub and its inner load balancers.
type Workload struct {
	pulumi.ResourceState

	Vpc        *network.EksVpc
	Attachment *transit.VpcAttachment
	Cluster    *cluster.EksCluster

	// Inner load balancers by plan name.
	InnerLoadBalancers map[string]*loadbalancer.StaticNlb

	// Internal ALBs behind those, by plan name.
	InnerAlbs map[string]*loadbalancer.InnerAlb

	// The load balancer controller; nil where the plan has none.
	Controller *controller.LoadBalancerController

	// Per service a manifest that binds the pods of a Kubernetes Service to a target group. Empty where the plan has a controller:
	// then the bindings are resources.
	TargetGroupBindings pulumi.Map
}

// NewWorkload registers the part of an estate around one cluster.
//
// The error lists all problems of that part, and then nothing is registered.
func NewWorkload(
	ctx *pulumi.Context, name string, args *WorkloadArgs, opts ...pulumi.ResourceOption,
) (*Workload, error) {
	if args == nil || args.Plan == nil {
		return nil, inputs.Check(WorkloadToken, name, inputs.Require("plan", false))
	}
	if err := checkRegion(ctx, args.Plan, withProvider(opts, args.Provider)); err != nil {
		return nil, inputs.Wrap(WorkloadToken, name, err)
	}
	return newWorkload(lookups.Once(ctx), name, args, opts...)
}

// newWorkload is NewWorkload for a provider that was checked.
func newWorkload(
	ctx *pulumi.Context, name string, args *WorkloadArgs, opts ...pulumi.ResourceOption,
) (*Workload, error) {
	parts, problems := workloadParts(args)
	if err := inputs.Check(WorkloadToken, name, problems...); err != nil {
		return nil, err
	}
	workload := &Workload{InnerLoadBalancers: map[string]*loadbalancer.StaticNlb{}, InnerAlbs: map[string]*loadbalancer.InnerAlb{}}
	everything := &roster{}
	opts = append(withProvider(opts, args.Provider), everything.option())
	if err := ctx.RegisterComponentResource(WorkloadToken, name, workload, opts...); err != nil {
		return nil, err
	}
	p := &workloadPrinter{
		ctx: ctx, args: args, parts: parts, workload: workload, parent: pulumi.Parent(workload), tags: plannedTags(args.Plan),
		everything: everything,
	}
	if err := callstack.Each(p.network, p.cluster, p.innerAlbs, p.innerLoadBalancers, p.bindings); err != nil {
		return nil, err
	}
	if err := newProtection(ctx, name, args.Plan.Protection, everything, p.parent); err != nil {
		return nil, err
	}
	outputs.Register(ctx, workload, pulumi.Map{
		"vpcId":       workload.Vpc.VpcID,
		"clusterName": workload.Cluster.ClusterName,
	})
	return workload, nil
}

// parts are what a plan says of one cluster.
type parts struct {
	vpc        plan.Vpc
	attachment plan.TransitAttachment
	cluster    plan.EksCluster
	balancers  []plan.StaticNlb
	albs       []plan.InternalAlb
	bindings   []plan.Binding
}

// workloadParts picks a cluster's parts, with everything that is wrong with them.
func workloadParts(args *WorkloadArgs) (parts, []plan.Problems) {
	picked := parts{}
	for _, planned := range args.Plan.Clusters {
		if planned.Name == args.Cluster {
			picked.cluster = planned
		}
	}
	for _, vpc := range args.Plan.Vpcs {
		if vpc.Kind == plan.EksVpc && vpc.Name == picked.cluster.Vpc {
			picked.vpc = vpc
		}
	}
	if picked.cluster.Name == "" {
		return picked, []plan.Problems{{{Path: "cluster", Message: "the plan has no cluster " + args.Cluster}}}
	}
	attachment, attached := attachmentOf(args.Plan, picked.vpc.Name)
	picked.attachment = attachment
	problems := []plan.Problems{
		picked.vpc.Validate(), picked.cluster.Validate(),
		inputs.Require("plan.transitGateway.attachments."+picked.vpc.Name, attached),
		inputs.Require("gateway.id", args.Gateway.ID != nil),
	}
	for _, balancer := range args.Plan.InnerLoadBalancers {
		if balancer.Cluster == args.Cluster {
			picked.balancers = append(picked.balancers, balancer)
			problems = append(problems, balancer.Validate())
		}
	}
	for _, alb := range args.Plan.InnerAlbs {
		if alb.Cluster == args.Cluster {
			picked.albs = append(picked.albs, alb)
			problems = append(problems, alb.Validate())
		}
	}
	for _, binding := range args.Plan.Bindings {
		if binding.Cluster == args.Cluster {
			picked.bindings = append(picked.bindings, binding)
		}
	}
	return picked, append(problems, args.Ingress.problems(picked.bindings))
}

// workloadPrinter prints the parts of a workload.
type workloadPrinter struct {
	ctx      *pulumi.Context
	args     *WorkloadArgs
	parts    parts
	workload *Workload
	parent   pulumi.ResourceOption
	tags     pulumi.StringMap

	// What is registered so far.
	everything *roster

	// Subnet IDs for the cluster, by plan name.
	subnetIDs pulumi.StringMap
}

func (p *workloadPrinter) network() error {
	vpc, err := network.NewEksVpc(p.ctx, p.parts.vpc.Name, &network.EksVpcArgs{Plan: p.parts.vpc, Tags: p.tags}, p.parent)
	if err != nil {
		return err
	}
	p.workload.Vpc = vpc
	attachment, err := transit.NewVpcAttachment(p.ctx, p.parts.attachment.Name, &transit.VpcAttachmentArgs{
		Plan:               p.parts.attachment,
		TransitRouteTables: p.args.Plan.TransitGateway.RouteTables,
		VpcRouteTables:     p.parts.vpc.RouteTables,
		Gateway:            p.args.Gateway,
		VpcID:              vpc.VpcID,
		SubnetIDs:          vpc.SubnetIDs,
		RouteTableIDs:      vpc.RouteTableIDs,
		Tags:               p.tags,
	}, p.parent)
	if err != nil {
		return err
	}
	p.workload.Attachment = attachment
	p.subnetIDs = maps.Clone(vpc.SubnetIDs)
	for _, subnet := range p.parts.vpc.Subnets {
		if subnet.Tier == plan.TierNode && leavesByTransit(p.parts.vpc, subnet) {
			p.subnetIDs[subnet.Name] = after(vpc.SubnetIDs[subnet.Name], attachment.AttachmentID)
		}
	}
	return nil
}

// leavesByTransit says whether a subnet reaches the internet through the transit gateway.
func leavesByTransit(vpc plan.Vpc, subnet plan.Subnet) bool {
	for _, table := range vpc.RouteTables {
		for _, route := range table.Routes {
			if table.Name == subnet.RouteTable && route.NextHop == plan.ToTransitGateway && route.Destination == "0.0.0.0/0" {
				return true
			}
		}
	}
	return false
}

// after is the ID of a node subnet for whoever waits for its way out: nodes may pull their first images through it. The attachment's
// ID waits for the VPC's routes to the gateway.
func after(subnetID, attachmentID pulumi.StringInput) pulumi.StringOutput {
	return pulumi.All(subnetID, attachmentID).ApplyT(func(ids []any) string { return ids[0].(string) }).(pulumi.StringOutput)
}

func (p *workloadPrinter) cluster() error {
	made, err := cluster.NewEksCluster(p.ctx, p.parts.cluster.Name, &cluster.EksClusterArgs{
		Plan:            p.parts.cluster,
		Region:          p.args.Plan.Region,
		VpcID:           p.workload.Vpc.VpcID,
		SubnetIDs:       p.subnetIDs,
		SubnetZoneNames: p.workload.Vpc.SubnetZoneNames,
		RoleArn:         roleArn(p.args.Plan, p.parts.cluster.Account),
		LastNodeGroups:  p.args.LastNodeGroups,
		Protection:      p.args.Plan.Protection,
		Tags:            p.tags,
	}, p.parent)
	p.workload.Cluster = made
	return err
}

func (p *workloadPrinter) innerAlbs() error {
	for _, planned := range p.parts.albs {
		alb, err := loadbalancer.NewInnerAlb(p.ctx, planned.Name, &loadbalancer.InnerAlbArgs{
			Plan:       planned,
			VpcID:      p.workload.Vpc.VpcID,
			SubnetIDs:  p.workload.Vpc.SubnetIDs,
			Protection: p.args.Plan.Protection,
			Tags:       p.tags,
		}, p.parent)
		if err != nil {
			return err
		}
		p.workload.InnerAlbs[planned.Name] = alb
	}
	return nil
}

func (p *workloadPrinter) innerLoadBalancers() error {
	arns := pulumi.StringMap{}
	for name, alb := range p.workload.InnerAlbs {
		arns[name] = alb.LoadBalancerArn
	}
	for _, planned := range p.parts.balancers {
		balancer, err := loadbalancer.NewStaticNlb(p.ctx, planned.Name, &loadbalancer.StaticNlbArgs{
			Plan:       planned,
			VpcID:      p.workload.Vpc.VpcID,
			SubnetIDs:  p.workload.Vpc.SubnetIDs,
			AlbArns:    arns,
			Protection: p.args.Plan.Protection,
			Tags:       p.tags,
		}, p.parent)
		if err != nil {
			return err
		}
		p.workload.InnerLoadBalancers[planned.Name] = balancer
	}
	return nil
}
