package plan

import "strings"

// VpcKind tells what a VPC is for.
type VpcKind string

// The kinds of VPC.
const (
	IngressVpc    VpcKind = "ingress"
	InspectionVpc VpcKind = "inspection"
	EksVpc        VpcKind = "eks"
)

// Tier is what the subnets of a VPC are for.
type Tier string

// The tiers. Ingress VPC: lb, firewall (no subnets until an edge firewall is declared), transit, and the route table of
// the internet gateway, edge, which has no subnets. Inspection VPC: appliance, nat, firewall, transit. EKS VPC: node, pod,
// lb, control-plane, transit.
const (
	TierLb           Tier = "lb"
	TierEdge         Tier = "edge"
	TierFirewall     Tier = "firewall"
	TierAppliance    Tier = "appliance"
	TierNat          Tier = "nat"
	TierTransit      Tier = "transit"
	TierNode         Tier = "node"
	TierPod          Tier = "pod"
	TierControlPlane Tier = "control-plane"
)

// Vpc is one VPC with its subnets and route tables.
type Vpc struct {
	Name    string  `json:"name"`
	Kind    VpcKind `json:"kind"`
	Account string  `json:"account,omitempty"`

	// ID of a VPC that exists already: neither it nor its subnets and route tables are made.
	ExistingID string `json:"existingId,omitempty"`

	Cidr string `json:"cidr"`

	// Secondary CIDRs, such as the pods'.
	SecondaryCidrs []SecondaryCidr `json:"secondaryCidrs,omitempty"`

	// Whether an internet gateway is attached.
	InternetGateway bool `json:"internetGateway"`

	// The block of each tier, in which its subnets have fixed slots, one for each of eight zones.
	Blocks      []TierBlock   `json:"blocks,omitempty"`
	Subnets     []Subnet      `json:"subnets"`
	RouteTables []RouteTable  `json:"routeTables"`
	NatGateways []NatGateway  `json:"natGateways,omitempty"`
	Endpoints   []VpcEndpoint `json:"endpoints,omitempty"`

	// Admits the VPC's own addresses to its interface endpoints; nil where there are none.
	EndpointSecurityGroup *SecurityGroup `json:"endpointSecurityGroup,omitempty"`
}

// SecondaryCidr is a further CIDR of a VPC.
type SecondaryCidr struct {
	Name string `json:"name"`
	Cidr string `json:"cidr"`
}

// TierBlock is the address range that a tier's subnets, present and future, lie in.
type TierBlock struct {
	Name string `json:"name"`
	Tier Tier   `json:"tier"`
	Cidr string `json:"cidr"`
}

// Subnet is one subnet of a tier in a zone, named `<vpc>.<tier>.<zone>`.
type Subnet struct {
	Name string `json:"name"`
	Tier Tier   `json:"tier"`
	Zone string `json:"zone"`
	Cidr string `json:"cidr"`

	// Name of the route table that the subnet is associated with: its own, of the same name, except in an existing VPC.
	RouteTable string `json:"routeTable,omitempty"`

	// ID of a subnet that exists already.
	ExistingID string `json:"existingId,omitempty"`

	// Explicit CIDR reservation of the static load-balancer addresses, in lb subnets of EKS VPCs.
	Reservation string `json:"reservation,omitempty"`
}

// RouteTable is the route table of one tier in one zone, or of the internet gateway: tier edge, no zone.
type RouteTable struct {
	Name string `json:"name"`
	Tier Tier   `json:"tier"`
	Zone string `json:"zone"`

	// ID of a route table that exists already.
	ExistingID string  `json:"existingId,omitempty"`
	Routes     []Route `json:"routes"`
}

// Route is a route of a VPC route table, beside the local one that AWS makes.
type Route struct {
	// `<route table>.<what the destination is>`, such as ingress.lb.use1-az1.payments.
	Name        string  `json:"name"`
	Destination string  `json:"destination"`
	NextHop     NextHop `json:"nextHop"`
}

// NextHop is where a route leads, before any ID is known.
type NextHop string

// The next hops that a VPC has one of.
const (
	ToInternetGateway NextHop = "internet-gateway"
	ToTransitGateway  NextHop = "transit-gateway"
)

// Beginnings of the next hops that a VPC has in each zone; the zone ID follows.
const (
	firewallHop = "firewall."
	natHop      = "nat."
)

// ToFirewall is the endpoint of the VPC's firewall in a zone.
func ToFirewall(zoneID string) NextHop { return NextHop(firewallHop + zoneID) }

// ToNatGateway is the VPC's NAT gateway in a zone.
func ToNatGateway(zoneID string) NextHop { return NextHop(natHop + zoneID) }

// IsFirewall says whether a next hop is a firewall's endpoint.
func (h NextHop) IsFirewall() bool { return strings.HasPrefix(string(h), firewallHop) }

// IsNatGateway says whether a next hop is a NAT gateway.
func (h NextHop) IsNatGateway() bool { return strings.HasPrefix(string(h), natHop) }

// VpcEndpoint is a VPC endpoint.
type VpcEndpoint struct {
	// `<vpc>.<service>`.
	Name string `json:"name"`

	// Full service name, such as com.amazonaws.us-east-1.ecr.api.
	Service string `json:"service"`

	// Interface or Gateway.
	Type string `json:"type"`

	// Interface endpoints: names of the subnets that hold its interfaces.
	Subnets []string `json:"subnets,omitempty"`

	// Gateway endpoints: names of the route tables that lead to it.
	RouteTables []string `json:"routeTables,omitempty"`
}
