package plan

// Plan is the network that an estate asks for, as plain data: no IDs, no inputs, only names, prefixes, addresses and
// symbolic next hops. The components register it as resources; nothing else in this repository does address arithmetic.
//
// Every list holds objects with a name, sorted by it, and names are identities: they hold declared names, tiers and zone
// IDs, never a CIDR or a position.
type Plan struct {
	Name       string            `json:"name"`
	Region     string            `json:"region"`
	Protection bool              `json:"protection"`
	Zones      []string          `json:"zones"`
	Tags       map[string]string `json:"tags,omitempty"`
	Accounts   []PlannedAccount  `json:"accounts,omitempty"`

	// The ingress VPC is called `ingress`, the inspection VPC `inspection`, each EKS VPC as its cluster.
	Vpcs []Vpc `json:"vpcs"`

	TransitGateway TransitPlan `json:"transitGateway"`

	// Firewalls by name, edge and inspection; the appliances that some of them bring; and clusters that the ingress VPC
	// reaches without inspection.
	Firewalls  []PlannedFirewall     `json:"firewalls,omitempty"`
	Fleets     []PlannedFleet        `json:"fleets,omitempty"`
	Exceptions []InspectionException `json:"exceptions,omitempty"`

	// Internet-facing load balancers of the ingress VPC.
	LoadBalancers []IngressLoadBalancer `json:"loadBalancers"`

	// Inner load balancers of the EKS VPCs, named `<cluster>.inner-<n>`.
	InnerLoadBalancers []StaticNlb `json:"innerLoadBalancers"`

	// Internal ALBs behind some of those, named `<cluster>.inner-alb`.
	InnerAlbs []InternalAlb `json:"innerAlbs,omitempty"`

	Clusters []EksCluster `json:"clusters"`

	// One per service: what binds a cluster's pods to a target group of its inner load balancer.
	Bindings []Binding `json:"bindings"`

	// As of when AWS's Reachability Analyzer is asked; empty where it is not.
	ReachabilityAnalysis string `json:"reachabilityAnalysis,omitempty"`
}

// PlannedAccount is an account in which the plan has resources.
type PlannedAccount struct {
	Name    string `json:"name"`
	ID      string `json:"id"`
	RoleArn string `json:"roleArn,omitempty"`
}
