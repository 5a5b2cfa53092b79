package engine_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"io"
	"os"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldens of what Pulumi writes, which flightpath's own tests read too.
const goldens = "../../flightpath/readers/pulumi/testdata/"

// TestGoldenPreviewAndState reads previews and states of the dev estate as this Pulumi writes them: nothing is
// unknown, and a preview shows the network that the update makes.
func TestGoldenPreviewAndState(t *testing.T) {
	t.Parallel()
	w := newWorld(t, devEstate(t))
	first := w.preview("--json")
	w.up()
	state, err := w.stack.Export(t.Context())
	require.NoError(t, err)
	second := w.preview("--json", "--show-sames")

	planned, err := pulumi.ReadPreview(bytes.NewReader(first))
	require.NoError(t, err)
	made, err := pulumi.ReadState(bytes.NewReader(state))
	require.NoError(t, err)
	again, err := pulumi.ReadPreview(bytes.NewReader(second))
	require.NoError(t, err)
	for _, read := range []*network.Network{planned, made, again} {
		assert.Empty(t, read.Gaps)
		assert.Len(t, read.VPCs, len(made.VPCs))
		assert.Len(t, read.LoadBalancers, len(made.LoadBalancers))
	}
	_, err = pulumi.ReadPreview(bytes.NewReader(w.preview("--json")))
	assert.ErrorContains(t, err, "--show-sames", "a preview that leaves out what stays is refused")

	if *update {
		golden(t, goldens+"preview.json.gz", first)
		golden(t, goldens+"state.json.gz", state)
	}
}

// preview is what `pulumi preview` prints.
func (w *world) preview(flags ...string) []byte {
	w.t.Helper()
	result, err := w.stack.Preview(w.t.Context(), flags...)
	require.NoError(w.t, err)
	return []byte(result.Output)
}

// golden writes JSON without what tells of this machine: where in their sources programs registered something.
func golden(t *testing.T, path string, text []byte) {
	t.Helper()
	var document any
	require.NoError(t, json.Unmarshal(text, &document))
	var clean func(value any)
	clean = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			for _, key := range []string{"sourcePosition", "stackTrace", "created", "modified", "secrets_providers", "manifest"} {
				delete(value, key)
			}
			for _, inner := range value {
				clean(inner)
			}
		case []any:
			for _, inner := range value {
				clean(inner)
			}
		}
	}
	clean(document)
	file, err := os.Create(path)
	require.NoError(t, err)
	defer file.Close()
	packed := gzip.NewWriter(file)
	clear, err := json.Marshal(document)
	require.NoError(t, err)
	_, err = io.Copy(packed, bytes.NewReader(clear))
	require.NoError(t, err)
	require.NoError(t, packed.Close())
}
