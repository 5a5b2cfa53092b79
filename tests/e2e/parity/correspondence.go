package parity

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// correspondence tells what an identifier of one cloud is in the other.
type correspondence map[string]string

// identified is what looks like an identifier that a cloud gave.
var identified = regexp.MustCompile(`^[a-z]+(-[a-z]+)*-[0-9a-f]{8,}$|^arn:aws|^Z[0-9A-Z]{8,}$|-[0-9a-f]{7,}$|^[0-9a-f-]{32,}$`)

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
		for _, l := range leaves("", v, c.aligned(v, theirs.Outputs[name])) {
			a, ok := l.a.(string)
			b, also := l.b.(string)
			if ok && also {
				c.note(a, b)
			}
		}
	}
}

// aligned is b with the elements of its lists in the order of those in a that they stand for: lists that clouds make are often sets.
func (c correspondence) aligned(a, b any) any {
	if m, ok := a.(map[string]any); ok {
		n, ok := b.(map[string]any)
		if !ok {
			return b
		}
		all := maps.Clone(n)
		for name := range all {
			all[name] = c.aligned(m[name], all[name])
		}
		return all
	}
	l, ok := a.([]any)
	left, also := b.([]any)
	if !ok || !also || len(l) != len(left) {
		return b
	}
	left = slices.Clone(left)
	for i := range l {
		best := i
		for j := i + 1; j < len(left); j++ {
			if c.agreement(l[i], left[j]) > c.agreement(l[i], left[best]) {
				best = j
			}
		}
		left[i], left[best] = left[best], left[i]
		left[i] = c.aligned(l[i], left[i])
	}
	return left
}

// agreement is how much speaks for two values standing for the same: identifiers that are known to do so more than texts that are alike by
// themselves, as each cloud gives zones names of its own.
func (c correspondence) agreement(a, b any) int {
	sum := 0
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			for name := range a {
				sum += c.agreement(a[name], b[name])
			}
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			for i := range a {
				sum += c.agreement(a[i], b[i])
			}
		}
	case string:
		if c[a] != "" && c[a] == b {
			return 3
		}
		if a == b {
			return 1
		}
	}
	return sum
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
