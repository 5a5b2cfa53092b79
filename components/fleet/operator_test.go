package fleet

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

var update = flag.Bool("update", false, "write the golden file anew")

var operatorOptions = OperatorOptions{
	Namespace: "fleet", Repository: "https://git.example.com/network/fleet.git", Branch: "main", Directory: "examples/fleet",
	Backend: "s3://fleet-state?region=us-east-1", Image: "registry.example.com/pulumi:3.250.0-nonroot",
	HubRoleArn: "arn:aws:iam::111111111111:role/hub-deploy",
}

// documentedFields are the fields of a Stack's spec that the operator's documents have, of those that are not deprecated.
var documentedFields = []string{
	"backend", "branch", "commit", "config", "continueResyncOnCommitMatch", "destroyOnFinalize", "envRefs", "expectNoRefreshChanges", "fluxSource",
	"gitAuth", "prerequisites", "programRef", "projectRepo", "refresh", "repoDir", "resyncFrequencySeconds", "retryOnUpdateConflict", "secretsProvider",
	"secretsRef", "serviceAccountName", "shallow", "stack", "targetDependents", "targets", "useLocalStackOnly", "workspaceReclaimPolicy", "workspaceTemplate",
}

func TestOperatorGolden(t *testing.T) {
	t.Parallel()
	f, err := Read(example)
	require.NoError(t, err)
	text, err := f.Operator(operatorOptions)
	require.NoError(t, err)
	golden := filepath.Join("testdata", "operator.yaml")
	if *update {
		require.NoError(t, os.WriteFile(golden, text, 0o644))
	}
	wanted, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(wanted), string(text))
}

// TestOperatorInvariants holds the manifests to what the operator's documents ask for, in both kinds of sources and secrets.
func TestOperatorInvariants(t *testing.T) {
	t.Parallel()
	f, err := Read(example)
	require.NoError(t, err)
	f.Clusters[1].SecretsProvider = "awskms://alias/payments?region=us-east-1"
	flux := operatorOptions
	flux.Repository, flux.Branch, flux.FluxSource = "", "", "fleet"
	for name, options := range map[string]OperatorOptions{"git": operatorOptions, "flux": flux} {
		text, err := f.Operator(options)
		require.NoError(t, err)
		accounts, delegated, stacks := map[string]string{}, map[string]bool{}, map[string]map[string]any{}
		for _, object := range decoded(t, text) {
			metadata, _ := object["metadata"].(map[string]any)
			objectName, _ := metadata["name"].(string)
			switch object["kind"] {
			case "ClusterRoleBinding":
				for _, subject := range object["subjects"].([]any) {
					delegated[subject.(map[string]any)["name"].(string)] = true
				}
				continue
			case "ServiceAccount":
				accounts[objectName], _ = metadata["annotations"].(map[string]any)[roleAnnotation].(string)
			case "Stack":
				stacks[objectName] = object["spec"].(map[string]any)
			}
			assert.Equal(t, "fleet", metadata["namespace"])
		}
		require.Len(t, stacks, 4)
		roles := map[string]bool{}
		for objectName, spec := range stacks {
			for field := range spec {
				assert.Contains(t, documentedFields, field)
			}
			account, _ := spec["serviceAccountName"].(string)
			assert.True(t, delegated[account], "%s is not granted system:auth-delegator", account)
			assert.Regexp(t, `^arn:aws:iam::\d{12}:role/`, accounts[account])
			assert.False(t, roles[accounts[account]], "two stacks work as %s", accounts[account])
			roles[accounts[account]] = true
			assert.NotContains(t, spec, "destroyOnFinalize")
			assert.Equal(t, name == "flux", spec["fluxSource"] != nil)
			assert.Equal(t, name == "git", spec["projectRepo"] != nil && spec["branch"] != nil)
			assert.NotEqual(t, spec["envRefs"] != nil, spec["secretsProvider"] != nil, "either a passphrase or a provider")
			if objectName == "fleet-hub" {
				assert.NotContains(t, spec, "prerequisites")
				continue
			}
			prerequisite := spec["prerequisites"].([]any)[0].(map[string]any)["name"].(string)
			assert.Contains(t, stacks, prerequisite)
			assert.Equal(t, "organization/fleet/"+objectName[len("fleet-"):], spec["stack"])
		}
	}
}

func decoded(t *testing.T, text []byte) []map[string]any {
	t.Helper()
	var objects []map[string]any
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var object map[string]any
		err := decoder.Decode(&object)
		if errors.Is(err, io.EOF) {
			return objects
		}
		require.NoError(t, err)
		objects = append(objects, object)
	}
}

func TestOperatorRefuses(t *testing.T) {
	t.Parallel()
	f, err := Read(example)
	require.NoError(t, err)
	for wanted, edit := range map[string]func(*OperatorOptions){
		"namespace is required":        func(o *OperatorOptions) { o.Namespace = "" },
		"the hub's role is required":   func(o *OperatorOptions) { o.HubRoleArn = "" },
		"a file backend":               func(o *OperatorOptions) { o.Backend = "file:///state" },
		"either a repository":          func(o *OperatorOptions) { o.FluxSource = "fleet" },
		"and its branch are required":  func(o *OperatorOptions) { o.Branch = "" },
		"are required, or a source of": func(o *OperatorOptions) { o.Repository, o.Branch = "", "" },
	} {
		options := operatorOptions
		edit(&options)
		_, err := f.Operator(options)
		require.ErrorContains(t, err, wanted)
	}
	broken, err := Read(altered(t, map[string]string{"Pulumi.orders.yaml": "config: ["}))
	require.NoError(t, err)
	_, err = broken.Operator(operatorOptions)
	require.ErrorContains(t, err, "Pulumi.orders.yaml")
}
