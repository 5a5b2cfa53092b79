package plan

// PlannedNetworkFirewall is an AWS Network Firewall with its policy in strict order.
type PlannedNetworkFirewall struct {
	// Names that AWS shows, each with a hash of what AWS fixes when it makes the object: what replaces it has another name.
	AwsName       string `json:"awsName"`
	PolicyAwsName string `json:"policyAwsName"`

	// In the order in which they are evaluated.
	RuleGroups []FirewallRuleGroup `json:"ruleGroups"`

	TlsInspection *PlannedTlsInspection `json:"tlsInspection,omitempty"`

	// One for each kind of log.
	Logs []FirewallLog `json:"logs"`

	KmsKeyArn string `json:"kmsKeyArn,omitempty"`

	DeletionProtection     bool `json:"deletionProtection"`
	SubnetChangeProtection bool `json:"subnetChangeProtection"`
	PolicyChangeProtection bool `json:"policyChangeProtection"`
}

// FirewallRuleGroup is a stateful rule group. Either Rules or Managed is set.
type FirewallRuleGroup struct {
	// `<firewall>.<what>`, such as inspection.services.
	Name string `json:"name"`

	// Name that AWS shows, with a hash of what AWS fixes when it makes the group.
	AwsName  string `json:"awsName,omitempty"`
	Priority int    `json:"priority"`
	Capacity int    `json:"capacity,omitempty"`

	// Suricata rules, in the order in which they are evaluated.
	Rules []string `json:"rules,omitempty"`

	// Name of a rule group that AWS manages.
	Managed string `json:"managed,omitempty"`
}

// PlannedTlsInspection is what a firewall decrypts, and with what.
type PlannedTlsInspection struct {
	AwsName                 string     `json:"awsName"`
	CertificateArn          string     `json:"certificateArn,omitempty"`
	CertificateAuthorityArn string     `json:"certificateAuthorityArn,omitempty"`
	Scopes                  []TlsScope `json:"scopes"`
}

// TlsScope is TCP traffic that a firewall decrypts.
type TlsScope struct {
	Sources      []string `json:"sources"`
	Destinations []string `json:"destinations"`
	Ports        []int    `json:"ports"`
}

// Kinds of firewall logs, in AWS's words.
const (
	AlertLog = "ALERT"
	FlowLog  = "FLOW"
	TlsLog   = "TLS"
)

// FirewallLog is where one kind of log goes: to a log group that is made for it, or to a bucket that exists already.
type FirewallLog struct {
	// `<firewall>.<kind>`, such as inspection.alert.
	Name string `json:"name"`

	// ALERT, FLOW or TLS.
	Kind string `json:"kind"`

	LogGroup      string `json:"logGroup,omitempty"`
	RetentionDays int    `json:"retentionDays,omitempty"`

	S3Bucket string `json:"s3Bucket,omitempty"`
	S3Prefix string `json:"s3Prefix,omitempty"`
}
