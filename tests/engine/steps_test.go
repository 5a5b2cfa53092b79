package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
)

// describe is a line per step.
func describe(steps []engine.Step) string {
	lines := make([]string, 0, len(steps))
	for _, step := range steps {
		lines = append(lines, describeStep(step))
	}
	return "\n" + excerpt(lines)
}

func describeStep(step engine.Step) string {
	line := fmt.Sprintf("%s %s %s", step.Op, step.Type, urnName(step.URN))
	if diffs := differences(step); len(diffs) > 0 {
		line += " " + strings.Join(diffs, ", ")
	}
	return line
}

// changes are the steps of an update that matter to somebody. A default provider is none: the engine makes one per
// version that is asked for, and forgets it with the last resource that uses it.
func changes(result *engine.Result) []engine.Step {
	return slices.DeleteFunc(result.Changed(), func(step engine.Step) bool {
		return isDefaultProvider(step.Type, step.URN)
	})
}

func isDefaultProvider(resourceType, urn string) bool {
	return strings.HasPrefix(resourceType, "pulumi:providers:") && strings.HasPrefix(urnName(urn), "default")
}

// urnName is a resource's logical name.
func urnName(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	return parts[len(parts)-1]
}

// differences are the top-level properties that a step changes.
func differences(step engine.Step) []string {
	seen := map[string]bool{}
	for path := range step.DetailedDiff {
		seen[topLevel(path)] = true
	}
	for _, path := range step.Diffs {
		seen[topLevel(path)] = true
	}
	var properties []string
	for property := range seen {
		properties = append(properties, property)
	}
	slices.Sort(properties)
	return properties
}

func topLevel(path string) string {
	if end := strings.IndexAny(path, ".["); end > 0 {
		return path[:end]
	}
	return path
}

// inPlace are, by resource type, the properties whose change is no loss: AWS takes it without a gap.
type inPlace map[string][]string

// assertOnlyAdds checks that an update creates, changes the allowed properties in place, and does nothing else. Outputs of
// components and of the stack are no resources of anybody.
func assertOnlyAdds(t *testing.T, result *engine.Result, allowed inPlace) {
	t.Helper()
	assertSteps(t, result, engine.OpCreate, allowed)
}

// assertOnlyRemoves is assertOnlyAdds for the way back.
func assertOnlyRemoves(t *testing.T, result *engine.Result, allowed inPlace) {
	t.Helper()
	assertSteps(t, result, engine.OpDelete, allowed)
}

func assertSteps(t *testing.T, result *engine.Result, op string, allowed inPlace) {
	t.Helper()
	done := 0
	for _, step := range changes(result) {
		properties := differences(step)
		switch {
		case step.Op == engine.OpUpdate && !step.Custom():
		case step.Op == engine.OpUpdate && len(properties) > 0 && subset(properties, allowed[step.Type]):
			if op == engine.OpUpdate {
				done++
			}
		case step.Op == op && op != engine.OpUpdate:
			done++
		default:
			t.Errorf("must not happen: %s", describeStep(step))
		}
	}
	assert.Positive(t, done, "the update must %s something", op)
}

func subset(some, all []string) bool {
	return !slices.ContainsFunc(some, func(one string) bool { return !slices.Contains(all, one) })
}

// assertOnly checks that an update changes the allowed properties in place, at least one of them, and nothing else.
func assertOnly(t *testing.T, result *engine.Result, allowed inPlace) {
	t.Helper()
	assertSteps(t, result, engine.OpUpdate, allowed)
}
