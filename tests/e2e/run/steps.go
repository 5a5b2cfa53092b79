package run

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/internal/engine"
)

// resources counts what an update made through the real AWS provider.
func (l *life) resources(up *engine.Result) int {
	count := 0
	for _, step := range up.Changed() {
		if step.Op == engine.OpCreate && strings.HasPrefix(step.Type, "aws:") {
			count++
		}
	}
	return count
}

// nothing checks that an operation found nothing to do.
func (l *life) nothing(title string, result *engine.Result) {
	for _, step := range result.Changed() {
		l.report.fault("%s finds something to do: %s", title, describe(step))
	}
}

// onlyAdds checks that an update replaced and deleted nothing.
func (l *life) onlyAdds(title string, result *engine.Result) {
	added := false
	for _, step := range result.Changed() {
		switch step.Op {
		case engine.OpCreate:
			added = true
		case engine.OpUpdate:
		default:
			l.report.fault("%s: must not happen: %s", title, describe(step))
		}
	}
	if !added {
		l.report.fault("%s: the update added nothing", title)
	}
}

// describe is a step in a line, with the properties that differ.
func describe(step engine.Step) string {
	differences := slices.Clone(step.Diffs)
	for path := range step.DetailedDiff {
		if !slices.Contains(differences, path) {
			differences = append(differences, path)
		}
	}
	slices.Sort(differences)
	line := fmt.Sprintf("%s %s %s", step.Op, step.Type, step.URN[strings.LastIndex(step.URN, "::")+2:])
	if len(differences) == 0 {
		return line
	}
	var words []string
	for _, path := range differences {
		words = append(words, path+values(step, path))
	}
	return line + ": " + strings.Join(words, "; ")
}

// values are what a top-level property was and is; nothing for a property of a property.
func values(step engine.Step, path string) string {
	if strings.ContainsAny(path, ".[") || step.Old == nil || step.New == nil {
		return ""
	}
	was, is := step.Old.Inputs[path], step.New.Inputs[path]
	if was == nil && is == nil {
		was, is = step.Old.Outputs[path], step.New.Outputs[path]
	}
	return fmt.Sprintf(" from %v to %v", was, is)
}
