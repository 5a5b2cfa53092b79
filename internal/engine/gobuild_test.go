package engine

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBuildOutputTellsPackagesFromMessages(t *testing.T) {
	t.Parallel()
	output := &buildOutput{}
	for _, part := range []string{
		"go: downloading example.com/a v1.0.0\n", "example.com/a\nexample.com/", "b\n# example.com/b\n", "b.go:1:2: undefined: c\n",
	} {
		_, err := output.Write([]byte(part))
		require.NoError(t, err)
	}
	count, latest := output.compiled()
	assert.Equal(t, 2, count)
	assert.Equal(t, "example.com/b", latest)
	assert.Equal(t, "# example.com/b\nb.go:1:2: undefined: c\n", output.messages())
}

func TestGoBuildReplacesInPlace(t *testing.T) {
	t.Parallel()
	folder := goModule(t, `package main; func main() { println("one") }`)
	target := filepath.Join(t.TempDir(), executable("program"))
	require.NoError(t, goBuild(t.Context(), "it", folder, target, io.Discard))
	first, err := os.Stat(target)
	require.NoError(t, err)

	// A program that runs is not written over: the new one takes its name.
	running, err := os.Open(target)
	require.NoError(t, err)
	defer running.Close()
	write(t, filepath.Join(folder, "main.go"), `package main; func main() { println("two") }`)
	require.NoError(t, goBuild(t.Context(), "it", folder, target, io.Discard))
	second, err := os.Stat(target)
	require.NoError(t, err)
	assert.False(t, os.SameFile(first, second))
	entries, err := os.ReadDir(filepath.Dir(target))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing is left beside the target")
}

func TestGoBuildIsCutShort(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	folder := goModule(t, `package main; func main() {}`)
	err := goBuild(ctx, "it", folder, filepath.Join(t.TempDir(), "program"), io.Discard)
	assert.ErrorIs(t, err, context.Canceled)
}

func TestCompileForgetsFoldersThatVanished(t *testing.T) {
	t.Setenv("INGRESSHUB_CACHE", t.TempDir())
	folder := goModule(t, `package main; func main() {}`)
	path, err := compile(t.Context(), folder, ".", io.Discard)
	require.NoError(t, err)
	assert.FileExists(t, path)
	again, err := compile(t.Context(), folder, ".", io.Discard)
	require.NoError(t, err)
	assert.Equal(t, path, again)

	require.NoError(t, os.RemoveAll(folder))
	other := goModule(t, `package main; func main() {}`)
	_, err = compile(t.Context(), other, ".", io.Discard)
	require.NoError(t, err)
	assert.NoFileExists(t, path)
}

func TestLockKeepsOthersOut(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a", "lock")
	release, err := lock(t.Context(), path, nil)
	require.NoError(t, err)

	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	waited := false
	_, err = lock(ctx, path, func() { waited = true })
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.True(t, waited)

	release()
	release, err = lock(t.Context(), path, nil)
	require.NoError(t, err)
	release()
}

func goModule(t *testing.T, source string) string {
	t.Helper()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "go.mod"), "module example.com/it\n\ngo 1.25\n")
	write(t, filepath.Join(folder, "main.go"), source)
	return folder
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(strings.TrimSpace(text)+"\n"), 0o644))
}
