package localcloud_test

import (
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// TestEveryType takes one resource of every type through its life over the
// wire: preview, create, read, no difference, update in place, delete. A type
// without a sample fails, so no row of the table goes untried.
func TestEveryType(t *testing.T) {
	c, err := localcloud.New(localcloud.Options{})
	require.NoError(t, err)
	for _, typ := range c.Types() {
		t.Run(typ, func(t *testing.T) {
			w := newWorld(t, localcloud.Options{})
			g := ground{w: w, network: w.aws.network("net", 0, 2)}
			switch {
			case typ == tBinding:
				live(t, w, w.instance("kubernetes", nil), typ, binding(g))
			case strings.HasPrefix(typ, "kubernetes:"):
				live(t, w, w.instance("kubernetes", nil), typ, manifest(typ))
			default:
				made, ok := samples[typ]
				require.True(t, ok, "no sample in samples_test.go")
				live(t, w, w.aws, typ, made(g))
			}
		})
	}
}

// sample is a resource and what changes in place, if anything can.
type sample struct {
	in, change props
}

// takes counts, by type, what was there before a sample and goes along with it: an attachment with its acceptance, and what
// makes an account a principal when the account leaves the share.
var takes = map[string]int{
	"aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter": 1,
	"aws:ram/resourceShareAccepter:ResourceShareAccepter":               1,
}

func live(t *testing.T, w *world, i *instance, typ string, s sample) {
	const name = "sample"
	before := len(w.cloud.Everything())
	checked, failed := i.check(typ, name, nil, s.in)
	require.Empty(t, failed)
	preview, err := i.client.Create(t.Context(), &pulumirpc.CreateRequest{
		Urn: urn(typ, name), Type: typ, Name: name, Properties: wire(t, checked), Preview: true,
	})
	require.NoError(t, err)
	assert.Len(t, w.cloud.Everything(), before, "a preview makes nothing")

	r := i.create(typ, name, s.in)
	assert.NotEmpty(t, r.ID)
	for output, v := range preview.GetProperties().AsMap() {
		if v == unknown {
			assert.Contains(t, r.Out, output, "the preview promises this output")
		} else if _, computed := s.in[output]; !computed {
			assert.Equal(t, v, r.Out[output], "what the preview knows is so: %s", output)
		}
	}
	read := i.read(typ, name, r.ID)
	require.Equal(t, r.ID, read.GetId())
	assert.Equal(t, r.Out, read.GetProperties().AsMap(), "refresh finds nothing")
	assert.Equal(t, r.In, read.GetInputs().AsMap())
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, i.diff(r, s.in).GetChanges(), "the same inputs are no difference")

	if s.change != nil {
		in := props{}
		for _, layer := range []props{s.in, s.change} {
			for k, v := range layer {
				in[k] = v
			}
		}
		d := i.diff(r, in)
		assert.Equal(t, pulumirpc.DiffResponse_DIFF_SOME, d.GetChanges())
		assert.Empty(t, d.GetReplaces())
		changed := i.update(r, in)
		for output, v := range r.Out {
			if _, input := in[output]; !input && v != nil {
				assert.Contains(t, changed.Out, output, "an update keeps what AWS fills in")
			}
		}
		assert.Equal(t, changed.Out, i.read(typ, name, r.ID).GetProperties().AsMap())
		assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, i.diff(changed, in).GetChanges())
		r = changed
	}
	require.NoError(t, i.delete(r))
	assert.Empty(t, i.read(typ, name, r.ID).GetId())
	assert.Len(t, w.cloud.Everything(), before-takes[typ], "nothing is left over")
	require.NoError(t, i.delete(r), "deleting what is gone is no error")
}
