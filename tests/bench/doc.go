// Package bench measures what ingresshub costs: planning an estate, registering its resources, and (in bench/compile)
// compiling a program that imports it.
//
// Every goal is a ratio between two things that are measured in one run on one machine, so that it means the same
// anywhere. What the library does is compared with a flat loop (rawProgram) that registers the very same resources without
// it, both with maps and with the SDK's constructors: a test compares the programs request by request, so the comparison
// cannot come to be about different things.
//
// docs/performance.md holds the figures and how to get them.
package bench
