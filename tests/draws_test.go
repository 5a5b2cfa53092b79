package tests

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPropertiesRepeat: whoever tests properties draws the same in every run, so that no change fails by luck.
func TestPropertiesRepeat(t *testing.T) {
	const rapid, draws = "pgregory.net/rapid", module + "/internal/draws"
	cmd := exec.Command("go", "list", "-json=ImportPath,TestImports,XTestImports", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	require.NoError(t, err)
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	found := 0
	for {
		var p struct {
			ImportPath                string
			TestImports, XTestImports []string
		}
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if imports := slices.Concat(p.TestImports, p.XTestImports); slices.Contains(imports, rapid) {
			found++
			assert.Contains(t, imports, draws, "%s: var _ = draws.Repeat()", p.ImportPath)
		}
	}
	assert.NotZero(t, found, "no package tests properties with rapid any more: this test looks for nothing")
}
