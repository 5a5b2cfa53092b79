package components_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/plan"
)

const (
	readOutputs = "pulumi:pulumi:readStackOutputs"
	readState   = "pulumi:pulumi:readStackResourceOutputs"
)

// runProgram runs the program with a declared estate, after an update that left a state.
func runProgram(declared []byte, last map[string]any, config map[string]string) (*recorder, error) {
	r := &recorder{answers: map[string]resource.PropertyMap{readOutputs: {}}}
	if last != nil {
		r.answers[readOutputs] = resource.NewPropertyMapFromMap(map[string]any{"outputs": map[string]any{"clusters": map[string]any{}}})
		r.answers[readState] = resource.NewPropertyMapFromMap(map[string]any{"outputs": last})
	}
	settings := map[string]string{"aws:region": "us-east-1"}
	if declared != nil {
		settings["ingresshub:estate"] = string(declared)
	}
	maps.Copy(settings, config)
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		if planned, err := plan.Parse(declared); err == nil {
			for _, made := range planned.Clusters {
				if err := standIn(ctx, made); err != nil {
					return err
				}
			}
		}
		return estate.Program(ctx)
	}, pulumi.WithMocks(project, stack, r), func(info *pulumi.RunInfo) { info.Config = settings })
	r.all = slices.DeleteFunc(r.all, func(made registration) bool { return made.typ == standInType })
	return r, err
}

// stateOf is what an update of a plan leaves in the stack's state, as the engine tells it.
func stateOf(planned *plan.Plan, protected bool) map[string]any {
	const prefix = "urn:pulumi:stack::project::ingresshub:index:Estate$ingresshub:index:Workload$ingresshub:index:"
	state := map[string]any{
		// What has fields of the same names and another shape must not confuse it.
		"urn:pulumi:stack::project::aws:lambda/function:Function::other": map[string]any{
			"type": "aws:lambda/function:Function", "outputs": map[string]any{"vpcConfig": "none", "subnetMappings": 1, "arn": 7},
		},
	}
	add := func(component, typ, name string, outputs map[string]any) {
		state[prefix+component+"$"+typ+"::"+name] = map[string]any{"type": typ, "outputs": outputs}
	}
	for _, vpc := range planned.Vpcs {
		for _, subnet := range vpc.Subnets {
			add("EksVpc", subnetType, subnet.Name, map[string]any{"arn": "arn:aws:ec2:us-east-1:1:subnet/" + subnet.Name + "-id"})
		}
	}
	for _, balancer := range planned.InnerLoadBalancers {
		mappings := []any{}
		for _, address := range balancer.Addresses {
			mappings = append(mappings, map[string]any{"privateIpv4Address": address.Address, "subnetId": "s"})
		}
		add("StaticNlb", balancerType, balancer.Name, map[string]any{
			"subnetMappings": mappings, "enableDeletionProtection": protected,
		})
	}
	for _, made := range planned.Clusters {
		subnets := []any{}
		for _, subnet := range made.ControlPlaneSubnets {
			subnets = append(subnets, subnet+"-id")
		}
		add("EksCluster$eks:index:Cluster", "aws:eks/cluster:Cluster", made.Name+"-eksCluster", map[string]any{
			"name": made.AwsName, "vpcConfig": map[string]any{"subnetIds": subnets},
			"kubernetesNetworkConfig": map[string]any{"serviceIpv4Cidr": made.ServiceCidr},
		})
	}
	return state
}

func TestProgramMakesTheDeclaredEstate(t *testing.T) {
	t.Parallel()
	r, err := runProgram(devEstate(t, nil), nil, nil)
	require.NoError(t, err)
	assert.Equal(t, "ingresshub", r.one(t, estate.EstateToken, "ingresshub").name)
	assert.Contains(t, r.calls, readOutputs)
	assert.NotContains(t, r.calls, readState, "the engine cannot answer that for a stack that holds nothing")

	r, err = runProgram(devEstate(t, nil), stateOf(devPlan(t, nil), true), nil)
	require.NoError(t, err, "nothing changes")
	assert.Contains(t, r.calls, readState)
}

func TestProgramListsAllProblemsAndRegistersNothing(t *testing.T) {
	t.Parallel()
	declared := devEstate(t, func(estate map[string]any) {
		estate["zonez"] = []any{}
		estate["clusters"].(map[string]any)["search"].(map[string]any)["cidr"] = "10.16.0.0/17"
	})
	r, err := runProgram(declared, nil, nil)
	require.ErrorContains(t, err, "zonez")
	require.ErrorContains(t, err, "overlaps")
	assert.Empty(t, r.all)

	r, err = runProgram(nil, nil, nil)
	require.ErrorContains(t, err, "ingresshub:estate")
	assert.Empty(t, r.all)

	r, err = runProgram(devEstate(t, nil), nil, map[string]string{"aws:region": "eu-west-1"})
	require.ErrorContains(t, err, "aws:region: eu-west-1")
	assert.Empty(t, r.all)
}

// without is the dev estate without its last zone.
func without(estate map[string]any) { estate["zones"] = []any{"use1-az1", "use1-az2"} }

func TestProgramRefusesToReplaceAnInnerLoadBalancer(t *testing.T) {
	t.Parallel()
	before := devPlan(t, nil)
	r, err := runProgram(devEstate(t, without), stateOf(before, false), nil)
	require.ErrorContains(t, err, "inner load balancer payments.inner-1 would lose")
	require.ErrorContains(t, err, "inner load balancer search.inner-1 would lose")
	require.ErrorContains(t, err, "add payments.inner-1 to allowReplace")
	assert.Empty(t, r.all)

	allowed := func(estate map[string]any) {
		without(estate)
		estate["allowReplace"] = []any{"payments.inner-1", "search.inner-1"}
	}
	_, err = runProgram(devEstate(t, allowed), stateOf(before, false), nil)
	require.NoError(t, err)

	_, err = runProgram(devEstate(t, allowed), stateOf(before, true), nil)
	require.ErrorContains(t, err, "still protected from deletion")

	_, err = runProgram(devEstate(t, nil), stateOf(devPlan(t, without), false), nil)
	require.NoError(t, err, "a zone that joins replaces nothing")
	_, err = runProgram(devEstate(t, func(estate map[string]any) {
		without(estate)
		delete(estate["clusters"].(map[string]any), "payments")
		delete(estate["clusters"].(map[string]any), "search")
		delete(estate, "services")
	}), stateOf(before, false), nil)
	require.NoError(t, err, "clusters that go take their load balancers along")
}

func TestProgramRefusesToReplaceACluster(t *testing.T) {
	t.Parallel()
	before := stateOf(devPlan(t, nil), false)
	for name, refused := range map[string]struct {
		change  func(estate map[string]any)
		message string
	}{
		"zones in another order": {
			func(estate map[string]any) { estate["zones"] = []any{"use1-az4", "use1-az2", "use1-az1"} },
			"clusters.payments.controlPlaneZones: EKS fixes the control plane's zones when a cluster is made; " +
				"declare those that it was made with (use1-az1, use1-az2)",
		},
		"service CIDR": {
			func(estate map[string]any) {
				estate["clusters"].(map[string]any)["search"].(map[string]any)["serviceCidr"] = "172.21.0.0/16"
			},
			"clusters.search.serviceCidr: EKS fixes it when a cluster is made: it is 172.20.0.0/16",
		},
		"name of the estate": {
			func(estate map[string]any) { estate["name"] = "other" },
			"AWS knows the cluster as ingresshub-search",
		},
	} {
		r, err := runProgram(devEstate(t, refused.change), before, nil)
		require.ErrorContains(t, err, refused.message, name)
		assert.Empty(t, r.all, name)
	}
	_, err := runProgram(devEstate(t, func(estate map[string]any) {
		estate["zones"] = []any{"use1-az4", "use1-az2", "use1-az1"}
		for _, made := range estate["clusters"].(map[string]any) {
			made.(map[string]any)["controlPlaneZones"] = []any{"use1-az2", "use1-az1"}
		}
	}), before, nil)
	require.NoError(t, err)
}
