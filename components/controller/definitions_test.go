package controller

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const published = "https://raw.githubusercontent.com/kubernetes-sigs/aws-load-balancer-controller/"

func TestDefinitions(t *testing.T) {
	for name, test := range map[string]struct {
		version, definitions, file string
	}{
		"of the default version":  {file: published + "v3.4.3/helm/aws-load-balancer-controller/crds/crds.yaml"},
		"of the declared version": {version: "3.3.0", file: published + "v3.3.0/helm/aws-load-balancer-controller/crds/crds.yaml"},
		"from another host":       {definitions: "https://mirror.example/crds-3.4.3.yaml", file: "https://mirror.example/crds-3.4.3.yaml"},
		"from a file beside it":   {version: "3.6.0", definitions: "crds/3.6.0.yaml", file: "crds/3.6.0.yaml"},
		"from a file at the root": {definitions: "/srv/crds.yaml", file: "/srv/crds.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			r := controllerOf(t, func(args *LoadBalancerControllerArgs) {
				args.ChartVersion, args.Definitions = test.version, test.definitions
			})
			made := r.all[definitionsToken]["blue.definitions"]
			assert.Equal(t, map[string]any{"file": test.file}, made.inputs)
			assert.True(t, made.rpc.GetRemote(), "the provider makes the objects of the file")
			assert.Len(t, made.rpc.GetTransforms(), 1)
			assert.Equal(t, true, r.inputs(t, releaseToken, "blue")["skipCrds"])
			assert.Equal(t, []string{"blue.definitions"}, r.all[releaseToken]["blue"].waitsFor(definitionsToken))
		})
	}
}

func TestDefinitionsProblems(t *testing.T) {
	for _, wrong := range []string{
		"http://mirror.example/crds.yaml", "s3://bucket/crds.yaml", "file:///srv/crds.yaml", "https:crds.yaml", "https:///crds.yaml", "https://[mirror/crds.yaml",
		`C:\crds.yaml`, "C:/crds.yaml", " crds.yaml", "\n",
	} {
		_, err := record("aws", func(ctx *pulumi.Context) error {
			_, err := NewLoadBalancerController(ctx, "blue", &LoadBalancerControllerArgs{Subject: blue, VpcID: pulumi.String("vpc-1"), Definitions: wrong})
			return err
		})
		require.ErrorContains(t, err, "is neither an https URL nor a path")
	}
}

// TestNoDefinitionsNoRelease has the provider find nothing in the file, as it does in an empty answer.
func TestNoDefinitionsNoRelease(t *testing.T) {
	r := &recorder{partition: "aws", outputs: map[string]resource.PropertyMap{
		definitionsToken: {"resources": resource.NewArrayProperty(nil)},
	}}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := NewLoadBalancerController(ctx, "blue", &LoadBalancerControllerArgs{Subject: blue, VpcID: pulumi.String("vpc-1")})
		return err
	}, pulumi.WithMocks("project", "stack", r))
	require.ErrorContains(t, err, "v3.4.3/helm/aws-load-balancer-controller/crds/crds.yaml holds no CRDs")
	assert.Empty(t, r.names(releaseToken))
}

func TestKeepDefinition(t *testing.T) {
	declared := pulumi.Map{
		"kind": pulumi.String("CustomResourceDefinition"),
		"metadata": pulumi.Map{
			"name": pulumi.String("targetgroupbindings.elbv2.k8s.aws"), "creationTimestamp": nil,
			"annotations": pulumi.Map{"controller-gen.kubebuilder.io/version": pulumi.String("v0.19.0")},
		},
	}
	changed := keepDefinition(t.Context(), &pulumi.ResourceTransformArgs{Type: definitionToken, Props: declared})
	require.NotNil(t, changed)
	assert.True(t, changed.Opts.RetainOnDelete)
	assert.Equal(t, pulumi.Map{
		"kind": pulumi.String("CustomResourceDefinition"),
		"metadata": pulumi.Map{
			"name": pulumi.String("targetgroupbindings.elbv2.k8s.aws"), "creationTimestamp": nil,
			"annotations": pulumi.Map{
				"controller-gen.kubebuilder.io/version": pulumi.String("v0.19.0"), "pulumi.com/patchForce": pulumi.String("true"),
			},
		},
	}, changed.Props)
	assert.Len(t, declared["metadata"].(pulumi.Map)["annotations"], 1, "what was declared stays as it is")

	bare := keepDefinition(t.Context(), &pulumi.ResourceTransformArgs{Type: definitionToken, Props: pulumi.Map{"metadata": pulumi.Map{"annotations": nil}}})
	assert.Equal(t, pulumi.Map{"metadata": pulumi.Map{"annotations": pulumi.Map{"pulumi.com/patchForce": pulumi.String("true")}}}, bare.Props)
	assert.Nil(t, keepDefinition(t.Context(), &pulumi.ResourceTransformArgs{Type: definitionsToken, Props: declared}), "another type was changed")
}
