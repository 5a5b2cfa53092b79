package run

import (
	"context"

	"github.com/ingresshub/ingresshub/tests/e2e/scenario"
)

// compare judges what exists by what the state's plan says.
func (l *life) compare(ctx context.Context, state scenario.State) error {
	_, err := l.judge.read(ctx)
	return err
}
