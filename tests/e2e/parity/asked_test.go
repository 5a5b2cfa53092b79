package parity_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unasked are types of the local cloud that are not held to the real provider, each with the reason.
var unasked = map[string]string{
	"aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter": "an account has nothing of its own to accept, and the samples have one account",
	"aws:ram/resourceShareAccepter:ResourceShareAccepter":               "an account is not invited to its own shares, and the samples have one account",
}

// TestEveryTypeIsAsked misses types that somebody teaches the local cloud and nobody compares.
func TestEveryTypeIsAsked(t *testing.T) {
	asked := map[string]bool{}
	for _, r := range samples(t) {
		asked[r.Type] = true
	}
	for _, p := range append(slices.Clone(others), firewalls...) {
		asked[p.typ] = true
	}
	_, _, local := serve(t)
	schema, err := local.Schema(t.Context())
	require.NoError(t, err)
	for _, token := range slices.Sorted(maps.Keys(schema.Resources)) {
		reason, excused := unasked[token]
		assert.NotEqual(t, asked[token], excused, "%s: asked %t, excused: %q", token, asked[token], reason)
	}
	for token := range unasked {
		assert.Contains(t, schema.Resources, token, "no type of the local cloud")
	}
}
