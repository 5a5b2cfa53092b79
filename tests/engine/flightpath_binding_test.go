package engine_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
)

// boundEstate is the estate of which components/expected reads previews and states that were written here.
func boundEstate(t *testing.T) declared {
	t.Helper()
	text, err := os.ReadFile("../../components/expected/testdata/bindings.yaml")
	require.NoError(t, err)
	var file struct {
		Config map[string]any `yaml:"config"`
	}
	require.NoError(t, yaml.Unmarshal(text, &file))
	d := devEstate(t)
	d.estate = file.Config[estateKey].(map[string]any)
	return d
}

// TestGoldenBindings reads the TargetGroupBindings of a preview, of the state that the update left, and of the cloud: each gives its
// target group the pods that the estate declares, and what is declared adds nothing to them.
func TestGoldenBindings(t *testing.T) {
	t.Parallel()
	d := boundEstate(t)
	w := newWorld(t, d)
	first := w.preview("--json")
	w.up()
	state, err := w.stack.Export(t.Context())
	require.NoError(t, err)

	planned, err := pulumi.ReadPreview(bytes.NewReader(first))
	require.NoError(t, err)
	made, err := pulumi.ReadState(bytes.NewReader(state))
	require.NoError(t, err)
	there, err := flight.Network(w.cloud.Objects())
	require.NoError(t, err)
	for name, read := range map[string]*network.Network{"preview": planned, "state": made, "cloud": there} {
		assert.Empty(t, read.Gaps, name)
		require.Len(t, read.Bindings, len(d.plan().Bindings), name)
		with, err := flightpath.Declare(read, expected.Declarations(d.plan(), read))
		require.NoError(t, err, name)
		assert.Equal(t, read.TargetGroups, with.TargetGroups, name)
	}
	assertProven(t, stage{name: "bindings", verdict: flightpath.Direct}, w.cloud.Objects(), d.plan())
	w.destroy()

	if *update {
		golden(t, goldens+"bindings-preview.json.gz", first)
		golden(t, goldens+"bindings-state.json.gz", state)
	}
}
