package localcloud

import (
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Props holds the properties of an object as JSON-like values: string,
// float64, bool, nil, []any, map[string]any, and [Unknown] in previews.
type Props = map[string]any

// Unknown is the value of a property that a preview cannot know yet.
type Unknown struct{}

// at follows a dotted path through nested objects.
func at(p Props, path string) any {
	var v any = p
	for part := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[part]
	}
	return v
}

func str(p Props, path string) string {
	s, _ := at(p, path).(string)
	return s
}

func boolean(p Props, path string) bool {
	b, _ := at(p, path).(bool)
	return b
}

func number(p Props, path string) int {
	n, _ := at(p, path).(float64)
	if math.IsNaN(n) || math.Abs(n) > math.MaxInt32 {
		return 0
	}
	return int(n)
}

func has(p Props, path string) bool {
	return at(p, path) != nil
}

func list(p Props, path string) []any {
	l, _ := at(p, path).([]any)
	return l
}

// strs lists the strings of a list property; unknown elements are left out.
func strs(p Props, path string) []string {
	var all []string
	for _, v := range list(p, path) {
		if s, ok := v.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

func sub(p Props, path string) Props {
	m, _ := at(p, path).(map[string]any)
	return m
}

// subs lists the objects of a list property.
func subs(p Props, path string) []Props {
	var all []Props
	for _, v := range list(p, path) {
		if m, ok := v.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}

// values collects what stands at a path such as "subnetMappings[].subnetId".
func values(p Props, path string) []string {
	var found []string
	var walk func(v any, parts []string)
	walk = func(v any, parts []string) {
		if len(parts) == 0 {
			if s, ok := v.(string); ok && s != "" {
				found = append(found, s)
			}
			return
		}
		m, ok := v.(map[string]any)
		if !ok {
			return
		}
		name, many := strings.CutSuffix(parts[0], "[]")
		if !many {
			walk(m[name], parts[1:])
			return
		}
		l, _ := m[name].([]any)
		for _, e := range l {
			walk(e, parts[1:])
		}
	}
	walk(p, strings.Split(path, "."))
	return found
}

func anys[T any](of []T) []any {
	all := make([]any, 0, len(of))
	for _, v := range of {
		all = append(all, v)
	}
	return all
}

// clone copies properties deeply: what a caller holds never changes under it.
func clone(p Props) Props {
	if p == nil {
		return nil
	}
	c, _ := cloneValue(p).(map[string]any)
	return c
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := make(map[string]any, len(v))
		for k, e := range v {
			c[k] = cloneValue(e)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = cloneValue(e)
		}
		return c
	case []string:
		return anys(v)
	case int:
		return float64(v)
	default:
		return v
	}
}

// merge lays properties over each other, the last one on top; nil values
// remove.
func merge(layers ...Props) Props {
	out := Props{}
	for _, l := range layers {
		for k, v := range l {
			if v == nil {
				delete(out, k)
			} else {
				out[k] = cloneValue(v)
			}
		}
	}
	return out
}

// without gives the properties but for the named ones.
func without(p Props, names ...string) Props {
	c := maps.Clone(p)
	for _, n := range names {
		delete(c, n)
	}
	return c
}

func isUnknown(v any) bool {
	_, ok := v.(Unknown)
	return ok
}

func hasUnknown(v any) bool {
	switch v := v.(type) {
	case Unknown:
		return true
	case map[string]any:
		for _, e := range v {
			if hasUnknown(e) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, hasUnknown)
	}
	return false
}

func equal(a, b any) bool {
	return reflect.DeepEqual(a, b)
}

// canonical writes a value as JSON with sorted keys, for comparison.
func canonical(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}
