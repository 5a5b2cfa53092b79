package engine_test

import (
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/components/controller"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	hubAccount  = "444455556666"
	teamAccount = "111122223333"

	releaseType           = "kubernetes:helm.sh/v3:Release"
	groupPolicyType       = "aws:iam/policy:Policy"
	groupAttachmentType   = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	inlinePolicyType      = "aws:iam/rolePolicy:RolePolicy"
	controllerRoleType    = "aws:iam/role:Role"
	podIdentityType       = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
	controllerTargetsName = "controller.targets.1"
	registrarTargetsName  = "registrar.targets.1"
)

// singleLb is a program of two accounts: target groups and registrar in the hub's, cluster and controller in the team's, and one
// target group in the team's own.
type singleLb struct {
	ctx       *pulumi.Context
	hub, team pulumi.ResourceOption

	// Ports of the target groups in the hub's account, by name.
	ports map[string]int

	// Whether the hub's target groups are other clusters' as well.
	shared bool
}

// TestController makes controller, registrar and bindings, changes them and takes them away, and looks at the order.
func TestController(t *testing.T) {
	t.Parallel()
	ports, shared := map[string]int{"web": 8080, "api": 8080}, false
	w := newWorldOf(t, inline.Program("controller", func(ctx *pulumi.Context) error {
		return (&singleLb{ctx: ctx, ports: ports, shared: shared}).print()
	}), []byte("config: {'aws:region': us-east-1}"), engine.WriteStateOnce...)
	w.up()
	made := newSteps(t, w.wrote(0), localcloud.Create)
	for _, name := range []string{"web", "api", "own"} {
		made.after(binding.Token, name, made.at(releaseType, "controller"), made.at(targetGroupType, name))
	}
	for _, name := range []string{"web", "api"} {
		made.after(binding.Token, name, made.at(inlinePolicyType, "registrar"), made.at(groupAttachmentType, registrarTargetsName))
	}
	made.after(releaseType, "controller", made.at(podIdentityType, "controller"), made.at(inlinePolicyType, "controller"),
		made.at(groupAttachmentType, controllerTargetsName))
	w.assertBound("web", "api", "own")
	w.unchanged()

	t.Run("a port changes", func(t *testing.T) {
		w := w.in(t)
		ports["web"] = 9090
		since := w.now()
		w.up()
		deleted, created := newSteps(t, w.wrote(since), localcloud.Delete), newSteps(t, w.wrote(since), localcloud.Create)
		// The target group is another one, so the binding is: the new one after the old one, the old one while it may deregister.
		assert.Greater(t, created.at(binding.Token, "web"), deleted.at(binding.Token, "web"))
		assert.Greater(t, created.at(binding.Token, "web"), created.at(groupAttachmentType, registrarTargetsName))
		deleted.after(groupAttachmentType, registrarTargetsName, deleted.at(binding.Token, "web"))
		deleted.after(targetGroupType, "web", deleted.at(binding.Token, "web"))
		assert.NotContains(t, created.names(binding.Token), "api", "another binding was made anew")
		w.assertBound("web", "api", "own")
		w.unchanged()
	})
	t.Run("a service leaves", func(t *testing.T) {
		w := w.in(t)
		delete(ports, "api")
		since := w.now()
		w.up()
		gone := newSteps(t, w.wrote(since), localcloud.Delete)
		gone.after(groupAttachmentType, registrarTargetsName, gone.at(binding.Token, "api"))
		gone.after(groupPolicyType, registrarTargetsName, gone.at(groupAttachmentType, registrarTargetsName))
		gone.after(targetGroupType, "api", gone.at(binding.Token, "api"))
		w.assertBound("web", "own")
		w.unchanged()
	})
	t.Run("a target group is shared", func(t *testing.T) {
		w := w.in(t)
		shared = true
		since := w.now()
		w.up()
		deleted, created := newSteps(t, w.wrote(since), localcloud.Delete), newSteps(t, w.wrote(since), localcloud.Create)
		created.after(binding.Token, "web", deleted.at(binding.Token, "web"))
		assert.Len(t, w.wrote(since), 2, "something but the binding changed")
		w.assertBound("web", "own")
		w.unchanged()
	})
	since := w.now()
	w.destroy()
	gone := newSteps(t, w.wrote(since), localcloud.Delete)
	for _, name := range []string{"web", "own"} {
		gone.after(releaseType, "controller", gone.at(binding.Token, name))
		gone.after(targetGroupType, name, gone.at(binding.Token, name))
	}
	for typ, name := range map[string]string{
		podIdentityType: "controller", inlinePolicyType: "controller", groupAttachmentType: controllerTargetsName, controllerRoleType: "controller",
	} {
		gone.after(typ, name, gone.at(releaseType, "controller"))
	}
	for typ, name := range map[string]string{
		inlinePolicyType: "registrar", groupAttachmentType: registrarTargetsName, controllerRoleType: "registrar",
	} {
		gone.after(typ, name, gone.at(binding.Token, "web"))
	}
}

// assertBound checks which bindings there are, that each is to its target group, and that what the account of a target group allows
// to register with it is that target group.
func (w *world) assertBound(services ...string) {
	w.t.Helper()
	bound := map[string]localcloud.Object{}
	groups := map[string]string{}
	policies := map[string]string{}
	for _, object := range w.cloud.Objects() {
		switch object.Type {
		case binding.Token:
			bound[object.Name] = object
		case targetGroupType:
			groups[object.Name] = object.ID
		case groupPolicyType:
			policies[object.Name] = text(object, "policy")
		}
	}
	require.Len(w.t, bound, len(services))
	for _, service := range services {
		require.Contains(w.t, bound, service)
		spec := bound[service].Outputs["spec"].(localcloud.Props)
		assert.Equal(w.t, groups[service], spec["targetGroupARN"])
		policy := policies[registrarTargetsName]
		if service == "own" {
			policy = policies[controllerTargetsName]
			assert.NotContains(w.t, spec, "iamRoleArnToAssume")
		} else {
			assert.Equal(w.t, "us-east-1/"+teamAccount+"/blue/kube-system/aws-load-balancer-controller", spec["assumeRoleExternalId"])
			assert.Equal(w.t, "arn:aws:iam::"+hubAccount+":role/blue.us-east-1."+teamAccount+".registrar", spec["iamRoleArnToAssume"])
		}
		assert.Contains(w.t, policy, groups[service])
	}
	assert.Len(w.t, groups, len(services), "a target group without binding is left")
	for name, id := range groups {
		assert.Contains(w.t, policies[registrarTargetsName]+policies[controllerTargetsName], id, name)
	}
}

// print is the program.
func (s *singleLb) print() error {
	for account, provider := range map[string]*pulumi.ResourceOption{hubAccount: &s.hub, teamAccount: &s.team} {
		made, err := aws.NewProvider(s.ctx, "in-"+account, &aws.ProviderArgs{
			Region:     pulumi.String("us-east-1"),
			AssumeRole: aws.ProviderAssumeRoleArgs{RoleArn: pulumi.String("arn:aws:iam::" + account + ":role/deploy")},
		})
		if err != nil {
			return err
		}
		*provider = pulumi.Provider(made)
	}
	subject := controller.Subject{Account: teamAccount, Region: "us-east-1", Cluster: "blue"}
	edge, err := ec2.NewVpc(s.ctx, "edge", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/24")}, s.hub)
	if err != nil {
		return err
	}
	groups := pulumi.StringMap{}
	for _, name := range s.names() {
		if groups[name], err = s.targetGroup(name, s.ports[name], edge, s.hub); err != nil {
			return err
		}
	}
	registrar, err := controller.NewRegistrarRole(s.ctx, "registrar", &controller.RegistrarRoleArgs{
		Subject: subject, TargetGroupArns: groups,
	}, s.hub)
	if err != nil {
		return err
	}
	vpc, cluster, kubernetes, err := s.cluster()
	if err != nil {
		return err
	}
	own, err := s.targetGroup("own", 8080, vpc, s.team)
	if err != nil {
		return err
	}
	lbc, err := controller.NewLoadBalancerController(s.ctx, "controller", &controller.LoadBalancerControllerArgs{
		Subject: subject, VpcID: vpc.ID(), TargetGroupArns: pulumi.StringMap{"own": own},
		RegistrarRoleArns: pulumi.StringMap{"hub": registrar.Arn},
	}, s.team, pulumi.Providers(kubernetes), pulumi.DependsOn(cluster))
	if err != nil {
		return err
	}
	ready := []pulumi.ResourceOption{pulumi.Provider(kubernetes), lbc.Running()}
	for _, name := range s.names() {
		_, err := binding.New(s.ctx, name, &binding.Args{
			Name: name, Namespace: "default", ServiceName: name, ServicePort: 80, Account: teamAccount,
			TargetGroupArn: groups[name], VpcID: edge.ID(), MultiCluster: s.shared,
			AssumeRole: &binding.AssumeRole{Arn: registrar.Arn, ExternalID: registrar.ExternalID},
		}, ready...)
		if err != nil {
			return err
		}
	}
	_, err = binding.New(s.ctx, "own", &binding.Args{
		Name: "own", Namespace: "default", ServiceName: "own", ServicePort: 80, Account: teamAccount,
		TargetGroupArn: own, VpcID: vpc.ID(),
	}, ready...)
	return err
}

func (s *singleLb) names() []string {
	names := []string{}
	for name := range s.ports {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// targetGroup is an IP target group whose name AWS chooses, so that another port can be another target group.
func (s *singleLb) targetGroup(name string, port int, vpc *ec2.Vpc, in pulumi.ResourceOption) (pulumi.StringOutput, error) {
	group, err := lb.NewTargetGroup(s.ctx, name, &lb.TargetGroupArgs{
		NamePrefix: pulumi.String("tg"), VpcId: vpc.ID(), TargetType: pulumi.String("ip"), Protocol: pulumi.String("TCP"), Port: pulumi.Int(port),
	}, in)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return group.Arn, nil
}

// role is a role of a service of AWS with a managed policy.
func (s *singleLb) role(name, service, policy string) (pulumi.StringOutput, pulumi.Resource, error) {
	role, err := iam.NewRole(s.ctx, name, &iam.RoleArgs{AssumeRolePolicy: pulumi.String(`{"Version":"2012-10-17","Statement":[` +
		`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"` + service + `.amazonaws.com"}}]}`)}, s.team)
	if err != nil {
		return pulumi.StringOutput{}, nil, err
	}
	attached, err := iam.NewRolePolicyAttachment(s.ctx, name, &iam.RolePolicyAttachmentArgs{
		Role: role.Name, PolicyArn: pulumi.String("arn:aws:iam::aws:policy/" + policy),
	}, s.team)
	return role.Arn, attached, err
}

// cluster is an EKS cluster with a node and a public endpoint, and the provider that talks to it.
func (s *singleLb) cluster() (*ec2.Vpc, []pulumi.Resource, pulumi.ProviderResource, error) {
	vpc, err := ec2.NewVpc(s.ctx, "pods", &ec2.VpcArgs{CidrBlock: pulumi.String("10.1.0.0/16")}, s.team)
	if err != nil {
		return nil, nil, nil, err
	}
	subnets := pulumi.StringArray{}
	for _, at := range []struct{ zone, cidr string }{{"use1-az1", "10.1.0.0/24"}, {"use1-az2", "10.1.1.0/24"}} {
		subnet, err := ec2.NewSubnet(s.ctx, at.zone, &ec2.SubnetArgs{
			VpcId: vpc.ID(), CidrBlock: pulumi.String(at.cidr), AvailabilityZoneId: pulumi.String(at.zone),
		}, s.team)
		if err != nil {
			return nil, nil, nil, err
		}
		subnets = append(subnets, subnet.ID())
	}
	clusterRole, clusterPolicy, err := s.role("cluster", "eks", "AmazonEKSClusterPolicy")
	if err != nil {
		return nil, nil, nil, err
	}
	nodeRole, nodePolicy, err := s.role("node", "ec2", "AmazonEKSWorkerNodePolicy")
	if err != nil {
		return nil, nil, nil, err
	}
	cluster, err := awseks.NewCluster(s.ctx, "blue", &awseks.ClusterArgs{
		Name: pulumi.String("blue"), RoleArn: clusterRole,
		AccessConfig: awseks.ClusterAccessConfigArgs{AuthenticationMode: pulumi.String("API")},
		VpcConfig:    awseks.ClusterVpcConfigArgs{SubnetIds: subnets},
	}, s.team, pulumi.DependsOn([]pulumi.Resource{clusterPolicy}))
	if err != nil {
		return nil, nil, nil, err
	}
	nodes, err := awseks.NewNodeGroup(s.ctx, "nodes", &awseks.NodeGroupArgs{
		ClusterName: cluster.Name, NodeRoleArn: nodeRole, SubnetIds: subnets[:1],
		ScalingConfig: awseks.NodeGroupScalingConfigArgs{MinSize: pulumi.Int(1), DesiredSize: pulumi.Int(1), MaxSize: pulumi.Int(1)},
	}, s.team, pulumi.DependsOn([]pulumi.Resource{nodePolicy}))
	if err != nil {
		return nil, nil, nil, err
	}
	provider := &struct{ pulumi.ProviderResourceState }{}
	err = s.ctx.RegisterResource("pulumi:providers:kubernetes", "blue", pulumi.Map{
		"kubeconfig": pulumi.Sprintf(`{"clusters":[{"cluster":{"server":"%s"}}]}`, cluster.Endpoint),
	}, provider)
	return vpc, []pulumi.Resource{cluster, nodes}, provider, err
}

// steps are when things happened, by type and name.
type steps struct {
	t    *testing.T
	when map[[2]string]int
}

func newSteps(t *testing.T, operations []localcloud.Operation, verb localcloud.Verb) steps {
	t.Helper()
	s := steps{t, map[[2]string]int{}}
	for i, operation := range operations {
		if operation.Verb == verb && operation.Error == "" {
			s.when[[2]string{operation.Type, operation.Name}] = i
		}
	}
	return s
}

// at is when something happened, which must have.
func (s steps) at(typ, name string) int {
	s.t.Helper()
	when, ok := s.when[[2]string{typ, name}]
	require.True(s.t, ok, "%s %s: nothing of the kind happened", typ, name)
	return when
}

// after checks that something happened after everything that had to be before it.
func (s steps) after(typ, name string, moments ...int) {
	s.t.Helper()
	for _, moment := range moments {
		assert.Less(s.t, moment, s.at(typ, name), "%s %s was too early", typ, name)
	}
}

// names are those of a type.
func (s steps) names(typ string) []string {
	names := []string{}
	for step := range s.when {
		if step[0] == typ {
			names = append(names, step[1])
		}
	}
	return names
}
