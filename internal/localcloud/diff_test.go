package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// TestDefaultsAreInputs: what the provider's schema fills in stands among the
// inputs, as the engine records them, and is noted as the provider's choice.
func TestDefaultsAreInputs(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	checked, failed := w.aws.check(tVpc, "hub", nil, props{"cidrBlock": "10.0.0.0/16"})
	assert.Empty(t, failed)
	assert.Equal(t, props{
		"cidrBlock": "10.0.0.0/16", "enableDnsSupport": true, "instanceTenancy": "default",
		"__defaults": []any{"enableDnsSupport", "instanceTenancy"},
	}, checked)

	n := w.aws.network("hub", 0, 2)
	in := group(n, "HTTP", 80)
	in["healthCheck"] = props{"path": "/healthz"}
	checked, failed = w.aws.check(tTargetGroup, "web", nil, in)
	assert.Empty(t, failed)
	assert.Equal(t, props{
		"path": "/healthz", "enabled": true, "healthyThreshold": 3.0, "interval": 30.0, "port": "traffic-port", "protocol": "HTTP",
		"unhealthyThreshold": 3.0,
	}, checked["healthCheck"])
}

// TestWhatIsNoChange: what AWS filled in, and what is none anyway.
func TestWhatIsNoChange(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 2)
	in := group(n, "HTTP", 80)
	in["healthCheck"] = props{"path": "/healthz"}
	g := w.aws.create(tTargetGroup, "web", in)
	for what, change := range map[string]props{
		"what AWS chose":        {"loadBalancingAlgorithmType": "round_robin"},
		"a default":             {"slowStart": 0},
		"no longer said":        {"healthCheck": props{}},
		"none, said and unsaid": {"connectionTermination": false},
	} {
		again := props{}
		for _, layer := range []props{in, change} {
			for k, v := range layer {
				again[k] = v
			}
		}
		assert.Empty(t, w.aws.diff(g, again).GetDetailedDiff(), what)
	}
	lb := w.aws.create(tLoadBalancer, "web", alb(n))
	crossing := alb(n)
	crossing["enableCrossZoneLoadBalancing"] = true
	assert.Empty(t, w.aws.diff(lb, crossing).GetDetailedDiff(), "application load balancers always cross zones")
	inner := w.aws.create(tLoadBalancer, "inner", nlb(n, "10.0.0.10", "10.0.1.10"))
	waiting := nlb(n, "10.0.0.10", "10.0.1.10")
	waiting["idleTimeout"] = 120
	assert.Empty(t, w.aws.diff(inner, waiting).GetDetailedDiff(), "network load balancers have no idle timeout of this kind")
}

// TestNamesOnceGiven: leaving a name out keeps it, and a name that the program
// gives means that the old object goes first, whatever changes.
func TestNamesOnceGiven(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	in := group(n, "TCP", 80)
	in["name"] = "shop"
	g := w.aws.create(tTargetGroup, "shop", in)
	delete(in, "name")
	checked, _ := w.aws.check(tTargetGroup, "shop", g.In, in)
	assert.Equal(t, "shop", checked["name"])
	assert.Empty(t, w.aws.diff(g, in).GetDetailedDiff())
	in["name"] = "store"
	d := w.aws.diff(g, in)
	assert.Equal(t, []string{"name"}, d.GetReplaces())
	assert.True(t, d.GetDeleteBeforeReplace())
}
