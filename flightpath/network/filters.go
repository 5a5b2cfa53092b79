package network

import "net/netip"

// NetworkACL is stateless: it is asked for each direction, in the order of numbers, and the first entry that matches decides.
// What no entry matches is denied.
type NetworkACL struct {
	Object
	VPC     string
	Entries []ACLEntry
}

// ACLEntry is a numbered entry. AWS's own last ones (`*`) are 32767 and, for IPv6, 32768.
type ACLEntry struct {
	Number int
	Egress bool
	Allow  bool
	Match  Match

	// CIDR of the other side.
	CIDR netip.Prefix
}

// SecurityGroup is stateful: what it lets in may answer, and the other way around.
type SecurityGroup struct {
	Object
	VPC   string
	Rules []Rule
}

// Rule allows something. Its peer is one of a prefix, a prefix list or a security group.
type Rule struct {
	// ID of the rule (sgr-…); empty where the source does not tell.
	ID     string
	Egress bool
	Match  Match

	CIDR       netip.Prefix
	PrefixList string
	Group      string
}

// Match is a protocol with its ports.
type Match struct {
	// Protocol is IANA's number; -1 matches all, and then ports do not count.
	Protocol int

	// From and To are the destination ports of TCP and UDP. For ICMP, From is the type and To is the code; -1 matches all.
	From, To int
}

// Protocols by IANA's numbers.
const (
	AnyProtocol = -1
	ICMP        = 1
	TCP         = 6
	UDP         = 17
	ICMPv6      = 58
)
