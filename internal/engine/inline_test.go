package engine_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
)

func stones(t *testing.T, providers string, body pulumi.RunFunc) *engine.Stack {
	t.Helper()
	return newStack(t, engine.Options{Program: inline.Program("stones", body), Providers: providers})
}

func TestInlineProgramWithAProvider(t *testing.T) {
	t.Parallel()
	provider, attached := serveBallast(t)
	weight := 1
	stack := stones(t, attached, func(ctx *pulumi.Context) error { return newStone(ctx, "a", weight) })

	up, err := stack.Up(t.Context())
	require.NoError(t, err)
	created := up.Of(stoneType)
	require.Len(t, created, 1)
	assert.Equal(t, engine.OpCreate, created[0].Op)
	assert.Equal(t, "stone-1", created[0].ID())
	assert.True(t, created[0].Finished)
	assert.True(t, created[0].Custom())

	same, err := stack.Up(t.Context())
	require.NoError(t, err)
	assert.Zero(t, same.ChangeCount())
	refreshed, err := stack.Refresh(t.Context())
	require.NoError(t, err)
	assert.Zero(t, refreshed.ChangeCount())
	assert.Empty(t, refreshed.Changed())

	weight = 2
	replaced, err := stack.Up(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, replaced.Changes[engine.OpReplace])
	var ops []string
	for _, step := range replaced.Of(stoneType) {
		ops = append(ops, step.Op)
	}
	assert.Equal(t, []string{engine.OpCreateReplacement, engine.OpReplace, engine.OpDeleteReplaced}, ops)
	assert.Equal(t, 1, provider.count())

	provider.mu.Lock()
	clear(provider.objects)
	provider.mu.Unlock()
	lost, err := stack.Refresh(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, lost.ChangeCount(), "what was deleted behind the program's back is noticed")
	require.Len(t, lost.Changed(), 1)

	_, err = stack.Destroy(t.Context())
	require.NoError(t, err)
	assert.Zero(t, provider.count())
}

func TestInlineProgramFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body pulumi.RunFunc
		want string
	}{
		"error":       {func(*pulumi.Context) error { return errors.New("no luck") }, "no luck"},
		"panic":       {func(*pulumi.Context) error { panic("no nerve") }, "the program panicked: no nerve"},
		"no provider": {func(ctx *pulumi.Context) error { return newStone(ctx, "a", 1) }, "ballast"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := stones(t, "", test.body).Up(t.Context())
			assert.ErrorContains(t, err, test.want)
		})
	}
}

// stall lets a creation hang until the engine is gone, and tells when it does.
func stall(started chan<- struct{}) func(context.Context) {
	var once atomic.Bool
	return func(ctx context.Context) {
		if once.CompareAndSwap(false, true) {
			started <- struct{}{}
			<-ctx.Done()
		}
	}
}

func TestKilledBeforeTheObjectWasMade(t *testing.T) {
	t.Parallel()
	provider, attached := serveBallast(t)
	stack := stones(t, attached, func(ctx *pulumi.Context) error { return newStone(ctx, "a", 1) })
	killDuringCreate(t, stack, &provider.before)

	// The stalled call of the simulation's goes on once its caller is gone; here it must not have made anything.
	provider.mu.Lock()
	clear(provider.objects)
	provider.mu.Unlock()

	_, err := stack.Refresh(t.Context(), "--clear-pending-creates")
	require.NoError(t, err)
	up, err := stack.Up(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, up.Changes[engine.OpCreate])
	assert.Equal(t, 1, provider.count())
}

func TestKilledAfterTheObjectWasMade(t *testing.T) {
	t.Parallel()
	provider, attached := serveBallast(t)
	stack := stones(t, attached, func(ctx *pulumi.Context) error { return newStone(ctx, "a", 1) })
	pending := killDuringCreate(t, stack, &provider.after)

	require.NoError(t, stack.Adopt(t.Context(), pending, "stone-1"))
	_, err := stack.Refresh(t.Context())
	require.NoError(t, err)
	up, err := stack.Up(t.Context())
	require.NoError(t, err)
	assert.Zero(t, up.ChangeCount())
	assert.Equal(t, 1, provider.count(), "the object that was made is taken over, not made again")
	assert.ErrorContains(t, stack.Adopt(t.Context(), pending, "stone-1"), "is not being created")
}

// killDuringCreate kills an update while a creation hangs and returns the URN of what is pending then.
func killDuringCreate(t *testing.T, stack *engine.Stack, hook *func(context.Context)) string {
	t.Helper()
	started := make(chan struct{}, 1)
	*hook = stall(started)
	operation, err := stack.Start(t.Context(), "up")
	require.NoError(t, err)
	select {
	case <-started:
	case <-time.After(time.Minute):
		t.Fatal("nothing was created within a minute")
	}
	require.NoError(t, operation.Kill())
	result, err := operation.Wait()
	var failure *engine.OperationError
	require.ErrorAs(t, err, &failure)
	assert.Negative(t, failure.ExitCode, "ended by a signal")
	assert.Empty(t, result.Changes, "no summary")
	require.NoError(t, operation.Kill(), "killing what is gone is no error")

	_, err = stack.Up(t.Context())
	require.ErrorContains(t, err, "locked", "the dead update still holds the stack")
	require.NoError(t, stack.Unlock(t.Context()))
	state, err := stack.State(t.Context())
	require.NoError(t, err)
	require.Len(t, state.Deployment.PendingOperations, 1)
	pending := state.Deployment.PendingOperations[0]
	assert.Equal(t, "creating", pending.Type)
	assert.True(t, strings.HasSuffix(pending.Resource.URN, "::a"))
	return pending.Resource.URN
}

func TestInterruptedOperationEndsInGoodOrder(t *testing.T) {
	t.Parallel()
	provider, attached := serveBallast(t)
	started := make(chan struct{}, 1)
	provider.before = func(context.Context) {
		started <- struct{}{}
		time.Sleep(500 * time.Millisecond)
	}
	stack := stones(t, attached, func(ctx *pulumi.Context) error { return newStone(ctx, "a", 1) })
	ctx, cancel := context.WithCancel(t.Context())
	operation, err := stack.Start(ctx, "up")
	require.NoError(t, err)
	<-started
	cancel()
	_, err = operation.Wait()
	require.Error(t, err)
	state, err := stack.State(t.Context())
	require.NoError(t, err)
	assert.Empty(t, state.Deployment.PendingOperations, "the creation under way was waited for")
	assert.Equal(t, 1, provider.count())
	_, err = stack.Destroy(t.Context())
	require.NoError(t, err, "and the stack is not left locked")
	assert.Zero(t, provider.count())
}
