package plan

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMisspeltKeys misspells each key of a good estate, at every depth: that is one problem, whatever else depends on what
// is missing now.
func TestMisspeltKeys(t *testing.T) {
	tried := 0
	for file, data := range goldenEstates(t) {
		var estate map[string]any
		require.NoError(t, json.Unmarshal(data, &estate), file)
		tried += misspellEach(t, estate)
	}
	require.Greater(t, tried, 200)
}

// misspellEach misspells each key of an estate and counts them.
func misspellEach(t *testing.T, estate map[string]any) int {
	known, tried := fieldKeys(), 0
	eachMember(estate, "", func(path string, holder map[string]any, key string) {
		if len(key) < 5 || !known[key] || strings.HasSuffix(path, ".subnets."+key) {
			return // A short one, or a name.
		}
		// The third letter is missing.
		misspelt := key[:2] + key[3:]
		holder[misspelt] = holder[key]
		delete(holder, key)
		defer func() { holder[key] = holder[misspelt]; delete(holder, misspelt) }()
		document, err := json.Marshal(estate)
		require.NoError(t, err)
		_, err = Parse(document)
		if !assert.Error(t, err, path) {
			return
		}
		problems := problemsOf(t, err)
		assert.Len(t, problems, 1, "%s: %s", path, strings.Join(problems, "\n"))
		assert.Contains(t, problems[len(problems)-1]+problems[0], misspelt+": unknown key; did you mean "+key+"?")
		tried++
	})
	return tried
}

// fieldKeys are the keys of all fields of an estate.
func fieldKeys() map[string]bool {
	keys, seen := map[string]bool{}, map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Map, reflect.Slice:
			visit(typ.Elem())
		case reflect.Struct:
			if seen[typ] {
				return
			}
			seen[typ] = true
			for i := range typ.NumField() {
				key, _ := jsonKey(typ.Field(i))
				keys[key] = true
				visit(typ.Field(i).Type)
			}
		}
	}
	visit(reflect.TypeOf(Estate{}))
	return keys
}

// TestMisspeltKeysThatDoNotFit shows what becomes of values that fit nowhere, and of keys that are declared as well.
func TestMisspeltKeysThatDoNotFit(t *testing.T) {
	_, err := Parse([]byte(`{
		"zoness": "use1-az1",
		"ingres": {"cidrs": ["10.0.0.0/20"], "loadBalancers": {"edge": {"type": "network"}}},
		"transit": {"transitGateway": {}, "transitGatewy": 1},
		"clutsers": {"a": {"cidr": "10.16.0.0/16", "nodeGroup": {"x": {"max": "many"}}}},
		"cluster": {"b": {}},
		"services": {"s": {"cluster": "a", "listenerPort": 443, "port": 8443}, "u": {"cluster": "b", "listenerPort": 444, "port": 8443}}
	}`))
	require.Equal(t, []string{
		"cluster: unknown key; did you mean clusters?",
		"clusters.a.nodeGroup: unknown key; did you mean nodeGroups?",
		`clusters.a.nodeGroups.x.max: is the string "many"; a whole number is wanted`,
		"clutsers: unknown key; did you mean clusters?",
		"ingres: unknown key; did you mean ingress?",
		"ingress.cidrs: unknown key; did you mean cidr?",
		`services.u.cluster: there is no cluster "b"`,
		"transit.transitGatewy: unknown key; did you mean transitGateway?",
		"zoness: unknown key; did you mean zones?",
	}, problemsOf(t, err))
}
