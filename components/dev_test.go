package components_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/plan"
)

// TestDevStack plans the estate of Pulumi.dev.yaml as it is; all other tests have one that nobody is invited to edit.
func TestDevStack(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("../Pulumi.dev.yaml")
	require.NoError(t, err)
	planned, err := plan.Parse(estateIn(t, file, nil))
	require.NoError(t, err)
	require.Empty(t, planned.Validate())
}
