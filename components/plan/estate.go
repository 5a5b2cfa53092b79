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

	// EKS clusters by name, each with a VPC of its own that has no internet gateway.
	Clusters map[string]Cluster `json:"clusters,omitempty"`

	// Services by name: what an ingress load balancer offers and which cluster answers.
	Services map[string]Service `json:"services,omitempty"`

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

// Ingress is the VPC that faces the internet.
type Ingress struct {
	// IPv4 CIDR of the ingress VPC, from /16 to /23, in private space.
	Cidr string `json:"cidr"`

	// Name of the account that owns the ingress VPC. Default: the credentials in use.
	Account string `json:"account,omitempty"`

	// Internet-facing load balancers by name.
	LoadBalancers map[string]LoadBalancer `json:"loadBalancers,omitempty"`
}

// LoadBalancer is one internet-facing load balancer in the ingress VPC.
type LoadBalancer struct {
	// application (ALB: HTTPS with host and path rules) or network (NLB: TCP and TLS listeners). Default: application.
	Type string `json:"type,omitempty"`

	// Certificate of the TLS listeners. Required for an ALB, and for an NLB with a service whose protocol is TLS.
	Certificate *Certificate `json:"certificate,omitempty"`

	// Further certificates by name, chosen by the client's host name (SNI).
	MoreCertificates map[string]Certificate `json:"moreCertificates,omitempty"`

	// Client CIDRs (IPv4) that may connect. Default: 0.0.0.0/0.
	AllowedCidrs []string `json:"allowedCidrs,omitempty"`

	// ELB security policy of the TLS listeners. Default: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, which AWS recommends:
	// TLS 1.2 and 1.3, with post-quantum key exchange for clients that know it.
	SslPolicy string `json:"sslPolicy,omitempty"`

	// ALB only: seconds after which an idle connection is closed, 1 to 4000. Keep it below the 350 seconds of the
	// firewalls and gateways in the path. Default: 60.
	IdleTimeout int `json:"idleTimeout,omitempty"`
}

// Certificate is one that exists in ACM (arn), or one that ACM issues and validates through a Route 53 hosted zone.
type Certificate struct {
	// ARN of an ACM certificate in the Region and account of the ingress VPC.
	Arn string `json:"arn,omitempty"`

	// Domain name of the certificate to issue, such as *.example.com.
	DomainName string `json:"domainName,omitempty"`

	// Further domain names of the certificate to issue.
	AlternativeNames []string `json:"alternativeNames,omitempty"`

	// ID of the Route 53 hosted zone in which the validation records are made.
	HostedZone string `json:"hostedZone,omitempty"`
}

// Transit says how the VPCs are joined. Exactly one member is set.
type Transit struct {
	// A transit gateway in the account of the ingress VPC.
	TransitGateway *TransitGateway `json:"transitGateway,omitempty"`
}

// TransitGateway joins the VPCs with static routes only: no default association, no propagation.
type TransitGateway struct {
	// ID of a transit gateway that exists already. Default: a new one.
	ID string `json:"id,omitempty"`

	// Private autonomous system number of a new gateway's Amazon side: 64512 to 65534 or 4200000000 to 4294967294.
	// Default: 64512.
	AmazonSideAsn int64 `json:"amazonSideAsn,omitempty"`

	// Prefixes that the ingress VPC routes to the transit gateway instead of one route per cluster, for estates with more
	// clusters than a VPC route table holds routes. Every cluster's CIDR must lie in one of them. The transit gateway's
	// own routes stay exact either way.
	Supernets []string `json:"supernets,omitempty"`
}

// Cluster is an EKS cluster in a VPC of its own.
type Cluster struct {
	// IPv4 CIDR of the EKS VPC, from /16 to /22 (for an existing VPC: /16 to /28), in private space.
	Cidr string `json:"cidr"`

	// CIDR for pods, from /16 to /25 in 100.64.0.0/10, added to the VPC as a secondary CIDR. Clusters may share one,
	// because no route outside the VPC leads to it. Default: pods take addresses of the node subnets.
	PodCidr string `json:"podCidr,omitempty"`

	// Name of the account that owns the VPC and the cluster. Default: the account of the ingress VPC.
	Account string `json:"account,omitempty"`

	// Kubernetes minor version, quoted in YAML: "1.34". Default: 1.34.
	KubernetesVersion string `json:"kubernetesVersion,omitempty"`

	// CIDR of Kubernetes services, from /12 to /24 in private space. EKS cannot change it later. It never leaves the
	// cluster, so clusters may share one. Default: 172.20.0.0/16.
	ServiceCidr string `json:"serviceCidr,omitempty"`

	// Zones of the control plane's network interfaces, fixed when the cluster is made. At least two. Default: the first
	// two of the estate's zones; declare them before you remove one of those.
	ControlPlaneZones []string `json:"controlPlaneZones,omitempty"`

	// Managed node groups by name; each becomes one EKS node group per zone. Default: one named default.
	NodeGroups map[string]NodeGroup `json:"nodeGroups,omitempty"`

	// Who reaches the Kubernetes API. Default: only the VPC (private endpoint).
	Endpoint *Endpoint `json:"endpoint,omitempty"`

	// IAM principals by name that may administer the cluster, beside the one that makes it.
	Admins map[string]string `json:"admins,omitempty"`

	// AWS services that nodes reach through interface endpoints in the VPC, by short name (or full name, where it is not
	// com.amazonaws.<region>.<short name>). S3 has a gateway endpoint in any case. Default: autoscaling, ec2, ecr.api,
	// ecr.dkr, eks, eks-auth, elasticloadbalancing, logs, sts: what a private cluster needs to start.
	VpcEndpoints []string `json:"vpcEndpoints,omitempty"`

	// IDs of a VPC, and perhaps of a cluster, that exist already.
	Existing *Existing `json:"existing,omitempty"`
}

// NodeGroup is a set of worker nodes. Sizes count nodes per zone.
type NodeGroup struct {
	// EC2 instance types, all with processors of one architecture. Default: m6i.large.
	InstanceTypes []string `json:"instanceTypes,omitempty"`

	// EKS AMI type. Default: AL2023_x86_64_STANDARD, or AL2023_ARM_64_STANDARD for instance types with ARM processors
	// (Graviton, such as m7g.large).
	AmiType string `json:"amiType,omitempty"`

	// ON_DEMAND or SPOT. Default: ON_DEMAND.
	CapacityType string `json:"capacityType,omitempty"`

	// Fewest nodes per zone, 0 or more. Default: 1.
	Min *int `json:"min,omitempty"`

	// Most nodes per zone, 1 or more. Default: 3.
	Max *int `json:"max,omitempty"`

	// Disk of a node in GiB. Default: 50.
	DiskSize int `json:"diskSize,omitempty"`

	// Kubernetes labels.
	Labels map[string]string `json:"labels,omitempty"`
}

// Endpoint says who reaches the Kubernetes API.
type Endpoint struct {
	// CIDRs from which the public endpoint answers, in addition to the private endpoint in the VPC. Empty: no public
	// endpoint.
	PublicCidrs []string `json:"publicCidrs,omitempty"`

	// CIDRs outside the VPC from which the private endpoint is reached, for example the network of the machines that run
	// deployments. They need a route to the VPC of their own.
	PrivateCidrs []string `json:"privateCidrs,omitempty"`
}

// Existing names a VPC, its subnets and perhaps its cluster that this estate joins instead of making them.
type Existing struct {
	// ID of the VPC, whose primary CIDR is the cluster's `cidr`.
	VpcID string `json:"vpcId"`

	// Subnets by tier (lb, transit; without a clusterName also node and control-plane, and pod with a podCidr) and
	// zone ID.
	Subnets map[string]map[string]ExistingSubnet `json:"subnets"`

	// Name of the EKS cluster. Default: a new cluster in that VPC.
	ClusterName string `json:"clusterName,omitempty"`

	// ID of the security group of the cluster's pods. Required with clusterName.
	PodSecurityGroupID string `json:"podSecurityGroupId,omitempty"`
}

// ExistingSubnet is one subnet that exists already.
type ExistingSubnet struct {
	// Subnet ID.
	ID string `json:"id"`

	// IPv4 CIDR of the subnet. An lb subnet is /27 or larger, and its last 16 addresses must be free.
	Cidr string `json:"cidr"`

	// ID of its route table, which gets the routes to the ingress VPC. Required for the lb and node (or pod) tiers.
	RouteTableID string `json:"routeTableId,omitempty"`
}

// Service is what clients ask for: host names (or a listener port) at an ingress load balancer, answered by pods.
type Service struct {
	// Name of the cluster whose pods answer.
	Cluster string `json:"cluster"`

	// Name of the ingress load balancer. Default: the only one, where there is one.
	LoadBalancer string `json:"loadBalancer,omitempty"`

	// Host names that clients use, in lower case. Required behind an ALB. A first label of * matches any labels there, but
	// only one label in certificates.
	Hostnames []string `json:"hostnames,omitempty"`

	// ALB path patterns, such as /api/*. Host names and paths together fill at most the five values of an ALB rule.
	// Default: every path.
	Paths []string `json:"paths,omitempty"`

	// Priority of the ALB rule, 1 to 50000; lower wins. Default: a number from the service's name. Declare it where host
	// names or paths of two services overlap.
	Priority int `json:"priority,omitempty"`

	// Port of the ingress NLB on which clients connect. Required behind an NLB, not allowed behind an ALB.
	ListenerPort int `json:"listenerPort,omitempty"`

	// What the load balancer speaks. Behind an ALB: HTTP (default), or HTTPS to encrypt again up to the pods. Behind an
	// NLB: TCP (default; passes TLS through untouched), or TLS to terminate it at the NLB.
	Protocol string `json:"protocol,omitempty"`

	// Port on which the pods answer, 1 to 65535.
	Port int `json:"port"`

	// How the load balancers ask whether the pods are well.
	HealthCheck *HealthCheck `json:"healthCheck,omitempty"`

	// Kubernetes Service in front of the pods, for the TargetGroupBinding.
	Kubernetes *KubernetesService `json:"kubernetes,omitempty"`

	// NLB only: send the client's address in a proxy protocol v2 header, which the pods must parse. Health checks with a
	// path then need a port of their own, because they carry no such header. Default: false.
	ProxyProtocol bool `json:"proxyProtocol,omitempty"`

	// Number of the cluster's inner NLB, 1 to 15. Each holds 50 services. Default: 1.
	InnerLoadBalancer int `json:"innerLoadBalancer,omitempty"`

	// Listener port of the inner NLB, 20000 to 59999. Default: a number from the service's name.
	InnerPort int `json:"innerPort,omitempty"`
}

// HealthCheck is how the load balancers ask whether pods are well.
type HealthCheck struct {
	// HTTP path. Default: / for HTTP and HTTPS; for TCP and TLS, opening a connection is the check.
	Path string `json:"path,omitempty"`

	// Port of the pods that answers the inner load balancer's checks. Default: the service's port. With another port the
	// ingress load balancer, which reaches the traffic port only, is content with any answer there that is no server error.
	Port int `json:"port,omitempty"`

	// HTTP codes that count as well, such as 200 or 200-299. Default: 200-399.
	Matcher string `json:"matcher,omitempty"`

	// Seconds between checks, 5 to 300. Default: 10.
	Interval int `json:"interval,omitempty"`

	// Checks in a row that change the verdict, 2 to 10. Default: 3.
	Threshold int `json:"threshold,omitempty"`
}

// KubernetesService names the Kubernetes Service that selects the pods.
type KubernetesService struct {
	// Namespace. Default: default.
	Namespace string `json:"namespace,omitempty"`

	// Name of the Service. Default: the name of the service in the estate.
	Name string `json:"name,omitempty"`

	// Port of the Service (its number, not the pods'). Default: the service's port.
	Port int `json:"port,omitempty"`
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
}
