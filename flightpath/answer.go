package flightpath

// Answer is what a question gets. As JSON it is stable.
type Answer struct {
	Verdict Verdict `json:"verdict"`

	// Reason says in a sentence why.
	Reason string `json:"reason"`

	// Forward and Return are the hops of the way that decided, there and back, through all its legs.
	Forward []Hop `json:"forward"`
	Return  []Hop `json:"return"`

	// Legs are that way's parts: a load balancer, a NAT gateway and PrivateLink end one and begin the next.
	Legs []Leg `json:"legs"`

	// Example is a packet for which the verdict holds; empty where there is none.
	Example string `json:"example,omitempty"`

	// Packets is all packets for which it holds, on the first leg.
	Packets string `json:"packets,omitempty"`

	// Change is the fewest changes known that open what is blocked, in their order, and Opens the verdict once all of them are
	// made: it was asked of a network that has them. Where there are none, NoChange says so. [Analyzer.Explain] fills all three.
	Change   []Change `json:"change,omitempty"`
	Opens    Verdict  `json:"opens,omitempty"`
	NoChange string   `json:"noChange,omitempty"`
}

// Leg is a flow between two interfaces, or an interface and the internet.
type Leg struct {
	From    string  `json:"from"`
	To      string  `json:"to"`
	Verdict Verdict `json:"verdict"`
	Reason  string  `json:"reason"`
	Forward []Hop   `json:"forward"`
	Return  []Hop   `json:"return"`

	// Firewalls are the endpoints that see it, in the order of the request.
	Firewalls []string `json:"firewalls,omitempty"`
	Example   string   `json:"example,omitempty"`
}

// Hop is something that a packet crosses, with the rule that decided there.
type Hop struct {
	Kind HopKind `json:"kind"`
	ID   string  `json:"id"`
	Rule string  `json:"rule,omitempty"`

	// Decision is empty where packets pass, else `blocked` or `unproven`.
	Decision Verdict `json:"decision,omitempty"`
}

// HopKind is a kind of hop.
type HopKind string

// Kinds of hops.
const (
	HopInternet          HopKind = "internet"
	HopInternetGateway   HopKind = "internet-gateway"
	HopEgressOnlyGateway HopKind = "egress-only-internet-gateway"
	HopBlockPublicAccess HopKind = "block-public-access"
	HopInterface         HopKind = "network-interface"
	HopSecurityGroup     HopKind = "security-group"
	HopNetworkACL        HopKind = "network-acl"
	HopSubnet            HopKind = "subnet"
	HopVPC               HopKind = "vpc"
	HopRouteTable        HopKind = "route-table"
	HopNATGateway        HopKind = "nat-gateway"
	HopFirewall          HopKind = "firewall-endpoint"
	HopEndpoint          HopKind = "vpc-endpoint"
	HopTransitGateway    HopKind = "transit-gateway"
	HopAttachment        HopKind = "transit-gateway-attachment"
	HopTransitRouteTable HopKind = "transit-gateway-route-table"
	HopPeering           HopKind = "vpc-peering"
	HopLoadBalancer      HopKind = "load-balancer"
	HopTargetGroup       HopKind = "target-group"
	HopVPNGateway        HopKind = "vpn-gateway"
	HopPublisher         HopKind = "publisher"
	HopAddress           HopKind = "address"
	HopUnknown           HopKind = "unknown"
)

// Change is something that would open a way.
type Change struct {
	Kind HopKind `json:"kind"`
	ID   string  `json:"id"`

	// Do is what to do there, for people.
	Do string `json:"do"`
}
