package components_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
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
