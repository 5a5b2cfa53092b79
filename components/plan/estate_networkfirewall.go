package plan

// NetworkFirewall is an AWS Network Firewall. Rules are evaluated in strict order, and the first that lets a packet through
// or drops it ends that. So those that only drop come first: managedRuleGroups, deniedDomains, suricata, rules, and last what
// the estate declares (its services; for egress, web traffic to allowedDomains or, without any, to the whole internet).
// What no rule lets through is dropped and logged.
type NetworkFirewall struct {
	// Rules by address and port, in order.
	Rules []FirewallRule `json:"rules,omitempty"`

	// Domains that clusters may reach over TLS and HTTP (by server name and host, on ports 443 and 80). A leading dot means
	// the domain and all its subdomains. Egress only. Default: any.
	AllowedDomains []string `json:"allowedDomains,omitempty"`

	// Domains that are dropped over TLS and HTTP, on any port and in both directions. A leading dot means the domain and all
	// its subdomains.
	DeniedDomains []string `json:"deniedDomains,omitempty"`

	// Suricata rules, one per line, in order. Their variables are $HOME_NET, the protected side, and $EXTERNAL_NET. What looks into
	// packets is left alone; what goes by addresses and ports alone is held against the same bounds as rules.
	Suricata string `json:"suricata,omitempty"`

	// Rule groups that AWS manages, by name, for strict order, such as ThreatSignaturesBotnetStrictOrder. In order. Where AWS does
	// not publish what capacity one takes, it counts as none; AWS may then refuse the policy.
	ManagedRuleGroups []string `json:"managedRuleGroups,omitempty"`

	// Capacity of each own rule group, which AWS fixes when it makes one: 1 to 30000. Default: what the rules take, rounded
	// up so that some may be added.
	Capacity int `json:"capacity,omitempty"`

	// Decrypts TLS towards the load balancers, or from clusters, for inspection. Default: ciphertext passes as it is.
	TlsInspection *TlsInspection `json:"tlsInspection,omitempty"`

	// Where alerts and flows are logged. Default: CloudWatch log groups made for the firewall.
	Logs *FirewallLogs `json:"logs,omitempty"`

	// ARN of a KMS key that encrypts the firewall, its policy and its rules. Default: a key that AWS owns.
	KmsKeyArn string `json:"kmsKeyArn,omitempty"`

	// Refuses changes of the zones, until it is false again. Default: false.
	SubnetChangeProtection bool `json:"subnetChangeProtection,omitempty"`

	// Refuses to put another policy in the place of the firewall's, until it is false again. Default: false.
	PolicyChangeProtection bool `json:"policyChangeProtection,omitempty"`
}

// FirewallRule is a rule by address and port. What is left out is anything. Replies need no rule. Rules that together allow
// everything, or everything in one direction, are refused, and those that drop what a declared service needs.
type FirewallRule struct {
	// Name, for the logs: letters, digits, spaces, dots, hyphens and underscores.
	Name string `json:"name"`

	// allow, deny (dropped) or alert (logged, and the next rule decides). Default: allow.
	Action string `json:"action,omitempty"`

	// tcp, udp, icmp or ip. Default: tcp.
	Protocol string `json:"protocol,omitempty"`

	// CIDRs from which connections are opened.
	Sources []string `json:"sources,omitempty"`

	// CIDRs to which they are opened.
	Destinations []string `json:"destinations,omitempty"`

	// Ports or ranges of ports, such as "443" or "8000-8100", of tcp and udp.
	Ports []string `json:"ports,omitempty"`
}

// TlsInspection is how a firewall decrypts. AWS drops what is not TLS on the ports that it decrypts, and TLS whose client
// names another server than the certificate, or none.
type TlsInspection struct {
	// ARN of an ACM certificate of the servers behind the firewall, for edge and eastWest.
	CertificateArn string `json:"certificateArn,omitempty"`

	// ARN of an ACM certificate of a certificate authority, with which the firewall signs for the servers outside. Clusters
	// must trust it. For egress.
	CertificateAuthorityArn string `json:"certificateAuthorityArn,omitempty"`
}

// FirewallLogs is where a firewall logs to. At most one member is set.
type FirewallLogs struct {
	// CloudWatch: days for which log groups made for the firewall keep alerts and flows. They go with the firewall.
	CloudWatch *CloudWatchLogs `json:"cloudWatch,omitempty"`

	// Name of an S3 bucket that exists already.
	S3Bucket string `json:"s3Bucket,omitempty"`
}

// CloudWatchLogs are log groups.
type CloudWatchLogs struct {
	// Days: one of those that CloudWatch knows. Default: 90.
	RetentionDays int `json:"retentionDays,omitempty"`
}
