package engine_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/controller"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	definitionType = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
	ownServer      = "https://blue.example.com"
	bindingsName   = "targetgroupbindings.elbv2.k8s.aws"
)

// definedWorld is a stack with a controller in a cluster that was there before, and stays.
type definedWorld struct {
	*world
	version, definitions string
}

func newDefinedWorld(t *testing.T) *definedWorld {
	t.Helper()
	d := &definedWorld{}
	d.world = newWorldOf(t, inline.Program("definitions", d.print), []byte("config: {'aws:region': us-east-1}"), engine.WriteStateOnce...)
	return d
}

func (d *definedWorld) print(ctx *pulumi.Context) error {
	provider := &struct{ pulumi.ProviderResourceState }{}
	err := ctx.RegisterResource("pulumi:providers:kubernetes", "blue", pulumi.Map{
		"kubeconfig": pulumi.String(`{"clusters":[{"cluster":{"server":"` + ownServer + `"}}]}`),
	}, provider)
	if err != nil {
		return err
	}
	_, err = controller.NewLoadBalancerController(ctx, "controller", &controller.LoadBalancerControllerArgs{
		Subject: blueSubject, VpcID: pulumi.String("vpc-0123456789abcdef0"), ChartVersion: d.version, Definitions: d.definitions,
		Irsa: &controller.Irsa{
			ProviderArn: pulumi.String("arn:aws:iam::" + teamAccount + ":oidc-provider/oidc.example.com/id/A1"), IssuerURL: pulumi.String("https://oidc.example.com/id/A1"),
		},
	}, pulumi.Providers(provider))
	return err
}

// defined are the CRDs of the cluster, by name, as text.
func (d *definedWorld) defined() map[string]string {
	found := map[string]string{}
	for _, object := range d.cloud.Everything() {
		if object.Type == definitionType && object.Account == ownServer {
			found[object.ID] = fmt.Sprint(object.Outputs)
		}
	}
	return found
}

// assertDefined checks that the cluster has the CRDs of a version.
func (d *definedWorld) assertDefined(version string) {
	d.t.Helper()
	defined := d.defined()
	assert.ElementsMatch(d.t, []string{
		bindingsName, "ingressclassparams.elbv2.k8s.aws", "albtargetcontrolconfigs.elbv2.k8s.aws", "globalaccelerators.aga.k8s.aws",
	}, slices.Collect(maps.Keys(defined)))
	for name, text := range defined {
		assert.Contains(d.t, text, "of version "+version, name)
	}
}

// TestDefinitions has an older controller's CRDs taken over and updated with the chart's version, before the release each time. They
// stay when the controller goes, and are taken over again when it comes back.
func TestDefinitions(t *testing.T) {
	t.Parallel()
	d := newDefinedWorld(t)
	require.NoError(t, d.cloud.GivenIn(ownServer, "", definitionType, bindingsName, localcloud.Props{
		"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": localcloud.Props{"name": bindingsName},
		"spec": localcloud.Props{"group": "elbv2.k8s.aws", "names": localcloud.Props{"kind": "TargetGroupBinding"}},
	}))
	d.version = "3.3.0"
	d.up()
	d.assertDefined("3.3.0")
	d.assertBeforeRelease(0, localcloud.Create)
	d.unchanged()

	d.version = "3.4.3"
	since := d.now()
	d.up()
	d.assertDefined("3.4.3")
	d.assertBeforeRelease(since, localcloud.Update)
	assert.Len(t, d.wrote(since), 5, "something but CRDs and release changed")
	d.unchanged()

	for range 2 {
		since = d.now()
		result, err := d.stack.Destroy(t.Context())
		require.NoError(t, err)
		d.assertDefined("3.4.3")
		for _, operation := range d.wrote(since) {
			assert.Equal(t, localcloud.Delete, operation.Verb)
			assert.NotEqual(t, definitionType, operation.Type)
		}
		t.Log(result.Summary(), describe(result.Changed()))
		for _, object := range d.cloud.Objects() {
			assert.Equal(t, definitionType, object.Type, "left in the cloud: %s", object.Name)
		}
		assert.Empty(t, d.state().Deployment.Resources)

		since = d.now()
		d.up()
		d.assertDefined("3.4.3")
		d.assertBeforeRelease(since, localcloud.Create)
	}
}

// assertBeforeRelease checks that what happened to the release happened to the CRDs before.
func (d *definedWorld) assertBeforeRelease(since int, verb localcloud.Verb) {
	d.t.Helper()
	happened := newSteps(d.t, d.wrote(since), verb)
	assert.Len(d.t, happened.names(definitionType), 4)
	for _, when := range happened.of(definitionType, "controller.definitions:") {
		happened.after(releaseType, "controller", when)
	}
}

// TestNoDefinitions has the CRDs fail in each way: the release stays as it is.
func TestNoDefinitions(t *testing.T) {
	t.Parallel()
	d := newDefinedWorld(t)
	file := filepath.Join(t.TempDir(), "crds.yaml")
	write := func(text string) string {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	fails := func(definitions, says string) {
		t.Helper()
		d.definitions = definitions
		since := d.now()
		_, err := d.stack.Up(t.Context())
		require.ErrorContains(t, err, says)
		for _, operation := range d.wrote(since) {
			assert.NotEqual(t, releaseType, operation.Type)
			assert.NotEqual(t, localcloud.Delete, operation.Verb)
		}
	}
	const nobody = "https://mirror.example/crds.yaml"
	unreachable := `fetching YAML over network: Get "` + nobody + `": dial tcp: lookup mirror.example: no such host`
	fails(nobody, unreachable)
	assert.Empty(t, d.defined())
	fails(file+".none", "reading YAML file from disk: open "+file+".none: no such file or directory")
	fails(write(""), file+" holds no CRDs")
	fails(write("404: Not Found\n"), "Kubernetes resources require a kind and apiVersion")

	d.definitions = ""
	d.up()
	d.assertDefined(controller.DefaultChartVersion)
	d.version = "3.5.0"
	fails(nobody, unreachable)
	d.assertDefined(controller.DefaultChartVersion)

	// What the cluster refuses, the release waits for as well.
	d.definitions = ""
	injected := d.cloud.Inject(localcloud.Fault{Verb: localcloud.Update, Type: definitionType, Name: "controller.definitions:" + bindingsName})
	fails("", "injected fault")
	<-injected.Struck()
	d.cloud.Heal()
	d.up()
	d.assertDefined("3.5.0")
	d.unchanged()
}

// TestDefinitionsOfAClusterToCome previews a controller of a cluster that is not there yet: which CRDs there will be, nobody can say.
func TestDefinitionsOfAClusterToCome(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, inline.Program("controller", func(ctx *pulumi.Context) error {
		return (&singleLb{ctx: ctx, ports: map[string]int{"web": 8080}}).print()
	}), []byte("config: {'aws:region': us-east-1}"), engine.WriteStateOnce...)
	first, err := w.stack.Preview(t.Context())
	require.NoError(t, err)
	assert.Len(t, first.Of("kubernetes:yaml/v2:ConfigFile"), 1)
	assert.Len(t, first.Of(releaseType), 1)
	assert.Empty(t, first.Of(definitionType))
	assert.Empty(t, w.cloud.Objects())
	w.up()
	then, err := w.stack.Preview(t.Context())
	require.NoError(t, err)
	assert.Zero(t, then.ChangeCount(), describe(then.Changed()))
	assert.Len(t, then.Of(definitionType), 4)
	w.destroy()
}

// TestDefinitionsOfAFile takes the CRDs from a file, which is what an update follows then.
func TestDefinitionsOfAFile(t *testing.T) {
	t.Parallel()
	d := newDefinedWorld(t)
	d.definitions = filepath.Join(t.TempDir(), "crds.yaml")
	for _, version := range []string{"3.4.3-mirrored", "3.5.0-mirrored"} {
		require.NoError(t, os.WriteFile(d.definitions, []byte(strings.Join([]string{
			"apiVersion: apiextensions.k8s.io/v1", "kind: CustomResourceDefinition", "metadata:", "  creationTimestamp: null", "  name: " + bindingsName,
			"spec:", "  group: elbv2.k8s.aws", "  names: {kind: TargetGroupBinding, plural: targetgroupbindings}", "  versions:", "  - name: v1beta1",
			"    schema: {openAPIV3Schema: {description: " + version + "}}", "---", "# nothing", "---", "",
		}, "\n")), 0o600))
		d.up()
		require.Len(t, d.defined(), 1)
		assert.Contains(t, d.defined()[bindingsName], version)
		d.unchanged()
	}
}
