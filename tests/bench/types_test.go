package bench

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// newResource makes the SDK's object for a resource of a type, into which the answer is decoded: the raw program is to
// read as much of it as any program written against the SDK.
var newResource = map[string]func() pulumi.Resource{
	"aws:cloudwatch/logGroup:LogGroup":                                  func() pulumi.Resource { return &cloudwatch.LogGroup{} },
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":                 func() pulumi.Resource { return &ec2.DefaultSecurityGroup{} },
	"aws:ec2/internetGateway:InternetGateway":                           func() pulumi.Resource { return &ec2.InternetGateway{} },
	"aws:ec2/route:Route":                                               func() pulumi.Resource { return &ec2.Route{} },
	"aws:ec2/routeTable:RouteTable":                                     func() pulumi.Resource { return &ec2.RouteTable{} },
	"aws:ec2/routeTableAssociation:RouteTableAssociation":               func() pulumi.Resource { return &ec2.RouteTableAssociation{} },
	"aws:ec2/securityGroup:SecurityGroup":                               func() pulumi.Resource { return &ec2.SecurityGroup{} },
	"aws:ec2/subnet:Subnet":                                             func() pulumi.Resource { return &ec2.Subnet{} },
	"aws:ec2/subnetCidrReservation:SubnetCidrReservation":               func() pulumi.Resource { return &ec2.SubnetCidrReservation{} },
	"aws:ec2/vpc:Vpc":                                                   func() pulumi.Resource { return &ec2.Vpc{} },
	"aws:ec2/vpcEndpoint:VpcEndpoint":                                   func() pulumi.Resource { return &ec2.VpcEndpoint{} },
	"aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation":   func() pulumi.Resource { return &ec2.VpcIpv4CidrBlockAssociation{} },
	"aws:ec2transitgateway/route:Route":                                 func() pulumi.Resource { return &ec2transitgateway.Route{} },
	"aws:ec2transitgateway/routeTable:RouteTable":                       func() pulumi.Resource { return &ec2transitgateway.RouteTable{} },
	"aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": func() pulumi.Resource { return &ec2transitgateway.RouteTableAssociation{} },
	"aws:ec2transitgateway/transitGateway:TransitGateway":               func() pulumi.Resource { return &ec2transitgateway.TransitGateway{} },
	"aws:ec2transitgateway/vpcAttachment:VpcAttachment":                 func() pulumi.Resource { return &ec2transitgateway.VpcAttachment{} },
	"aws:eks/addon:Addon":                                               func() pulumi.Resource { return &awseks.Addon{} },
	"aws:iam/role:Role":                                                 func() pulumi.Resource { return &iam.Role{} },
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment":                 func() pulumi.Resource { return &iam.RolePolicyAttachment{} },
	"aws:lb/listener:Listener":                                          func() pulumi.Resource { return &lb.Listener{} },
	"aws:lb/listenerRule:ListenerRule":                                  func() pulumi.Resource { return &lb.ListenerRule{} },
	"aws:lb/loadBalancer:LoadBalancer":                                  func() pulumi.Resource { return &lb.LoadBalancer{} },
	"aws:lb/targetGroup:TargetGroup":                                    func() pulumi.Resource { return &lb.TargetGroup{} },
	"aws:lb/targetGroupAttachment:TargetGroupAttachment":                func() pulumi.Resource { return &lb.TargetGroupAttachment{} },
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":           func() pulumi.Resource { return &vpc.SecurityGroupEgressRule{} },
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":         func() pulumi.Resource { return &vpc.SecurityGroupIngressRule{} },
	"eks:index:Cluster":                                                 func() pulumi.Resource { return &eks.Cluster{} },
	"eks:index:ManagedNodeGroup":                                        func() pulumi.Resource { return &eks.ManagedNodeGroup{} },
}
