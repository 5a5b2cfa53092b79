// Package outputs is what every component does when all its children are registered: it tells Pulumi its outputs, without
// making the program wait.
package outputs
