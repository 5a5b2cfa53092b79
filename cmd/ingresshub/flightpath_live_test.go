//go:build unix

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeCapture puts a program of that name on PATH: it notes its arguments, says something, and copies a snapshot.
func fakeCapture(t *testing.T, script string) (noted string) {
	t.Helper()
	folder := t.TempDir()
	noted = filepath.Join(folder, "arguments")
	snapshot, err := filepath.Abs(captured)
	require.NoError(t, err)
	text := "#!/bin/sh\necho \"$@\" > " + noted + "\necho reading >&2\necho chatter\nfor dir; do :; done\nSNAPSHOT=" + snapshot + "\n" + script + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(folder, "ingresshub-capture"), []byte(text), 0o700))
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	return noted
}

func TestLive(t *testing.T) {
	noted := fakeCapture(t, `cp -r "$SNAPSHOT" "$dir"`)
	kept := filepath.Join(t.TempDir(), "kept")
	status, out, problems := ingresshub(t, "", "flightpath", "trace", "--live", "--profile", "hub", "--profile", "team", "--region", "us-east-1",
		"--keep", kept, "--from", "internet", "--to", "ingress", "--port", "443", "--format", "json")
	require.Zero(t, status, problems)
	assert.True(t, json.Valid([]byte(out)), "what the capture says is on standard error: %s", out)
	assert.Contains(t, problems, "reading\nchatter\n")
	arguments, err := os.ReadFile(noted)
	require.NoError(t, err)
	assert.Equal(t, "--profile hub --profile team --region us-east-1 "+kept+"\n", string(arguments))
	assert.DirExists(t, filepath.Join(kept, "111111111111"))

	status, out, problems = ingresshub(t, "", "flightpath", "reach", "--live", "--from", "internet")
	require.Zero(t, status, problems)
	assert.Contains(t, out, "internet reaches")
	arguments, err = os.ReadFile(noted)
	require.NoError(t, err)
	assert.NoDirExists(t, filepath.Dir(string(arguments[:len(arguments)-1])), "nothing is left of it")
}

func TestLiveThatCannotBeRead(t *testing.T) {
	fakeCapture(t, `echo "ingresshub-capture: no credentials" >&2; exit 1`)
	status, out, problems := ingresshub(t, "", "flightpath", "check", "--live")
	assert.Equal(t, 1, status)
	assert.Empty(t, out)
	assert.Contains(t, problems, "ingresshub-capture: no credentials\n")
	assert.Contains(t, problems, "the accounts could not be read")
}
