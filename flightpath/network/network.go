package network

import "net/netip"

// Network is everything that a source tells of one or several accounts and Regions.
type Network struct {
	VPCs               []VPC
	Subnets            []Subnet
	RouteTables        []RouteTable
	NetworkACLs        []NetworkACL
	SecurityGroups     []SecurityGroup
	Interfaces         []Interface
	Instances          []Instance
	InternetGateways   []InternetGateway
	NATGateways        []NATGateway
	Peerings           []Peering
	Endpoints          []Endpoint
	EndpointServices   []EndpointService
	PrefixLists        []PrefixList
	TransitGateways    []TransitGateway
	Attachments        []Attachment
	TransitRouteTables []TransitRouteTable
	LoadBalancers      []LoadBalancer
	TargetGroups       []TargetGroup
	Firewalls          []Firewall
	BlockPublicAccess  []BlockPublicAccess
	Publishers         []Publisher
	// NodeSubnets are where EKS clusters have their nodes, as far as the source tells.
	NodeSubnets []string
	// Nodes are nodes that are declared; no interface of the network is theirs.
	Nodes []Nodes
	// Bindings are the TargetGroupBindings of EKS clusters, as far as the source tells of what is in clusters.
	Bindings []Binding

	Gaps []Gap
}

// Object is what every object has: who it is, and where it lives.
type Object struct {
	// ID is AWS's: vpc-…, subnet-…, an ARN for load balancers and target groups. What does not exist yet has the URN that
	// Pulumi gives it.
	ID string

	// Name is the Name tag, or the name of what AWS names itself. For people; nothing is decided by it.
	Name string

	// Account and Region may be empty where the source does not tell.
	Account, Region string

	// Tags, for whoever asks for an endpoint by tag.
	Tags map[string]string
}

// Gap is something that the source does not tell, and that a packet may depend on. A walk that needs it ends in an
// unproven hop that names it.
type Gap struct {
	// Kind says what is missing, and Of the ID of what it would belong to; empty where all of a kind are missing.
	Kind GapKind
	Of   string

	// Account and Region, where it is missing in one of several.
	Account, Region string

	// Reason is for people: the file that is not there, the property that is not known before the update.
	Reason string
}

// GapKind is a kind of knowledge.
type GapKind string

// Kinds of knowledge, each by the type that would hold it.
const (
	GapVPCs                       GapKind = "vpcs"
	GapSubnets                    GapKind = "subnets"
	GapRouteTables                GapKind = "route-tables"
	GapNetworkACLs                GapKind = "network-acls"
	GapSecurityGroups             GapKind = "security-groups"
	GapInterfaces                 GapKind = "network-interfaces"
	GapInstances                  GapKind = "instances"
	GapInternetGateways           GapKind = "internet-gateways"
	GapEgressOnlyInternetGateways GapKind = "egress-only-internet-gateways"
	GapNATGateways                GapKind = "nat-gateways"
	GapPeerings                   GapKind = "peerings"
	GapEndpoints                  GapKind = "vpc-endpoints"
	GapPrefixLists                GapKind = "prefix-lists"
	GapTransitGateways            GapKind = "transit-gateways"
	GapAttachments                GapKind = "transit-gateway-attachments"
	GapTransitRouteTables         GapKind = "transit-gateway-route-tables"
	GapTransitRoutes              GapKind = "transit-gateway-routes"
	GapPropagatedRoutes           GapKind = "propagated-routes" // of a transit gateway route table, by others than VPCs
	GapLoadBalancers              GapKind = "load-balancers"
	GapListeners                  GapKind = "listeners"
	GapTargetGroups               GapKind = "target-groups"
	GapTargets                    GapKind = "targets"
	GapFirewalls                  GapKind = "firewalls"
	GapNodeGroups                 GapKind = "node-groups" // where nodes stand: no packet depends on it, but whether theirs are asked about

	// GapDetails is what adds names or repeats what other lists tell: no answer depends on it.
	GapDetails GapKind = "details"
)

// VPC is a virtual private cloud.
type VPC struct {
	Object

	// CIDRs that are associated, IPv4 and IPv6.
	CIDRs []netip.Prefix

	// PrivateCIDRs are those IPv6 blocks of them that AWS does not advertise, though others have such addresses on the internet. Unique
	// local addresses (fc00::/7) are on no internet and need not be told.
	PrivateCIDRs []netip.Prefix

	// Default security group and main route table are found there.
	Default bool
}

// Subnet is a subnet with what AWS applies to it: an explicit association, else the VPC's main table and default ACL.
// Readers resolve those; an empty ID means that the source does not tell.
type Subnet struct {
	Object
	VPC   string
	CIDRs []netip.Prefix

	// Zone is the availability zone's ID (use1-az1), or its name where the source tells no ID; ZoneName its name.
	Zone, ZoneName string

	RouteTable, NetworkACL string
}

// InternetGateway joins a VPC with the internet. Egress-only ones let out IPv6 and let in only what answers it.
type InternetGateway struct {
	Object
	VPC        string
	EgressOnly bool
}

// NATGateway translates sources.
type NATGateway struct {
	Object
	VPC, Subnet string

	// Public ones need an internet gateway; private ones translate to their private address and route on.
	Public bool

	PrivateAddresses, PublicAddresses []netip.Addr
	Available                         bool
}

// Peering joins two VPCs. It is not transitive.
type Peering struct {
	Object
	Requester, Accepter PeeringSide
	Active              bool
}

// PeeringSide is a VPC in a peering. CIDRs are what the peering carries, for a VPC that is not in the network.
type PeeringSide struct {
	VPC, Account, Region string
	CIDRs                []netip.Prefix
}

// PrefixList is a list of prefixes that routes and rules name.
type PrefixList struct {
	Object
	Prefixes []netip.Prefix

	// Known is false where the source names the list but not its entries.
	Known bool
}

// BlockPublicAccess is what a VPC block public access option or exclusion says of an account's Region, a VPC or a subnet.
type BlockPublicAccess struct {
	// Of is empty for the Region's option, else the ID of the VPC or the subnet of an exclusion.
	Of              string
	Account, Region string

	// Ingress and Egress say whether the internet is blocked that way; for an exclusion whether it is allowed.
	Ingress, Egress bool
}
