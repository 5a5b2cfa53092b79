package guardrails_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/components/guardrails"
)

var update = flag.Bool("update", false, "write the golden files anew")

const docs = "../../docs/"

// TestGoldenDocuments keeps the files for those who do not use Pulumi what the components register.
func TestGoldenDocuments(t *testing.T) {
	policy := eksAccounts()
	_, policy.Also = guardrails.OrganizationGuardrails()
	golden(t, "guardrails-organization.json", indented(t, policy.Document()))
	golden(t, "guardrails-cluster-role.json", indented(t, guardrails.ClusterRole{}.Document()))
	golden(t, "guardrails-admission.yaml", manifests(t, guardrails.Admission{}))
}

func indented(t *testing.T, document guardrails.Document) string {
	t.Helper()
	text, err := document.JSON()
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, json.Indent(&out, []byte(text), "", "  "))
	return out.String() + "\n"
}

// manifests are the policies as YAML, with the fields in the order in which they are declared.
func manifests(t *testing.T, admission guardrails.Admission) string {
	t.Helper()
	var all []string
	for _, policy := range admission.Policies() {
		for _, manifest := range policy.Manifests() {
			encoded, err := json.Marshal(manifest)
			require.NoError(t, err)
			var node yaml.Node
			require.NoError(t, yaml.Unmarshal(encoded, &node)) // JSON is YAML, and a node keeps its order
			block(&node)
			text, err := yaml.Marshal(&node)
			require.NoError(t, err)
			all = append(all, string(text))
		}
	}
	return strings.Join(all, "---\n")
}

// block drops the style of JSON, with its braces and quotes.
func block(node *yaml.Node) {
	node.Style = 0
	for _, inner := range node.Content {
		block(inner)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(docs+name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(docs + name)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "%s: make golden writes it anew", name)
}

// TestGoldenManifestsAreThePolicies reads the YAML back: quoting must not have changed an expression.
func TestGoldenManifestsAreThePolicies(t *testing.T) {
	text, err := os.ReadFile(docs + "guardrails-admission.yaml")
	require.NoError(t, err)
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for _, policy := range (guardrails.Admission{}).Policies() {
		for _, manifest := range policy.Manifests() {
			var read struct {
				Metadata guardrails.Metadata
				Spec     map[string]any
			}
			require.NoError(t, decoder.Decode(&read))
			spec, err := manifest.SpecMap()
			require.NoError(t, err)
			require.Equal(t, spec, read.Spec)
			require.Equal(t, manifest.Metadata, read.Metadata)
		}
	}
}
