package engine_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// TestExamples compiles and runs every program of the repository as it stands: that of the root, and each of examples/.
func TestExamples(t *testing.T) {
	t.Parallel()
	found, err := filepath.Glob("../../examples/*/Pulumi.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, found)
	for _, project := range append([]string{"../../Pulumi.yaml"}, found...) {
		folder := filepath.Dir(project)
		if _, err := os.Stat(filepath.Join(folder, "Pulumi.hub.yaml")); err == nil {
			continue // Several stacks: TestExampleOfTeams.
		}
		absolute, err := filepath.Abs(folder)
		require.NoError(t, err)
		// One after the other: compiling takes all the memory that there is.
		t.Run(filepath.Base(absolute), func(t *testing.T) {
			w := newWorldOf(t, engine.Program{Folder: folder}, optional(t, filepath.Join(folder, "Pulumi.dev.yaml")), engine.WriteStateOnce...)
			w.existing(filepath.Join(folder, "existing.yaml"))
			up := w.up()
			assert.Positive(t, up.Changes[engine.OpCreate])
			assert.NotEmpty(t, w.cloud.Objects())
			w.unchanged()
			w.destroy()
		})
	}
}

// existing puts into the cloud what an example says that its user has already.
func (w *world) existing(path string) {
	w.t.Helper()
	var objects []struct {
		Type    string         `yaml:"type"`
		ID      string         `yaml:"id"`
		Outputs map[string]any `yaml:"outputs"`
	}
	require.NoError(w.t, yaml.Unmarshal(optional(w.t, path), &objects), path)
	for _, object := range objects {
		require.NoError(w.t, w.cloud.Given(object.Type, object.ID, object.Outputs), path)
	}
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
