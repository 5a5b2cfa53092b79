// Package compare holds what exists against what must exist: nothing missing, nothing extra, every field as planned. It knows
// objects by their names and nothing of AWS.
package compare
