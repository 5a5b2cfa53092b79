package engine_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/components/controller"
	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/admission"
	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
	"github.com/ingresshub/ingresshub/components/guardrails/organization"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	meshReason   = "the mesh writes its own listener rules, OPS-312"
	meshPolicy   = "controller.own-load-balancers"
	meshRole     = "arn:aws:iam::" + teamAccount + ":role/blue.us-east-1.controller"
	meshResource = "arn:aws:elasticloadbalancing:us-east-1:" + teamAccount + ":loadbalancer/app/k8s-shop-web/0123456789abcdef"
)

// mesh is a program with a cluster, the VPC in which it may own load balancers, and all guardrails but those that the opt-in needs off.
type mesh struct {
	ctx *pulumi.Context

	// The opt-in without VPC and subnets; nil where the cluster does not opt in.
	own *controller.OwnLoadBalancers
}

// off are the guardrails of the cluster that docs/controller.md says must be off, each with the opt-in's reason.
func (m *mesh) off() guardrails.Admission {
	settings := guardrails.Admission{Off: map[guardrails.Guardrail]string{}}
	if m.own == nil {
		return settings
	}
	settings.Off[guardrails.IngressClasses] = m.own.Reason
	if m.own.InternetFacing {
		settings.Off[guardrails.IngressClassParams] = m.own.Reason
	}
	if m.own.Services {
		settings.InternalNlbs = m.own.Reason
	}
	return settings
}

func (m *mesh) print(ctx *pulumi.Context) error {
	m.ctx = ctx
	s := &singleLb{ctx: ctx}
	in := map[string]pulumi.ResourceOption{}
	for _, account := range []string{managementAccount, teamAccount} {
		made, err := aws.NewProvider(ctx, "in-"+account, &aws.ProviderArgs{
			Region:     pulumi.String("us-east-1"),
			AssumeRole: aws.ProviderAssumeRoleArgs{RoleArn: pulumi.String("arn:aws:iam::" + account + ":role/deploy")},
		})
		if err != nil {
			return err
		}
		in[account] = pulumi.Provider(made)
	}
	s.team = in[teamAccount]
	policy := guardrails.OrganizationPolicy{IngressAccount: hubAccount, Accounts: []string{teamAccount}}
	if m.own != nil && m.own.InternetFacing {
		policy.Exempt = map[string]string{meshRole: m.own.Reason}
	}
	if _, err := organization.NewServiceControlPolicy(ctx, "guardrails", &organization.ServiceControlPolicyArgs{Policy: policy}, in[managementAccount]); err != nil {
		return err
	}
	edge, subnets, err := m.edge(s.team)
	if err != nil {
		return err
	}
	vpc, cluster, kubernetes, err := s.cluster()
	if err != nil {
		return err
	}
	args := &controller.LoadBalancerControllerArgs{Subject: blueSubject, VpcID: vpc.ID()}
	if m.own != nil {
		own := *m.own
		own.VpcID, own.SubnetIDs = edge.ID(), subnets
		args.OwnLoadBalancers = &own
	}
	guard, err := admission.NewGuardrails(ctx, "guardrails", &admission.GuardrailsArgs{Admission: m.off()},
		pulumi.Providers(kubernetes), pulumi.DependsOn(cluster))
	if err != nil {
		return err
	}
	made, err := controller.NewLoadBalancerController(ctx, "controller", args, s.team, pulumi.Providers(kubernetes), pulumi.DependsOn(cluster))
	if err != nil {
		return err
	}
	ctx.Export("reason", made.OwnLoadBalancers)
	ctx.Export("switchedOff", guard.SwitchedOff)
	ctx.Export("edge", edge.ID())
	ctx.Export("pods", vpc.ID())
	return nil
}

// edge is the VPC for the load balancers.
func (m *mesh) edge(in pulumi.ResourceOption) (*ec2.Vpc, pulumi.StringMap, error) {
	vpc, err := ec2.NewVpc(m.ctx, "edge", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")}, in)
	if err != nil {
		return nil, nil, err
	}
	subnets := pulumi.StringMap{}
	for name, zone := range map[string]string{"a": "use1-az1", "b": "use1-az2"} {
		subnet, err := ec2.NewSubnet(m.ctx, "edge-"+name, &ec2.SubnetArgs{
			VpcId: vpc.ID(), AvailabilityZoneId: pulumi.String(zone), CidrBlock: pulumi.String(map[string]string{"a": "10.0.0.0/24", "b": "10.0.1.0/24"}[name]),
		}, in)
		if err != nil {
			return nil, nil, err
		}
		subnets[name] = subnet.ID()
	}
	return vpc, subnets, nil
}

// TestOwnLoadBalancers has a cluster opt in to load balancers of its own, out, and in again with everything that it may ask for.
func TestOwnLoadBalancers(t *testing.T) {
	t.Parallel()
	m := &mesh{}
	w := newWorldOf(t, inline.Program("mesh", m.print), []byte("config: {'aws:region': us-east-1}"), engine.WriteStateOnce...)
	w.up()
	w.assertOwns(m)

	m.own = &controller.OwnLoadBalancers{Reason: meshReason}
	since := w.now()
	w.up()
	w.assertOwns(m)
	written := w.wrote(since)
	assert.Less(t, newSteps(t, written, localcloud.Create).at(groupAttachmentType, meshPolicy), newSteps(t, written, localcloud.Update).at(releaseType, "controller"),
		"the controller began before it had its rights")
	w.unchanged()

	m.own = nil
	since = w.now()
	w.up()
	w.assertOwns(m)
	written = w.wrote(since)
	assert.Greater(t, newSteps(t, written, localcloud.Delete).at(groupAttachmentType, meshPolicy), newSteps(t, written, localcloud.Update).at(releaseType, "controller"),
		"the controller lost its rights before it was told")
	w.unchanged()

	m.own = &controller.OwnLoadBalancers{Reason: meshReason, InternetFacing: true, Services: true, IngressClass: "mesh"}
	w.up()
	w.assertOwns(m)
	w.unchanged()

	since = w.now()
	w.destroy()
	gone := newSteps(t, w.wrote(since), localcloud.Delete)
	gone.after(groupAttachmentType, meshPolicy, gone.at(releaseType, "controller"))
	gone.after(podIdentityType, "controller", gone.at(releaseType, "controller"))
}

// assertOwns checks what is there of an opt-in: in the cluster, in IAM, among the guardrails and in the outputs.
func (w *world) assertOwns(m *mesh) {
	w.t.Helper()
	outputs := w.outputs()
	own := m.own
	if own == nil {
		own = &controller.OwnLoadBalancers{}
	}
	in := m.own != nil

	values := w.object(releaseType, "controller").Outputs["values"].(localcloud.Props)
	gates := values["controllerConfig"].(localcloud.Props)["featureGates"].(localcloud.Props)
	assert.Equal(w.t, own.Services, gates["EnableServiceController"])
	for _, gate := range []string{"NLBGatewayAPI", "ALBGatewayAPI", "GlobalAcceleratorController"} {
		assert.Equal(w.t, false, gates[gate], gate)
	}
	assert.Equal(w.t, in, values["createIngressClassResource"])
	params := values["ingressClassParams"].(localcloud.Props)
	assert.Equal(w.t, in, params["create"])
	switch {
	case !in:
		assert.Equal(w.t, outputs["pods"], values["vpcId"])
		assert.Equal(w.t, "ingresshub-unused", values["ingressClass"])
		assert.NotContains(w.t, values, "deploymentAnnotations")
		assert.Empty(w.t, outputs["reason"])
	default:
		scheme := map[bool]string{false: "internal", true: "internet-facing"}[own.InternetFacing]
		class := map[bool]string{false: own.IngressClass, true: "ingresshub-owned"}[own.IngressClass == ""]
		assert.Equal(w.t, outputs["edge"], values["vpcId"])
		assert.Equal(w.t, class, values["ingressClass"])
		assert.Equal(w.t, localcloud.Props{"scheme": scheme, "subnets": localcloud.Props{
			"ids": []any{w.object(subnetType, "edge-a").ID, w.object(subnetType, "edge-b").ID},
		}}, params["spec"])
		assert.Equal(w.t, localcloud.Props{"ingresshub/own-load-balancers": meshReason}, values["deploymentAnnotations"])
		assert.Equal(w.t, meshReason, outputs["reason"])
	}
	w.assertMayOwn(m)
	w.assertGuarded(m, outputs["switchedOff"])
}

// assertGuarded checks that the cluster has every guardrail but those that are off, each with the reason.
func (w *world) assertGuarded(m *mesh, said any) {
	w.t.Helper()
	settings := m.off()
	want := []string{}
	for _, guardrail := range guardrails.AdmissionGuardrails() {
		if _, off := settings.Off[guardrail]; !off {
			want = append(want, "guardrails."+string(guardrail))
		}
	}
	there := []string{}
	for _, object := range w.cloud.Objects() {
		if object.Type == policyType {
			there = append(there, object.Name)
		}
	}
	assert.ElementsMatch(w.t, want, there)
	reasons := map[string]any{}
	for name, reason := range settings.Reasons() {
		reasons[name] = reason
	}
	assert.Equal(w.t, reasons, said)
}

// assertMayOwn asks the policies of the controller's role and the organization's policy, as they were made, for a load balancer.
func (w *world) assertMayOwn(m *mesh) {
	w.t.Helper()
	of := []string{inlinePolicyType, groupPolicyType}
	var role []*iamtest.Document
	for _, object := range w.cloud.Objects() {
		if slices.Contains(of, object.Type) && object.Account == teamAccount {
			document, err := iamtest.Parse(text(object, "policy"))
			require.NoError(w.t, err)
			role = append(role, document)
			if object.Name == meshPolicy {
				assert.Contains(w.t, text(object, "description"), meshReason)
			}
		}
	}
	scp, err := iamtest.Parse(text(w.object(organizationPolicyType, "guardrails"), "content"))
	require.NoError(w.t, err)
	a, b := w.object(subnetType, "edge-a").ID, w.object(subnetType, "edge-b").ID
	network := iamtest.Context{
		"aws:RequestTag/elbv2.k8s.aws/cluster": {"blue"}, "aws:TagKeys": {"elbv2.k8s.aws/cluster"},
		"elasticloadbalancing:Scheme": {"internal"}, "elasticloadbalancing:Subnet": {a, b},
	}
	with := func(key string, values ...string) iamtest.Context {
		changed := maps.Clone(network)
		changed[key] = values
		return changed
	}
	const nlb = "arn:aws:elasticloadbalancing:us-east-1:" + teamAccount + ":loadbalancer/net/k8s-shop-web/0123456789abcdef"
	opted, public, services := m.own != nil, m.own != nil && m.own.InternetFacing, m.own != nil && m.own.Services
	for what, ask := range map[string]struct {
		resource string
		context  iamtest.Context
		allowed  bool
	}{
		"an internal ALB":        {meshResource, network, opted},
		"an internet-facing ALB": {meshResource, with("elasticloadbalancing:Scheme", "internet-facing"), public},
		"an NLB":                 {nlb, network, services},
		"another cluster's":      {meshResource, with("aws:RequestTag/elbv2.k8s.aws/cluster", "green"), false},
		"another subnet's": {
			meshResource, with("elasticloadbalancing:Subnet", a, w.object(subnetType, "use1-az1").ID), false,
		},
	} {
		decision, err := iamtest.Policies{
			Organization: [][]*iamtest.Document{{iamtest.FullAccess(), scp}}, Identity: role,
		}.Decide(iamtest.Request{
			Action: "elasticloadbalancing:CreateLoadBalancer", Resource: ask.resource, Principal: meshRole, Context: ask.context,
		})
		require.NoError(w.t, err)
		assert.Equal(w.t, ask.allowed, decision.Allowed, "%s: %s", what, decision.Because)
	}
}
