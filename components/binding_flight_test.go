package components_test

import (
	"errors"
	"maps"
	"os"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// boundEstate is the estate whose clusters have controllers, so that its bindings are resources.
func boundEstate(t *testing.T) (config flightpathtest.Option, planned *plan.Plan) {
	t.Helper()
	file, err := os.ReadFile("expected/testdata/bindings.yaml")
	require.NoError(t, err)
	text := estateIn(t, file, nil)
	planned, err = plan.Parse(text)
	require.NoError(t, err)
	return flightpathtest.Config(map[string]string{"ingresshub:estate": string(text)}), planned
}

// swapping is a program in which the bindings of two services name each other's target group.
func swapping(program pulumi.RunFunc, one, other string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		to := map[string]string{one: "public." + other, other: "public." + one}
		groups := map[string]pulumi.CustomResource{}
		err := ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
			if made, ok := args.Resource.(pulumi.CustomResource); ok && args.Type == targetGroupType {
				groups[args.Name] = made
			}
			if args.Type != binding.Token || to[args.Name] == "" {
				return nil
			}
			manifest := maps.Clone(args.Props.(pulumi.Map))
			spec := maps.Clone(manifest["spec"].(pulumi.Map))
			spec["targetGroupARN"] = groups[to[args.Name]].ID()
			manifest["spec"] = spec
			return &pulumi.ResourceTransformationResult{Props: manifest, Opts: args.Opts}
		})
		if err != nil {
			return err
		}
		return program(ctx)
	}
}

// The bindings of a recorded estate give target groups the pods that its plan declares, and nothing else has to.
func TestRecordedBindings(t *testing.T) {
	t.Parallel()
	config, planned := boundEstate(t)
	n := flightpathtest.Record(t, estate.Program, config)
	assert.Empty(t, n.Gaps)
	require.Len(t, n.Bindings, len(planned.Bindings))
	declared, err := flightpath.Declare(n, expected.Declarations(planned, n))
	require.NoError(t, err)
	assert.Equal(t, n.TargetGroups, declared.TargetGroups, "what is declared is bound already")
	for _, with := range []*network.Network{n, declared} {
		report, err := flightpath.New(with).Check(expected.Expectations(planned))
		require.NoError(t, err)
		for _, property := range report.Properties {
			for _, finding := range property.Findings {
				assert.Fail(t, string(property.Name), "%s: %s", finding.To, finding.Reason)
			}
		}
	}
}

// A binding to the wrong target group is not what the plan declares: the check fails, and the test of a program does.
func TestRecordedBindingsThatAreSwapped(t *testing.T) {
	t.Parallel()
	config, planned := boundEstate(t)
	program := swapping(estate.Program, "checkout", "catalog")
	n := flightpathtest.Record(t, program, config)
	_, err := flightpath.Declare(n, expected.Declarations(planned, n))
	var missing *flightpath.MissingError
	require.True(t, errors.As(err, &missing))
	assert.Empty(t, missing.Names)
	require.Len(t, missing.Contradictions, 4, "each of two target groups lacks its pods and has others")
	promised := expected.Expectations(planned)
	promised.Contradictions = missing.Contradictions
	report, err := flightpath.New(n).Check(promised)
	require.NoError(t, err)
	exposed := property(t, report, flightpath.Exposed)
	assert.Equal(t, flightpath.Fails, exposed.Result)
	assert.Contains(t, exposed.Findings[0].Reason, "is bound to pods of default/")

	// Nobody has to declare anything to see where requests for checkout go: to the pods of the other cluster.
	for service, pods := range map[string]string{"public.checkout": "search.node.use1-az1", "public.catalog": "payments.pod.use1-az1"} {
		for _, group := range n.TargetGroups {
			if group.ID == targetGroupOf(n, service) {
				require.Len(t, group.Targets, 1)
				assert.Contains(t, group.Targets[0].Subnets, "Subnet/"+pods, service)
			}
		}
	}
}

// A cluster that exists already is no resource, so where its pods are is not known from its binding: only the plan says it. That of
// clusters in other accounts than their target groups is.
func TestRecordedBindingsOfExistingClusters(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("plan/testdata/single.json")
	require.NoError(t, err)
	planned, err := plan.Parse(text)
	require.NoError(t, err)
	n := flightpathtest.Record(t, estate.Program, flightpathtest.Config(map[string]string{"ingresshub:estate": string(text), "aws:region": planned.Region}))
	doubts := map[string]bool{}
	for _, bound := range n.Bindings {
		doubts[bound.Name] = bound.Unplaced
	}
	controlled := map[string]bool{}
	for _, cluster := range planned.Clusters {
		controlled[cluster.Name] = cluster.Controller != nil
	}
	wanted := map[string]bool{}
	for _, bound := range planned.Bindings {
		if controlled[bound.Cluster] {
			wanted[bound.Name] = bound.Cluster == "legacy"
		}
	}
	assert.Equal(t, wanted, doubts)
	_, err = flightpath.Declare(n, expected.Declarations(planned, n))
	var missing *flightpath.MissingError
	require.True(t, errors.As(err, &missing))
	assert.Empty(t, missing.Contradictions)
	for _, name := range missing.Names {
		assert.Contains(t, name, "subnet subnet-0000", "what exists is no resource either")
	}
}

// targetGroupOf is the ID that a recorded target group has, by its logical name in the program.
func targetGroupOf(n *network.Network, name string) string {
	for _, balancer := range n.LoadBalancers {
		for _, listener := range balancer.Listeners {
			for _, forward := range listener.Forwards {
				for _, group := range n.TargetGroups {
					if group.ID == forward.TargetGroup && group.Tags["Name"] == name {
						return group.ID
					}
				}
			}
		}
	}
	return ""
}
