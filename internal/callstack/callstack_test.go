package callstack

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// calls are the functions on the call stack, without their packages' folders.
func calls() []string {
	pcs := make([]uintptr, 100)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	var names []string
	for {
		frame, more := frames.Next()
		names = append(names, frame.Function[strings.LastIndex(frame.Function, "/")+1:])
		if !more {
			return names
		}
	}
}

func TestEachDoesNotSeeItsCallers(t *testing.T) {
	t.Parallel()
	const caller = "callstack.TestEachDoesNotSeeItsCallers"
	assert.Contains(t, calls(), caller)
	var seen []string
	assert.NoError(t, Each(func() error {
		seen = calls()
		return nil
	}))
	assert.True(t, slices.ContainsFunc(seen, func(name string) bool { return strings.HasPrefix(name, caller+".func") }), "itself: %v", seen)
	assert.NotContains(t, seen, caller)
	assert.NotContains(t, seen, "testing.tRunner")
}

func TestEachStopsAtTheFirstError(t *testing.T) {
	t.Parallel()
	called, failed := []int{}, errors.New("failed")
	call := func(number int, err error) func() error {
		return func() error {
			called = append(called, number)
			return err
		}
	}
	assert.NoError(t, Each(call(1, nil), call(2, nil)))
	assert.Same(t, failed, Each(call(3, nil), call(4, failed), call(5, nil)))
	assert.Equal(t, []int{1, 2, 3, 4}, called)
}

func TestEachEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	ended := make(chan bool)
	go func() {
		returned := false
		defer func() { ended <- returned }()
		_ = Each(func() error {
			runtime.Goexit()
			return nil
		})
		returned = true
	}()
	assert.False(t, <-ended, "the caller ends, too")
}

//go:noinline
func inner(value any) error { panic(value) }

//go:noinline
func middle(value any) error { return Each(func() error { return inner(value) }) }

func TestEachPanicsInItsCaller(t *testing.T) {
	t.Parallel()
	caught := func(value any) (err error) {
		defer func() { err, _ = recover().(error) }()
		return Each(func() error { return middle(value) })
	}
	failed := errors.New("failed")
	for _, value := range []any{"words", failed} {
		err := caught(value)
		require.Error(t, err)
		assert.True(t, strings.HasPrefix(err.Error(), fmt.Sprint(value)), "%v", err)
		assert.Contains(t, err.Error(), "callstack.inner(")
		assert.Contains(t, err.Error(), "callstack.middle(", "all calls that led to it")
	}
	assert.ErrorIs(t, caught(failed), failed)
	assert.Error(t, caught(nil), "a panic, too")
}
