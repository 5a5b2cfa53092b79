package engine_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

const (
	devConfig = "../testdata/estate.yaml"
	estateKey = "ingresshub:estate"
)

// declared is an estate as a user writes it, as data. Its methods return edited copies.
type declared struct {
	t *testing.T

	// The stack's config beside the estate.
	settings map[string]any
	estate   map[string]any
}

// devEstate is an estate like that of Pulumi.dev.yaml, which may be edited without breaking these tests.
func devEstate(t *testing.T) declared {
	t.Helper()
	text, err := os.ReadFile(devConfig)
	require.NoError(t, err)
	var file struct {
		Config map[string]any `yaml:"config"`
	}
	require.NoError(t, yaml.Unmarshal(text, &file))
	estate, isMap := file.Config[estateKey].(map[string]any)
	require.True(t, isMap, "%s declares no %s", devConfig, estateKey)
	settings := maps.Clone(file.Config)
	delete(settings, estateKey)
	return declared{t: t, settings: settings, estate: estate}
}

// smallEstate is devEstate with two zones, the cluster named first and its services: what takes many
// operations takes less time with it.
func smallEstate(t *testing.T) declared {
	t.Helper()
	d := devEstate(t)
	d = d.set("zones", d.zones()[:2])
	keep := d.clusters()[0]
	for _, cluster := range d.clusters()[1:] {
		d = d.without("clusters." + cluster)
	}
	for _, service := range d.services() {
		if d.get("services."+service+".cluster") != keep {
			d = d.without("services." + service)
		}
	}
	return d
}

// hubEstate is devEstate without clusters: what takes a while with each resource takes little time with it.
func hubEstate(t *testing.T) declared {
	t.Helper()
	return devEstate(t).without("clusters").without("services")
}

// text is the config file of a stack.
func (d declared) text() []byte {
	d.t.Helper()
	config := map[string]any{}
	maps.Copy(config, d.settings)
	if d.estate != nil {
		config[estateKey] = d.estate
	}
	text, err := yaml.Marshal(map[string]any{"config": config})
	require.NoError(d.t, err)
	return text
}

// plan is what the estate asks for.
func (d declared) plan() *plan.Plan {
	d.t.Helper()
	text, err := json.Marshal(d.estate)
	require.NoError(d.t, err)
	planned, err := plan.Parse(text)
	require.NoError(d.t, err)
	return planned
}

// set writes a value at a path such as services.catalog.port.
func (d declared) set(path string, value any) declared {
	return d.edit(path, func(object map[string]any, key string) { object[key] = value })
}

// without removes what is at a path.
func (d declared) without(path string) declared {
	return d.edit(path, func(object map[string]any, key string) {
		require.Contains(d.t, object, key, "nothing to remove at %s", path)
		delete(object, key)
	})
}

// get is the value at a path; nil where there is none.
func (d declared) get(path string) any {
	var value any = d.estate
	for _, key := range strings.Split(path, ".") {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return value
}

// copied puts a copy of what is at one path to another, of a sibling.
func (d declared) copied(from, to string) declared {
	return d.set(to, deepCopy(d.get(from)))
}

// edit changes the object that holds the last word of a path; missing objects on the way are made.
func (d declared) edit(path string, change func(object map[string]any, key string)) declared {
	d.t.Helper()
	d.estate = deepCopy(d.estate).(map[string]any)
	words := strings.Split(path, ".")
	object := d.estate
	for _, word := range words[:len(words)-1] {
		child, isMap := object[word].(map[string]any)
		if !isMap {
			require.Nil(d.t, object[word], "%s: %s is no object", path, word)
			child = map[string]any{}
			object[word] = child
		}
		object = child
	}
	change(object, words[len(words)-1])
	return d
}

func (d declared) zones() []any       { return d.get("zones").([]any) }
func (d declared) clusters() []string { return sorted(d.get("clusters")) }
func (d declared) services() []string { return sorted(d.get("services")) }

// behind is the first service behind a load balancer of a type (application or network).
func (d declared) behind(balancerType string) string {
	d.t.Helper()
	for _, service := range d.services() {
		name, _ := d.get("services." + service + ".loadBalancer").(string)
		actual, _ := d.get("ingress.loadBalancers." + name + ".type").(string)
		if actual == "" {
			actual = string(plan.ApplicationLoadBalancer)
		}
		if actual == balancerType {
			return service
		}
	}
	require.Fail(d.t, "the estate has no service behind a load balancer of type "+balancerType)
	return ""
}

func sorted(object any) []string {
	return slices.Sorted(maps.Keys(object.(map[string]any)))
}

func deepCopy(value any) any {
	switch value := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(value))
		for key, item := range value {
			out[key] = deepCopy(item)
		}
		return out
	case []any:
		out := make([]any, 0, len(value))
		for _, item := range value {
			out = append(out, deepCopy(item))
		}
		return out
	default:
		return value
	}
}
