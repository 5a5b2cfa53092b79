// Package cluster prints a planned EKS cluster with pulumi-eks: private nodes in one managed node group per zone, a private
// endpoint, access through access entries, and, where a pod CIDR is planned, pods in subnets of their own.
//
// Nothing here talks to the Kubernetes API, so a cluster is made from anywhere, whoever its endpoint answers. What must be
// in place before a node starts is: the VPC endpoints (the node subnets' IDs wait for them), the VPC CNI add-on with its
// ENIConfigs, and the node role's policies.
//
// For a cluster that exists already, only the rules that let the inner load balancers reach its pods are made.
//
// Source documents: EKS user guide (private clusters, access entries, custom networking), pulumi-eks v3.9.1.
package cluster
