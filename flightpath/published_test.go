package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// AWS Global Accelerator and its like reach what is in a VPC by ways that no route table shows: nothing is proven of what the internet
// reaches there, and of other VPCs everything is.
func TestWhatIsPublished(t *testing.T) {
	t.Parallel()
	w := hub()
	w.expect(t, "internet", "eni-b", flightpath.Blocked, "")
	w.Publishers = []network.Publisher{{Object: object("eni-accelerator"), Kind: network.GlobalAccelerator, VPC: "vpc-b"}}
	w.expect(t, "internet", "eni-b", flightpath.Unproven, "publisher eni-accelerator: AWS Global Accelerator publishes what is in vpc-b")
	w.expect(t, "internet", "eni-a", flightpath.Blocked, "")
	w.expect(t, "eni-b", "eni-a", flightpath.Direct, "")

	answer, err := flightpath.New(&w.Network).Trace(flightpath.Question{From: "internet", To: "eni-b", Port: 443})
	require.NoError(t, err)
	assert.Equal(t, flightpath.HopPublisher, answer.Forward[len(answer.Forward)-1].Kind)

	reached, err := flightpath.New(&w.Network).Reach("internet")
	require.NoError(t, err)
	var published []flightpath.Reachable
	for _, r := range reached {
		if r.To == "eni-accelerator" {
			published = append(published, r)
		}
	}
	require.Len(t, published, 1)
	assert.Equal(t, flightpath.Unproven, published[0].Verdict)
	assert.Equal(t, "vpc-b", published[0].VPC)

	w.Publishers[0].VPC = "" // in a preview that does not know whose load balancer is meant
	w.expect(t, "internet", "eni-b", flightpath.Unproven, "in which")
	w.expect(t, "internet", "eni-a", flightpath.Unproven, "eni-accelerator")
}

// Who has no way to the internet does not get to an accelerator; VPC Lattice is reached without one.
func TestWhoGetsToPublishers(t *testing.T) {
	t.Parallel()
	w := hub()
	w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	for i := range w.RouteTables {
		w.RouteTables[i].Routes = nil // but the local ones
	}
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "")
	w.Publishers = []network.Publisher{{Object: object("origin"), Kind: network.CloudFrontOrigin, VPC: "vpc-b"}}
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "")
	w.Publishers[0].Kind = network.VPCLattice
	w.expect(t, "eni-a", "eni-b", flightpath.Unproven, "Amazon VPC Lattice publishes what is in vpc-b")
}

// What is published counts against what the internet may not reach, and is no failure of its own.
func TestPublishersAreNotContained(t *testing.T) {
	t.Parallel()
	w := hub()
	expected := flightpath.Expectations{Ingress: []string{"vpc-a"}, Protected: []string{"vpc-b"}, InspectedFrom: []string{"internet"}}
	before := resultsOf(t, w, expected)
	w.Publishers = []network.Publisher{{Object: object("link"), Kind: network.APIGatewayLink, VPC: "vpc-b"}}
	for name, property := range resultsOf(t, w, expected) {
		named := false
		for _, f := range property.Findings {
			named = named || f.To == "link" && f.Verdict == flightpath.Unproven
		}
		switch name {
		case flightpath.Contained, flightpath.FirewallSees, flightpath.Symmetric:
			assert.True(t, named, "%s: %v", name, property.Findings)
			assert.NotEqual(t, flightpath.Holds, property.Result, name)
			assert.True(t, before[name].Result == flightpath.Fails || property.Result == flightpath.Open, "%s: %s, then %s", name, before[name].Result, property.Result)
		default:
			assert.Equal(t, before[name].Result, property.Result, name)
		}
	}
}

func resultsOf(t *testing.T, w *world, expected flightpath.Expectations) map[flightpath.PropertyName]flightpath.Property {
	t.Helper()
	report, err := flightpath.New(&w.Network).Check(expected)
	require.NoError(t, err)
	results := map[flightpath.PropertyName]flightpath.Property{}
	for _, p := range report.Properties {
		results[p.Name] = p
	}
	return results
}
