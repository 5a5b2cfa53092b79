package guardrails_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails"
)

const payments = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/payments/0123456789abcdef"

// What the policies decide is tested on a real API server, in tests/cluster. Here is what does not need one.

func TestEveryPolicyIsInForceForEveryVersion(t *testing.T) {
	t.Parallel()
	policies := guardrails.Admission{}.Policies()
	require.Len(t, policies, len(guardrails.AdmissionGuardrails()))
	for i, policy := range policies {
		require.Equal(t, guardrails.AdmissionGuardrails()[i], policy.Guardrail)
		manifests := policy.Manifests()
		require.Len(t, manifests, 2)
		spec, err := manifests[0].SpecMap()
		require.NoError(t, err)
		assert.Equal(t, "Fail", spec["failurePolicy"])
		rules := spec["matchConstraints"].(map[string]any)["resourceRules"].([]any)
		require.Len(t, rules, 1)
		rule := rules[0].(map[string]any)
		assert.Equal(t, []any{"CREATE", "UPDATE"}, rule["operations"])
		assert.Equal(t, []any{"*"}, rule["apiVersions"])
		assert.NotEmpty(t, spec["validations"])
		// What may be missing in a cluster must not be needed to evaluate the policy.
		assert.NotContains(t, spec, "paramKind")

		binding, err := manifests[1].SpecMap()
		require.NoError(t, err)
		assert.Equal(t, map[string]any{
			"policyName": manifests[0].Metadata.Name, "validationActions": []any{"Deny", "Audit"},
		}, binding)
	}
}

func TestSwitchedOffGuardrailsAreGone(t *testing.T) {
	t.Parallel()
	for _, off := range guardrails.AdmissionGuardrails() {
		admission := guardrails.Admission{Off: map[guardrails.Guardrail]string{off: "the old gateway is moved in March"}}
		require.Empty(t, admission.Validate())
		policies := admission.Policies()
		require.Len(t, policies, len(guardrails.AdmissionGuardrails())-1)
		for _, policy := range policies {
			require.NotEqual(t, off, policy.Guardrail)
		}
	}
}

func TestSameSettingsMakeTheSamePolicies(t *testing.T) {
	t.Parallel()
	text := func(roles ...string) string {
		encoded, err := json.Marshal(guardrails.Admission{
			AssumableRoles: roles,
			TargetGroups:   map[string][]string{"c": {"z", "a", "a"}, "a": {"y"}, "b": nil},
		}.Policies())
		require.NoError(t, err)
		return string(encoded)
	}
	for range 20 {
		require.Equal(t, text("r1", "r2"), text("r2", "r1"))
	}
	require.NotEqual(t, text("r1"), text("r2"))
}

func TestSettingsThatAreWrong(t *testing.T) {
	t.Parallel()
	require.Empty(t, guardrails.Admission{}.Validate())
	require.Empty(t, guardrails.Admission{
		TargetGroups: map[string][]string{"payments": {payments}}, AssumableRoles: []string{"arn:aws:iam::111111111111:role/path/targets"},
	}.Validate())
	for name, test := range map[string]struct {
		admission guardrails.Admission
		path      string
	}{
		"prefix":             {guardrails.Admission{Prefix: "Ingress Hub"}, "prefix"},
		"service account":    {guardrails.Admission{Controller: "aws-load-balancer-controller"}, "controller"},
		"ingress class":      {guardrails.Admission{IngressClasses: []string{"a b"}}, "ingressClasses"},
		"gateway class":      {guardrails.Admission{GatewayClasses: []string{"'"}}, "gatewayClasses"},
		"namespace":          {guardrails.Admission{TargetGroups: map[string][]string{"a'b": nil}}, "targetGroups"},
		"target group":       {guardrails.Admission{TargetGroups: map[string][]string{"a": {payments + "'"}}}, "targetGroups.a"},
		"role":               {guardrails.Admission{AssumableRoles: []string{"arn:aws:iam::1:user/x"}}, "assumableRoles"},
		"unknown guardrail":  {guardrails.Admission{Off: map[guardrails.Guardrail]string{"pods": "why not"}}, "off.pods"},
		"no reason":          {guardrails.Admission{Off: map[guardrails.Guardrail]string{guardrails.Services: " "}}, "off.services"},
		"NLBs for nothing":   {guardrails.Admission{InternalNlbs: " "}, "internalNlbs"},
		"empty target group": {guardrails.Admission{TargetGroups: map[string][]string{"a": {""}}}, "targetGroups.a"},
	} {
		problems := test.admission.Validate()
		if assert.Len(t, problems, 1, name) {
			assert.Equal(t, test.path, problems[0].Path, name)
		}
	}
}

// TestNothingBreaksOutOfALiteral: a component may get ARNs that nobody has seen before.
func TestNothingBreaksOutOfALiteral(t *testing.T) {
	t.Parallel()
	evil := "x'] || true || '' in ['\\\n"
	for _, policy := range (guardrails.Admission{AssumableRoles: []string{evil}}).Policies() {
		for _, check := range policy.Checks {
			require.NotContains(t, check.Expression, "\n")
			if policy.Guardrail == guardrails.TargetGroupBindings && strings.Contains(check.Expression, "iamRole") {
				require.Contains(t, check.Expression, `['', 'x\'] || true || \'\' in [\'\\\u000a']`)
			}
		}
	}
}
