package run

import (
	"fmt"
	"slices"
	"time"
)

// Report is what came of a scenario.
type Report struct {
	Name string

	// Resources that the first update made through the real AWS provider.
	Resources int

	// Objects of the API that were compared with the plan, over all states; those that were missing, and those that nobody
	// had planned.
	Objects, Missing, Extra int

	// Exceptions that were made use of.
	Exceptions []string

	// Faults are everything that is not as it must be, a line each, with what is missing and extra among them.
	Faults []string

	Duration time.Duration
}

// String is the report in a line.
func (r *Report) String() string {
	line := fmt.Sprintf("%s: resources=%d objects=%d missing=%d extra=%d exceptions=%d seconds=%.0f",
		r.Name, r.Resources, r.Objects, r.Missing, r.Extra, len(r.Exceptions), r.Duration.Seconds())
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

func seconds(d time.Duration) string { return d.Round(time.Second / 10).String() }
