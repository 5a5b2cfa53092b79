// Package prerequisite says what the end-to-end runs need and do not find. That is no failure of what they test, and no
// success either: their command then exits with a status of its own.
package prerequisite

import "strings"

// ExitCode is the exit status of a run that did not take place: that of a skipped test in automake, TAP and Meson.
const ExitCode = 77

// Missing is an error: something has to be installed first.
type Missing struct {
	// What is missing.
	What string

	// Why it was not found or could not be installed, a line each.
	Why []string

	// How to get it, one way a line.
	How []string
}

func (m *Missing) Error() string {
	lines := []string{m.What + " is missing"}
	for _, why := range m.Why {
		lines = append(lines, "  "+why)
	}
	lines = append(lines, "How to get it, any of:")
	for _, how := range m.How {
		lines = append(lines, "  - "+how)
	}
	return strings.Join(lines, "\n")
}
