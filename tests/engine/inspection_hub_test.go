package engine_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/tests/engine/replay"
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
	allowed := inPlace{
		"aws:networkfirewall/firewallPolicy:FirewallPolicy": {"firewallPolicy"},
		"aws:networkfirewall/ruleGroup:RuleGroup":           {"ruleGroup"},
	}

	w := newWorld(t, hub)
	c := course{world: w}
	w.up()
	w.unchanged()
	c.reached("hub", hub.plan())
	w.assertHomeNet("192.168.248.0/22") // The inspection VPC: there is nothing else to protect.
	original, ids, endpoints := takeInventory(t, w.cloud), identities(w.cloud.Objects()), w.firewallEndpoints()

	assertOnlyAdds(t, w.apply(joined), allowed)
	assertKept(t, ids, w.cloud)
	assert.Equal(t, endpoints, w.firewallEndpoints())
	assertProven(t, stage{"first cluster", places, flightpath.Inspected}, w.cloud.Objects(), joined.plan())
	assertStraightIsSeen(t, w.cloud.Objects(), joined.plan())
	cluster := joined.clusters()[0]
	w.assertHomeNet(joined.get("clusters."+cluster+".cidr"), joined.get("clusters."+cluster+".podCidr"))
	w.unchanged()
	c.reached("first cluster", joined.plan())

	assertOnlyRemoves(t, w.apply(hub), allowed)
	assertSame(t, original, takeInventory(t, w.cloud))
	w.unchanged()
	c.reached("hub again", hub.plan())
	c.finished()
}

// assertStraightIsSeen holds the judge of states in between to the estate as it is, and as it is not: with routes of the transit gateway
// that lead straight to the VPC that has their destination, past the inspection VPC.
func assertStraightIsSeen(t *testing.T, objects []localcloud.Object, planned *plan.Plan) {
	t.Helper()
	found, err := replay.Ask(objects, planned)
	require.NoError(t, err)
	assert.Empty(t, found.Past)
	assert.Empty(t, found.Open)
	vpcs, attachments := map[any]string{}, map[any]string{}
	for _, object := range objects {
		if object.Type == vpcType {
			vpcs[object.ID] = text(object, "cidrBlock")
		}
	}
	for _, object := range objects {
		if object.Type == attachmentType {
			attachments[vpcs[object.Outputs["vpcId"]]] = object.ID
		}
	}
	straight := slices.Clone(objects)
	for i := range straight {
		object := &straight[i]
		if own := attachments[object.Outputs["destinationCidrBlock"]]; object.Type == transitRouteType && own != "" {
			object.Inputs, object.Outputs = maps.Clone(object.Inputs), maps.Clone(object.Outputs)
			object.Inputs["transitGatewayAttachmentId"], object.Outputs["transitGatewayAttachmentId"] = own, own
		}
	}
	found, err = replay.Ask(straight, planned)
	require.NoError(t, err)
	assert.NotEmpty(t, found.Past)
	assert.Empty(t, found.Open)
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
