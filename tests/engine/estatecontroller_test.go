package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	policyType    = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy"
	addonType     = "aws:eks/addon:Addon"
	controllerOf  = "payments.controller"
	registrarOf   = "payments.registrar"
	ownGroups     = controllerOf + ".targets.1"
	hubsGroups    = registrarOf + ".targets.1"
	bindingPolicy = "payments.guardrails.target-group-bindings"
)

// controlled is an estate of two clusters. In payments the program installs the controller: its services are one whose pods are
// targets of the ingress load balancer, one behind an inner load balancer, and one that the other cluster answers for as well. In
// search there is no controller.
func controlled(d declared) declared {
	return d.set("transit.transitGateway.organization", true).
		set("clusters.payments.endpoint", map[string]any{"publicCidrs": []any{"203.0.113.0/24"}}).
		set("clusters.payments.controller", map[string]any{"imageRepository": "registry.example.com/controller"}).
		set("clusters.payments.guardrails", map[string]any{"admission": true}).
		set("services.checkout.pattern", "single").
		without("services.catalog.cluster").
		set("services.catalog.weights", map[string]any{"payments": 90, "search": 10}).
		set("services.catalog.pattern", "single")
}

// inOneAccount is controlled where one account has everything, and inTwo where the cluster's is another than the ingress VPC's.
func inOneAccount(t *testing.T) declared {
	t.Helper()
	d := threeAccounts(t)
	return controlled(d.set("clusters.payments.account", "hub").set("clusters.search.account", "hub"))
}

func inTwoAccounts(t *testing.T) declared {
	t.Helper()
	return controlled(threeAccounts(t).set("clusters.search.account", "hub"))
}

// bindingLife is the world of an estate with a controller, its plans, and when each was deployed.
type bindingLife struct {
	*world
	plans []*plan.Plan
	ends  []int
}

// become deploys an estate, twice, and is what happened.
func (l *bindingLife) become(d declared) (made, gone steps) {
	l.t.Helper()
	since := l.now()
	l.apply(d)
	written := l.wrote(since)
	l.plans, l.ends = append(l.plans, d.plan()), append(l.ends, l.now())
	l.unchanged()
	return newSteps(l.t, written, localcloud.Create), newSteps(l.t, written, localcloud.Delete)
}

// TestEstateController has an estate install a controller and bind pods, in one account and in two, and changes everything that
// bindings hang on.
func TestEstateController(t *testing.T) {
	t.Parallel()
	for name, layout := range map[string]struct {
		estate func(*testing.T) declared
		hub    bool // whether the ingress account is another one
	}{"one account": {inOneAccount, false}, "two accounts": {inTwoAccounts, true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			granted, grants := ownGroups, controllerOf
			if layout.hub {
				granted, grants = hubsGroups, registrarOf
			}
			first := layout.estate(t)
			l := &bindingLife{world: newWorld(t, first)}
			made, _ := l.become(first)
			l.assertServes("catalog.payments", "checkout", "ledger")
			l.assertManifests("catalog.search", "telemetry")
			l.assertDependencies(3)
			for _, name := range made.names(binding.Token) {
				made.after(binding.Token, name, made.at(releaseType, controllerOf), made.at(policyType, bindingPolicy), made.at(inlinePolicyType, grants))
			}
			made.after(binding.Token, "checkout", made.at(groupAttachmentType, granted), made.at(targetGroupType, "public.checkout"))
			made.after(binding.Token, "ledger", made.at(groupAttachmentType, ownGroups), made.at(targetGroupType, "payments.inner-1.ledger"))
			for _, nodes := range made.of(nodeGroupType, "payments.") {
				made.after(releaseType, controllerOf, nodes)
			}
			for _, endpoint := range made.of(endpointType, "payments.") {
				made.after(releaseType, controllerOf, endpoint)
			}
			made.after(releaseType, controllerOf, made.at(addonType, "payments.coredns"), made.at(podIdentityType, controllerOf))

			// Another port is another target group, and so another binding: after the old one, which goes while it may.
			ported := first.set("services.checkout.port", 9090).set("services.ledger.port", 9443)
			made, gone := l.become(ported)
			l.assertServes("catalog.payments", "checkout", "ledger")
			for service, group := range map[string]string{"checkout": "public.checkout", "ledger": "payments.inner-1.ledger"} {
				made.after(binding.Token, service, gone.at(binding.Token, service), made.at(targetGroupType, group))
				gone.after(targetGroupType, group, gone.at(binding.Token, service), made.at(binding.Token, service))
			}
			made.after(binding.Token, "checkout", made.at(groupAttachmentType, granted))
			gone.after(groupAttachmentType, granted, gone.at(binding.Token, "checkout"))
			gone.after(groupAttachmentType, ownGroups, gone.at(binding.Token, "ledger"))
			assert.ElementsMatch(t, []string{"checkout", "ledger"}, made.names(binding.Token), "another binding was made anew")

			// From one pattern to the other, and back.
			made, gone = l.become(ported.without("services.checkout.pattern"))
			l.assertServes("catalog.payments", "checkout", "ledger")
			made.after(binding.Token, "checkout", gone.at(binding.Token, "checkout"), made.at(targetGroupType, "payments.inner-1.checkout"))
			gone.after(targetGroupType, "public.checkout", gone.at(binding.Token, "checkout"))
			gone.after(groupAttachmentType, granted, gone.at(binding.Token, "checkout"))
			made, gone = l.become(ported)
			l.assertServes("catalog.payments", "checkout", "ledger")
			made.after(binding.Token, "checkout", gone.at(binding.Token, "checkout"), made.at(groupAttachmentType, granted))
			gone.after(targetGroupType, "payments.inner-1.checkout", gone.at(binding.Token, "checkout"))
			gone.after(groupAttachmentType, ownGroups, gone.at(binding.Token, "checkout"))

			// The cluster leaves one service to the other cluster, and has no other whose pods are targets. Its registrar goes too.
			fewer := ported.without("services.checkout").without("services.catalog.weights").set("services.catalog.cluster", "search")
			_, gone = l.become(fewer)
			l.assertServes("ledger")
			for service, group := range map[string]string{"checkout": "public.checkout", "catalog.payments": "public.catalog.payments"} {
				gone.after(targetGroupType, group, gone.at(binding.Token, service))
				gone.after(groupAttachmentType, granted, gone.at(binding.Token, service))
			}
			if layout.hub {
				gone.after(controllerRoleType, registrarOf, gone.at(binding.Token, "checkout"))
			}

			// Everything at once, and then the whole cluster in one update.
			l.become(ported)
			_, gone = l.become(ported.without("clusters.payments").without("services.checkout").without("services.ledger").
				without("services.catalog.weights").set("services.catalog.cluster", "search"))
			l.assertOrderOfLeaving(gone, granted)
			l.become(ported)
			since := l.now()
			l.destroy()
			l.assertOrderOfLeaving(newSteps(t, l.wrote(since), localcloud.Delete), granted)
			l.assertContained()
		})
	}
}

// of is when things of a type happened whose names begin so; there is at least one.
func (s steps) of(typ, prefix string) []int {
	s.t.Helper()
	when := []int{}
	for step, moment := range s.when {
		if step[0] == typ && strings.HasPrefix(step[1], prefix) {
			when = append(when, moment)
		}
	}
	require.NotEmpty(s.t, when, "%s %s: nothing of the kind happened", typ, prefix)
	return when
}

// assertServes checks which bindings are in the cluster, that each is of its target group, and that the admission policies allow no
// others.
func (l *bindingLife) assertServes(services ...string) {
	l.t.Helper()
	groups, bound, allowed := map[string]string{}, map[string]string{}, ""
	for _, object := range l.cloud.Objects() {
		switch object.Type {
		case targetGroupType:
			groups[object.ID] = object.Name
		case binding.Token:
			spec := object.Outputs["spec"].(localcloud.Props)
			bound[object.Name] = text(localcloud.Object{Outputs: spec}, "targetGroupARN")
		case policyType:
			if object.Name == bindingPolicy {
				allowed = fmt.Sprint(object.Outputs["spec"])
			}
		}
	}
	names := []string{}
	for service, arn := range bound {
		names = append(names, service)
		group := groups[arn]
		assert.True(l.t, strings.HasSuffix(group, "."+service), "%s is bound to %q", service, group)
		assert.Contains(l.t, allowed, arn, service)
	}
	assert.ElementsMatch(l.t, services, names)
	assert.Equal(l.t, len(services), strings.Count(allowed, ":targetgroup/"))
}

// assertManifests checks for which services there are manifests to be applied.
func (l *bindingLife) assertManifests(services ...string) {
	l.t.Helper()
	outputs, err := l.stack.Outputs(l.t.Context())
	require.NoError(l.t, err)
	assert.Equal(l.t, services, sorted(outputs["targetGroupBindings"]))
}

// assertOrderOfLeaving checks that bindings went first, then the release, and then all that the controller works with.
func (l *bindingLife) assertOrderOfLeaving(gone steps, granted string) {
	l.t.Helper()
	for service, group := range map[string]string{
		"checkout": "public.checkout", "catalog.payments": "public.catalog.payments", "ledger": "payments.inner-1.ledger",
	} {
		when := gone.at(binding.Token, service)
		gone.after(releaseType, controllerOf, when)
		gone.after(policyType, bindingPolicy, when)
		gone.after(targetGroupType, group, when)
		gone.after(groupAttachmentType, granted, when)
	}
	release := gone.at(releaseType, controllerOf)
	for typ, name := range map[string]string{
		podIdentityType: controllerOf, groupAttachmentType: ownGroups, controllerRoleType: controllerOf, addonType: controllerOf + ".pod-identity-agent",
	} {
		gone.after(typ, name, release)
	}
	for _, typ := range []string{nodeGroupType, endpointType, attachmentType, clusterType} {
		for _, when := range gone.of(typ, "payments") {
			assert.Greater(l.t, when, release, typ)
		}
	}
}

// assertContained replays everything that happened. In each state, what is reached is reached by the plan before or the one after.
func (l *bindingLife) assertContained() {
	l.t.Helper()
	states, operations := 0, l.cloud.Operations()
	require.NoError(l.t, flight.Replay(operations, func(after localcloud.Operation, objects []localcloud.Object) error {
		states++
		if strings.HasPrefix(after.Type, "kubernetes:") || strings.HasPrefix(after.Type, "aws:iam/") {
			return nil // Neither is part of the network.
		}
		phase, _ := slices.BinarySearch(l.ends, slices.IndexFunc(operations, func(o localcloud.Operation) bool { return o.Seq == after.Seq })+1)
		plans := []*plan.Plan{l.plans[min(phase, len(l.plans)-1)], l.plans[max(phase-1, 0)]}
		found, err := uncontained(objects, plans)
		for _, finding := range found {
			assert.Fail(l.t, "open in between", "after %s of %s %s: from %s to %s %s: %s",
				after.Verb, after.Type, after.Name, finding.From, finding.To, finding.Traffic, finding.Reason)
		}
		return err
	}))
	assert.Greater(l.t, states, 400)
}
