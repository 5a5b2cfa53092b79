package compare

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// Report is the outcome of a comparison.
type Report struct {
	// How many wanted objects exist, and how many fields of them were compared.
	Compared, Fields int

	// Wanted objects that do not exist.
	Missing []object.Object

	// Objects that nobody asked for and that were not there before.
	Extra []object.Object

	// Objects that were there before and are gone.
	Lost []object.Object

	// Fields that are not as they must be.
	Differences []Difference

	// How many implicit children AWS has beside the plan, by type.
	Implicit map[object.Type]int

	// How often each exception was needed.
	Used map[exceptions.Exception]int
}

// OK says whether what exists is what must exist.
func (r *Report) OK() bool {
	return len(r.Missing) == 0 && len(r.Extra) == 0 && len(r.Lost) == 0 && len(r.Differences) == 0
}

// Print writes every finding on a line of its own, and then the counts.
func (r *Report) Print(to io.Writer) error {
	_, err := io.WriteString(to, r.String())
	return err
}

// String is every finding on a line of its own, and then the counts.
func (r *Report) String() string {
	var text strings.Builder
	for _, group := range []struct {
		what    string
		objects []object.Object
	}{{"missing", r.Missing}, {"extra", r.Extra}, {"gone though it was there before", r.Lost}} {
		for _, o := range group.objects {
			fmt.Fprintf(&text, "%s %s: %s%s\n", o.Place, group.what, o, described(o))
		}
	}
	for _, difference := range r.Differences {
		fmt.Fprintln(&text, difference)
	}
	fmt.Fprintln(&text, r.Summary())
	return text.String()
}

// Summary are the counts.
func (r *Report) Summary() string {
	text := fmt.Sprintf("objects=%d fields=%d missing=%d extra=%d differences=%d exceptions=%d",
		r.Compared, r.Fields, len(r.Missing), len(r.Extra)+len(r.Lost), len(r.Differences), r.Exceptions())
	var implicit []string
	for _, kind := range slices.Sorted(maps.Keys(r.Implicit)) {
		implicit = append(implicit, fmt.Sprintf("%d %s", r.Implicit[kind], kind))
	}
	if len(implicit) > 0 {
		text += "; made by AWS along with them: " + strings.Join(implicit, ", ")
	}
	return text
}

// Exceptions is how many differences were let pass.
func (r *Report) Exceptions() int {
	count := 0
	for _, times := range r.Used {
		count += times
	}
	return count
}

// described are an object's fields that say something.
func described(o object.Object) string {
	var words []string
	for _, field := range slices.Sorted(maps.Keys(o.Fields)) {
		if o.Fields[field] != "" {
			words = append(words, field+" "+o.Fields[field])
		}
	}
	if len(words) == 0 {
		return ""
	}
	return " [" + strings.Join(words, "; ") + "]"
}

func (r *Report) sort() {
	object.Sort(r.Missing)
	object.Sort(r.Extra)
	object.Sort(r.Lost)
	slices.SortFunc(r.Differences, func(a, b Difference) int { return strings.Compare(a.String(), b.String()) })
}

// Unneeded are the exceptions that none of the reports needed.
func Unneeded(table []exceptions.Exception, reports ...*Report) []exceptions.Exception {
	var unneeded []exceptions.Exception
	for _, exception := range table {
		if !slices.ContainsFunc(reports, func(r *Report) bool { return r.Used[exception] > 0 }) {
			unneeded = append(unneeded, exception)
		}
	}
	return unneeded
}
