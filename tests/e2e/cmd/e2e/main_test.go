package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/script"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/tests/e2e/compare"
	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
	"github.com/ingresshub/ingresshub/tests/e2e/prerequisite"
	"github.com/ingresshub/ingresshub/tests/e2e/run"
	"github.com/ingresshub/ingresshub/tests/e2e/server"
)

// asCommand has this test's executable be the command.
const asCommand = "INGRESSHUB_TEST_IS_E2E"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// command is the command on a machine that has the given programs on PATH, and no others.
func command(t *testing.T, programs map[string]string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	bin := t.TempDir()
	for name, body := range programs {
		script.Write(t, filepath.Join(bin, name), "#!/bin/sh\n"+body+"\n")
	}
	itself, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), itself, args...)
	cmd.Env = []string{asCommand + "=1", "PATH=" + bin, "HOME=" + t.TempDir(), "PULUMI_HOME=" + t.TempDir()}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// pulumi is a command line that can do nothing but say its version.
const pulumi = `test "$1" = version && echo v3.250.0 || { echo "error: no such host" >&2; exit 255; }`

func TestWithoutPluginItDoesNotRun(t *testing.T) {
	t.Parallel()
	stdout, stderr, status := command(t, map[string]string{"pulumi": pulumi})
	assert.Equal(t, 77, status, stderr)
	assert.NotContains(t, stdout, "e2e: examples=", "nothing that could be taken for a success")
	for _, words := range []string{
		"e2e DID NOT RUN: the AWS provider (pulumi-resource-aws) is missing", "error: no such host", "pulumi plugin install resource aws",
	} {
		assert.Contains(t, stderr, words)
	}
}

func TestWithoutPythonItDoesNotRun(t *testing.T) {
	t.Parallel()
	_, stderr, status := command(t, map[string]string{"pulumi": pulumi, "pulumi-resource-aws": "exit 0"})
	assert.Equal(t, 77, status, stderr)
	assert.Contains(t, stderr, "e2e DID NOT RUN: Python 3 is missing")
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"no-such-example"}, {"-no-such-flag"}, {"-help"}} {
		stdout, stderr, status := command(t, nil, args...)
		assert.Equal(t, 2, status, stderr)
		assert.Contains(t, stderr, strings.TrimLeft(args[0], "-"))
		assert.Empty(t, stdout)
	}
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	said := &bytes.Buffer{}
	assert.Equal(t, 0, exitCode(nil, said))
	assert.Empty(t, said.String())
	assert.Equal(t, 1, exitCode(errors.New("3 faults"), said))
	assert.Contains(t, said.String(), "e2e: FAILED: 3 faults")
	assert.Equal(t, 77, exitCode(errors.Join(errors.New("stopped"), &prerequisite.Missing{What: "it"}), said))
}

func TestForgetAws(t *testing.T) {
	t.Setenv("AWS_PROFILE", "production")
	t.Setenv("AWS_ENDPOINT_URL_EC2", "https://elsewhere.example")
	for _, name := range []string{"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"} {
		t.Setenv(name, "/home/somebody/.aws/config")
	}
	forgetAws()
	for _, name := range []string{"AWS_PROFILE", "AWS_ENDPOINT_URL_EC2"} {
		_, set := os.LookupEnv(name)
		assert.False(t, set, name)
	}
	assert.Equal(t, os.DevNull, os.Getenv("AWS_SHARED_CREDENTIALS_FILE"))
}

// emulator is one that does nothing.
func emulator(t *testing.T) *server.Server {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	python := filepath.Join(t.TempDir(), "python3")
	text := "#!/bin/sh\necho 'oh dear' >&2; echo 'emulator: listening on http://127.0.0.1:1'; exec sleep 60\n"
	script.Write(t, python, text)
	s, err := server.Start(t.Context(), server.Options{Python: python, Folder: t.TempDir()})
	require.NoError(t, err)
	return s
}

func TestLastLine(t *testing.T) {
	t.Parallel()
	used := func(fields ...string) []*compare.Report {
		verdict := &compare.Report{Used: map[exceptions.Exception]int{}}
		for _, field := range fields {
			verdict.Used[exceptions.Exception{Field: field}]++
		}
		return []*compare.Report{verdict}
	}
	good := &run.Report{Name: "one", Objects: 40, Verdicts: used("a", "b")}
	bad := &run.Report{
		Name: "two", Objects: 2, Missing: 1, Extra: 2, Verdicts: used("b"), Faults: []string{"missing: x", "extra: y", "extra: z"},
	}

	out, s := &bytes.Buffer{}, emulator(t)
	require.NoError(t, (&outcome{reports: []*run.Report{good}}).judge(s, out))
	assert.Equal(t, "e2e: examples=1 objects=40 missing=0 extra=0 exceptions=2\n", out.String())
	assert.NoFileExists(t, s.Log())

	out, s = &bytes.Buffer{}, emulator(t)
	require.ErrorContains(t, (&outcome{reports: []*run.Report{good, bad}}).judge(s, out), "faults: 3")
	assert.True(t, strings.HasSuffix(out.String(), "\ne2e: examples=2 objects=42 missing=1 extra=2 exceptions=2 FAILED faults=3\n"), out.String())
	assert.Contains(t, out.String(), "oh dear", "the end of the log")
	assert.FileExists(t, s.Log(), "there may be something to look up")
	require.NoError(t, s.Forget())
}

func TestUnneededExceptions(t *testing.T) {
	t.Parallel()
	table := []exceptions.Exception{{Field: "a"}, {Field: "b"}}
	verdict := &compare.Report{Used: map[exceptions.Exception]int{{Field: "b"}: 2}}
	good := &run.Report{Verdicts: []*compare.Report{verdict}}

	o := &outcome{reports: []*run.Report{good}}
	o.wholeTable(table)
	require.Len(t, o.faults, 1)
	assert.Contains(t, o.faults[0], "field a, is no longer needed")

	out, s := &bytes.Buffer{}, emulator(t)
	require.ErrorContains(t, o.judge(s, out), "faults: 1")
	assert.Contains(t, out.String(), o.faults[0])
	require.NoError(t, s.Forget())

	o = &outcome{reports: []*run.Report{good, {Faults: []string{"up failed"}}}}
	o.wholeTable(table)
	assert.Empty(t, o.faults, "who failed might have needed it")
}
