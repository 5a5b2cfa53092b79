package run

import (
	"context"
	"fmt"

	"github.com/ingresshub/ingresshub/tests/e2e/compare"
	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
	"github.com/ingresshub/ingresshub/tests/e2e/expect"
	"github.com/ingresshub/ingresshub/tests/e2e/observe"
	"github.com/ingresshub/ingresshub/tests/e2e/scenario"
)

// compare holds what the API shows against what the state's plan says.
func (l *life) compare(ctx context.Context, state scenario.State) error {
	planned, err := state.Plan(l.ids)
	if err != nil {
		return err
	}
	options := expect.Options{Account: l.judge.account}
	if l.scenario.Existing != nil {
		options.Existing = l.scenario.Existing(l.ids)
	}
	now, err := l.judge.read(ctx)
	if err != nil {
		return err
	}
	if err := l.paths(ctx, state.Name, planned, now); err != nil {
		return err
	}
	look := observe.Options{Before: l.judge.first, Names: expect.Names(planned, options), Creators: l.judge.principals}
	got, err := observe.Objects(now, look)
	if err != nil {
		return err
	}
	before, err := observe.Objects(l.judge.first, look)
	if err != nil {
		return err
	}
	verdict := compare.Compare(expect.Objects(planned, options), got, before, exceptions.Table)
	l.report.add(state.Name, verdict)
	fmt.Fprintf(l.Out, "  %s: %s: compared: %s\n", l.scenario.Name, state.Name, verdict.Summary())
	return nil
}
