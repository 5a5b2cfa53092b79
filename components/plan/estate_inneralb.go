package plan

// InnerAlb is an internal ALB of a cluster, behind one of its inner load balancers: rules by host name and path inside the EKS
// VPC, in front of static addresses.
type InnerAlb struct {
	// Number of the inner load balancer in front, 1 to 15. Default: 1.
	InnerLoadBalancer int `json:"innerLoadBalancer,omitempty"`

	// Port of its listener, and of the inner load balancer's, 20000 to 59999. Default: a number from the cluster's name.
	Port int `json:"port,omitempty"`

	// ARN of an ACM certificate in the cluster's account, with which it speaks HTTPS. The ingress load balancers do not look
	// whose it is. Default: HTTP.
	CertificateArn string `json:"certificateArn,omitempty"`

	// TLS policy with a certificate. Default: that of ingress load balancers.
	SslPolicy string `json:"sslPolicy,omitempty"`
}
