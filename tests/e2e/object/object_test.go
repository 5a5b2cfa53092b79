package object_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/stretchr/testify/assert"
)

func TestAttributes(t *testing.T) {
	for name, test := range map[string]struct{ got, want string }{
		"defaults": {object.LoadBalancerAttributes("network", "internet-facing", map[string]string{
			"load_balancing.cross_zone.enabled": "false", "ipv6.deny_all_igw_traffic": "false",
		}), ""},
		"defaults of an internal one": {object.LoadBalancerAttributes("network", "internal", map[string]string{
			"ipv6.deny_all_igw_traffic": "true",
		}), ""},
		"an internal one that lets gateways in": {object.LoadBalancerAttributes("network", "internal", map[string]string{
			"ipv6.deny_all_igw_traffic": "false",
		}), "ipv6.deny_all_igw_traffic=false"},
		"another type's default": {object.LoadBalancerAttributes("application", "internal", map[string]string{
			"load_balancing.cross_zone.enabled": "false",
		}), "load_balancing.cross_zone.enabled=false"},
		"unheard of": {object.LoadBalancerAttributes("network", "internal", map[string]string{"b": "", "a": "1"}), "a=1, b="},
		"of a target group": {object.TargetGroupAttributes("ip", "TCP", map[string]string{
			"preserve_client_ip.enabled": "true", "stickiness.type": "source_ip",
		}), "preserve_client_ip.enabled=true"},
		"of a target group that leads to an ALB": {object.TargetGroupAttributes("alb", "TCP", map[string]string{
			"preserve_client_ip.enabled": "true", "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
		}), ""},
		"of one that hides clients": {object.TargetGroupAttributes("alb", "TCP", map[string]string{
			"preserve_client_ip.enabled": "false",
		}), "preserve_client_ip.enabled=false"},
		"of one that balances across zones": {object.TargetGroupAttributes("alb", "TCP", map[string]string{
			"load_balancing.cross_zone.enabled": "true",
		}), "load_balancing.cross_zone.enabled=true"},
		"of an ALB's target group": {object.TargetGroupAttributes("ip", "HTTPS", map[string]string{
			"stickiness.type": "source_ip", "slow_start.duration_seconds": "0",
		}), "stickiness.type=source_ip"},
	} {
		assert.Equal(t, test.want, test.got, name)
	}
}

func TestFields(t *testing.T) {
	assert.Equal(t, "Name=a, team=b", object.Tags(map[string]string{"team": "b", "Name": "a", "aws:eks:cluster-name": "c"}))
	assert.Equal(t, "tcp 443 10.0.0.0/8", object.Permission("tcp", 443, 443, "10.0.0.0/8"))
	assert.Equal(t, "tcp 1024-65535 10.0.0.0/8", object.Permission("tcp", 1024, 65535, "10.0.0.0/8"))
	assert.Equal(t, "-1 all 10.0.0.0/8", object.Permission("-1", 0, 0, "10.0.0.0/8"))
	assert.Equal(t, "vpc ingress (vpc-1)", object.Object{Type: object.Vpc, Name: "ingress", ID: "vpc-1"}.String())
	assert.Equal(t, "vpc ingress", object.Object{Type: object.Vpc, Name: "ingress"}.String())
}
