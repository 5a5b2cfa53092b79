package plan

// NetworkFirewall is an AWS Network Firewall. Rules are evaluated in strict order: deniedDomains, rules, what the estate
// declares (its services; for egress, web traffic to allowedDomains or, without any, to anywhere), suricata, managedRuleGroups.
// What no rule passes is dropped and logged.
type NetworkFirewall struct {
	// Rules by address and port, in order.
	Rules []FirewallRule `json:"rules,omitempty"`

	// Domains that clusters may reach over TLS and HTTP (by server name and host). A leading dot means all its subdomains.
	// Egress only. Default: any.
	AllowedDomains []string `json:"allowedDomains,omitempty"`

	// Domains that are dropped. A leading dot means all its subdomains.
	DeniedDomains []string `json:"deniedDomains,omitempty"`

	// Suricata rules, one per line.
	Suricata string `json:"suricata,omitempty"`

	// Rule groups that AWS manages, by name, for strict order, such as ThreatSignaturesBotnetStrictOrder.
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

// FirewallRule is a rule by address and port. What is left out is anything; a rule that allows everything is refused.
type FirewallRule struct {
	// Name, for the logs.
	Name string `json:"name"`

	// allow, deny (dropped) or alert (logged, and the next rule decides). Default: allow.
	Action string `json:"action,omitempty"`

	// tcp, udp, icmp or ip. Default: tcp.
	Protocol string `json:"protocol,omitempty"`

	// CIDRs.
	Sources      []string `json:"sources,omitempty"`
	Destinations []string `json:"destinations,omitempty"`

	// Ports or ranges of ports, such as "443" or "8000-8100".
	Ports []string `json:"ports,omitempty"`
}

// TlsInspection is how a firewall decrypts.
type TlsInspection struct {
	// ARN of an ACM certificate: for edge and eastWest that of the servers behind the firewall; for egress a certificate
	// authority's, with which the firewall signs for the servers outside.
	CertificateArn string `json:"certificateArn"`
}

// FirewallLogs is where a firewall logs to. At most one member is set.
type FirewallLogs struct {
	// CloudWatch: days for which log groups made for the firewall keep alerts and flows.
	CloudWatch *CloudWatchLogs `json:"cloudWatch,omitempty"`

	// Name of an S3 bucket that exists already.
	S3Bucket string `json:"s3Bucket,omitempty"`
}

// CloudWatchLogs are log groups.
type CloudWatchLogs struct {
	// Days: one of those that CloudWatch knows. Default: 90.
	RetentionDays int `json:"retentionDays,omitempty"`
}
