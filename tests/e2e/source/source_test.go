package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/tests/e2e/source"
)

func TestCopy(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	program := filepath.Join(root, "examples", "elb-sandwich")
	original, err := os.ReadFile(filepath.Join(program, "main.go"))
	require.NoError(t, err)

	c, err := source.New(t.Context(), root, program, t.TempDir())
	require.NoError(t, err)
	module, err := os.ReadFile(filepath.Join(c.Folder(), "go.mod"))
	require.NoError(t, err)
	assert.Contains(t, string(module), "module example.com/elb-sandwich\n")
	assert.Contains(t, string(module), "=> "+root)

	read := func() string {
		text, err := os.ReadFile(filepath.Join(c.Folder(), "main.go"))
		require.NoError(t, err)
		return string(text)
	}
	same := func(text string) string { return text }
	require.NoError(t, c.Write([]source.Edit{{Old: `"10.0.0.0/20"`, New: `"10.1.0.0/20"`}}, func(text string) string {
		return strings.ReplaceAll(text, "10.1.", "10.2.")
	}))
	assert.Contains(t, read(), `"10.2.0.0/20"`)
	require.NoError(t, c.Write(nil, same))
	assert.Equal(t, string(original), read(), "edits do not add up")

	for _, unclear := range []string{"plan.", "no such text"} {
		require.ErrorContains(t, c.Write([]source.Edit{{Old: unclear}}, same), unclear)
	}
	now, err := os.ReadFile(filepath.Join(program, "main.go"))
	require.NoError(t, err)
	assert.Equal(t, string(original), string(now))
}
