package snapshot

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// readText reads one file without a folder.
func readText(text []byte) (*network.Network, error) {
	r := newReader()
	if err := r.read(&source{name: "x.json", path: "x.json"}, text); err != nil {
		return nil, err
	}
	return r.network("snapshot")
}

// corpus is the files of the snapshot in testdata.
func corpus(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	require.NoError(t, filepath.WalkDir("testdata/sandwich", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		all[name], err = os.ReadFile(name)
		return err
	}))
	return all
}

// FuzzRead: whatever is in a file, the reader answers with a network or an error, and a network has every VPC of the file.
func FuzzRead(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	f.Add([]byte(`{"Firewall": {}, "FirewallStatus": {"SyncStates": {"a": null}}}`))
	f.Add([]byte(`{"Rules": [{"RuleArn": ":listener-rule/"}], "Listeners": [{"LoadBalancerArn": null}]}`))
	f.Add([]byte(`{"TransitGatewayRouteTablePropagations": [{"TransitGatewayAttachmentId": 1}], "NextToken": {}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := readText(text)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		var said struct {
			Vpcs []struct {
				VpcID string `json:"VpcId"`
			}
		}
		if json.Unmarshal(text, &said) != nil {
			return // of another type where this reader does not look
		}
		index := n.Index()
		for _, one := range said.Vpcs {
			assert.Contains(t, index.VPCs, one.VpcID)
		}
	})
}

// A file that was cut off is never a smaller network.
func TestTruncated(t *testing.T) {
	t.Parallel()
	for name, text := range corpus(t) {
		text = []byte(strings.TrimSpace(string(text)))
		for end := 0; end < len(text); end += 1 + len(text)/300 {
			_, err := readText(text[:end])
			require.ErrorContains(t, err, "x.json", "%s up to byte %d", name, end)
		}
	}
}

// Every value of every file is given every other type: either the reader refuses it, or the value does not matter at all.
func TestWrongTypes(t *testing.T) {
	t.Parallel()
	refused, mattered := 0, 0
	for name, text := range corpus(t) {
		var document any
		require.NoError(t, json.Unmarshal(text, &document))
		want, err := readText(text)
		if err != nil { // a file that tells nothing by itself
			continue
		}
		eachValue(document, func(set func(any), was any) {
			mattered++
			for _, other := range []any{"odd", 7, 1e300, true, []any{}, []any{1}, map[string]any{}, map[string]any{"a": "b"}} {
				if reflect.TypeOf(other) == reflect.TypeOf(was) || isNumber(other) && isNumber(was) {
					continue
				}
				set(other)
				changed, err := json.Marshal(document)
				require.NoError(t, err)
				got, err := readText(changed)
				if err != nil {
					refused++
					continue
				}
				if !assert.Equal(t, want, got, "%s: %v became %v", name, was, other) {
					t.FailNow()
				}
			}
			set(was)
		})
	}
	assert.Greater(t, refused, mattered, "most of them are refused")
}

func isNumber(value any) bool {
	switch value.(type) {
	case int, float64:
		return true
	}
	return false
}

// eachValue visits every value of a document, with what replaces it.
func eachValue(value any, visit func(set func(any), was any)) {
	switch value := value.(type) {
	case map[string]any:
		for key, was := range value {
			visit(func(other any) { value[key] = other }, was)
			eachValue(was, visit)
		}
	case []any:
		for i, was := range value {
			visit(func(other any) { value[i] = other }, was)
			eachValue(was, visit)
		}
	}
}
