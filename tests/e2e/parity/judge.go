package parity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/grpc/status"
)

// Judge puts the same questions to both providers.
type Judge struct {
	Local, Real *Provider

	schema   *Schema
	seen     map[string]bool
	variants map[string]int
	found    differences

	// offers are values that the real provider names when it refuses others, by type and path.
	offers map[string][]any

	// set are the properties that programs set, by type and path.
	set map[string]bool

	unsimulated map[string]string
	untried     map[string]string
	tried       map[string]bool
	crashes     map[string]string
	questions   int
}

// NewJudge asks the local cloud what its types look like.
func NewJudge(ctx context.Context, local, real *Provider) (*Judge, error) {
	schema, err := local.Schema(ctx)
	if err != nil {
		return nil, err
	}
	return &Judge{
		Local: local, Real: real, schema: schema, seen: map[string]bool{}, variants: map[string]int{}, found: differences{},
		offers: map[string][]any{}, set: map[string]bool{}, unsimulated: map[string]string{}, untried: map[string]string{}, tried: map[string]bool{}, crashes: map[string]string{},
	}, nil
}

// Report is what a judge found.
type Report struct {
	Differences []Difference

	// Unsimulated are the properties that the local cloud refuses because it does not simulate them, and no program sets,
	// with its words.
	Unsimulated map[string]string

	// Untried are the properties for which no value was found that the real provider takes, with its words.
	Untried map[string]string

	// Crashes are the edits over which the real provider ended, with the panic.
	Crashes map[string]string

	// Questions asked of each provider, and the types that they were about.
	Questions int
	Types     []string
}

// Report sums up.
func (j *Judge) Report() Report {
	types := map[string]bool{}
	for signature := range j.seen {
		token, _, _ := strings.Cut(signature, " ")
		types[token] = true
	}
	return Report{
		Differences: j.found.sorted(), Unsimulated: j.unsimulated, Untried: j.untried, Crashes: j.crashes, Questions: j.questions,
		Types: slices.Sorted(maps.Keys(types)),
	}
}

// variants of a type that all edits are tried on: the first ones that differ in what they set.
const variants = 4

// Samples judges recorded resources: each as it is declared, and all edits of those that differ in what they set.
func (j *Judge) Samples(ctx context.Context, samples []Resource) error {
	samples = slices.SortedFunc(slices.Values(samples), func(a, b Resource) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.URN, b.URN))
	})
	for _, r := range samples {
		for path := range paths("", declared(r.Inputs)) {
			j.set[r.Type+" "+path] = true
		}
	}
	for _, r := range samples {
		b, err := j.declared(ctx, r)
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		signature := r.Type + " " + signature(b.declared)
		if j.seen[signature] || j.variants[r.Type] == variants {
			continue
		}
		j.seen[signature] = true
		j.variants[r.Type]++
		sites, err := j.schema.sites(r.Type, b.declared)
		if err != nil {
			return err
		}
		for _, at := range sites {
			if err := j.site(ctx, b, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// base is a resource that is there, before an edit.
type base struct {
	Resource
	declared Props
	local    Props // as each provider checked it
	real     Props
	outputs  Props
}

var madeUp = regexp.MustCompile(`-[0-9a-f]{7}$`)

// alikeMadeUp says whether both providers made a name up, and the same but for its random end.
func alikeMadeUp(a, b any) bool {
	s, ok := a.(string)
	t, also := b.(string)
	return ok && also && madeUp.MatchString(s) && madeUp.ReplaceAllString(s, "") == madeUp.ReplaceAllString(t, "")
}

// declared judges a resource as its program declares it. There is no base when a provider refuses it.
func (j *Judge) declared(ctx context.Context, r Resource) (*base, error) {
	program, _ := declared(r.Inputs).(map[string]any)
	local, real, err := j.check(ctx, r, nil, nil, program)
	if err != nil {
		return nil, err
	}
	j.inputs(r, "", Declared, local, real, "new")
	local, real, err = j.check(ctx, r, r.Inputs, r.Inputs, program)
	if err != nil {
		return nil, err
	}
	j.inputs(r, "", Declared, local, real, "recorded")
	if real.panicked != "" {
		j.crashed(r, "", Declared, real.panicked)
		return nil, nil
	}
	if local.refused() || real.refused() {
		return nil, nil
	}
	// Added by the stand-in's own transformation of outputs, which its Diff cannot read back.
	delete(r.Outputs, "certificateAuthority")
	b := &base{Resource: r, declared: program, local: local.Inputs, real: real.Inputs, outputs: cloneProps(r.Outputs)}
	j.record(b, real, true)
	_, err = j.decide(ctx, b, "", Still, local, real, "")
	return b, err
}

// record completes a resource's outputs by what the real provider would record of it as far as it knows without asking
// AWS. Where the local cloud recorded something else, that is a difference.
func (j *Judge) record(b *base, real Checked, compare bool) {
	certain, _ := known(real.foreseen).(map[string]any)
	if compare {
		for _, l := range leaves("", ordered(plain(b.outputs)), ordered(plain(overlay(b.outputs, certain)))) {
			if l.path != "region" && !sameDocument(l.a, l.b) && !(none(l.a) && none(l.b)) {
				j.found.add(Difference{b.Type, generic(l.path), Declared, Outputs, "records " + show(l.a), "records " + show(l.b), b.Name()})
			}
		}
	}
	b.outputs, _ = overlay(b.outputs, certain).(map[string]any)
}

func (j *Judge) check(ctx context.Context, r Resource, localOlds, realOlds, news Props) (local, real Checked, err error) {
	j.questions++
	if local, err = j.Local.Check(ctx, r, localOlds, news); err != nil {
		return local, real, err
	}
	if real, err = j.Real.Check(ctx, r, realOlds, news); err != nil || real.refused() {
		return local, real, err
	}
	// Some combinations are refused only now, still before any call of the API.
	real.foreseen, err = j.Real.Foreseen(ctx, r, real.Inputs)
	var crash *Crash
	if errors.As(err, &crash) {
		real.panicked, err = crash.Panic, nil
	}
	if err != nil && !gone(err) {
		real.Failures, err = []Failure{{Reason: status.Convert(errors.Unwrap(err)).Message()}}, nil
	}
	return local, real, err
}

// inputs compares what came back from Check.
func (j *Judge) inputs(r Resource, path string, edit Edit, local, real Checked, example string) {
	example = r.Name() + ": " + example
	// The local cloud may refuse earlier what AWS refuses later, but never what programs declare.
	if real.refused() && !local.refused() || local.refused() && !real.refused() && edit == Declared {
		j.found.add(Difference{r.Type, path, edit, Refusal, verdict(local), verdict(real), example})
	}
	if local.refused() || real.refused() {
		return
	}
	for _, l := range leaves("", plain(local.Inputs), plain(real.Inputs)) {
		if alikeMadeUp(l.a, l.b) {
			continue
		}
		j.found.add(Difference{r.Type, generic(l.path), Declared, Inputs, "gives " + show(l.a), "gives " + show(l.b), example})
	}
}

func (j *Judge) crashed(r Resource, path string, edit Edit, why string) {
	j.crashes[fmt.Sprintf("%s %s, %s", r.Type, path, edit)] = why
}

func verdict(c Checked) string {
	if c.refused() {
		return "refuses: " + c.reasons()
	}
	return "accepts"
}

// decide compares what Diff says, and tells whether the answers are the same.
func (j *Judge) decide(ctx context.Context, b *base, path string, edit Edit, local, real Checked, example string) (bool, error) {
	j.questions++
	ours, err := j.Local.Diff(ctx, b.Resource, b.local, b.outputs, local.Inputs)
	if err != nil {
		return false, err
	}
	theirs, err := j.Real.Diff(ctx, b.Resource, b.real, b.outputs, real.Inputs)
	var crash *Crash
	if errors.As(err, &crash) {
		j.crashed(b.Resource, path, edit, crash.Panic)
		return false, nil
	}
	if gone(err) {
		return false, err
	}
	example = b.Name() + ": " + example
	if err != nil { // refused by the provider's own rules for changes
		j.found.add(Difference{b.Type, path, edit, Refusal, "accepts, " + ours.String(), "refuses: " + err.Error(), example})
		return false, nil
	}
	if ours.same(theirs) || edit == Forget && ours.Outcome == theirs.Outcome {
		return true, nil
	}
	j.found.add(Difference{b.Type, path, edit, Verdict, ours.String(), theirs.String(), example})
	return false, nil
}

// signature tells resources apart that set other properties, or those that decide what a resource is.
func signature(p Props) string {
	words := slices.Sorted(maps.Keys(paths("", p)))
	for _, name := range []string{"loadBalancerType", "internal", "protocol", "targetType", "type", "vpcEndpointType"} {
		if v, ok := p[name]; ok {
			words = append(words, name+"="+show(v))
		}
	}
	return strings.Join(words, " ")
}

// paths lists the properties that are set, but for the keys of maps, which are not told from those of objects here.
func paths(path string, v any) map[string]bool {
	found := map[string]bool{}
	switch v := v.(type) {
	case map[string]any:
		for name, e := range v {
			here := join(path, name)
			found[here] = true
			if name != "tags" {
				maps.Copy(found, paths(here, e))
			}
		}
	case []any:
		for _, e := range v {
			maps.Copy(found, paths(path+"[]", e))
		}
	}
	return found
}

var index = regexp.MustCompile(`\[\d+\]`)

// generic is a path with all indexes alike.
func generic(path string) string { return index.ReplaceAllString(path, "[]") }

func example(from, to any) string { return fmt.Sprintf("%s to %s", show(from), show(to)) }
