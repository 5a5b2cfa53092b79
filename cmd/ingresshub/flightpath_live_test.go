//go:build unix

package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ingresshub/ingresshub/internal/script"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeCapture puts a program of that name on PATH: it notes its arguments, says something, and copies a snapshot.
func fakeCapture(t *testing.T, body string) (noted string) {
	t.Helper()
	folder := t.TempDir()
	noted = filepath.Join(folder, "arguments")
	snapshot, err := filepath.Abs(captured)
	require.NoError(t, err)
	text := "#!/bin/sh\necho \"$@\" > " + noted + "\necho reading >&2\necho chatter\nfor dir; do :; done\nSNAPSHOT=" + snapshot + "\n" + body + "\n"
	script.Write(t, filepath.Join(folder, "ingresshub-capture"), text)
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

// Without the program, it is compiled where this is a checkout.
func TestCaptureIsCompiled(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles against the AWS SDK")
	}
	t.Setenv("INGRESSHUB_CACHE", t.TempDir())
	program, err := captureProgram(t.Context(), io.Discard)
	require.NoError(t, err)
	policy, err := exec.CommandContext(t.Context(), program, "--policy").Output()
	require.NoError(t, err)
	assert.Contains(t, string(policy), `"ec2:DescribeVpcs"`)
}

// A capture that is interrupted removes what it has begun.
func TestLiveInterrupted(t *testing.T) {
	noted := fakeCapture(t, `mkdir "$dir.partial"; trap 'rmdir "$dir.partial"; exit 130' INT; touch "$SNAPSHOT_READY"; while :; do sleep 0.05; done`)
	ready := noted + ".ready"
	t.Setenv("SNAPSHOT_READY", ready)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for _, err := os.Stat(ready); err != nil && t.Context().Err() == nil; _, err = os.Stat(ready) {
			time.Sleep(10 * time.Millisecond)
		}
		cancel()
	}()
	kept := filepath.Join(t.TempDir(), "kept")
	accounts := liveAccounts{asked: true, keep: kept}
	_, err := accounts.read(ctx, streams{in: strings.NewReader(""), out: io.Discard, err: devNull(t)})
	require.Error(t, err)
	assert.NoDirExists(t, kept+".partial")
}

func devNull(t *testing.T) *os.File {
	t.Helper()
	file, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	return file
}
