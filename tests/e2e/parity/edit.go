package parity

import (
	"context"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	// enough values that both providers take: one to add, one to change to.
	enough = 2

	// attempts to find them.
	attempts = 24
)

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
	queue, tried := candidates(b.Type, at), map[string]bool{}
	var found []any
	var ours, theirs string // why not, in the providers' words
	taken := false
	for i := 0; i < len(queue) && i < attempts && len(found) < enough; i++ {
		v := queue[i]
		if tried[show(v)] || show(v) == show(at.value) {
			continue
		}
		tried[show(v)] = true
		news, err := j.edited(b, at, v)
		if err != nil {
			return nil, err
		}
		local, real, err := j.check(ctx, b.Resource, b.local, b.real, news)
		if err != nil {
			return nil, err
		}
		switch {
		case real.refused():
			theirs = real.reasons()
			queue = append(queue, offered(theirs)...)
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
		delete(j.untried, key)
	case !taken:
		j.untried[key] = theirs
	case strings.Contains(ours, notSimulated) && !j.set[key]:
		j.unsimulated[key] = ours
	default:
		j.found.add(Difference{b.Type, at.path, Value, Refusal, "refuses: " + ours, "accepts", b.Name()})
	}
	return found, nil
}

// edited is what a program declares after an edit.
func (j *Judge) edited(b *base, at site, v any) (Props, error) {
	inputs := b.declared
	if at.value == nil && v != nil {
		inputs = without(inputs, rivals(b.Type, at.path)...)
	}
	return j.schema.with(b.Type, inputs, at, v, func(path string, shape *Shape) any {
		if all := candidates(b.Type, site{path: path, shape: shape}); len(all) > 0 {
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
	if err != nil || local.refused() || real.refused() {
		return nil, err
	}
	set := *b
	set.declared, set.local, set.real = news, local.Inputs, real.Inputs
	set.outputs, _ = overlay(b.outputs, plain(local.Inputs)).(map[string]any)
	for _, rival := range rivals(b.Type, at.path) {
		delete(set.outputs, rival)
	}
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

// gone says whether an error is about the connection instead of the question.
func gone(err error) bool {
	return err != nil && (status.Code(err) == codes.Unavailable || status.Code(err) == codes.Canceled || status.Code(err) == codes.DeadlineExceeded)
}
