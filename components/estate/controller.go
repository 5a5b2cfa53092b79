package estate

import (
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/components/controller"
	"github.com/ingresshub/ingresshub/components/guardrails/admission"
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

// controller prints the load balancer controller of the cluster, and then the bindings, so that those go before it does.
//
// Everything that the cluster is made of comes before: without nodes, and without the ways to AWS by which pods are registered and
// deregistered, the release would not start and the bindings would not go.
func (p *workloadPrinter) controller(planned plan.PlannedController) error {
	before := []pulumi.ResourceOption{
		p.parent, pulumi.DependsOn(p.everything.all()), pulumi.DependsOnInputs(p.everything.remote()),
	}
	provider, err := p.kubernetes()
	if err != nil {
		return err
	}
	bound, name := p.bound(), p.parts.cluster.Name
	inCluster := append(before, pulumi.Providers(provider))
	made, err := controller.NewLoadBalancerController(p.ctx, name+".controller", &controller.LoadBalancerControllerArgs{
		Subject: subjectOf(p.args.Plan, p.parts.cluster), VpcID: p.workload.Vpc.VpcID,
		TargetGroupArns: bound.own, RegistrarRoleArns: bound.registrars,
		ExistingAgent: planned.ExistingAgent, ChartVersion: planned.ChartVersion, ImageRepository: planned.ImageRepository, Tags: p.tags,
	}, inCluster...)
	if err != nil {
		return err
	}
	p.workload.Controller = made
	running := []pulumi.ResourceOption{p.parent, pulumi.Provider(provider), made.Running()}
	if planned.Guardrails {
		guard, err := p.guardrails(bound, inCluster)
		if err != nil {
			return err
		}
		running = append(running, guard)
	}
	for _, of := range slices.Sorted(maps.Keys(bound.args)) {
		if _, err := binding.New(p.ctx, of, bound.args[of], running...); err != nil {
			return err
		}
	}
	return nil
}

// guardrails prints the admission policies of the cluster, and returns the option of bindings, which they have to allow first.
func (p *workloadPrinter) guardrails(bound bound, opts []pulumi.ResourceOption) (pulumi.ResourceOption, error) {
	roles := pulumi.StringArray{}
	for _, account := range slices.Sorted(maps.Keys(bound.registrars)) {
		roles = append(roles, bound.registrars[account])
	}
	policies := &roster{}
	_, err := admission.NewGuardrails(p.ctx, p.parts.cluster.Name+".guardrails", &admission.GuardrailsArgs{
		TargetGroupArns: bound.spaces, AssumableRoleArns: roles,
	}, append(slices.Clone(opts), policies.option())...)
	return pulumi.DependsOn(policies.all()), err
}
