package localcloud

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Diff compares what the program declared before with what it declares now.
func (p *provider) Diff(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	k, err := p.kindOf(req.GetType(), req.GetUrn())
	if err != nil {
		return nil, err
	}
	olds := decode(req.GetOldInputs())
	if req.GetOldInputs() == nil {
		olds = k.onlyInputs(decode(req.GetOlds()))
	}
	return k.diff(olds, decode(req.GetOlds()), decode(req.GetNews())), nil
}

func (k *kind) onlyInputs(p Props) Props {
	in := Props{}
	for name, v := range p {
		if _, ok := k.inputs()[name]; ok || k.schema == nil {
			in[name] = v
		}
	}
	return in
}

// diff compares inputs. What AWS filled in stands in the outputs, and stays
// where the program says nothing of it.
func (k *kind) diff(oldInputs, outputs, newInputs Props) *pulumirpc.DiffResponse {
	olds, news := k.comparable(k.recorded(oldInputs, outputs)), k.comparable(newInputs)
	k.keep(olds, news)
	for name, v := range k.assumed {
		for _, side := range []Props{olds, news} {
			if side[name] == nil {
				side[name] = cloneValue(v)
			}
		}
	}
	found := k.changes(olds, news)
	resp := &pulumirpc.DiffResponse{
		Changes: pulumirpc.DiffResponse_DIFF_NONE, HasDetailedDiff: true, DetailedDiff: map[string]*pulumirpc.PropertyDiff{},
	}
	if len(found) == 0 {
		return resp
	}
	resp.Changes = pulumirpc.DiffResponse_DIFF_SOME
	forcing := k.replace
	if k.replaceIf != nil {
		forcing = slices.Concat(forcing, k.replaceIf(olds, news))
	}
	for _, path := range slices.Sorted(maps.Keys(found)) {
		top := topOf(path)
		what := found[path]
		if slices.ContainsFunc(forcing, func(entry string) bool { return under(entry, path) || k.takes(entry, path, what) }) {
			what = replacing(what)
			if !slices.Contains(resp.Replaces, top) {
				resp.Replaces = append(resp.Replaces, top)
			}
		}
		if !slices.Contains(resp.Diffs, top) {
			resp.Diffs = append(resp.Diffs, top)
		}
		resp.DetailedDiff[path] = &pulumirpc.PropertyDiff{Kind: what, InputDiff: true}
	}
	if len(resp.Replaces) > 0 {
		resp.DeleteBeforeReplace = k.deleteFirst || k.name.mustDeleteFirst(newInputs) ||
			k.deleteWhen != nil && k.deleteWhen(olds, news)
	}
	return resp
}

// changes lists the paths at which two sets of comparable inputs differ, as far
// as the provider sees it.
func (k *kind) changes(olds, news Props) map[string]pulumirpc.PropertyDiff_Kind {
	d := &differ{found: map[string]pulumirpc.PropertyDiff_Kind{}, unshown: k.unshown}
	for _, name := range slices.Sorted(maps.Keys(merge(olds, news))) {
		if !slices.Contains(k.documents, name) || !sameDocument(olds[name], news[name]) {
			d.values(name, olds[name], news[name])
		}
	}
	if k.ignored != nil {
		for _, passed := range k.ignored(olds, news) {
			maps.DeleteFunc(d.found, func(path string, _ pulumirpc.PropertyDiff_Kind) bool { return under(passed, path) })
		}
	}
	return d.found
}

// comparable brings inputs into a form in which equal meaning is equal value.
func (k *kind) comparable(in Props) Props {
	c := merge(k.defaults, without(in, defaultsKey))
	k.fillWithin(c)
	for _, path := range k.sets {
		sortAt(c, strings.Split(path, "."))
	}
	for name, v := range c {
		switch e := v.(type) {
		case map[string]any:
			if len(e) == 0 {
				delete(c, name)
			}
		case []any:
			if len(e) == 0 {
				delete(c, name)
			}
		}
	}
	return c
}

func sortAt(v any, path []string) {
	m, ok := v.(map[string]any)
	if !ok {
		return
	}
	name, many := strings.CutSuffix(path[0], "[]")
	l, isList := m[name].([]any)
	switch {
	case len(path) == 1 && isList:
		slices.SortFunc(l, func(a, b any) int { return strings.Compare(canonical(a), canonical(b)) })
	case len(path) > 1 && many && isList:
		for _, e := range l {
			sortAt(e, path[1:])
		}
	case len(path) > 1:
		sortAt(m[name], path[1:])
	}
}

// under says whether a path is an entry or stands inside it.
func under(entry, path string) bool {
	return path == entry || strings.HasPrefix(path, entry+".") || strings.HasPrefix(path, entry+"[")
}

// takes says whether what forces replacement came or went with the object around
// it. What AWS fills in is not missed.
func (k *kind) takes(entry, path string, what pulumirpc.PropertyDiff_Kind) bool {
	switch what {
	case pulumirpc.PropertyDiff_ADD:
		return strings.HasPrefix(entry, path+".")
	case pulumirpc.PropertyDiff_DELETE:
		return strings.HasPrefix(entry, path+".") && !slices.Contains(k.nested, entry)
	default:
		return false
	}
}

func topOf(path string) string {
	if i := strings.IndexAny(path, ".["); i >= 0 {
		return path[:i]
	}
	return path
}

func replacing(k pulumirpc.PropertyDiff_Kind) pulumirpc.PropertyDiff_Kind {
	switch k {
	case pulumirpc.PropertyDiff_ADD:
		return pulumirpc.PropertyDiff_ADD_REPLACE
	case pulumirpc.PropertyDiff_DELETE:
		return pulumirpc.PropertyDiff_DELETE_REPLACE
	default:
		return pulumirpc.PropertyDiff_UPDATE_REPLACE
	}
}

// differ collects the paths at which two values differ.
type differ struct {
	found   map[string]pulumirpc.PropertyDiff_Kind
	unshown []string
}

func (d *differ) values(path string, a, b any) {
	switch {
	case equal(a, b), a == nil && zero(b), b == nil && zero(a):
	case !zero(a) && isUnknown(b) && slices.Contains(d.unshown, indexes.ReplaceAllString(path, "[]")):
	case a == nil:
		d.found[path] = pulumirpc.PropertyDiff_ADD
	case b == nil:
		d.found[path] = pulumirpc.PropertyDiff_DELETE
	default:
		am, aok := a.(map[string]any)
		bm, bok := b.(map[string]any)
		if aok && bok {
			for _, name := range slices.Sorted(maps.Keys(merge(am, bm))) {
				d.values(step(path, name), am[name], bm[name])
			}
			return
		}
		al, aok := a.([]any)
		bl, bok := b.([]any)
		if aok && bok {
			for i := range max(len(al), len(bl)) {
				d.values(fmt.Sprintf("%s[%d]", path, i), element(al, i), element(bl, i))
			}
			return
		}
		d.found[path] = pulumirpc.PropertyDiff_UPDATE
	}
}

func element(l []any, i int) any {
	if i < len(l) {
		return l[i]
	}
	return nil
}

var indexes = regexp.MustCompile(`\[\d+\]`)

var plainStep = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// step writes a property path as Pulumi does, with odd names in brackets.
func step(path, name string) string {
	if plainStep.MatchString(name) {
		return path + "." + name
	}
	return fmt.Sprintf("%s[%q]", path, name)
}
