package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/engine"
)

// progress shows in the test's log what takes long.
type progress struct{ t *testing.T }

func (p progress) Write(data []byte) (int, error) {
	p.t.Log(strings.TrimRight(string(data), "\n"))
	return len(data), nil
}

func newStack(t *testing.T, options engine.Options) *engine.Stack {
	t.Helper()
	options.Progress = progress{t}
	stack, err := engine.New(t.Context(), options)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, stack.Close()) })
	return stack
}

func talker(t *testing.T, settings string) *engine.Stack {
	t.Helper()
	return newStack(t, engine.Options{
		Program: engine.Program{Folder: "testdata/talker"},
		Config:  []byte("config:\n  talker:settings: " + settings + "\n"),
	})
}

func TestFolderIsCompiledAndRunAsItStands(t *testing.T) {
	t.Parallel()
	before := listing(t, "testdata/talker")
	config, err := os.ReadFile("testdata/talker/Pulumi.dev.yaml")
	require.NoError(t, err)
	stack := newStack(t, engine.Options{Program: engine.Program{Folder: "testdata/talker"}, Config: config, Environment: []string{"TALKER_SAYS=hello"}})
	assert.Equal(t, "talker", stack.Project())
	assert.Equal(t, "dev", stack.Name())

	preview, err := stack.Preview(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[string]int{engine.OpCreate: 3}, preview.Changes)
	assert.Contains(t, preview.Output, "dry run true")
	state, err := stack.State(t.Context())
	require.NoError(t, err)
	assert.Empty(t, state.Deployment.Resources, "a preview leaves the state alone")

	first, err := stack.Up(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[string]int{engine.OpCreate: 3}, first.Changes)
	assert.Len(t, first.Of("talker:index:Thing"), 2)
	assert.Len(t, first.Changed(), 3)
	folder, err := filepath.Abs("testdata/talker")
	require.NoError(t, err)
	said := strings.Join(first.Messages("info"), "\n")
	assert.Contains(t, said, "on standard output from "+folder+" hello")
	assert.Contains(t, said, "on standard error, dry run false")

	outputs, err := stack.Outputs(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"names": []any{"one", "two"}, "root": folder}, outputs)

	second, err := stack.Up(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[string]int{engine.OpSame: 3}, second.Changes)
	assert.Zero(t, second.ChangeCount())
	assert.Empty(t, second.Changed())

	require.NoError(t, stack.SetConfig([]byte("config: {'talker:settings': {names: [two, three]}}")))
	third, err := stack.Up(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, third.Changes[engine.OpCreate])
	assert.Equal(t, 1, third.Changes[engine.OpDelete])

	gone, err := stack.Destroy(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[string]int{engine.OpDelete: 3}, gone.Changes)
	assert.Equal(t, before, listing(t, "testdata/talker"), "the program's folder is left as it was")
}

func TestProgramThatReportsItsErrorFailsOnce(t *testing.T) {
	t.Parallel()
	result, err := talker(t, "{names: [one], fail: error}").Up(t.Context())
	var failure *engine.OperationError
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, "up", failure.Operation)
	assert.Positive(t, failure.ExitCode)
	assert.Contains(t, err.Error(), "told to fail")
	assert.Len(t, result.Messages("error"), 1, "what the program reported is not reported again")
}

func TestProgramThatExitsFails(t *testing.T) {
	t.Parallel()
	_, err := talker(t, "{names: [one], fail: exit}").Up(t.Context())
	assert.ErrorContains(t, err, "exit status 7")
}

func TestCompilerMessagesReachTheUser(t *testing.T) {
	t.Parallel()
	stack := newStack(t, engine.Options{Program: engine.Program{Folder: "testdata/broken"}})
	_, err := stack.Up(t.Context())
	require.ErrorContains(t, err, "main.go:5:2: undefined: undeclared")
	assert.ErrorContains(t, err, "does not compile")
}

func TestStateGoesOutAndIn(t *testing.T) {
	t.Parallel()
	stack := talker(t, "{names: [one]}")
	_, err := stack.Up(t.Context())
	require.NoError(t, err)
	exported, err := stack.Export(t.Context())
	require.NoError(t, err)
	_, err = stack.Destroy(t.Context())
	require.NoError(t, err)
	require.NoError(t, stack.Import(t.Context(), exported))
	state, err := stack.State(t.Context())
	require.NoError(t, err)
	assert.True(t, slices.ContainsFunc(state.Deployment.Resources, func(r engine.Resource) bool {
		return r.Type == "talker:index:Thing" && strings.HasSuffix(r.URN, "::one") && !r.Custom
	}))
}

func TestConfigIsRefused(t *testing.T) {
	t.Parallel()
	stack := talker(t, "{names: []}")
	for name, test := range map[string]struct{ text, want string }{
		"no mapping": {"- a", "is no mapping"},
		"no YAML":    {"config: {", "yaml"},
		"a secret":   {"config:\n  a:b:\n    secure: AAAB", "only the stack that they were made for"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.ErrorContains(t, stack.SetConfig([]byte(test.text)), test.want)
		})
	}
}

func TestNoProgramNoStack(t *testing.T) {
	t.Parallel()
	_, err := engine.New(t.Context(), engine.Options{Program: engine.Program{Folder: t.TempDir()}})
	assert.ErrorContains(t, err, "Pulumi.yaml")
}

func TestEndedContextEndsTheOperation(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := talker(t, "{names: []}").Up(ctx)
	assert.ErrorIs(t, err, context.Canceled)
}

func listing(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}
