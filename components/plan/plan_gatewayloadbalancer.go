package plan

// PlannedGatewayLoadBalancer is one Gateway Load Balancer endpoint per zone, and perhaps the fleet behind them.
type PlannedGatewayLoadBalancer struct {
	// Name of an endpoint service that exists already.
	ServiceName string `json:"serviceName,omitempty"`

	// Name of the fleet in the plan: this firewall's own, or another's.
	Fleet string `json:"fleet,omitempty"`
}

// PlannedFleet is appliances behind a Gateway Load Balancer and its endpoint service, in the inspection VPC.
type PlannedFleet struct {
	// As the firewall that declares it.
	Name    string `json:"name"`
	Vpc     string `json:"vpc"`
	Account string `json:"account,omitempty"`

	// As declared; empty where nothing says whose the appliances are.
	Vendor string `json:"vendor,omitempty"`

	// Names of its subnets, of tier appliance, one per zone.
	Subnets []string `json:"subnets"`

	// Names that AWS shows.
	AwsName            string `json:"awsName"`
	TargetGroupAwsName string `json:"targetGroupAwsName"`

	Ami                 string            `json:"ami"`
	InstanceType        string            `json:"instanceType"`
	RootDevice          string            `json:"rootDevice,omitempty"`
	UserData            string            `json:"userData,omitempty"`
	KeyName             string            `json:"keyName,omitempty"`
	InstanceProfileArn  string            `json:"instanceProfileArn,omitempty"`
	ManagementInterface bool              `json:"managementInterface"`
	Min                 int               `json:"min"`
	Max                 int               `json:"max"`
	Probe               ApplianceProbe    `json:"probe"`
	CrossZone           bool              `json:"crossZone"`
	Failover            string            `json:"failover"`
	LaunchPause         int               `json:"launchPause,omitempty"`
	TerminationPause    int               `json:"terminationPause,omitempty"`
	Tags                map[string]string `json:"tags,omitempty"`

	// Accounts whose endpoints may ask for a connection, beside the fleet's own.
	AllowedPrincipals []AllowedPrincipal `json:"allowedPrincipals,omitempty"`

	// Admits GENEVE and the probe from the load balancer's nodes, in the appliance subnets, and lets GENEVE back to them.
	SecurityGroup SecurityGroup `json:"securityGroup"`

	DeletionProtection bool `json:"deletionProtection"`
}

// AllowedPrincipal is an account whose endpoints may ask for a connection to an endpoint service.
type AllowedPrincipal struct {
	// `<fleet>.<account ID>`.
	Name string `json:"name"`
	Arn  string `json:"arn"`
}
