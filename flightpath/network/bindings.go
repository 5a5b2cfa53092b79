package network

// Binding is a TargetGroupBinding of the AWS Load Balancer Controller: the pods of a Kubernetes Service as the targets of a target group.
// Its pods are among the group's targets, declared; where they will be is not known of a binding with a Doubt.
type Binding struct {
	Object

	// TargetGroup is the group's ID; empty where the source does not tell which it is.
	TargetGroup string

	// Service as namespace/name; empty where the source does not tell.
	Service string

	// Cluster is the ID of the EKS cluster; empty where the source does not hold it.
	Cluster string

	// VPC that its pods are in: its cluster's. Empty where the source does not tell.
	VPC string

	// Subnets that its pods may have addresses of.
	Subnets []string

	// Doubt is why the source does not tell which targets the binding gives its target group; empty where it does.
	Doubt string

	// Unplaced says that the doubt is where the pods are, and nothing else.
	Unplaced bool
}
