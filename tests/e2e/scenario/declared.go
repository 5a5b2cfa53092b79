package scenario

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/given"
)

const estateKey = "ingresshub:estate"

// declared is a stack's config with an estate in it, as data. Its methods return edited copies.
type declared struct {
	config map[string]any
	err    error
}

// readDeclared reads a stack config file.
func readDeclared(path string) declared {
	text, err := os.ReadFile(path)
	if err != nil {
		return declared{err: err}
	}
	var file struct {
		Config map[string]any `yaml:"config"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return declared{err: fmt.Errorf("%s: %w", path, err)}
	}
	if _, isMap := file.Config[estateKey].(map[string]any); !isMap {
		return declared{err: fmt.Errorf("%s declares no %s", path, estateKey)}
	}
	return declared{config: file.Config}
}

// set writes a value at a path of the estate, such as services.catalog.port.
func (d declared) set(path string, value any) declared {
	return d.edit(path, func(object map[string]any, key string) { object[key] = value })
}

// without removes what is at a path.
func (d declared) without(path string) declared {
	return d.edit(path, func(object map[string]any, key string) { delete(object, key) })
}

func (d declared) edit(path string, change func(object map[string]any, key string)) declared {
	if d.err != nil {
		return d
	}
	config := deepCopy(d.config).(map[string]any)
	words := strings.Split(path, ".")
	object := config[estateKey].(map[string]any)
	for _, word := range words[:len(words)-1] {
		child, isMap := object[word].(map[string]any)
		if !isMap {
			return declared{err: fmt.Errorf("%s: the estate has no %s", path, word)}
		}
		object = child
	}
	change(object, words[len(words)-1])
	return declared{config: config}
}

// get is a copy of the value at a path; nil where there is none.
func (d declared) get(path string) any {
	var value any = d.config[estateKey]
	for _, key := range strings.Split(path, ".") {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return deepCopy(value)
}

// names are the keys of an object at a path.
func (d declared) names(path string) []string {
	object, _ := d.get(path).(map[string]any)
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// state is a state with this declaration.
func (d declared) state(name string) (State, error) {
	if d.err != nil {
		return State{}, d.err
	}
	config, err := yaml.Marshal(map[string]any{"config": d.config})
	if err != nil {
		return State{}, err
	}
	return State{Name: name, Config: config, Plan: d.plan}, nil
}

func (d declared) plan(ids given.IDs) (*plan.Plan, error) {
	text, err := json.Marshal(d.config[estateKey])
	if err != nil {
		return nil, err
	}
	return plan.Parse([]byte(ids.In(string(text))))
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
