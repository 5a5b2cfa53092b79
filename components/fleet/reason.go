package fleet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

// mostReasons is how many errors of one stack a summary shows. The log has all.
const mostReasons = 5

// failure is an error of the Automation API, which holds all that Pulumi said, cut down to what Pulumi calls errors.
type failure struct {
	text string
	err  error
}

func (f *failure) Error() string { return f.text }

func (f *failure) Unwrap() error { return f.err }

// explained is an error of the Automation API as a summary shows it, with what to do where that is known.
func explained(stack string, err error) error {
	if err == nil {
		return nil
	}
	text := reason(err.Error())
	if auto.IsConcurrentUpdateError(err) {
		text = fmt.Sprintf("the stack is locked: somebody else is at work on it, or a run was killed. "+
			"In the latter case: pulumi cancel --stack %s", stack)
	}
	return &failure{text: text, err: err}
}

// reason is what Pulumi calls errors in all that it said, each with the lines that belong to it; where it calls nothing so, the first
// line.
func reason(said string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	// What comes before is progress, in which errors are cut short.
	if _, diagnostics, found := strings.Cut(said, "\nDiagnostics:\n"); found {
		said = diagnostics
	}
	var reasons []string
	within := false
	for line := range strings.Lines(said) {
		text := strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(line), "stdout: "), "stderr: ")
		begun, isError := strings.CutPrefix(text, "error: ")
		switch {
		case isError:
			within = true
			reasons = append(reasons, around.ReplaceAllString(begun, ""))
		case text == "" || heading.MatchString(text):
			within = false
		case within:
			last := &reasons[len(reasons)-1]
			*last = strings.TrimSpace(*last + "\n    " + around.ReplaceAllString(strings.TrimPrefix(text, "* "), ""))
		}
	}
	reasons = slices.DeleteFunc(reasons, func(text string) bool { return text == "" || slices.Contains(summing, text) })
	slices.Sort(reasons)
	reasons = slices.Compact(reasons)
	if more := len(reasons) - mostReasons; more > 0 {
		reasons = append(reasons[:mostReasons], fmt.Sprintf("and %d more", more))
	}
	if len(reasons) == 0 {
		return first
	}
	return strings.Join(reasons, "; ")
}

var (
	// around is what Pulumi says before a program's own error.
	around = regexp.MustCompile(`^(an unhandled error occurred: ?|program failed: ?|\d+ errors? occurred: ?)+`)

	// heading begins something else than an error: another severity, or another resource.
	heading = regexp.MustCompile(`^(warning|info|debug): |^[\w-]+:[\w-]+(/\w+)?:\w+ \(.*\):$`)
)

// summing are errors that only say that there are others.
var summing = []string{"update failed", "preview failed", "resource operation failed", "destroy failed", "refresh failed"}
