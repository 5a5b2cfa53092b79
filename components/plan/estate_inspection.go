package plan

// Inspection says where firewalls stand in the path. What is absent is not inspected. It needs a transit gateway: firewalls
// see nothing of what VPC peering carries.
type Inspection struct {
	// IPv4 CIDR of the inspection VPC, from /16 to /22, in private space. No route outside that VPC leads to it. Default:
	// 192.168.248.0/22.
	Cidr string `json:"cidr,omitempty"`

	// In front of the ingress load balancers: everything between them and the internet, still encrypted.
	Edge *Firewall `json:"edge,omitempty"`

	// Between the ingress VPC and the EKS VPCs, in the inspection VPC.
	EastWest *EastWestInspection `json:"eastWest,omitempty"`

	// Between the EKS VPCs and the internet, which they then reach through the inspection VPC and its NAT gateways, one per
	// zone, each with an Elastic IP address. Pods with a CIDR of their own leave with their node's address, as the VPC CNI
	// does by default. Beside eastWest, the same firewall serves both: leave this one empty.
	Egress *Firewall `json:"egress,omitempty"`

	// Zone IDs that left `zones`, in which AWS Network Firewalls keep their endpoints until this is emptied: AWS takes none away
	// while routes lead to it. So a zone leaves in two updates: first it moves from zones to here, then it goes.
	FormerZones []string `json:"formerZones,omitempty"`
}

// Firewall is what inspects in one place. Exactly one member is set.
type Firewall struct {
	// AWS Network Firewall.
	NetworkFirewall *NetworkFirewall `json:"networkFirewall,omitempty"`

	// Appliances of a vendor behind a Gateway Load Balancer.
	GatewayLoadBalancer *GatewayLoadBalancer `json:"gatewayLoadBalancer,omitempty"`

	// A flavour that the program adds (docs/adding-a-firewall.md).
	Custom *CustomFirewall `json:"custom,omitempty"`
}

// EastWestInspection is what inspects between the ingress VPC and the EKS VPCs. Exactly one of the firewalls is set.
type EastWestInspection struct {
	// AWS Network Firewall.
	NetworkFirewall *NetworkFirewall `json:"networkFirewall,omitempty"`

	// Appliances of a vendor behind a Gateway Load Balancer.
	GatewayLoadBalancer *GatewayLoadBalancer `json:"gatewayLoadBalancer,omitempty"`

	// A flavour that the program adds (docs/adding-a-firewall.md).
	Custom *CustomFirewall `json:"custom,omitempty"`

	// Clusters that the ingress VPC reaches without this inspection, each with the reason. The stack exports them.
	Except map[string]string `json:"except,omitempty"`
}

// CustomFirewall is a flavour that the program adds.
type CustomFirewall struct {
	// Name under which the program adds it.
	Flavour string `json:"flavour"`

	// Zone IDs in which it has firewalls; each zone of the estate must be among them. Default: it makes one in each.
	Zones []string `json:"zones,omitempty"`

	// What the flavour needs to know.
	Settings map[string]string `json:"settings,omitempty"`
}
