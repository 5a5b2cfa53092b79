package plan

// Estate is what a platform team declares: zones, the ingress VPC with its internet-facing load balancers, how VPCs are
// joined, the EKS clusters behind it and the services they offer. Maps are keyed by name and their order means nothing.
//
// Names (of the estate, load balancers, certificates, clusters, node groups, services, accounts) are lower-case words
// joined by single hyphens: `payments`, `blue-1`.
type Estate struct {
	// Prefix of the names that AWS shows, such as load balancer names. Change it only before the first deployment.
	// Default: ingresshub.
	Name string `json:"name,omitempty"`

	// AWS Region, such as us-east-1. Default: the Region of the zones.
	Region string `json:"region,omitempty"`

	// Deletion protection. Load balancers get AWS's deletion protection and Pulumi's `protect`, but for those in
	// allowReplace; EKS clusters and a new transit gateway get Pulumi's `protect` alone (EKS has a deletion protection of
	// its own, which pulumi-eks cannot set yet). Everything else is kept by a marker, the Protection component, which
	// `pulumi destroy` would have to delete first and refuses to. Services and node groups may still come and go; load
	// balancers and clusters leave the estate only after an update with false. To destroy the estate: set it to false,
	// update, and only then destroy. Default: true.
	Protection *bool `json:"protection,omitempty"`

	// Availability-zone IDs (use1-az1), never zone names (us-east-1a): names differ between accounts. A zone's addresses
	// come from the number in its ID, so zones may be added or removed in any order.
	Zones []string `json:"zones"`

	// AWS accounts by name. Without any, everything lives in the account of the credentials in use.
	Accounts map[string]Account `json:"accounts,omitempty"`

	// The ingress VPC and its internet-facing load balancers.
	Ingress Ingress `json:"ingress"`

	// How the VPCs are joined.
	Transit Transit `json:"transit"`

	// Where firewalls stand in the path. Default: nowhere.
	Inspection *Inspection `json:"inspection,omitempty"`

	// EKS clusters by name, each with a VPC of its own that has no internet gateway.
	Clusters map[string]Cluster `json:"clusters,omitempty"`

	// Services by name: what an ingress load balancer offers and which cluster answers.
	Services map[string]Service `json:"services,omitempty"`

	// Asks AWS's Reachability Analyzer, once the update has made everything else, what flightpath answers of the estate: one
	// analysis for each service and zone, two behind a firewall, and one for each two clusters in each direction. AWS takes 0.10
	// USD and some minutes for each. An analysis tells of the moment that it was made: any other text, such as the date, asks
	// everything again. Default: nothing is asked.
	ReachabilityAnalysis string `json:"reachabilityAnalysis,omitempty"`

	// AWS quotas that were raised for the accounts of this estate.
	Quotas Quotas `json:"quotas,omitzero"`

	// Load balancers that may be replaced in the next update: ingress ones by name, inner ones by plan name, such as
	// payments.inner-1. Replacing one takes the services behind it down for some minutes, and an ingress one comes back
	// under another DNS name; remove the entry afterwards.
	AllowReplace []string `json:"allowReplace,omitempty"`

	// Tags for every AWS resource that can carry them.
	Tags map[string]string `json:"tags,omitempty"`
}

// Account is an AWS account and the role through which it is managed.
type Account struct {
	// Account ID: twelve digits, quoted in YAML.
	ID string `json:"id"`

	// ARN of the role to assume in that account. Default: the credentials in use, which must belong to the account.
	RoleArn string `json:"roleArn,omitempty"`
}

// Quotas are AWS quotas as raised for this estate's accounts. Each defaults to what AWS grants a new account; quotas
// that AWS does not raise are not here.
type Quotas struct {
	// Rules per ALB, without default rules. Default: 100.
	RulesPerAlb int `json:"rulesPerAlb,omitempty"`

	// Certificates per ALB, without the default one. Default: 25.
	CertificatesPerAlb int `json:"certificatesPerAlb,omitempty"`

	// Certificates per NLB, without the default one. Default: 25.
	CertificatesPerNlb int `json:"certificatesPerNlb,omitempty"`

	// Targets per ALB. Default: 1000.
	TargetsPerAlb int `json:"targetsPerAlb,omitempty"`

	// Targets per NLB, counted per zone. Default: 500.
	TargetsPerNlb int `json:"targetsPerNlb,omitempty"`

	// Target groups per Region. Default: 3000.
	TargetGroups int `json:"targetGroups,omitempty"`

	// ALBs per Region. Default: 50.
	Albs int `json:"albs,omitempty"`

	// NLBs per Region. Default: 50.
	Nlbs int `json:"nlbs,omitempty"`

	// Inbound or outbound rules per security group. Default: 60.
	RulesPerSecurityGroup int `json:"rulesPerSecurityGroup,omitempty"`

	// Routes per VPC route table, 1000 at the most. Default: 50.
	RoutesPerRouteTable int `json:"routesPerRouteTable,omitempty"`

	// Interface VPC endpoints per VPC. Default: 50.
	InterfaceEndpointsPerVpc int `json:"interfaceEndpointsPerVpc,omitempty"`

	// Elastic IP addresses per Region. Default: 5.
	ElasticIps int `json:"elasticIps,omitempty"`
}
