package run

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ingresshub/ingresshub/tests/e2e/compare"
	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
)

// Report is what came of a scenario.
type Report struct {
	Name string

	// Resources that the first update made through the real AWS provider.
	Resources int

	// Objects of the API that were compared with the plan, over all states; those that were missing, and those that nobody
	// had planned.
	Objects, Missing, Extra int

	// Questions that flightpath was asked about what was declared and about what was deployed.
	Questions int

	// Verdicts are the comparisons by themselves, one per state.
	Verdicts []*compare.Report

	// Faults are everything that is not as it must be, a line each, with what is missing and extra among them.
	Faults []string

	Duration time.Duration
}

// String is the report in a line.
func (r *Report) String() string {
	line := fmt.Sprintf("%s: resources=%d objects=%d missing=%d extra=%d exceptions=%d questions=%d seconds=%.0f",
		r.Name, r.Resources, r.Objects, r.Missing, r.Extra, len(Exceptions(r)), r.Questions, r.Duration.Seconds())
	if len(r.Faults) > 0 {
		line += fmt.Sprintf(" FAILED: faults=%d", len(r.Faults))
	}
	return line
}

// fault notes something that is not as it must be, once.
func (r *Report) fault(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(r.Faults, text) {
		r.Faults = append(r.Faults, text)
	}
}

// add takes over what a comparison found.
func (r *Report) add(state string, verdict *compare.Report) {
	r.Verdicts = append(r.Verdicts, verdict)
	r.Objects += verdict.Compared
	r.Missing += len(verdict.Missing)
	r.Extra += len(verdict.Extra) + len(verdict.Lost)
	if !verdict.OK() {
		r.fault("%s: %s", state, strings.TrimSpace(verdict.String()))
	}
}

// Exceptions are those that reports made use of, each once.
func Exceptions(reports ...*Report) map[exceptions.Exception]bool {
	used := map[exceptions.Exception]bool{}
	for _, verdict := range verdicts(reports) {
		for exception := range verdict.Used {
			used[exception] = true
		}
	}
	return used
}

// Unneeded are the exceptions that no report made use of. After all scenarios, they have to go.
func Unneeded(table []exceptions.Exception, reports ...*Report) []exceptions.Exception {
	return compare.Unneeded(table, verdicts(reports)...)
}

func verdicts(reports []*Report) []*compare.Report {
	var all []*compare.Report
	for _, report := range reports {
		all = append(all, report.Verdicts...)
	}
	return all
}

func seconds(d time.Duration) string { return d.Round(time.Second / 10).String() }
