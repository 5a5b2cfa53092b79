package parity_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/tests/e2e/parity"
)

// launch starts the real provider. It has no credentials that work anywhere and no endpoint that answers: what needs the
// API at this point would fail at once.
func launch(t *testing.T) *parity.Provider {
	t.Helper()
	path := os.Getenv("INGRESSHUB_AWS_PLUGIN")
	if path == "" {
		t.Skip("INGRESSHUB_AWS_PLUGIN names no pulumi-resource-aws; `make e2e` finds one or says how to get it")
	}
	real, err := parity.Launch(t.Context(), "real provider", path, []string{
		"HOME=" + t.TempDir(), "AWS_ACCESS_KEY_ID=parity", "AWS_SECRET_ACCESS_KEY=parity", "AWS_REGION=us-east-1",
		"AWS_EC2_METADATA_DISABLED=true", "AWS_ENDPOINT_URL=http://127.0.0.1:9",
	}, parity.Props{
		"region": "us-east-1", "maxRetries": "1", "skipCredentialsValidation": "true", "skipMetadataApiCheck": "true",
		"skipRequestingAccountId": "true", "skipRegionValidation": "true",
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, real.Close()) })
	return real
}

// TestReal holds the local cloud to the real provider, for all that the estates have.
func TestReal(t *testing.T) {
	hold(t, samples(t))
}

// TestRealOthers does so for types that the local cloud knows beside.
func TestRealOthers(t *testing.T) {
	hold(t, samplesOf(t, others))
}

// TestRealFirewalls does so for what inspection consists of.
func TestRealFirewalls(t *testing.T) {
	hold(t, samplesOf(t, firewalls))
}

func hold(t *testing.T, samples []parity.Resource) {
	real := launch(t)
	_, _, local := serve(t)
	judge, err := parity.NewJudge(t.Context(), local, real)
	require.NoError(t, err)
	byType := map[string][]parity.Resource{}
	for _, r := range samples {
		byType[r.Type] = append(byType[r.Type], r)
	}
	for _, token := range slices.Sorted(maps.Keys(byType)) {
		t.Run(token, func(t *testing.T) { require.NoError(t, judge.Samples(t.Context(), byType[token])) })
	}
	report := judge.Report()
	excused, differences, idle := parity.Waived(report)
	for _, d := range differences {
		t.Errorf("%s", d)
	}
	for _, waiver := range idle {
		t.Errorf("a waiver excuses nothing: %s", waiver)
	}
	for _, place := range slices.Sorted(maps.Keys(report.Untried)) {
		t.Errorf("no value of %s found that the real provider takes: %s", place, report.Untried[place])
	}
	for _, place := range slices.Sorted(maps.Keys(report.Crashes)) {
		t.Logf("the real provider ended over %s: %s", place, report.Crashes[place])
	}
	assert.NotEmpty(t, report.Types)
	t.Logf("parity: types=%d questions=%d differences=%d excused=%d not simulated=%d crashed=%d",
		len(report.Types), report.Questions, len(differences), len(excused), len(report.Unsimulated), len(report.Crashes))
}
