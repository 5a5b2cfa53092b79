package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/ingresshub/ingresshub/tests/e2e/given"
	"github.com/ingresshub/ingresshub/tests/e2e/run"
	"github.com/ingresshub/ingresshub/tests/e2e/scenario"
)

// writeGood deploys the estate of tests/e2e/compare/testdata and writes the snapshots there anew, and the estate with the IDs that the
// emulator chose this time. Faults that the run finds do not keep it from that: the tests of package compare judge what was written.
func writeGood(ctx context.Context, runner *run.Runner, out io.Writer) *outcome {
	ids, o := given.IDs{}, &outcome{}
	good, err := scenario.Good(runner.Root, ids)
	if err == nil {
		o.reports = runAll(ctx, runner, []scenario.Scenario{good}, out)
		err = keepGood(filepath.Join(runner.Keep, good.Name), filepath.Join(runner.Root, "tests", "e2e", "compare", "testdata"), ids)
	}
	if err != nil {
		o.fault("%v", err)
	}
	return o
}

// keepGood takes over what a run kept.
func keepGood(kept, testdata string, ids given.IDs) error {
	after, estate := filepath.Join(kept, "as-declared", "aws"), filepath.Join(testdata, "estate.json")
	if _, err := os.Stat(after); err != nil {
		return err // before anything is lost
	}
	text, err := os.ReadFile(estate)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(estate, []byte(ids.In(string(text))), 0o600),
		replace(filepath.Join(testdata, "before"), filepath.Join(kept, "before")),
		replace(filepath.Join(testdata, "after"), after),
	)
}

// replace puts a copy of a folder in the place of another one.
func replace(folder, by string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	return os.CopyFS(folder, os.DirFS(by))
}
