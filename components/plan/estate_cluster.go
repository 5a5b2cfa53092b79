package plan

// Cluster is an EKS cluster in a VPC of its own.
type Cluster struct {
	// IPv4 CIDR of the EKS VPC, from /16 to /22 (for an existing VPC: /16 to /28), in private space.
	Cidr string `json:"cidr"`

	// CIDR for pods, from /16 to /25 in 100.64.0.0/10, added to the VPC as a secondary CIDR. Clusters may share one,
	// because no route outside the VPC leads to it, except where pods are targets of an ingress load balancer. Default: pods
	// take addresses of the node subnets.
	PodCidr string `json:"podCidr,omitempty"`

	// Pattern of the services that declare none: sandwich or single. With single, the cluster has no inner load balancer until
	// a service asks for one. Default: sandwich.
	Pattern string `json:"pattern,omitempty"`

	// An internal ALB for services with `innerAlb: true`. Default: none.
	InnerAlb *InnerAlb `json:"innerAlb,omitempty"`

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
	// com.amazonaws.<region>.<short name>). A list takes the place of the default; without ec2, ecr.api, ecr.dkr and sts no
	// node starts. S3 has a gateway endpoint in any case. Default: autoscaling, ec2, ecr.api, ecr.dkr, eks, eks-auth,
	// elasticloadbalancing, logs, sts.
	VpcEndpoints []string `json:"vpcEndpoints,omitempty"`

	// The AWS Load Balancer Controller: this program installs it and binds the services' pods. The machine that runs the program
	// must reach the cluster's Kubernetes API. Default: none, and bindings are exported as manifests.
	Controller *Controller `json:"controller,omitempty"`

	// What keeps the cluster from being reached around the central ingress. Default: its role is guarded, and no admission policies
	// are installed; of a cluster that exists already, nothing is guarded.
	Guardrails *Guardrails `json:"guardrails,omitempty"`

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

	// Subnets by tier (lb, transit; without a clusterName also node and control-plane, and pod with a podCidr; where pods are
	// targets of an ingress load balancer always pod, or node without a podCidr; with inspection.egress always node) and zone ID.
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

	// ID of its route table, which gets the routes to the ingress VPC. Required for the lb and node tiers. With
	// inspection.egress, that of a node subnet gets the default route as well and must have none before.
	RouteTableID string `json:"routeTableId,omitempty"`
}
