package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/engine"
)

// played runs the demo of the VPC program in a mood, and returns what it printed.
func played(ctx context.Context, t *testing.T, mood string) (out, progress string, err error) {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	require.NoError(t, err)
	defer log.Close()
	var results bytes.Buffer
	failure := runDemo(ctx, streams{out: &results, err: log}, &story{
		title: "a VPC", folder: filepath.Join("testdata", "vpc"), config: []byte("config: {'vpc:mood': " + mood + "}"),
	})
	text, err := os.ReadFile(log.Name())
	require.NoError(t, err)
	return results.String(), string(text), failure
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return lines[len(lines)-1]
}

func TestDemo(t *testing.T) {
	t.Parallel()
	out, progress, err := played(t.Context(), t, "calm")
	require.NoError(t, err)
	assert.Equal(t, "demo: created=1 second-update=0 left=0 flightpath=none", lastLine(out))
	assert.Contains(t, out, "VPC lonely  10.0.0.0/16")
	assert.Contains(t, progress, "SIMULATION")
	assert.Contains(t, progress, "Pulumi counts 2 resources. Objects in the simulation: 1; the others are the stack,")
	assert.Equal(t, 1, strings.Count(progress, "Pulumi counts"), "the totals are explained once")
	assert.NotContains(t, out, "SIMULATION", "progress and results are apart")
}

// The program is in a module of its own, outside this repository.
func TestDemoOfAProgramOfAnotherModule(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	put := func(name string, text []byte) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), text, 0o600))
	}
	for _, source := range []string{"testdata/vpc/main.go", "testdata/vpc/Pulumi.yaml", "../../go.mod", "../../go.sum"} {
		text, err := os.ReadFile(filepath.FromSlash(source))
		require.NoError(t, err)
		put(filepath.Base(source), bytes.Replace(text, []byte("module "+engine.Module+"\n"), []byte("module example.com/mine\n"), 1))
	}
	put("Pulumi.dev.yaml", []byte("config: {'vpc:mood': calm}\n"))
	put("existing.yaml", []byte("- {type: 'aws:ec2/vpc:Vpc', id: vpc-0123456789abcdef0, outputs: {cidrBlock: 10.9.0.0/16, tags: {Name: older}}}\n"))

	status, out, problems := ingresshub(t, "", "demo", "--program", folder)
	require.Zero(t, status, problems)
	assert.Equal(t, "demo: created=1 second-update=0 left=0 flightpath=none", lastLine(out))
	assert.Contains(t, out, "VPC lonely  10.0.0.0/16")
	assert.Contains(t, out, "VPC older  10.9.0.0/16", "existing.yaml")
	assert.Contains(t, problems, "the program in "+folder)
}

func TestDemoFailsWhenTheSecondUpdateChangesSomething(t *testing.T) {
	t.Parallel()
	out, progress, err := played(t.Context(), t, "restless")
	require.ErrorContains(t, err, "the second update must change nothing")
	assert.Equal(t, "demo: created=1 second-update=1 left=0 flightpath=none", lastLine(out))
	assert.Contains(t, progress, "the second update changed something: update urn:pulumi:dev::vpc::aws:ec2/vpc:Vpc::lonely")
}

func TestDemoFailsWhenSomethingIsLeft(t *testing.T) {
	t.Parallel()
	out, progress, err := played(t.Context(), t, "clinging")
	require.ErrorContains(t, err, "the destroy must leave nothing")
	assert.Equal(t, "demo: created=1 second-update=0 left=1 flightpath=none", lastLine(out))
	assert.Contains(t, progress, "left behind: aws:ec2/vpc:Vpc lonely vpc-")
}

func TestDemoIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	out, _, err := played(ctx, t, "calm")
	require.Error(t, err)
	assert.NotContains(t, out, "demo:")
}
