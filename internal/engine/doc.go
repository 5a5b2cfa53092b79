// Package engine runs Pulumi programs on the real Pulumi engine, without an account, a backend or an installed plugin.
//
// The engine is the `pulumi` command, found on PATH or built from the module that tests/go.mod pins ([CLI]). A [Stack] is
// one stack in a local file backend of its own, in a temporary folder. Each operation on it starts one `pulumi` process
// and, beside it, a small gRPC server in this process that plays two parts:
//
//   - the language host for Go, attached with PULUMI_DEBUG_LANGUAGES: it compiles a program's folder and executes it
//     exactly as Pulumi's own host would, or calls a function in this process (package inline);
//   - the receiver of the engine's events, from which the [Result] of the operation is read.
//
// Resource providers are attached with PULUMI_DEBUG_PROVIDERS, which is how the embedded local cloud comes in. Nothing
// here depends on Pulumi's SDK for programs, so commands that use this package compile and start quickly.
package engine
