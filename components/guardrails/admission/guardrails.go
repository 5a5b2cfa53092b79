// Package admission registers the admission policies of a cluster.
package admission

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// GuardrailsToken is the type token of Guardrails.
const GuardrailsToken = "ingresshub:index:Guardrails"

// GuardrailsArgs are the arguments of NewGuardrails.
type GuardrailsArgs struct {
	// What is rejected. ARNs in it are those that are known beforehand.
	Admission guardrails.Admission `pulumi:"admission"`

	// ARNs of target groups to which each namespace may bind its pods, beside those in Admission. Default: none.
	TargetGroupArns map[string]pulumi.StringArrayInput `pulumi:"targetGroupArns"`

	// ARNs of the roles that a TargetGroupBinding may name, beside those in Admission. Default: none.
	AssumableRoleArns pulumi.StringArrayInput `pulumi:"assumableRoleArns"`
}

// Guardrails are the admission policies of one cluster, that of the Kubernetes provider. TargetGroupBindings depend on
// them: a target group that was replaced must be allowed before it is bound.
type Guardrails struct {
	pulumi.ResourceState

	// Names of the policies.
	PolicyNames pulumi.StringArrayOutput `pulumi:"policyNames"`

	// What is let through, each with the reason: guardrails that are switched off, and internalNlbs.
	SwitchedOff pulumi.StringMapOutput `pulumi:"switchedOff"`
}

// object is a Kubernetes object. The SDK package of these kinds would compile a hundred types more than are needed.
type object struct {
	pulumi.CustomResourceState
}

// NewGuardrails registers the admission policies of a cluster and their bindings.
//
// The error lists everything wrong with the arguments, and then nothing is registered. ARNs that become known later are
// checked then, and fail the policy of TargetGroupBindings.
func NewGuardrails(
	ctx *pulumi.Context, name string, args *GuardrailsArgs, opts ...pulumi.ResourceOption,
) (*Guardrails, error) {
	if args == nil {
		args = &GuardrailsArgs{}
	}
	if err := inputs.Check(GuardrailsToken, name, args.problems()); err != nil {
		return nil, err
	}
	component := &Guardrails{}
	if err := ctx.RegisterComponentResource(GuardrailsToken, name, component, opts...); err != nil {
		return nil, err
	}
	names := pulumi.StringArray{}
	for _, policy := range args.Admission.Policies() {
		if err := args.register(ctx, name, policy, component); err != nil {
			return nil, err
		}
		names = append(names, pulumi.String(policy.Name))
	}
	component.PolicyNames = names.ToStringArrayOutput()
	component.SwitchedOff = pulumi.ToStringMap(args.Admission.Reasons()).ToStringMapOutput()
	outputs.Register(ctx, component, pulumi.Map{
		"policyNames": component.PolicyNames,
		"switchedOff": component.SwitchedOff,
	})
	return component, nil
}

// problems are everything wrong with what is known before anything is registered.
func (args *GuardrailsArgs) problems() plan.Problems {
	problems := guardrails.Within("admission", args.Admission.Validate())
	for _, namespace := range slices.Sorted(maps.Keys(args.TargetGroupArns)) {
		problems = append(problems, inputs.Require("targetGroupArns."+namespace, args.TargetGroupArns[namespace] != nil)...)
		named := guardrails.Admission{TargetGroups: map[string][]string{namespace: nil}}
		for _, problem := range named.Validate() {
			problems = append(problems, plan.Problem{Path: "targetGroupArns", Message: problem.Message})
		}
	}
	return problems
}

// register registers a policy and its binding, which goes before the policy does.
func (args *GuardrailsArgs) register(ctx *pulumi.Context, name string, policy guardrails.Policy, component *Guardrails) error {
	options := []pulumi.ResourceOption{pulumi.Parent(component)}
	for _, manifest := range policy.Manifests() {
		known, err := manifest.SpecMap()
		if err != nil {
			return err
		}
		var spec pulumi.Input = pulumi.Any(known)
		if policy.Guardrail == guardrails.TargetGroupBindings && manifest.Kind == guardrails.PolicyKind {
			spec = args.bindingSpec()
		}
		logical := name + "." + string(policy.Guardrail)
		if manifest.Kind == guardrails.BindingKind {
			logical += ".binding"
		}
		made := &object{}
		token := "kubernetes:" + manifest.APIVersion + ":" + manifest.Kind
		if err := ctx.RegisterResource(token, logical, pulumi.Map{
			"apiVersion": pulumi.String(manifest.APIVersion),
			"kind":       pulumi.String(manifest.Kind),
			"metadata": pulumi.Map{
				"name": pulumi.String(manifest.Metadata.Name), "labels": pulumi.ToStringMap(manifest.Metadata.Labels),
			},
			"spec": spec,
		}, made, options...); err != nil {
			return err
		}
		options = append(options, pulumi.DependsOn([]pulumi.Resource{made}))
	}
	return nil
}

// bindingSpec is the spec of the policy of TargetGroupBindings, once all ARNs are known.
func (args *GuardrailsArgs) bindingSpec() pulumi.Output {
	namespaces := slices.Sorted(maps.Keys(args.TargetGroupArns))
	arns := []any{pulumi.StringArray{}.ToStringArrayOutput()}
	if args.AssumableRoleArns != nil {
		arns[0] = args.AssumableRoleArns
	}
	for _, namespace := range namespaces {
		arns = append(arns, args.TargetGroupArns[namespace])
	}
	return pulumi.All(arns...).ApplyT(func(known []any) (map[string]any, error) {
		admission := args.Admission
		admission.AssumableRoles = slices.Concat(admission.AssumableRoles, known[0].([]string))
		groups := map[string][]string{}
		maps.Copy(groups, admission.TargetGroups)
		for i, namespace := range namespaces {
			groups[namespace] = slices.Concat(groups[namespace], known[i+1].([]string))
		}
		admission.TargetGroups = groups
		if problems := admission.Validate(); len(problems) > 0 {
			return nil, problems
		}
		for _, policy := range admission.Policies() {
			if policy.Guardrail == guardrails.TargetGroupBindings {
				return policy.Manifests()[0].SpecMap()
			}
		}
		return nil, fmt.Errorf("there is no policy of %s", guardrails.TargetGroupBindings)
	})
}
