package main

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/script"
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
	text := "#!/bin/sh\necho \"go $*\"\ncase \"$*\" in run*) ;; " + failing + ") exit 1;; esac\n"
	script.Write(t, fake, text)
	output, err := exec.CommandContext(t.Context(), tool, "-C", filepath.Join("..", ".."), "test", "GO="+fake).CombinedOutput()
	return string(output), err
}

func TestMakeTestRunsEveryModule(t *testing.T) {
	t.Parallel()
	output, err := makeTest(t, "none")
	require.NoError(t, err, output)
	first, second := strings.Index(output, "1 of 3: unit, property and component tests"), strings.Index(output, "2 of 3: engine tests and examples")
	third := strings.Index(output, "3 of 3: tests of what make e2e runs")
	require.GreaterOrEqual(t, first, 0, output)
	require.Greater(t, second, first, output)
	require.Greater(t, third, second, output)
	assert.Contains(t, output[first:second], "go test -timeout", "what go test prints is visible")
	assert.Contains(t, output[second:third], "go -C tests test -timeout")
	assert.Contains(t, output[third:], "go -C tests/e2e test -timeout")
}

func TestMakeTestFailsAtTheEnd(t *testing.T) {
	t.Parallel()
	for failing, want := range map[string]string{
		"test*": "failed: part 1", "-C*tests\\ test*": "failed: part 2", "-C*tests/e2e*": "failed: part 3", "*": "failed: part 1 2 3",
	} {
		output, err := makeTest(t, failing)
		require.Error(t, err, output)
		assert.Contains(t, output, "go -C tests test", "the second module is tested whatever became of the first")
		assert.Contains(t, output, "go -C tests/e2e test", "and the third")
		assert.Contains(t, output, want+"\n")
	}
}

// TestMakeE2eShowsThatItDidNotRun builds, in the place of the runs, a program that finds something missing.
func TestMakeE2eShowsThatItDidNotRun(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("make")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("needs make and a shell")
	}
	for status, want := range map[string]string{"77": "Error 77", "1": "Error 1", "0": ""} {
		fake := filepath.Join(t.TempDir(), "go")
		text := `#!/bin/sh
case "$1 $2" in "build -o") printf '#!/bin/sh\necho "runs: $*"\nexit ` + status + `\n' >"$3"; chmod +x "$3" ;; esac
`
		script.Write(t, fake, text)
		command := exec.CommandContext(t.Context(), tool, "-C", filepath.Join("..", ".."), "e2e", "GO="+fake, "E2E=one-component")
		output, err := command.CombinedOutput()
		assert.Contains(t, string(output), "runs: one-component")
		if want == "" {
			require.NoError(t, err, string(output))
			continue
		}
		require.Error(t, err, "it must never be green by default")
		assert.Contains(t, string(output), want+"\n")
	}
}
