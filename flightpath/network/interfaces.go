package network

import "net/netip"

// Interface is a network interface: where packets enter and leave a subnet.
type Interface struct {
	Object
	VPC, Subnet    string
	SecurityGroups []string

	// Addresses that are private, IPv4 and IPv6, with the public one that an internet gateway translates, if any.
	Addresses []Address

	// Primary is its primary private IPv4 address, invalid where the source does not tell: target groups of instances send there.
	Primary netip.Addr

	// AddressUnknown says that it has an address which the source does not tell: any of its subnet, of both families unless
	// IPv4Only. Public says that an internet gateway translates its IPv4 addresses, whether Addresses tell the public ones or not.
	AddressUnknown, IPv4Only, Public bool

	// Closed says that it drops what internet gateways bring to its IPv6 addresses (AWS: DenyAllIgwTraffic).
	Closed bool

	// Prefixes that are delegated to the interface: every address of them is its own, as of pods on a node.
	Prefixes []netip.Prefix

	// Owner is the ID of what the interface belongs to: an instance, load balancer (its ARN), NAT gateway, VPC endpoint,
	// transit gateway attachment; empty for anything else.
	Owner string

	// Description as AWS prints it, from which the owner may be told.
	Description string

	// Status of its source/destination check: off, it may forward packets of others.
	Forwards bool
}

// Address is a private address and the public one that stands for it on the internet.
type Address struct {
	Private netip.Addr
	Public  netip.Addr // invalid where there is none
}

// Instance is a virtual machine that exists, running or stopped.
type Instance struct {
	Object
	Interfaces []string
	Running    bool
}

// Endpoint is a VPC endpoint.
type Endpoint struct {
	Object
	VPC     string
	Kind    EndpointKind
	Service string // name of the service

	Subnets, Interfaces, SecurityGroups, RouteTables []string
	Available                                        bool

	// Firewall is the AWS Network Firewall whose endpoint it is; empty for others.
	Firewall string
}

// EndpointKind is a kind of VPC endpoint.
type EndpointKind string

// Kinds of VPC endpoints.
const (
	GatewayEndpoint      EndpointKind = "gateway"
	InterfaceEndpoint    EndpointKind = "interface"
	LoadBalancerEndpoint EndpointKind = "gateway-load-balancer" // of AWS Network Firewall too
)

// EndpointService is what PrivateLink offers.
type EndpointService struct {
	Object
	Service       string // its name, as endpoints have it
	LoadBalancers []string
}

// Firewall is an AWS Network Firewall.
type Firewall struct {
	Object
	VPC string

	// Endpoints by subnet, as far as they are known.
	Endpoints []FirewallEndpoint
}

// FirewallEndpoint is a firewall's endpoint in a zone.
type FirewallEndpoint struct {
	Subnet, Zone, Endpoint string
	Ready                  bool
}
