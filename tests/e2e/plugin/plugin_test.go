package plugin_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/script"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/tests/e2e/plugin"
	"github.com/ingresshub/ingresshub/tests/e2e/prerequisite"
)

// program writes an executable and returns its path.
func program(t *testing.T, folder, name, body string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	require.NoError(t, os.MkdirAll(folder, 0o755))
	path := filepath.Join(folder, name)
	script.Write(t, path, "#!/bin/sh\n"+body+"\n")
	return path
}

// cached is where Pulumi keeps the plugin below its folder.
func cached(home string) string {
	return filepath.Join(home, "plugins", "resource-aws-v"+plugin.Version)
}

func TestFindOnPath(t *testing.T) {
	bin, home := t.TempDir(), t.TempDir()
	want := program(t, bin, "pulumi-resource-aws", "exit 0")
	program(t, cached(home), "pulumi-resource-aws", "exit 0")
	t.Setenv("PATH", bin)
	got, err := plugin.Find(t.Context(), plugin.Options{CLI: "/nowhere/pulumi", Home: home})
	require.NoError(t, err)
	assert.Equal(t, want, got, "Pulumi prefers PATH, and so must this")
}

// Another version on PATH is what Pulumi would run: it must not be taken for the pinned one.
func TestFindRefusesOtherVersionsOnPath(t *testing.T) {
	bin, home := t.TempDir(), t.TempDir()
	program(t, cached(home), "pulumi-resource-aws", "exit 0")
	t.Setenv("PATH", bin)
	for said, fine := range map[string]bool{plugin.Version: true, "v" + plugin.Version: true, "6.0.0": false, "v7.1.0-alpha.1": false} {
		program(t, bin, "pulumi-resource-aws", `test "$*" = "-version" && echo noise >&2 && echo `+said)
		_, err := plugin.Find(t.Context(), plugin.Options{CLI: "/nowhere/pulumi", Home: home})
		if fine {
			require.NoError(t, err, said)
			continue
		}
		var missing *prerequisite.Missing
		require.ErrorAs(t, err, &missing, said)
		assert.Contains(t, err.Error(), "is version "+strings.TrimPrefix(said, "v"))
	}
}

func TestFindInPluginCache(t *testing.T) {
	home := t.TempDir()
	want := program(t, cached(home), "pulumi-resource-aws", "exit 0")
	t.Setenv("PATH", t.TempDir())
	t.Setenv("PULUMI_HOME", home)
	got, err := plugin.Find(t.Context(), plugin.Options{CLI: "/nowhere/pulumi"})
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

func TestFindInstalls(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	path := os.Getenv("PATH")
	cli := program(t, t.TempDir(), "pulumi", fmt.Sprintf(
		`test "$PULUMI_HOME" = %[1]q && test "$*" = "--non-interactive --color never plugin install resource aws v%[3]s" || exit 9
PATH=%[4]q; mkdir -p %[2]q && : >%[2]q/pulumi-resource-aws`, home, cached(home), plugin.Version, path))
	t.Setenv("PATH", t.TempDir())
	said := &strings.Builder{}
	got, err := plugin.Find(t.Context(), plugin.Options{CLI: cli, Home: home, Progress: said})
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(cached(home), "pulumi-resource-aws"), got)
	assert.Contains(t, said.String(), "asking Pulumi to install it")
}

func TestMissing(t *testing.T) {
	home := t.TempDir()
	cli := program(t, t.TempDir(), "pulumi", "echo 'Downloading plugin'; echo 'error: no such host' >&2; exit 255")
	t.Setenv("PATH", t.TempDir())
	_, err := plugin.Find(t.Context(), plugin.Options{CLI: cli, Home: home})
	var missing *prerequisite.Missing
	require.True(t, errors.As(err, &missing), "%v", err)
	for _, line := range []string{
		"the AWS provider (pulumi-resource-aws) is missing", "not on PATH", cached(home), "error: no such host",
		cli + " plugin install resource aws v" + plugin.Version,
	} {
		assert.Contains(t, err.Error(), line)
	}
}

// An older version in the cache is another provider.
func TestFindRefusesOtherVersionsInTheCache(t *testing.T) {
	home := t.TempDir()
	program(t, filepath.Join(home, "plugins", "resource-aws-v6.0.0"), "pulumi-resource-aws", "exit 0")
	cli := program(t, t.TempDir(), "pulumi", "exit 0")
	t.Setenv("PATH", t.TempDir())
	_, err := plugin.Find(t.Context(), plugin.Options{CLI: cli, Home: home})
	require.ErrorContains(t, err, "succeeded, but the plugin is not there")
}

// TestVersionIsThatOfTheSDK keeps the plugin and the SDK at one version.
func TestVersionIsThatOfTheSDK(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "go.mod"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "github.com/pulumi/pulumi-aws/sdk/v6 v"+plugin.Version+"\n")
}
