package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTeamsJoin deploys a hub, and then two clusters from stacks of their own, which need nothing of the hub's stack but its outputs.
func TestTeamsJoin(t *testing.T) {
	t.Parallel()
	s := newTeams(t, threeAccounts(t).set("transit.transitGateway.organization", true))
	s.up()
	hub := takeInventory(t, s.cloud)
	for _, object := range s.cloud.Objects() {
		assert.Equal(t, s.hubID(), object.Account, "%s %s", object.Type, object.Name)
	}
	s.team("payments").up()
	s.team("search").up()
	s.proven(flightpath.Direct)
	s.settled()
	s.assertGrantsOnly()
	s.assertContract()
	s.assertRoles()
	refreshed, err := s.team("payments").stack.Refresh(t.Context())
	require.NoError(t, err)
	assert.Zero(t, refreshed.ChangeCount(), "refresh finds something: %s", describe(refreshed.Changed()))

	// One leaves and comes back, and nobody else notices.
	before, ids := s.everything(), s.others("payments")
	s.leave("payments")
	assertKept(t, ids, s.cloud)
	s.unchanged()
	s.team("search").unchanged()
	s.team("payments").up()
	assert.Equal(t, before, s.everything())
	assertKept(t, ids, s.cloud)
	s.settled()
	s.proven(flightpath.Direct)
	s.leave("payments")
	s.leave("search")
	assertSame(t, hub, takeInventory(t, s.cloud))
	s.destroy()
}

// leave destroys a team's stack; nothing of it may be left in its account, nor what joined it in the hub's.
func (s *teams) leave(cluster string) {
	s.t.Helper()
	result, err := s.team(cluster).stack.Destroy(s.t.Context())
	require.NoError(s.t, err)
	s.t.Logf("leave: %s", result.Summary())
	for _, object := range s.cloud.Objects() {
		assert.NotEqual(s.t, s.accountID(cluster), object.Account, "%s %s", object.Type, object.Name)
		assert.False(s.t, object.Type == referenceType && strings.HasSuffix(object.Name, "."+cluster), object.Name)
	}
}

// assertGrantsOnly checks what the teams' stacks have in the hub's account: the acceptance, the association and the references of their
// own cluster, whose prefix list holds what was granted.
func (s *teams) assertGrantsOnly() {
	s.t.Helper()
	hub := map[string]bool{}
	for _, resource := range s.state().Deployment.Resources {
		hub[resource.Type+" "+resource.ID] = true
	}
	foreign := map[string][]string{}
	for _, object := range s.cloud.Objects() {
		if object.Account == s.hubID() && !hub[object.Type+" "+object.ID] {
			foreign[object.Type] = append(foreign[object.Type], object.Name)
		}
	}
	for _, names := range foreign {
		slices.Sort(names)
	}
	assert.Equal(s.t, map[string][]string{
		attachmentAccepterType: {"payments", "search"},
		transitAssociationType: {"payments", "search"},
		referenceType:          {"ingress.payments", "ingress.search"},
	}, foreign)
	lists := map[string]any{}
	for _, object := range s.cloud.Objects() {
		if object.Type == prefixListType {
			lists[object.Name] = object.Outputs["entries"]
		}
	}
	entry := func(cidr string) []any { return []any{map[string]any{"cidr": cidr}} }
	assert.Equal(s.t, map[string]any{"payments.granted": entry("10.16.0.0/16"), "search.granted": entry("10.32.0.0/16")}, lists)
}

// assertContract holds what the hub exports to the contract's schema.
func (s *teams) assertContract() {
	s.t.Helper()
	schema, err := estate.ContractSchema()
	require.NoError(s.t, err)
	compiled, err := jsonschema.CompileString("contract.json", string(schema))
	require.NoError(s.t, err)
	outputs, err := s.stack.Outputs(s.t.Context())
	require.NoError(s.t, err)
	require.NoError(s.t, compiled.Validate(outputs[estate.ContractOutput]))
}

// assertRoles evaluates the policies of the onboarding roles as they were made: each refers to its own prefix list and no other.
func (s *teams) assertRoles() {
	s.t.Helper()
	arns, roles := map[string]string{}, 0
	for _, object := range s.cloud.Objects() {
		if object.Type == prefixListType || object.Type == transitTableType {
			arns[object.Name] = text(object, "arn")
		}
	}
	for _, object := range s.cloud.Objects() {
		if object.Type != "aws:iam/rolePolicy:RolePolicy" || !strings.HasSuffix(object.Name, ".onboarding") {
			continue
		}
		roles++
		document, err := iamtest.Parse(text(object, "policy"))
		require.NoError(s.t, err)
		role := iamtest.Policies{Identity: []*iamtest.Document{document}}
		for name, allowed := range map[string]bool{
			"ingress": true, "spoke": false,
			"payments.granted": object.Name == "payments.onboarding", "search.granted": object.Name == "search.onboarding",
		} {
			require.NotEmpty(s.t, arns[name], name)
			decision, err := role.Decide(iamtest.Request{Action: "ec2:CreateTransitGatewayPrefixListReference", Resource: arns[name]})
			require.NoError(s.t, err)
			assert.Equal(s.t, allowed, decision.Allowed, "%s refers to %s", object.Name, name)
		}
	}
	assert.Equal(s.t, 2, roles)
}

// TestTeamsOutsideOrganization has a cluster accept the share of the gateway. It stays accepted when the cluster leaves: who leaves a
// share has to be invited anew.
func TestTeamsOutsideOrganization(t *testing.T) {
	t.Parallel()
	s := newTeams(t, threeAccounts(t))
	s.up()
	payments := s.team("payments")
	payments.up()
	s.settled()
	payments.destroyOwn()
	s.unchanged()
	s.claim("payments", s.claims("payments").set("shareAccepted", true))
	payments.up()
	payments.unchanged()
	s.unchanged()
	payments.destroyOwn()
	s.destroy()
}

// TestClaims has a cluster's team claim more than it was granted: each of it is listed, and nothing is registered.
func TestClaims(t *testing.T) {
	t.Parallel()
	s := newTeams(t, threeAccounts(t))
	s.up()
	payments := s.team("payments")
	stolen := s.claims("payments").
		set("clusters.payments.cidr", "10.32.0.0/16").
		set("services.checkout.hostnames", []any{"pay.example.com", "catalog.example.com"}).
		set("services.ledger.priority", 1).
		set("services.catalog", s.granted.get("services.catalog"))
	s.claim("payments", stolen)
	since := s.now()
	_, err := payments.stack.Up(t.Context())
	for _, problem := range []string{
		"clusters.payments.cidr: 10.32.0.0/16 is claimed, and the hub grants 10.16.0.0/16",
		"services.checkout.hostnames[1]: catalog.example.com is claimed, and the hub grants",
		"services.ledger.priority: 1 is claimed, and the hub grants what holds without this field",
		"services.catalog: the hub grants cluster payments no service of this name; it grants checkout, ledger",
	} {
		assert.ErrorContains(t, err, problem)
	}
	assert.Empty(t, s.wrote(since), "registered before the claims were compared")

	other := s.claims("payments").copied("clusters.payments", "clusters.orders").without("clusters.payments")
	s.claim("payments", other)
	_, err = payments.stack.Up(t.Context())
	require.ErrorContains(t, err, "clusters.orders: the hub grants no cluster of this name; it grants payments, search")

	nowhere := s.claims("payments").set("hub", "network/elsewhere")
	s.claim("payments", nowhere)
	result, err := payments.stack.Up(t.Context())
	require.ErrorContains(t, err, `unknown stack "organization/network/elsewhere"`)
	assert.Contains(t, result.Output, "(ingresshub:workload.hub)", "the setting that names the stack")
	assert.Empty(t, s.wrote(since))
}

// TestTeamDecides has a cluster's team change what is its own to decide, and claim a part of what it was granted.
func TestTeamDecides(t *testing.T) {
	t.Parallel()
	s := newTeams(t, threeAccounts(t).set("transit.transitGateway.organization", true))
	s.up()
	hub := takeInventory(t, s.cloud)
	payments := s.team("payments")
	own := s.claims("payments").without("services.ledger").
		set("clusters.payments.nodeGroups", map[string]any{"large": map[string]any{"instanceTypes": []any{"m6i.2xlarge"}}}).
		set("services.checkout.hostnames", []any{"pay.example.com"}).
		set("services.checkout.kubernetes", map[string]any{"namespace": "shop"})
	s.claim("payments", own)
	payments.up()
	payments.unchanged()
	outputs, err := payments.stack.Outputs(t.Context())
	require.NoError(t, err)
	bindings, _ := outputs["targetGroupBindings"].(map[string]any)
	require.Len(t, bindings, 1)
	metadata, _ := bindings["checkout"].(map[string]any)["metadata"].(map[string]any)
	assert.Equal(t, "shop", metadata["namespace"])
	payments.destroyOwn()
	assertSame(t, hub, takeInventory(t, s.cloud))
}

// destroyOwn destroys a stack, whoever else is in the cloud.
func (w *world) destroyOwn() {
	w.t.Helper()
	_, err := w.stack.Destroy(w.t.Context())
	require.NoError(w.t, err)
}
