package engine_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHubGetsItsFirstCluster makes an inspected hub that leads to nobody yet. Then a cluster joins it with its services, and
// leaves again: nothing of the hub is replaced, and what changes in place is what the firewall knows of its protected side.
// After no operation on the way is anything open that the estate does not offer, or does a packet get past the firewall.
func TestHubGetsItsFirstCluster(t *testing.T) {
	t.Parallel()
	places := map[string]any{"eastWest": networkFirewall, "egress": map[string]any{}}
	joined := smallEstate(t).set("inspection", places)
	hub := joined.without("clusters").without("services")
	stages := []stage{{"hub", places, ""}, {"first cluster", places, flightpath.Inspected}, {"hub again", places, ""}}
	plans := []*plan.Plan{hub.plan(), joined.plan(), hub.plan()}
	allowed := inPlace{
		"aws:networkfirewall/firewallPolicy:FirewallPolicy": {"firewallPolicy"},
		"aws:networkfirewall/ruleGroup:RuleGroup":           {"ruleGroup"},
	}

	w := newWorld(t, hub)
	ends := []int{}
	end := func() {
		operations := w.cloud.Operations()
		ends = append(ends, operations[len(operations)-1].Seq)
	}
	w.up()
	w.unchanged()
	end()
	w.assertHomeNet("192.168.248.0/22") // The inspection VPC: there is nothing else to protect.
	original, ids, endpoints := takeInventory(t, w.cloud), identities(w.cloud.Objects()), w.firewallEndpoints()

	assertOnlyAdds(t, w.apply(joined), allowed)
	assertKept(t, ids, w.cloud)
	assert.Equal(t, endpoints, w.firewallEndpoints())
	assertProven(t, stages[1], w.cloud.Objects(), plans[1])
	cluster := joined.clusters()[0]
	w.assertHomeNet(joined.get("clusters."+cluster+".cidr"), joined.get("clusters."+cluster+".podCidr"))
	w.unchanged()
	end()

	assertOnlyRemoves(t, w.apply(hub), allowed)
	assertSame(t, original, takeInventory(t, w.cloud))
	w.unchanged()
	end()

	assertInspectedThroughout(t, w.cloud.Operations(), stages, plans, ends)
	w.destroy()
}

// assertHomeNet checks what the policy of the only firewall takes for the protected side.
func (w *world) assertHomeNet(cidrs ...any) {
	w.t.Helper()
	policies := 0
	for _, object := range w.cloud.Objects() {
		if !strings.HasSuffix(object.Type, thePolicy) {
			continue
		}
		policies++
		text, err := json.Marshal(object.Outputs["firewallPolicy"])
		require.NoError(w.t, err)
		var policy struct {
			PolicyVariables struct {
				RuleVariables []struct {
					Key   string
					IpSet struct{ Definitions []any }
				}
			}
		}
		require.NoError(w.t, json.Unmarshal(text, &policy))
		require.Len(w.t, policy.PolicyVariables.RuleVariables, 1)
		variable := policy.PolicyVariables.RuleVariables[0]
		assert.Equal(w.t, "HOME_NET", variable.Key)
		assert.ElementsMatch(w.t, cidrs, variable.IpSet.Definitions, fmt.Sprint(object.Name))
	}
	assert.Equal(w.t, 1, policies)
}
