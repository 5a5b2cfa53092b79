package snapshot

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// aboutNodes are the reasons of gaps about node groups, with what they are about.
func aboutNodes(dir string, n *network.Network) []string {
	var all []string
	for _, gap := range n.Gaps {
		if gap.Kind == network.GapNodeGroups {
			all = append(all, gap.Of+"|"+strings.ReplaceAll(gap.Reason, dir+string(filepath.Separator), ""))
		}
	}
	return all
}

func TestNodeGroups(t *testing.T) {
	t.Parallel()
	const (
		arn     = `"nodegroupArn": "arn:aws:eks:us-east-1:111111111111:nodegroup/shop/general/1"`
		general = `{"nodegroupName": "general", "clusterName": "shop", ` + arn + `, "subnets": ["subnet-2", "subnet-1"], "status": "ACTIVE"}`
	)
	for name, test := range map[string]struct {
		files   files
		subnets []string
		gaps    []string
	}{
		"no file": {
			files: files{"groups.json": `{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "Tags": [{"Key": "aws:eks:cluster-name", "Value": "shop"}]}]}`},
			gaps:  []string{"|the snapshot: no file holds nodegroups or nodegroup"},
		},
		"no file, and a node": {
			files: files{"instances.json": `{"Reservations": [{"Instances": [
				{"InstanceId": "i-1", "SubnetId": "subnet-1", "State": {"Name": "running"}, "Tags": [{"Key": "eks:cluster-name", "Value": "shop"}]}]}]}`},
			subnets: []string{"subnet-1"},
			gaps:    []string{"|the snapshot: no file holds nodegroups or nodegroup"},
		},
		"no file, and no cluster": {
			files: files{"groups.json": `{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "Tags": [{"Key": "Name", "Value": "web"}]}]}`},
		},
		"none": {files: files{"nodegroups.json": `{"nodegroups": []}`}},
		"a list, as it is captured": {
			files: files{"nodegroups.json": `{"nodegroups": [` + general + `]}`}, subnets: []string{"subnet-1", "subnet-2"},
		},
		"what describe-nodegroup prints, and twice": {
			files: files{
				"general.json": `{"nodegroup": ` + general + `}`,
				"again.json":   `{"nodegroups": [{"nodegroupName": "general", ` + arn + `, "subnets": ["subnet-1", "subnet-2"]}]}`,
			},
			subnets: []string{"subnet-1", "subnet-2"},
		},
		"names that list-nodegroups prints": {
			files: files{
				"general.json": `{"nodegroup": ` + general + `}`,
				"listed.json":  `{"nodegroups": ["general", "spot"]}`,
			},
			subnets: []string{"subnet-1", "subnet-2"},
			gaps:    []string{"spot|listed.json names the node group spot, and no file holds what describe-nodegroup prints of it"},
		},
		"one that goes": {
			files: files{"nodegroups.json": `{"nodegroups": [{` + arn + `, "subnets": ["subnet-1"], "status": "DELETING"}]}`},
		},
		"one without subnets": {
			files: files{"nodegroups.json": `{"nodegroups": [{` + arn + `, "status": "ACTIVE"}]}`},
			gaps:  []string{"arn:aws:eks:us-east-1:111111111111:nodegroup/shop/general/1|nodegroups.json: nodegroups[0] has no subnets"},
		},
		"the last page is missing": {
			files:   files{"nodegroups.json": `{"nodegroups": [` + general + `], "nextToken": "more"}`},
			subnets: []string{"subnet-1", "subnet-2"},
			gaps:    []string{"|the snapshot: the last page of nodegroups is missing: every file has a token for a next one"},
		},
		"instances that are nodes": {
			files: files{
				"nodegroups.json": `{"nodegroups": []}`,
				"instances.json": `{"Reservations": [{"Instances": [
					{"InstanceId": "i-1", "SubnetId": "subnet-1", "State": {"Name": "running"}, "Tags": [{"Key": "kubernetes.io/cluster/shop", "Value": "owned"}]},
					{"InstanceId": "i-2", "SubnetId": "subnet-2", "State": {"Name": "running"}, "Tags": [{"Key": "eks:cluster-name", "Value": "shop"}]},
					{"InstanceId": "i-3", "SubnetId": "subnet-3", "State": {"Name": "running"}, "Tags": [{"Key": "kubernetes.io/cluster/shop", "Value": "shared"}]},
					{"InstanceId": "i-4", "SubnetId": "subnet-4", "State": {"Name": "running"}, "Tags": [{"Key": "Name", "Value": "bastion"}]},
					{"InstanceId": "i-5", "State": {"Name": "terminated"}, "Tags": [{"Key": "eks:eks-cluster-name", "Value": "shop"}]}]}]}`,
			},
			subnets: []string{"subnet-1", "subnet-2"},
		},
		"other services' words": {
			files: files{"cache.json": `{"NodeGroups": ["a"], "Vpcs": []}`, "none.json": `{"nodegroups": null}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, test.files)
			n, err := Read(dir)
			require.NoError(t, err)
			assert.Equal(t, test.subnets, n.NodeSubnets)
			assert.Equal(t, test.gaps, aboutNodes(dir, n))
		})
	}
	for name, text := range map[string]string{
		"names and objects":     `{"nodegroups": ["general", ` + general + `]}`,
		"another type":          `{"nodegroups": {"general": 1}}`,
		"without its ARN":       `{"nodegroup": {"nodegroupName": "general", "subnets": ["subnet-1"]}}`,
		"subnets of other type": `{"nodegroup": {` + arn + `, "subnets": "subnet-1"}}`,
		"two that differ":       `{"nodegroups": [` + general + `, {"nodegroupName": "general", ` + arn + `, "subnets": ["subnet-3"]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(folder(t, files{"x.json": text}))
			require.ErrorContains(t, err, "x.json: nodegroup")
		})
	}
}
