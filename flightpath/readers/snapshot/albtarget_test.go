package snapshot

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// TestALBAsTarget reads a network load balancer that leads to an application load balancer, as AWS describes both.
func TestALBAsTarget(t *testing.T) {
	t.Parallel()
	const (
		nlb   = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/inner/0123456789abcdef"
		group = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/inner-alb/3"
	)
	n := readFiles(t, files{"alb.json": web("application"), "nlb.json": `{
		"LoadBalancers": [{"LoadBalancerArn": "` + nlb + `", "LoadBalancerName": "inner", "Type": "network", "VpcId": "vpc-1", "Scheme": "internal",
			"AvailabilityZones": [{"ZoneName": "us-east-1a", "SubnetId": "subnet-1", "LoadBalancerAddresses": [{"PrivateIPv4Address": "10.0.0.16"}]}]}],
		"LoadBalancerListeners": [{"LoadBalancerArn": "` + nlb + `", "Listeners": [{"ListenerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/net/inner/0/1",
			"Port": 80, "Protocol": "TCP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": "` + group + `"}]}]}],
		"LoadBalancerAttributes": [{"LoadBalancerArn": "` + nlb + `", "Attributes": [{"Key": "load_balancing.cross_zone.enabled", "Value": "false"}]}],
		"TargetGroups": [{"TargetGroupArn": "` + group + `", "TargetGroupName": "inner-alb", "Protocol": "TCP", "Port": 80, "TargetType": "alb", "VpcId": "vpc-1",
			"LoadBalancerArns": ["` + nlb + `"], "HealthCheckPort": "traffic-port", "HealthCheckProtocol": "HTTP"}],
		"LoadBalancerTargetHealth": [{"TargetGroupArn": "` + group + `", "TargetHealthDescriptions": [
			{"Target": {"Id": "` + balancerARN + `", "Port": 80}, "TargetHealth": {"State": "healthy"}}]}]}`})
	read := n.Index().TargetGroups[group]
	assert.Equal(t, network.ALBTargets, read.Kind)
	assert.True(t, read.PreservesClientIP, "always")
	assert.True(t, read.TargetsKnown)
	assert.Equal(t, []network.RegisteredTarget{{ID: balancerARN, Port: 80}}, read.Targets)
	front := n.Index().LoadBalancers[nlb]
	assert.True(t, front.CrossZoneKnown && !front.CrossZone)
}
