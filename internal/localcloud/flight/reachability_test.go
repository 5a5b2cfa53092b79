package flight_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
)

// TestReachability asks about the way from the internet through an ALB to an NLB behind it.
func TestReachability(t *testing.T) {
	b := newBuilder(t)
	e := b.edge()
	const address = "10.0.0.99"
	inner := b.make("lb/loadBalancer", "inner", props{
		"name": "inner", "loadBalancerType": "network", "internal": true,
		"subnetMappings": []any{props{"subnetId": e.lb[0].id, "privateIpv4Address": address}},
	})
	nowhere := b.make("lb/targetGroup", "nowhere", props{"vpcId": e.vpc.id, "protocol": "TCP", "port": 8080, "targetType": "ip"})
	b.make("lb/listener", "inner", props{
		"loadBalancerArn": inner.id, "port": 80, "protocol": "TCP", "defaultActions": []any{props{"type": "forward", "targetGroupArn": nowhere.id}},
	})
	var front, web, gateway string
	for _, object := range b.cloud.Objects() {
		switch {
		case object.Type == "aws:lb/loadBalancer:LoadBalancer" && object.Name == "web":
			front = object.ID
		case object.Type == "aws:lb/targetGroup:TargetGroup" && object.Name == "web":
			web = object.ID
		case object.Type == "aws:ec2/internetGateway:InternetGateway":
			gateway = object.ID
		}
	}
	ports := func(port float64) props {
		return props{"destinationPortRange": props{"fromPort": port, "toPort": port}}
	}
	ask := func(changes props, through ...string) (bool, error) {
		path := props{
			"source": gateway, "destination": localcloud.InterfaceID(inner.id, e.lb[0].id), "protocol": "tcp",
			"filterAtSource": ports(443), "filterAtDestination": ports(80),
		}
		for name, value := range changes {
			path[name] = value
		}
		return flight.Reachability(localcloud.Object{Outputs: path}, through, b.cloud.Everything())
	}
	answers := func(want bool, changes props, through ...string) {
		t.Helper()
		found, err := ask(changes, through...)
		require.NoError(t, err)
		assert.Equal(t, want, found)
	}
	answers(false, nil) // nothing is registered yet
	target := b.make("lb/targetGroupAttachment", "web", props{"targetGroupArn": web, "targetId": address, "port": 80})
	answers(true, nil)
	answers(true, nil, front)
	answers(false, nil, inner.id+"x")
	answers(false, props{"filterAtSource": ports(8443)})
	answers(false, props{"filterAtDestination": ports(8080)})
	_, err := ask(props{"source": "tgw-attach-0"})
	require.ErrorContains(t, err, "cannot begin or end a path")
	b.remove(target)
	answers(false, nil)
}
