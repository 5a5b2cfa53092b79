package estate

import (
	"errors"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// readLastState asks the engine for the state of this very stack.
//
// The engine cannot answer for a stack that never held anything, and says nothing of that kind in advance. What tells is
// the stack's outputs: they are there once an update succeeded.
func readLastState(ctx *pulumi.Context) (last *lastState, err error) {
	for _, pause := range pauses {
		time.Sleep(pause)
		if last, err = readOnce(ctx); err == nil {
			return last, nil
		}
	}
	return nil, err
}

// pauses come before each time that the last state is read. While a program starts, the engine writes the state; in a folder it puts
// down what describes the file first, and not at once, so who reads just then finds nothing (fileblob of gocloud.dev/blob).
var pauses = []time.Duration{0, 100 * time.Millisecond, 400 * time.Millisecond}

func readOnce(ctx *pulumi.Context) (*lastState, error) {
	stack, deployed, err := readDeployed(ctx)
	if err != nil {
		return nil, err
	}
	if !deployed {
		return &lastState{}, nil
	}
	var state struct {
		Outputs map[string]recorded `pulumi:"outputs"`
	}
	if err := ctx.Invoke("pulumi:pulumi:readStackResourceOutputs", &struct {
		StackName string `pulumi:"stackName"`
	}{stack}, &state); err != nil {
		return nil, unreadable(stack, err)
	}
	return newLastState(state.Outputs), nil
}

// readDeployed says whether an update of this stack succeeded before, and under which name the backend knows the stack: a
// bucket or folder that Pulumi began to use before it told projects apart knows it by its name alone.
func readDeployed(ctx *pulumi.Context) (stack string, deployed bool, err error) {
	var failures []error
	for _, stack := range []string{ctx.Organization() + "/" + ctx.Project() + "/" + ctx.Stack(), ctx.Stack()} {
		var exported struct {
			Outputs struct {
				Clusters any `pulumi:"clusters"`
				Contract any `pulumi:"ingresshub"`
			} `pulumi:"outputs"`
		}
		err := ctx.Invoke("pulumi:pulumi:readStackOutputs", &struct {
			Name string `pulumi:"name"`
		}{stack}, &exported)
		if err == nil {
			return stack, exported.Outputs.Clusters != nil || exported.Outputs.Contract != nil, nil
		}
		failures = append(failures, unreadable(stack, err))
	}
	return "", false, errors.Join(failures...)
}

// unreadable is why the last state cannot be read, and what that means.
func unreadable(stack string, err error) error {
	return fmt.Errorf("what stack %s holds cannot be read from Pulumi's backend, so nothing is changed, "+
		"lest something is replaced by accident: %w", stack, err)
}
