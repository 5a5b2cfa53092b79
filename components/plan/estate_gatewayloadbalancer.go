package plan

// GatewayLoadBalancer puts appliances of a vendor into the path. Exactly one of serviceName, fleet and fleetOf is set.
type GatewayLoadBalancer struct {
	// Name of an endpoint service that exists already, such as com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0.
	ServiceName string `json:"serviceName,omitempty"`

	// Zone IDs in which that service is offered (`aws ec2 describe-vpc-endpoint-services` shows them); AWS refuses an endpoint
	// elsewhere, so each zone of the estate must be among them. Default: not checked.
	Zones []string `json:"zones,omitempty"`

	// Appliances that are made in the inspection VPC. They reach the internet, for licences and updates, where egress is inspected;
	// otherwise nothing outside that VPC, and what they need has to be in the AMI and the user data.
	Fleet *ApplianceFleet `json:"fleet,omitempty"`

	// eastWest or egress: the fleet that is declared there serves this place, edge, as well.
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

	// Name of the root device of the AMI, whose copy of each appliance is encrypted (`aws ec2 describe-images` shows it as
	// RootDeviceName). Default: what the documents of Palo Alto and Check Point name; otherwise disks are as the AMI says, and
	// encrypted where the account encrypts all of them.
	RootDevice string `json:"rootDevice,omitempty"`

	// User data, as it is, up to 16 KiB; what the vendor calls bootstrap or day-zero configuration. It may not be with
	// bootstrap. Everyone who may describe the launch template can read it: let it name secrets, not hold them.
	UserData string `json:"userData,omitempty"`

	// Bootstrap settings in the vendor's own words, from which the user data is made in the vendor's format. Palo Alto: fields
	// of init-cfg.txt. Fortinet: config (FortiOS commands) and license. Check Point: none; its user data is a script.
	Bootstrap map[string]string `json:"bootstrap,omitempty"`

	// Whether each appliance has a second network interface, for its management, in the same subnet. Default: the vendor's,
	// else false.
	ManagementInterface *bool `json:"managementInterface,omitempty"`

	// Name of an EC2 key pair.
	KeyName string `json:"keyName,omitempty"`

	// ARN of the instance profile of the appliances. Default: none.
	InstanceProfileArn string `json:"instanceProfileArn,omitempty"`

	// Fewest appliances in all, at least one per zone. Default: one per zone.
	Min int `json:"min,omitempty"`

	// Most appliances in all. Default: twice the fewest.
	Max int `json:"max,omitempty"`

	// How the load balancer asks whether an appliance is well. Default: the vendor's.
	Probe *ApplianceProbe `json:"probe,omitempty"`

	// Whether endpoints send to appliances of all zones. Without it, a zone whose appliances all fail drops its traffic; with
	// it, traffic crosses zones, which costs. Default: true.
	CrossZone *bool `json:"crossZone,omitempty"`

	// rebalance: flows of an appliance that fails or leaves go on with another. no_rebalance: they are lost. Default: rebalance.
	Failover string `json:"failover,omitempty"`

	// Seconds for which a new appliance may prepare itself before it gets traffic, 30 to 7200. Somebody has to complete the
	// lifecycle action, or it ends with this time. Default: no such pause.
	LaunchPause int `json:"launchPause,omitempty"`

	// Seconds for which a leaving appliance may finish, 30 to 7200, in the same way. Default: no such pause.
	TerminationPause int `json:"terminationPause,omitempty"`

	// Accounts by name in the estate, or IDs, whose endpoints may ask for a connection to the service; each connection has to
	// be accepted. Default: the hub's own.
	AllowedAccounts []string `json:"allowedAccounts,omitempty"`

	// Tags of the appliances and their load balancer beside the estate's, by which a vendor's management finds them. Default:
	// the vendor's.
	Tags map[string]string `json:"tags,omitempty"`
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
