package parity

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
)

// Props are properties as they travel: string, float64, bool, nil, []any and map[string]any.
type Props = map[string]any

const (
	// unknown is what the protocol sends for a value that a preview does not know yet.
	unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

	// defaultsKey lists the inputs that a provider chose, on every level.
	defaultsKey = "__defaults"

	// metaKey holds what a bridged provider keeps beside a resource's outputs.
	metaKey = "__meta"
)

// clone copies a value deeply.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := make(map[string]any, len(v))
		for name, e := range v {
			c[name] = clone(e)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = clone(e)
		}
		return c
	default:
		return v
	}
}

func cloneProps(p Props) Props {
	c, _ := clone(p).(map[string]any)
	if c == nil {
		c = Props{}
	}
	return c
}

// declared is what a program declared, as far as a provider's checked inputs tell: without what the provider chose.
func declared(v any) any {
	switch v := v.(type) {
	case map[string]any:
		chosen := map[string]bool{defaultsKey: true, metaKey: true}
		if names, ok := v[defaultsKey].([]any); ok {
			for _, name := range names {
				if text, ok := name.(string); ok {
					chosen[text] = true
				}
			}
		}
		c := map[string]any{}
		for name, e := range v {
			if !chosen[name] && e != nil {
				c[name] = declared(e)
			}
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = declared(e)
		}
		return c
	default:
		return v
	}
}

// plain is a value without the notes that bridged providers keep in it, and without the wrapping of secrets.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if v[sig.Key] == sig.Secret {
			return plain(v["value"])
		}
		c := map[string]any{}
		for name, e := range v {
			if name != defaultsKey && name != metaKey && e != nil {
				c[name] = plain(e)
			}
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = plain(e)
		}
		return c
	default:
		return v
	}
}

// overlay lays declared inputs over recorded outputs: inside objects property by property, and elsewhere as a whole.
func overlay(under, over any) any {
	if o, ok := over.(map[string]any); ok {
		if u, ok := under.(map[string]any); ok {
			c := maps.Clone(u)
			for name, v := range o {
				c[name] = overlay(u[name], v)
			}
			return c
		}
	}
	return clone(over)
}

// leaf is one difference between two values.
type leaf struct {
	path string
	a, b any
}

// leaves lists the places where two values differ, at the deepest level at which one of them has nothing to descend to.
func leaves(path string, a, b any) []leaf {
	if reflect.DeepEqual(a, b) {
		return nil
	}
	var found []leaf
	am, aok := a.(map[string]any)
	bm, bok := b.(map[string]any)
	if aok && bok {
		names := map[string]bool{}
		for name := range am {
			names[name] = true
		}
		for name := range bm {
			names[name] = true
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			found = append(found, leaves(join(path, name), am[name], bm[name])...)
		}
		return found
	}
	al, aok := a.([]any)
	bl, bok := b.([]any)
	if aok && bok && len(al) == len(bl) {
		for i := range al {
			found = append(found, leaves(fmt.Sprintf("%s[%d]", path, i), al[i], bl[i])...)
		}
		return found
	}
	return []leaf{{path, a, b}}
}

// ordered is a value with its lists sorted: most of them are sets.
func ordered(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := make(map[string]any, len(v))
		for name, e := range v {
			c[name] = ordered(e)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = ordered(e)
		}
		slices.SortStableFunc(c, func(a, b any) int { return strings.Compare(show(a), show(b)) })
		return c
	default:
		return v
	}
}

// sameDocument says whether two texts are JSON of the same meaning.
func sameDocument(a, b any) bool {
	s, ok := a.(string)
	t, also := b.(string)
	var x, y any
	return ok && also && json.Unmarshal([]byte(s), &x) == nil && json.Unmarshal([]byte(t), &y) == nil && reflect.DeepEqual(x, y)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// top is the property that a path begins with.
func top(path string) string {
	if i := strings.IndexAny(path, ".["); i >= 0 {
		return path[:i]
	}
	return path
}

// show writes a value for a report.
func show(v any) string {
	if v == nil {
		return "nothing"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// known is a value without what a preview does not know; nil where nothing is known. A list with anything unknown in it is
// not known.
func known(v any) any {
	switch v := v.(type) {
	case string:
		if v == unknown {
			return nil
		}
		return v
	case map[string]any:
		c := map[string]any{}
		for name, e := range v {
			if k := known(e); k != nil {
				c[name] = k
			}
		}
		if len(c) == 0 && len(v) > 0 {
			return nil
		}
		return c
	case []any:
		if strings.Contains(show(v), unknown) {
			return nil
		}
		return v
	default:
		return v
	}
}

// none says whether a value is none in Terraform's eyes.
func none(v any) bool {
	switch v := v.(type) {
	case bool:
		return !v
	case float64:
		return v == 0
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return v == nil
}
