package parity

import (
	"context"
	"regexp"
	"strings"
)

const (
	// enough values that both providers take: one to add, one to change to.
	enough = 2

	// attempts to find them.
	attempts = 24
)

// never is what the real provider says of a property that takes no value.
var never = regexp.MustCompile(`unconfigurable attribute|Invalid or unknown key`)

// notSimulated is what the local cloud says of a property that it would have to ignore.
const notSimulated = "is not simulated by the local cloud"

// site judges all edits at one place of a resource.
func (j *Judge) site(ctx context.Context, b *base, at site) error {
	found, err := j.acceptable(ctx, b, at)
	if err != nil {
		return err
	}
	if at.value != nil {
		if len(found) > 0 {
			if err := j.edit(ctx, b, at, Change, found[0], found[0]); err != nil {
				return err
			}
		}
		if err := j.edit(ctx, b, at, Remove, nil, "nothing"); err != nil {
			return err
		}
		return j.edit(ctx, b, at, Forget, unknown, "unknown")
	}
	if len(found) == 0 {
		return nil
	}
	if err := j.edit(ctx, b, at, Add, found[0], found[0]); err != nil {
		return err
	}
	if err := j.edit(ctx, b, at, Forget, unknown, "unknown"); err != nil {
		return err
	}
	// The same place once it is set.
	set, err := j.having(ctx, b, at, found[0])
	if err != nil || set == nil {
		return err
	}
	at.value = found[0]
	if len(found) > 1 {
		if err := j.edit(ctx, set, at, Change, found[1], found[1]); err != nil {
			return err
		}
	}
	if err := j.edit(ctx, set, at, Forget, unknown, "unknown"); err != nil {
		return err
	}
	return j.removal(ctx, set, b, at)
}

// acceptable finds values that both providers take. On the way it notes values that only one of them takes.
func (j *Judge) acceptable(ctx context.Context, b *base, at site) ([]any, error) {
	queue, tried := j.candidates(b.Type, at), map[string]bool{}
	var found []any
	var ours, theirs string // why not, in the providers' words
	taken := false
	for i := 0; i < len(queue) && i < attempts && len(found) < enough; i++ {
		v := queue[i]
		news, err := j.edited(b, at, v)
		if err != nil {
			return nil, err
		}
		if tried[show(news)] || show(v) == show(at.value) {
			continue
		}
		tried[show(news)] = true
		local, real, err := j.check(ctx, b.Resource, b.local, b.real, news)
		if err != nil {
			return nil, err
		}
		switch {
		case real.panicked != "":
			theirs = "panic: " + real.panicked
		case real.refused():
			theirs = real.reasons()
			if strings.Contains(local.reasons(), notSimulated) {
				ours = local.reasons()
			}
			if j.learn(b.Resource, real) {
				// Also for what stands around the place and is required.
				queue = append(queue, j.candidates(b.Type, at)...)
			}
			if !local.refused() {
				j.found.add(Difference{b.Type, at.path, Value, Refusal, "accepts", "refuses: " + theirs, b.Name() + ": " + show(v)})
			}
		case local.refused():
			taken, ours = true, local.reasons()
		default:
			taken = true
			found = append(found, v)
		}
	}
	key := b.Type + " " + at.path
	switch {
	case len(found) > 0:
		j.tried[key] = true
		delete(j.untried, key)
	case len(queue) == 0: // a list or object that changes inside only
	case !taken && never.MatchString(theirs):
		// An output in the place of an input, or nothing that the real provider has: it refuses whatever value.
	case strings.Contains(ours, notSimulated) && !j.set[key]:
		j.unsimulated[key] = ours
	case !taken && j.tried[key]: // on another resource, which may be of another kind
	case !taken:
		j.untried[key] = theirs
	default:
		j.found.add(Difference{b.Type, at.path, Value, Refusal, "refuses: " + ours, "accepts", b.Name()})
	}
	return found, nil
}

// candidates are the values that the real provider has named, and those of the table.
func (j *Judge) candidates(token string, at site) []any {
	var all []any
	for _, v := range j.offers[token+" "+at.path] {
		if fits(at.shape, v) && show(v) != show(at.value) {
			all = append(all, v)
		}
	}
	for _, v := range j.offers[token+" "+at.path+"[]"] {
		if at.shape.Items != nil && fits(at.shape.Items, v) {
			all = append(all, []any{v})
		}
	}
	return append(all, candidates(token, at)...)
}

// learn keeps the values that a refusal names, and tells whether there are new ones.
func (j *Judge) learn(r Resource, refusal Checked) bool {
	learned := false
	for _, f := range refusal.Failures {
		values := offered(f.Reason)
		// Of a list, the values are those of its elements.
		for _, suffix := range []string{"", "[]"} {
			key := r.Type + " " + blamed(f, r.Name()) + suffix
			if len(values) > 0 && j.offers[key] == nil {
				j.offers[key], learned = values, true
			}
		}
	}
	return learned
}

// edited is what a program declares after an edit.
func (j *Judge) edited(b *base, at site, v any) (Props, error) {
	inputs := b.declared
	if at.value == nil && v != nil {
		inputs = without(inputs, rivals(b.Type, at.path)...)
	}
	if v != nil {
		inputs = accompanied(b.Type, at.path, inputs)
	}
	return j.schema.with(b.Type, inputs, at, v, func(path string, shape *Shape) any {
		if all := j.candidates(b.Type, site{path: path, shape: shape}); len(all) > 0 {
			return all[0]
		}
		return "parity"
	})
}

// edit judges one change of a resource.
func (j *Judge) edit(ctx context.Context, b *base, at site, edit Edit, v, to any) error {
	news, err := j.edited(b, at, v)
	if err != nil {
		return err
	}
	return j.move(ctx, b, news, at.path, edit, example(at.value, to))
}

func (j *Judge) move(ctx context.Context, b *base, news Props, path string, edit Edit, example string) error {
	local, real, err := j.check(ctx, b.Resource, b.local, b.real, news)
	if err != nil {
		return err
	}
	if real.panicked != "" {
		j.crashed(b.Resource, path, edit, real.panicked)
		return nil
	}
	j.inputs(b.Resource, path, edit, local, real, example)
	if local.refused() || real.refused() {
		return nil
	}
	_, err = j.decide(ctx, b, path, edit, local, real, example)
	return err
}

// having is the resource after an edit. There is none when the providers already disagree on whether it is at rest.
func (j *Judge) having(ctx context.Context, b *base, at site, v any) (*base, error) {
	news, err := j.edited(b, at, v)
	if err != nil {
		return nil, err
	}
	local, real, err := j.check(ctx, b.Resource, b.local, b.real, news)
	if err != nil || local.refused() || real.refused() || real.panicked != "" {
		return nil, err
	}
	set := *b
	set.declared, set.local, set.real = news, local.Inputs, real.Inputs
	set.outputs, _ = overlay(b.outputs, plain(local.Inputs)).(map[string]any)
	for _, rival := range rivals(b.Type, at.path) {
		if real.foreseen[rival] == nil { // else it is computed, and stays
			set.outputs = without(set.outputs, rival)
		}
	}
	j.record(&set, real, false)
	same, err := j.decide(ctx, &set, at.path, Still, local, real, example(v, v))
	if err != nil || !same {
		return nil, err
	}
	return &set, nil
}

// removal judges the way back.
func (j *Judge) removal(ctx context.Context, set, before *base, at site) error {
	return j.move(ctx, set, before.declared, at.path, Remove, example(at.value, nil))
}
