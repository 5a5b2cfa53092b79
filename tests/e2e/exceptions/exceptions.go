// Package exceptions is the one table of what the judge lets pass although the API does not show what the plan says.
//
// An exception stands for something that the emulated API, not this project, does otherwise than AWS and that the emulator
// could not be taught. It is as narrow as one value of one field of one type, names the exact call, and is never about
// whether an object exists, where a route leads, what is associated or which targets are registered: those differences have
// no way past the judge. A run fails when an exception was not needed by any example.
package exceptions

import "github.com/ingresshub/ingresshub/tests/e2e/object"

// Exception is a difference that is let pass.
type Exception struct {
	Type  object.Type
	Field string

	// What the API shows instead of what the plan says; nothing where it shows nothing.
	Got string

	// The API call that the emulator answers otherwise than AWS.
	Call string

	// What AWS answers, and why the emulator does not.
	Reason string
}

// Covers says whether a difference is the exception's.
func (e Exception) Covers(kind object.Type, field, got string) bool {
	return e.Type == kind && e.Field == field && e.Got == got
}

// Table is the exceptions in use.
var Table = []Exception{}
