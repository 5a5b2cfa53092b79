package plan

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares bytes with a file, or writes the file with -update.
func golden(t *testing.T, path string, actual []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, actual, 0o600))
	}
	expected, err := os.ReadFile(path) //nolint:gosec // The path is one of this test's.
	require.NoError(t, err)
	require.Equal(t, string(expected), string(actual), "run the test with -update if that is what you want")
}

// goldenEstates are the estates whose plans are golden files, by file.
func goldenEstates(t require.TestingT) map[string][]byte {
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, file := range files {
		if strings.HasSuffix(file, ".plan.json") {
			continue
		}
		data, err := os.ReadFile(file) //nolint:gosec // The path is one of this test's.
		require.NoError(t, err)
		out[file] = data
	}
	return out
}

func TestGoldenPlans(t *testing.T) {
	for file, data := range goldenEstates(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			plan, err := Parse(data)
			require.NoError(t, err)
			require.Empty(t, plan.Validate(), "a golden file must not freeze a fault")
			actual, err := plan.JSON()
			require.NoError(t, err)
			golden(t, strings.TrimSuffix(file, ".json")+".plan.json", actual)
		})
	}
}
