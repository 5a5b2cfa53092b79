package engine_test

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
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

	// What a cluster's team adds to its claims. Default: nothing.
	decides func(claimed declared, cluster string) declared
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
func (s *teams) claims(cluster string) declared {
	claimed := claimsOf(s.granted, cluster)
	if s.decides != nil {
		claimed = s.decides(claimed, cluster)
	}
	return claimed
}

// claimsOf are the claims that fit an estate, whether a hub grants it or not.
func claimsOf(granted declared, cluster string) declared {
	services := map[string]any{}
	for _, service := range granted.services() {
		if granted.get("services."+service+".cluster") == cluster || granted.get("services."+service+".weights."+cluster) != nil {
			services[service] = granted.get("services." + service)
		}
	}
	return declared{t: granted.t, settings: granted.settings, estate: deepCopy(map[string]any{
		"hub": "network/hub", "protection": false,
		"clusters": map[string]any{cluster: granted.get("clusters." + cluster)},
		"services": services,
	}).(map[string]any)}
}

// claimText is the config file of a cluster's stack that declares these claims.
func (d declared) claimText() []byte {
	d.t.Helper()
	config := maps.Clone(d.settings)
	config["ingresshub:workload"] = d.estate
	text, err := yaml.Marshal(map[string]any{"config": config})
	require.NoError(d.t, err)
	return text
}

// team is the stack of a cluster's team, which is made when it is first asked for.
func (s *teams) team(cluster string) *world {
	if s.clusters[cluster] == nil {
		stack := s.stackOf(s.t, workloadProgram, cluster, s.claims(cluster).claimText(), s.stack)
		s.clusters[cluster] = &world{t: s.t, cloud: s.cloud, stack: stack}
	}
	return s.clusters[cluster]
}

// claim declares other claims in the stack of a cluster's team.
func (s *teams) claim(cluster string, claimed declared) {
	s.t.Helper()
	require.NoError(s.t, s.team(cluster).stack.SetConfig(claimed.claimText()))
}

// grant declares another estate in the hub's stack and deploys it. What teams declare follows.
func (s *teams) grant(granted declared) *engine.Result {
	s.t.Helper()
	s.granted = granted
	result := s.apply(granted)
	for cluster, team := range s.clusters {
		require.NoError(s.t, team.stack.SetConfig(s.claims(cluster).claimText()))
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
	all, owners := identities(s.cloud.Objects()), s.owners()
	maps.DeleteFunc(all, func(name, _ string) bool {
		words := strings.Fields(name)
		last := words[len(words)-1]
		return owners[words[0]] == s.accountID(cluster) || strings.HasSuffix(last, "."+cluster) || last == cluster
	})
	return all
}

// everything is what there is, whatever AWS calls it.
func (s *teams) everything() []string {
	found, owners := s.cloud.Objects(), s.owners()
	for i := range found {
		found[i].Account = owners[found[i].Account]
	}
	return slices.Sorted(maps.Keys(identities(found)))
}

// owners are the accounts by where objects may be: those of AWS in an account, those of Kubernetes at the endpoint of a cluster.
func (s *teams) owners() map[string]string {
	owners := map[string]string{}
	for _, object := range s.cloud.Objects() {
		if strings.HasPrefix(object.Type, "aws:") {
			owners[object.Account] = object.Account
		}
		if object.Type == clusterType {
			owners[text(object, "endpoint")] = object.Account
		}
	}
	return owners
}

func (s *teams) accountID(cluster string) string {
	account, _ := s.granted.get("clusters." + cluster + ".account").(string)
	id, _ := s.granted.get("accounts." + account + ".id").(string)
	return id
}

func (s *teams) hubID() string { return s.granted.get("accounts.hub.id").(string) }
