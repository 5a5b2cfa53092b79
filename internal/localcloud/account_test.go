package localcloud_test

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

const identity = "aws:index/getCallerIdentity:getCallerIdentity"

func TestAccountsAreKeptApart(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	other := w.account("222222222222")
	west := w.instance("aws", props{"region": "us-west-2"})
	for account, i := range map[string]*instance{"111111111111": w.aws, "222222222222": other} {
		who, err := i.invoke(identity, nil)
		require.NoError(t, err)
		assert.Equal(t, account, who["accountId"])
	}
	here, there := w.aws.create(tVpc, "hub", vpcAt(0)), other.create(tVpc, "hub", vpcAt(0))
	assert.NotEqual(t, here.ID, there.ID)
	for _, i := range []*instance{other, west} {
		assert.Empty(t, i.read(tVpc, "hub", here.ID).GetId())
		i.refuses("InvalidVpcID.NotFound", tSubnet, "lb", props{"vpcId": here.ID, "cidrBlock": "10.0.0.0/24"})
		require.NoError(t, i.delete(here), "for them it does not exist")
	}
	assert.Equal(t, here.ID, w.aws.read(tVpc, "hub", here.ID).GetId())
	objects := w.cloud.Objects()
	require.Len(t, objects, 2)
	assert.Equal(t, "111111111111", objects[0].Account)
	assert.Equal(t, "222222222222", objects[1].Account)
}

func TestWhichAccount(t *testing.T) {
	w := newWorld(t, localcloud.Options{Account: "333333333333"})
	for account, config := range map[string]props{
		"333333333333": nil,
		"444444444444": {"allowedAccountIds": `["444444444444"]`},
		"555555555555": {"assumeRole": `{"roleArn":"arn:aws:iam::555555555555:role/x"}`, "allowedAccountIds": `["555555555555"]`},
	} {
		who, err := w.instance("aws", config).invoke(identity, nil)
		require.NoError(t, err)
		assert.Equal(t, account, who["accountId"])
	}
	for _, config := range []props{
		{"assumeRole": `{"roleArn":"deployer"}`},
		{"assumeRole": `{"roleArn":"arn:aws:iam::555555555555:role/x"}`, "allowedAccountIds": `["444444444444"]`},
		{"forbiddenAccountIds": `["333333333333"]`},
		{"region": "us-east-9"},
	} {
		_, err := w.aws.client.Configure(t.Context(), &pulumirpc.ConfigureRequest{Args: wire(t, config)})
		require.Error(t, err, config)
	}
}

func TestCredentialsOfOneAccount(t *testing.T) {
	w := newWorld(t, localcloud.Options{Held: true})
	_, err := w.aws.client.Configure(t.Context(), &pulumirpc.ConfigureRequest{Args: wire(t, props{"allowedAccountIds": `["444444444444"]`})})
	require.ErrorContains(t, err, "AWS account ID not allowed: 111111111111")
	who, err := w.account("444444444444").invoke(identity, nil)
	require.NoError(t, err)
	assert.Equal(t, "444444444444", who["accountId"], "a role leads into another account")
}

func TestGiven(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	require.NoError(t, w.cloud.Given(tVpc, "vpc-0aaaaaaaaaaaaaaaa", props{"cidrBlock": "10.50.0.0/16"}))
	require.NoError(t, w.cloud.GivenIn("222222222222", "us-east-1", tVpc, "vpc-0bbbbbbbbbbbbbbbb", props{"cidrBlock": "10.51.0.0/16"}))
	require.ErrorContains(t, w.cloud.Given(tVpc, "vpc-0c", props{"colour": "blue"}), "colour")
	require.ErrorContains(t, w.cloud.Given("aws:s3/bucketV2:BucketV2", "b", nil), "BucketV2")
	w.aws.create(tSubnet, "lb", props{"vpcId": "vpc-0aaaaaaaaaaaaaaaa", "cidrBlock": "10.50.0.0/24"})
	w.aws.refuses("InvalidVpcID.NotFound", tSubnet, "far", props{"vpcId": "vpc-0bbbbbbbbbbbbbbbb", "cidrBlock": "10.51.0.0/24"})
	assert.Equal(t, "10.50.0.0/16", w.aws.read(tVpc, "x", "vpc-0aaaaaaaaaaaaaaaa").GetInputs().AsMap()["cidrBlock"])
	assert.Len(t, w.cloud.Objects(), 1, "what the user had is not listed")
	assert.Len(t, w.cloud.Everything(), 3)
}

func TestGivenSubnetsKnowTheirZoneBothWays(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	for account, zone := range map[string]props{
		"111111111111": {"availabilityZoneId": "use1-az4", "availabilityZone": "us-east-1d"},
		"222222222222": {"availabilityZoneId": "use1-az4", "availabilityZone": "us-east-1c"}, // names are dealt out per account
	} {
		for id, said := range map[string]props{
			"subnet-by-id":   {"availabilityZoneId": zone["availabilityZoneId"]},
			"subnet-by-name": {"availabilityZone": zone["availabilityZone"]},
			"subnet-by-both": zone,
		} {
			require.NoError(t, w.cloud.GivenIn(account, "us-east-1", tSubnet, id, said))
			got := w.account(account).read(tSubnet, "x", id).GetProperties().AsMap()
			assert.Equal(t, zone["availabilityZoneId"], got["availabilityZoneId"], "%s in %s", id, account)
			assert.Equal(t, zone["availabilityZone"], got["availabilityZone"], "%s in %s", id, account)
		}
	}
	own := props{"availabilityZoneId": "use1-az4", "availabilityZone": "us-east-1x"}
	require.NoError(t, w.cloud.Given(tSubnet, "subnet-own", own))
	assert.Equal(t, "us-east-1x", w.aws.read(tSubnet, "x", "subnet-own").GetProperties().AsMap()["availabilityZone"], "what is said stays")
	require.NoError(t, w.cloud.Given(tSubnet, "subnet-none", props{"cidrBlock": "10.0.0.0/24"}))
}

func TestDrift(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	v := w.aws.create(tVpc, "hub", vpcAt(0))
	require.NoError(t, w.cloud.Mutate("111111111111", tVpc, v.ID, props{"enableDnsHostnames": true}))
	assert.Equal(t, true, w.aws.read(tVpc, "hub", v.ID).GetInputs().AsMap()["enableDnsHostnames"])
	require.NoError(t, w.cloud.Lose("111111111111", tVpc, v.ID))
	assert.Empty(t, w.aws.read(tVpc, "hub", v.ID).GetId())
	require.Error(t, w.cloud.Lose("111111111111", tVpc, v.ID))
	_, err := w.aws.tryUpdate(v, props{"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": true})
	require.ErrorContains(t, err, "does not exist")
}
