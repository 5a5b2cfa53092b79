package ekscomponent //nolint:testpackage // what goes over the wire is nobody else's affair

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
)

const (
	vpcURN     = resource.URN("urn:pulumi:dev::p::aws:ec2/vpc:Vpc::main")
	clusterURN = resource.URN("urn:pulumi:dev::p::eks:index:Cluster::payments")
)

// everyValue has each kind of value once, as a program could give it.
func everyValue() resource.PropertyMap {
	return resource.PropertyMap{
		"text": text("a"), "empty": text(""), "flag": flag(true), "number": number(1.5),
		"list":    list(text("a"), undefined(), list(), resource.MakeComputed(text(""))),
		"object":  object(resource.PropertyMap{"a": number(0), "b": object(resource.PropertyMap{})}),
		"secret":  resource.MakeSecret(object(resource.PropertyMap{"password": text("x")})),
		"both":    resource.MakeSecret(resource.MakeComputed(text(""))),
		"unknown": resource.MakeComputed(text("")),
		"vpc":     resource.MakeCustomResourceReference(vpcURN, "vpc-1", "6.83.4"),
		"planned": resource.MakeCustomResourceReference(vpcURN, "", ""),
		"cluster": resource.MakeComponentResourceReference(clusterURN, ""),
		"null":    undefined(),
	}
}

// The engine reads with the package that the wire follows; so that package is what it is held against.
func TestWhatIsWrittenIsWhatPulumiWrites(t *testing.T) {
	t.Parallel()
	want, err := plugin.MarshalProperties(everyValue(), plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true})
	require.NoError(t, err)
	got, err := mapToWire(everyValue())
	require.NoError(t, err)
	assert.True(t, proto.Equal(want, got), "want %v\n got %v", want, got)
}

func TestWhatIsReadIsWhatPulumiReads(t *testing.T) {
	t.Parallel()
	all := everyValue()
	all["output"] = resource.NewProperty(resource.Output{
		Element: text("a"), Known: true, Secret: true, Dependencies: []resource.URN{vpcURN, clusterURN},
	})
	all["unknown output"] = resource.NewProperty(resource.Output{Dependencies: []resource.URN{vpcURN}})
	for name, element := range map[resource.PropertyKey]value{
		"an unknown flag": flag(false), "an unknown number": number(0), "an unknown list": list(), "an unknown object": object(nil),
	} {
		all[name] = resource.MakeComputed(element)
	}
	options := plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true}
	wire, err := plugin.MarshalProperties(all, options)
	require.NoError(t, err)
	want, err := plugin.UnmarshalProperties(wire, options)
	require.NoError(t, err)
	got, err := mapFromWire(wire)
	require.NoError(t, err)
	assert.True(t, want.DeepEquals(got), "want %v\n got %v", want, got)
	for key := range want {
		assert.Equal(t, want[key].TypeString(), got[key].TypeString(), key)
	}
}

func TestWhatCannotBeSentOrRead(t *testing.T) {
	t.Parallel()
	file, err := asset.FromText("a")
	require.NoError(t, err)
	_, err = mapToWire(resource.PropertyMap{"code": list(resource.NewProperty(file))})
	assert.ErrorContains(t, err, "code: [0]: a value of type")

	signed := func(signature string, members map[string]any) *structpb.Struct {
		members[string(resource.SigKey)] = signature
		s, err := structpb.NewStruct(map[string]any{"x": []any{members}})
		require.NoError(t, err)
		return s
	}
	for name, test := range map[string]struct {
		wire *structpb.Struct
		want string
	}{
		"an asset":             {signed(asset.AssetSig, map[string]any{"text": "a"}), "x: [0]: a value of an unknown kind"},
		"an empty secret":      {signed(resource.SecretSig, map[string]any{}), "a secret without a value"},
		"a resource":           {signed(resource.ResourceReferenceSig, map[string]any{"id": "vpc-1"}), "a resource without a URN"},
		"a resource's ID":      {signed(resource.ResourceReferenceSig, map[string]any{"urn": string(vpcURN), "id": 1}), "its ID is no text"},
		"an output dependency": {signed(resource.OutputValueSig, map[string]any{"dependencies": []any{1}}), "which is no URN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := mapFromWire(test.wire)
			assert.ErrorContains(t, err, test.want)
		})
	}
}
