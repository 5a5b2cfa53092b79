// Package outputs is what components do with outputs: they tell Pulumi their own when all their children are registered, without
// making the program wait, and have values wait for more than the resource that they are of.
package outputs
