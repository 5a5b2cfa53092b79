package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// required are the modules of a go.mod, with their versions.
func required(t *testing.T, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	versions := map[string]string{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(words) >= 2 && strings.Contains(words[0], ".") && strings.HasPrefix(words[1], "v") {
			versions[words[0]] = words[1]
		}
	}
	require.NotEmpty(t, versions)
	return versions
}

// TestSharedVersions keeps what modules of this repository have in common at one version: another one would be compiled, for
// minutes, a second time.
func TestSharedVersions(t *testing.T) {
	t.Parallel()
	ours := required(t, "go.mod")
	for _, other := range []string{filepath.Join("..", "..", "go.mod"), filepath.Join("..", "go.mod")} {
		shared := 0
		for module, version := range required(t, other) {
			if ours[module] != "" && module != "github.com/ingresshub/ingresshub" {
				shared++
				assert.Equal(t, version, ours[module], "%s, as in %s", module, other)
			}
		}
		assert.Greater(t, shared, 20, other)
	}
}
