package engine_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestExamples runs the demo of every program of the repository as it stands, that of the root and each of examples/, and holds its last
// line to what the example's README says of it. The demo compiles the program, deploys all its stacks, updates them again, asks
// flightpath and destroys them.
func TestExamples(t *testing.T) {
	t.Parallel()
	found, err := filepath.Glob("../../examples/*/Pulumi.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, found)
	binary, err := engine.Compile(t.Context(), "../../cmd/ingresshub", os.Stderr)
	require.NoError(t, err)
	// One after the other: compiling takes all the memory that there is.
	t.Run("root", func(t *testing.T) {
		line := demonstrated(t, binary)
		assert.Regexp(t, `^demo: created=[1-9]\d* second-update=0 left=0 flightpath=(direct|inspected)$`, line, "people are invited to edit it")
	})
	for _, project := range found {
		folder := filepath.Dir(project)
		example := filepath.Base(folder)
		t.Run(example, func(t *testing.T) {
			says := theDemoEnds.FindStringSubmatch(strings.Join(strings.Fields(string(optional(t, filepath.Join(folder, "README.md")))), " "))
			require.NotNil(t, says, "the README does not say how the demo ends")
			line := demonstrated(t, binary, "--example", example)
			assert.Regexp(t, `^demo: created=[1-9]\d* second-update=0 left=0 flightpath=`, line)
			assert.True(t, strings.HasSuffix(line, says[1]), "%s, and the README says %s", line, says[1])
		})
	}
}

// theDemoEnds is what a README says of the demo's last line: all of it, or the verdict.
var theDemoEnds = regexp.MustCompile("`((?:demo: created=\\d+ second-update=\\d+ left=\\d+ )?flightpath=[a-z]+)`")

// demonstrated is the last line of a demo, which must succeed. What cannot be proven is named above it.
func demonstrated(t *testing.T, binary string, flags ...string) string {
	t.Helper()
	var out, progress bytes.Buffer
	demo := exec.CommandContext(t.Context(), binary, append([]string{"demo"}, flags...)...)
	demo.Stdout, demo.Stderr = &out, &progress
	require.NoError(t, demo.Run(), "%s%s", &progress, &out)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	last := lines[len(lines)-1]
	t.Log(last)
	unproven := strings.HasSuffix(last, "=unproven")
	assert.Equal(t, unproven, strings.Contains(out.String(), "\nflightpath cannot prove: exposed"), out.String())
	return last
}

// optional is the text of a file; empty where there is none.
func optional(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		require.NoError(t, err)
	}
	return text
}
