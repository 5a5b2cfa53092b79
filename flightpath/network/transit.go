package network

import "net/netip"

// TransitGateway is a transit gateway as one account sees it: only its owner sees route tables.
type TransitGateway struct {
	Object

	// SecurityGroupReferences says whether rules may name groups of other VPCs behind it.
	SecurityGroupReferences bool
}

// Attachment joins something with a transit gateway. A peering attachment has one ID under two gateways, so the pair of
// gateway and ID is its identity.
type Attachment struct {
	Object
	Gateway string
	Kind    AttachmentKind

	// Resource is the VPC, or what else is attached.
	Resource      string
	ResourceOwner string // account
	Subnets       []string

	ApplianceMode           bool
	SecurityGroupReferences bool
	Available               bool

	// IPv4Only attachments have no IPv6 support: they propagate no IPv6. It filters nothing.
	IPv4Only bool

	// RouteTable is the associated one, empty where there is none; Known is false where the source does not tell.
	RouteTable      string
	RouteTableKnown bool

	// Peer is the gateway at the other end of a peering attachment.
	Peer string
}

// AttachmentKind is a kind of attachment.
type AttachmentKind string

// Kinds of attachments.
const (
	VPCAttachment     AttachmentKind = "vpc"
	PeeringAttachment AttachmentKind = "peering"
	OtherAttachment   AttachmentKind = "other" // VPN, Direct Connect, Connect: unproven
)

// TransitRouteTable is a route table of a transit gateway.
type TransitRouteTable struct {
	Object
	Gateway string
	Routes  []TransitRoute

	// Propagations are attachments whose routes it learns. What they propagate stands in Routes where the source tells;
	// for a VPC it follows from its CIDRs.
	Propagations []string

	// PropagatedKnown says that Routes holds all that is propagated. Where it does not, what other attachments than those of
	// VPCs propagate is not known.
	PropagatedKnown bool

	// RoutesKnown is false where the source tells of the table but not of its routes.
	RoutesKnown bool
}

// TransitRoute is a row of such a table. Longest prefix wins, then static before propagated.
type TransitRoute struct {
	Destination netip.Prefix
	PrefixList  string // where a prefix list reference made it

	// Attachments, more than one for equal-cost paths; none for a blackhole.
	Attachments []string
	Blackhole   bool
	Propagated  bool
}
