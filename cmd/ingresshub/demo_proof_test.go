package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// TestProof: the verdict is of services, unless a property fails; what cannot be proven is named whatever the verdict says.
func TestProof(t *testing.T) {
	t.Parallel()
	of := func(name flightpath.PropertyName, result flightpath.Result) flightpath.Property {
		return flightpath.Property{Name: name, Result: result}
	}
	inspected := []flightpath.ServiceVerdict{{Verdict: flightpath.Inspected}, {Verdict: flightpath.Inspected}}
	const above = ". The demo does not fail for it; `flightpath check` ends with status 2.\n"
	for name, test := range map[string]struct {
		found         flightpath.Report
		verdict, says string
	}{
		"nothing": {flightpath.Report{}, "none", ""},
		"all holds": {flightpath.Report{
			Services: inspected, Properties: []flightpath.Property{of(flightpath.Exposed, flightpath.Holds), of(flightpath.Alive, flightpath.NotAsked)},
		}, "inspected", ""},
		"unproven though services are inspected": {flightpath.Report{Services: inspected, Properties: []flightpath.Property{
			of(flightpath.Exposed, flightpath.Holds), of(flightpath.Symmetric, flightpath.Open), of(flightpath.Alive, flightpath.Open),
		}}, "inspected", "\nflightpath cannot prove: symmetric, alive" + above},
		"failed and unproven": {flightpath.Report{Services: inspected, Properties: []flightpath.Property{
			of(flightpath.Contained, flightpath.Fails), of(flightpath.Alive, flightpath.Open),
		}}, "failed", "\nflightpath cannot prove: alive" + above},
		"the worst service": {flightpath.Report{Services: append(inspected, flightpath.ServiceVerdict{Verdict: flightpath.Direct})}, "direct", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proven := proofOf(test.found)
			assert.Equal(t, test.verdict, proven.verdict)
			var out bytes.Buffer
			proven.warn(&out)
			assert.Equal(t, test.says, out.String())
		})
	}
}

// A binding that gives a target group other pods than those that are declared for it is a property that fails, not a tool that does.
func TestProofOfContradictedPods(t *testing.T) {
	t.Parallel()
	read := &network.Network{
		VPCs:    []network.VPC{{Object: network.Object{ID: "vpc"}}},
		Subnets: []network.Subnet{{Object: network.Object{ID: "nodes"}, VPC: "vpc"}},
		TargetGroups: []network.TargetGroup{{
			Object: network.Object{ID: "group", Name: "checkout"}, VPC: "vpc", Kind: network.IPTargets, Port: 8080, TargetsKnown: true,
		}},
		Bindings: []network.Binding{{
			Object: network.Object{ID: "binding", Name: "checkout"}, TargetGroup: "group", Service: "shop/ledger", Subnets: []string{"nodes"},
		}},
	}
	var promised flightpath.Expectations
	read, err := declare(read, []flightpath.Declaration{{TargetGroup: "group", Service: "shop/checkout", Subnets: []string{"nodes"}, Port: 8080}}, &promised)
	require.NoError(t, err)
	found, err := flightpath.New(read).Check(promised)
	require.NoError(t, err)
	assert.Equal(t, "failed", proofOf(found).verdict)
}
