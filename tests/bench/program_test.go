package bench

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/ingresshub/ingresshub/components/estate"
)

// The comparison means nothing unless all programs ask the engine for the same.
func TestRawProgramRegistersWhatTheEstateRegisters(t *testing.T) {
	declared := document(t, declare(clustersPerAlb+1, 2))
	wanted := recorded(t, declared, estate.Program)
	raw := newRawProgram(t, wanted)
	require.NotEmpty(t, raw.steps)
	for name, loop := range map[string]pulumi.RunFunc{"untyped": raw.untyped, "typed": raw.typed} {
		t.Run(name, func(t *testing.T) {
			got := recorded(t, declared, loop)
			requireSame(t, requests(t, wanted), requests(t, got))
			requireSame(t, wanted.outputs, got.outputs)
		})
	}
}

// Pulumi sends, and keeps in the state, the call stack of each registration: components must not pay for what they consist of.
func TestComponentsRegisterFromShortCallStacks(t *testing.T) {
	declared := document(t, declare(1, 2))
	calls := func(program pulumi.RunFunc) (made recording, calls int) {
		made = recorded(t, declared, program)
		for _, registration := range made.registrations {
			one := len(registration.request.GetStackTrace().GetFrames())
			assert.LessOrEqual(t, one, 8, registration.request.GetType()) // at any depth of components
			calls += one
		}
		return made, calls
	}
	made, components := calls(estate.Program)
	_, loop := calls(newRawProgram(t, made).untyped)
	t.Logf("%d calls of components, %d of a loop, for %d registrations", components, loop, len(made.registrations))
	require.NotZero(t, components)
	require.Less(t, components, loop)
}

// requireSame requires that two programs said the same of the same resources.
func requireSame[M proto.Message](t *testing.T, wanted, got map[string]M) {
	t.Helper()
	require.ElementsMatch(t, slices.Collect(maps.Keys(wanted)), slices.Collect(maps.Keys(got)))
	for urn, message := range wanted {
		if !proto.Equal(message, got[urn]) {
			require.JSONEq(t, protojson.Format(message), protojson.Format(got[urn]), urn)
		}
	}
}

// requests are a recording by URN, without what tells where in its source a program asked.
func requests(t *testing.T, recording recording) map[string]*pulumirpc.RegisterResourceRequest {
	t.Helper()
	all := map[string]*pulumirpc.RegisterResourceRequest{}
	for _, made := range recording.registrations {
		request := proto.Clone(made.request).(*pulumirpc.RegisterResourceRequest)
		request.SourcePosition, request.StackTrace = nil, nil
		slices.Sort(request.Dependencies)
		for key, dependencies := range request.PropertyDependencies {
			slices.Sort(dependencies.Urns)
			if len(dependencies.Urns) == 0 {
				delete(request.PropertyDependencies, key)
			}
		}
		require.NotContains(t, all, made.response.GetUrn())
		all[made.response.GetUrn()] = request
	}
	return all
}
