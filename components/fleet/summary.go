package fleet

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// State is what became of a stack.
type State string

// The states of a stack after a run.
const (
	Done   State = "done"
	Failed State = "failed"
	NotRun State = "not run"
)

// Result is what became of one stack.
type Result struct {
	Stack string
	State State

	// Changes counts resources as the engine's summary does: create, update, replace, delete, same.
	Changes map[string]int

	// Err is why the stack failed or was not run.
	Err error

	Duration time.Duration
}

// unchanging are kinds of steps that change nothing but the state. What is read rather than made is discarded at the end.
var unchanging = []string{"same", "read", "refresh", "discard"}

// Changed is how many resources were changed, or would be.
func (r Result) Changed() int {
	count := 0
	for kind, resources := range r.Changes {
		if !slices.Contains(unchanging, kind) {
			count += resources
		}
	}
	return count
}

// String is a line about the stack.
func (r Result) String() string {
	line := fmt.Sprintf("%-24s %s", r.Stack, r.State)
	if r.Err != nil {
		return line + ": " + r.Err.Error()
	}
	return fmt.Sprintf("%s in %s: %s", line, r.Duration.Round(time.Second/10), counted(r.Changes))
}

// Summary is what became of all stacks.
type Summary struct {
	Operation Operation

	// Results are the hub's, if it was asked for, and then the clusters', by name.
	Results []Result

	// Open are the clusters that the hub grants and no stack claims yet.
	Open []string

	Duration time.Duration
}

// Changed is how many resources were changed, or would be, in all stacks.
func (s *Summary) Changed() int {
	count := 0
	for _, result := range s.Results {
		count += result.Changed()
	}
	return count
}

// Unfinished names the stacks that failed or were not run.
func (s *Summary) Unfinished() []string {
	var names []string
	for _, result := range s.Results {
		if result.State != Done {
			names = append(names, result.Stack)
		}
	}
	return names
}

// Err names every stack that is not done, with the reason.
func (s *Summary) Err() error {
	var all []error
	for _, result := range s.Results {
		if result.State != Done {
			all = append(all, fmt.Errorf("stack %s %s: %w", result.Stack, result.State, result.Err))
		}
	}
	return errors.Join(all...)
}

// String is the sum in one line, and what to do next where something is left to do.
func (s *Summary) String() string {
	states, changes := map[State]int{}, map[string]int{}
	for _, result := range s.Results {
		states[result.State]++
		for kind, count := range result.Changes {
			changes[kind] += count
		}
	}
	text := fmt.Sprintf("fleet: %s of %d stacks in %s: done=%d failed=%d not-run=%d; %s",
		s.Operation, len(s.Results), s.Duration.Round(time.Second), states[Done], states[Failed], states[NotRun], counted(changes))
	if len(s.Open) > 0 {
		text += "\ngranted, and nobody has joined: " + strings.Join(s.Open, ", ")
	}
	if left := s.Unfinished(); len(left) > 0 {
		text += fmt.Sprintf("\nto go on: %s --only %s", s.Operation, strings.Join(left, ","))
	}
	return text
}

// counted are counts of resources as text, the changes first.
func counted(changes map[string]int) string {
	kinds := []string{"create", "update", "replace", "delete"}
	for _, kind := range slices.Sorted(maps.Keys(changes)) {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	var words []string
	for _, kind := range kinds {
		if changes[kind] > 0 {
			words = append(words, fmt.Sprintf("%s %d", kind, changes[kind]))
		}
	}
	if len(words) == 0 {
		return "no resources"
	}
	return strings.Join(words, ", ")
}
