package fleet

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const example = "../../examples/fleet"

func TestReadTheExample(t *testing.T) {
	t.Parallel()
	f, err := Read(example)
	require.NoError(t, err)
	require.NoError(t, f.problems())
	assert.Equal(t, "fleet", f.Project)
	assert.Equal(t, Stack{Name: "hub", Account: "network"}, f.Hub)
	assert.Equal(t, []Stack{
		{Name: "orders", Account: "orders", RoleArn: "arn:aws:iam::444444444444:role/orders-deploy"},
		{Name: "payments", Account: "payments", RoleArn: "arn:aws:iam::222222222222:role/payments-deploy"},
		{Name: "search", Account: "search", RoleArn: "arn:aws:iam::333333333333:role/search-deploy"},
	}, f.Clusters)
	assert.Empty(t, f.Open())
}

// altered is a copy of the example with other files; an empty text takes a file away.
func altered(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS(example)))
	for name, text := range files {
		path := filepath.Join(folder, name)
		if text == "" {
			require.NoError(t, os.Remove(path))
			continue
		}
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return folder
}

func TestReadKeepsTroubleToTheStack(t *testing.T) {
	t.Parallel()
	f, err := Read(altered(t, map[string]string{
		"Pulumi.orders.yaml":   "config: [",
		"Pulumi.payments.yaml": "config: {'ingresshub:workload': {hub: fleet/hub, clusters: {search: {}}}}",
		"Pulumi.dwarf.yaml":    "config: {'ingresshub:workload': {clusters: {dwarf: {}}}}",
		"Pulumi.bare.yaml":     "config: {'aws:region': us-east-1}",
		"Pulumi.search.yaml": "secretsprovider: awskms://alias/search?region=us-east-1\n" +
			`config: {'ingresshub:workload': '{"hub": "fleet/hub", "clusters": {"search": {}}}'}`,
	}))
	require.NoError(t, err)
	wanted := map[string]string{
		"orders":   "Pulumi.orders.yaml: yaml:",
		"payments": "ingresshub:workload.clusters is [search]; in a fleet a stack is named after its one cluster, here payments",
		"dwarf":    "the hub grants no cluster dwarf; it grants orders, payments, search",
		"bare":     "its config has neither ingresshub:workload nor ingresshub:estate",
	}
	for _, stack := range f.Clusters {
		if problem := wanted[stack.Name]; problem != "" {
			require.ErrorContains(t, stack.problem, problem)
			delete(wanted, stack.Name)
			continue
		}
		require.NoError(t, stack.problem, stack.Name)
		assert.Equal(t, "awskms://alias/search?region=us-east-1", stack.SecretsProvider)
	}
	assert.Empty(t, wanted)
}

func TestOpen(t *testing.T) {
	t.Parallel()
	f, err := Read(altered(t, map[string]string{"Pulumi.payments.yaml": ""}))
	require.NoError(t, err)
	assert.Equal(t, []string{"payments"}, f.Open())
	assert.Contains(t, (&Summary{Operation: Up, Open: f.Open()}).String(), "granted, and nobody has joined: payments")
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	hub, err := os.ReadFile(filepath.Join(example, "Pulumi.hub.yaml"))
	require.NoError(t, err)
	for wanted, files := range map[string]map[string]string{
		"none of its Pulumi.<stack>.yaml files declares ingresshub:estate": {"Pulumi.hub.yaml": ""},
		"both declare ingresshub:estate":                                   {"Pulumi.hub2.yaml": string(hub)},
		"no Pulumi project":                                                {"Pulumi.yaml": ""},
		"has no name":                                                      {"Pulumi.yaml": "runtime: go"},
		"zone":                                                             {"Pulumi.hub.yaml": "config: {'ingresshub:estate': {zone: []}}"},
	} {
		_, err := Read(altered(t, files))
		require.ErrorContains(t, err, wanted)
	}
}
