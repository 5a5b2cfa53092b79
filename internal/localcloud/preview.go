package localcloud

import (
	"maps"
	"slices"
	"strings"
)

// preview is what outputs gives before AWS has answered.
func (k *kind) preview(in Props) Props {
	answered := Props{}
	if k.schema != nil {
		for name := range k.schema.Outputs {
			_, input := k.schema.Inputs[name]
			if !input || k.fillsIn(name) && in[name] == nil && k.defaults[name] == nil && k.assumed[name] == nil {
				answered[name] = Unknown{}
			}
		}
		delete(answered, "tagsAll")
	}
	return k.foresee(nil, k.outputs(nil, in, k.normalize(in, answered)))
}

// previewUpdate is the same for a change: what AWS may answer otherwise than
// before is unknown, the rest stays.
func (k *kind) previewUpdate(old, in Props) Props {
	answered := Props{}
	changing := k.changing
	if k.changingIf != nil {
		changing = k.changingIf(old, in)
	}
	for _, name := range changing {
		if in[name] == nil && !strings.Contains(name, ".") {
			answered[name] = Unknown{}
		}
	}
	return k.foresee(old, k.outputs(old, in, k.normalize(in, answered)))
}

// normalize adds what the provider makes of the inputs without asking AWS.
func (k *kind) normalize(in, answered Props) Props {
	if k.normal == nil {
		return answered
	}
	out := maps.Clone(answered)
	maps.Copy(out, k.normal(in))
	return out
}

// foresee adds what AWS fills in inside objects that the program gives.
func (k *kind) foresee(old, out Props) Props {
	for _, path := range k.nested {
		parent, name, _ := strings.Cut(path, ".")
		given, ok := out[parent].(map[string]any)
		if !ok || given[name] != nil {
			continue
		}
		var v any = Unknown{}
		if was := at(old, path); was != nil && !slices.Contains(k.changing, path) {
			v = was
		}
		given = maps.Clone(given)
		given[name] = v
		out[parent] = given
	}
	return out
}
