package bench

import (
	"reflect"

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

// kind is a type of resource in the SDK.
type kind struct {
	// resource makes the object into which the answer is decoded: a raw program is to read as much of it as any program
	// written against the SDK.
	resource func() pulumi.Resource

	// What the type's constructor is given.
	arguments reflect.Type
}

// kinds are the types of which an estate registers resources.
var kinds = map[string]kind{
	"aws:cloudwatch/logGroup:LogGroup":                                  {func() pulumi.Resource { return &cloudwatch.LogGroup{} }, reflect.TypeFor[cloudwatch.LogGroupArgs]()},
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":                 {func() pulumi.Resource { return &ec2.DefaultSecurityGroup{} }, reflect.TypeFor[ec2.DefaultSecurityGroupArgs]()},
	"aws:ec2/internetGateway:InternetGateway":                           {func() pulumi.Resource { return &ec2.InternetGateway{} }, reflect.TypeFor[ec2.InternetGatewayArgs]()},
	"aws:ec2/route:Route":                                               {func() pulumi.Resource { return &ec2.Route{} }, reflect.TypeFor[ec2.RouteArgs]()},
	"aws:ec2/routeTable:RouteTable":                                     {func() pulumi.Resource { return &ec2.RouteTable{} }, reflect.TypeFor[ec2.RouteTableArgs]()},
	"aws:ec2/routeTableAssociation:RouteTableAssociation":               {func() pulumi.Resource { return &ec2.RouteTableAssociation{} }, reflect.TypeFor[ec2.RouteTableAssociationArgs]()},
	"aws:ec2/securityGroup:SecurityGroup":                               {func() pulumi.Resource { return &ec2.SecurityGroup{} }, reflect.TypeFor[ec2.SecurityGroupArgs]()},
	"aws:ec2/subnet:Subnet":                                             {func() pulumi.Resource { return &ec2.Subnet{} }, reflect.TypeFor[ec2.SubnetArgs]()},
	"aws:ec2/subnetCidrReservation:SubnetCidrReservation":               {func() pulumi.Resource { return &ec2.SubnetCidrReservation{} }, reflect.TypeFor[ec2.SubnetCidrReservationArgs]()},
	"aws:ec2/vpc:Vpc":                                                   {func() pulumi.Resource { return &ec2.Vpc{} }, reflect.TypeFor[ec2.VpcArgs]()},
	"aws:ec2/vpcEndpoint:VpcEndpoint":                                   {func() pulumi.Resource { return &ec2.VpcEndpoint{} }, reflect.TypeFor[ec2.VpcEndpointArgs]()},
	"aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation":   {func() pulumi.Resource { return &ec2.VpcIpv4CidrBlockAssociation{} }, reflect.TypeFor[ec2.VpcIpv4CidrBlockAssociationArgs]()},
	"aws:ec2transitgateway/route:Route":                                 {func() pulumi.Resource { return &ec2transitgateway.Route{} }, reflect.TypeFor[ec2transitgateway.RouteArgs]()},
	"aws:ec2transitgateway/routeTable:RouteTable":                       {func() pulumi.Resource { return &ec2transitgateway.RouteTable{} }, reflect.TypeFor[ec2transitgateway.RouteTableArgs]()},
	"aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": {func() pulumi.Resource { return &ec2transitgateway.RouteTableAssociation{} }, reflect.TypeFor[ec2transitgateway.RouteTableAssociationArgs]()},
	"aws:ec2transitgateway/transitGateway:TransitGateway":               {func() pulumi.Resource { return &ec2transitgateway.TransitGateway{} }, reflect.TypeFor[ec2transitgateway.TransitGatewayArgs]()},
	"aws:ec2transitgateway/vpcAttachment:VpcAttachment":                 {func() pulumi.Resource { return &ec2transitgateway.VpcAttachment{} }, reflect.TypeFor[ec2transitgateway.VpcAttachmentArgs]()},
	"aws:eks/addon:Addon":                                               {func() pulumi.Resource { return &awseks.Addon{} }, reflect.TypeFor[awseks.AddonArgs]()},
	"aws:iam/role:Role":                                                 {func() pulumi.Resource { return &iam.Role{} }, reflect.TypeFor[iam.RoleArgs]()},
	"aws:iam/rolePolicy:RolePolicy":                                     {func() pulumi.Resource { return &iam.RolePolicy{} }, reflect.TypeFor[iam.RolePolicyArgs]()},
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment":                 {func() pulumi.Resource { return &iam.RolePolicyAttachment{} }, reflect.TypeFor[iam.RolePolicyAttachmentArgs]()},
	"aws:lb/listener:Listener":                                          {func() pulumi.Resource { return &lb.Listener{} }, reflect.TypeFor[lb.ListenerArgs]()},
	"aws:lb/listenerRule:ListenerRule":                                  {func() pulumi.Resource { return &lb.ListenerRule{} }, reflect.TypeFor[lb.ListenerRuleArgs]()},
	"aws:lb/loadBalancer:LoadBalancer":                                  {func() pulumi.Resource { return &lb.LoadBalancer{} }, reflect.TypeFor[lb.LoadBalancerArgs]()},
	"aws:lb/targetGroup:TargetGroup":                                    {func() pulumi.Resource { return &lb.TargetGroup{} }, reflect.TypeFor[lb.TargetGroupArgs]()},
	"aws:lb/targetGroupAttachment:TargetGroupAttachment":                {func() pulumi.Resource { return &lb.TargetGroupAttachment{} }, reflect.TypeFor[lb.TargetGroupAttachmentArgs]()},
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":           {func() pulumi.Resource { return &vpc.SecurityGroupEgressRule{} }, reflect.TypeFor[vpc.SecurityGroupEgressRuleArgs]()},
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":         {func() pulumi.Resource { return &vpc.SecurityGroupIngressRule{} }, reflect.TypeFor[vpc.SecurityGroupIngressRuleArgs]()},
	"eks:index:Cluster":                                                 {func() pulumi.Resource { return &eks.Cluster{} }, reflect.TypeFor[eks.ClusterArgs]()},
	"eks:index:ManagedNodeGroup":                                        {func() pulumi.Resource { return &eks.ManagedNodeGroup{} }, reflect.TypeFor[eks.ManagedNodeGroupArgs]()},
}
