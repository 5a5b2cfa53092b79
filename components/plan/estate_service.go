package plan

// Service is what clients ask for: host names (or a listener port) at an ingress load balancer, answered by pods.
type Service struct {
	// Name of the cluster whose pods answer. Required, unless weights name several.
	Cluster string `json:"cluster,omitempty"`

	// Clusters whose pods answer, each with its share of the traffic, 0 to 999, in the place of cluster. A cluster of weight 0
	// stands by. At most five. Not behind an NLB, unless the clusters share a target group.
	Weights map[string]int `json:"weights,omitempty"`

	// How traffic reaches the pods. sandwich: through an inner load balancer with static addresses in the EKS VPC. single: the pods
	// are targets of the ingress load balancer, so their CIDR is routed and no other cluster may have it. Default: the
	// cluster's pattern.
	Pattern string `json:"pattern,omitempty"`

	// Give the clusters of weights, which must be equal, one target group that their controllers fill side by side, with
	// `pattern: single` only. Default: false, one target group per cluster.
	SharedTargetGroup bool `json:"sharedTargetGroup,omitempty"`

	// Stand behind the cluster's inner ALB, by host names and paths, instead of having a listener of an inner load balancer.
	// Not behind an NLB. Default: false.
	InnerAlb bool `json:"innerAlb,omitempty"`

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
