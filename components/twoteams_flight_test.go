package components_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
)

// configOf is the config of a stack of an example, as Pulumi hands it to a program.
func configOf(t *testing.T, example, stack string) map[string]string {
	t.Helper()
	file, err := os.ReadFile("../examples/" + example + "/Pulumi." + stack + ".yaml")
	require.NoError(t, err)
	var read struct {
		Config map[string]any `yaml:"config"`
	}
	require.NoError(t, yaml.Unmarshal(file, &read))
	config := map[string]string{}
	for key, value := range read.Config {
		if text, is := value.(string); is {
			config[key] = text
			continue
		}
		text, err := json.Marshal(value)
		require.NoError(t, err)
		config[key] = string(text)
	}
	return config
}

// What the stacks of several teams make is one network, which keeps the promise of the hub's estate before any of them is deployed.
func TestStacksOfTwoTeamsAreOneNetwork(t *testing.T) {
	t.Parallel()
	hub := configOf(t, "two-teams", "hub")
	planned, err := plan.Parse([]byte(hub["ingresshub:estate"]))
	require.NoError(t, err)
	options := []flightpathtest.Option{
		flightpathtest.Project("two-teams", "search"), flightpathtest.Config(configOf(t, "two-teams", "search")),
		flightpathtest.After("two-teams/hub", estate.HubProgram, hub),
		flightpathtest.After("two-teams/payments", estate.WorkloadProgram, configOf(t, "two-teams", "payments")),
	}
	n := flightpathtest.Record(t, estate.WorkloadProgram, options...)
	assert.Len(t, n.VPCs, 3)
	n, err = flightpath.Declare(n, expected.Declarations(planned, n))
	require.NoError(t, err)
	report := keepsPromise(t, n, expected.Expectations(planned))
	require.Len(t, report.Services, 2*2, "two services in two zones")
	direct(t, report.Services)
	flightpathtest.RequireContained(t, estate.WorkloadProgram, options...)
}

// A team proves its own stack with the hub's, also where others have not joined yet, or only what the hub exports is known.
func TestStackOfOneTeamBehindAHub(t *testing.T) {
	t.Parallel()
	hub := flightpathtest.After("network/prod", estate.HubProgram, configOf(t, "two-teams", "hub"))
	claim := strings.ReplaceAll(configOf(t, "two-teams", "payments")["ingresshub:workload"], "two-teams/hub", "network/prod")
	own := flightpathtest.Config(map[string]string{"ingresshub:workload": claim})
	flightpathtest.RequireContained(t, estate.WorkloadProgram, flightpathtest.Project("payments", "prod"), own, hub)

	contract := make(chan string, 1)
	flightpathtest.Record(t, func(ctx *pulumi.Context) error {
		reference, err := pulumi.NewStackReference(ctx, "network/prod", nil)
		if err != nil {
			return err
		}
		details, err := reference.GetOutputDetails(estate.ContractOutput)
		if err != nil {
			return err
		}
		text, err := json.Marshal(details.Value)
		contract <- string(text)
		return err
	}, hub)
	var exported any // as `pulumi stack output --json --show-secrets` prints it
	require.NoError(t, json.Unmarshal([]byte(<-contract), &exported))
	n := flightpathtest.Record(t, estate.WorkloadProgram, own, flightpathtest.StackOutputs("network/prod", map[string]any{estate.ContractOutput: exported}))
	assert.Len(t, n.VPCs, 1)
}
