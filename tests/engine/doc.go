// Package engine holds tests that deploy whole estates: the real Pulumi engine runs the program of the repository's root,
// with the embedded local cloud attached as its providers.
//
// Each test has a stack and a cloud of its own (world). Its estate is that of tests/testdata, edited as data (declared),
// and run in this process, so that nothing is compiled per test; only the tests of the examples compile programs.
//
// What a test holds against what: the engine's steps (steps), the cloud's objects (inventory), and the plan of the same
// estate (planned).
package engine
