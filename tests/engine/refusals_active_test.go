package engine_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// TestTargetGroupRefusals shows what TestServiceChange is up against: a program that replaces a target group under the
// same name is refused, in either order.
func TestTargetGroupRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		deleteFirst bool
		refusal     string
	}{
		"create first": {false, "DuplicateTargetGroupName"},
		"delete first": {true, "ResourceInUse"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			port := 8080
			w := newWorldOf(t, inline.Program("refusals", func(ctx *pulumi.Context) error {
				return fixedTargetGroup(ctx, port, test.deleteFirst)
			}), []byte("config: {'aws:region': us-east-1}"), engine.WriteStateOnce...)
			w.up()
			port = 9090
			w.refused(test.refusal)
			port = 8080
			_, err := w.stack.Destroy(t.Context())
			require.NoError(t, err)
		})
	}
}

// fixedTargetGroup is a listener that forwards to a target group whose name does not follow its port.
func fixedTargetGroup(ctx *pulumi.Context, port int, deleteFirst bool) error {
	vpc, err := ec2.NewVpc(ctx, "vpc", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})
	if err != nil {
		return err
	}
	subnet, err := ec2.NewSubnet(ctx, "subnet", &ec2.SubnetArgs{
		VpcId: vpc.ID(), CidrBlock: pulumi.String("10.0.0.0/24"), AvailabilityZoneId: pulumi.String("use1-az1"),
	})
	if err != nil {
		return err
	}
	balancer, err := lb.NewLoadBalancer(ctx, "nlb", &lb.LoadBalancerArgs{
		LoadBalancerType: pulumi.String("network"), Internal: pulumi.Bool(true), Subnets: pulumi.StringArray{subnet.ID()},
	})
	if err != nil {
		return err
	}
	group, err := lb.NewTargetGroup(ctx, "group", &lb.TargetGroupArgs{
		Name: pulumi.String("fixed"), VpcId: vpc.ID(), TargetType: pulumi.String("ip"), Protocol: pulumi.String("TCP"),
		Port: pulumi.Int(port),
	}, pulumi.DeleteBeforeReplace(deleteFirst))
	if err != nil {
		return err
	}
	_, err = lb.NewListener(ctx, "listener", &lb.ListenerArgs{
		LoadBalancerArn: balancer.Arn, Port: pulumi.Int(80), Protocol: pulumi.String("TCP"),
		DefaultActions: lb.ListenerDefaultActionArray{
			lb.ListenerDefaultActionArgs{Type: pulumi.String("forward"), TargetGroupArn: group.Arn},
		},
	})
	return err
}
