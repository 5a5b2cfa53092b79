package main

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const smallEstate = `
zones: [use1-az1, use1-az2]
ingress: {cidr: 10.0.0.0/20}
transit: {transitGateway: {}}
clusters:
  payments: {cidr: 10.16.0.0/16}
`

// ingresshub runs a command line.
func ingresshub(t *testing.T, input string, args ...string) (status int, out, problems string) {
	t.Helper()
	errors, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	require.NoError(t, err)
	defer errors.Close()
	var results bytes.Buffer
	status = run(t.Context(), streams{in: strings.NewReader(input), out: &results, err: errors}, args)
	text, err := os.ReadFile(errors.Name())
	require.NoError(t, err)
	return status, results.String(), string(text)
}

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--help"}, {"-h"}, {"help"}} {
		status, out, problems := ingresshub(t, "", args...)
		assert.Zero(t, status)
		assert.Empty(t, problems)
		for _, command := range commands() {
			assert.Contains(t, out, command.summary)
		}
	}
	for _, command := range commands() {
		status, out, problems := ingresshub(t, "", command.name, "--help")
		assert.Zero(t, status)
		assert.Empty(t, problems)
		assert.Contains(t, out, "Examples:")
		require.NotEmpty(t, command.example)
		for _, example := range command.example {
			assert.Contains(t, out, example)
		}
		assert.NotRegexp(t, `\b([A-Z]+) +([A-Z]+)\b:? `, flagLines(out), "a value is named once")
		_, same, _ := ingresshub(t, "", "help", command.name)
		assert.Equal(t, out, same)
	}
}

// flagLines are the lines of a help that describe flags.
func flagLines(help string) string {
	_, flags, _ := strings.Cut(help, "\nFlags:\n")
	flags, _, _ = strings.Cut(flags, "\n\n")
	return flags
}

func TestMistakesOnTheCommandLine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"nothing":         {nil, "which command?"},
		"unknown command": {[]string{"destroy"}, `unknown command "destroy"; there are demo, plan, flightpath, schema`},
		"unknown flag":    {[]string{"plan", "--output", "x"}, "plan: flag provided but not defined: --output"},
		"one dash":        {[]string{"plan", "-x=1"}, "plan: flag provided but not defined: -x (see"},
		"no long value":   {[]string{"plan", "--format"}, "plan: flag needs an argument: --format (see"},
		"no value":        {[]string{"plan", "-f"}, "flag needs an argument"},
		"argument":        {[]string{"schema", "x"}, `schema: unexpected argument "x"`},
		"no file":         {[]string{"plan"}, "which estate?"},
		"format":          {[]string{"plan", "-f", "-", "--format", "xml"}, `unknown format "xml"; there are table, json and mermaid`},
		"both":            {[]string{"demo", "-f", "a", "--example", "b"}, "exclude each other"},
		"all three":       {[]string{"demo", "--program", "a", "--example", "b"}, "exclude each other"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, problems := ingresshub(t, "", test.args...)
			assert.Equal(t, 2, status)
			assert.Empty(t, out)
			assert.Contains(t, problems, test.want)
		})
	}
}

func TestPlanFormats(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"table": "VPC payments  10.16.0.0/16", "json": `"cidr": "10.16.0.0/16"`, "mermaid": "flowchart LR",
	} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			status, out, problems := ingresshub(t, smallEstate, "plan", "-f", "-", "--format", format)
			assert.Zero(t, status, problems)
			assert.Empty(t, problems)
			assert.Contains(t, out, want)
		})
	}
}

func TestPlanOfAStackConfigIsThatOfItsEstate(t *testing.T) {
	t.Parallel()
	_, bare, _ := ingresshub(t, smallEstate, "plan", "-f", "-")
	stack := "config:\n  aws:region: us-east-1\n  ingresshub:estate:" + strings.ReplaceAll(smallEstate, "\n", "\n    ")
	path := filepath.Join(t.TempDir(), "Pulumi.dev.yaml")
	require.NoError(t, os.WriteFile(path, []byte(stack), 0o600))
	status, out, problems := ingresshub(t, "", "plan", "-f", path)
	assert.Zero(t, status, problems)
	assert.Equal(t, bare, out)
}

func TestPlanListsProblems(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"several": {
			strings.NewReplacer("use1-az2", "us-east-1a", "10.16.0.0/16", "10.0.0.0/16").Replace(smallEstate),
			[]string{"zones[1]: us-east-1a is a zone name", "clusters.payments.cidr"},
		},
		"indentation": {smallEstate + "    kubernetesVersion: 1.30\n", []string{"line"}},
		"unquoted version": {
			strings.Replace(smallEstate, "{cidr: 10.16.0.0/16}", "{cidr: 10.16.0.0/16, kubernetesVersion: 1.30}", 1),
			[]string{"clusters.payments.kubernetesVersion", "1.30"},
		},
		"repeated key": {smallEstate + "zones: []\n", []string{`key "zones"`}},
		"no YAML":      {"zones: [", []string{"standard input: yaml"}},
		"no estate":    {"config: {}", []string{"holds no ingresshub:estate"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, problems := ingresshub(t, test.text, "plan", "-f", "-")
			assert.Equal(t, 1, status)
			assert.Empty(t, out)
			for _, want := range test.want {
				assert.Contains(t, problems, want)
			}
		})
	}
	status, _, problems := ingresshub(t, "", "plan", "-f", filepath.Join(t.TempDir(), "none.yaml"))
	assert.Equal(t, 1, status)
	assert.Contains(t, problems, "no such file")
}

func TestPlanOfAClaimNamesItsHub(t *testing.T) {
	t.Parallel()
	for _, claim := range []string{"two-teams/Pulumi.payments.yaml", "two-teams/Pulumi.search.yaml", "fleet/Pulumi.orders.yaml"} {
		status, out, problems := ingresshub(t, "", "plan", "-f", filepath.Join("..", "..", "examples", filepath.FromSlash(claim)))
		assert.Equal(t, 1, status)
		assert.Empty(t, out)
		assert.Contains(t, problems, "the claim of a workload's stack")
		assert.Contains(t, problems, "the stack "+path.Dir(claim)+"/hub. ")
	}
	status, _, problems := ingresshub(t, "", "plan", "-f", filepath.Join("..", "..", "examples", "two-teams", "Pulumi.hub.yaml"))
	assert.Zero(t, status, problems)
}

func TestPlanOfAStackInAnotherRegion(t *testing.T) {
	t.Parallel()
	indented := strings.ReplaceAll(smallEstate, "\n", "\n    ")
	stack := "config:\n  aws:region: eu-west-1\n  ingresshub:estate:" + indented
	status, out, problems := ingresshub(t, stack, "plan", "-f", "-")
	assert.Equal(t, 1, status)
	assert.Empty(t, out)
	assert.Equal(t, "ingresshub: standard input: the estate has 1 problem:\n"+
		"  region: the estate lies in us-east-1, but the stack's config has aws:region: eu-west-1; make them the same\n", problems)

	// The program says the same when it is deployed.
	sources, err := filepath.Glob(filepath.Join("..", "..", "components", "estate", "*.go"))
	require.NoError(t, err)
	var program strings.Builder
	for _, source := range sources {
		text, err := os.ReadFile(source)
		require.NoError(t, err)
		program.Write(text)
	}
	for _, words := range []string{`"the estate lies in "`, `"the stack's config has aws:region: "`, `"; make them the same"`} {
		assert.Contains(t, program.String(), words)
	}

	accounts := "accounts: {hub: {id: '222222222222', roleArn: 'arn:aws:iam::222222222222:role/deploy'}}\n    " +
		strings.Replace(indented, "ingress: {", "ingress: {account: hub, ", 1)
	accounts = strings.Replace(accounts, "cidr: 10.16.0.0/16", "cidr: 10.16.0.0/16, account: hub", 1)
	status, _, problems = ingresshub(t, "config:\n  aws:region: eu-west-1\n  ingresshub:estate:\n    "+accounts, "plan", "-f", "-")
	assert.Zero(t, status, "with accounts, every provider is told its Region: %s", problems)
}

func TestSchema(t *testing.T) {
	t.Parallel()
	status, out, _ := ingresshub(t, "", "schema")
	assert.Zero(t, status)
	assert.True(t, strings.HasPrefix(out, "{"))
	assert.Contains(t, out, "podCidr")
}
