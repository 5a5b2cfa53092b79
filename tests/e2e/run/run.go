// Package run takes a scenario through its life on the real Pulumi engine, with the real AWS provider in front of the emulated
// AWS API, and judges what it finds there:
//
//   - nothing is made by a preview;
//   - after each update the API shows what the plan says, nothing missing and nothing extra;
//   - flightpath says of it what it says of the resources in the stack's state;
//   - a second update and a refresh find nothing to do;
//   - what joins an estate replaces and deletes nothing;
//   - after the destroy the API is as it was before.
//
// Packages eks and kubernetes come from the embedded local cloud; the AWS resources that pulumi-eks would make, which the
// local cloud registers, go to the real provider like all others.
package run

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/tests/e2e/given"
	"github.com/ingresshub/ingresshub/tests/e2e/scenario"
	"github.com/ingresshub/ingresshub/tests/e2e/server"
	"github.com/ingresshub/ingresshub/tests/e2e/source"
)

// patience is how long one operation of the engine may take.
const patience = 30 * time.Minute

// Runner runs scenarios, one at a time.
type Runner struct {
	// Root of the repository.
	Root string

	// CLI is the path of the Pulumi command, Plugin that of the AWS provider.
	CLI, Plugin string

	Server *server.Server

	// Out receives a line per operation.
	Out io.Writer

	// Keep is a folder that receives what was there before, and what each state left behind: `<scenario>/before/`,
	// `<scenario>/<state>/`.
	Keep string
}

// life is a scenario under way.
type life struct {
	*Runner
	scenario scenario.Scenario
	report   *Report
	judge    *judge
	cloud    *localcloud.Cloud
	stack    *engine.Stack
	copy     *source.Copy // of an edited program
	ids      given.IDs
}

// Run takes a scenario through its life. What it finds is in the report.
func (r *Runner) Run(ctx context.Context, s scenario.Scenario) *Report {
	report := &Report{Name: s.Name}
	start, position := time.Now(), r.Server.Now()
	l := &life{Runner: r, scenario: s, report: report}
	if err := l.run(ctx); err != nil {
		report.fault("%v", err)
	}
	for _, complaint := range r.Server.Complaints(position) {
		report.fault("the emulator: %s", complaint)
	}
	report.Duration = time.Since(start)
	return report
}

func (l *life) run(ctx context.Context) (err error) {
	if l.judge, err = newJudge(ctx, l.Server.URL(), l.scenario.Roles); err != nil {
		return err
	}
	if err := l.give(ctx); err != nil {
		return fmt.Errorf("making what exists already: %w", err)
	}
	if err := l.judge.begin(ctx); err != nil {
		return err
	}
	if err := l.judge.first.Write(filepath.Join(l.Keep, l.scenario.Name, "before")); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "ingresshub-e2e-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	if l.cloud, err = localcloud.New(localcloud.Options{Account: l.judge.account, Region: scenario.Region}); err != nil {
		return err
	}
	// The cloud outlives an interrupt, so that the engine can end what it is doing in good order.
	served, err := l.cloud.Serve(context.WithoutCancel(ctx), "eks", "kubernetes")
	if err != nil {
		return err
	}
	defer served.Close()
	program, err := l.program(ctx, scratch)
	if err != nil {
		return err
	}
	l.stack, err = engine.New(ctx, engine.Options{
		Program: program, Providers: served.DebugProviders(), Progress: l.Out, CLI: l.CLI,
		Environment: append(environment(l.Server.URL(), l.Plugin), engine.WriteStateOnce...),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.stack.Close()) }()
	// Whatever happens, what was made is destroyed: the next scenario finds the API as this one did.
	return errors.Join(l.deploy(ctx), l.destroy(context.WithoutCancel(ctx)))
}

// give makes what the program takes as existing.
func (l *life) give(ctx context.Context) error {
	account := given.In(l.judge.as(l.scenario.GivenAs))
	if l.scenario.Given != nil {
		if err := l.scenario.Given(ctx, account); err != nil {
			return err
		}
	}
	l.ids = account.IDs()
	return nil
}

func (l *life) program(ctx context.Context, scratch string) (engine.Program, error) {
	switch {
	case l.scenario.Inline != nil:
		return *l.scenario.Inline, nil
	case !l.scenario.Edited:
		return engine.Program{Folder: l.scenario.Folder}, nil
	}
	var err error
	l.copy, err = source.New(ctx, l.Root, l.scenario.Folder, scratch)
	if err != nil {
		return engine.Program{}, err
	}
	return engine.Program{Folder: l.copy.Folder()}, nil
}

// environment is that of the engine, and so of the provider: the emulator is all that it can reach. The credentials are
// good nowhere else.
func environment(url, plugin string) []string {
	return []string{
		"AWS_ENDPOINT_URL=" + url,
		"AWS_ACCESS_KEY_ID=" + accessKey,
		"AWS_SECRET_ACCESS_KEY=" + secretKey,
		"AWS_REGION=" + scenario.Region,
		"AWS_EC2_METADATA_DISABLED=true",
		"PATH=" + filepath.Dir(plugin) + string(os.PathListSeparator) + os.Getenv("PATH"),
		"PULUMI_IGNORE_AMBIENT_PLUGINS=",
	}
}
