// Package binding is the TargetGroupBinding of the AWS Load Balancer Controller: the pods of a Kubernetes Service as the targets of a
// target group that somebody else has made.
//
// A binding is a resource of the cluster (New) or a manifest that can be applied as it is (Manifest). Both say every field that the
// controller never lets change. It would otherwise be filled in and differ from then on, and a change of it is a new binding, as is
// sharing the target group with other clusters. The old one goes first: a target group belongs to one binding of a cluster.
//
// The controller's webhook asks AWS about the target group when a binding is made, and deregisters the pods before one is gone. So
// target group, roles and controller are there before the binding, and go after it.
//
// A target group in another account is reached through a role there. AWS takes IP targets only from another account, and rules
// with security groups of another account are never written by the controller: such a binding admits CIDRs.
//
// Source documents: AWS Load Balancer Controller (TargetGroupBinding guide and specification), EKS Pod Identity (target IAM roles).
package binding
