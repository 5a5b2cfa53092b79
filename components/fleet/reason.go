package fleet

import (
	"fmt"
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

// reason is what Pulumi calls errors in all that it said; where it calls nothing so, the first line.
func reason(said string) string {
	var reasons []string
	for line := range strings.Lines(said) {
		_, text, found := strings.Cut(strings.TrimSpace(line), "error: ")
		if text = strings.TrimSpace(text); !found || text == "" || slices.Contains(summing, text) {
			continue
		}
		if !slices.Contains(reasons, text) {
			reasons = append(reasons, text)
		}
	}
	if more := len(reasons) - mostReasons; more > 0 {
		reasons = append(reasons[:mostReasons], fmt.Sprintf("and %d more", more))
	}
	if len(reasons) == 0 {
		first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
		return first
	}
	return strings.Join(reasons, "; ")
}

// summing are errors that only say that there are others.
var summing = []string{"update failed", "preview failed", "resource operation failed", "destroy failed", "refresh failed"}
