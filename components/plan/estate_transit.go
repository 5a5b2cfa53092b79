package plan

// Transit says how the VPCs are joined. Exactly one member is set.
type Transit struct {
	// A transit gateway in the account of the ingress VPC. It is shared with the accounts of the clusters, where those are
	// others.
	TransitGateway *TransitGateway `json:"transitGateway,omitempty"`
}

// TransitGateway joins the VPCs with static routes only: no default association, no propagation.
type TransitGateway struct {
	// ID of a transit gateway that exists already. Where clusters lie in other accounts, it must not accept shared attachments by
	// itself (AutoAcceptSharedAttachments), because then nothing would be left for this program to accept. Default: a new one.
	ID string `json:"id,omitempty"`

	// Private autonomous system number of a new gateway's Amazon side: 64512 to 65534 or 4200000000 to 4294967294.
	// Default: 64512.
	AmazonSideAsn int64 `json:"amazonSideAsn,omitempty"`

	// Prefixes that the ingress VPC, and the inspection VPC, route to the transit gateway instead of one route per cluster, for
	// estates with more clusters than a VPC route table holds routes. Every cluster's CIDR must lie in one of them. The
	// transit gateway's own routes stay exact either way.
	Supernets []string `json:"supernets,omitempty"`

	// Whether the accounts belong to one AWS Organization with sharing enabled in AWS Resource Access Manager: then the
	// gateway is shared inside it, and no account has to accept the share. Default: false.
	Organization bool `json:"organization,omitempty"`
}
