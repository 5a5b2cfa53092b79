package server_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/ingresshub/ingresshub/internal/script"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/tests/e2e/server"
)

// fake is a program in the place of Python.
func fake(t *testing.T, body string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	path := filepath.Join(t.TempDir(), "python3")
	script.Write(t, path, "#!/bin/sh\n"+body+"\n")
	return path
}

func TestStart(t *testing.T) {
	t.Parallel()
	s, err := server.Start(t.Context(), server.Options{Folder: t.TempDir(), Python: fake(t, `
test "$*" = "-m emulator --host 127.0.0.1 --port 0" || exit 9
test "$MOTO_IAM_LOAD_MANAGED_POLICIES" = true || exit 8
echo "chatter"
echo "emulator: listening on http://127.0.0.1:4711"
echo "17:27:14 200 ec2:DescribeVpcs" >&2
echo "17:27:15 400 ec2:CreateVpc InvalidVpc.Range" >&2
echo "emulator: NotImplementedByEmulator: ec2:First" >&2
exec sleep 60`)})
	require.NoError(t, err)
	assert.Equal(t, "http://127.0.0.1:4711", s.URL())
	assert.Eventually(t, func() bool { return len(s.Complaints(0)) == 1 }, time.Minute, 10*time.Millisecond)
	assert.Equal(t, []string{"NotImplementedByEmulator: ec2:First"}, s.Complaints(0))
	assert.Empty(t, s.Complaints(s.Now()), "what was said before")
	assert.Contains(t, s.Tail(10), "chatter")
	assert.Contains(t, s.Tail(10), "InvalidVpc.Range")
	assert.NotContains(t, s.Tail(10), "DescribeVpcs", "what was answered as it should be")

	started := time.Now()
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "again")
	assert.Less(t, time.Since(started), 9*time.Second, "an interrupt must end it")
	assert.FileExists(t, s.Log())
	require.NoError(t, os.Remove(s.Log()))
	assert.Equal(t, []string{"NotImplementedByEmulator: ec2:First"}, s.Complaints(0), "though somebody tidied up")
	require.NoError(t, s.Forget())
	assert.NoFileExists(t, s.Log())
	require.Len(t, s.Complaints(0), 1, "a log that is gone is not one without complaints")
	assert.Contains(t, s.Complaints(0)[0], "cannot be read")
}

func TestStartFails(t *testing.T) {
	t.Parallel()
	_, err := server.Start(t.Context(), server.Options{Folder: t.TempDir(), Python: fake(t, `echo "ImportError: no luck" >&2; exit 3`)})
	require.ErrorContains(t, err, "exit status 3")
	require.ErrorContains(t, err, "ImportError: no luck", "the end of the log says why")

	_, err = server.Start(t.Context(), server.Options{Folder: t.TempDir(), Python: "/nowhere/python3"})
	require.ErrorIs(t, err, os.ErrNotExist)

	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err = server.Start(ctx, server.Options{Folder: t.TempDir(), Python: fake(t, "exec sleep 60")})
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// TestEmulator starts the real one, where this machine has moto; nothing is installed for a test.
func TestEmulator(t *testing.T) {
	t.Parallel()
	python := server.Installed(t.Context())
	if python == "" {
		t.Skip("no Python with moto " + server.Moto)
	}
	s, err := server.Start(t.Context(), server.Options{Python: python, Folder: ".."})
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, s.Close())
		assert.NoError(t, s.Forget())
	})
	response, err := http.Get(s.URL() + "/moto-api/data.json")
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, response.StatusCode, string(body))
}
