// Package inputs is what every component does with its arguments before it registers anything: it checks them all at
// once, and it gives AWS resources their tags.
//
// A component's plan is a plain value, because it decides how many resources there are and what they are called. IDs, ARNs
// and tags are inputs, keyed by the plan's names, because they may be known only after something else exists.
package inputs
