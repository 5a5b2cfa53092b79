package estate

import (
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/components/controller"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// bound are the bindings of a cluster, by plan name, and what they name.
type bound struct {
	args map[string]*binding.Args

	// ARNs of the target groups: those of the cluster's own account by binding, and all of them by namespace.
	own    pulumi.StringMap
	spaces map[string]pulumi.StringArrayInput

	// ARN of the role for those of another account; empty where there are none.
	registrars pulumi.StringMap
}

// bound gathers what the bindings of the cluster name.
func (p *workloadPrinter) bound() bound {
	b := bound{args: map[string]*binding.Args{}, own: pulumi.StringMap{}, registrars: pulumi.StringMap{}}
	spaces := map[string]pulumi.StringArray{}
	for _, planned := range p.parts.bindings {
		args := p.binding(planned)
		b.args[planned.Name] = args
		spaces[planned.Namespace] = append(spaces[planned.Namespace], args.TargetGroupArn)
		if planned.Account == "" {
			b.own[planned.Name] = args.TargetGroupArn
		} else {
			b.registrars[planned.Account] = args.AssumeRole.Arn
		}
	}
	b.spaces = make(map[string]pulumi.StringArrayInput, len(spaces))
	for namespace, arns := range spaces {
		b.spaces[namespace] = arns
	}
	return b
}

// inCluster prints what is inside the cluster: the load balancer controller, the admission policies, and then the bindings, so that those
// go before either does.
//
// Everything that the cluster is made of comes before: without nodes, and without the ways to AWS by which pods are registered and
// deregistered, the release would not start and the bindings would not go.
func (p *workloadPrinter) inCluster() error {
	before := []pulumi.ResourceOption{
		p.parent, pulumi.DependsOn(p.everything.all()), pulumi.DependsOnInputs(p.everything.remote()),
	}
	provider, err := p.kubernetes()
	if err != nil {
		return err
	}
	bound, inCluster := p.bound(), append(before, pulumi.Providers(provider))
	running := []pulumi.ResourceOption{p.parent, pulumi.Provider(provider)}
	if planned := p.parts.cluster.Controller; planned != nil {
		if err := p.controller(*planned, bound, inCluster); err != nil {
			return err
		}
		running = append(running, p.workload.Controller.Running())
	}
	if planned := p.parts.cluster.Guardrails; planned.Admission {
		allowed, err := p.guardrails(planned, bound, inCluster)
		if err != nil {
			return err
		}
		running = append(running, allowed)
	}
	if p.parts.cluster.Controller == nil {
		return nil
	}
	for _, of := range slices.Sorted(maps.Keys(bound.args)) {
		if _, err := binding.New(p.ctx, of, bound.args[of], running...); err != nil {
			return err
		}
	}
	return nil
}

// controller prints the load balancer controller of the cluster.
func (p *workloadPrinter) controller(planned plan.PlannedController, bound bound, opts []pulumi.ResourceOption) error {
	made, err := controller.NewLoadBalancerController(p.ctx, p.parts.cluster.Name+".controller", &controller.LoadBalancerControllerArgs{
		Subject: subjectOf(p.args.Plan, p.parts.cluster), VpcID: p.workload.Vpc.VpcID,
		TargetGroupArns: bound.own, RegistrarRoleArns: bound.registrars,
		ExistingAgent: planned.ExistingAgent, ChartVersion: planned.ChartVersion, ImageRepository: planned.ImageRepository, Tags: p.tags,
	}, opts...)
	p.workload.Controller = made
	return err
}
