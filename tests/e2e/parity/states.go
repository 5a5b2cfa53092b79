package parity

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// States compares what the same program left behind in two clouds: which resources there are, of which types, with which
// inputs, parents, protection and dependencies. Identifiers differ from cloud to cloud; they count as the same when they
// stand for the same thing everywhere.
func States(local, real *State) []Difference {
	c := &states{found: differences{}, same: correspondence{}}
	ours, theirs := byURN(local), byURN(real)
	c.same.rename(ours, theirs)
	for _, urn := range slices.Sorted(maps.Keys(ours)) {
		if _, both := theirs[urn]; !both {
			c.add(ours[urn], "", "is there", "is not there")
		}
	}
	var both []string
	for _, urn := range slices.Sorted(maps.Keys(theirs)) {
		if _, known := ours[urn]; !known {
			c.add(theirs[urn], "", "is not there", "is there")
			continue
		}
		both = append(both, urn)
	}
	for _, urn := range both {
		c.same.note(ours[urn].ID, theirs[urn].ID)
	}
	for _, urn := range both {
		c.same.learn(ours[urn], theirs[urn])
	}
	for _, urn := range both {
		c.compare(ours[urn], theirs[urn])
	}
	return c.found.sorted()
}

// byURN leaves out what the engine makes by itself: its own default providers, whose names have a version in them.
func byURN(s *State) map[string]Resource {
	all := map[string]Resource{}
	for _, r := range s.Resources {
		if !strings.HasPrefix(r.Type, "pulumi:providers:") || !strings.HasPrefix(r.Name(), "default") {
			all[r.URN] = r
		}
	}
	return all
}

type states struct {
	found differences
	same  correspondence
}

func (c *states) add(r Resource, path, local, real string) {
	c.found[question{r.URN, path, Declared, Inputs}] = Difference{r.Type, path, Declared, Inputs, local, real, r.Name()}
}

// rename finds resources whose names have an identifier of the cloud in them, such as the ID of a hosted zone that is given,
// and lists ours under their names.
func (c correspondence) rename(ours, theirs map[string]Resource) {
	for _, urn := range slices.Sorted(maps.Keys(ours)) {
		if _, there := theirs[urn]; there {
			continue
		}
		var alike []string
		for other, r := range theirs {
			if _, there := ours[other]; !there && r.Type == ours[urn].Type && form(other) == form(urn) {
				alike = append(alike, other)
			}
		}
		mine, their := zones.FindAllString(urn, -1), []string(nil)
		if len(alike) == 1 {
			their = zones.FindAllString(alike[0], -1)
		}
		if len(mine) == 0 || len(mine) != len(their) {
			continue
		}
		for i := range mine {
			c.note(mine[i], their[i])
		}
		ours[alike[0]] = ours[urn]
		delete(ours, urn)
	}
}

func (c *states) compare(ours, theirs Resource) {
	for path, pair := range map[string][2]any{
		"type": {ours.Type, theirs.Type}, "custom": {ours.Custom, theirs.Custom}, "external": {ours.External, theirs.External},
		"parent": {ours.Parent, theirs.Parent}, "protect": {ours.Protect, theirs.Protect},
		"provider":             {providerOf(ours), providerOf(theirs)},
		"dependencies":         {c.same.urns(ours.Dependencies), distinct(theirs.Dependencies)},
		"propertyDependencies": {c.same.dependencies(ours), correspondence{}.dependencies(theirs)},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			c.add(ours, path, show(pair[0]), show(pair[1]))
		}
	}
	if strings.HasPrefix(ours.Type, "pulumi:providers:") {
		return // how a provider reaches its API is the harness's affair
	}
	c.values(ours, "", plain(ours.Inputs), plain(theirs.Inputs))
}

// values compares inputs; lists may be sets, whose order follows from identifiers.
func (c *states) values(r Resource, path string, a, b any) {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			names := maps.Clone(a)
			maps.Copy(names, b)
			for _, name := range slices.Sorted(maps.Keys(names)) {
				c.values(r, join(path, name), a[name], b[name])
			}
			return
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			left := slices.Clone(b)
			for i, x := range a {
				// The one in the same place first, then any.
				at := slices.IndexFunc(left, func(y any) bool { return c.same.value(x, y, false) })
				if i < len(b) && c.same.value(x, b[i], false) {
					at = slices.IndexFunc(left, func(y any) bool { return reflect.DeepEqual(y, b[i]) })
				}
				if at < 0 {
					at = slices.IndexFunc(left, func(y any) bool { return c.same.value(x, y, true) })
				}
				if at < 0 {
					c.add(r, path, show(a), show(b))
					return
				}
				left = slices.Delete(left, at, at+1)
			}
			return
		}
	}
	if !c.same.value(a, b, true) {
		c.add(r, path, show(a), show(b))
	}
}

func providerOf(r Resource) string {
	urn, _, _ := strings.Cut(r.Provider, "::default")
	if i := strings.LastIndex(urn, "::"); i > 0 && strings.Count(urn, "::") > 3 {
		return urn[:i] // without the provider's ID
	}
	return urn
}

func distinct(urns []string) []string {
	all := slices.Clone(urns)
	slices.Sort(all)
	return slices.Compact(all)
}

// correspondence tells what an identifier of one cloud is in the other.
type correspondence map[string]string

// identified is what looks like an identifier that a cloud gave.
var identified = regexp.MustCompile(`^[a-z]+(-[a-z]+)*-[0-9a-f]{8,}$|^arn:aws|^Z[0-9A-Z]{8,}$|-[0-9a-f]{7,}$|^[0-9a-f-]{32,}$`)

// urns are URNs as the other cloud has them.
func (c correspondence) urns(of []string) []string {
	var all []string
	for _, urn := range of {
		all = append(all, zones.ReplaceAllStringFunc(urn, c.translated))
	}
	return distinct(all)
}

func (c correspondence) dependencies(r Resource) map[string][]string {
	all := map[string][]string{}
	for property, urns := range r.PropertyDependencies {
		if len(urns) > 0 {
			all[property] = c.urns(urns)
		}
	}
	return all
}

// learn notes what else of a resource has a name that a cloud gave: outputs that are not declared.
func (c correspondence) learn(ours, theirs Resource) {
	for name, v := range ours.Outputs {
		declared, isInput := ours.Inputs[name]
		if isInput && !madeUp.MatchString(fmt.Sprint(declared)) {
			continue
		}
		for _, l := range leaves("", v, theirs.Outputs[name]) {
			a, ok := l.a.(string)
			b, also := l.b.(string)
			if ok && also {
				c.note(a, b)
			}
		}
	}
}

func (c correspondence) note(a, b string) {
	if len(a) >= 8 && b != "" && a != b && c[a] == "" {
		c[a] = b
	}
}

// value says whether two values are the same. What nothing is known of counts as the same when both are identifiers of one
// form; from then on they stand for each other, if it is so decided.
func (c correspondence) value(a, b any, decide bool) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	s, ok := a.(string)
	t, also := b.(string)
	if !ok || !also {
		l, lists := a.([]any)
		m, both := b.([]any)
		if lists && both && len(l) == len(m) {
			for i := range l {
				if !c.value(l[i], m[i], decide) {
					return false
				}
			}
			return true
		}
		p, objects := a.(map[string]any)
		q, both := b.(map[string]any)
		if !objects || !both || len(p) != len(q) {
			return false
		}
		for name := range p {
			if !c.value(p[name], q[name], decide) {
				return false
			}
		}
		return true
	}
	if known, ok := c[s]; ok {
		return known == t
	}
	if c.translated(s) == t || sameDocument(c.translated(s), t) {
		return true
	}
	if decide && identified.MatchString(s) && identified.MatchString(t) && form(s) == form(t) {
		c[s] = t
		return true
	}
	return false
}

// translated is a text with the other cloud's identifiers in it, the longest first.
func (c correspondence) translated(text string) string {
	var pairs []string
	for _, from := range slices.SortedFunc(maps.Keys(c), func(a, b string) int { return len(b) - len(a) }) {
		if strings.Contains(text, from) {
			pairs = append(pairs, from, c[from])
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

var (
	zones  = regexp.MustCompile(`\bZ[0-9A-Z]{8,}`)
	digits = regexp.MustCompile(`[0-9a-f]{4,}|\d+`)
)

// form is an identifier without what tells it from others of its kind.
func form(identifier string) string {
	return digits.ReplaceAllString(strings.ToLower(zones.ReplaceAllString(identifier, "#")), "#")
}
