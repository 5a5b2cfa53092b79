// Package estate wires the components into whole stacks: the Hub (ingress VPC, transit gateway, internet-facing load
// balancers), one Workload per cluster (EKS VPC, attachment, cluster, inner load balancers), and the Estate of both. It
// decides nothing: what there is and how it leads where, the plan says.
//
// Hub and Workload know of each other only what the plan tells both. The addresses behind the hub's target groups are
// planned, so the hub is made without waiting for any workload; and a workload needs of the hub the transit gateway's IDs.
//
// Each component lives in one account and gets the AWS provider of that account (ADR 0003).
//
// Program is all of it as a Pulumi program: the estate in the stack's config, and what people need next as its outputs.
package estate
