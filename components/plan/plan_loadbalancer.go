package plan

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
	// `<load balancer>.<port>` for ALBs and ingress load balancers, `<inner load balancer>.<service>` for inner ones, and
	// `<inner load balancer>.alb.<port>` where one leads to an internal ALB.
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
	Name      string   `json:"name"`
	Priority  int      `json:"priority"`
	Hostnames []string `json:"hostnames"`
	Paths     []string `json:"paths,omitempty"`

	// Where requests go: one target group, or several by weight.
	TargetGroup string                `json:"targetGroup,omitempty"`
	Forward     []WeightedTargetGroup `json:"forward,omitempty"`
}

// WeightedTargetGroup is a target group with its share of a rule's requests, relative to the others' weights.
type WeightedTargetGroup struct {
	// Of the target group.
	Name string `json:"name"`

	// 0 to 999; 0: none, the cluster stands by.
	Weight int `json:"weight"`
}

// TargetGroup is a target group of type ip, or of type alb.
type TargetGroup struct {
	// `<load balancer>.<service>`, with weights `<load balancer>.<service>.<cluster>`.
	Name string `json:"name"`

	// What AWS calls it: at most 32 characters, ending in a hash of everything whose change replaces the target group.
	AwsName       string             `json:"awsName"`
	Service       string             `json:"service"`
	Vpc           string             `json:"vpc"`
	Port          int                `json:"port"`
	Protocol      string             `json:"protocol"`
	ProxyProtocol bool               `json:"proxyProtocol,omitempty"`
	HealthCheck   PlannedHealthCheck `json:"healthCheck"`

	// Name of the internal ALB that is the only target. The target group is of type alb then, else of type ip.
	Alb string `json:"alb,omitempty"`

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

// InternalAlb is an internal ALB behind a StaticNlb.
type InternalAlb struct {
	// `<cluster>.inner-alb`.
	Name    string `json:"name"`
	AwsName string `json:"awsName"`
	Cluster string `json:"cluster"`
	Vpc     string `json:"vpc"`
	Account string `json:"account,omitempty"`

	// Name of the inner load balancer that has it as a target.
	InnerLoadBalancer string `json:"innerLoadBalancer"`

	// Names of its subnets, one per zone.
	Subnets       []string             `json:"subnets"`
	SecurityGroup SecurityGroup        `json:"securityGroup"`
	IdleTimeout   int                  `json:"idleTimeout"`
	Certificates  []PlannedCertificate `json:"certificates,omitempty"`
	Listeners     []Listener           `json:"listeners"`
	TargetGroups  []TargetGroup        `json:"targetGroups"`

	// Whether the estate's allowReplace names it.
	AllowReplace bool `json:"allowReplace,omitempty"`
}
