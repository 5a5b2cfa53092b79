package engine_test

import (
	"fmt"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
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
