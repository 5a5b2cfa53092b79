package compare

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// Difference is a field that is not as it must be.
type Difference struct {
	Object    object.Object
	Field     string
	Want, Got string

	// Whether the object was there before, and must not have changed.
	Before bool
}

// String is the difference as reports print it.
func (d Difference) String() string {
	wanted := "wanted"
	if d.Before {
		wanted = "was"
	}
	return fmt.Sprintf("%s %s %s: %s %s %s got %s", d.Object.Place, d.Object.Type, d.Object.Name, d.Field, wanted, shown(d.Want), shown(d.Got))
}

// shown is a field's value for people.
func shown(value string) string {
	if value == "" {
		return "nothing"
	}
	return value
}

// Compare compares what must exist with what exists. Objects that existed before, and must not be touched, are told by their
// IDs; objects that are both wanted and from before are compared as wanted ones.
func Compare(want, got, before []object.Object, table []exceptions.Exception) *Report {
	r := &Report{Implicit: map[object.Type]int{}, Used: map[exceptions.Exception]int{}}
	was := map[string]object.Object{}
	for _, o := range before {
		was[idKey(o)] = o
	}
	found := map[object.Key][]object.Object{}
	for _, o := range got {
		found[o.Key()] = append(found[o.Key()], o)
	}
	wanted := map[object.Key]bool{}
	for _, o := range want {
		candidates := found[o.Key()]
		if wanted[o.Key()] || len(candidates) == 0 {
			r.Missing = append(r.Missing, o)
			continue
		}
		wanted[o.Key()] = true
		r.Compared++
		// Of several with one name, the first is taken for the wanted one, and the others are too many.
		r.fields(o, candidates[0], table)
	}
	still := map[string]bool{}
	for key, candidates := range found {
		for i, o := range candidates {
			still[idKey(o)] = true
			old, existed := was[idKey(o)]
			switch {
			case wanted[key] && i == 0:
			case existed:
				r.unchanged(old, o)
			case o.Implicit:
				r.Implicit[o.Type]++
			default:
				r.Extra = append(r.Extra, o)
			}
		}
	}
	for _, o := range before {
		if !still[idKey(o)] {
			r.Lost = append(r.Lost, o)
		}
	}
	r.sort()
	return r
}

// idKey is what AWS tells objects apart by.
func idKey(o object.Object) string { return o.Place.String() + "|" + string(o.Type) + "|" + o.ID }

// fields compares the fields of a wanted object.
func (r *Report) fields(want, got object.Object, table []exceptions.Exception) {
	for _, field := range fieldsOf(want, got) {
		r.Fields++
		if want.Fields[field] == got.Fields[field] {
			continue
		}
		if i := slices.IndexFunc(table, func(e exceptions.Exception) bool {
			return e.Covers(want.Type, field, got.Fields[field])
		}); i >= 0 {
			r.Used[table[i]]++
			continue
		}
		r.Differences = append(r.Differences, Difference{got, field, want.Fields[field], got.Fields[field], false})
	}
}

// unchanged compares an object with itself as it was before.
func (r *Report) unchanged(was, is object.Object) {
	for _, field := range fieldsOf(was, is) {
		if was.Fields[field] != is.Fields[field] && !object.FollowsFromOthers(is.Type, field) {
			r.Differences = append(r.Differences, Difference{is, field, was.Fields[field], is.Fields[field], true})
		}
	}
}

// fieldsOf are the fields of either object in order.
func fieldsOf(a, b object.Object) []string {
	all := maps.Clone(a.Fields)
	if all == nil {
		all = object.Fields{}
	}
	maps.Copy(all, b.Fields)
	return slices.Sorted(maps.Keys(all))
}
