package localcloud_test

import "fmt"

// network is a VPC with one subnet per zone, for tests that need somewhere to
// put things.
type network struct {
	vpc     resource
	subnets []resource
	gateway resource
	group   resource
}

const (
	tVpc             = "aws:ec2/vpc:Vpc"
	tSubnet          = "aws:ec2/subnet:Subnet"
	tInternetGateway = "aws:ec2/internetGateway:InternetGateway"
	tSecurityGroup   = "aws:ec2/securityGroup:SecurityGroup"
	tRouteTable      = "aws:ec2/routeTable:RouteTable"
	tRoute           = "aws:ec2/route:Route"
	tAssociation     = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	tIngressRule     = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	tEndpoint        = "aws:ec2/vpcEndpoint:VpcEndpoint"
	tPrefixList      = "aws:ec2/managedPrefixList:ManagedPrefixList"
	tLoadBalancer    = "aws:lb/loadBalancer:LoadBalancer"
	tTargetGroup     = "aws:lb/targetGroup:TargetGroup"
	tListener        = "aws:lb/listener:Listener"
	tRule            = "aws:lb/listenerRule:ListenerRule"
	tTarget          = "aws:lb/targetGroupAttachment:TargetGroupAttachment"
	tGateway         = "aws:ec2transitgateway/transitGateway:TransitGateway"
	tAttachment      = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
	tTransitTable    = "aws:ec2transitgateway/routeTable:RouteTable"
	tTransitAssoc    = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
	tTransitRoute    = "aws:ec2transitgateway/route:Route"
)

// network makes 10.<second>.0.0/16 with a /24 in each of the first zones.
func (i *instance) network(name string, second, zones int) network {
	i.t.Helper()
	n := network{vpc: i.create(tVpc, name, props{
		"cidrBlock": fmt.Sprintf("10.%d.0.0/16", second), "enableDnsHostnames": true,
	})}
	for z := range zones {
		n.subnets = append(n.subnets, i.create(tSubnet, fmt.Sprintf("%s-%d", name, z+1), props{
			"vpcId": n.vpc.ID, "cidrBlock": fmt.Sprintf("10.%d.%d.0/24", second, z), "availabilityZoneId": fmt.Sprintf("use1-az%d", z+1),
		}))
	}
	n.gateway = i.create(tInternetGateway, name, props{"vpcId": n.vpc.ID})
	n.group = i.create(tSecurityGroup, name, props{"vpcId": n.vpc.ID})
	return n
}

func (n network) subnetIDs() []any {
	var ids []any
	for _, s := range n.subnets {
		ids = append(ids, s.ID)
	}
	return ids
}
