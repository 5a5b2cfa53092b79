package snapshot_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	region = snapshot.Place{Account: "123456789012", Region: "us-east-1"}
	global = snapshot.Place{Account: "123456789012", Region: snapshot.Global}
)

// sample holds numbers, nested objects and an empty list.
func sample() snapshot.Snapshot {
	return snapshot.Snapshot{
		region: {
			"Vpcs": {{"VpcId": "vpc-1", "State": "available", "Tags": []any{snapshot.Document{"Key": "Name", "Value": "ingress"}}}},
			"TransitGateways": {
				{"TransitGatewayId": "tgw-1", "State": "deleted"},
				{"TransitGatewayId": "tgw-2", "State": "available", "Options": snapshot.Document{"AmazonSideAsn": json.Number("4200000001")}},
			},
			"NatGateways": {},
		},
		global: {"Roles": {{"RoleName": "ops", "Path": "/"}}},
	}
}

func TestWriteAndLoad(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, sample().Write(dir))
	assert.FileExists(t, filepath.Join(dir, "123456789012", "us-east-1", "Vpcs.json"))
	loaded, err := snapshot.Load(dir)
	require.NoError(t, err)
	assert.Equal(t, sample(), loaded)
	assert.Equal(t, []snapshot.Place{global, region}, loaded.Places())
}

// TestLoadGoesByKey reads files that somebody else called something else.
func TestLoadGoesByKey(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "123456789012", "us-east-1")
	require.NoError(t, os.MkdirAll(folder, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "network.json"), []byte(`{"Vpcs": [{"VpcId": "vpc-1"}], "Subnets": []}`), 0o600))
	loaded, err := snapshot.Load(dir)
	require.NoError(t, err)
	assert.Equal(t, snapshot.Snapshot{region: {"Vpcs": {{"VpcId": "vpc-1"}}, "Subnets": {}}}, loaded)

	require.NoError(t, os.WriteFile(filepath.Join(dir, "stray.json"), []byte(`{}`), 0o600))
	_, err = snapshot.Load(dir)
	require.ErrorContains(t, err, "stray.json: want <account>/<region>/<file>.json")
}

func TestInventory(t *testing.T) {
	inventory := func(of snapshot.Snapshot) snapshot.Inventory {
		listed, err := of.Inventory()
		require.NoError(t, err)
		return listed
	}
	before := inventory(sample())
	assert.Empty(t, before.Difference(inventory(sample())))

	after := sample()
	after[region]["Vpcs"][0]["State"] = "pending"
	after[region]["TransitGateways"][1]["State"] = "deleted"
	after[region]["NatGateways"] = []snapshot.Document{{"NatGatewayId": "nat-1", "State": "available"}, {"NatGatewayId": "nat-2", "State": "deleted"}}
	// AWS leaves these behind; not everything that has their form.
	after[region]["logGroups"] = []snapshot.Document{{"logGroupName": "/aws/eks/shop/cluster"}, {"logGroupName": "/aws/lambda/shop"}}
	after[global]["Roles"] = append(after[global]["Roles"], snapshot.Document{"RoleName": "AWSServiceRoleForAmazonEKS"})
	assert.Equal(t, []string{
		`123456789012/us-east-1: NatGateways nat-1 is left: {"NatGatewayId":"nat-1","State":"available"}`,
		`123456789012/us-east-1: TransitGateways tgw-2 is gone`,
		`123456789012/us-east-1: Vpcs vpc-1 changed from {"State":"available","Tags":[{"Key":"Name","Value":"ingress"}],"VpcId":"vpc-1"} ` +
			`to {"State":"pending","Tags":[{"Key":"Name","Value":"ingress"}],"VpcId":"vpc-1"}`,
		`123456789012/us-east-1: logGroups /aws/lambda/shop is left: {"logGroupName":"/aws/lambda/shop"}`,
	}, before.Difference(inventory(after)))

	// A place that is only in one of them counts as well.
	after = sample()
	delete(after, global)
	assert.Equal(t, []string{"123456789012/global: Roles ops is gone"}, before.Difference(inventory(after)))
}

func TestGone(t *testing.T) {
	for name, test := range map[string]struct {
		document snapshot.Document
		gone     bool
	}{
		"available":           {snapshot.Document{"State": "available"}, false},
		"deleted":             {snapshot.Document{"State": "deleted"}, true},
		"being deleted":       {snapshot.Document{"State": "deleting"}, false},
		"deleted peering":     {snapshot.Document{"Status": snapshot.Document{"Code": "deleted"}}, true},
		"terminated instance": {snapshot.Document{"Instances": []any{snapshot.Document{"State": snapshot.Document{"Name": "terminated"}}}}, true},
		"one of two instances": {snapshot.Document{"Instances": []any{
			snapshot.Document{"State": snapshot.Document{"Name": "terminated"}}, snapshot.Document{"State": snapshot.Document{"Name": "running"}},
		}}, false},
	} {
		assert.Equal(t, test.gone, snapshot.Gone(test.document), name)
	}
}
