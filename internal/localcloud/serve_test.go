package localcloud_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestServeOnlySomePackages(t *testing.T) {
	cloud, err := localcloud.New(localcloud.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, cloud.Close()) })
	attached := func(only ...string) []string {
		server, err := cloud.Serve(t.Context(), only...)
		require.NoError(t, err)
		defer server.Close()
		var names []string
		for attach := range strings.SplitSeq(server.DebugProviders(), ",") {
			name, _, _ := strings.Cut(attach, ":")
			names = append(names, name)
		}
		return names
	}
	assert.Equal(t, []string{"aws", "eks", "kubernetes"}, attached())
	assert.Equal(t, []string{"eks", "kubernetes"}, attached("kubernetes", "eks"))

	_, err = cloud.Serve(t.Context(), "eks", "gcp")
	require.ErrorContains(t, err, `"gcp"`)
}
