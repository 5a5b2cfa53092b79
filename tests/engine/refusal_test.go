package engine_test

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stackType is the resource that stands for the stack itself. The SDK registers it before any program begins.
const stackType = "pulumi:pulumi:Stack"

// standing is what a refusal must leave alone.
type standing struct {
	moment  int
	objects map[string]string
	state   []engine.Resource
}

// standing is how things stand.
func (w *world) standing() standing {
	w.t.Helper()
	return standing{moment: w.now(), objects: identities(w.cloud.Objects()), state: w.resources()}
}

// assertCloudStands checks that nothing has changed in the cloud.
func (w *world) assertCloudStands(before standing) {
	w.t.Helper()
	assert.Empty(w.t, w.wrote(before.moment), "nothing may reach the cloud")
	assert.Equal(w.t, before.objects, identities(w.cloud.Objects()))
}

// assertStands checks that nothing has changed, in the cloud and in the stack's state.
func (w *world) assertStands(before standing) {
	w.t.Helper()
	w.assertCloudStands(before)
	now := w.resources()
	if len(before.state) == 0 {
		now = slices.DeleteFunc(now, func(resource engine.Resource) bool { return resource.Type == stackType })
	}
	require.Equal(w.t, urns(before.state), urns(now), "resources in the stack's state")
	for i := range before.state {
		assert.Equal(w.t, before.state[i], now[i], "the stack's state")
	}
}

// refused updates, which must fail with a message that holds all words.
func (w *world) refused(words ...string) {
	w.t.Helper()
	result, err := w.stack.Up(w.t.Context())
	require.Error(w.t, err, "must be refused, but: %s", describe(result.Changed()))
	for _, word := range words {
		assert.Contains(w.t, err.Error(), word)
	}
}

// refusedUntouched is refused, and everything stands as before.
func (w *world) refusedUntouched(words ...string) {
	w.t.Helper()
	before := w.standing()
	w.refused(words...)
	w.assertStands(before)
}

// resources are those in the stack's state, by URN, without the default providers, which come and go with every program.
func (w *world) resources() []engine.Resource {
	w.t.Helper()
	state := w.state()
	assert.Empty(w.t, state.Deployment.PendingOperations)
	resources := slices.DeleteFunc(state.Deployment.Resources, func(resource engine.Resource) bool {
		return isDefaultProvider(resource.Type, resource.URN)
	})
	slices.SortFunc(resources, func(a, b engine.Resource) int { return strings.Compare(a.URN, b.URN) })
	return resources
}

func urns(resources []engine.Resource) []string {
	var all []string
	for _, resource := range resources {
		all = append(all, resource.URN)
	}
	return all
}
