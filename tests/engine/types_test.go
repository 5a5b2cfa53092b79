package engine_test

// The resource types that the tests name.
const (
	vpcType              = "aws:ec2/vpc:Vpc"
	secondaryCidrType    = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	subnetType           = "aws:ec2/subnet:Subnet"
	reservationType      = "aws:ec2/subnetCidrReservation:SubnetCidrReservation"
	routeTableType       = "aws:ec2/routeTable:RouteTable"
	tableAssociationType = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	routeType            = "aws:ec2/route:Route"
	endpointType         = "aws:ec2/vpcEndpoint:VpcEndpoint"
	securityGroupType    = "aws:ec2/securityGroup:SecurityGroup"
	inboundRuleType      = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	outboundRuleType     = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"

	transitGatewayType     = "aws:ec2transitgateway/transitGateway:TransitGateway"
	attachmentType         = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
	transitTableType       = "aws:ec2transitgateway/routeTable:RouteTable"
	transitAssociationType = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
	propagationType        = "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation"
	transitRouteType       = "aws:ec2transitgateway/route:Route"

	attachmentAccepterType  = "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter"
	shareType               = "aws:ram/resourceShare:ResourceShare"
	resourceAssociationType = "aws:ram/resourceAssociation:ResourceAssociation"
	principalType           = "aws:ram/principalAssociation:PrincipalAssociation"
	shareAccepterType       = "aws:ram/resourceShareAccepter:ResourceShareAccepter"

	loadBalancerType = "aws:lb/loadBalancer:LoadBalancer"
	listenerType     = "aws:lb/listener:Listener"
	listenerRuleType = "aws:lb/listenerRule:ListenerRule"
	targetGroupType  = "aws:lb/targetGroup:TargetGroup"
	targetType       = "aws:lb/targetGroupAttachment:TargetGroupAttachment"
	certificateType  = "aws:acm/certificate:Certificate"

	clusterType   = "aws:eks/cluster:Cluster"
	nodeGroupType = "aws:eks/nodeGroup:NodeGroup"
)
