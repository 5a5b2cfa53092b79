package components_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/firewall/given"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// account is a recorder that answers reads of endpoints by their IDs.
type account struct {
	recorder
	endpoints map[string]map[string]any
}

func (a *account) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	if found, ok := a.endpoints[args.ID]; ok {
		return args.ID, resource.NewPropertyMapFromMap(found), nil
	}
	return a.recorder.NewResource(args)
}

// givenEndpoint is an endpoint as it should be.
func givenEndpoint(id, zone string) map[string]any {
	return map[string]any{
		"id": id, "vpcId": "vpc-1", "state": "available", "vpcEndpointType": "GatewayLoadBalancer",
		"subnetIds": []any{"inspection.firewall." + zone + "-id"},
	}
}

var givenIDs = map[string]string{"use1-az1": "vpce-00000001", "use1-az2": "vpce-00000002", "use1-az4": "vpce-00000004"}

// givenIn declares that somebody else operates the firewall between the ingress VPC and the EKS VPCs.
func givenIn(settings map[string]string) func(estate map[string]any) {
	return func(estate map[string]any) {
		declared := map[string]any{}
		for zone, id := range settings {
			declared[zone] = id
		}
		estate["inspection"] = map[string]any{"eastWest": map[string]any{"custom": map[string]any{"flavour": "given", "settings": declared}}}
	}
}

// givenFirewall is the firewall of the dev estate whose endpoints somebody else operates.
func givenFirewall(t *testing.T, settings map[string]string) plan.PlannedFirewall {
	t.Helper()
	planned := devPlan(t, givenIn(settings))
	require.Len(t, planned.Firewalls, 1)
	return planned.Firewalls[0]
}

// runGiven routes to the given endpoints of an account.
func runGiven(t *testing.T, a *account) error {
	t.Helper()
	planned := givenFirewall(t, givenIDs)
	subnets := pulumi.StringMap{}
	for _, endpoint := range planned.Endpoints {
		subnets[endpoint.Zone] = pulumi.ID(endpoint.Subnet + "-id").ToIDOutput() // as a subnet of the program has it
	}
	return pulumi.RunErr(func(ctx *pulumi.Context) error {
		var flavour firewall.Flavour = given.New
		ids, err := flavour(ctx, planned.Name, &firewall.Args{Plan: planned, VpcID: pulumi.ID("vpc-1").ToIDOutput(), SubnetIDs: subnets})
		if err != nil {
			return err
		}
		return probe(ctx, ids)
	}, pulumi.WithMocks(project, stack, a))
}

// accountWith is an account in which all given endpoints are as they should be, but for one member of one.
func accountWith(zone, member string, value any) *account {
	a := &account{endpoints: map[string]map[string]any{}}
	for at, id := range givenIDs {
		a.endpoints[id] = givenEndpoint(id, at)
		if at == zone {
			a.endpoints[id][member] = value
		}
	}
	return a
}

func TestGivenEndpoints(t *testing.T) {
	t.Parallel()
	a := accountWith("", "", nil)
	require.NoError(t, runGiven(t, a))
	for zone, id := range givenIDs {
		assert.Equal(t, id, a.one(t, "test:index:Route", zone).inputs["endpoint"])
	}
	assert.Len(t, a.all, 3, "it makes nothing of its own")
}

func TestGivenEndpointsThatDoNotFit(t *testing.T) {
	t.Parallel()
	for member, wrong := range map[string]struct {
		value   any
		message string
	}{
		"subnetIds": {
			[]any{"inspection.firewall.use1-az4-id"},
			"endpoint vpce-00000002 is in subnet inspection.firewall.use1-az4-id, not in the firewall subnet of use1-az2",
		},
		"vpcId":           {"vpc-2", "endpoint vpce-00000002 is in VPC vpc-2, not in vpc-1"},
		"state":           {"pendingAcceptance", "endpoint vpce-00000002 is pendingAcceptance"},
		"vpcEndpointType": {"Interface", "endpoint vpce-00000002 is of type Interface"},
	} {
		a := accountWith("use1-az2", member, wrong.value)
		require.ErrorContains(t, runGiven(t, a), wrong.message, member)
		assert.NotContains(t, a.names("test:index:Route"), "use1-az2", "no route leads there")
	}
}

func TestGivenSettings(t *testing.T) {
	t.Parallel()
	planned := givenFirewall(t, map[string]string{"use1-az1": "vpce-00000001", "use1-az2": "vpce-00000001", "use1-az9": "vpce-00000009"})
	r := &recorder{}
	run := func(args *firewall.Args) error {
		return r.run(func(ctx *pulumi.Context) error {
			_, err := given.New(ctx, "inspection", args)
			return err
		})
	}
	err := run(&firewall.Args{Plan: planned, VpcID: pulumi.String("vpc-1"), SubnetIDs: ids("use1-az1", "use1-az2")})
	for _, want := range []string{
		`firewall flavour given "inspection" has 4 problems`, "settings.use1-az2: vpce-00000001 is the endpoint of use1-az1 already",
		"settings.use1-az4: is required", "settings.use1-az9: is no zone of the estate", "use1-az4: is required: the plan uses it",
	} {
		require.ErrorContains(t, err, want)
	}
	planned.Custom.Settings = map[string]string{"use1-az1": "subnet-1"}
	require.ErrorContains(t, run(&firewall.Args{Plan: planned}), "settings.use1-az1: subnet-1 is not the ID of an endpoint")
	require.ErrorContains(t, run(nil), "plan.custom: is required")
	assert.Empty(t, r.all)
}

// TestGivenEndpointsInspect proves what routes make of the given endpoints: every service is inspected, in each zone and both
// directions.
func TestGivenEndpointsInspect(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, givenIn(givenIDs))
	program := estate.ProgramWith(estate.Firewalls{"given": given.New})
	options := []flightpathtest.Option{
		flightpathtest.Config(map[string]string{"ingresshub:estate": string(devEstate(t, givenIn(givenIDs)))}),
		flightpathtest.Outputs(vpcEndpoint, func(map[string]any) map[string]any { return map[string]any{"state": "available"} }),
		flightpathtest.Expect(expected.Expectations(planned)),
		flightpathtest.Declare(func(n *network.Network) []flightpath.Declaration { return expected.Declarations(planned, n) }),
	}
	flightpathtest.RequireInspected(t, program, options...)
	flightpathtest.RequireContained(t, program, options...)
}

// TestAddingAFirewallShowsTheCode keeps docs/adding-a-firewall.md to code that is compiled and tested.
func TestAddingAFirewallShowsTheCode(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/adding-a-firewall.md")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```go\n// (\\S+)\n(.*?)\n```").FindAllStringSubmatch(string(text), -1)
	require.Len(t, blocks, 6)
	for _, block := range blocks {
		path, code := block[1], block[2]
		if path == "main.go" { // The reader's. What it hands over is what these tests run.
			path, code = "components/given_test.go", strings.TrimSuffix(strings.SplitN(code, "pulumi.Run(", 2)[1], ") }")
		}
		source, err := os.ReadFile(filepath.Join("..", path))
		require.NoError(t, err)
		assert.Contains(t, string(source), code, path)
	}
	for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
		assert.FileExists(t, strings.TrimSuffix(filepath.Join("..", "docs", link[1]), "/"), link[1])
	}
}
