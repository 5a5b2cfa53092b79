// Package localcloud is a simulation of AWS, Amazon EKS and Kubernetes that
// lives in memory and speaks Pulumi's resource provider protocol. It stands in
// for the released providers `aws`, `eks` and `kubernetes` when the demo and
// the engine tests run a program on the real Pulumi engine: the engine attaches
// to it through PULUMI_DEBUG_PROVIDERS, and the program under test cannot tell.
// Nothing here ever reaches AWS.
//
// The story, from the outside in:
//
//   - [New] makes a [Cloud], which may keep its objects in a journal on disk,
//     so that a killed process loses nothing. [Cloud.Serve] listens on the
//     loopback interface, one gRPC server per package.
//   - Each provider instance of a program has a connection of its own. The
//     account and Region are bound to it at Configure, and every look-up stays
//     inside them, as in AWS.
//   - What a resource type is stands in a table (type kind): the inputs that
//     force replacement, defaults, references to other objects, and what AWS
//     computes and refuses. One file per service family holds its kinds. The
//     exact names and shapes of properties come from schema_aws.json, which
//     schemagen reads from the pinned SDK's source.
//   - A type, an input or a function that the tables do not know is an error
//     that names it.
//   - [Cloud.Inject] makes an operation fail, stall or lose its answer;
//     [Cloud.Operations] tells what happened in which order, and
//     [Cloud.Objects] what exists.
//
// Identifiers are derived from the account, the Region and the logical name of
// a resource, so the same program always gets the same ones.
package localcloud

//go:generate go run ./schemagen
