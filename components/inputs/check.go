package inputs

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Check turns everything wrong with a component's arguments into one error, a line per problem; nil where there are
// none. The component's token and name come first, so that the reader knows which of many is meant.
func Check(token, name string, found ...plan.Problems) error {
	var all plan.Problems
	for _, problems := range found {
		all = append(all, problems...)
	}
	if len(all) == 0 {
		return nil
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Path < all[j].Path })
	return all.Of(subject(token, name))
}

// Wrap says which component an error is about.
func Wrap(token, name string, err error) error {
	var problems plan.Problems
	if errors.As(err, &problems) {
		return problems.Of(subject(token, name))
	}
	return fmt.Errorf("%s: %w", subject(token, name), err)
}

func subject(token, name string) string {
	return fmt.Sprintf("%s %q", token, name)
}

// Require is a problem where an input that a component cannot do without is missing.
func Require(path string, given bool) plan.Problems {
	if given {
		return nil
	}
	return plan.Problems{{Path: path, Message: "is required"}}
}

// RequireEach is a problem for each name under which a map of inputs holds nothing.
func RequireEach(path string, given pulumi.StringMap, names []string) plan.Problems {
	var problems plan.Problems
	seen := map[string]bool{}
	for _, name := range names {
		at := path + "." + name
		if strings.Contains(name, ".") {
			at = path + "[" + strconv.Quote(name) + "]"
		}
		if given[name] == nil && !seen[name] {
			problems = append(problems, plan.Problem{Path: at, Message: "is required: the plan uses it"})
		}
		seen[name] = true
	}
	return problems
}
