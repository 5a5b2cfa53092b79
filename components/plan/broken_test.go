package plan

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBrokenMembers replaces each member of a good estate, at every depth, by a value of the wrong type: that is one
// problem at its path, whatever else depends on it, and never a panic or a plan.
func TestBrokenMembers(t *testing.T) {
	tried := 0
	for file, data := range goldenEstates(t) {
		var estate map[string]any
		require.NoError(t, json.Unmarshal(data, &estate), file)
		tried += breakEach(t, estate)
	}
	require.Greater(t, tried, 800)
}

// breakEach breaks each member of an estate and counts the attempts that did.
func breakEach(t *testing.T, estate map[string]any) int {
	tried := 0
	eachMember(estate, "", func(path string, holder map[string]any, key string) {
		good := holder[key]
		defer func() { holder[key] = good }()
		for _, wrong := range []any{[]any{map[string]any{"a": 1}}, map[string]any{"a": []any{}}, "?", 3.5} {
			holder[key] = wrong
			broken, err := json.Marshal(estate)
			require.NoError(t, err)
			plan, err := Parse(broken)
			if err == nil {
				// A string or a map may be as good as the one before.
				require.NotNil(t, plan, path)
				continue
			}
			require.Nil(t, plan, path)
			require.NotEmpty(t, err.(Problems), path)
			tried++
		}
	})
	return tried
}

func eachMember(value any, path string, visit func(path string, holder map[string]any, key string)) {
	switch value := value.(type) {
	case map[string]any:
		for key := range value {
			visit(path+"."+key, value, key)
			eachMember(value[key], path+"."+key, visit)
		}
	case []any:
		for _, item := range value {
			eachMember(item, path+"[]", visit)
		}
	}
}
