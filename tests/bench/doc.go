// Package bench measures what ingresshub costs: planning an estate, registering its resources, and (in bench/compile)
// compiling a program that imports it.
//
// Every goal is a ratio between two things that are measured in one run on one machine, so that it means the same
// anywhere. What the library does is compared with a loop (rawProgram) that registers the very same resources without it:
// a test compares the two programs request by request, so the comparison cannot come to be about different things.
//
// docs/performance.md holds the figures and how to get them.
package bench
