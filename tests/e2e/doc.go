// Package e2e is the module of the end-to-end runs: the real AWS provider in front of an emulated AWS API. The command is
// cmd/e2e; here, the emulator's own tests are run.
package e2e
