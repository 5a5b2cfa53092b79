package engine_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDevEstate takes the dev estate through its life: what is made is what the plan says, nothing is ever
// found changed, and nothing is left.
func TestDevEstate(t *testing.T) {
	t.Parallel()
	d := devEstate(t)
	w := newExactWorld(t, d)

	_, err := w.stack.Preview(t.Context())
	require.NoError(t, err)
	assert.Empty(t, w.wrote(0), "a preview reaches no cloud")
	assert.Empty(t, w.cloud.Objects())

	up := w.up()
	for _, step := range changes(up) {
		assert.Equal(t, engine.OpCreate, step.Op, describeStep(step))
	}
	assertPlanned(t, d.plan(), foundFacts(w.cloud))
	before := takeInventory(t, w.cloud)

	w.unchanged()
	refreshed, err := w.stack.Refresh(t.Context())
	require.NoError(t, err)
	assert.Zero(t, refreshed.ChangeCount(), "refresh finds something: %s", describe(refreshed.Changed()))
	w.unchanged()
	assertSame(t, before, takeInventory(t, w.cloud))

	assertOutputs(t, w, d)
	w.destroy()
}

// assertOutputs checks what people need next, against the plan and the cloud.
func assertOutputs(t *testing.T, w *world, d declared) {
	t.Helper()
	outputs, err := w.stack.Outputs(t.Context())
	require.NoError(t, err)
	planned := d.plan()

	dnsNames, clusters, addresses := map[string]any{}, map[string]any{}, map[string]any{}
	for _, object := range w.cloud.Objects() {
		switch {
		case object.Type == loadBalancerType && !isSet(object, "internal"):
			dnsNames[object.Name] = text(object, "dnsName")
		case object.Type == loadBalancerType:
			mine := map[string]any{}
			for _, mapping := range objects(object, "subnetMappings") {
				for _, subnet := range w.cloud.Objects() {
					if subnet.Type == subnetType && subnet.ID == mapping["subnetId"] {
						mine[text(subnet, "availabilityZoneId")] = mapping["privateIpv4Address"]
					}
				}
			}
			addresses[object.Name] = mine
		}
	}
	for _, cluster := range planned.Clusters {
		clusters[cluster.Name] = cluster.AwsName
		assert.Equal(t, "aws eks update-kubeconfig --region us-east-1 --name "+cluster.AwsName,
			outputs["kubeconfigs"].(map[string]any)[cluster.Name])
	}
	assert.Equal(t, dnsNames, outputs["loadBalancers"])
	assert.Equal(t, addresses, outputs["innerLoadBalancers"])
	assert.Equal(t, clusters, outputs["clusters"])
	assertBindings(t, w, d, outputs["targetGroupBindings"])
}

// assertBindings checks that each service has a manifest for the target group that its pods belong into.
func assertBindings(t *testing.T, w *world, d declared, output any) {
	t.Helper()
	manifests, isMap := output.(map[string]any)
	require.True(t, isMap)
	assert.ElementsMatch(t, d.services(), sorted(manifests))
	groups := map[string]string{}
	for _, object := range w.cloud.Objects() {
		if object.Type == targetGroupType {
			groups[object.Name] = object.ID
		}
	}
	for _, binding := range d.plan().Bindings {
		manifest := manifests[binding.Name].(map[string]any)
		assert.Equal(t, "TargetGroupBinding", manifest["kind"])
		spec := manifest["spec"].(map[string]any)
		assert.Equal(t, groups[binding.TargetGroup], spec["targetGroupARN"], "the target group of %s", binding.Name)
		assert.Equal(t, "ip", spec["targetType"])
	}
}
