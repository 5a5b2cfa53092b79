package plan

// GatewayLoadBalancer puts appliances of a vendor into the path. Exactly one member is set.
type GatewayLoadBalancer struct {
	// Name of an endpoint service that exists already, such as com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0.
	ServiceName string `json:"serviceName,omitempty"`

	// Appliances that are made in the inspection VPC.
	Fleet *ApplianceFleet `json:"fleet,omitempty"`

	// eastWest or egress: the fleet that is declared there serves this place as well.
	FleetOf string `json:"fleetOf,omitempty"`
}

// ApplianceFleet is an auto scaling group of firewall appliances behind a Gateway Load Balancer.
type ApplianceFleet struct {
	// palo-alto-vm-series, fortinet-fortigate or check-point-cloudguard: defaults for the vendor's probe and bootstrap.
	// Default: none, and then probe is required.
	Vendor string `json:"vendor,omitempty"`

	// ID of the AMI, in the estate's Region.
	Ami string `json:"ami"`

	// EC2 instance type. Default: the vendor's, else c6i.xlarge.
	InstanceType string `json:"instanceType,omitempty"`

	// User data, as it is; what the vendor calls bootstrap or day-zero configuration. It may not be with bootstrap.
	UserData string `json:"userData,omitempty"`

	// Bootstrap settings in the vendor's own words, which are printed in the vendor's format.
	Bootstrap map[string]string `json:"bootstrap,omitempty"`

	// Name of an EC2 key pair.
	KeyName string `json:"keyName,omitempty"`

	// ARN of the instance profile of the appliances. Default: none.
	InstanceProfileArn string `json:"instanceProfileArn,omitempty"`

	// Fewest and most appliances in all. At least one per zone. Default: one per zone, and twice that.
	Min int `json:"min,omitempty"`
	Max int `json:"max,omitempty"`

	// How the load balancer asks whether an appliance is well. Default: the vendor's.
	Probe *ApplianceProbe `json:"probe,omitempty"`

	// Whether endpoints send to appliances of all zones. Without it, a zone whose appliances all fail drops its traffic; with
	// it, traffic crosses zones, which costs. Default: true.
	CrossZone *bool `json:"crossZone,omitempty"`

	// rebalance: flows of an appliance that fails or leaves go on with another. no_rebalance: they are lost. Default: rebalance.
	Failover string `json:"failover,omitempty"`

	// Seconds for which a new appliance may prepare itself before it gets traffic, and a leaving one may finish, 30 to 7200.
	// With it, somebody has to complete the lifecycle action, or it ends with this time. Default: no such pause.
	LaunchPause      int `json:"launchPause,omitempty"`
	TerminationPause int `json:"terminationPause,omitempty"`

	// Accounts by name in the estate, or IDs, whose endpoints may use the service. Default: the hub's own.
	AllowedAccounts []string `json:"allowedAccounts,omitempty"`
}

// ApplianceProbe is a health check of appliances.
type ApplianceProbe struct {
	// TCP, HTTP or HTTPS. Default: TCP.
	Protocol string `json:"protocol,omitempty"`

	// Port, 1 to 65535.
	Port int `json:"port"`

	// Path of HTTP and HTTPS. Default: /.
	Path string `json:"path,omitempty"`
}
