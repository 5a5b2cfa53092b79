package outputs_test

import (
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/outputs"
)

// recorder notes what is registered, and gives no ID in previews.
type recorder struct {
	preview bool
	mutex   sync.Mutex
	made    map[string]pulumi.MockResourceArgs
}

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.made[args.Name] = args
	if r.preview {
		return "", args.Inputs, nil
	}
	return args.Name + "-id", args.Inputs, nil
}

func (r *recorder) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return resource.PropertyMap{}, nil
}

type thing struct{ pulumi.CustomResourceState }

type group struct{ pulumi.ResourceState }

// TestAfter: a value is passed on with the resources it waits for, those below components among them, unknown values and secrets too.
func TestAfter(t *testing.T) {
	t.Parallel()
	const urn = "urn:pulumi:stack::project::"
	for name, preview := range map[string]bool{"update": false, "preview": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{preview: preview, made: map[string]pulumi.MockResourceArgs{}}
			register := func(ctx *pulumi.Context, name string, value pulumi.Map, opts ...pulumi.ResourceOption) *thing {
				made := &thing{}
				require.NoError(t, ctx.RegisterResource("test:index:Thing", name, value, made, opts...))
				return made
			}
			require.NoError(t, pulumi.RunErr(func(ctx *pulumi.Context) error {
				of, first := register(ctx, "of", nil), register(ctx, "first", nil)
				second := &group{}
				require.NoError(t, ctx.RegisterComponentResource("test:index:Group", "second", second))
				register(ctx, "member", nil, pulumi.Parent(second))
				id := of.ID().ToStringOutput()
				given := pulumi.Map{"id": outputs.After(id, first, second), "alone": outputs.After(id)}
				if !preview { // The mock monitor cannot read a secret that is not known.
					given["secret"] = outputs.After(pulumi.ToSecret(id).(pulumi.StringOutput), first)
				}
				register(ctx, "waits", given)
				return nil
			}, pulumi.WithMocks("project", "stack", r), func(info *pulumi.RunInfo) { info.DryRun = preview }))

			waits := r.made["waits"]
			of, first, member := urn+"test:index:Thing::of", urn+"test:index:Thing::first", urn+"test:index:Group$test:index:Thing::member"
			on := func(property string) []string { return waits.RegisterRPC.GetPropertyDependencies()[property].GetUrns() }
			assert.ElementsMatch(t, []string{of, first, member}, on("id"))
			assert.ElementsMatch(t, []string{of}, on("alone"))
			assert.Subset(t, waits.RegisterRPC.GetDependencies(), []string{of, first, member})
			if preview {
				assert.NotContains(t, waits.Inputs, resource.PropertyKey("id"), "not known yet")
				return
			}
			assert.Equal(t, "of-id", waits.Inputs["id"].StringValue())
			assert.ElementsMatch(t, []string{of, first}, on("secret"))
			assert.True(t, waits.Inputs["secret"].IsSecret(), "%v", waits.Inputs["secret"])
		})
	}
}
