package binding

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Args are the arguments of a binding.
type Args struct {
	// Name of the binding in Kubernetes.
	Name string `pulumi:"name"`

	// Namespace of the binding and of its Service.
	Namespace string `pulumi:"namespace"`

	// Name of the Service whose pods are the targets.
	ServiceName string `pulumi:"serviceName"`

	// Port of the Service.
	ServicePort int `pulumi:"servicePort"`

	// ARN of the target group.
	TargetGroupArn pulumi.StringInput `pulumi:"targetGroupArn"`

	// Type of its targets: ip or instance. Default: ip.
	TargetType string `pulumi:"targetType"`

	// Type of its addresses: ipv4 or ipv6. Default: ipv4.
	IPAddressType string `pulumi:"ipAddressType"`

	// ID of the target group's VPC: that of the load balancer, which may be another one than the pods'.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// ID of the cluster's account. A target group of another account then needs a role. Default: accounts are not compared.
	Account string `pulumi:"account"`

	// The role in the target group's account, where that is not the cluster's. Default: none.
	AssumeRole *AssumeRole `pulumi:"assumeRole"`

	// Whether other clusters bind the same target group. Each then leaves the others' targets alone. Default: false, the controller
	// deregisters every target that it does not know.
	MultiCluster bool `pulumi:"multiCluster"`

	// What the controller admits to the pods, by rules that it writes into their security groups. Default: nothing; somebody else
	// has written them.
	Networking []IngressRule `pulumi:"networking"`
}

// AssumeRole is a role of another account.
type AssumeRole struct {
	// ARN of the role.
	Arn pulumi.StringInput `pulumi:"arn"`

	// External ID that the role's trust asks for.
	ExternalID pulumi.StringInput `pulumi:"externalId"`
}

// IngressRule admits some sources to some ports of the pods.
type IngressRule struct {
	// CIDRs of the sources.
	Cidrs []string `pulumi:"cidrs"`

	// IDs of security groups of the sources. Not for a target group of another account.
	SecurityGroupIDs []string `pulumi:"securityGroupIds"`

	// The ports. At least one: the controller mishandles a rule without.
	Ports []Port `pulumi:"ports"`
}

// Port is a port of the pods.
type Port struct {
	// TCP or UDP. Default: TCP.
	Protocol string `pulumi:"protocol"`

	// Number of the port, as the pods listen on it.
	Port int `pulumi:"port"`
}

func (args *Args) withDefaults() *Args {
	full := Args{}
	if args != nil {
		full = *args
	}
	if full.TargetType == "" {
		full.TargetType = ipTargets
	}
	if full.IPAddressType == "" {
		full.IPAddressType = ipv4
	}
	return &full
}

const (
	ipTargets       = "ip"
	instanceTargets = "instance"
	ipv4            = "ipv4"
	ipv6            = "ipv6"
	tcp             = "TCP"
	udp             = "UDP"
)
