package plan

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
