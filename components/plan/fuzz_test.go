package plan

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// seeds are documents to begin with.
func seeds(f *testing.F) {
	for _, data := range goldenEstates(f) {
		var small bytes.Buffer // The fuzzer takes long to make large documents smaller.
		require.NoError(f, json.Compact(&small, data))
		f.Add(small.Bytes())
	}
	f.Add([]byte(`{"zones": null, "clusters": {"a": {"nodeGroups": {"b": {"min": "1"}}}}, "zones": [[]]}`))
}

// FuzzDecode feeds any bytes to Decode: it never panics, and what it accepts survives encoding.
func FuzzDecode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		estate, err := Decode(data)
		if err != nil {
			return
		}
		for name, service := range estate.Services {
			service.Port = max(1, service.Port) // It is required: an absent one would be encoded as a zero, which is refused.
			estate.Services[name] = service
		}
		encoded, err := json.Marshal(estate)
		require.NoError(t, err)
		again, err := Decode(encoded)
		require.NoError(t, err)
		encodedAgain, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(encoded), string(encodedAgain))
	})
}

// FuzzParse feeds any bytes to Parse: it never panics, and the plans that it makes keep their promises.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		plan, err := Parse(data)
		if err != nil {
			require.Nil(t, plan)
			return
		}
		require.Empty(t, plan.Validate())
	})
}

// FuzzBuild feeds estates to Build of which each field holds anything of its type: it never panics, and gives either a
// plan that keeps its promises or problems, the same ones each time.
func FuzzBuild(f *testing.F) {
	f.Add([]byte("seed"))
	f.Fuzz(rapid.MakeFuzz(buildAnything))
}

func TestBuildTakesAnything(t *testing.T) {
	rapid.Check(t, buildAnything)
}

// buildAnything builds an estate that begins good and has any of its fields replaced.
func buildAnything(t *rapid.T) {
	estate := drawEstate(t)
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		mutate(t, reflect.ValueOf(&estate).Elem())
	}
	plan, err := Build(estate)
	again, errAgain := Build(estate)
	require.Equal(t, err, errAgain)
	if err != nil {
		require.Nil(t, plan)
		return
	}
	require.Empty(t, plan.Validate())
	first, err := plan.JSON()
	require.NoError(t, err)
	second, err := again.JSON()
	require.NoError(t, err)
	require.True(t, bytes.Equal(first, second))
}

// words are values that mean something in one field or another.
var words = []string{
	"", "use2-az1", "usw2-az8", "us-east-1a", "10.0.0.0/16", "10.1.0.0/20", "100.64.0.0/16", "192.168.0.0/16", "0.0.0.0/0", "::/0",
	"10.0.0.0/33", "network", "application", "TLS", "HTTP", "c0", "c1", "s0", "public", "stream", "lb", "pod", "*.example.com",
	"a.example.com", "tgw-00000001", "vpc-00000001", "1.34", "/api/*", "ingress", "é", "x\x00y", "inspection", "any", "192.168.248.0/22", "172.31.0.0/16",
	"ami-00000001", "eastWest", "egress", "fortinet-fortigate", "allow", "deny", "tcp", "80-90", ".example.com",
}

// mutate replaces a field somewhere in a value.
func mutate(t *rapid.T, value reflect.Value) {
	switch value.Kind() {
	case reflect.Struct:
		mutate(t, value.Field(rapid.IntRange(0, value.NumField()-1).Draw(t, "field")))
	case reflect.Pointer:
		if value.IsNil() {
			value.Set(reflect.New(value.Type().Elem()))
		} else if rapid.Bool().Draw(t, "nil") {
			value.SetZero()
			return
		}
		fresh := reflect.New(value.Type().Elem())
		fresh.Elem().Set(value.Elem())
		mutate(t, fresh.Elem())
		value.Set(fresh)
	case reflect.Map:
		key := rapid.SampledFrom(append(keysOf(value), words...)).Draw(t, "key")
		fresh := reflect.New(value.Type().Elem()).Elem()
		if value.IsNil() {
			value.Set(reflect.MakeMap(value.Type()))
		}
		if old := value.MapIndex(reflect.ValueOf(key)); old.IsValid() {
			fresh.Set(old)
		}
		mutate(t, fresh)
		value.SetMapIndex(reflect.ValueOf(key), fresh)
	case reflect.Slice:
		fresh := reflect.New(value.Type().Elem()).Elem()
		mutate(t, fresh)
		value.Set(reflect.Append(value.Slice(0, rapid.IntRange(0, value.Len()).Draw(t, "keep")), fresh))
	case reflect.String:
		value.SetString(rapid.SampledFrom(words).Draw(t, "word"))
	case reflect.Bool:
		value.SetBool(!value.Bool())
	default:
		value.SetInt(rapid.SampledFrom([]int64{-1, 0, 1, 2, 15, 16, 80, 443, 20000, 59999, 65535, 65536, 1 << 40}).Draw(t, "number"))
	}
}

// keysOf are the keys of a map, sorted, so that drawing one depends on the bytes alone.
func keysOf(value reflect.Value) []string {
	out := map[string]bool{}
	for _, key := range value.MapKeys() {
		out[key.String()] = true
	}
	return sortedKeys(out)
}
