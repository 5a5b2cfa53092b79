package engine_test

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// The programs of a network team and of a cluster's team.
var (
	hubProgram      = inline.Program("network", estate.HubProgram)
	workloadProgram = inline.Program("cluster", estate.WorkloadProgram)
)

const (
	referenceType  = "aws:ec2transitgateway/prefixListReference:PrefixListReference"
	prefixListType = "aws:ec2/managedPrefixList:ManagedPrefixList"
)

// teams are a network team's stack and those of its clusters' teams, in a backend and a cloud that they share.
type teams struct {
	*world
	providers string
	granted   declared
	clusters  map[string]*world
}

// newTeams is a hub of threeAccounts; its teams have no stacks yet.
func newTeams(t *testing.T, granted declared) *teams {
	t.Helper()
	s := newTeamsOf(t, hubProgram, granted.text())
	s.granted = granted
	return s
}

// newTeamsOf is a hub of any program and config.
func newTeamsOf(t *testing.T, hub engine.Program, config []byte) *teams {
	t.Helper()
	cloud, err := localcloud.New(localcloud.Options{})
	require.NoError(t, err)
	server, err := cloud.Serve(context.WithoutCancel(t.Context()))
	require.NoError(t, err)
	t.Cleanup(func() {
		server.Close()
		assert.NoError(t, cloud.Close())
	})
	s := &teams{providers: server.DebugProviders(), clusters: map[string]*world{}}
	s.world = &world{t: t, cloud: cloud, stack: s.stackOf(t, hub, "hub", config, nil)}
	return s
}

func (s *teams) stackOf(t *testing.T, program engine.Program, name string, config []byte, beside *engine.Stack) *engine.Stack {
	t.Helper()
	stack, err := engine.New(t.Context(), engine.Options{
		Program: program, Name: name, Config: config, Providers: s.providers, Beside: beside, Progress: os.Stderr,
		Environment: engine.WriteStateOnce,
	})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, stack.Close()) })
	return stack
}

// claims is what a cluster's team declares: what is granted, as the same text, and what it decides itself.
func (s *teams) claims(cluster string) claims {
	services := map[string]any{}
	for _, service := range s.granted.services() {
		if s.granted.get("services."+service+".cluster") == cluster || s.granted.get("services."+service+".weights."+cluster) != nil {
			services[service] = s.granted.get("services." + service)
		}
	}
	return claims{declared{t: s.t, settings: s.granted.settings, estate: deepCopy(map[string]any{
		"hub": "network/hub", "protection": false,
		"clusters": map[string]any{cluster: s.granted.get("clusters." + cluster)},
		"services": services,
	}).(map[string]any)}}
}

// claims is the config of a cluster's stack, as data.
type claims struct{ declared }

func (c claims) text() []byte {
	c.t.Helper()
	config := maps.Clone(c.settings)
	config["ingresshub:workload"] = c.estate
	text, err := yaml.Marshal(map[string]any{"config": config})
	require.NoError(c.t, err)
	return text
}

// team is the stack of a cluster's team, which is made when it is first asked for.
func (s *teams) team(cluster string) *world {
	if s.clusters[cluster] == nil {
		stack := s.stackOf(s.t, workloadProgram, cluster, s.claims(cluster).text(), s.stack)
		s.clusters[cluster] = &world{t: s.t, cloud: s.cloud, stack: stack}
	}
	return s.clusters[cluster]
}

// grant declares another estate in the hub's stack and deploys it. What teams declare follows.
func (s *teams) grant(granted declared) *engine.Result {
	s.t.Helper()
	s.granted = granted
	result := s.apply(granted)
	for cluster, team := range s.clusters {
		require.NoError(s.t, team.stack.SetConfig(s.claims(cluster).text()))
	}
	return result
}

// settled updates everything once more, and nothing may change.
func (s *teams) settled() {
	s.t.Helper()
	s.unchanged()
	for _, cluster := range slices.Sorted(maps.Keys(s.clusters)) {
		s.clusters[cluster].unchanged()
	}
}

// proven checks what flightpath says of the joined network.
func (s *teams) proven(verdict flightpath.Verdict) {
	s.t.Helper()
	inspection, _ := s.granted.get("inspection").(map[string]any)
	assertProven(s.t, stage{name: "joined", inspection: inspection, verdict: verdict}, s.cloud.Objects(), s.granted.plan())
}

// others are the identities of everything that does not belong to a cluster.
func (s *teams) others(cluster string) map[string]string {
	all := identities(s.cloud.Objects())
	maps.DeleteFunc(all, func(name, _ string) bool {
		words := strings.Fields(name)
		last := words[len(words)-1]
		return words[0] == s.accountID(cluster) || strings.HasSuffix(last, "."+cluster) || last == cluster
	})
	return all
}

// everything is what there is, whatever AWS calls it.
func (s *teams) everything() []string { return slices.Sorted(maps.Keys(identities(s.cloud.Objects()))) }

func (s *teams) accountID(cluster string) string {
	account, _ := s.granted.get("clusters." + cluster + ".account").(string)
	id, _ := s.granted.get("accounts." + account + ".id").(string)
	return id
}

func (s *teams) hubID() string { return s.granted.get("accounts.hub.id").(string) }

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
	for range 2 {
		s.leave("payments")
		assertKept(t, ids, s.cloud)
		s.unchanged()
		s.team("search").unchanged()
		s.team("payments").up()
		assert.Equal(t, before, s.everything())
		assertKept(t, ids, s.cloud)
		s.settled()
		s.proven(flightpath.Direct)
	}
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
	require.NoError(t, payments.stack.SetConfig(claims{s.claims("payments").set("shareAccepted", true)}.text()))
	payments.up()
	payments.unchanged()
	s.unchanged()
}

// TestTeamsInEitherOrder changes what hub and cluster both have a part in, once the hub first and once the cluster: both end at the same.
func TestTeamsInEitherOrder(t *testing.T) {
	t.Parallel()
	plain := threeAccounts(t).without("clusters.search").without("services.catalog").without("services.telemetry")
	inspected := plain.set("inspection", map[string]any{"eastWest": networkFirewall})
	s := newTeams(t, plain)
	s.up()
	payments := s.team("payments")
	payments.up()
	s.settled()
	direct := s.everything()

	// The hub puts a firewall between; the cluster follows.
	s.grant(inspected)
	payments.up()
	s.settled()
	s.proven(flightpath.Inspected)
	first := s.everything()
	s.grant(plain)
	payments.up()
	s.settled()
	s.proven(flightpath.Direct)
	assert.Equal(t, direct, s.everything())

	// Taken away and put back with the cluster's update first: it knows of nothing until the hub has said so.
	payments.unchanged()
	s.grant(inspected)
	payments.up()
	s.settled()
	assert.Equal(t, first, s.everything())
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
	require.NoError(t, payments.stack.SetConfig(claims{stolen}.text()))
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
	require.NoError(t, payments.stack.SetConfig(claims{other}.text()))
	_, err = payments.stack.Up(t.Context())
	require.ErrorContains(t, err, "clusters.orders: the hub grants no cluster of this name; it grants payments, search")

	nowhere := s.claims("payments").set("hub", "network/elsewhere")
	require.NoError(t, payments.stack.SetConfig(claims{nowhere}.text()))
	_, err = payments.stack.Up(t.Context())
	require.ErrorContains(t, err, "network/elsewhere")
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
	require.NoError(t, payments.stack.SetConfig(claims{own}.text()))
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

// TestExampleOfTeams compiles and runs the program of examples/two-teams with the config of each of its stacks.
func TestExampleOfTeams(t *testing.T) {
	t.Parallel()
	const folder = "../../examples/two-teams/"
	program := engine.Program{Folder: folder}
	s := newTeamsOf(t, program, optional(t, folder+"Pulumi.hub.yaml"))
	s.up()
	for _, cluster := range []string{"payments", "search"} {
		stack := s.stackOf(t, program, cluster, optional(t, folder+"Pulumi."+cluster+".yaml"), s.stack)
		s.clusters[cluster] = &world{t: t, cloud: s.cloud, stack: stack}
		s.clusters[cluster].up()
	}
	s.settled()
	for _, team := range s.clusters {
		team.destroyOwn()
	}
	s.destroy()
}
