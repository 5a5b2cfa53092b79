package components_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// The network of the recorded program is whole: nothing that a packet may meet is unknown.
func TestRecordedEstateIsAWholeNetwork(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	n := flightpathtest.Record(t, estate.Program, flightpathtest.Config(map[string]string{"ingresshub:estate": string(devEstate(t, nil))}))
	assert.Empty(t, n.Gaps)
	assert.Len(t, n.VPCs, len(planned.Vpcs))
	subnets := 0
	for _, vpc := range planned.Vpcs {
		subnets += len(vpc.Subnets)
	}
	assert.Len(t, n.Subnets, subnets)
	assert.Len(t, n.Attachments, len(planned.Vpcs))
	assert.Len(t, n.LoadBalancers, len(planned.LoadBalancers)+len(planned.InnerLoadBalancers))
}

// Whatever is declared, the internet meets load balancers of the ingress VPC and nothing else.
func TestInternetReachesLoadBalancersOnly(t *testing.T) {
	t.Parallel()
	config := flightpathtest.Config(map[string]string{"ingresshub:estate": string(devEstate(t, nil))})
	flightpathtest.RequireContained(t, estate.Program, config)
	flightpathtest.RequireReachable(t, estate.Program, flightpath.Question{From: "internet", To: "ingresshub-public", Port: 443}, config)
}

// Everything that the plan promises, the resources keep: services answer through every zone, nothing else is exposed, every
// flow comes back the way it went, health checks arrive.
func TestEstateKeepsItsPromise(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	n := flightpathtest.Record(t, estate.Program, flightpathtest.Config(map[string]string{"ingresshub:estate": string(devEstate(t, nil))}))
	n, err := flightpath.Declare(n, expected.Declarations(planned, n))
	require.NoError(t, err)
	report := keepsPromise(t, n, expected.Expectations(planned))
	require.Len(t, report.Services, 4*3, "four services in three zones")
	direct(t, report.Services)
}

// keepsPromise requires of a network all that is promised, and says what it found.
func keepsPromise(t *testing.T, n *network.Network, promised flightpath.Expectations) flightpath.Report {
	t.Helper()
	report, err := flightpath.New(n).Check(promised)
	require.NoError(t, err)
	for _, property := range report.Properties {
		for _, found := range property.Findings {
			assert.Fail(t, fmt.Sprintf("%s: %s to %s: %s: %s", property.Name, found.From, found.To, found.Verdict, found.Reason))
		}
	}
	require.True(t, report.Holds())
	return report
}

// direct requires that every service answers through every zone, and that no firewall is on the way.
func direct(t *testing.T, services []flightpath.ServiceVerdict) {
	t.Helper()
	for _, service := range services {
		assert.Equal(t, flightpath.Direct, service.Verdict, "%s through %s: %s", service.Service, service.Zone, service.Reason)
	}
}
