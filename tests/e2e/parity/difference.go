package parity

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Edit is what was done to a property.
type Edit string

const (
	Declared Edit = "declared" // nothing: the inputs of a program as they are
	Still    Edit = "still"    // nothing either, and the resource is there already
	Value    Edit = "value"    // a value that may be refused
	Add      Edit = "add"
	Change   Edit = "change"
	Remove   Edit = "remove"
	Forget   Edit = "forget" // the value is not known yet, as in a preview
)

// Aspect is what an answer is about.
type Aspect string

const (
	Inputs  Aspect = "inputs"   // that Check gives back
	Outputs Aspect = "outputs"  // that are recorded
	Refusal Aspect = "refusal"  // whether Check takes them
	Verdict Aspect = "decision" // what Diff makes of them
)

// Difference is a question that two providers answer differently.
type Difference struct {
	Type   string // of the resource
	Path   string // of the property, the same for all resources of the type
	Edit   Edit
	Aspect Aspect
	Local  string
	Real   string

	// Example is where it was seen first, and the change that shows it.
	Example string
}

func (d Difference) String() string {
	return fmt.Sprintf("%s %s, %s, %s: local cloud %s; real provider %s (%s)", d.Type, d.Path, d.Edit, d.Aspect, d.Local, d.Real, d.Example)
}

type question struct {
	typ, path string
	edit      Edit
	aspect    Aspect
}

func (d Difference) question() question { return question{d.Type, d.Path, d.Edit, d.Aspect} }

// differences keeps one difference a question.
type differences map[question]Difference

func (all differences) add(d Difference) {
	if _, known := all[d.question()]; !known {
		all[d.question()] = d
	}
}

func (all differences) sorted() []Difference {
	return slices.SortedFunc(maps.Values(all), func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Edit, b.Edit), cmp.Compare(a.Aspect, b.Aspect))
	})
}
