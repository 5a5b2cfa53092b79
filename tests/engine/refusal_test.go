package engine_test

import (
	"slices"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stackType is the resource that stands for the stack itself. The SDK registers it before any program begins.
const stackType = "pulumi:pulumi:Stack"

// refusedUntouched updates, which must fail with a message that holds all words, and must leave cloud and state alone.
func (w *world) refusedUntouched(words ...string) {
	w.t.Helper()
	w.untouched(func() string {
		result, err := w.stack.Up(w.t.Context())
		require.Error(w.t, err, "must be refused, but: %s", describe(result.Changed()))
		return err.Error()
	}, words...)
}

// untouched runs an operation that fails, and checks what it says and that cloud and state are as before.
func (w *world) untouched(fails func() string, words ...string) {
	w.t.Helper()
	moment, cloud, state := w.now(), identities(w.cloud.Objects()), w.resources()
	message := fails()
	for _, word := range words {
		assert.Contains(w.t, message, word)
	}
	assert.Empty(w.t, w.wrote(moment), "nothing may reach the cloud")
	assert.Equal(w.t, cloud, identities(w.cloud.Objects()))
	now := w.resources()
	if len(state) == 0 {
		now = slices.DeleteFunc(now, func(resource engine.Resource) bool { return resource.Type == stackType })
	}
	require.Len(w.t, now, len(state), "resources in the stack's state")
	for i := range state {
		assert.Equal(w.t, state[i], now[i], "the stack's state")
	}
}

// resources are those in the stack's state, by URN.
func (w *world) resources() []engine.Resource {
	w.t.Helper()
	state := w.state()
	assert.Empty(w.t, state.Deployment.PendingOperations)
	resources := state.Deployment.Resources
	slices.SortFunc(resources, func(a, b engine.Resource) int {
		switch {
		case a.URN < b.URN:
			return -1
		case a.URN > b.URN:
			return 1
		default:
			return 0
		}
	})
	return resources
}
