package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

const (
	project = "ingresshub"
	stack   = "bench"

	// monitorMode makes the test binary a monitor.
	monitorMode = "INGRESSHUB_BENCH_MONITOR"
)

// TestMain is the tests, or in the process that apart starts, a monitor until its standard input ends.
func TestMain(m *testing.M) {
	if os.Getenv(monitorMode) == "" {
		os.Exit(m.Run())
	}
	address, err := (&monitor{}).serve(make(chan bool))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(address)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// apart starts a monitor in a process of its own, so that its time and memory are not taken for the program's.
func apart(tb testing.TB) string {
	tb.Helper()
	binary, err := os.Executable()
	require.NoError(tb, err)
	process := exec.Command(binary)
	process.Env = append(os.Environ(), monitorMode+"=1")
	process.Stderr = os.Stderr
	input, err := process.StdinPipe()
	require.NoError(tb, err)
	output, err := process.StdoutPipe()
	require.NoError(tb, err)
	require.NoError(tb, process.Start())
	tb.Cleanup(func() {
		_ = input.Close()
		_ = process.Wait()
	})
	address, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(tb, err)
	return strings.TrimSpace(address)
}

// run runs a program against a monitor, as pulumi.Run does against the engine; in a goroutine of its own, because the SDK
// sends its whole stack with every request, and a program's stack has no tests in it.
func run(address, estate string, program pulumi.RunFunc) error {
	done := make(chan error)
	go func() { done <- connect(address, estate, program) }()
	return <-done
}

func connect(address, estate string, program pulumi.RunFunc) error {
	ctx, err := pulumi.NewContext(context.Background(), pulumi.RunInfo{
		Project: project, Stack: stack, Organization: "organization", MonitorAddr: address, EngineAddr: address,
		Config: map[string]string{"aws:region": "us-east-1", "ingresshub:estate": estate},
	})
	if err != nil {
		return err
	}
	err = pulumi.RunWithContext(ctx, program)
	if closed := ctx.Close(); err == nil {
		err = closed
	}
	return err
}

// recorded is what a program registers.
func recorded(tb testing.TB, estate string, program pulumi.RunFunc) recording {
	tb.Helper()
	stop := make(chan bool)
	m := &monitor{record: true}
	address, err := m.serve(stop)
	require.NoError(tb, err)
	defer close(stop)
	require.NoError(tb, run(address, estate, program))
	return m.recording
}
