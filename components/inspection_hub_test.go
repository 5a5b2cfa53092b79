package components_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/firewall/given"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/stretchr/testify/require"
)

// TestHubBeforeItsFirstCluster makes an inspected estate to which no cluster belongs yet: nothing but load balancers is there to
// reach, and nothing gets around the firewalls.
func TestHubBeforeItsFirstCluster(t *testing.T) {
	t.Parallel()
	hub := func(estate map[string]any) {
		inspectedIn("eastWest", "egress")(estate)
		delete(estate, "clusters")
		delete(estate, "services")
	}
	planned := devPlan(t, hub)
	require.Empty(t, planned.Clusters)
	require.Len(t, planned.Firewalls, 1)
	require.NotEmpty(t, planned.Firewalls[0].HomeNet)
	program := estate.ProgramWith(estate.Firewalls{"own": given.New})
	settings := map[string]any{"flavour": "own", "settings": givenIDs}
	declared := devEstate(t, func(estate map[string]any) {
		hub(estate)
		estate["inspection"].(map[string]any)["eastWest"] = map[string]any{"custom": settings}
	})
	flightpathtest.RequireContained(t, program,
		flightpathtest.Config(map[string]string{"ingresshub:estate": string(declared)}),
		flightpathtest.Outputs(vpcEndpoint, func(map[string]any) map[string]any { return map[string]any{"state": "available"} }),
		flightpathtest.Expect(expected.Expectations(planned)),
		flightpathtest.Declare(func(n *network.Network) []flightpath.Declaration { return expected.Declarations(planned, n) }),
	)
}
