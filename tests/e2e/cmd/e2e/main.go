// Command e2e runs the dev estate and every example through the real Pulumi engine, with the real AWS provider in front of an
// emulated AWS API, and compares what the API then shows with what was planned. When it runs them all, it also holds the
// local cloud to the real provider:
//
//	e2e [-keep folder] [scenario ...]
//	e2e -good
//
// The second form deploys the estate of tests/e2e/compare/testdata and writes the snapshots there anew.
//
// It exits with 0 when everything is as planned, 1 when something is not, 2 for bad usage, and 77 when it did not run because
// something is missing on this machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
	"github.com/ingresshub/ingresshub/tests/e2e/plugin"
	"github.com/ingresshub/ingresshub/tests/e2e/prerequisite"
	"github.com/ingresshub/ingresshub/tests/e2e/run"
	"github.com/ingresshub/ingresshub/tests/e2e/scenario"
	"github.com/ingresshub/ingresshub/tests/e2e/server"
)

// errUsage is a command line that makes no sense.
var errUsage = errors.New("usage")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(exitCode(e2e(ctx, os.Args[1:], os.Stdout), os.Stderr))
}

// exitCode says what became of a run.
func exitCode(err error, stderr io.Writer) int {
	var missing *prerequisite.Missing
	switch {
	case err == nil:
		return 0
	case errors.As(err, &missing):
		fmt.Fprintf(stderr, "e2e DID NOT RUN: %v\n", err)
		return prerequisite.ExitCode
	case errors.Is(err, errUsage):
		fmt.Fprintln(stderr, err)
		return 2
	default:
		fmt.Fprintln(stderr, "e2e: FAILED:", err)
		return 1
	}
}

func e2e(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("e2e", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	keep := flags.String("keep", "", "folder that receives what each state left behind")
	good := flags.Bool("good", false, "write tests/e2e/compare/testdata anew")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("%w: e2e [-keep folder] [scenario ...], or e2e -good: %w", errUsage, err) // asking for help runs nothing either
	}
	root, err := engine.Root("")
	if err != nil {
		return err
	}
	scenarios, err := chosen(root, flags.Args())
	if err != nil {
		return err
	}
	forgetAws()
	runner, err := prepare(ctx, root, out)
	if err != nil {
		return err
	}
	if runner.Keep = *keep; runner.Keep == "" {
		if runner.Keep, err = os.MkdirTemp("", "ingresshub-e2e-kept-"); err != nil {
			return err
		}
		defer os.RemoveAll(runner.Keep)
	}
	if *good {
		return writeGood(ctx, runner, out).judge(runner.Server, out)
	}
	o := &outcome{reports: runAll(ctx, runner, scenarios, out)}
	if flags.NArg() == 0 {
		for _, example := range slices.Sorted(maps.Keys(scenario.NotRun)) {
			fmt.Fprintf(out, "NOT RUN: examples/%s: %s\n", example, scenario.NotRun[example])
		}
		o.wholeTable(exceptions.Table)
		if err := holdLocalCloud(ctx, root, runner.Plugin, runner.Keep, out); err != nil {
			o.fault("%v", err)
		}
	}
	if ctx.Err() != nil {
		o.fault("interrupted")
	}
	return o.judge(runner.Server, out)
}

// chosen are the scenarios of that name; all of them where none is named.
func chosen(root string, names []string) ([]scenario.Scenario, error) {
	all, err := scenario.All(root)
	if err != nil || len(names) == 0 {
		return all, err
	}
	var some []scenario.Scenario
	for _, name := range names {
		i := slices.IndexFunc(all, func(s scenario.Scenario) bool { return s.Name == name })
		if i < 0 {
			var known []string
			for _, s := range all {
				known = append(known, s.Name)
			}
			return nil, fmt.Errorf("%w: no scenario %q; there are %s", errUsage, name, strings.Join(known, ", "))
		}
		some = append(some, all[i])
	}
	return some, nil
}

// forgetAws takes the user's AWS account out of reach, whatever the environment says of it.
func forgetAws() {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "AWS_") {
			os.Unsetenv(name)
		}
	}
	os.Setenv("AWS_CONFIG_FILE", os.DevNull)
	os.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull)
}

// prepare finds or makes what the runs need. What costs least is looked for first.
func prepare(ctx context.Context, root string, out io.Writer) (*run.Runner, error) {
	cli, err := engine.CLI(ctx, out)
	if err != nil {
		return nil, err
	}
	found, err := plugin.Find(ctx, plugin.Options{CLI: cli, Progress: out})
	if err != nil {
		return nil, err
	}
	python, err := server.Python(ctx, out)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "Pulumi: %s\nAWS provider: %s\nPython with moto %s: %s\n", cli, found, server.Moto, python)
	emulator, err := server.Start(ctx, server.Options{Python: python, Folder: filepath.Join(root, "tests", "e2e")})
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "emulated AWS API: %s, log: %s\n", emulator.URL(), emulator.Log())
	return &run.Runner{Root: root, CLI: cli, Plugin: found, Server: emulator, Out: out}, nil
}

// runAll runs one scenario after another.
func runAll(ctx context.Context, runner *run.Runner, scenarios []scenario.Scenario, out io.Writer) []*run.Report {
	var reports []*run.Report
	for _, s := range scenarios {
		if ctx.Err() != nil {
			break
		}
		report := runner.Run(ctx, s)
		reports = append(reports, report)
		for _, fault := range report.Faults {
			fmt.Fprintf(out, "  FAULT %s: %s\n", s.Name, strings.ReplaceAll(fault, "\n", "\n    "))
		}
		fmt.Fprintln(out, report)
	}
	return reports
}
