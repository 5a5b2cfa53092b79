package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// TestUnaccepted: what the provider refuses by itself is refused by Check, with
// the property that is wrong.
func TestUnaccepted(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 2)
	forwarding := props{
		"loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/x/0", "port": 80, "protocol": "HTTP",
		"defaultActions": []any{props{"type": "redirect"}},
	}
	for _, c := range []struct {
		what     string
		typ      string
		in       props
		property string
	}{
		{"a value that is none of some", tVpc, props{"cidrBlock": "10.0.0.0/16", "instanceTenancy": "shared"}, "instanceTenancy"},
		{"a number out of range", tTargetGroup, props{"vpcId": n.vpc.ID, "port": 80, "protocol": "HTTP", "slowStart": 10}, "slowStart"},
		{"a combination", tTargetGroup, props{
			"vpcId": n.vpc.ID, "port": 80, "protocol": "TCP", "healthCheck": props{"protocol": "TCP", "path": "/"},
		}, "healthCheck"},
		{"what is missing for a type", tTargetGroup, props{"protocol": "HTTP", "vpcId": n.vpc.ID}, "port"},
		{"a part of an action that is missing", tListener, forwarding, "defaultActions"},
		{"a list that an object needs", tRule, props{
			"listenerArn": "arn", "actions": []any{props{"type": "forward", "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/x/0"}},
			"conditions": []any{props{"hostHeader": props{}}},
		}, "conditions"},
		{"one of several, and none is there", tRoute, props{"routeTableId": "rtb-0", "gatewayId": "igw-0"}, "destinationCidrBlock"},
		{"one of several, and two are there", tLoadBalancer, props{
			"subnets": n.subnetIDs(), "subnetMappings": []any{props{"subnetId": n.subnets[0].ID}},
		}, "subnetMappings"},
		{"what AWS decides", tLoadBalancer, props{
			"subnetMappings": []any{props{"subnetId": n.subnets[0].ID, "outpostId": "op-0"}},
		}, "subnetMappings"},
		{"what is not simulated, in a list", tListener, props{
			"loadBalancerArn": "arn", "defaultActions": []any{props{"type": "authenticate-oidc", "authenticateOidc": props{
				"authorizationEndpoint": "a", "clientId": "b", "clientSecret": "c", "issuer": "d", "tokenEndpoint": "e", "userInfoEndpoint": "f",
			}}},
		}, "defaultActions"},
	} {
		_, failed := w.aws.check(c.typ, "web", nil, c.in)
		if assert.Len(t, failed, 1, c.what) {
			assert.Contains(t, failed[0], c.property+": ", c.what)
		}
	}
}
