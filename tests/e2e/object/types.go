package object

// Type is a kind of object, in the words of AWS's documentation.
type Type string

// The types that are compared. What the API shows of any other kind is of one of the types below Unplanned.
const (
	Vpc                       Type = "vpc"
	SecondaryCidr             Type = "vpc cidr block association"
	Subnet                    Type = "subnet"
	CidrReservation           Type = "subnet cidr reservation"
	InternetGateway           Type = "internet gateway"
	RouteTable                Type = "route table"
	Route                     Type = "route"
	RouteTableAssociation     Type = "route table association"
	SecurityGroup             Type = "security group"
	SecurityGroupRule         Type = "security group rule"
	VpcEndpoint               Type = "vpc endpoint"
	TransitGateway            Type = "transit gateway"
	TransitGatewayAttachment  Type = "transit gateway attachment"
	TransitGatewayRouteTable  Type = "transit gateway route table"
	TransitGatewayAssociation Type = "transit gateway association"
	TransitGatewayPropagation Type = "transit gateway propagation"
	TransitGatewayRoute       Type = "transit gateway route"
	LoadBalancer              Type = "load balancer"
	Listener                  Type = "listener"
	ListenerCertificate       Type = "listener certificate"
	ListenerRule              Type = "listener rule"
	TargetGroup               Type = "target group"
	Target                    Type = "target"
	Certificate               Type = "certificate"
	Record                    Type = "hosted zone record"
	Role                      Type = "iam role"
	RolePolicyAttachment      Type = "iam role policy attachment"
	EksCluster                Type = "eks cluster"
	NodeGroup                 Type = "eks node group"
	Addon                     Type = "eks add-on"
	AccessEntry               Type = "eks access entry"
	AccessPolicyAssociation   Type = "eks access policy association"
	LogGroup                  Type = "log group"
	NetworkAcl                Type = "network acl"
	NetworkInterface          Type = "network interface"
	Address                   Type = "elastic ip address"
	NatGateway                Type = "nat gateway"
	EgressOnlyGateway         Type = "egress-only internet gateway"
	PeeringConnection         Type = "vpc peering connection"
	VpnGateway                Type = "vpn gateway"
	VpnConnection             Type = "vpn connection"
	CustomerGateway           Type = "customer gateway"
	DhcpOptions               Type = "dhcp options set"
	PrefixList                Type = "managed prefix list"
	LaunchTemplate            Type = "launch template"
	Firewall                  Type = "network firewall"
	FirewallPolicy            Type = "network firewall policy"
	FirewallRuleGroup         Type = "network firewall rule group"
	FirewallLog               Type = "network firewall log"
	TLSInspection             Type = "network firewall tls inspection configuration"
	EndpointService           Type = "vpc endpoint service"
	ScalingGroup              Type = "auto scaling group"
	Instance                  Type = "instance"
	HostedZone                Type = "hosted zone"
	RoleInlinePolicy          Type = "iam role inline policy"
	InstanceProfile           Type = "iam instance profile"
	Policy                    Type = "iam policy"
	User                      Type = "iam user"
	Group                     Type = "iam group"
	IdentityProvider          Type = "iam oidc provider"
	PodIdentityAssociation    Type = "eks pod identity association"
	FargateProfile            Type = "eks fargate profile"
)

// Description says how objects of a type are told apart, which fields of them are compared, and where they are read. It is
// what docs/fidelity.md prints; a test holds it to what packages expect and observe do.
type Description struct {
	Type     Type
	Identity string
	Fields   []string
	Calls    string
}

// Described are the types of which a plan says every single object.
var Described = []Description{
	{Vpc, "Name tag", []string{"cidr", "cidr state", "dns hostnames", "dns support", "ipv6", "tenancy", "state", "tags"}, "DescribeVpcs, DescribeVpcAttribute"},
	{SecondaryCidr, "VPC and CIDR", []string{"state"}, "DescribeVpcs"},
	{Subnet, "Name tag", []string{"vpc", "cidr", "zone", "public addresses", "ipv6", "state", "tags"}, "DescribeSubnets"},
	{CidrReservation, "subnet and CIDR", []string{"type", "description"}, "GetSubnetCidrReservations"},
	{InternetGateway, "Name tag", []string{"vpc", "tags"}, "DescribeInternetGateways"},
	{RouteTable, "Name tag", []string{"vpc", "main", "propagating gateways", "tags"}, "DescribeRouteTables"},
	{Route, "route table and destination", []string{"next hop", "state"}, "DescribeRouteTables"},
	{RouteTableAssociation, "subnet; the gateway, of a gateway's route table", []string{"route table", "state"}, "DescribeRouteTables"},
	{SecurityGroup, "Name tag", []string{"group name", "vpc", "description", "inbound", "outbound", "tags"}, "DescribeSecurityGroups"},
	{SecurityGroupRule, "Name tag", []string{"group", "direction", "protocol", "ports", "peer", "description", "tags"}, "DescribeSecurityGroupRules"},
	{VpcEndpoint, "Name tag", []string{"service", "kind", "vpc", "subnets", "route tables", "security groups", "private dns", "policy", "state", "tags"}, "DescribeVpcEndpoints"},
	{NatGateway, "Name tag", []string{"vpc", "subnet", "kind", "addresses", "state", "tags"}, "DescribeNatGateways"},
	{Address, "Name tag", []string{"domain", "in use", "instance", "tags"}, "DescribeAddresses"},
	{EndpointService, "Name tag", []string{"kind", "zones", "acceptance", "load balancers", "principals", "address types", "private name", "state", "tags"}, "DescribeVpcEndpointServiceConfigurations, DescribeVpcEndpointServicePermissions"},
	{Firewall, "name", []string{"vpc", "policy", "subnets", "endpoints", "description", "delete protection", "subnet change protection", "policy change protection", "encryption", "analysis", "state", "tags"}, "ListFirewalls, DescribeFirewall"},
	{FirewallPolicy, "name", []string{"stateless default", "fragments default", "stateful default", "rule order", "stream exceptions", "variables", "rule groups", "stateless rule groups", "tls inspection", "description", "encryption", "state", "tags"}, "ListFirewallPolicies, DescribeFirewallPolicy"},
	{FirewallRuleGroup, "name", []string{"type", "capacity", "rules", "description", "encryption", "state", "tags"}, "ListRuleGroups, DescribeRuleGroup"},
	{FirewallLog, "firewall and type of log", []string{"kind", "destination"}, "DescribeLoggingConfiguration"},
	{ScalingGroup, "name", []string{"minimum", "maximum", "desired", "in service", "subnets", "target groups", "launch template", "health check", "grace period", "pauses", "suspended", "protected from scale-in", "termination policies", "mixed instances", "tags"}, "DescribeAutoScalingGroups, DescribeLifecycleHooks"},
	{LaunchTemplate, "name", []string{"image", "instance type", "user data", "key", "profile", "ebs optimized", "metadata", "disks", "interfaces", "security groups", "tags of parts", "tags"}, "DescribeLaunchTemplates, DescribeLaunchTemplateVersions"},
	{TransitGateway, "Name tag", []string{"description", "amazon-side asn", "default association", "default propagation", "auto accept", "dns", "ecmp", "multicast", "state", "tags"}, "DescribeTransitGateways"},
	{TransitGatewayAttachment, "Name tag", []string{"gateway", "vpc", "subnets", "appliance mode", "dns", "ipv6", "state", "tags"}, "DescribeTransitGatewayVpcAttachments"},
	{TransitGatewayRouteTable, "Name tag", []string{"gateway", "default association", "default propagation", "state", "tags"}, "DescribeTransitGatewayRouteTables"},
	{TransitGatewayAssociation, "attachment", []string{"route table", "state", "shown by the attachment"}, "GetTransitGatewayRouteTableAssociations, DescribeTransitGatewayAttachments"},
	{TransitGatewayPropagation, "route table and attachment", []string{}, "GetTransitGatewayRouteTablePropagations"},
	{TransitGatewayRoute, "route table and destination", []string{"next hop", "type", "state"}, "SearchTransitGatewayRoutes"},
	{LoadBalancer, "name", []string{"type", "scheme", "vpc", "address type", "zones", "security groups", "enforced on private link", "state", "attributes", "tags"}, "DescribeLoadBalancers, DescribeLoadBalancerAttributes, DescribeTags"},
	{Listener, "Name tag", []string{"load balancer", "port", "protocol", "ssl policy", "certificate", "alpn", "client certificates", "default action", "default rule", "tags"}, "DescribeListeners, DescribeRules"},
	{ListenerCertificate, "listener and certificate", []string{"default"}, "DescribeListenerCertificates"},
	{ListenerRule, "Name tag", []string{"listener", "priority", "conditions", "action", "tags"}, "DescribeRules"},
	{TargetGroup, "name", []string{"vpc", "target type", "address type", "protocol", "protocol version", "port", "load balancers", "health check", "health check port", "health check path", "health check codes", "health check interval", "health check timeout", "healthy threshold", "unhealthy threshold", "attributes", "tags"}, "DescribeTargetGroups, DescribeTargetGroupAttributes"},
	{Target, "target group, address or load balancer, and port", []string{"zone"}, "DescribeTargetHealth"},
	{Certificate, "Name tag", []string{"domain", "alternative names", "validation", "issuer", "key", "status", "tags"}, "DescribeCertificate, ListTagsForCertificate"},
	{Record, "hosted zone, name and type; validation records by the domain they validate", []string{"value", "ttl", "routing"}, "ListResourceRecordSets"},
	{Role, "name without Pulumi's suffix", []string{"path", "trust", "description", "longest session", "permissions boundary", "tags"}, "GetAccountAuthorizationDetails, ListRoles"},
	{RolePolicyAttachment, "role and policy", []string{}, "GetAccountAuthorizationDetails"},
	{RoleInlinePolicy, "role and name", []string{"policy"}, "GetAccountAuthorizationDetails"},
	{EksCluster, "name", []string{"version", "role", "vpc", "subnets", "security groups", "private endpoint", "public endpoint", "service cidr", "address family", "logging", "authentication", "secrets encryption", "deletion protection", "state", "tags"}, "DescribeCluster"},
	{NodeGroup, "cluster and name", []string{"version", "role", "subnets", "instance types", "image", "capacity", "disk", "labels", "taints", "minimum", "maximum", "desired", "launch template", "remote access", "state", "tags"}, "DescribeNodegroup"},
	{Addon, "cluster and name", []string{"version", "configuration", "role", "state", "tags"}, "DescribeAddon, DescribeAddonVersions"},
	{AccessEntry, "cluster and principal", []string{"kind", "groups", "tags"}, "DescribeAccessEntry"},
	{AccessPolicyAssociation, "cluster, principal and policy", []string{"scope"}, "ListAssociatedAccessPolicies"},
	{LogGroup, "name", []string{"retention", "key"}, "DescribeLogGroups"},
}

// Unplanned are the types that no plan asks for so far: any object of them that was not there before is one too many, but for
// implicit children.
var Unplanned = []Description{
	{NetworkAcl, "ID", nil, "DescribeNetworkAcls"},
	{NetworkInterface, "ID", nil, "DescribeNetworkInterfaces"},
	{EgressOnlyGateway, "ID", nil, "DescribeEgressOnlyInternetGateways"},
	{PeeringConnection, "ID", nil, "DescribeVpcPeeringConnections"},
	{VpnGateway, "ID", nil, "DescribeVpnGateways"},
	{VpnConnection, "ID", nil, "DescribeVpnConnections"},
	{CustomerGateway, "ID", nil, "DescribeCustomerGateways"},
	{DhcpOptions, "ID", nil, "DescribeDhcpOptions"},
	{PrefixList, "ID", nil, "DescribeManagedPrefixLists"},
	{Instance, "ID", nil, "DescribeInstances"},
	{TLSInspection, "ARN", nil, "ListTLSInspectionConfigurations"},
	{HostedZone, "ID", nil, "ListHostedZones"},
	{InstanceProfile, "role and name", nil, "GetAccountAuthorizationDetails"},
	{Policy, "ARN", nil, "GetAccountAuthorizationDetails"},
	{User, "name", nil, "GetAccountAuthorizationDetails"},
	{Group, "name", nil, "GetAccountAuthorizationDetails"},
	{IdentityProvider, "ARN", nil, "ListOpenIDConnectProviders"},
	{PodIdentityAssociation, "cluster and ID", nil, "ListPodIdentityAssociations"},
	{FargateProfile, "cluster and name", nil, "ListFargateProfiles"},
}

// Child is something that AWS makes by itself along with something else.
type Child struct {
	Type Type

	// Which objects of the type.
	Which string

	// What accounts for it.
	Reason string
}

// ImplicitChildren are all that AWS may have beside the plan. They are counted by type.
var ImplicitChildren = []Child{
	{RouteTable, "a VPC's main one", "made with the VPC; that of a planned one is wanted and compared"},
	{Route, "local ones of a main route table", "as the table"},
	{NetworkAcl, "a VPC's default one, as long as it allows everything", "made with the VPC"},
	{ListenerRule, "a listener's default one", "made with the listener, and compared as a field of it"},
	{NetworkInterface, "of load balancers, VPC endpoints, NAT gateways, transit gateway attachments, EKS control planes and instances of auto scaling groups", "made with those"},
	{Record, "a zone's own NS and SOA", "made with the zone"},
	{RolePolicyAttachment, "of service-linked roles", "as the roles"},
	{Role, "service-linked ones, below /aws-service-role/", "made when an account first uses a service"},
	{AccessEntry, "of a cluster's creator", "made with the cluster"},
	{AccessPolicyAssociation, "of a cluster's creator", "as the access entry"},
	{LogGroup, "/aws/eks/<cluster>/cluster of a cluster that is gone", "made by EKS for the control plane's logs; it outlives the cluster"},
	{LaunchTemplate, "eks-<id>", "made by EKS for a managed node group"},
	{Instance, "nodes of a managed node group, and those of an auto scaling group", "made by EKS, or by the group, of which it is compared how many are in service"},
	{Target, "instances of an auto scaling group", "registered by the group"},
	{PrefixList, "owned by AWS", "what gateway endpoints route to"},
}

// FollowsFromOthers says whether a field of an object repeats what other objects say: of something that was there before it
// may change along with those.
func FollowsFromOthers(t Type, field string) bool {
	switch t {
	case SecurityGroup:
		return field == "inbound" || field == "outbound"
	case TargetGroup:
		return field == "load balancers"
	default:
		return false
	}
}
