package plan

// Places that a firewall inspects.
const (
	PlaceEdge     = "edge"
	PlaceEastWest = "eastWest"
	PlaceEgress   = "egress"
)

// Names of firewalls. The second one is also that of the inspection VPC and its attachment.
const (
	EdgeFirewall       = "edge"
	InspectionFirewall = "inspection"
)

// PlannedFirewall is one firewall: its endpoints, one per zone, and what it is made of.
type PlannedFirewall struct {
	// edge or inspection.
	Name string `json:"name"`

	// What it inspects: edge, eastWest, egress.
	Places []string `json:"places"`

	// Name of the VPC in which its endpoints are, and the account of both.
	Vpc     string `json:"vpc"`
	Account string `json:"account,omitempty"`

	Endpoints []FirewallEndpoint `json:"endpoints"`

	// The protected side, which rules call $HOME_NET. Before the first cluster there is none behind the inspection VPC; then it is
	// that VPC itself, as it is to AWS where nothing is said.
	HomeNet []string `json:"homeNet"`

	// Exactly one is set.
	NetworkFirewall     *PlannedNetworkFirewall     `json:"networkFirewall,omitempty"`
	GatewayLoadBalancer *PlannedGatewayLoadBalancer `json:"gatewayLoadBalancer,omitempty"`
	Custom              *PlannedCustomFirewall      `json:"custom,omitempty"`
}

// FirewallEndpoint is where route tables of one zone lead.
type FirewallEndpoint struct {
	// `<firewall>.<zone>`.
	Name string `json:"name"`
	Zone string `json:"zone"`

	// Name of its subnet, of tier firewall.
	Subnet string `json:"subnet"`
}

// PlannedCustomFirewall is a flavour that the program adds.
type PlannedCustomFirewall struct {
	Flavour  string            `json:"flavour"`
	Settings map[string]string `json:"settings,omitempty"`
}

// InspectionException is a cluster that the ingress VPC reaches without east-west inspection.
type InspectionException struct {
	// As the cluster.
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// NatGateway is a NAT gateway with an address of its own.
type NatGateway struct {
	// As its subnet, `<vpc>.nat.<zone>`.
	Name   string `json:"name"`
	Zone   string `json:"zone"`
	Subnet string `json:"subnet"`
}
