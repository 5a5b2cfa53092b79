package snapshot

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// What the live reader could not read stands in the folder with the reason, which says more than that a file is missing.
func TestCaptureProblems(t *testing.T) {
	t.Parallel()
	const group = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/web/1"
	read := readFiles(t, files{
		"111111111111/us-east-1/TargetGroups.json": `{"TargetGroups": [{"TargetGroupArn": "` + group + `", "Port": 80, "Protocol": "TCP",
			"TargetType": "ip"}]}`,
		"111111111111/us-east-1/TransitGatewayPropagations.json": `{"TransitGatewayPropagations": []}`,
		"111111111111/us-east-1/CaptureProblems.json": `{"CaptureProblems": [
			{"Key": "RouteTables", "Operation": "DescribeRouteTables", "Action": "ec2:DescribeRouteTables", "Reason": "denied"},
			{"Key": "TransitGatewayPropagatedRoutes", "Reason": "too slow"},
			{"Key": "TargetGroupAttributes", "Reason": "denied"},
			{"Key": "LoadBalancerTargetHealth", "Of": "` + group + `", "Reason": "it was deleted"},
			{"Key": "TagDescriptions", "Of": "some", "Reason": "denied"}]}`,
	})
	here := "111111111111/us-east-1: no "
	assert.Equal(t, []string{here + "RouteTables: denied"}, gapsOf(read, network.GapRouteTables, ""))
	assert.Equal(t, []string{"111111111111/us-east-1: no file holds Subnets"}, gapsOf(read, network.GapSubnets, ""))
	assert.Equal(t, []string{here + "TargetGroupAttributes: denied"}, gapsOf(read, network.GapTargetGroups, group),
		"a group without its attributes is not taken to have the defaults")
	assert.Equal(t, []string{here + "LoadBalancerTargetHealth: it was deleted"}, gapsOf(read, network.GapTargets, group))
	assert.Equal(t, []string{here + "TagDescriptions: denied"}, gapsOf(read, network.GapDetails, "some"))
	assert.Equal(t, []string{here + "TargetGroupAttributes: denied", here + "TransitGatewayPropagatedRoutes: too slow"},
		gapsOf(read, network.GapDetails, ""), "the propagations stand for the routes that are learned by them")

	_, err := Read(folder(t, files{"CaptureProblems.json": `{"CaptureProblems": [{"Key": "Vpcs"}]}`}))
	require.ErrorContains(t, err, "CaptureProblems[0].Key: a problem has a Key and a Reason")
}
