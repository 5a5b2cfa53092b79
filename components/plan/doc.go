// Package plan turns a declared estate into plain data: subnets and static addresses in fixed slots, route tables,
// routes with symbolic next hops, transit route tables, firewalls with their endpoints and rules, load balancers with their
// listeners, rules and target groups.
// Or into a list of all problems, each naming the field.
//
// The story has three steps. Decode reads an Estate from JSON and refuses what it does not know. Build resolves what was
// declared (zones, prefixes, references, defaults), notes every Problem on the way, and lays the network out. The
// components register the resulting Plan as resources, after asking its Validate methods, which know nothing of how the
// plan was built.
//
// Everything here is a pure function of the estate: no Pulumi, no AWS, no clock, no randomness. The same estate gives
// the same bytes, and appending a zone, a cluster or a service changes nothing that exists (docs/adr/0001-addressing.md,
// docs/adr/0002-identity-of-names.md).
package plan
