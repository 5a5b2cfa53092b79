package compare_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/tests/e2e/compare"
	"github.com/ingresshub/ingresshub/tests/e2e/observe"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
	"github.com/stretchr/testify/assert"
)

// mutant is one change of an answer of AWS's API, which can be undone.
type mutant struct {
	// Where it is: a top-level key, field names, and [] for the elements of a list.
	path, what string
	do, undo   func()
}

// TestEveryAlteredAnswerIsFound alters the answers of AWS's API themselves, in one place after the other: a comparison either
// finds it, or the place stands in the list of what is not looked at, with the reason. Of places that are alike, three are
// altered. What was there before is not, which TestWhatWasThereBefore is about.
func TestEveryAlteredAnswerIsFound(t *testing.T) {
	g := loadGood(t)
	want, was, implicit := g.want(), g.was(), g.report().Implicit
	finds := func(m mutant) bool {
		m.do()
		defer m.undo()
		// What cannot be read is as good as found. What AWS makes by itself is counted.
		got, err := g.observed(g.after)
		if err != nil {
			return true
		}
		report := compare.Compare(want, got, was, nil)
		return !report.OK() || !maps.Equal(report.Implicit, implicit)
	}
	found, missed, all := map[string]bool{}, map[string][]string{}, mutants(g.before, g.after)
	for _, m := range thinned(all) {
		if finds(m) {
			found[m.path] = true
		} else {
			missed[m.path] = append(missed[m.path], m.what)
		}
	}
	assert.True(t, g.report().OK(), "the mutants must not leave a trace")
	needed := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(missed)) {
		covered := false
		for _, unread := range observe.NotLookedAt {
			if meant, isMeant := unread.Covers(path); isMeant {
				covered, needed[meant] = true, true
			}
		}
		assert.True(t, covered, "%s can be altered without being found: %s", path, strings.Join(missed[path], "; "))
	}
	for _, unread := range observe.NotLookedAt {
		for _, m := range all { // an answer that few places are alike to may not have been among the three
			if meant, isMeant := unread.Covers(m.path); isMeant && !needed[meant] && !finds(m) {
				needed[meant] = true
			}
		}
		for _, path := range unread.Paths {
			assert.True(t, needed[path], "%s is looked at after all, or not in the snapshot", path)
		}
	}
	assert.Greater(t, len(found), 200)
}

// mutants are all changes: each value is altered, each element of a list taken out.
func mutants(before, of snapshot.Snapshot) []mutant {
	var all []mutant
	for _, place := range of.Places() {
		documents := of[place]
		for _, key := range slices.Sorted(maps.Keys(documents)) {
			list := documents[key]
			for i, document := range list {
				if slices.ContainsFunc(before[place][key], func(old snapshot.Document) bool { return same(old, document) }) ||
					saysNothing(document) || document["principalArn"] == creator { // whom EKS lets in is not the plan's affair
					continue
				}
				all = append(all, mutant{
					path: key + "[]", what: fmt.Sprintf("%s %s[%d] is gone", place, key, i),
					do:   func() { documents[key] = slices.Delete(slices.Clone(list), i, i+1) },
					undo: func() { documents[key] = list },
				})
				walk(document, key+"[]", fmt.Sprintf("%s %s[%d]", place, key, i), &all)
			}
		}
	}
	return all
}

// same says whether two documents are about the same object. Where the two that change in use are concerned, their IDs say so.
func same(a, b snapshot.Document) bool {
	for _, id := range []string{"Id", "CertificateArn"} {
		if a[id] != nil && a[id] == b[id] {
			return true
		}
	}
	return reflect.DeepEqual(a, b)
}

// saysNothing says whether a document tells that something has none of something.
func saysNothing(document snapshot.Document) bool {
	lists := 0
	for _, value := range document {
		list, isList := value.([]any)
		if isList {
			lists++
		}
		if len(list) > 0 || len(document) > 3 {
			return false
		}
	}
	return lists > 0
}

// walk adds the changes inside a value.
func walk(value any, path, where string, all *[]mutant) {
	object, isObject := value.(snapshot.Document)
	if !isObject {
		return
	}
	for _, field := range slices.Sorted(maps.Keys(object)) {
		was := object[field]
		path, where := path+"."+field, where+"."+field
		set := func(value any) func() { return func() { object[field] = value } }
		list, isList := was.([]any)
		switch {
		case isList:
			for i, element := range list {
				if tag, isTag := element.(snapshot.Document); isTag && strings.HasPrefix(fmt.Sprint(tag["Key"]), "aws:") {
					continue // a tag that only AWS may give
				}
				without := slices.Delete(slices.Clone(list), i, i+1)
				*all = append(*all, mutant{path + "[]", fmt.Sprintf("%s[%d] is gone", where, i), set(without), set(was)})
				if _, nested := element.(snapshot.Document); nested {
					walk(element, path+"[]", fmt.Sprintf("%s[%d]", where, i), all)
					continue
				}
				altered := slices.Clone(list)
				altered[i] = other(element)
				*all = append(*all, mutant{path + "[]", fmt.Sprintf("%s[%d] is %v", where, i, altered[i]), set(altered), set(was)})
			}
		default:
			if _, nested := was.(snapshot.Document); nested {
				walk(was, path, where, all)
				continue
			}
			*all = append(*all, mutant{path, fmt.Sprintf("%s is %v", where, other(was)), set(other(was)), set(was)})
		}
	}
}

// other is another value of the same kind.
func other(value any) any {
	switch value := value.(type) {
	case bool:
		return !value
	case json.Number:
		return value + "1"
	default:
		return fmt.Sprint(value) + "x"
	}
}

// thinned are the first, the middle and the last of the changes with one path.
func thinned(all []mutant) []mutant {
	byPath := map[string][]mutant{}
	for _, m := range all {
		byPath[m.path] = append(byPath[m.path], m)
	}
	var some []mutant
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		alike := byPath[path]
		for _, i := range slices.Compact([]int{0, len(alike) / 2, len(alike) - 1}) {
			some = append(some, alike[i])
		}
	}
	return some
}
