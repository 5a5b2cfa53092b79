package engine

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/script"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRecentEnough(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"3.206.0": true, "3.250.0": true, "4.0.0": true, "3.300.0-alpha.1": true,
		"3.205.9": false, "2.999.0": false, "": false, "dev": false, "3.x.1": false, "x.1.1": false,
	} {
		assert.Equal(t, want, recentEnough(version), version)
	}
}

func TestRoot(t *testing.T) {
	t.Parallel()
	here, err := Root("")
	require.NoError(t, err)
	assert.FileExists(t, filepath.Join(here, "internal", "engine", "root.go"))
	// The tests are a module of their own inside the repository.
	fromTests, err := Root(filepath.Join(here, "tests"))
	require.NoError(t, err)
	assert.Equal(t, here, fromTests)
	_, err = Root(t.TempDir())
	assert.ErrorContains(t, err, "not inside a checkout of "+Module)
}

func TestRequiredVersion(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "go.mod")
	write(t, path, "module a\n\nrequire example.com/one v1.2.3\n\nrequire (\n\texample.com/two v2.0.0 // indirect\n)\n")
	for module, want := range map[string]string{"example.com/one": "1.2.3", "example.com/two": "2.0.0"} {
		got, err := requiredVersion(path, module)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	_, err := requiredVersion(path, "example.com/three")
	assert.ErrorContains(t, err, "does not require example.com/three")
	_, err = requiredVersion(filepath.Join(t.TempDir(), "go.mod"), "a")
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// command writes a `pulumi` command that says it is of a version.
func command(t *testing.T, folder, version string) string {
	t.Helper()
	path := filepath.Join(folder, "pulumi")
	script.Write(t, path, "#!/bin/sh\necho v"+version+"\n")
	return path
}

func TestCLIOnPathIsUsedWhenRecent(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell to write a command in")
	}
	folder := t.TempDir()
	t.Setenv("PATH", folder+string(os.PathListSeparator)+filepath.Dir(shell))
	cache := t.TempDir()
	t.Setenv("INGRESSHUB_CACHE", cache)
	recent := command(t, folder, "3.300.1")
	got, err := CLI(t.Context(), io.Discard)
	require.NoError(t, err)
	assert.Equal(t, recent, got)

	// One that is too old is passed over for the one built before, without a word of Go on PATH.
	command(t, folder, "3.100.0")
	root, err := Root("")
	require.NoError(t, err)
	version, err := requiredVersion(filepath.Join(root, "tests", "go.mod"), cliModule)
	require.NoError(t, err)
	built := filepath.Join(cache, "pulumi-"+version)
	require.NoError(t, os.MkdirAll(built, 0o755))
	want := command(t, built, version)
	var said strings.Builder
	got, err = CLI(t.Context(), &said)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Contains(t, said.String(), "no Pulumi of 3.206 or later (3.100.0): not used")
}
