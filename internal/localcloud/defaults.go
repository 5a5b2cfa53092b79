package localcloud

import (
	"maps"
	"slices"
	"strings"
)

// What a provider fills in before it asks AWS, and what it takes as unchanged
// afterwards.

// fillDefaults adds the inputs that the provider's schema has defaults for, as
// the engine records them.
func (k *kind) fillDefaults(in Props) {
	for _, name := range slices.Sorted(maps.Keys(k.defaults)) {
		if in[name] == nil {
			in[name] = cloneValue(k.defaults[name])
			chosen(in, name)
		}
	}
	k.fillWithin(in)
}

// fillWithin does the same inside objects that are there.
func (k *kind) fillWithin(in Props) {
	for path, v := range k.within {
		each(in, strings.Split(path, "."), func(m Props, name string) {
			if m[name] == nil {
				m[name] = cloneValue(v)
			}
		})
	}
}

// each calls back with the objects in which a path such as
// "ingress[].self" ends.
func each(v any, path []string, do func(m Props, name string)) {
	m, ok := v.(map[string]any)
	if !ok {
		return
	}
	if len(path) == 1 {
		do(m, path[0])
		return
	}
	name, many := strings.CutSuffix(path[0], "[]")
	if !many {
		each(m[name], path[1:], do)
		return
	}
	for _, e := range list(m, name) {
		each(e, path[1:], do)
	}
}

// recorded is what was declared, with what AWS filled in beside it.
func (k *kind) recorded(inputs, outputs Props) Props {
	all := merge(inputs)
	for _, name := range k.asRead {
		if outputs[name] != nil {
			all[name] = cloneValue(outputs[name])
		}
	}
	k.keep(outputs, all)
	return all
}

// keep carries over what AWS filled in and is not given.
func (k *kind) keep(from, to Props) {
	for name, v := range from {
		if to[name] == nil && k.fillsIn(name) {
			to[name] = cloneValue(v)
		}
	}
	for _, path := range k.nested {
		carry(from, to, strings.Split(path, "."))
	}
}

// carry copies what stands at a path where the other side has an object but
// nothing in that place; elements of lists answer to each other by their order.
func carry(from, to any, path []string) {
	f, ok := from.(map[string]any)
	t, also := to.(map[string]any)
	if !ok || !also {
		return
	}
	name, many := strings.CutSuffix(path[0], "[]")
	switch {
	case len(path) == 1:
		if t[name] == nil && f[name] != nil {
			t[name] = cloneValue(f[name])
		}
	case many:
		theirs := list(t, name)
		for i, e := range list(f, name) {
			if i < len(theirs) {
				carry(e, theirs[i], path[1:])
			}
		}
	default:
		carry(f[name], t[name], path[1:])
	}
}

// zero says whether a value is none in Terraform's eyes.
func zero(v any) bool {
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
