// Package ekscomponent simulates the component provider of pulumi-eks v3.9.1 for the local cloud.
//
// pulumi-eks is written in TypeScript and runs as a plugin of its own: a program asks the engine for an
// eks:index:Cluster, the engine calls Construct on the plugin, and the plugin registers the aws resources that make
// up the cluster with the same engine. Construct in this package answers that call. It registers the children that
// the real component registers for the same inputs, with the same types, names, parents, inputs and dependencies,
// so that what an update creates, changes and replaces locally is what it would create, change and replace in AWS.
// The aws children themselves are made by whichever aws provider the engine has: here, the local cloud.
//
// Inputs and outputs are raw property values and no provider SDK is imported: the package compiles in seconds, and
// an input that an SDK has not heard of yet still reaches the child that wants it.
//
// What the real component does and this one does not stands in one table, omissions, which also drives the refusal
// of inputs that would need it. CHILDREN.md lists the types, inputs and outputs that the children use.
package ekscomponent
