package components_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
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
	without := map[string]any{}
	require.NoError(t, json.Unmarshal(declared, &without))
	delete(without, "inspection") // which is by a firewall that no program hands in
	declared, err = json.Marshal(without)
	require.NoError(t, err)
	planned, err := plan.Parse(declared)
	require.NoError(t, err)
	clusters := map[string]int{}
	for _, cluster := range planned.Clusters {
		clusters[cluster.Account]++
	}
	require.Equal(t, map[string]int{"network": 1, "shop": 2, "data": 1}, clusters)

	r := recordEstate(t, planned)
	asked, versions := map[string]int{}, 0
	for _, question := range r.questions {
		asked[question]++
		require.Equal(t, 1, asked[question], question)
		if strings.Contains(question, "getAddonVersion") && strings.Contains(question, "vpc-cni") {
			versions++
		}
	}
	assert.Equal(t, 3, versions, "each account by its own provider: %v", r.questions)
	for _, addon := range r.of(addonType) {
		assert.Equal(t, "v1", addon.inputs["addonVersion"], addon.name)
	}
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
