package components_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// TestEdgeIsNotExcusedByEastWest leads the internet past the firewall in front of the load balancers, in both directions: the one
// behind them sees all of it, and what is declared does not hold nevertheless.
func TestEdgeIsNotExcusedByEastWest(t *testing.T) {
	t.Parallel()
	inspected := func(declared map[string]any) {
		firewall := map[string]any{"networkFirewall": map[string]any{}}
		declared["inspection"] = map[string]any{"edge": firewall, "eastWest": firewall, "egress": map[string]any{}}
	}
	planned := devPlan(t, inspected)
	n := flightpathtest.Record(t, estate.Program, flightpathtest.Config(map[string]string{"ingresshub:estate": string(devEstate(t, inspected))}))
	n, err := flightpath.Declare(n, expected.Declarations(planned, n))
	require.NoError(t, err)
	whole, err := flightpath.New(n).Check(expected.Expectations(planned))
	require.NoError(t, err)
	assert.True(t, whole.Holds())

	gateways := map[string]network.Target{} // by VPC
	for i := range n.RouteTables {
		for _, gateway := range n.RouteTables[i].Gateways {
			gateways[n.RouteTables[i].VPC] = network.Target{Kind: network.TargetInternetGateway, ID: gateway}
		}
		n.RouteTables[i].Gateways = nil
	}
	require.Len(t, gateways, 1)
	for i := range n.RouteTables {
		table := &n.RouteTables[i]
		for j := range table.Routes {
			if to, ingress := gateways[table.VPC]; ingress && table.Routes[j].Destination.Bits() == 0 {
				table.Routes[j].Target = to
			}
		}
	}
	past, err := flightpath.New(n).Check(expected.Expectations(planned))
	require.NoError(t, err)
	assert.Equal(t, flightpath.Inspected, past.Worst(), "by the firewall behind the load balancers")
	for _, property := range past.Properties {
		if property.Name == flightpath.FirewallSees {
			assert.Equal(t, flightpath.Fails, property.Result)
		} else {
			assert.Equal(t, flightpath.Holds, property.Result, "%s: %v", property.Name, property.Findings)
		}
	}
}
