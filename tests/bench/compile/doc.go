// Package compile measures what the library adds to the compiler's work: a program that imports it against one that imports
// the same packages of Pulumi's SDKs and nothing else, each in a module of its own, as a user's would be.
//
// A cold compile takes minutes, so the benchmark runs only when it is asked for.
package compile
