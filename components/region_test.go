package components_test

import (
	"os"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/onboarding"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/ingresshub/ingresshub/internal/lookups"
)

const askRegion = "aws:index/getRegion:getRegion"

// elsewhere is a component whose children get a provider.
type elsewhere struct{ pulumi.ResourceState }

// TestRegionOfTheProvider gives a provider of another Region in every way, to everything that takes a whole plan.
func TestRegionOfTheProvider(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	gateway := transit.Gateway{ID: pulumi.String("tgw-1"), RouteTableIDs: ids("ingress", "spoke")}
	makers := map[string]func(ctx *pulumi.Context, provider pulumi.ProviderResource, opts ...pulumi.ResourceOption) error{
		"Hub": func(ctx *pulumi.Context, provider pulumi.ProviderResource, opts ...pulumi.ResourceOption) error {
			_, err := estate.NewHub(ctx, "it", &estate.HubArgs{Plan: planned, Provider: provider}, opts...)
			return err
		},
		"Workload": func(ctx *pulumi.Context, provider pulumi.ProviderResource, opts ...pulumi.ResourceOption) error {
			_, err := estate.NewWorkload(ctx, "it", &estate.WorkloadArgs{
				Plan: planned, Cluster: "payments", Gateway: gateway, Provider: provider,
			}, opts...)
			return err
		},
		"Estate": func(ctx *pulumi.Context, provider pulumi.ProviderResource, opts ...pulumi.ResourceOption) error {
			if provider != nil {
				opts = append(opts, pulumi.Provider(provider))
			}
			_, err := estate.NewEstate(ctx, "it", &estate.EstateArgs{Plan: planned}, opts...)
			return err
		},
	}
	ways := map[string]func(ctx *pulumi.Context) (pulumi.ProviderResource, []pulumi.ResourceOption, error){
		"the provider of the environment": func(*pulumi.Context) (pulumi.ProviderResource, []pulumi.ResourceOption, error) {
			return nil, nil, nil
		},
		"a provider": func(ctx *pulumi.Context) (pulumi.ProviderResource, []pulumi.ResourceOption, error) {
			provider, err := aws.NewProvider(ctx, "other", &aws.ProviderArgs{Region: pulumi.String("eu-west-1")})
			return provider, nil, err
		},
		"the parent's provider": func(ctx *pulumi.Context) (pulumi.ProviderResource, []pulumi.ResourceOption, error) {
			provider, err := aws.NewProvider(ctx, "other", &aws.ProviderArgs{Region: pulumi.String("eu-west-1")})
			if err != nil {
				return nil, nil, err
			}
			parent := &elsewhere{}
			err = ctx.RegisterComponentResource("test:index:Elsewhere", "parent", parent, pulumi.Providers(provider))
			return nil, []pulumi.ResourceOption{pulumi.Parent(parent)}, err
		},
	}
	for kind, create := range makers {
		for way, give := range ways {
			t.Run(kind+" with "+way, func(t *testing.T) {
				t.Parallel()
				r := &recorder{answers: map[string]resource.PropertyMap{
					askRegion: resource.NewPropertyMapFromMap(map[string]any{"name": "eu-west-1"}),
				}}
				err := r.run(func(ctx *pulumi.Context) error {
					provider, opts, err := give(ctx)
					if err != nil {
						return err
					}
					return create(ctx, provider, opts...)
				})
				require.ErrorContains(t, err, `ingresshub:index:`+kind+` "it"`)
				require.ErrorContains(t, err, "region: the estate lies in us-east-1, but the AWS provider works in eu-west-1; make them the same")
				assert.Contains(t, r.calls, askRegion)
				for _, made := range r.all {
					assert.NotContains(t, made.typ, "ingresshub:", "refused before anything is registered")
				}
			})
		}
	}
}

// TestEachAccountIsAskedOnce shows that clusters of one account share the answers of AWS, and that those of others do not.
func TestEachAccountIsAskedOnce(t *testing.T) {
	t.Parallel()
	declared, err := os.ReadFile("plan/testdata/three-accounts.json")
	require.NoError(t, err)
	planned, err := plan.Parse(declared)
	require.NoError(t, err)
	clusters := map[string]int{}
	for _, cluster := range planned.Clusters {
		clusters[cluster.Account]++
	}
	require.Equal(t, map[string]int{"network": 1, "shop": 2, "data": 1}, clusters)

	// A firewall of somebody else's asks with a provider of its own.
	elsewhere := func(ctx *pulumi.Context, _ string, args *firewall.Args, _ ...pulumi.ResourceOption) (pulumi.StringMap, error) {
		provider, err := aws.NewProvider(ctx, "elsewhere", &aws.ProviderArgs{Region: pulumi.String("cn-north-1")})
		if err != nil {
			return nil, err
		}
		endpoints := pulumi.StringMap{}
		for _, endpoint := range args.Plan.Endpoints {
			endpoints[endpoint.Zone] = pulumi.Sprintf("vpce-%s", lookups.PartitionOf(ctx, pulumi.Provider(provider)).Name)
		}
		return endpoints, nil
	}
	r := record(t, func(ctx *pulumi.Context) error {
		for _, made := range planned.Clusters {
			if err := standIn(ctx, made); err != nil {
				return err
			}
		}
		_, err := estate.NewEstate(ctx, planned.Name, &estate.EstateArgs{Plan: planned, Firewalls: estate.Firewalls{"given": elsewhere}})
		return err
	})
	asked, partitions, versions := map[string]int{}, 0, 0
	for _, question := range r.questions {
		asked[question]++
		require.Equal(t, 1, asked[question], question)
		if strings.Contains(question, "getPartition") {
			partitions++
		}
		if strings.Contains(question, "getAddonVersion") && strings.Contains(question, "vpc-cni") {
			versions++
		}
	}
	assert.Equal(t, 4, partitions, "each account and the firewall: %v", r.questions)
	assert.Equal(t, 3, versions, "each account by its own provider: %v", r.questions)
	for _, addon := range r.of(addonType) {
		assert.Equal(t, "v1", addon.inputs["addonVersion"], addon.name)
	}
}

// TestHubOfTeamsAsksOnce shows the same for what the hub grants each cluster.
func TestHubOfTeamsAsksOnce(t *testing.T) {
	t.Parallel()
	r := &recorder{answers: map[string]resource.PropertyMap{readOutputs: {}}}
	require.NoError(t, pulumi.RunErr(estate.HubProgram, pulumi.WithMocks(project, stack, r), func(info *pulumi.RunInfo) {
		info.Config = configOf(t, "two-teams", "hub")
	}))
	require.Len(t, r.of(onboarding.GrantToken), 2)
	for _, role := range r.of("aws:iam/role:Role") {
		assert.Contains(t, role.inputs["assumeRolePolicy"], "arn:aws:iam::", role.name)
	}
	partitions := 0
	for _, call := range r.calls {
		if call == "aws:index/getPartition:getPartition" {
			partitions++
		}
	}
	assert.Equal(t, 1, partitions)
}

// TestRegionIsAskedOnce shows that a whole estate asks once, and not at all where accounts are declared.
func TestRegionIsAskedOnce(t *testing.T) {
	t.Parallel()
	asked := func(r *recorder) (times int) {
		for _, call := range r.calls {
			if call == askRegion {
				times++
			}
		}
		return times
	}
	assert.Equal(t, 1, asked(recordEstate(t, devPlan(t, nil))))
	assert.Zero(t, asked(recordEstate(t, devPlan(t, func(estate map[string]any) {
		estate["accounts"] = map[string]any{"one": map[string]any{"id": "111122223333"}}
		estate["ingress"].(map[string]any)["account"] = "one"
		// Its certificate is in another account.
		public := estate["ingress"].(map[string]any)["loadBalancers"].(map[string]any)["public"].(map[string]any)
		delete(public, "moreCertificates")
	}))))
}
