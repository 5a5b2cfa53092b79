package estate

import (
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/admission"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// guardrails prints the admission policies of the cluster, and returns the option of bindings, which they have to allow first. They
// allow the bindings that are manifests too.
func (p *workloadPrinter) guardrails(planned plan.Guardrails, bound bound, opts []pulumi.ResourceOption) (pulumi.ResourceOption, error) {
	roles := pulumi.StringArray{}
	for _, account := range slices.Sorted(maps.Keys(bound.registrars)) {
		roles = append(roles, bound.registrars[account])
	}
	settings, _ := guardrails.Of(planned)
	policies := &roster{}
	_, err := admission.NewGuardrails(p.ctx, p.parts.cluster.Name+".guardrails", &admission.GuardrailsArgs{
		Admission: settings, TargetGroupArns: bound.spaces, AssumableRoleArns: roles,
	}, append(slices.Clone(opts), policies.option())...)
	return pulumi.DependsOn(policies.all()), err
}

// guardrailExceptions are, by cluster, the reasons for which something is let through; only of clusters that have any.
func guardrailExceptions(clusters []plan.EksCluster) pulumi.Map {
	exceptions := pulumi.Map{}
	for _, cluster := range clusters {
		if reasons := cluster.Guardrails.Reasons(); len(reasons) > 0 {
			exceptions[cluster.Name] = pulumi.ToStringMap(reasons)
		}
	}
	return exceptions
}
