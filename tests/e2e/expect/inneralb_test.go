package expect_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/expect"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestInnerAlbs wants ALBs behind inner NLBs, and what leads there: one beside services with listeners of their own, one for HTTPS.
func TestInnerAlbs(t *testing.T) {
	text, err := os.ReadFile("../../../components/plan/testdata/inner-alb.json")
	require.NoError(t, err)
	planned, err := plan.Parse(text)
	require.NoError(t, err)
	want := byKey(t, planned, expect.Options{Account: "999999999999"})
	field := func(kind object.Type, name, field string) string {
		t.Helper()
		require.Contains(t, want[kind], name)
		return want[kind][name].Fields[field]
	}

	assert.Equal(t, "application", field(object.LoadBalancer, "ingresshub-blue-inner-alb", "type"))
	assert.Equal(t, "internal", field(object.LoadBalancer, "ingresshub-blue-inner-alb", "scheme"))
	assert.Equal(t, "blue.lb.use1-az1 in use1-az1, blue.lb.use1-az2 in use1-az2", field(object.LoadBalancer, "ingresshub-blue-inner-alb", "zones"))
	assert.Equal(t, "blue.inner-alb", field(object.LoadBalancer, "ingresshub-blue-inner-alb", "security groups"))
	attributes := field(object.LoadBalancer, "ingresshub-blue-inner-alb", "attributes")
	assert.Contains(t, attributes, "routing.http.drop_invalid_header_fields.enabled=true")
	assert.Contains(t, attributes, "idle_timeout.timeout_seconds=130", "ten seconds more than the ingress ALB's")
	assert.NotContains(t, attributes, "cross_zone", "an ALB's is always on")

	// The NLB in front keeps to zones, and its target group for pods does not.
	assert.Equal(t, "deletion_protection.enabled=true", field(object.LoadBalancer, "ingresshub-blue-inner-1", "attributes"))
	before := planned.InnerLoadBalancers[slices.IndexFunc(planned.InnerLoadBalancers, func(lb plan.StaticNlb) bool { return lb.Name == "search.inner-2" })]
	before.TargetGroups, before.Listeners = nil, nil
	alone := byKey(t, &plan.Plan{InnerLoadBalancers: []plan.StaticNlb{before}}, expect.Options{})
	assert.Equal(t, "load_balancing.cross_zone.enabled=true", alone[object.LoadBalancer][before.AwsName].Fields["attributes"])
	for name, group := range want[object.TargetGroup] {
		across := strings.Contains(group.Fields["attributes"], "load_balancing.cross_zone.enabled=true")
		assert.Equal(t, group.Fields["load balancers"] == "ingresshub-blue-inner-1" && group.Fields["target type"] == "ip", across, name)
	}

	// One target group leads to the ALB, on the port where that listens, and has it as its target.
	fronts := map[string]string{}
	for name, group := range want[object.TargetGroup] {
		if group.Fields["target type"] == "alb" {
			fronts[group.Fields["load balancers"]] = name
		}
	}
	require.Len(t, fronts, 3)
	front := fronts["ingresshub-search-inner-2"]
	assert.Equal(t, "TCP", field(object.TargetGroup, front, "protocol"))
	assert.Equal(t, "20443", field(object.TargetGroup, front, "port"))
	assert.Equal(t, "HTTPS", field(object.TargetGroup, front, "health check"))
	assert.Equal(t, "200-499", field(object.TargetGroup, front, "health check codes"))
	assert.Empty(t, field(object.TargetGroup, front, "attributes"), "nobody can change them")
	assert.Contains(t, want[object.Target], front+" ingresshub-search-inner-alb:20443")
	assert.Equal(t, object.Forward(front), field(object.Listener, "search.inner-2.alb.20443", "default action"))

	// The ALB's listener, its rules and its target groups for pods.
	assert.Equal(t, "HTTPS", field(object.Listener, "search.inner-alb.20443", "protocol"))
	assert.Equal(t, "ELBSecurityPolicy-TLS13-1-2-2021-06", field(object.Listener, "search.inner-alb.20443", "ssl policy"))
	certificate := planned.InnerAlbs[2].Certificates[0].Arn
	assert.Equal(t, certificate, field(object.Listener, "search.inner-alb.20443", "certificate"))
	assert.Equal(t, "true", field(object.ListenerCertificate, "search.inner-alb.20443 "+certificate, "default"))
	assert.NotContains(t, want[object.Certificate], "search.inner-alb.default", "it exists already")
	assert.Contains(t, field(object.Listener, "blue.inner-alb.53558", "default action"), "404")
	assert.Equal(t, "blue.inner-alb.53558", field(object.ListenerRule, "blue.inner-alb.cart", "listener"))
	assert.Equal(t, "host-header is shop.example.com and path-pattern is /cart/*", field(object.ListenerRule, "blue.inner-alb.cart", "conditions"))
	pods := planned.InnerAlbs[0].TargetGroups[0]
	assert.Equal(t, "blue.inner-alb.cart", pods.Name)
	assert.Equal(t, "ingresshub-blue-inner-alb", field(object.TargetGroup, pods.AwsName, "load balancers"))
	assert.Equal(t, "HTTP1", field(object.TargetGroup, pods.AwsName, "protocol version"))

	assert.Contains(t, field(object.SecurityGroup, "blue.inner-alb", "inbound"), "tcp 53558 10.0.0.0/21")
	assert.Contains(t, field(object.SecurityGroup, "blue.inner-1", "outbound"), "tcp 53558")

	// A plan that contradicts itself wants what there cannot be, and fails to find it.
	planned.InnerAlbs = planned.InnerAlbs[:2]
	assert.Contains(t, byKey(t, planned, expect.Options{})[object.Target], front+" an inner ALB that the plan does not have: search.inner-alb:20443")
}
