package localcloud

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:embed schema_aws.json
var schemaText []byte

// schemas holds what the provider's own schema says of names and shapes.
//
// A shape is s, n, b (string, number, boolean), any, [T], {T} or
// #module:Name, a nested object; a trailing ! marks what is required.
type schemas struct {
	Resources map[string]*schema           `json:"resources"`
	Functions map[string]*schema           `json:"functions"`
	Shapes    map[string]map[string]string `json:"shapes"`
}

type schema struct {
	Inputs  map[string]string `json:"inputs"`
	Outputs map[string]string `json:"outputs"`
	// Computed inputs keep what AWS chose when the program leaves them out.
	Computed []string `json:"computed"`
}

var loadSchemas = sync.OnceValues(func() (*schemas, error) {
	s := &schemas{}
	if err := json.Unmarshal(schemaText, s); err != nil {
		return nil, fmt.Errorf("schema_aws.json: %w", err)
	}
	return s, nil
})

// check finds unknown, missing and ill-typed inputs of a resource or function.
func (s *schemas) check(inputs map[string]string, in Props, of string) []problem {
	var found []problem
	s.checkObject(inputs, in, "", func(path, format string, args ...any) {
		top, _, _ := strings.Cut(path, ".")
		top, _, _ = strings.Cut(top, "[")
		found = append(found, problem{top, fmt.Errorf("%s: %s: %s", of, path, fmt.Sprintf(format, args...))})
	})
	return found
}

type complain func(path, format string, args ...any)

func (s *schemas) checkObject(fields map[string]string, in map[string]any, path string, say complain) {
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if name == defaultsKey {
			continue
		}
		shape, known := fields[name]
		if !known {
			say(join(path, name), "unknown property")
			continue
		}
		s.checkValue(strings.TrimSuffix(shape, "!"), in[name], join(path, name), say)
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if strings.HasSuffix(fields[name], "!") && in[name] == nil {
			say(join(path, name), "missing required property")
		}
	}
}

func (s *schemas) checkValue(shape string, v any, path string, say complain) {
	if v == nil || isUnknown(v) || shape == "any" {
		return
	}
	ok := false
	switch shape[0] {
	case 's':
		_, ok = v.(string)
	case 'n':
		_, ok = v.(float64)
	case 'b':
		_, ok = v.(bool)
	case '[':
		l, is := v.([]any)
		for i, e := range l {
			s.checkValue(shape[1:len(shape)-1], e, fmt.Sprintf("%s[%d]", path, i), say)
		}
		ok = is
	case '{':
		m, is := v.(map[string]any)
		for _, k := range slices.Sorted(maps.Keys(m)) {
			s.checkValue(shape[1:len(shape)-1], m[k], join(path, k), say)
		}
		ok = is
	case '#':
		m, is := v.(map[string]any)
		if is {
			s.checkObject(s.Shapes[shape[1:]], m, path, say)
		}
		ok = is
	}
	if !ok {
		say(path, "expected %s, got %s", shapeName(shape), canonical(v))
	}
}

func shapeName(shape string) string {
	switch shape[0] {
	case 's':
		return "a string"
	case 'n':
		return "a number"
	case 'b':
		return "a boolean"
	case '[':
		return "a list"
	default:
		return "an object"
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
