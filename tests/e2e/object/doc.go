// Package object is the common language of the judge: what must exist (package expect says it, from the plan) and what does
// exist (package observe reads it from AWS's answers) are both lists of objects with names that people use and fields in
// words, so that package compare needs to know nothing of AWS.
//
// A reference from one object to another is the other's name, never an ID: a route whose next hop is `transit gateway
// ingresshub` can be compared with a plan that knows no IDs.
package object
