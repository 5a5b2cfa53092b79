package lookups_test

import (
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/lookups"
)

// aws answers, and notes what it is asked and what things are told of that.
type aws struct {
	mutex sync.Mutex
	asked map[string]int
	told  []map[string]any
}

func (a *aws) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if args.TypeToken == "test:index:Thing" {
		a.told = append(a.told, args.Inputs.Mappable())
	}
	return args.Name, args.Inputs, nil
}

func (a *aws) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.asked[args.Token]++
	return resource.NewPropertyMapFromMap(map[string]any{"partition": "aws-cn", "dnsSuffix": "amazonaws.com.cn", "name": "cn-north-1"}), nil
}

// TestOnce: in a context of Once each question is asked once, in two of them twice, and in any other each time.
func TestOnce(t *testing.T) {
	t.Parallel()
	type contexts func(ctx *pulumi.Context) (*pulumi.Context, *pulumi.Context)
	once := func(ctx *pulumi.Context) (*pulumi.Context, *pulumi.Context) {
		ctx = lookups.Once(ctx)
		return ctx, ctx
	}
	apart := func(ctx *pulumi.Context) (*pulumi.Context, *pulumi.Context) {
		return lookups.Once(ctx), lookups.Once(ctx)
	}
	below := func(ctx *pulumi.Context) (*pulumi.Context, *pulumi.Context) {
		ctx = lookups.Once(ctx)
		return ctx, lookups.Once(ctx)
	}
	plain := func(ctx *pulumi.Context) (*pulumi.Context, *pulumi.Context) { return ctx, ctx }
	for name, test := range map[string]struct {
		contexts contexts
		asked    int
	}{"once": {once, 1}, "apart": {apart, 2}, "plain": {plain, 2}, "below another": {below, 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mock := &aws{asked: map[string]int{}}
			require.NoError(t, pulumi.RunErr(func(ctx *pulumi.Context) error {
				first, second := test.contexts(ctx)
				for name, ctx := range map[string]*pulumi.Context{"first": first, "second": second} {
					partition := lookups.PartitionOf(ctx)
					if err := ctx.RegisterResource("test:index:Thing", name, pulumi.Map{
						"partition": partition.Name, "suffix": partition.DNSSuffix, "region": lookups.RegionOf(ctx),
					}, &pulumi.CustomResourceState{}); err != nil {
						return err
					}
				}
				return nil
			}, pulumi.WithMocks("project", "stack", mock)))
			assert.Equal(t, map[string]int{"aws:index/getPartition:getPartition": test.asked, "aws:index/getRegion:getRegion": test.asked}, mock.asked)
			all := map[string]any{"partition": "aws-cn", "suffix": "amazonaws.com.cn", "region": "cn-north-1"}
			assert.Equal(t, []map[string]any{all, all}, mock.told)
		})
	}
}

// TestAnswer: questions are told apart by type and value.
func TestAnswer(t *testing.T) {
	t.Parallel()
	type one struct{ of string }
	type other struct{ of string }
	require.NoError(t, pulumi.RunErr(func(ctx *pulumi.Context) error {
		ctx = lookups.Once(ctx)
		for range 2 {
			assert.Equal(t, 1, lookups.Answer(ctx, one{"a"}, func() int { return 1 }))
			assert.Equal(t, 2, lookups.Answer(ctx, one{"b"}, func() int { return 2 }))
			assert.Equal(t, "3", lookups.Answer(ctx, other{"a"}, func() string { return "3" }))
		}
		assert.Equal(t, 1, lookups.Answer(ctx, one{"a"}, func() int { return 4 }), "known already")
		return nil
	}, pulumi.WithMocks("project", "stack", &aws{asked: map[string]int{}})))
}
