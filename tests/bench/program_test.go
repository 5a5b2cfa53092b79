package bench

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/ingresshub/ingresshub/components/estate"
)

// The comparison means nothing unless both programs ask the engine for the same.
func TestRawProgramRegistersWhatTheEstateRegisters(t *testing.T) {
	declared := document(t, declare(clustersPerAlb+1, 2))
	recording := recorded(t, declared, estate.Program)
	raw := newRawProgram(t, recording)
	require.NotEmpty(t, raw.steps)

	want, got := requests(t, recording), requests(t, recorded(t, declared, raw.program))
	for urn, request := range want {
		require.Contains(t, got, urn)
		if !proto.Equal(request, got[urn]) {
			require.JSONEq(t, protojson.Format(request), protojson.Format(got[urn]), urn)
		}
	}
	require.Len(t, got, len(want))
}

// requests are a recording by URN, without what tells where in its source a program asked.
func requests(t *testing.T, recording []registration) map[string]*pulumirpc.RegisterResourceRequest {
	t.Helper()
	all := map[string]*pulumirpc.RegisterResourceRequest{}
	for _, made := range recording {
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
