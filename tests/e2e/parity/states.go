package parity

import (
	"maps"
	"reflect"
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
