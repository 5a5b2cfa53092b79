package cluster_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/cluster"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/require"
)

// wantedKubeconfig is the kubeconfig of a cluster, as `aws eks update-kubeconfig` writes it.
func wantedKubeconfig(name, server, authority, arguments string) string {
	return `{"apiVersion": "v1", "kind": "Config", "current-context": "` + name + `",
		"clusters": [{"name": "` + name + `", "cluster": {"server": "` + server + `", "certificate-authority-data": "` + authority + `"}}],
		"contexts": [{"name": "` + name + `", "context": {"cluster": "` + name + `", "user": "` + name + `"}}],
		"users": [{"name": "` + name + `", "user": {"exec": {"apiVersion": "client.authentication.k8s.io/v1beta1", "command": "aws",
			"args": ["--region", "us-east-1", "eks", "get-token", "--cluster-name", "` + name + `", "--output", "json"` + arguments + `]}}}]}`
}

// TestKubeconfig has the role of the account in it where there is one, for clusters that are made and for those that exist.
func TestKubeconfig(t *testing.T) {
	r, _, err := run(t, nil)
	require.NoError(t, err)
	require.JSONEq(t, wantedKubeconfig("estate-payments", "https://eks.test", "bWFkZQ==", `, "--role-arn", "arn:aws:iam::1:role/deploy"`), r.kubeconfig)

	theirs := plan.EksCluster{
		Name: "payments", AwsName: "theirs", Existing: true, ExistingPodSecurityGroupID: "sg-0123456789abcdef0",
		Controller: &plan.PlannedController{ChartVersion: "3.4.3"},
	}
	r, _, err = run(t, func(a *cluster.EksClusterArgs) { a.Plan, a.RoleArn = theirs, "" })
	require.NoError(t, err)
	require.JSONEq(t, wantedKubeconfig("theirs", "https://theirs.test", "Zm91bmQ=", ""), r.kubeconfig)

	theirs.Controller, theirs.Guardrails.Admission = nil, true
	r, _, err = run(t, func(a *cluster.EksClusterArgs) { a.Plan, a.RoleArn = theirs, "" })
	require.NoError(t, err)
	require.NotEmpty(t, r.kubeconfig, "admission policies need it too")

	// Nobody asks for it without either, so nobody needs the right to.
	theirs.Guardrails.Admission = false
	r, _, err = run(t, func(a *cluster.EksClusterArgs) { a.Plan = theirs })
	require.NoError(t, err)
	require.Empty(t, r.kubeconfig)
}
