package localcloud_test

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// unknown is how the protocol writes a string that is not known yet.
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

func TestUnknownTypesAndFunctions(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	const typ = "aws:s3/bucketV2:BucketV2"
	_, err := w.aws.client.Check(t.Context(), &pulumirpc.CheckRequest{Urn: urn(typ, "b"), Type: typ})
	require.ErrorContains(t, err, typ)
	assert.Equal(t, codes.Unimplemented, status.Code(err))
	_, err = w.aws.client.Create(t.Context(), &pulumirpc.CreateRequest{Urn: urn(typ, "b")})
	require.ErrorContains(t, err, typ)
	_, err = w.aws.invoke("aws:s3/getBucket:getBucket", props{})
	require.ErrorContains(t, err, "aws:s3/getBucket:getBucket")
	_, err = w.aws.invoke("aws:index/getRegion:getRegion", props{"nome": "x"})
	require.ErrorContains(t, err, "nome")
	_, err = w.instance("kubernetes", nil).client.Create(t.Context(), &pulumirpc.CreateRequest{Urn: urn(tVpc, "v"), Type: tVpc})
	require.ErrorContains(t, err, tVpc, "a package serves its own types only")
}

func TestNotConfigured(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	i := w.instance("aws", nil)
	fresh := &instance{t, i.client}
	_, err := fresh.client.CheckConfig(t.Context(), &pulumirpc.CheckRequest{News: wire(t, props{"region": "us-east-9", "regoin": "us-east-1"})})
	require.NoError(t, err)
	resp, err := i.client.CheckConfig(t.Context(), &pulumirpc.CheckRequest{News: wire(t, props{"region": "us-east-9", "regoin": "us-east-1"})})
	require.NoError(t, err)
	assert.Len(t, resp.GetFailures(), 2)
}

func TestPreview(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	in := props{"vpcId": unknown, "cidrBlock": "10.0.0.0/24", "availabilityZoneId": "use1-az1"}
	checked, failed := w.aws.check(tSubnet, "lb", nil, in)
	require.Empty(t, failed)
	resp, err := w.aws.client.Create(t.Context(), &pulumirpc.CreateRequest{
		Urn: urn(tSubnet, "lb"), Type: tSubnet, Name: "lb", Properties: wire(t, checked), Preview: true,
	})
	require.NoError(t, err)
	out := resp.GetProperties().AsMap()
	assert.Empty(t, resp.GetId())
	assert.Equal(t, unknown, out["arn"])
	assert.Equal(t, unknown, out["vpcId"])
	assert.Equal(t, unknown, out["availabilityZone"], "AWS names the zone")
	assert.Equal(t, "use1-az1", out["availabilityZoneId"])
	assert.Equal(t, "10.0.0.0/24", out["cidrBlock"])
	assert.Equal(t, false, out["mapPublicIpOnLaunch"], "a default is known")
	assert.Empty(t, w.cloud.Operations(), "a preview reaches no cloud")

	_, err = w.aws.client.Create(t.Context(), &pulumirpc.CreateRequest{Urn: urn(tSubnet, "lb"), Type: tSubnet, Properties: wire(t, checked)})
	require.ErrorContains(t, err, "not known")
}

func TestUnknownInputsReplace(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	d := w.aws.diff(n.subnets[0], props{"vpcId": unknown, "cidrBlock": "10.0.0.0/24", "availabilityZoneId": "use1-az1"})
	assert.Equal(t, []string{"vpcId"}, d.GetReplaces(), "a VPC that is not known yet is another one")
	assert.Equal(t, pulumirpc.PropertyDiff_UPDATE_REPLACE, d.GetDetailedDiff()["vpcId"].GetKind())
}

func TestDetailedDiff(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	g := w.aws.create(tTargetGroup, "web", props{
		"vpcId": n.vpc.ID, "port": 80, "protocol": "HTTP", "targetType": "ip", "tags": props{"a.b/c": "1", "old": "2"},
		"healthCheck": props{"path": "/up"},
	})
	d := w.aws.diff(g, props{
		"vpcId": n.vpc.ID, "port": 81, "protocol": "HTTP", "targetType": "ip", "tags": props{"a.b/c": "2", "new": "2"},
		"healthCheck": props{"path": "/down"}, "slowStart": 30,
	})
	kinds := map[string]pulumirpc.PropertyDiff_Kind{}
	for path, what := range d.GetDetailedDiff() {
		assert.True(t, what.GetInputDiff())
		kinds[path] = what.GetKind()
	}
	assert.Equal(t, map[string]pulumirpc.PropertyDiff_Kind{
		"port": pulumirpc.PropertyDiff_UPDATE_REPLACE, `tags["a.b/c"]`: pulumirpc.PropertyDiff_UPDATE, "tags.old": pulumirpc.PropertyDiff_DELETE,
		"tags.new": pulumirpc.PropertyDiff_ADD, "healthCheck.path": pulumirpc.PropertyDiff_UPDATE, "slowStart": pulumirpc.PropertyDiff_UPDATE,
	}, kinds)
}

func TestSecretsAreUnwrapped(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	v := w.aws.create(tVpc, "hub", props{"cidrBlock": props{
		"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "10.0.0.0/16",
	}})
	assert.Equal(t, "10.0.0.0/16", v.str("cidrBlock"))
}

// TestSecretsStaySecret of package kubernetes, whose components make the engine leave that to the provider.
func TestSecretsStaySecret(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	secret := func(v any) props {
		return props{"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": v}
	}
	in := props{
		"metadata": props{"name": "login", "labels": props{"team": secret("payments")}}, "stringData": secret(props{"key": "k"}), "type": "Opaque",
	}
	i := w.instance("kubernetes", nil)
	checked, failures := i.check("kubernetes:core/v1:Secret", "login", nil, in)
	assert.Empty(t, failures)
	made := i.create("kubernetes:core/v1:Secret", "login", in)
	for _, answer := range []props{checked, made.Out} {
		assert.Equal(t, secret(props{"key": "k"}), answer["stringData"])
		assert.Equal(t, secret("payments"), answer["metadata"].(props)["labels"].(props)["team"])
		assert.Equal(t, "Opaque", answer["type"])
	}
}

func TestDefaultTags(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	i := w.instance("aws", props{"defaultTags": `{"tags":{"team":"net","env":"dev"}}`})
	v := i.create(tVpc, "hub", props{"cidrBlock": "10.0.0.0/16", "tags": props{"env": "prod"}})
	assert.Equal(t, props{"team": "net", "env": "prod"}, v.Out["tagsAll"])
}

func TestAutonamingModes(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	ask := func(options *pulumirpc.CheckRequest_AutonamingOptions, name string) *pulumirpc.CheckResponse {
		resp, err := w.aws.client.Check(t.Context(), &pulumirpc.CheckRequest{
			Urn: urn(tTargetGroup, name), Type: tTargetGroup, Name: name, News: wire(t, props{}), RandomSeed: []byte("x"), Autonaming: options,
		})
		require.NoError(t, err)
		return resp
	}
	assert.Regexp(t, `^web-[0-9a-f]{7}$`, ask(nil, "web").GetInputs().AsMap()["name"])
	assert.Equal(t, ask(nil, "web").GetInputs().AsMap(), ask(nil, "web").GetInputs().AsMap(), "the same seed, the same name")
	proposed := &pulumirpc.CheckRequest_AutonamingOptions{ProposedName: "team-web", Mode: pulumirpc.CheckRequest_AutonamingOptions_ENFORCE}
	assert.Equal(t, "team-web", ask(proposed, "web").GetInputs().AsMap()["name"])
	assert.NotEmpty(t, ask(nil, "a-logical-name-that-leaves-no-room").GetFailures(), "32 characters hold 24 and a suffix")
}

func TestItSaysThatItIsASimulation(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	s, err := w.aws.client.GetSchema(t.Context(), &pulumirpc.GetSchemaRequest{})
	require.NoError(t, err)
	assert.Contains(t, s.GetSchema(), "simulation")
	info, err := w.aws.client.GetPluginInfo(t.Context(), &emptypb.Empty{})
	require.NoError(t, err)
	assert.Equal(t, "6.83.4", info.GetVersion())
}
