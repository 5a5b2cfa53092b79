// Package controller is the AWS Load Balancer Controller of clusters whose load balancers belong to somebody else: all that it does
// there is to register pods with target groups, as TargetGroupBindings tell it.
//
// A LoadBalancerController is the Helm release, the IAM role that its service account has, and how the account gets that role. A
// RegistrarRole is its counterpart in the account of the load balancer, where the accounts differ: the controller assumes it to
// register pods with the target groups of its own cluster, and with no others.
//
// The controller has no mode that does target group bindings alone. The feature gates turn off what can be turned off; what holds
// is the role, which allows nothing but to register and deregister targets of the given target groups.
//
// OwnLoadBalancers is the exception, and asked for by name and with a reason: the cluster then owns load balancers in another VPC.
// Its role may create, change and delete what carries the cluster's tag, in the given subnets, and nothing else.
//
// The chart's CRDs are resources of the program: Helm does not update them. They come before the release, and stay in the cluster when it
// goes, because the API server deletes every binding together with its CRD.
//
// Things go in the reverse order of their making: bindings (they depend on the controller), then the release, and then what it
// used to deregister the pods with, which are the association, the policies and the roles. Policies are replaced instead of
// changed, because Pulumi changes before it deletes: a binding that goes away in the same update as its target group would find
// its controller without the right to deregister.
//
// Source documents: AWS Load Balancer Controller (installation, configuration, TargetGroupBinding), its chart in eks-charts, pulumi-kubernetes (yaml/v2, server-side apply), EKS
// user guide (Pod Identity roles, target IAM roles, IAM roles for service accounts, registries of add-on images), IAM quotas;
// for load balancers of a cluster's own the controller's published policy (docs/install/iam_policy.json), Elastic Load Balancing user
// guide (condition keys) and VPC user guide (policies for security groups).
package controller
