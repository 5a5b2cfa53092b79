package cluster_test

import (
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/components/cluster"
	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/clusterrole"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/require"
)

// TestRoleOfAClusterIsDenied: by the zero value of a plan everything, by a plan what it says, and the role of somebody else's cluster
// nothing.
func TestRoleOfAClusterIsDenied(t *testing.T) {
	t.Parallel()
	const registered = "aws:iam/rolePolicy:RolePolicy payments.cluster-role"
	everything := plan.Guardrails{Off: map[string]string{}}
	for _, name := range plan.ClusterRoleGuardrails() {
		everything.Off[name] = "test"
	}
	for name, planned := range map[string]plan.Guardrails{
		"default": {}, "one off": {Off: map[string]string{"load-balancers": "OPS-312"}}, "internal NLBs": {InternalNlbs: "OPS-312"},
	} {
		r, _, err := run(t, func(a *cluster.EksClusterArgs) { a.Plan.Guardrails = planned })
		require.NoError(t, err, name)
		require.Contains(t, r.made, registered, name)
		made := r.made[registered]
		_, role := guardrails.Of(planned)
		document, err := role.Document().JSON()
		require.NoError(t, err, name)
		require.Equal(t, document, made.inputs["policy"].StringValue(), name)
		require.Equal(t, "payments-eksRole-role", made.inputs["role"].StringValue(), name)
		require.Equal(t, clusterrole.EstatePolicyName, made.inputs["name"].StringValue(), name)
		require.NotEqual(t, clusterrole.DefaultPolicyName, made.inputs["name"].StringValue(), "one by hand would overwrite it, and take it away when it goes")
		require.True(t, slices.Contains(made.rpc.GetDependencies(), awsClusterURN), "%s: it goes before the cluster, and so before the role", name)
		require.False(t, made.rpc.GetProtect(), name)
	}
	r, _, err := run(t, func(a *cluster.EksClusterArgs) { a.Plan.Guardrails = everything })
	require.NoError(t, err)
	require.NotContains(t, r.made, registered, "everything is switched off")
	r, _, err = run(t, func(a *cluster.EksClusterArgs) {
		a.Plan = plan.EksCluster{Name: "payments", AwsName: "theirs", Existing: true, ExistingPodSecurityGroupID: "sg-1"}
	})
	require.NoError(t, err)
	require.NotContains(t, r.made, registered, "their cluster, their role")
}
