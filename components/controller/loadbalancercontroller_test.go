package controller

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	roleType        = "aws:iam/role:Role"
	ownType         = "aws:iam/rolePolicy:RolePolicy"
	policyType      = "aws:iam/policy:Policy"
	attachmentType  = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	associationType = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
	addonType       = "aws:eks/addon:Addon"
)

// groups are ARNs of target groups, as many as wanted.
func groups(count int) pulumi.StringMap {
	arns := pulumi.StringMap{}
	for i := range count {
		arns[fmt.Sprintf("group%03d", i)] = pulumi.String(groupArn(i))
	}
	return arns
}

func groupArn(i int) string {
	return fmt.Sprintf("arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/group-%d/%016x", i, i)
}

// controllerOf records a controller with changed arguments.
func controllerOf(t *testing.T, change func(args *LoadBalancerControllerArgs)) *recorder {
	t.Helper()
	args := &LoadBalancerControllerArgs{Subject: blue, VpcID: pulumi.String("vpc-1"), TargetGroupArns: groups(1)}
	if change != nil {
		change(args)
	}
	r, err := record("aws", func(ctx *pulumi.Context) error {
		_, err := NewLoadBalancerController(ctx, "blue", args)
		return err
	})
	require.NoError(t, err)
	return r
}

func TestLoadBalancerController(t *testing.T) {
	r := controllerOf(t, nil)
	assert.Equal(t, "blue.us-east-1.controller", r.inputs(t, roleType, "blue")["name"])
	assert.Contains(t, r.inputs(t, roleType, "blue")["assumeRolePolicy"], "pods.eks.amazonaws.com")
	assert.Equal(t, "aws-load-balancer-controller", r.inputs(t, associationType, "blue")["serviceAccount"])
	assert.Equal(t, "eks-pod-identity-agent", r.inputs(t, addonType, "blue.pod-identity-agent")["addonName"])

	release := r.inputs(t, releaseToken, "blue")
	assert.Equal(t, map[string]any{
		"clusterName": "blue", "region": "us-east-1", "vpcId": "vpc-1",
		"serviceAccount":              map[string]any{"create": true, "name": "aws-load-balancer-controller"},
		"ingressClass":                "ingresshub-unused",
		"createIngressClassResource":  false,
		"ingressClassParams":          map[string]any{"create": false},
		"enableServiceMutatorWebhook": true,
		"enableShield":                false, "enableWaf": false, "enableWafv2": false, "enableBackendSecurityGroup": false,
		"controllerConfig": map[string]any{"featureGates": map[string]any{
			"EnableServiceController": false, "ServiceTypeLoadBalancerOnly": true, "NLBGatewayAPI": false, "ALBGatewayAPI": false,
			"GlobalAcceleratorController": false,
		}},
	}, release["values"])
	delete(release, "values")
	assert.Equal(t, map[string]any{
		"name": "aws-load-balancer-controller", "namespace": "kube-system", "createNamespace": false,
		"chart": "aws-load-balancer-controller", "version": "3.4.3", "skipCrds": true, "atomic": true, "maxHistory": 10.0,
		"repositoryOpts": map[string]any{"repo": "https://aws.github.io/eks-charts"},
	}, release)

	waits := r.all[releaseToken]["blue"]
	assert.Equal(t, []string{"blue"}, waits.waitsFor(associationType), "pods that are there before the association never get the role")
	assert.Equal(t, []string{"blue.pod-identity-agent"}, waits.waitsFor(addonType))
	assert.Equal(t, []string{"blue"}, waits.waitsFor(ownType))
	assert.Equal(t, []string{"blue.targets.1"}, waits.waitsFor(attachmentType))
}

func TestLoadBalancerControllerVariants(t *testing.T) {
	t.Run("IRSA", func(t *testing.T) {
		r := controllerOf(t, func(args *LoadBalancerControllerArgs) {
			args.Irsa = &Irsa{ProviderArn: pulumi.ID("arn:provider").ToIDOutput(), IssuerURL: pulumi.String("https://oidc.example/id/A1")}
		})
		assert.Empty(t, r.names(associationType))
		assert.Empty(t, r.names(addonType))
		assert.Contains(t, r.inputs(t, roleType, "blue")["assumeRolePolicy"], `"oidc.example/id/A1:sub"`)
		account := r.inputs(t, releaseToken, "blue")["values"].(map[string]any)["serviceAccount"].(map[string]any)
		assert.Equal(t, map[string]any{"eks.amazonaws.com/role-arn": "arn:blue"}, account["annotations"])
	})
	t.Run("existing agent", func(t *testing.T) {
		r := controllerOf(t, func(args *LoadBalancerControllerArgs) { args.ExistingAgent = true })
		assert.Empty(t, r.names(addonType))
		assert.Equal(t, []string{"blue"}, r.names(associationType))
	})
	t.Run("another namespace, image and version", func(t *testing.T) {
		r := controllerOf(t, func(args *LoadBalancerControllerArgs) {
			args.Subject.Namespace, args.ImageRepository, args.ChartVersion = "edge", "registry.example:5000/lbc", "3.6.0"
		})
		release := r.inputs(t, releaseToken, "blue")
		assert.Equal(t, true, release["createNamespace"])
		assert.Equal(t, "edge", release["namespace"])
		assert.Equal(t, "3.6.0", release["version"])
		assert.Equal(t, map[string]any{"repository": "registry.example:5000/lbc"}, release["values"].(map[string]any)["image"])
		assert.Equal(t, "edge", r.inputs(t, associationType, "blue")["namespace"])
	})
	t.Run("security groups and registrars", func(t *testing.T) {
		r := controllerOf(t, func(args *LoadBalancerControllerArgs) {
			args.SecurityGroupIDs = pulumi.StringMap{"pods": pulumi.ID("sg-01234567").ToIDOutput()}
			args.RegistrarRoleArns = pulumi.StringMap{
				"b": pulumi.String("arn:aws:iam::444455556666:role/b"), "a": pulumi.String("arn:aws:iam::444455556666:role/a"),
			}
		})
		policy := r.inputs(t, ownType, "blue")["policy"]
		assert.Contains(t, policy, `"arn:aws:ec2:us-east-1:111122223333:security-group/sg-01234567"`)
		assert.Contains(t, policy, `["arn:aws:iam::444455556666:role/a","arn:aws:iam::444455556666:role/b"]`)
	})
}

// TestTargetPolicies holds however many target groups there are: each is named once, and policies are never changed.
func TestTargetPolicies(t *testing.T) {
	for _, count := range []int{0, 1, groupsPerPolicy, groupsPerPolicy + 1, maxTargetGroups} {
		r := controllerOf(t, func(args *LoadBalancerControllerArgs) { args.TargetGroupArns = groups(count) })
		assert.Len(t, r.names(policyType), (count+groupsPerPolicy-1)/groupsPerPolicy)
		assert.Equal(t, r.names(policyType), r.names(attachmentType))
		named := map[string]int{}
		for name, made := range r.all[policyType] {
			var policy document
			require.NoError(t, json.Unmarshal([]byte(made.inputs["policy"].(string)), &policy))
			for _, arn := range policy.Statement[0].Resource {
				named[arn]++
			}
			assert.Equal(t, []string{"policy"}, made.rpc.GetReplaceOnChanges())
			for _, replaced := range []registration{made, r.all[attachmentType][name], r.all[ownType]["blue"]} {
				assert.True(t, replaced.rpc.GetDeleteBeforeReplaceDefined())
				assert.False(t, replaced.rpc.GetDeleteBeforeReplace())
			}
			assert.Equal(t, []string{"policy"}, r.all[ownType]["blue"].rpc.GetReplaceOnChanges())
		}
		assert.Len(t, named, count)
		for i := range count {
			assert.Equal(t, 1, named[groupArn(i)])
		}
	}
}

func TestLoadBalancerControllerProblems(t *testing.T) {
	for name, test := range map[string]struct {
		args *LoadBalancerControllerArgs
		want []string
	}{
		"nothing": {nil, []string{"subject.account: is required", "subject.region: is required", "subject.cluster: is required", "vpcId: is required"}},
		"all at once": {
			&LoadBalancerControllerArgs{
				Subject: blue, ChartVersion: "3.2.0", ImageRepository: "registry.example/lbc:v3", ExistingAgent: true, Irsa: &Irsa{},
				TargetGroupArns:   pulumi.StringMap{"web": nil},
				RegistrarRoleArns: pulumi.StringMap{"hub": nil},
				SecurityGroupIDs:  pulumi.StringMap{"pods": nil},
			},
			[]string{
				"chartVersion: 3.2.0 is older than 3.3.0", "existingAgent: is for EKS Pod Identity", "imageRepository:", "without a tag",
				"irsa.issuerUrl: is required", "irsa.providerArn: is required", "registrarRoleArns.hub: is required",
				"securityGroupIds.pods: is required", "targetGroupArns.web: is required", "vpcId: is required",
			},
		},
		"too many target groups": {
			&LoadBalancerControllerArgs{Subject: blue, VpcID: pulumi.String("vpc-1"), TargetGroupArns: groups(maxTargetGroups + 1)},
			[]string{"targetGroupArns: has 201 target groups; a role's policies hold 200"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := record("aws", func(ctx *pulumi.Context) error {
				_, err := NewLoadBalancerController(ctx, "blue", test.args)
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

func TestWrongARNEndsTheUpdate(t *testing.T) {
	r, err := record("aws", func(ctx *pulumi.Context) error {
		_, err := NewLoadBalancerController(ctx, "blue", &LoadBalancerControllerArgs{
			Subject: blue, VpcID: pulumi.String("vpc-1"), TargetGroupArns: pulumi.StringMap{"all": pulumi.String("*")},
		})
		return err
	})
	require.ErrorContains(t, err, `"*" is not the ARN of a target group`)
	assert.Empty(t, r.names(releaseToken))
}

func TestWhatIsBoundWaitsForTheWholeController(t *testing.T) {
	r, err := record("aws", func(ctx *pulumi.Context) error {
		made, err := NewLoadBalancerController(ctx, "blue", &LoadBalancerControllerArgs{
			Subject: blue, VpcID: pulumi.String("vpc-1"), TargetGroupArns: groups(1),
		})
		if err != nil {
			return err
		}
		return ctx.RegisterResource("test:index:User", "user", pulumi.Map{}, &release{}, made.Running())
	})
	require.NoError(t, err)
	user := r.all["test:index:User"]["user"]
	for typ, name := range map[string]string{
		releaseToken: "blue", ownType: "blue", attachmentType: "blue.targets.1", associationType: "blue", addonType: "blue.pod-identity-agent",
	} {
		assert.Equal(t, []string{name}, user.waitsFor(typ))
	}
}

func TestComponentOutputs(t *testing.T) {
	r, err := record("aws", func(ctx *pulumi.Context) error {
		made, err := NewLoadBalancerController(ctx, "blue", &LoadBalancerControllerArgs{Subject: blue, VpcID: pulumi.String("vpc-1")})
		if err != nil {
			return err
		}
		return ctx.RegisterResource("test:index:User", "user", pulumi.Map{
			"role": made.RoleArn, "externalId": made.ExternalID, "version": made.ChartVersion,
		}, &release{})
	})
	require.NoError(t, err)
	told := r.inputs(t, "test:index:User", "user")
	assert.Equal(t, "arn:blue", told["role"])
	assert.Equal(t, blue.ExternalID(), told["externalId"])
	assert.Equal(t, DefaultChartVersion, told["version"])
}
