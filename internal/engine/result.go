package engine

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Operations of the engine on a resource, as in [Step].Op. A replacement is several steps: create-replacement, replace
// and delete-replaced.
const (
	OpSame              = "same"
	OpCreate            = "create"
	OpUpdate            = "update"
	OpDelete            = "delete"
	OpReplace           = "replace"
	OpCreateReplacement = "create-replacement"
	OpDeleteReplaced    = "delete-replaced"
	OpRead              = "read"
	OpRefresh           = "refresh"
)

// Result is what an operation did.
type Result struct {
	// Changes counts resources by what the engine's summary says of them: same, create, update, replace, delete. It is
	// empty when the operation ended before the engine summed up.
	Changes map[string]int

	// Steps in the order in which the engine started them.
	Steps []Step

	// Diagnostics are the messages that stay, in order.
	Diagnostics []Diagnostic

	// Output is what the Pulumi command printed.
	Output string

	Duration time.Duration
}

// record adds what an event says.
func (r *Result) record(event Event) {
	switch {
	case event.Started != nil:
		r.Steps = append(r.Steps, event.Started.Step)
	case event.Finished != nil:
		step := event.Finished.Step
		step.Finished = true
		r.end(step)
	case event.Failed != nil:
		step := event.Failed.Step
		step.Failed = true
		r.end(step)
	case event.Diagnostic != nil && !event.Diagnostic.Ephemeral:
		r.Diagnostics = append(r.Diagnostics, *event.Diagnostic)
	case event.Summary != nil:
		r.Changes = event.Summary.Changes
	}
}

// end replaces the step that was started by what the engine says of it at its end, which may be more: the ID, the
// outputs, and for a refresh what it turned out to be. Components end twice, the second time with their outputs.
func (r *Result) end(step Step) {
	for i := len(r.Steps) - 1; i >= 0; i-- {
		earlier := r.Steps[i]
		if earlier.URN != step.URN || earlier.Op != step.Op && earlier.Op != OpRefresh {
			continue
		}
		if open := !earlier.Finished && !earlier.Failed; open || !step.Custom() {
			r.Steps[i] = step
			return
		}
	}
	r.Steps = append(r.Steps, step)
}

// Changed lists the steps that were more than a look: everything but same, read and a refresh that found nothing. Providers
// that the engine makes by itself are its own affair, and no change of what the program declares.
func (r *Result) Changed() []Step {
	var changed []Step
	for _, step := range r.Steps {
		if step.Op != OpSame && step.Op != OpRead && step.Op != OpRefresh && !step.DefaultProvider() {
			changed = append(changed, step)
		}
	}
	return changed
}

// ChangeCount is the number of resources that [Result.Changed] has steps of; a replacement is several steps on one.
func (r *Result) ChangeCount() int {
	urns := map[string]bool{}
	for _, step := range r.Changed() {
		urns[step.URN] = true
	}
	return len(urns)
}

// Summary is the changes in words: 3 create, 2 same.
func (r *Result) Summary() string {
	var parts []string
	for _, op := range slices.Sorted(maps.Keys(r.Changes)) {
		parts = append(parts, fmt.Sprintf("%d %s", r.Changes[op], op))
	}
	return cmp.Or(strings.Join(parts, ", "), "nothing")
}

// Of lists the steps on the resources of one type.
func (r *Result) Of(resourceType string) []Step {
	var steps []Step
	for _, step := range r.Steps {
		if step.Type == resourceType {
			steps = append(steps, step)
		}
	}
	return steps
}

// Messages lists the diagnostics of one severity: error, warning, info or info#err.
func (r *Result) Messages(severity string) []string {
	var messages []string
	for _, diagnostic := range r.Diagnostics {
		if diagnostic.Severity == severity {
			messages = append(messages, strings.TrimSpace(plain(diagnostic.Message)))
		}
	}
	return messages
}

// plain removes the colour marks that the engine leaves in messages, such as <{%reset%}>.
func plain(message string) string {
	for {
		before, rest, found := strings.Cut(message, "<{%")
		if !found {
			return message
		}
		_, after, closed := strings.Cut(rest, "%}>")
		if !closed {
			return message
		}
		message = before + after
	}
}

// OperationError says why an operation failed.
type OperationError struct {
	// Operation is the Pulumi command: up, preview, refresh, destroy, …
	Operation string

	// ExitCode of the command; negative when a signal ended it.
	ExitCode int

	// Errors that the engine reported, else the end of what the command printed.
	Errors []string
}

func (e *OperationError) Error() string {
	return fmt.Sprintf("pulumi %s failed (exit code %d):\n%s", e.Operation, e.ExitCode, strings.Join(e.Errors, "\n"))
}

// newOperationError takes the reasons from where they are clearest.
func newOperationError(operation string, exitCode int, result *Result) *OperationError {
	reasons := result.Messages("error")
	if len(reasons) == 0 {
		output := strings.Split(strings.TrimSpace(result.Output), "\n")
		reasons = output[max(0, len(output)-20):]
	}
	return &OperationError{Operation: operation, ExitCode: exitCode, Errors: slices.Compact(withoutEchoes(reasons))}
}

// echo is what requests say that were under way when the engine hung up because of an error elsewhere.
const echo = "grpc: the client connection is closing"

// withoutEchoes leaves out what only follows from other errors, unless there is nothing else.
func withoutEchoes(messages []string) []string {
	var causes []string
	for _, message := range messages {
		if !strings.Contains(message, echo) {
			causes = append(causes, message)
			continue
		}
		lines, says := []string{}, false
		for _, line := range strings.Split(message, "\n") {
			if strings.Contains(line, echo) {
				continue
			}
			lines = append(lines, line)
			text := strings.TrimSpace(line)
			says = says || text != "" && !strings.HasSuffix(text, ":") // more than a heading
		}
		if says {
			causes = append(causes, strings.TrimSpace(strings.Join(lines, "\n")))
		}
	}
	if len(causes) == 0 {
		return messages
	}
	return causes
}
