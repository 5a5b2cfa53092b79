package localcloud

import "fmt"

// Refusal is an answer of AWS that says no.
type Refusal struct {
	Code    string // AWS's own error code
	Message string
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("api error %s: %s", r.Code, r.Message)
}

func refuse(code, format string, args ...any) error {
	return &Refusal{Code: code, Message: fmt.Sprintf(format, args...)}
}

// problem is what a plan-time validation finds wrong with an input.
type problem struct {
	property string
	err      error
}
