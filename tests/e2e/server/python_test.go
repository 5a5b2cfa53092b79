package server_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/tests/e2e/prerequisite"
	"github.com/ingresshub/ingresshub/tests/e2e/server"
)

// onPath puts a program in the place of python3, and nothing else, on PATH.
func onPath(t *testing.T, body string) string {
	t.Helper()
	// The shell of the fake still finds its own commands.
	path := fake(t, "PATH="+os.Getenv("PATH")+"\n"+body)
	t.Setenv("PATH", filepath.Dir(path))
	t.Setenv("INGRESSHUB_CACHE", t.TempDir())
	return path
}

func TestPythonOnPath(t *testing.T) {
	want := onPath(t, "exit 0")
	got, err := server.Python(t.Context(), &strings.Builder{})
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, want, server.Installed(t.Context()))
}

// TestPythonInstallsMoto has a Python without moto, which makes virtual environments whose Python has it once pip was run.
func TestPythonInstallsMoto(t *testing.T) {
	onPath(t, `
case "$*" in
*"import moto"*|*moto.__version__*) echo "ModuleNotFoundError: No module named 'moto'" >&2; exit 1 ;;
"-m venv "*)
	mkdir -p "$3/bin" && cat >"$3/bin/python" <<'EOF'
#!/bin/sh
home=$(dirname "$(dirname "$0")")
case "$*" in
*"pip install"*"moto[server]==`+server.Moto+`") : >"$home/moto" ;;
*) test -e "$home/moto" ;;
esac
EOF
	chmod +x "$3/bin/python" ;;
esac`)
	assert.Empty(t, server.Installed(t.Context()))
	said := &strings.Builder{}
	got, err := server.Python(t.Context(), said)
	require.NoError(t, err)
	home := filepath.Join(os.Getenv("INGRESSHUB_CACHE"), "moto-"+server.Moto)
	assert.Equal(t, filepath.Join(home, "bin", "python"), got)
	assert.Contains(t, said.String(), "No module named 'moto'")
	left, err := os.ReadDir(filepath.Dir(home))
	require.NoError(t, err)
	assert.Len(t, left, 1, "nothing but the environment is left")

	said.Reset()
	again, err := server.Python(t.Context(), said)
	require.NoError(t, err)
	assert.Equal(t, got, again)
	assert.Empty(t, said.String(), "what is installed is not installed again")
	assert.Equal(t, got, server.Installed(t.Context()))
}

func TestMotoCannotBeInstalled(t *testing.T) {
	onPath(t, fmt.Sprintf(`
case "$*" in
*moto.__version__*) echo "moto 4.0.0 instead of %s" >&2; exit 1 ;;
"-m venv "*) echo "Error: ensurepip is not available" >&2; exit 1 ;;
esac`, server.Moto))
	_, err := server.Python(t.Context(), &strings.Builder{})
	var missing *prerequisite.Missing
	require.ErrorAs(t, err, &missing)
	for _, line := range []string{"moto " + server.Moto + ", which emulates the AWS API is missing", "moto 4.0.0 instead of", "ensurepip is not available"} {
		assert.Contains(t, err.Error(), line)
	}
}

func TestNoPython(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := server.Python(t.Context(), &strings.Builder{})
	var missing *prerequisite.Missing
	require.ErrorAs(t, err, &missing)
	assert.Contains(t, err.Error(), "neither python3 nor python is on PATH")
}
