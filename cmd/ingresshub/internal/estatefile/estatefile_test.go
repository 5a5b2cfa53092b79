package estatefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJSON(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"bare":              {"zones: [use1-az1]\ningress: {cidr: 10.0.0.0/16}", `{"ingress":{"cidr":"10.0.0.0/16"},"zones":["use1-az1"]}`},
		"JSON":              {`{"zones": ["use1-az1"], "protection": false}`, `{"protection":false,"zones":["use1-az1"]}`},
		"stack config":      {"config:\n  aws:region: us-east-1\n  ingresshub:estate:\n    zones: []", `{"zones":[]}`},
		"text in a config":  {"config:\n  ingresshub:estate: '{\"zones\": [], \"version\": 1.30}'", `{"version":1.30,"zones":[]}`},
		"digits stay":       {"kubernetesVersion: 1.30", `{"kubernetesVersion":1.30}`},
		"quoted":            {`kubernetesVersion: "1.30"`, `{"kubernetesVersion":"1.30"}`},
		"account ID":        {"id: '012345678901'", `{"id":"012345678901"}`},
		"null":              {"transit: ~", `{"transit":null}`},
		"words are text":    {"a: yes\nb: 2024-01-02\n1: c", `{"1":"c","a":"yes","b":"2024-01-02"}`},
		"anchors":           {"a: &x {b: 1}\nc: *x", `{"a":{"b":1},"c":{"b":1}}`},
		"merge":             {"a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3", `{"a":{"b":1,"c":2},"d":{"b":1,"c":3}}`},
		"merge of a list":   {"a: &x {b: 1}\ny: &y {b: 2, c: 2}\nd:\n  <<: [*x, *y]", `{"a":{"b":1},"d":{"b":1,"c":2},"y":{"b":2,"c":2}}`},
		"a hostname with *": {"hostnames: ['*.example.com']", `{"hostnames":["*.example.com"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := Parse("estate.yaml", []byte(test.text))
			require.NoError(t, err)
			got, err := file.JSON()
			require.NoError(t, err)
			assert.Equal(t, test.want, string(got))
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"empty":       {"", "estate.yaml: is empty"},
		"a list":      {"- a", "estate.yaml: line 1: is a list; an estate is a mapping of fields to values, at least zones, ingress and transit"},
		"a text":      {"zones", "line 1: is a single value; an estate is a mapping"},
		"nothing":     {"---", "is empty; an estate"},
		"a project":   {"name: a\nruntime: go\nconfig:\n  ingresshub:estate: {type: object}", "estate.yaml: is a Pulumi project file; the estate is in the config file of a stack beside it, Pulumi.<stack>.yaml"},
		"a plan":      {`{"name": "a", "zones": [], "vpcs": [], "bindings": null}`, "is the plan of an estate"},
		"another key": {"config:\n  hub:estate: {}\n  aws:region: us-east-1", "estate.yaml: line 2: the config holds no ingresshub:estate; it holds aws:region, hub:estate"},
		"a claim": {
			"config:\n  ingresshub:workload:\n    hub: two-teams/hub\n    clusters: {payments: {}}",
			"estate.yaml: line 3: ingresshub:workload is the claim of a workload's stack, which joins a hub with it, and no estate: the estate that grants it " +
				"is in the config of the hub, the stack two-teams/hub. Give that stack's Pulumi.<stack>.yaml instead; what this stack makes of its " +
				"claim, `pulumi preview` shows in its own directory",
		},
		"a claim as text":   {"config:\n  ingresshub:workload: '{\"hub\": \"a/b\"}'", "line 2: ingresshub:workload is the claim of a workload's stack"},
		"a bare claim":      {"hub: a/b\nclusters: {payments: {}}", "line 1: this is the claim of a workload's stack"},
		"a claim of no hub": {"config:\n  ingresshub:workload: {clusters: {}}", "the config of the hub, the stack that its field hub names"},
		"empty config":      {"config: {}", "the config holds no ingresshub:estate; it is empty"},
		"no config":         {"config: a", "it is a single value"},
		"estate a list":     {"config:\n  ingresshub:estate: [a]", "line 2: ingresshub:estate is a list; an estate is"},
		"estate a text":     {"config:\n  ingresshub:estate: a", "ingresshub:estate is a single value"},
		"a secret":          {"config:\n  ingresshub:estate: {secure: AAAB}", "ingresshub:estate is a secret"},
		"bad YAML":          {"zones:\n  - a\n b: c", "line 2"},
		"two documents":     {"a: b\n---\nc: d", "more than one YAML document"},
		"repeated key":      {"clusters:\n  a: {}\n  b: {}\n  a: {}", `line 4: key "a" stands on line 2 already`},
		"no estate":         {"config:\n  aws:region: us-east-1", "holds no ingresshub:estate"},
		"infinity":          {"port: .inf", "line 1: .inf is neither"},
		"hexadecimal":       {"port: 0x10", "0x10 is neither"},
		"leading zero":      {"id: 012345678901", "quote it"},
		"octal":             {"id: 001234567", "quote it"},
		"contains itself":   {"a: &x\n  b: *x", "contains itself"},
		"key is a list":     {"[a]: b", "a key must be a plain word"},
		"merge of text":     {"a:\n  <<: b", "<< needs a mapping"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := Parse("estate.yaml", []byte(test.text))
			if err == nil {
				_, err = file.JSON()
			}
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestAnEstateBesideAClaimIsRead(t *testing.T) {
	t.Parallel()
	file, err := Parse("estate.yaml", []byte("config:\n  ingresshub:workload: {hub: a/b}\n  ingresshub:estate: {zones: []}"))
	require.NoError(t, err)
	got, err := file.JSON()
	require.NoError(t, err)
	assert.Equal(t, `{"zones":[]}`, string(got))
}

func TestRegion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"zones: []": "",
		"config: {'ingresshub:estate': {zones: []}}":                          "",
		"config: {'ingresshub:estate': {zones: []}, 'aws:region': eu-west-1}": "eu-west-1",
	} {
		file, err := Parse("estate.yaml", []byte(text))
		require.NoError(t, err)
		assert.Equal(t, want, file.Region(), text)
	}
}

func TestAllRepeatedKeysAreListed(t *testing.T) {
	t.Parallel()
	_, err := Parse("estate.yaml", []byte("a: 1\na: 2\nb: {c: 1, c: 2}"))
	require.Error(t, err)
	assert.Contains(t, err.Error(), `key "a"`)
	assert.Contains(t, err.Error(), `key "c"`)
}

func TestStackConfigHoldsTheEstate(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"bare":  "zones: [use1-az1]\nprotection: true",
		"stack": "config:\n  aws:region: us-east-1\n  ingresshub:estate:\n    zones: [use1-az1]\n    protection: true",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := Parse("estate.yaml", []byte(text))
			require.NoError(t, err)
			changed, err := file.With("protection", false)
			require.NoError(t, err)
			config, err := changed.StackConfig()
			require.NoError(t, err)
			again, err := Parse("config", config)
			require.NoError(t, err)
			got, err := again.JSON()
			require.NoError(t, err)
			assert.Equal(t, `{"protection":false,"zones":["use1-az1"]}`, string(got))
			assert.Equal(t, name == "stack", strings.Contains(string(config), "aws:region"))

			original, err := file.JSON()
			require.NoError(t, err)
			assert.Contains(t, string(original), `"protection":true`, "the file itself stays as it is")
		})
	}
}

func TestWithAddsAField(t *testing.T) {
	t.Parallel()
	file, err := Parse("estate.yaml", []byte("zones: []"))
	require.NoError(t, err)
	changed, err := file.With("protection", false)
	require.NoError(t, err)
	got, err := changed.JSON()
	require.NoError(t, err)
	assert.Equal(t, `{"protection":false,"zones":[]}`, string(got))
}

func TestRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "estate.yaml")
	require.NoError(t, os.WriteFile(path, []byte("zones: []"), 0o600))
	for _, name := range []string{path, "-"} {
		file, err := Read(name, strings.NewReader("zones: []"))
		require.NoError(t, err)
		got, err := file.JSON()
		require.NoError(t, err)
		assert.Equal(t, `{"zones":[]}`, string(got))
	}
	_, err := Read(filepath.Join(t.TempDir(), "none"), nil)
	assert.ErrorIs(t, err, os.ErrNotExist)
}
