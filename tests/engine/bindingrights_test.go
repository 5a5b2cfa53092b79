package engine_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/components/controller"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
)

// oneBinding is a program of two accounts with one binding, whose registrar may be somebody else's or hold other target groups.
type oneBinding struct {
	registrar controller.Subject
	granted   string // the target group that the registrar may use: web or other
	external  string // the external ID that the binding names
}

func (o *oneBinding) print(ctx *pulumi.Context) error {
	s := &singleLb{ctx: ctx}
	for account, provider := range map[string]*pulumi.ResourceOption{hubAccount: &s.hub, teamAccount: &s.team} {
		made, err := aws.NewProvider(ctx, "in-"+account, &aws.ProviderArgs{
			Region:     pulumi.String("us-east-1"),
			AssumeRole: aws.ProviderAssumeRoleArgs{RoleArn: pulumi.String("arn:aws:iam::" + account + ":role/deploy")},
		})
		if err != nil {
			return err
		}
		*provider = pulumi.Provider(made)
	}
	edge, err := ec2.NewVpc(ctx, "edge", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/24")}, s.hub)
	if err != nil {
		return err
	}
	groups := pulumi.StringMap{}
	for _, name := range []string{"web", "other"} {
		if groups[name], err = s.targetGroup(name, 8080, edge, s.hub); err != nil {
			return err
		}
	}
	registrar, err := controller.NewRegistrarRole(ctx, "registrar", &controller.RegistrarRoleArgs{
		Subject: o.registrar, TargetGroupArns: pulumi.StringMap{"granted": groups[o.granted]},
	}, s.hub)
	if err != nil {
		return err
	}
	vpc, cluster, kubernetes, err := s.cluster()
	if err != nil {
		return err
	}
	lbc, err := controller.NewLoadBalancerController(ctx, "controller", &controller.LoadBalancerControllerArgs{
		Subject: blueSubject, VpcID: vpc.ID(), RegistrarRoleArns: pulumi.StringMap{"hub": registrar.Arn},
	}, s.team, pulumi.Providers(kubernetes), pulumi.DependsOn(cluster))
	if err != nil {
		return err
	}
	_, err = binding.New(ctx, "web", &binding.Args{
		Name: "web", Namespace: "default", ServiceName: "web", ServicePort: 80, Account: teamAccount,
		TargetGroupArn: groups["web"], VpcID: edge.ID(),
		AssumeRole: &binding.AssumeRole{Arn: registrar.Arn, ExternalID: pulumi.String(o.external)},
	}, pulumi.Provider(kubernetes), lbc.Running())
	return err
}

var blueSubject = controller.Subject{Account: teamAccount, Region: "us-east-1", Cluster: "blue"}

// TestBindingRights has a controller bind what it may not: AWS's answers come from the documents that the components registered.
func TestBindingRights(t *testing.T) {
	t.Parallel()
	o := &oneBinding{registrar: blueSubject, granted: "web", external: blueSubject.ExternalID()}
	w := newWorldOf(t, inline.Program("binding", o.print), []byte("config: {'aws:region': us-east-1}"), engine.WriteStateOnce...)
	green := blueSubject
	green.Cluster = "green"
	for name, test := range map[string]struct {
		change func()
		says   string
	}{
		"another team's target group":  {func() { o.granted = "other" }, "elasticloadbalancing:RegisterTargets on resource"},
		"another cluster's registrar":  {func() { o.registrar = green }, "sts:AssumeRole on resource"},
		"another external ID":          {func() { o.external = green.ExternalID() }, "sts:AssumeRole on resource"},
		"another account's controller": {func() { o.registrar.Account = "999900001111" }, "sts:AssumeRole on resource"},
	} {
		t.Run(name, func(t *testing.T) {
			right := *o
			test.change()
			w.in(t).refused("AccessDenied", test.says)
			*o = right
		})
	}
	w.up()
	assert.Equal(t, teamAccount, w.object(clusterType, "blue").Account)
	w.object(binding.Token, "web")
	w.unchanged()
	w.destroy()
}
