// Package loadbalancer registers the two layers of the ELB sandwich.
//
// An IngressLoadBalancer faces the internet in the ingress VPC. Behind it, in each EKS VPC, a StaticNlb has one private
// address per zone that is known before anything exists: the hub registers those addresses as targets without waiting for
// a cluster, and a cluster's controller registers its pods without knowing the hub. An IpTargetGroup is either of the two
// kinds of target group between them.
//
// Where services are told apart by host name and path inside the EKS VPC, an InnerAlb stands behind the StaticNlb: clients
// see the static addresses, and the pods are the ALB's targets.
//
// Certificates exist already, or are issued by ACM and validated in a Route 53 hosted zone.
//
// Source documents: Elastic Load Balancing user guides (ALB listener rules, NLB attributes, target groups by IP address, ALBs as
// targets of NLBs), ACM user guide (DNS validation).
package loadbalancer
