package engine_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNodeGroupBounds changes how many nodes a group has at least and at most, while an autoscaler settles their number,
// of which Pulumi is never told by a refresh.
func TestNodeGroupBounds(t *testing.T) {
	t.Parallel()
	d := smallEstate(t)
	path := "clusters." + d.clusters()[0] + ".nodeGroups.default."
	bounds := func(least, most int) declared { return d.set(path+"min", least).set(path+"max", most) }

	w := newWorld(t, bounds(1, 3))
	w.up()
	assert.Equal(t, []any{1.0, 1.0}, w.desiredSizes())
	for _, step := range []struct {
		autoscaled  float64
		least, most int
		want        float64
	}{
		{1, 2, 3, 2}, // fewer nodes than are asked for
		{5, 3, 6, 5}, // what the autoscaler added stays
		{5, 3, 4, 4}, // more nodes than are allowed
		{4, 1, 4, 4}, // nothing to add or remove
		{4, 2, 2, 2}, // of fixed size
		{2, 1, 5, 2}, // no longer of fixed size
	} {
		w.autoscale(step.autoscaled)
		result := w.apply(bounds(step.least, step.most))
		assertOnly(t, result, inPlace{nodeGroupType: {"scalingConfig"}})
		assert.Equal(t, []any{step.want, step.want}, w.desiredSizes(), "from %v to %d..%d", step.autoscaled, step.least, step.most)
	}
	w.autoscale(4)
	for _, step := range changes(w.up()) {
		assert.False(t, step.Custom(), "only pulumi-eks's component may note that it ignores the number again: %s", describeStep(step))
	}
	w.unchanged()
	assert.Equal(t, []any{4.0, 4.0}, w.desiredSizes(), "what the autoscaler settles is not the program's business")
}

// desiredSizes are how many nodes the node groups in the cloud are to have.
func (w *world) desiredSizes() []any {
	w.t.Helper()
	var sizes []any
	for _, object := range w.cloud.Objects() {
		if object.Type == nodeGroupType {
			sizes = append(sizes, object.Outputs["scalingConfig"].(map[string]any)["desiredSize"])
		}
	}
	return sizes
}

// autoscale sets how many nodes the node groups are to have, as an autoscaler would; also above the bounds that the program
// set, as the console can raise those.
func (w *world) autoscale(desired float64) {
	w.t.Helper()
	for _, object := range w.cloud.Objects() {
		if object.Type != nodeGroupType {
			continue
		}
		scaling := localcloud.Props{"desiredSize": desired}
		for name, value := range object.Outputs["scalingConfig"].(map[string]any) {
			if name != "desiredSize" {
				scaling[name] = value
			}
		}
		require.NoError(w.t, w.cloud.Mutate(object.Account, nodeGroupType, object.ID, localcloud.Props{"scalingConfig": scaling}))
	}
}

// TestNumbersChangeHands hands a priority and an inner port from one service to another, as a rename does and a swap.
func TestNumbersChangeHands(t *testing.T) {
	t.Parallel()
	d := smallEstate(t)
	web := d.behind("application")
	numbered := func(service string, priority, innerPort int) declared {
		return d.copied("services."+web, "services."+service).
			set("services."+service+".priority", priority).set("services."+service+".innerPort", innerPort)
	}
	renamed := func(priority, innerPort int) declared {
		return numbered("renamed", priority, innerPort).without("services." + web)
	}
	w := newWorld(t, numbered(web, 10, 31000))
	w.up()
	w.declare(renamed(10, 31000))
	w.refusedUntouched("services.renamed.priority: 10 is that of services."+web, "services.renamed.innerPort: 31000 is that of services."+web)
	w.apply(renamed(11, 31001))
	w.apply(renamed(10, 31000))
	w.unchanged()
}

// TestLegacyLayout updates a stack of a folder in which Pulumi does not tell projects apart, and whose last state it so
// knows by the stack's name alone.
func TestLegacyLayout(t *testing.T) {
	t.Parallel()
	d := hubEstate(t).set("protection", false)
	w := newWorldOf(t, rootProgram, d.text(), "PULUMI_DIY_BACKEND_LEGACY_LAYOUT=true")
	w.up()
	w.unchanged()
	w.declare(d.set("ingress.cidr", "10.99.0.0/20"))
	w.refusedUntouched("ingress.cidr: AWS fixes it when a VPC is made")
}
