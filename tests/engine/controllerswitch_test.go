package engine_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

const policyBindingType = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding"

// TestControllerIsTurnedOnAndOff declares the controller of a cluster in an estate that runs, and takes it away again. What was there
// is not touched either time.
func TestControllerIsTurnedOnAndOff(t *testing.T) {
	t.Parallel()
	on := inTwoAccounts(t)
	off := on.without("clusters.payments.controller").without("clusters.payments.guardrails")
	w := newWorld(t, off)
	w.up()
	before := identities(w.cloud.Objects())
	services := sorted(w.outputs()["targetGroupBindings"])
	assert.Equal(t, []string{"catalog.payments", "catalog.search", "checkout", "ledger", "telemetry"}, services, "all bindings are manifests")

	l := &bindingLife{world: w}
	since := w.now()
	assertOnlyAdds(t, w.apply(on), nil)
	made := newSteps(t, w.wrote(since), localcloud.Create)
	l.assertServes("catalog.payments", "checkout", "ledger")
	l.assertManifests("catalog.search", "telemetry")
	ready := []int{made.at(releaseType, controllerOf)}
	for _, typ := range []string{policyType, policyBindingType} {
		for _, name := range made.names(typ) {
			ready = append(ready, made.at(typ, name))
		}
	}
	require.Greater(t, len(ready), 2)
	for _, name := range made.names(binding.Token) {
		made.after(binding.Token, name, ready...)
	}
	after := identities(w.cloud.Objects())
	for what, id := range before {
		assert.Equal(t, id, after[what], "%s is another one", what)
	}
	w.assertDependencies(3)
	w.unchanged()

	since = w.now()
	assertOnlyRemoves(t, w.apply(off), nil)
	gone := newSteps(t, w.wrote(since), localcloud.Delete)
	release := gone.at(releaseType, controllerOf)
	for _, name := range gone.names(binding.Token) {
		bound := gone.at(binding.Token, name)
		gone.after(releaseType, controllerOf, bound)
		for _, typ := range []string{policyType, policyBindingType} {
			for _, policy := range gone.names(typ) {
				gone.after(typ, policy, bound)
			}
		}
	}
	for typ, name := range map[string]string{
		podIdentityType: controllerOf, groupAttachmentType: ownGroups, inlinePolicyType: controllerOf, controllerRoleType: controllerOf,
		addonType: controllerOf + ".pod-identity-agent",
	} {
		gone.after(typ, name, release)
	}
	left := identities(slices.DeleteFunc(w.cloud.Objects(), func(object localcloud.Object) bool { return object.Type == definitionType }))
	assert.Equal(t, before, left, "what was there before is there, and nothing but CRDs")
	assert.Equal(t, services, sorted(w.outputs()["targetGroupBindings"]), "all bindings are manifests again")
	w.unchanged()
	w.destroy()
}

// outputs are those of the stack.
func (w *world) outputs() map[string]any {
	w.t.Helper()
	outputs, err := w.stack.Outputs(w.t.Context())
	require.NoError(w.t, err)
	return outputs
}

// dependencies are, by URN, what a resource depends on by the stack's state.
type dependencies map[string][]string

// dependencies reads them from what `pulumi stack export` writes.
func (w *world) dependencies() dependencies {
	w.t.Helper()
	text, err := w.stack.Export(w.t.Context())
	require.NoError(w.t, err)
	var state struct {
		Deployment struct {
			Resources []struct {
				URN          string   `json:"urn"`
				Parent       string   `json:"parent"`
				Dependencies []string `json:"dependencies"`
			} `json:"resources"`
		} `json:"deployment"`
	}
	require.NoError(w.t, json.Unmarshal(text, &state))
	all := dependencies{}
	for _, resource := range state.Deployment.Resources {
		// A component's dependencies are its children's by way of their parent, for the engine too.
		all[resource.URN] = append(resource.Dependencies, resource.Parent)
	}
	return all
}

// of is everything of a type, by URN.
func (d dependencies) of(typ string) []string {
	var urns []string
	for urn := range d {
		if strings.HasSuffix(strings.TrimSuffix(urn, "::"+urnName(urn)), "$"+typ) {
			urns = append(urns, urn)
		}
	}
	return urns
}

// all is what a resource depends on, directly or by others.
func (d dependencies) all(urn string) map[string]bool {
	seen := map[string]bool{}
	var visit func(urn string)
	visit = func(urn string) {
		for _, on := range d[urn] {
			if !seen[on] {
				seen[on] = true
				visit(on)
			}
		}
	}
	visit(urn)
	return seen
}

// assertDependencies checks by the stack's state, whatever order things happened in, that bindings depend on the controller and on every
// admission policy, and that the controller depends on all that it works with.
func (w *world) assertDependencies(bindings int) {
	w.t.Helper()
	d := w.dependencies()
	bound := d.of(binding.Token)
	require.Len(w.t, bound, bindings)
	need := func(from string, types ...string) {
		reached := d.all(from)
		for _, typ := range types {
			of := 0
			for _, urn := range d.of(typ) {
				if strings.HasPrefix(urnName(urn), "payments") {
					of++
					assert.True(w.t, reached[urn], "%s does not depend on %s", urnName(from), urn)
				}
			}
			assert.Positive(w.t, of, "there is no %s", typ)
		}
	}
	for _, urn := range bound {
		need(urn, releaseType, policyType, policyBindingType)
		for _, direct := range append(d.of(policyType), d.of(releaseType)...) {
			assert.Contains(w.t, d[urn], direct, "%s depends on it by others only", urnName(urn))
		}
	}
	for _, urn := range d.of(releaseType) {
		need(urn, podIdentityType, nodeGroupType, endpointType, addonType)
		reached := d.all(urn)
		for _, other := range bound {
			assert.False(w.t, reached[other], "the controller depends on %s", urnName(other))
		}
		for _, typ := range []string{controllerRoleType, inlinePolicyType, groupAttachmentType} {
			on := 0
			for _, urn := range d.of(typ) {
				if name := urnName(urn); name == controllerOf || name == ownGroups {
					on++
					assert.True(w.t, reached[urn], "the release does not depend on %s", urn)
				}
			}
			assert.Equal(w.t, 1, on, typ)
		}
	}
}
