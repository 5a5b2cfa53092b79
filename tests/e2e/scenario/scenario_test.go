package scenario_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/tests/e2e/given"
	"github.com/ingresshub/ingresshub/tests/e2e/scenario"
	"github.com/ingresshub/ingresshub/tests/e2e/source"
)

// TestScenarios checks what needs no cloud: every state has a plan, and every edit finds its place.
func TestScenarios(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	all, err := scenario.All(root)
	require.NoError(t, err)
	for _, s := range all {
		require.NotEmpty(t, s.States, s.Name)
		assert.NotEqual(t, s.Inline == nil, s.Folder == "", "%s: either a folder or inline", s.Name)
		plans := map[string]string{}
		for _, state := range s.States {
			planned, err := state.Plan(given.IDs{})
			require.NoError(t, err, "%s: %s", s.Name, state.Name)
			require.NotEmpty(t, planned.Vpcs, "%s: %s", s.Name, state.Name)
			plans[state.Name] = ""
		}
		assert.Len(t, plans, len(s.States), "%s: names of states", s.Name)
		if s.Edited {
			c, err := source.New(t.Context(), root, s.Folder, t.TempDir())
			require.NoError(t, err)
			for _, state := range s.States {
				require.NoError(t, c.Write(state.Edits, given.IDs{}.In), "%s: %s", s.Name, state.Name)
			}
		}
	}
}

// TestNotRun: an excuse is for an example that is there and has no scenario.
func TestNotRun(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	all, err := scenario.All(root)
	require.NoError(t, err)
	for example, reason := range scenario.NotRun {
		assert.FileExists(t, filepath.Join(root, "examples", example, "Pulumi.yaml"))
		assert.NotEmpty(t, reason)
		for _, s := range all {
			assert.NotEqual(t, example, s.Name, "it has a scenario")
		}
	}
}
