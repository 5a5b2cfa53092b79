//go:build unix

package snapshot

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A link could lead out of the snapshot, a pipe never ends, and to leave either out would be to leave out objects.
func TestNothingIsFollowed(t *testing.T) {
	t.Parallel()
	dir := folder(t, files{"Vpcs.json": `{"Vpcs": []}`, "elsewhere/Subnets.json": `{"Subnets": []}`})
	require.NoError(t, os.Symlink("Vpcs.json", filepath.Join(dir, "README")))
	_, err := Read(dir)
	require.NoError(t, err, "what no snapshot has does not matter")

	require.NoError(t, os.Symlink("elsewhere", filepath.Join(dir, "us-east-1")))
	_, err = Read(dir)
	require.ErrorContains(t, err, "us-east-1: a symbolic link")
	require.NoError(t, os.Remove(filepath.Join(dir, "us-east-1")))

	require.NoError(t, os.Symlink("/dev/zero", filepath.Join(dir, "Subnets.json")))
	_, err = Read(dir)
	require.ErrorContains(t, err, "Subnets.json: a symbolic link")
	require.NoError(t, os.Remove(filepath.Join(dir, "Subnets.json")))

	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "Subnets.json"), 0o600))
	_, err = Read(dir)
	require.ErrorContains(t, err, "Subnets.json: not a regular file")

	linked := filepath.Join(t.TempDir(), "snapshot")
	require.NoError(t, os.Symlink(folder(t, files{"Vpcs.json": `{"Vpcs": [` + vpc + `]}`}), linked))
	n, err := Read(linked)
	require.NoError(t, err, "the snapshot itself may be a link")
	assert.Len(t, n.VPCs, 1)
}
