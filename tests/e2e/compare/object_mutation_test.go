package compare_test

import (
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/tests/e2e/compare"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryMissingObjectIsFound takes away one object after the other.
func TestEveryMissingObjectIsFound(t *testing.T) {
	g := loadGood(t)
	want, got, was := g.want(), g.got(), g.was()
	for _, wanted := range want {
		i := slices.IndexFunc(got, func(o object.Object) bool { return o.Key() == wanted.Key() })
		require.GreaterOrEqual(t, i, 0)
		report := compare.Compare(want, slices.Delete(slices.Clone(got), i, i+1), was, nil)
		assert.Equal(t, []object.Object{wanted}, report.Missing)
		assert.Contains(t, report.String(), "missing: "+wanted.String())
	}
}

// TestEveryExtraObjectIsFound does without one planned object after the other, which AWS has all the same. What AWS may have
// made by itself is counted.
func TestEveryExtraObjectIsFound(t *testing.T) {
	g := loadGood(t)
	want, got, was := g.want(), g.got(), g.was()
	for i, wanted := range want {
		report := compare.Compare(slices.Delete(slices.Clone(want), i, i+1), got, was, nil)
		if j := slices.IndexFunc(got, func(o object.Object) bool { return o.Key() == wanted.Key() }); got[j].Implicit {
			assert.Positive(t, report.Implicit[wanted.Type])
			continue
		}
		require.Len(t, report.Extra, 1, wanted.String())
		assert.Equal(t, wanted.Key(), report.Extra[0].Key())
		assert.False(t, report.OK())
	}
}

// TestEveryAlteredFieldIsFound alters one field of one object after the other.
func TestEveryAlteredFieldIsFound(t *testing.T) {
	g := loadGood(t)
	want, got, was := g.want(), g.got(), g.was()
	for _, wanted := range want {
		for field := range wanted.Fields {
			i := slices.IndexFunc(got, func(o object.Object) bool { return o.Key() == wanted.Key() })
			got[i].Fields[field] += "x"
			report := compare.Compare(want, got, was, nil)
			require.Len(t, report.Differences, 1, "%s %s", wanted, field)
			assert.Equal(t, field, report.Differences[0].Field)
			got[i].Fields[field] = wanted.Fields[field]
		}
	}
}

// TestTwinsAreFound has every object twice, under another ID.
func TestTwinsAreFound(t *testing.T) {
	g := loadGood(t)
	want, got, was := g.want(), g.got(), g.was()
	for _, o := range got {
		if o.Implicit || slices.ContainsFunc(was, func(old object.Object) bool { return old.ID == o.ID }) {
			continue
		}
		twin := o
		twin.ID += "-twin"
		report := compare.Compare(want, append(slices.Clone(got), twin), was, nil)
		require.Len(t, report.Extra, 1, o.String())
	}
}

// TestWhatWasThereBefore must be there afterwards, unchanged.
func TestWhatWasThereBefore(t *testing.T) {
	g := loadGood(t)
	want, got, was := g.want(), g.got(), g.was()
	require.NotEmpty(t, was)
	for _, old := range was {
		i := slices.IndexFunc(got, func(o object.Object) bool { return o.Key() == old.Key() && o.ID == old.ID })
		require.GreaterOrEqual(t, i, 0, old.String())
		report := compare.Compare(want, slices.Delete(slices.Clone(got), i, i+1), was, nil)
		assert.Equal(t, []object.Object{old}, report.Lost)
		assert.False(t, report.OK())
		for field, value := range got[i].Fields {
			got[i].Fields[field] = value + "x"
			report := compare.Compare(want, got, was, nil)
			got[i].Fields[field] = value
			// What follows from other objects is judged with those.
			assert.Equal(t, object.FollowsFromOthers(old.Type, field), report.OK(), "%s %s", old, field)
		}
	}
}
