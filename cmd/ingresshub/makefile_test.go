package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// makeTest runs `make test` with a go command that fails where a flag says so, and returns what was printed.
func makeTest(t *testing.T, failing string) (string, error) {
	t.Helper()
	tool, err := exec.LookPath("make")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("needs make and a shell")
	}
	fake := filepath.Join(t.TempDir(), "go")
	script := "#!/bin/sh\necho \"go $*\"\ncase \"$1\" in " + failing + ") exit 1;; esac\n"
	require.NoError(t, os.WriteFile(fake, []byte(script), 0o700))
	output, err := exec.CommandContext(t.Context(), tool, "-C", filepath.Join("..", ".."), "test", "GO="+fake).CombinedOutput()
	return string(output), err
}

func TestMakeTestRunsBothModules(t *testing.T) {
	t.Parallel()
	output, err := makeTest(t, "none")
	require.NoError(t, err, output)
	first, second := strings.Index(output, "1 of 2: unit, property and component tests"), strings.Index(output, "2 of 2: engine tests and examples")
	assert.GreaterOrEqual(t, first, 0, output)
	assert.Greater(t, second, first, output)
	assert.Contains(t, output[first:second], "go test -timeout", "what go test prints is visible")
	assert.Contains(t, output[second:], "go -C tests test -timeout")
}

func TestMakeTestFailsAtTheEnd(t *testing.T) {
	t.Parallel()
	for failing, want := range map[string]string{"test": "failed: part 1", "-C": "failed: part 2", "test|-C": "failed: part 1 2"} {
		output, err := makeTest(t, failing)
		require.Error(t, err, output)
		assert.Contains(t, output, "go -C tests test", "the second module is tested whatever became of the first")
		assert.Contains(t, output, want+"\n")
	}
}
