package plan

// PlannedNetworkFirewall is an AWS Network Firewall with its policy in strict order.
type PlannedNetworkFirewall struct {
	// Names that AWS shows.
	AwsName       string `json:"awsName"`
	PolicyAwsName string `json:"policyAwsName"`

	// In the order in which they are evaluated.
	RuleGroups []FirewallRuleGroup `json:"ruleGroups"`

	TlsInspection *TlsInspection `json:"tlsInspection,omitempty"`
	Logs          FirewallLogs   `json:"logs"`
	KmsKeyArn     string         `json:"kmsKeyArn,omitempty"`

	DeletionProtection     bool `json:"deletionProtection"`
	SubnetChangeProtection bool `json:"subnetChangeProtection"`
	PolicyChangeProtection bool `json:"policyChangeProtection"`
}

// FirewallRuleGroup is a stateful rule group. Exactly one of Rules, Domains, Suricata and Managed is set.
type FirewallRuleGroup struct {
	// `<firewall>.<what>`, such as inspection.services.
	Name string `json:"name"`

	// Name that AWS shows, with a hash of what AWS fixes when it makes the group.
	AwsName  string `json:"awsName,omitempty"`
	Priority int    `json:"priority"`
	Capacity int    `json:"capacity,omitempty"`

	Rules    []FirewallRule   `json:"rules,omitempty"`
	Domains  *FirewallDomains `json:"domains,omitempty"`
	Suricata string           `json:"suricata,omitempty"`

	// Name of a rule group that AWS manages.
	Managed string `json:"managed,omitempty"`
}

// FirewallDomains are domains that are allowed or denied over TLS and HTTP.
type FirewallDomains struct {
	Allowed bool     `json:"allowed"`
	Names   []string `json:"names"`
}
