package network

// Publisher is something of AWS that takes requests from elsewhere and sends them into a VPC by a way of its own, which no route table,
// internet gateway or peering shows: an accelerator, a VPC link, a VPC origin. What it sends where is not told.
type Publisher struct {
	// ID is that of the interface in which its way ends, or of the resource that makes it.
	Object

	// Kind is what it is, for people.
	Kind PublisherKind

	// VPC that it sends into; empty where the source does not tell.
	VPC string
}

// PublisherKind is a kind of publisher.
type PublisherKind string

// Kinds of publishers. All but VPC Lattice, which serves other VPCs, take requests from the internet.
const (
	GlobalAccelerator PublisherKind = "AWS Global Accelerator"
	APIGatewayLink    PublisherKind = "a VPC link of Amazon API Gateway"
	CloudFrontOrigin  PublisherKind = "a VPC origin of Amazon CloudFront"
	VPCLattice        PublisherKind = "Amazon VPC Lattice"
	OtherPublisher    PublisherKind = "a service of AWS"
)
