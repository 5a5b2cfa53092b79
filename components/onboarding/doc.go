// Package onboarding is what the ingress account keeps ready for a cluster whose team works in a stack and an account of its own: a
// managed prefix list with exactly the CIDRs that the cluster was granted, and a role by which that team joins.
//
// No IAM condition limits the CIDR of a route or the host name of a listener rule, so the role may write neither. A reference to a
// prefix list is limited by the list's ARN, and what the list holds is the ingress account's to say. An attachment has no name that
// could be limited either, until it carries a tag: the role may put its own cluster's name on an attachment that carries none, and
// associate and route to those with that name. Attachments of the ingress account carry NoCluster, so that none of them is free.
//
// Wherever a route leads to the inspection VPC, it is the ingress account's: Grant registers those that belong to the cluster. AWS
// prefers them to a reference with the same CIDR, so a firewall is put between without asking the cluster's team.
//
// Source documents: Service Authorization Reference (Amazon EC2), Transit gateway guide (prefix list references), IAM user guide
// (external ID).
package onboarding
