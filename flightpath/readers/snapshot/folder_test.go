package snapshot

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// files are a snapshot's files by path.
type files map[string]string

// folder writes a snapshot.
func folder(t testing.TB, holding files) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range holding {
		full := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(full), 0o700))
		require.NoError(t, os.WriteFile(full, []byte(text), 0o600))
	}
	return dir
}

func readFiles(t testing.TB, holding files) *network.Network {
	t.Helper()
	n, err := Read(folder(t, holding))
	require.NoError(t, err)
	return n
}

// gapsOf are the reasons of a kind of gap, for one object or, where it is empty, for the kind as a whole.
func gapsOf(n *network.Network, kind network.GapKind, of string) []string {
	var reasons []string
	for _, gap := range n.Gaps {
		if gap.Kind == kind && gap.Of == of {
			reasons = append(reasons, gap.Reason)
		}
	}
	return reasons
}
