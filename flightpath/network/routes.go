package network

import "net/netip"

// RouteTable is a route table of a VPC.
type RouteTable struct {
	Object
	VPC  string
	Main bool

	Routes []Route

	// Unlearned are VPN gateways whose routes it learns, where Routes does not hold them: IPv4 only, and none of them is preferred
	// to the local route.
	Unlearned []string

	// Gateways are internet or VPN gateways whose traffic into the VPC it routes (edge association).
	Gateways []string
}

// Route is a row of a route table. Its destination is a prefix or a prefix list.
type Route struct {
	Destination netip.Prefix
	PrefixList  string

	Target Target

	// Propagated by a VPN gateway; static ones win at equal length.
	Propagated bool

	// Blackhole: its target is gone.
	Blackhole bool
}

// Target is what a route sends packets to.
type Target struct {
	Kind TargetKind
	ID   string
}

// TargetKind is a kind of next hop.
type TargetKind string

// Kinds of next hops of VPC route tables.
const (
	TargetLocal           TargetKind = "local"
	TargetInternetGateway TargetKind = "internet-gateway" // egress-only ones too
	TargetNATGateway      TargetKind = "nat-gateway"
	TargetTransitGateway  TargetKind = "transit-gateway"
	TargetPeering         TargetKind = "peering"
	TargetEndpoint        TargetKind = "vpc-endpoint" // of a gateway load balancer, a firewall, or a gateway endpoint
	TargetInterface       TargetKind = "network-interface"
	TargetInstance        TargetKind = "instance"
	TargetVPNGateway      TargetKind = "vpn-gateway"
	TargetUnknown         TargetKind = "unknown" // what the source does not tell, or what is not modelled; ID says what
)
