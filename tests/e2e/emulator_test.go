package e2e

import (
	"os"
	"os/exec"
	"testing"

	"github.com/ingresshub/ingresshub/tests/e2e/server"
)

// TestEmulator runs the emulator's own tests, which are written in Python, where this machine has moto. Nothing is installed
// for a test: `make e2e` does that.
func TestEmulator(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes a minute or two")
	}
	python := server.Installed(t.Context())
	if python == "" {
		t.Skip("no Python with moto " + server.Moto)
	}
	cmd := exec.CommandContext(t.Context(), python, "-m", "unittest", "discover")
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}
