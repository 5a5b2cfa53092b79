package parity_test

import (
	"errors"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/tests/e2e/parity"
	"github.com/ingresshub/ingresshub/tests/e2e/plugin"
	"github.com/ingresshub/ingresshub/tests/e2e/prerequisite"
)

// launch starts the real provider. It has no credentials that work anywhere and no endpoint that answers: what needs the
// API at this point would fail at once.
func launch(t *testing.T) *parity.Provider {
	t.Helper()
	cli, err := engine.CLI(t.Context(), os.Stderr)
	require.NoError(t, err)
	path, err := plugin.Find(t.Context(), plugin.Options{CLI: cli, Progress: os.Stderr})
	var missing *prerequisite.Missing
	if errors.As(err, &missing) {
		t.Skip(missing)
	}
	require.NoError(t, err)
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

// TestReal holds the local cloud to the real provider.
func TestReal(t *testing.T) {
	real := launch(t)
	_, _, local := serve(t)
	judge, err := parity.NewJudge(t.Context(), local, real)
	require.NoError(t, err)
	byType := map[string][]parity.Resource{}
	for _, r := range samples(t) {
		byType[r.Type] = append(byType[r.Type], r)
	}
	for _, token := range slices.Sorted(maps.Keys(byType)) {
		t.Run(token, func(t *testing.T) { require.NoError(t, judge.Samples(t.Context(), byType[token])) })
	}
	report := judge.Report()
	for _, d := range report.Differences {
		t.Errorf("DIFF %s", d)
	}
	for where, why := range report.Crashes {
		t.Errorf("CRASH %s: %s", where, why)
	}
	for where, why := range report.Untried {
		t.Errorf("UNTRIED %s: %s", where, why)
	}
	for where, why := range report.Unsimulated {
		t.Logf("UNSIM %s: %s", where, why)
	}
	t.Logf("%d questions about %d types", report.Questions, len(report.Types))
}
