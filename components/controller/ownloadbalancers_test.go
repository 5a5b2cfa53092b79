package controller

import (
	"maps"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	ingressVpc            = "vpc-0123456789abcdef0"
	ownSubnetA            = "subnet-0123456789abcdef0"
	ownSubnetB            = "subnet-0fedcba9876543210"
	ownReason             = "the mesh makes its own rules, OPS-312"
	ownPolicyResourceName = "blue.own-load-balancers"
)

// owning are the arguments of a controller with load balancers of its own.
func owning(change func(own *OwnLoadBalancers)) func(args *LoadBalancerControllerArgs) {
	return func(args *LoadBalancerControllerArgs) {
		args.TargetGroupArns = nil
		args.OwnLoadBalancers = &OwnLoadBalancers{
			VpcID:     pulumi.ID(ingressVpc).ToIDOutput(),
			SubnetIDs: pulumi.StringMap{"a": pulumi.ID(ownSubnetA).ToIDOutput(), "b": pulumi.String(ownSubnetB)},
			Reason:    ownReason,
		}
		if change != nil {
			change(args.OwnLoadBalancers)
		}
	}
}

// chartValues are those of the only release.
func (r *recorder) chartValues(t *testing.T) map[string]any {
	t.Helper()
	return r.inputs(t, releaseToken, "blue")["values"].(map[string]any)
}

// TestOwnLoadBalancersChangeNamedValuesOnly compares the values with those of a controller without the opt-in, which
// TestLoadBalancerController spells out.
func TestOwnLoadBalancersChangeNamedValuesOnly(t *testing.T) {
	params := func(name, scheme string) map[string]any {
		return map[string]any{"create": true, "name": name, "spec": map[string]any{
			"scheme": scheme, "subnets": map[string]any{"ids": []any{ownSubnetA, ownSubnetB}},
		}}
	}
	for name, test := range map[string]struct {
		change   func(own *OwnLoadBalancers)
		class    string
		scheme   string
		services bool
	}{
		"default":         {nil, "ingresshub-owned", "internal", false},
		"internet-facing": {func(own *OwnLoadBalancers) { own.InternetFacing = true }, "ingresshub-owned", "internet-facing", false},
		"services":        {func(own *OwnLoadBalancers) { own.Services = true }, "ingresshub-owned", "internal", true},
		"class":           {func(own *OwnLoadBalancers) { own.IngressClass = "edge.mesh" }, "edge.mesh", "internal", false},
	} {
		t.Run(name, func(t *testing.T) {
			want := controllerOf(t, func(args *LoadBalancerControllerArgs) { args.TargetGroupArns = nil }).chartValues(t)
			maps.Copy(want, map[string]any{
				"vpcId": ingressVpc, "defaultTargetType": "ip", "ingressClass": test.class, "createIngressClassResource": true,
				"disableIngressClassAnnotation": true, "disableIngressGroupNameAnnotation": true,
				"ingressClassParams":    params(test.class, test.scheme),
				"deploymentAnnotations": map[string]any{"ingresshub/own-load-balancers": ownReason},
			})
			want["controllerConfig"].(map[string]any)["featureGates"].(map[string]any)["EnableServiceController"] = test.services
			assert.Equal(t, want, controllerOf(t, owning(test.change)).chartValues(t))
		})
	}
}

func TestOwnLoadBalancersGatesByVersion(t *testing.T) {
	for controller, want := range map[version]map[bool]map[string]bool{
		{2, 3, 1}: {false: {}, true: {}},
		{2, 4, 0}: {
			false: {"ServiceTypeLoadBalancerOnly": true},
			true:  {"ServiceTypeLoadBalancerOnly": true},
		},
		{2, 4, 3}: {
			false: {"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": false},
			true:  {"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": true},
		},
		{2, 13, 0}: {
			false: {"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": false, "NLBGatewayAPI": false, "ALBGatewayAPI": false},
			true:  {"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": true, "NLBGatewayAPI": false, "ALBGatewayAPI": false},
		},
		{3, 3, 0}: {
			false: {
				"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": false, "NLBGatewayAPI": false, "ALBGatewayAPI": false,
				"GlobalAcceleratorController": false,
			},
			true: {
				"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": true, "NLBGatewayAPI": false, "ALBGatewayAPI": false,
				"GlobalAcceleratorController": false,
			},
		},
	} {
		for services, gates := range want {
			assert.Equal(t, gates, (&OwnLoadBalancers{Services: services}).gates(controller), "%s, Services: %t", controller, services)
		}
	}
}

// TestWithoutTheOptIn: no policy, no right and no output of it is there. The values are compared in TestLoadBalancerController.
func TestWithoutTheOptIn(t *testing.T) {
	r, err := record("aws", func(ctx *pulumi.Context) error {
		made, err := NewLoadBalancerController(ctx, "blue", &LoadBalancerControllerArgs{
			Subject: blue, VpcID: pulumi.String("vpc-1"), TargetGroupArns: groups(1),
		})
		if err != nil {
			return err
		}
		return ctx.RegisterResource("test:index:User", "user", pulumi.Map{"reason": made.OwnLoadBalancers}, &release{})
	})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"reason": ""}, r.inputs(t, "test:index:User", "user"))
	assert.Equal(t, []string{"blue.targets.1"}, r.names(policyType))
	for _, typ := range []string{ownType, policyType} {
		for name, made := range r.all[typ] {
			assert.NotContains(t, made.inputs["policy"], "Create", name)
			assert.NotContains(t, made.inputs["policy"], clusterTag, name)
		}
	}
}

func TestOwnLoadBalancersKeepTheirReason(t *testing.T) {
	args := &LoadBalancerControllerArgs{Subject: blue, VpcID: pulumi.String("vpc-1")}
	owning(func(own *OwnLoadBalancers) { own.Reason = "  " + ownReason + "\n" })(args)
	r, err := record("aws", func(ctx *pulumi.Context) error {
		made, err := NewLoadBalancerController(ctx, "blue", args)
		if err != nil {
			return err
		}
		return ctx.RegisterResource("test:index:User", "user", pulumi.Map{"reason": made.OwnLoadBalancers}, &release{}, made.Running())
	})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"reason": ownReason}, r.inputs(t, "test:index:User", "user"))
	assert.Equal(t, "Load balancers that cluster blue owns: "+ownReason, r.inputs(t, policyType, ownPolicyResourceName)["description"])

	policy := r.all[policyType][ownPolicyResourceName].rpc
	assert.Equal(t, []string{"policy"}, policy.GetReplaceOnChanges(), "the controller must be able to delete what it made")
	assert.True(t, policy.GetDeleteBeforeReplaceDefined())
	assert.False(t, policy.GetDeleteBeforeReplace())
	waits := r.all[releaseToken]["blue"]
	assert.Equal(t, []string{ownPolicyResourceName}, waits.waitsFor(attachmentType))
	user := r.all["test:index:User"]["user"]
	assert.Equal(t, []string{ownPolicyResourceName}, user.waitsFor(attachmentType))
}

func TestOwnLoadBalancersProblems(t *testing.T) {
	for name, test := range map[string]struct {
		change func(args *LoadBalancerControllerArgs)
		want   []string
	}{
		"nothing": {
			func(args *LoadBalancerControllerArgs) { args.OwnLoadBalancers = &OwnLoadBalancers{} },
			[]string{
				"ownLoadBalancers.vpcId: is required", "ownLoadBalancers.subnetIds: has 0 subnets",
				"ownLoadBalancers.reason: is required, and kept as an output",
			},
		},
		"blank reason": {owning(func(own *OwnLoadBalancers) { own.Reason = " \t\n" }), []string{"ownLoadBalancers.reason: is required"}},
		"long reason":  {owning(func(own *OwnLoadBalancers) { own.Reason = strings.Repeat("a", 501) }), []string{"at most 500 characters"}},
		"two lines":    {owning(func(own *OwnLoadBalancers) { own.Reason = "a\nb" }), []string{"must be one line"}},
		"one subnet":   {owning(func(own *OwnLoadBalancers) { delete(own.SubnetIDs, "b") }), []string{"has 1 subnets; an ALB takes at least two"}},
		"no subnet":    {owning(func(own *OwnLoadBalancers) { own.SubnetIDs["b"] = nil }), []string{"ownLoadBalancers.subnetIds.b: is required"}},
		"class":        {owning(func(own *OwnLoadBalancers) { own.IngressClass = "Not a name" }), []string{`"Not a name" is not the name`}},
		"class alb":    {owning(func(own *OwnLoadBalancers) { own.IngressClass = "alb" }), []string{`"alb" is what the admission policies refuse`}},
		"unused class": {
			owning(func(own *OwnLoadBalancers) { own.IngressClass = "ingresshub-unused" }),
			[]string{`"ingresshub-unused" is what the admission policies refuse`},
		},
		"bindings": {
			func(args *LoadBalancerControllerArgs) {
				owning(nil)(args)
				args.TargetGroupArns = groups(1)
				networking(args)
			},
			[]string{"targetGroupArns: contradicts ownLoadBalancers", "securityGroupIds: contradicts ownLoadBalancers"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			args := &LoadBalancerControllerArgs{Subject: blue, VpcID: pulumi.String("vpc-1")}
			test.change(args)
			r, err := record("aws", func(ctx *pulumi.Context) error {
				_, err := NewLoadBalancerController(ctx, "blue", args)
				return err
			})
			require.Error(t, err)
			for _, want := range test.want {
				assert.ErrorContains(t, err, want)
			}
			assert.Empty(t, r.all, "something was registered")
		})
	}
}

// TestOwnLoadBalancersTakeNoWildcards: what is known late is checked late, and then nothing is installed.
func TestOwnLoadBalancersTakeNoWildcards(t *testing.T) {
	for want, change := range map[string]func(own *OwnLoadBalancers){
		`"*" is not the ID of a VPC`:           func(own *OwnLoadBalancers) { own.VpcID = pulumi.String("*") },
		`"subnet-*" is not the ID of a subnet`: func(own *OwnLoadBalancers) { own.SubnetIDs["a"] = pulumi.String("subnet-*") },
	} {
		args := &LoadBalancerControllerArgs{Subject: blue, VpcID: pulumi.String("vpc-1")}
		owning(change)(args)
		r, err := record("aws", func(ctx *pulumi.Context) error {
			_, err := NewLoadBalancerController(ctx, "blue", args)
			return err
		})
		require.ErrorContains(t, err, want)
		assert.Empty(t, r.names(releaseToken))
	}
}
