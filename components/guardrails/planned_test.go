package guardrails_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/plan"
)

// TestPlansKnowTheGuardrails: a plan, which imports nothing, has their names for itself.
func TestPlansKnowTheGuardrails(t *testing.T) {
	t.Parallel()
	all := func(known []guardrails.Guardrail) []string {
		names := make([]string, 0, len(known))
		for _, guardrail := range known {
			names = append(names, string(guardrail))
		}
		return names
	}
	require.Equal(t, all(guardrails.AdmissionGuardrails()), plan.AdmissionGuardrails())
	require.Equal(t, all(guardrails.ClusterRoleGuardrails()), plan.ClusterRoleGuardrails())
	for _, name := range plan.AdmissionGuardrails() {
		require.NotContains(t, plan.ClusterRoleGuardrails(), name)
	}
}

func TestGuardrailsOfAPlan(t *testing.T) {
	t.Parallel()
	admission, role := guardrails.Of(plan.Guardrails{})
	require.Len(t, admission.Policies(), len(guardrails.AdmissionGuardrails()))
	require.Equal(t, guardrails.ClusterRole{}.Document(), role.Document(), "what a plan does not say is denied")

	planned := plan.Guardrails{
		Admission: true, InternalNlbs: "the mesh has its own NLB", IngressClasses: []string{"edge"}, GatewayClasses: []string{"acme"},
		Off: map[string]string{"services": "OPS-1", "load-balancers": "OPS-2", "gateways": "OPS-3"},
	}
	admission, role = guardrails.Of(planned)
	require.Empty(t, admission.Validate())
	require.Empty(t, role.Validate())
	assert.Equal(t, guardrails.Admission{
		InternalNlbs: planned.InternalNlbs, IngressClasses: planned.IngressClasses, GatewayClasses: planned.GatewayClasses,
		Off: map[guardrails.Guardrail]string{guardrails.Services: "OPS-1", guardrails.Gateways: "OPS-3"},
	}, admission)
	assert.Equal(t, guardrails.ClusterRole{Off: map[guardrails.Guardrail]string{guardrails.LoadBalancers: "OPS-2"}}, role,
		"the controller makes internal NLBs with its own role")
	both := admission.Reasons()
	for name, reason := range role.Reasons() {
		both[name] = reason
	}
	assert.Equal(t, planned.Reasons(), both, "a plan has the reasons of both")

	_, role = guardrails.Of(plan.Guardrails{InternalNlbs: "the mesh has its own NLB"})
	assert.Equal(t, "the mesh has its own NLB", role.InternalNlbs, "without the policies it is the role that makes them")
}
