package network

import "net/netip"

// LoadBalancer is an application, network or gateway load balancer.
type LoadBalancer struct {
	Object
	Kind     BalancerKind
	Internal bool
	VPC      string

	// DNSName that AWS gave it, for people who know it by that; nothing is decided by it.
	DNSName string

	Nodes          []Node
	SecurityGroups []string

	// MoreNodes says that the source does not tell all subnets that it has nodes in.
	MoreNodes bool

	// State says whether it answers at all.
	State BalancerState

	// PrivateLinkRules is `on` where its inbound rules count for what comes by PrivateLink, `off` where not, and empty where the
	// source does not tell.
	PrivateLinkRules string

	// IPv4Only says that its nodes have no IPv6 addresses; false where the source does not tell.
	IPv4Only bool

	// PrivateIPv4 says that its nodes have no public IPv4 addresses, though it faces the internet: dualstack-without-public-ipv4.
	PrivateIPv4 bool

	// Closed is `on` where its nodes drop what internet gateways bring to their IPv6 addresses (the attribute
	// ipv6.deny_all_igw_traffic), `off` where not, and empty where the source does not tell: on where it is internal, else off.
	Closed string

	// HasSecurityGroups is false for a network load balancer that was made without any: it filters nothing.
	HasSecurityGroups bool

	// CrossZone as its attribute says; always on for application load balancers unless a target group turns it off.
	CrossZone      bool
	CrossZoneKnown bool

	Listeners      []Listener
	ListenersKnown bool
}

// BalancerKind is a kind of load balancer.
type BalancerKind string

// Kinds of load balancers.
const (
	ApplicationBalancer BalancerKind = "application"
	NetworkBalancer     BalancerKind = "network"
	GatewayBalancer     BalancerKind = "gateway"
)

// BalancerState is how far AWS is with a load balancer.
type BalancerState string

// States of load balancers.
const (
	BalancerActive       BalancerState = ""
	BalancerProvisioning BalancerState = "provisioning" // not there yet, or not everywhere
	BalancerFailed       BalancerState = "failed"       // could not be set up
)

// Node is where a load balancer stands in a subnet. Addresses may be unknown: then it is any address of the subnet.
type Node struct {
	Subnet    string
	Interface string
	Addresses []Address
}

// Listener is a port of a load balancer.
type Listener struct {
	Object
	Port     int
	Protocol string // AWS's: HTTP HTTPS TCP TLS UDP TCP_UDP GENEVE QUIC TCP_QUIC

	// Forwards are the target groups of its default action and of all its rules. What only redirects or answers itself has
	// none.
	Forwards []Forward
}

// Forward is a target group to which a listener sends requests.
type Forward struct {
	// Rule is the ARN of the rule, or `default`; Condition says for people when it applies.
	Rule, Condition string
	TargetGroup     string

	// Weight among those of the same rule; 0 gets nothing.
	Weight int
}

// TargetGroup is a target group.
type TargetGroup struct {
	Object
	Kind     TargetGroupKind
	VPC      string
	Protocol string
	Port     int

	// HealthPort is the port of the health checks; 0 means the target's own.
	HealthPort     int
	HealthProtocol string

	PreservesClientIP bool

	// CrossZone overrides the load balancer's: `true`, `false`, or empty for what the load balancer says.
	CrossZone string

	Targets      []RegisteredTarget
	TargetsKnown bool
}

// TargetGroupKind says what targets are.
type TargetGroupKind string

// Kinds of targets.
const (
	IPTargets       TargetGroupKind = "ip"
	InstanceTargets TargetGroupKind = "instance"
	ALBTargets      TargetGroupKind = "alb"
	LambdaTargets   TargetGroupKind = "lambda"
)

// RegisteredTarget is a target. ID is an instance or a load balancer where it is not an address.
type RegisteredTarget struct {
	ID      string
	Address netip.Addr
	Port    int

	// Zone is the one that it was registered with, `all` for outside the VPC.
	Zone string

	// Declared targets are not registered yet: pods that a controller will register, anywhere in Subnets, behind
	// SecurityGroups.
	Declared       bool
	Subnets        []string
	SecurityGroups []string
}
