// Package fleet runs the stacks of a hub and of its clusters together: each operation in the right order, as many at a time as one
// says, and one that fails stops no other.
//
// A fleet is a folder of one Pulumi project (Read). Its Pulumi.<stack>.yaml files are the only list of stacks there is: the one with
// `ingresshub:estate` is the hub's, whose estate grants; each other has `ingresshub:workload` and is named after the cluster that it
// claims. So the same folder works with the `pulumi` command, stack by stack, with Fleet.Run, which drives the Automation API, and with
// the Pulumi Kubernetes Operator, for which Fleet.Operator writes the manifests.
//
// Nothing is remembered beside Pulumi's own state: to go on after a failure is to run the operation again.
package fleet
