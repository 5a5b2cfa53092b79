package bench

import (
	"fmt"

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

// typed calls the SDK's constructors itself rather than through a function for each type: the SDK sends the stack of
// calls with every registration, and a program by hand has no such function on it.
func (p *rawProgram) typed(ctx *pulumi.Context) error {
	r := p.run(ctx)
	for _, s := range p.steps {
		var made pulumi.Resource
		var err error
		options := r.options(s)
		switch args := s.arguments.in(r).(type) {
		case *cloudwatch.LogGroupArgs:
			made, err = cloudwatch.NewLogGroup(ctx, s.name, args, options...)
		case *ec2.DefaultSecurityGroupArgs:
			made, err = ec2.NewDefaultSecurityGroup(ctx, s.name, args, options...)
		case *ec2.InternetGatewayArgs:
			made, err = ec2.NewInternetGateway(ctx, s.name, args, options...)
		case *ec2.RouteArgs:
			made, err = ec2.NewRoute(ctx, s.name, args, options...)
		case *ec2.RouteTableArgs:
			made, err = ec2.NewRouteTable(ctx, s.name, args, options...)
		case *ec2.RouteTableAssociationArgs:
			made, err = ec2.NewRouteTableAssociation(ctx, s.name, args, options...)
		case *ec2.SecurityGroupArgs:
			made, err = ec2.NewSecurityGroup(ctx, s.name, args, options...)
		case *ec2.SubnetArgs:
			made, err = ec2.NewSubnet(ctx, s.name, args, options...)
		case *ec2.SubnetCidrReservationArgs:
			made, err = ec2.NewSubnetCidrReservation(ctx, s.name, args, options...)
		case *ec2.VpcArgs:
			made, err = ec2.NewVpc(ctx, s.name, args, options...)
		case *ec2.VpcEndpointArgs:
			made, err = ec2.NewVpcEndpoint(ctx, s.name, args, options...)
		case *ec2.VpcIpv4CidrBlockAssociationArgs:
			made, err = ec2.NewVpcIpv4CidrBlockAssociation(ctx, s.name, args, options...)
		case *ec2transitgateway.RouteArgs:
			made, err = ec2transitgateway.NewRoute(ctx, s.name, args, options...)
		case *ec2transitgateway.RouteTableArgs:
			made, err = ec2transitgateway.NewRouteTable(ctx, s.name, args, options...)
		case *ec2transitgateway.RouteTableAssociationArgs:
			made, err = ec2transitgateway.NewRouteTableAssociation(ctx, s.name, args, options...)
		case *ec2transitgateway.TransitGatewayArgs:
			made, err = ec2transitgateway.NewTransitGateway(ctx, s.name, args, options...)
		case *ec2transitgateway.VpcAttachmentArgs:
			made, err = ec2transitgateway.NewVpcAttachment(ctx, s.name, args, options...)
		case *awseks.AddonArgs:
			made, err = awseks.NewAddon(ctx, s.name, args, options...)
		case *iam.RoleArgs:
			made, err = iam.NewRole(ctx, s.name, args, options...)
		case *iam.RolePolicyArgs:
			made, err = iam.NewRolePolicy(ctx, s.name, args, options...)
		case *iam.RolePolicyAttachmentArgs:
			made, err = iam.NewRolePolicyAttachment(ctx, s.name, args, options...)
		case *lb.ListenerArgs:
			made, err = lb.NewListener(ctx, s.name, args, options...)
		case *lb.ListenerRuleArgs:
			made, err = lb.NewListenerRule(ctx, s.name, args, options...)
		case *lb.LoadBalancerArgs:
			made, err = lb.NewLoadBalancer(ctx, s.name, args, options...)
		case *lb.TargetGroupArgs:
			made, err = lb.NewTargetGroup(ctx, s.name, args, options...)
		case *lb.TargetGroupAttachmentArgs:
			made, err = lb.NewTargetGroupAttachment(ctx, s.name, args, options...)
		case *vpc.SecurityGroupEgressRuleArgs:
			made, err = vpc.NewSecurityGroupEgressRule(ctx, s.name, args, options...)
		case *vpc.SecurityGroupIngressRuleArgs:
			made, err = vpc.NewSecurityGroupIngressRule(ctx, s.name, args, options...)
		case *eks.ClusterArgs:
			made, err = eks.NewCluster(ctx, s.name, args, options...)
		case *eks.ManagedNodeGroupArgs:
			made, err = eks.NewManagedNodeGroup(ctx, s.name, args, options...)
		case nil:
			own := &component{}
			made, err = own, ctx.RegisterComponentResource(s.typ, s.name, own, options...)
		default:
			err = fmt.Errorf("typed calls no constructor with %T", args)
		}
		if err != nil {
			return err
		}
		r.made = append(r.made, made)
	}
	return p.finish(r)
}
