package engine_test

import (
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/tests/engine/replay"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// course is what a world goes through, from its first deployment to its destroy, to be replayed in the end.
type course struct {
	*world
	phases []replay.Phase
	last   *plan.Plan
}

// reached ends a phase: what is there is what a plan asks for.
func (c *course) reached(name string, planned *plan.Plan) {
	c.t.Helper()
	phase := replay.Phase{Name: name, End: lastOperation(c.cloud)}
	for _, side := range []*plan.Plan{c.last, planned} {
		if side != nil {
			phase.Plans = append(phase.Plans, side)
		}
	}
	c.phases, c.last = append(c.phases, phase), planned
}

// finished destroys everything, and replays all that happened: no state was open beyond what the estates on either side of it offer,
// and in none of an estate's first deployment, between two inspected ones and of the last one's destroy did anything get past the
// firewalls.
func (c *course) finished() {
	c.t.Helper()
	c.destroy()
	c.reached("destroyed", nil)
	operations := c.cloud.Operations()
	breaches, states, err := replay.Breaches(operations, c.phases)
	require.NoError(c.t, err)
	for _, breach := range breaches {
		assert.Fail(c.t, breach.What, breach.String())
	}
	assert.Greater(c.t, states, 200)
}

func lastOperation(cloud *localcloud.Cloud) int {
	operations := cloud.Operations()
	return operations[len(operations)-1].Seq
}

// uncontained is what is open though none of some plans offers it.
func uncontained(objects []localcloud.Object, plans []*plan.Plan) ([]flightpath.Finding, error) {
	found, err := replay.Ask(objects, plans...)
	return found.Open, err
}

// passed is what gets past the firewalls that both of two estates declare.
func passed(objects []localcloud.Object, before, after *plan.Plan) ([]flightpath.Finding, error) {
	found, err := replay.Ask(objects, before, after)
	return found.Past, err
}
