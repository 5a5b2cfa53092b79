package engine_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
)

// TestSharedSubnets makes a cluster in a VPC that exists already, where its nodes and its control plane share subnets.
func TestSharedSubnets(t *testing.T) {
	t.Parallel()
	subnets := func(first, second string) map[string]any {
		subnet := func(number string) map[string]any {
			return map[string]any{
				"id": "subnet-0000000" + number, "cidr": "10.99." + number + ".0/26", "routeTableId": "rtb-00000001",
			}
		}
		return map[string]any{"use1-az1": subnet(first), "use1-az2": subnet(second)}
	}
	d := smallEstate(t)
	name := d.clusters()[0]
	d = d.set("clusters."+name, map[string]any{
		"cidr": "10.99.0.0/16",
		"existing": map[string]any{
			"vpcId": "vpc-00000001",
			"subnets": map[string]any{
				"lb": subnets("1", "2"), "transit": subnets("3", "4"), "node": subnets("5", "6"), "control-plane": subnets("5", "6"),
			},
		},
	})
	w := newWorld(t, d)
	e := existing{names: map[string]string{}, groups: map[string]string{}, world: w, region: "us-east-1", account: "111111111111"}
	e.give(d.plan())
	w.up()
	shared := []any{"subnet-00000005", "subnet-00000006"}
	var nodes []any
	for _, object := range w.cloud.Objects() {
		switch object.Type {
		case clusterType:
			assert.ElementsMatch(t, shared, object.Outputs["vpcConfig"].(localcloud.Props)["subnetIds"])
		case nodeGroupType:
			nodes = append(nodes, object.Outputs["subnetIds"].([]any)...)
		}
	}
	assert.ElementsMatch(t, shared, nodes, "a node group in each")
	w.unchanged()
	w.destroy()
	assert.Equal(t, len(e.names), given(w.cloud), "what existed already must still exist")
}
