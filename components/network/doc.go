// Package network registers planned VPCs as AWS resources: the ingress VPC, which faces the internet, and the EKS VPCs, which
// have no internet gateway and no public subnet.
//
// Everything here is named by the plan: a subnet, its route table and their association are all called
// `<vpc>.<tier>.<zone>`, so a zone that joins or leaves touches nothing else. Subnets ask for an availability-zone ID,
// never a zone name, because names differ between accounts.
//
// A VPC resolves the next hops that it owns, such as its internet gateway. Routes that lead to something made later (the
// transit gateway, in time firewall endpoints) are registered with NewRoutes by whoever makes that: this keeps VPC, gateway
// and route from waiting for each other in a circle.
//
// Source documents: VPC user guide (route tables, subnet CIDR reservations), EKS user guide (private clusters).
package network
