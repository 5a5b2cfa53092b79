package guardrails_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/admission"
	"github.com/ingresshub/ingresshub/components/guardrails/clusterrole"
	"github.com/ingresshub/ingresshub/components/guardrails/organization"
	"github.com/ingresshub/ingresshub/components/guardrails/publicaccess"
)

// registered is one registration as the engine would get it.
type registered struct {
	inputs resource.PropertyMap
	rpc    *pulumirpc.RegisterResourceRequest
}

// recorder stands in for the engine.
type recorder struct {
	mu   sync.Mutex
	made map[string]registered
}

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.made[args.TypeToken+" "+args.Name] = registered{args.Inputs, args.RegisterRPC}
	return args.Name + "-id", args.Inputs, nil
}

func (r *recorder) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }

func record(t *testing.T, program pulumi.RunFunc) (*recorder, error) {
	t.Helper()
	r := &recorder{made: map[string]registered{}}
	err := pulumi.RunErr(program, pulumi.WithMocks("estate", "test", r))
	return r, err
}

// dependsOn says whether a registration waits for another.
func (r *recorder) dependsOn(key, name string) bool {
	return slices.ContainsFunc(r.made[key].rpc.GetDependencies(), func(urn string) bool { return strings.HasSuffix(urn, "::"+name) })
}

const reader = "test:index:Reader"

// told registers somebody with some outputs. A program may end before plain outputs are there, but not before these are.
func told(ctx *pulumi.Context, outputs pulumi.Map) error {
	return ctx.RegisterResource(reader, "reader", outputs, &pulumi.CustomResourceState{})
}

// told are the outputs, which then count as no registration.
func (r *recorder) told() map[string]any {
	const key = reader + " reader"
	outputs := r.made[key].inputs.Mappable()
	delete(r.made, key)
	return outputs
}

const (
	policyType  = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy"
	bindingType = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding"
)

func TestGuardrailsRegistersEveryPolicyWithItsBinding(t *testing.T) {
	t.Parallel()
	settings := guardrails.Admission{
		Off: map[guardrails.Guardrail]string{guardrails.Gateways: "the mesh's gateway moves in March"}, InternalNlbs: "OPS-312",
	}
	r, err := record(t, func(ctx *pulumi.Context) error {
		g, err := admission.NewGuardrails(ctx, "payments", &admission.GuardrailsArgs{Admission: settings})
		if err != nil {
			return err
		}
		return told(ctx, pulumi.Map{"names": g.PolicyNames, "reasons": g.SwitchedOff})
	})
	require.NoError(t, err)
	outputs := r.told()
	names, reasons := outputs["names"].([]any), outputs["reasons"]
	require.Len(t, names, len(guardrails.AdmissionGuardrails())-1)
	require.Equal(t, map[string]any{"gateways": "the mesh's gateway moves in March", "internalNlbs": "OPS-312"}, reasons)
	require.Len(t, r.made, 1+2*len(names))
	for _, policy := range settings.Policies() {
		name := "payments." + string(policy.Guardrail)
		require.Contains(t, names, policy.Name)
		require.Contains(t, r.made, policyType+" "+name)
		assert.Equal(t, policy.Name, r.made[policyType+" "+name].inputs["metadata"].ObjectValue()["name"].StringValue())
		spec, err := policy.Manifests()[0].SpecMap()
		require.NoError(t, err)
		assert.Equal(t, spec, r.made[policyType+" "+name].inputs["spec"].ObjectValue().Mappable(), "what was tested is what is registered")

		binding := bindingType + " " + name + ".binding"
		require.Contains(t, r.made, binding)
		assert.Equal(t, policy.Name, r.made[binding].inputs["spec"].ObjectValue()["policyName"].StringValue())
		assert.True(t, r.dependsOn(binding, name))
	}
	for key := range r.made {
		require.NotContains(t, key, "payments.gateways")
	}
}

func TestGuardrailsWaitForArns(t *testing.T) {
	t.Parallel()
	const orders = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/orders/0123456789abcdef"
	const role = "arn:aws:iam::111111111111:role/targets"
	known := guardrails.Admission{TargetGroups: map[string][]string{"payments": {payments}}}
	program := func(arn string) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			later := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
			_, err := admission.NewGuardrails(ctx, "hub", &admission.GuardrailsArgs{
				Admission: known,
				TargetGroupArns: map[string]pulumi.StringArrayInput{
					"payments": pulumi.StringArray{later(arn)}, "orders": pulumi.StringArray{later(arn)},
				},
				AssumableRoleArns: pulumi.StringArray{later(role)},
			})
			return err
		}
	}
	r, err := record(t, program(orders))
	require.NoError(t, err)
	want := guardrails.Admission{
		TargetGroups:   map[string][]string{"payments": {payments, orders}, "orders": {orders}},
		AssumableRoles: []string{role},
	}
	for _, policy := range want.Policies() {
		spec, err := policy.Manifests()[0].SpecMap()
		require.NoError(t, err)
		require.Equal(t, spec, r.made[policyType+" hub."+string(policy.Guardrail)].inputs["spec"].ObjectValue().Mappable())
	}
	require.Equal(t, map[string][]string{"payments": {payments}}, known.TargetGroups, "the caller's settings stay as they are")

	r, err = record(t, program("not an ARN"))
	require.ErrorContains(t, err, "is not the ARN of a target group")
	require.NotContains(t, r.made, policyType+" hub.target-group-bindings")
}

func TestServiceControlPolicy(t *testing.T) {
	t.Parallel()
	policy := guardrails.OrganizationPolicy{
		IngressAccount: ingressAccount, Accounts: []string{eksAccount}, Units: []string{"ou-ab12-0123abcd"},
		Off: map[guardrails.Guardrail]string{guardrails.ElasticAddresses: "NAT gateways until May"},
	}
	r, err := record(t, func(ctx *pulumi.Context) error {
		made, err := organization.NewServiceControlPolicy(ctx, "eks", &organization.ServiceControlPolicyArgs{Policy: policy})
		if err != nil {
			return err
		}
		return told(ctx, pulumi.Map{"reasons": made.SwitchedOff})
	})
	require.NoError(t, err)
	require.Equal(t, map[string]any{"reasons": map[string]any{"elastic-addresses": "NAT gateways until May"}}, r.told())
	require.Len(t, r.made, 4)
	content, err := policy.Document().JSON()
	require.NoError(t, err)
	in := r.made["aws:organizations/policy:Policy eks"].inputs
	require.Equal(t, content, in["content"].StringValue())
	require.Equal(t, "SERVICE_CONTROL_POLICY", in["type"].StringValue())
	for _, target := range []string{eksAccount, "ou-ab12-0123abcd"} {
		in := r.made["aws:organizations/policyAttachment:PolicyAttachment eks."+target].inputs
		require.Equal(t, target, in["targetId"].StringValue())
		require.Equal(t, "eks-id", in["policyId"].StringValue())
	}
}

func TestClusterRoleDeny(t *testing.T) {
	t.Parallel()
	for _, policy := range []guardrails.ClusterRole{
		{}, {Off: map[guardrails.Guardrail]string{guardrails.ElasticAddresses: "addresses of our own until May"}, InternalNlbs: "OPS-312"},
	} {
		r, err := record(t, func(ctx *pulumi.Context) error {
			made, err := clusterrole.NewClusterRoleDeny(ctx, "payments", &clusterrole.ClusterRoleDenyArgs{
				Policy: policy, RoleName: pulumi.String("eks-payments"),
			})
			if err != nil {
				return err
			}
			return told(ctx, pulumi.Map{"reasons": made.SwitchedOff})
		})
		require.NoError(t, err)
		in := r.made["aws:iam/rolePolicy:RolePolicy payments"].inputs
		content, err := policy.Document().JSON()
		require.NoError(t, err)
		require.Equal(t, content, in["policy"].StringValue())
		require.Equal(t, "eks-payments", in["role"].StringValue())
		require.Equal(t, clusterrole.DefaultPolicyName, in["name"].StringValue())
		reasons := map[string]any{}
		for what, reason := range policy.Reasons() {
			reasons[what] = reason
		}
		require.Equal(t, map[string]any{"reasons": reasons}, r.told())
	}
}

func TestBlockPublicAccessExcludesFirst(t *testing.T) {
	t.Parallel()
	r, err := record(t, func(ctx *pulumi.Context) error {
		_, err := publicaccess.NewBlockPublicAccess(ctx, "account", &publicaccess.BlockPublicAccessArgs{
			IngressHere: true, Exclusions: map[string]publicaccess.Exclusion{
				"ingress": {VpcID: pulumi.String("vpc-1"), Mode: publicaccess.AllowBidirectional},
			},
		})
		return err
	})
	require.NoError(t, err)
	const options = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions account"
	require.Equal(t, "block-bidirectional", r.made[options].inputs["internetGatewayBlockMode"].StringValue())
	exclusion := r.made["aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion account.ingress"].inputs
	require.Equal(t, "vpc-1", exclusion["vpcId"].StringValue())
	require.Equal(t, "allow-bidirectional", exclusion["internetGatewayExclusionMode"].StringValue())
	require.True(t, r.dependsOn(options, "account.ingress"))
}

func TestComponentsThatRegisterNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		program pulumi.RunFunc
		says    []string
	}{
		"admission": {func(ctx *pulumi.Context) error {
			_, err := admission.NewGuardrails(ctx, "x", &admission.GuardrailsArgs{
				Admission:       guardrails.Admission{Controller: "x", Off: map[guardrails.Guardrail]string{guardrails.Services: ""}},
				TargetGroupArns: map[string]pulumi.StringArrayInput{"a'b": pulumi.StringArray{}, "c": nil},
			})
			return err
		}, []string{admission.GuardrailsToken, "admission.controller", "admission.off.services", "targetGroupArns:", "targetGroupArns.c"}},
		"organization": {func(ctx *pulumi.Context) error {
			_, err := organization.NewServiceControlPolicy(ctx, "x", &organization.ServiceControlPolicyArgs{
				Policy: guardrails.OrganizationPolicy{IngressAccount: eksAccount, Accounts: []string{eksAccount}, Also: []guardrails.Guardrail{"x"}},
			})
			return err
		}, []string{organization.ServiceControlPolicyToken, "policy.accounts[0]: the ingress is in this account too", "policy.also[0]"}},
		"cluster role": {func(ctx *pulumi.Context) error {
			_, err := clusterrole.NewClusterRoleDeny(ctx, "x", &clusterrole.ClusterRoleDenyArgs{
				Policy: guardrails.ClusterRole{Off: map[guardrails.Guardrail]string{guardrails.LoadBalancers: ""}},
			})
			return err
		}, []string{clusterrole.ClusterRoleDenyToken, "policy.off.load-balancers", "roleName: is required"}},
		"public access": {func(ctx *pulumi.Context) error {
			_, err := publicaccess.NewBlockPublicAccess(ctx, "x", &publicaccess.BlockPublicAccessArgs{
				Mode: "on", IngressHere: true, Exclusions: map[string]publicaccess.Exclusion{"a": {Mode: "allow-egress"}, "b": {}},
			})
			return err
		}, []string{
			publicaccess.BlockPublicAccessToken, "mode: is neither", "exclusions.a.vpcId", "exclusions.b.mode",
			"exclusions: needs the ingress VPC",
		}},
	} {
		r, err := record(t, test.program)
		require.Error(t, err, name)
		for _, text := range test.says {
			assert.Contains(t, err.Error(), text, name)
		}
		assert.Empty(t, r.made, name)
	}
	_, err := record(t, func(ctx *pulumi.Context) error {
		if _, err := admission.NewGuardrails(ctx, "x", nil); err != nil {
			return err
		}
		_, err := publicaccess.NewBlockPublicAccess(ctx, "x", nil)
		return err
	})
	require.NoError(t, err, "both have defaults for everything")
}
