package engine_test

import (
	"fmt"
	"testing"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryStateIsContained replays the cloud's operations, one by one, through the making, changing and destroying of an
// estate: in no state in between does the internet reach anything but what one of the plans offers, and no cluster's VPC
// reaches another's.
func TestEveryStateIsContained(t *testing.T) {
	t.Parallel()
	first := smallEstate(t)
	first = first.set("clusters."+first.clusters()[0]+".controlPlaneZones", first.zones())
	// A second cluster comes, with a service; another service gets a new port; then everything goes back.
	then := changed(first).copied("clusters."+first.clusters()[0], "clusters.other").
		set("clusters.other.cidr", "10.250.0.0/16").without("clusters.other.podCidr").
		set("services.later.cluster", "other")
	w := newWorld(t, first)
	w.up()
	w.apply(then)
	// A zone less replaces network load balancers, which is an outage that has to be accepted.
	w.apply(first.set("allowReplace", []any{"edge", first.clusters()[0] + ".inner-1"}))
	w.destroy()

	plans := []*plan.Plan{first.plan(), then.plan()}
	states := 0
	require.NoError(t, flight.Replay(w.cloud.Operations(), func(after localcloud.Operation, objects []localcloud.Object) error {
		states++
		uncontained, err := uncontained(objects, plans)
		if err != nil {
			return fmt.Errorf("after %s of %s %s: %w", after.Verb, after.Type, after.Name, err)
		}
		for _, finding := range uncontained {
			assert.Fail(t, "open in between", "after %s of %s %s: from %s to %s %s: %s",
				after.Verb, after.Type, after.Name, finding.From, finding.To, finding.Traffic, finding.Reason)
		}
		return nil
	}))
	assert.Greater(t, states, 400, "the making, the changes and the end")
}

// uncontained is what speaks against containment, by the plan that is kinder: between two plans, either may hold.
func uncontained(objects []localcloud.Object, plans []*plan.Plan) ([]flightpath.Finding, error) {
	read, err := flight.Network(objects)
	if err != nil {
		return nil, err
	}
	analyzer := flightpath.New(read)
	offered := map[string]bool{}
	for _, balancer := range read.LoadBalancers {
		offered[balancer.Name] = true
	}
	var fewest []flightpath.Finding
	for number, planned := range plans {
		promised := expected.Expectations(planned)
		// A service that is not there yet, or not any more, is offered by nobody.
		var there []flightpath.Service
		for _, service := range promised.Services {
			if offered[service.LoadBalancer] {
				there = append(there, service)
			}
		}
		promised.Services = there
		promised.Ingress, promised.Protected = present(analyzer, promised.Ingress), present(analyzer, promised.Protected)
		report, err := analyzer.Check(promised)
		if err != nil {
			return nil, err
		}
		for _, property := range report.Properties {
			if property.Name == flightpath.Contained && (number == 0 || len(property.Findings) < len(fewest)) {
				fewest = property.Findings
			}
		}
	}
	return fewest, nil
}

// present are the CIDRs that a VPC has already.
func present(analyzer *flightpath.Analyzer, cidrs []string) []string {
	var there []string
	for _, cidr := range cidrs {
		for _, vpc := range analyzer.Index().VPCs {
			for _, block := range vpc.CIDRs {
				if block.String() == cidr {
					there = append(there, cidr)
				}
			}
		}
	}
	return there
}
