package plan

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestQuotasOfSeveralAccounts: AWS counts per account. shop has two inner NLBs and one target group, data one and one, network one inner
// NLB, a stream NLB and a target group of each of the three services.
func TestQuotasOfSeveralAccounts(t *testing.T) {
	const nlbs = " NLBs in the Region (one or more inner ones per cluster, and those of the ingress VPC); the quota is "
	const groups = " target groups in the Region (one per service at the ingress VPC's load balancers, one at the cluster's); the quota is "
	const raise = ": have AWS raise it and declare it as quotas."
	data, err := os.ReadFile("testdata/three-accounts.json")
	require.NoError(t, err)
	for name, test := range map[string]struct {
		quotas   Quotas
		problems []string
	}{
		"as many as it takes": {Quotas{Nlbs: 2, TargetGroups: 4}, nil},
		"fewer NLBs": {Quotas{Nlbs: 1}, []string{
			"accounts.network: 2" + nlbs + "1" + raise + "nlbs", "accounts.shop: 2" + nlbs + "1" + raise + "nlbs",
		}},
		"fewer target groups": {Quotas{TargetGroups: 3}, []string{"accounts.network: 4" + groups + "3" + raise + "targetGroups"}},
	} {
		t.Run(name, func(t *testing.T) {
			var estate Estate
			require.NoError(t, json.Unmarshal(data, &estate))
			estate.Ingress.LoadBalancers["stream"] = LoadBalancer{Type: "network"}
			estate.Services["feed"] = Service{Cluster: "here", LoadBalancer: "stream", Port: 9000, ListenerPort: 9000}
			estate.Quotas = test.quotas
			_, err := Build(estate)
			if test.problems == nil {
				require.NoError(t, err)
				return
			}
			require.Equal(t, test.problems, problemsOf(t, err))
		})
	}
}
