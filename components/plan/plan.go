package plan

// Plan is the network that an estate asks for, as plain data: no IDs, no inputs, only names, prefixes, addresses and
// symbolic next hops. The components print it as resources; nothing else in this repository does address arithmetic.
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

	// The ingress VPC is called `ingress`, each EKS VPC as its cluster.
	Vpcs []Vpc `json:"vpcs"`

	TransitGateway TransitPlan `json:"transitGateway"`

	// Internet-facing load balancers of the ingress VPC.
	LoadBalancers []IngressLoadBalancer `json:"loadBalancers"`

	// Inner load balancers of the EKS VPCs, named `<cluster>.inner-<n>`.
	InnerLoadBalancers []StaticNlb `json:"innerLoadBalancers"`

	Clusters []EksCluster `json:"clusters"`

	// One per service: what binds a cluster's pods to a target group of its inner load balancer.
	Bindings []Binding `json:"bindings"`
}

// PlannedAccount is an account in which the plan has resources.
type PlannedAccount struct {
	Name    string `json:"name"`
	ID      string `json:"id"`
	RoleArn string `json:"roleArn,omitempty"`
}

// VpcKind tells the ingress VPC from the EKS VPCs.
type VpcKind string

// The kinds of VPC.
const (
	IngressVpc VpcKind = "ingress"
	EksVpc     VpcKind = "eks"
)

// Tier is what the subnets of a VPC are for.
type Tier string

// The tiers. Ingress VPC: lb, firewall (reserved: no subnets until a firewall is declared), transit.
// EKS VPC: node, pod, lb, control-plane, transit.
const (
	TierLb           Tier = "lb"
	TierFirewall     Tier = "firewall"
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

// RouteTable is the route table of one tier in one zone.
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

// The next hops. Firewall endpoints, NAT gateways and peerings join them with the components that make those.
const (
	ToInternetGateway NextHop = "internet-gateway"
	ToTransitGateway  NextHop = "transit-gateway"
)

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

// TransitPlan is the transit gateway: its route tables and one attachment per VPC.
type TransitPlan struct {
	Name          string              `json:"name"`
	ExistingID    string              `json:"existingId,omitempty"`
	AmazonSideAsn int64               `json:"amazonSideAsn,omitempty"`
	Account       string              `json:"account,omitempty"`
	Attachments   []TransitAttachment `json:"attachments"`
	RouteTables   []TransitRouteTable `json:"routeTables"`
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
}

// TransitRouteTable is a route table of the transit gateway. It has static routes only.
type TransitRouteTable struct {
	// ingress or spoke.
	Name   string         `json:"name"`
	Routes []TransitRoute `json:"routes"`
}

// TransitRoute is a static route of the transit gateway: to an attachment, or a blackhole.
type TransitRoute struct {
	// `<route table>.<what the destination is>`.
	Name        string `json:"name"`
	Destination string `json:"destination"`
	Attachment  string `json:"attachment,omitempty"`
	Blackhole   bool   `json:"blackhole,omitempty"`
}

// LoadBalancerType is ELB's word for the kind of load balancer.
type LoadBalancerType string

// The load balancer types.
const (
	ApplicationLoadBalancer LoadBalancerType = "application"
	NetworkLoadBalancer     LoadBalancerType = "network"
)

// IngressLoadBalancer is an internet-facing load balancer.
type IngressLoadBalancer struct {
	Name string `json:"name"`

	// What AWS calls it: at most 32 characters.
	AwsName string           `json:"awsName"`
	Type    LoadBalancerType `json:"type"`
	Vpc     string           `json:"vpc"`
	Account string           `json:"account,omitempty"`

	// Names of its subnets, one per zone.
	Subnets       []string             `json:"subnets"`
	SecurityGroup SecurityGroup        `json:"securityGroup"`
	IdleTimeout   int                  `json:"idleTimeout,omitempty"`
	Certificates  []PlannedCertificate `json:"certificates,omitempty"`
	Listeners     []Listener           `json:"listeners"`
	TargetGroups  []TargetGroup        `json:"targetGroups"`

	// Whether the estate's allowReplace names it.
	AllowReplace bool `json:"allowReplace,omitempty"`
}

// PlannedCertificate is a certificate of a load balancer; the one named default is its listeners' default.
type PlannedCertificate struct {
	// `<load balancer>.default` or `<load balancer>.<certificate>`.
	Name             string   `json:"name"`
	Default          bool     `json:"default,omitempty"`
	Arn              string   `json:"arn,omitempty"`
	DomainName       string   `json:"domainName,omitempty"`
	AlternativeNames []string `json:"alternativeNames,omitempty"`
	HostedZone       string   `json:"hostedZone,omitempty"`
}

// SecurityGroup is a security group with its rules, each a resource of its own.
type SecurityGroup struct {
	Name        string              `json:"name"`
	Description string              `json:"description"`
	Rules       []SecurityGroupRule `json:"rules"`
}

// Direction is the direction of a security group rule.
type Direction string

// The directions.
const (
	Inbound  Direction = "ingress"
	Outbound Direction = "egress"
)

// SecurityGroupRule allows one CIDR on one range of ports.
type SecurityGroupRule struct {
	// `<security group>.<direction>.<what>`.
	Name        string    `json:"name"`
	Direction   Direction `json:"direction"`
	Protocol    string    `json:"protocol"`
	FromPort    int       `json:"fromPort"`
	ToPort      int       `json:"toPort"`
	Cidr        string    `json:"cidr"`
	Description string    `json:"description"`
}

// Listener is a port of a load balancer.
type Listener struct {
	// `<load balancer>.<port>` for ingress load balancers, `<inner load balancer>.<service>` for inner ones.
	Name string `json:"name"`
	Port int    `json:"port"`

	// HTTP, HTTPS, TCP or TLS.
	Protocol  string `json:"protocol"`
	SslPolicy string `json:"sslPolicy,omitempty"`

	// What happens to requests that no rule matches: redirect (HTTP → HTTPS), fixed-response (404) or forward.
	DefaultAction string `json:"defaultAction"`

	// Name of the target group of a forward action.
	TargetGroup string         `json:"targetGroup,omitempty"`
	Rules       []ListenerRule `json:"rules,omitempty"`
}

// ListenerRule sends requests for host names and paths to a target group.
type ListenerRule struct {
	// `<load balancer>.<service>`.
	Name        string   `json:"name"`
	Priority    int      `json:"priority"`
	Hostnames   []string `json:"hostnames"`
	Paths       []string `json:"paths,omitempty"`
	TargetGroup string   `json:"targetGroup"`
}

// TargetGroup is a target group of type ip.
type TargetGroup struct {
	// `<load balancer>.<service>`.
	Name string `json:"name"`

	// What AWS calls it: at most 32 characters, ending in a hash of everything whose change replaces the target group.
	AwsName       string             `json:"awsName"`
	Service       string             `json:"service"`
	Vpc           string             `json:"vpc"`
	Port          int                `json:"port"`
	Protocol      string             `json:"protocol"`
	ProxyProtocol bool               `json:"proxyProtocol,omitempty"`
	HealthCheck   PlannedHealthCheck `json:"healthCheck"`

	// Static targets: the addresses of an inner load balancer. Empty where the load balancer controller registers pods.
	Targets []Target `json:"targets,omitempty"`
}

// PlannedHealthCheck is a health check with every default filled in.
type PlannedHealthCheck struct {
	// HTTP, HTTPS or TCP.
	Protocol string `json:"protocol"`

	// A number, or traffic-port.
	Port     string `json:"port"`
	Path     string `json:"path,omitempty"`
	Matcher  string `json:"matcher,omitempty"`
	Interval int    `json:"interval"`

	// Seconds until an answer is missing; always below the interval.
	Timeout   int `json:"timeout"`
	Threshold int `json:"threshold"`
}

// Target is an IP address behind a target group.
type Target struct {
	// `<target group>.<zone>`.
	Name    string `json:"name"`
	Zone    string `json:"zone"`
	Address string `json:"address"`
	Port    int    `json:"port"`

	// all: the address lies outside the target group's VPC.
	AvailabilityZone string `json:"availabilityZone,omitempty"`
}

// StaticNlb is an internal NLB with one static private address per zone.
type StaticNlb struct {
	// `<cluster>.inner-<n>`.
	Name    string `json:"name"`
	AwsName string `json:"awsName"`
	Cluster string `json:"cluster"`
	Vpc     string `json:"vpc"`
	Account string `json:"account,omitempty"`

	Addresses     []StaticAddress `json:"addresses"`
	SecurityGroup SecurityGroup   `json:"securityGroup"`
	Listeners     []Listener      `json:"listeners"`
	TargetGroups  []TargetGroup   `json:"targetGroups"`

	// Whether the estate's allowReplace names it.
	AllowReplace bool `json:"allowReplace,omitempty"`
}

// StaticAddress is the private address of an inner load balancer in a zone.
type StaticAddress struct {
	// `<inner load balancer>.<zone>`.
	Name    string `json:"name"`
	Zone    string `json:"zone"`
	Subnet  string `json:"subnet"`
	Address string `json:"address"`

	// CIDR of the subnet.
	SubnetCidr string `json:"subnetCidr"`
}

// EksCluster is an EKS cluster and what its pods admit.
type EksCluster struct {
	Name    string `json:"name"`
	AwsName string `json:"awsName"`
	Vpc     string `json:"vpc"`
	Account string `json:"account,omitempty"`

	// Whether the cluster exists already: only PodRules are made then, in the security group with that ID.
	Existing                   bool   `json:"existing,omitempty"`
	ExistingPodSecurityGroupID string `json:"existingPodSecurityGroupId,omitempty"`

	KubernetesVersion string       `json:"kubernetesVersion,omitempty"`
	ServiceCidr       string       `json:"serviceCidr,omitempty"`
	PublicCidrs       []string     `json:"publicCidrs,omitempty"`
	PrivateCidrs      []string     `json:"privateCidrs,omitempty"`
	Admins            []AdminEntry `json:"admins,omitempty"`

	// Names of the control plane's subnets.
	ControlPlaneSubnets []string `json:"controlPlaneSubnets,omitempty"`

	// Names of the pod subnets; empty where pods live in the node subnets.
	PodSubnets []string           `json:"podSubnets,omitempty"`
	NodeGroups []PlannedNodeGroup `json:"nodeGroups,omitempty"`

	// Inbound rules of the pods' security group: traffic and health checks of the inner load balancers.
	PodRules []SecurityGroupRule `json:"podRules"`
}

// AdminEntry is an IAM principal that may administer a cluster.
type AdminEntry struct {
	// `<cluster>.<name>`.
	Name         string `json:"name"`
	PrincipalArn string `json:"principalArn"`
}

// PlannedNodeGroup is the managed node group of one zone.
type PlannedNodeGroup struct {
	// `<cluster>.<node group>.<zone>`.
	Name          string            `json:"name"`
	AwsName       string            `json:"awsName"`
	Zone          string            `json:"zone"`
	Subnet        string            `json:"subnet"`
	InstanceTypes []string          `json:"instanceTypes"`
	AmiType       string            `json:"amiType"`
	CapacityType  string            `json:"capacityType"`
	Min           int               `json:"min"`
	Max           int               `json:"max"`
	DiskSize      int               `json:"diskSize"`
	Labels        map[string]string `json:"labels,omitempty"`
}

// Binding is what a TargetGroupBinding needs, but for the target group's ARN.
type Binding struct {
	// As the service.
	Name              string `json:"name"`
	Cluster           string `json:"cluster"`
	InnerLoadBalancer string `json:"innerLoadBalancer"`
	TargetGroup       string `json:"targetGroup"`
	Namespace         string `json:"namespace"`
	ServiceName       string `json:"serviceName"`
	ServicePort       int    `json:"servicePort"`
	TargetType        string `json:"targetType"`
	IPAddressType     string `json:"ipAddressType"`
}
