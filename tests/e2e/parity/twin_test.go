package parity_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/tests/e2e/parity"
)

// TestTwin has the local cloud judged by itself: whatever differs then is a fault of the judge.
func TestTwin(t *testing.T) {
	_, server, local := serve(t)
	judge, err := parity.NewJudge(t.Context(), local, dial(t, server, settings))
	require.NoError(t, err)
	require.NoError(t, judge.Samples(t.Context(), samples(t)))
	report := judge.Report()
	for _, d := range report.Differences {
		assert.Fail(t, "a difference between a provider and itself", d.String())
	}
	t.Logf("%d questions about %d types", report.Questions, len(report.Types))
	t.Log(report.Untried)
	t.Log(report.Unsimulated)
}
