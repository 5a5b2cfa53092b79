package parity_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/tests/e2e/given"
	"github.com/ingresshub/ingresshub/tests/e2e/parity"
	"github.com/ingresshub/ingresshub/tests/e2e/scenario"
)

// TestRealStates holds what the end-to-end runs left behind with the real provider (`e2e -keep`) against what the same
// programs leave behind in the local cloud.
func TestRealStates(t *testing.T) {
	kept := os.Getenv("INGRESSHUB_E2E_KEPT")
	if kept == "" {
		t.Skip("INGRESSHUB_E2E_KEPT names no folder that `e2e -keep` wrote")
	}
	all, err := scenario.All(repository)
	require.NoError(t, err)
	compared := 0
	for _, s := range all {
		// The program as it is in the repository, and what it declares first.
		export, err := os.ReadFile(filepath.Join(kept, s.Name, strings.ReplaceAll(s.States[0].Name, " ", "-"), "stack.json"))
		if os.IsNotExist(err) {
			continue
		}
		compared++
		t.Run(s.Name, func(t *testing.T) {
			require.NoError(t, err)
			real, err := parity.ReadState(export)
			require.NoError(t, err)
			planned, err := s.States[0].Plan(given.IDs{})
			require.NoError(t, err)
			p := program{name: s.Name, text: s.States[0].Config}
			for _, certificate := range scenario.Certificates(planned) {
				if certificate.Arn != "" {
					p.certificates = append(p.certificates, certificate.Arn)
				}
			}
			if s.Inline != nil {
				p.run = *s.Inline
			} else {
				p.run, p.before = engine.Program{Folder: s.Folder}, filepath.Join("examples", s.Name, "existing.yaml")
			}
			if filepath.Clean(s.Folder) == filepath.Clean(repository) {
				p.run = rootProgram
			}
			local := p.deployed(t)
			differences := parity.States(local, real)
			for _, d := range differences {
				if !slices.ContainsFunc(parity.StateWaivers, func(w parity.StateWaiver) bool { return w.Covers(d) }) {
					t.Errorf("%s", d)
				}
			}
			t.Logf("parity: resources=%d differences=%d", len(local.Resources), len(differences))
		})
	}
	assert.Positive(t, compared, "no state of a scenario in %s", kept)
}
