package plan

// TransitPlan is the transit gateway: its route tables and one attachment per VPC.
type TransitPlan struct {
	Name          string              `json:"name"`
	ExistingID    string              `json:"existingId,omitempty"`
	AmazonSideAsn int64               `json:"amazonSideAsn,omitempty"`
	Account       string              `json:"account,omitempty"`
	Attachments   []TransitAttachment `json:"attachments"`
	RouteTables   []TransitRouteTable `json:"routeTables"`

	// Nil where every attachment lies in the gateway's account.
	Share *TransitShare `json:"share,omitempty"`
}

// TransitShare lets other accounts attach VPCs to the transit gateway, through AWS Resource Access Manager.
type TransitShare struct {
	Name    string `json:"name"`
	AwsName string `json:"awsName"`

	// ID of the gateway's account.
	Owner string `json:"owner"`

	// Whether it stays inside the gateway's Organization, where nobody has to accept it.
	Organization bool `json:"organization"`

	// Accounts that it is shared with, by name.
	Principals []TransitPrincipal `json:"principals"`
}

// TransitPrincipal is an account that a transit gateway is shared with.
type TransitPrincipal struct {
	// As the account.
	Name string `json:"name"`
	ID   string `json:"id"`
}

// TransitAttachment joins one VPC, through its transit subnets.
type TransitAttachment struct {
	// As the VPC.
	Name    string   `json:"name"`
	Vpc     string   `json:"vpc"`
	Account string   `json:"account,omitempty"`
	Subnets []string `json:"subnets"`

	// Name of the one transit route table that it is associated with.
	RouteTable string `json:"routeTable"`

	// Whether both directions of a flow stay in one zone, as a stateful appliance in the VPC needs.
	ApplianceMode bool `json:"applianceMode"`

	// Whether the gateway's account has to accept it: it is made in another one.
	Accept bool `json:"accept,omitempty"`
}

// TransitRouteTable is a route table of the transit gateway. It has static routes only.
type TransitRouteTable struct {
	// ingress, spoke, inspection or exempt.
	Name   string         `json:"name"`
	Routes []TransitRoute `json:"routes"`
}

// TransitRoute is a static route of the transit gateway: to an attachment, or a blackhole.
type TransitRoute struct {
	// `<route table>.<what the destination is>`.
	Name        string `json:"name"`
	Destination string `json:"destination"`

	// Name of the VPC that the route belongs to: whose addresses the destination is, and for 0.0.0.0/0 the inspection VPC.
	// Its attachment registers the route, wherever the route leads. Empty for blackholes.
	Vpc string `json:"vpc,omitempty"`

	// Name of the attachment that the route leads to.
	Attachment string `json:"attachment,omitempty"`
	Blackhole  bool   `json:"blackhole,omitempty"`
}
