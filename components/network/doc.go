// Package network registers planned VPCs as AWS resources: the ingress VPC, which faces the internet; the EKS VPCs, which
// have no internet gateway and no public subnet; and the inspection VPC, in which a firewall stands between them.
//
// Everything here is named by the plan: a subnet, its route table and their association are all called
// `<vpc>.<tier>.<zone>`, so a zone that joins or leaves touches nothing else. Subnets ask for an availability-zone ID,
// never a zone name, because names differ between accounts.
//
// A VPC resolves the next hops that it owns: its internet gateway and its NAT gateways. Firewall endpoints, which stand in
// its own subnets, it asks for: a FirewallFunc is handed the firewall subnets once they lead on, and returns an endpoint for
// each zone. Routes to the transit gateway, which is made later, are registered with NewRoutes by its attachment. So VPC,
// firewall, gateway and route do not wait for each other in a circle.
//
// With a firewall, what is in the way is there before what it is to inspect: an lb subnet is handed out when its route to the
// internet and the internet gateway's routes to it lead to the firewall, and a transit subnet of the inspection VPC when every
// tier of its zone does. Where inspection comes or goes, the same routes change in place.
//
// Source documents: VPC user guide (route tables, gateway route tables, middlebox routing, NAT gateways, subnet CIDR
// reservations), EKS user guide (private clusters), Network Firewall developer guide (route tables).
package network
