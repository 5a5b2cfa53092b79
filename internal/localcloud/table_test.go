package localcloud

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTableFitsSchema holds the table to the provider's schema: every type and
// function read from the SDK is served, and every property that a row names
// exists.
func TestTableFitsSchema(t *testing.T) {
	c, err := New(Options{})
	require.NoError(t, err)
	all, err := loadSchemas()
	require.NoError(t, err)
	for token := range all.Resources {
		assert.Contains(t, c.table, token)
	}
	assert.Equal(t, slices.Sorted(maps.Keys(all.Functions)), slices.Sorted(maps.Keys(c.sources)))
	for token, k := range c.table {
		if !strings.HasPrefix(token, "aws:") {
			continue
		}
		require.NotNil(t, k.schema, token)
		var paths []string
		for _, filled := range []Props{k.defaults, k.within, k.assumed} {
			paths = slices.AppendSeq(paths, maps.Keys(filled))
		}
		for _, r := range k.refs {
			paths = append(paths, r.path)
			for _, to := range r.to {
				assert.Contains(t, c.table, to, "%s refers to it", token)
			}
		}
		paths = slices.Concat(paths, k.replace, k.sets, k.documents, k.writeOnly, k.computed, k.nested, k.unshown, k.asRead, k.unsimulated)
		if k.name != nil {
			paths = append(paths, k.name.property)
		}
		for _, p := range paths {
			assert.True(t, known(all, k.schema.Inputs, p), "%s has no input %s", token, p)
		}
		for _, p := range k.changing {
			assert.True(t, known(all, k.schema.Outputs, p), "%s has no output %s", token, p)
		}
	}
}

// known follows a path such as a.b[].c through the shapes.
func known(all *schemas, fields map[string]string, path string) bool {
	name, rest, nested := strings.Cut(path, ".")
	shape, ok := fields[strings.TrimSuffix(name, "[]")]
	if !ok || !nested {
		return ok
	}
	shape = strings.Trim(shape, "[]!")
	return strings.HasPrefix(shape, "#") && known(all, all.Shapes[shape[1:]], rest)
}
