// Package cluster registers planned EKS clusters as AWS resources, on the components of pulumi-eks.
//
// A cluster is the control plane, the add-ons that nodes cannot do without, one managed node group per zone, the
// administrators, and the security group rules that let the inner load balancers reach pods. All of it is made through
// AWS's API: nothing here talks to Kubernetes, because the API of a private cluster answers only inside its network, and
// an estate must deploy from outside. Access is granted by access entries rather than by the aws-auth ConfigMap, and
// the VPC CNI is configured through its add-on rather than by editing its DaemonSet.
//
// The role that EKS works with may do more than it should: the deny of the guardrails is part of a cluster that is made here.
//
// Things are made in the order in which a private cluster starts: control plane, VPC CNI and kube-proxy, node groups, and
// CoreDNS, which is the first to need a node. They go in the reverse order.
//
// Nodes, pods and the control plane's network interfaces share the security group that EKS makes with the cluster: managed
// node groups without a launch template get it and no other, and pod subnets are told to use it. So rules for pods go into
// that group, and pulumi-eks is asked not to make groups of its own, which no managed node would carry.
//
// Source documents: EKS user guide (private clusters, security group requirements, access entries, custom networking,
// node IAM role), EKS add-on vpc-cni (configuration schema), Pulumi registry (eks.Cluster, eks.ManagedNodeGroup).
package cluster
