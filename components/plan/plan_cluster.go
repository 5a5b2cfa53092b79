package plan

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

	// What pods answer outside the VPC under their own addresses: the ingress VPC, where they are targets of its load balancers.
	// To everything else outside they speak with their node's address. A cluster that exists already settles that itself.
	UntranslatedCidrs []string `json:"untranslatedCidrs,omitempty"`

	// Names of the pod subnets; empty where pods live in the node subnets.
	PodSubnets []string           `json:"podSubnets,omitempty"`
	NodeGroups []PlannedNodeGroup `json:"nodeGroups,omitempty"`

	// Where the program installs the load balancer controller and binds pods.
	Controller *PlannedController `json:"controller,omitempty"`

	// What the cluster is guarded by. The zero value guards the role of a cluster that is made.
	Guardrails Guardrails `json:"guardrails,omitzero"`

	// Inbound rules of the pods' security group: traffic and health checks of the load balancers.
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
	// As the service; `<service>.<cluster>` where several clusters answer.
	Name    string `json:"name"`
	Service string `json:"service"`
	Cluster string `json:"cluster"`

	// The load balancer of the target group: an inner one of the cluster, its inner ALB, or an ingress load balancer whose
	// targets the pods are.
	InnerLoadBalancer string `json:"innerLoadBalancer,omitempty"`
	InnerAlb          string `json:"innerAlb,omitempty"`
	LoadBalancer      string `json:"loadBalancer,omitempty"`
	TargetGroup       string `json:"targetGroup"`

	// Account of the target group, where it is not the cluster's: the controller then assumes a role of that account.
	Account string `json:"account,omitempty"`

	// Whether other clusters' controllers fill the target group as well.
	MultiCluster bool `json:"multiCluster,omitempty"`

	Namespace     string `json:"namespace"`
	ServiceName   string `json:"serviceName"`
	ServicePort   int    `json:"servicePort"`
	TargetType    string `json:"targetType"`
	IPAddressType string `json:"ipAddressType"`
}
