package engine_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// world is a stack and the cloud that it deploys into, which nobody else has.
type world struct {
	t     *testing.T
	cloud *localcloud.Cloud
	stack *engine.Stack
}

// newWorld is an empty stack of the root program, in front of an empty cloud.
func newWorld(t *testing.T, d declared) *world {
	t.Helper()
	return newWorldOf(t, rootProgram, d.text(), engine.WriteStateOnce...)
}

// newExactWorld is a world in which Pulumi does everything as it does for a user.
func newExactWorld(t *testing.T, d declared) *world {
	t.Helper()
	return newWorldOf(t, rootProgram, d.text())
}

// rootProgram is what main.go of the repository's root runs.
var rootProgram = inline.Program("ingresshub", estate.Program)

// newWorldOf is an empty stack of any program, in front of an empty cloud.
func newWorldOf(t *testing.T, program engine.Program, config []byte, environment ...string) *world {
	t.Helper()
	return newWorldIn(t, localcloud.Options{Reachability: flight.Reachability}, program, config, environment...)
}

// newWorldIn is newWorldOf in a cloud with options of its own.
func newWorldIn(t *testing.T, options localcloud.Options, program engine.Program, config []byte, environment ...string) *world {
	t.Helper()
	cloud, err := localcloud.New(options)
	require.NoError(t, err)
	// The cloud outlives the test's context, which ends before clean-up begins.
	server, err := cloud.Serve(context.WithoutCancel(t.Context()))
	require.NoError(t, err)
	t.Cleanup(func() {
		server.Close()
		assert.NoError(t, cloud.Close())
	})
	stack, err := engine.New(t.Context(), engine.Options{
		Program:     program,
		Config:      config,
		Providers:   server.DebugProviders(),
		Environment: environment,
		Progress:    os.Stderr,
	})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, stack.Close()) })
	return &world{t: t, cloud: cloud, stack: stack}
}

// declare replaces the estate in the stack's config.
func (w *world) declare(d declared) {
	w.t.Helper()
	require.NoError(w.t, w.stack.SetConfig(d.text()))
}

// up deploys, and must succeed.
func (w *world) up() *engine.Result {
	w.t.Helper()
	result, err := w.stack.Up(w.t.Context())
	require.NoError(w.t, err)
	w.t.Logf("up: %s in %s", result.Summary(), result.Duration.Round(time.Second/10))
	return result
}

// apply declares an estate and deploys it.
func (w *world) apply(d declared) *engine.Result {
	w.t.Helper()
	w.declare(d)
	return w.up()
}

// unchanged deploys once more, and nothing may change.
func (w *world) unchanged() {
	w.t.Helper()
	result := w.up()
	assert.Zero(w.t, result.ChangeCount(), "a further update changes something: %s", describe(result.Changed()))
}

// destroy deletes everything, and nothing may be left but CRDs, which stay in clusters that were there before.
func (w *world) destroy() {
	w.t.Helper()
	result, err := w.stack.Destroy(w.t.Context())
	require.NoError(w.t, err)
	w.t.Logf("destroy: %s in %s", result.Summary(), result.Duration.Round(time.Second/10))
	left := slices.DeleteFunc(w.cloud.Objects(), func(object localcloud.Object) bool { return object.Type == definitionType })
	assert.Empty(w.t, names(left), "left in the cloud")
	state := w.state()
	assert.Empty(w.t, state.Deployment.Resources, "left in the stack's state")
}

func (w *world) state() *engine.State {
	w.t.Helper()
	state, err := w.stack.State(w.t.Context())
	require.NoError(w.t, err)
	return state
}

// wrote lists what happened in the cloud since an earlier moment: everything but reads.
func (w *world) wrote(since int) []localcloud.Operation {
	return slices.DeleteFunc(w.cloud.Operations()[since:], func(operation localcloud.Operation) bool {
		return operation.Verb == localcloud.Read
	})
}

// now is the present moment, for wrote.
func (w *world) now() int { return len(w.cloud.Operations()) }

// in is the same world in a subtest.
func (w *world) in(t *testing.T) *world {
	return &world{t: t, cloud: w.cloud, stack: w.stack}
}
