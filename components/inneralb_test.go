package components_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/loadbalancer"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
)

// innerAlbPlan is the plan of an estate with inner ALBs.
func innerAlbPlan(t *testing.T) *plan.Plan {
	t.Helper()
	data, err := os.ReadFile("plan/testdata/inner-alb.json")
	require.NoError(t, err)
	planned, err := plan.Parse(data)
	require.NoError(t, err)
	return planned
}

// TestInnerAlb registers an internal ALB and the NLB in front of it.
func TestInnerAlb(t *testing.T) {
	t.Parallel()
	planned := innerAlbPlan(t)
	alb := planned.InnerAlbs[2]
	require.Equal(t, "search.inner-alb", alb.Name)
	nlb := innerOf(t, planned, "search.inner-2")
	var bound map[string]pulumi.StringOutput
	r := record(t, func(ctx *pulumi.Context) error {
		made, err := loadbalancer.NewInnerAlb(ctx, alb.Name, &loadbalancer.InnerAlbArgs{
			Plan: alb, VpcID: pulumi.String("vpc-1"), SubnetIDs: ids(alb.Subnets...), Protection: true,
		})
		if err != nil {
			return err
		}
		bound = made.TargetGroupArns
		front, err := loadbalancer.NewStaticNlb(ctx, nlb.Name, &loadbalancer.StaticNlbArgs{
			Plan: nlb, VpcID: pulumi.String("vpc-1"), SubnetIDs: ids(alb.Subnets...),
			AlbArns: pulumi.StringMap{alb.Name: made.LoadBalancerArn},
		})
		if err == nil {
			assert.Empty(t, front.TargetGroupArns, "no controller fills what leads to an ALB")
		}
		return err
	})
	assert.Contains(t, bound, "search.inner-alb.find")
	balancer := r.one(t, balancerType, alb.Name)
	assert.True(t, balancer.rpc.GetProtect())
	for key, want := range map[string]any{
		"loadBalancerType": "application", "internal": true, "dropInvalidHeaderFields": true, "desyncMitigationMode": "defensive",
		"xffHeaderProcessingMode": "append", "enableDeletionProtection": true, "idleTimeout": 130.0,
		"securityGroups": []any{alb.Name + "-id"}, "subnets": []any{"search.lb.use1-az1-id", "search.lb.use1-az2-id"},
	} {
		assert.Equal(t, want, balancer.inputs[key], key)
	}
	listener := r.one(t, listenerType, "search.inner-alb.20443")
	assert.Equal(t, "HTTPS", listener.inputs["protocol"])
	assert.Equal(t, planned.InnerAlbs[2].Certificates[0].Arn, listener.inputs["certificateArn"])
	assert.Equal(t, "ELBSecurityPolicy-TLS13-1-2-2021-06", listener.inputs["sslPolicy"])
	assert.Equal(t, "fixed-response", listener.inputs["defaultActions"].([]any)[0].(map[string]any)["type"])
	rule := r.one(t, ruleType, "search.inner-alb.find")
	assert.Equal(t, "arn:search.inner-alb.20443", rule.inputs["listenerArn"])
	pods := r.one(t, targetGroupType, "search.inner-alb.find")
	assert.Equal(t, "ip", pods.inputs["targetType"])
	assert.Equal(t, "HTTPS", pods.inputs["protocol"])

	front := nlb.TargetGroups[0]
	group := r.one(t, targetGroupType, front.Name)
	assert.Equal(t, "alb", group.inputs["targetType"])
	assert.Equal(t, "TCP", group.inputs["protocol"])
	for _, attribute := range []string{"deregistrationDelay", "preserveClientIp", "proxyProtocolV2"} {
		assert.NotContains(t, group.inputs, attribute, "AWS lets nobody change attributes of such a target group")
	}
	assert.Equal(t, "HTTPS", group.inputs["healthCheck"].(map[string]any)["protocol"])
	assert.Equal(t, "200-499", group.inputs["healthCheck"].(map[string]any)["matcher"])
	attached := r.one(t, targetType, front.Name)
	assert.Equal(t, "arn:search.inner-alb", attached.inputs["targetId"])
	assert.Equal(t, "arn:"+front.Name, attached.inputs["targetGroupArn"])
	assert.InEpsilon(t, 20443, attached.inputs["port"], 0)
	assert.NotContains(t, attached.inputs, "availabilityZone")
	assert.True(t, attached.dependsOn(listener), "AWS takes no ALB as a target that does not listen there")
	entry := r.one(t, listenerType, front.Name)
	assert.Equal(t, false, r.one(t, balancerType, nlb.Name).inputs["enableCrossZoneLoadBalancing"], "an ALB sees clients' addresses and ports once per zone")
	assert.Equal(t, "arn:"+front.Name, entry.inputs["defaultActions"].([]any)[0].(map[string]any)["targetGroupArn"])
}

// TestInnerAlbIsInspected leads requests through a firewall on their way to the NLB, and what the ALB sees is still the ingress load
// balancer's address.
func TestInnerAlbIsInspected(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("plan/testdata/inner-alb.json")
	require.NoError(t, err)
	var declared map[string]any
	require.NoError(t, json.Unmarshal(data, &declared))
	declared["inspection"] = map[string]any{"eastWest": map[string]any{"networkFirewall": map[string]any{}}}
	data, err = json.Marshal(declared)
	require.NoError(t, err)
	planned, err := plan.Parse(data)
	require.NoError(t, err)
	n := flightpathtest.Record(t, estate.Program, flightpathtest.Config(map[string]string{"ingresshub:estate": string(data)}))
	n, err = flightpath.Declare(n, expected.Declarations(planned, n))
	require.NoError(t, err)
	report := keepsPromise(t, n, expected.Expectations(planned))
	assert.Equal(t, flightpath.Inspected, report.Worst())
}

// TestInnerAlbComesAndGoes puts an ALB behind an NLB in use. Nothing changes but what the NLB says of zones, which target groups for
// pods do not go by: there is no moment in which an address has no pod behind it.
func TestInnerAlbComesAndGoes(t *testing.T) {
	t.Parallel()
	recorded := func(planned *plan.Plan) *recorder {
		nlb := innerOf(t, planned, "blue.inner-1")
		return record(t, func(ctx *pulumi.Context) error {
			_, err := loadbalancer.NewStaticNlb(ctx, nlb.Name, &loadbalancer.StaticNlbArgs{
				Plan: nlb, VpcID: pulumi.String("vpc-1"), SubnetIDs: ids("blue.lb.use1-az1", "blue.lb.use1-az2"),
				AlbArns: pulumi.StringMap{"blue.inner-alb": pulumi.String("arn:alb")},
			})
			return err
		})
	}
	data, err := os.ReadFile("plan/testdata/inner-alb.json")
	require.NoError(t, err)
	declared, err := plan.Decode(data)
	require.NoError(t, err)
	blue := declared.Clusters["blue"]
	blue.InnerAlb = nil
	declared.Clusters["blue"] = blue
	delete(declared.Services, "shop")
	delete(declared.Services, "cart")
	alone, err := plan.Build(declared)
	require.NoError(t, err)

	without, with := recorded(alone), recorded(innerAlbPlan(t))
	require.Greater(t, len(with.all), len(without.all))
	for _, made := range without.all {
		if made.rpc.GetCustom() {
			before, after := maps.Clone(made.inputs), maps.Clone(with.one(t, made.typ, made.name).inputs)
			if made.typ == balancerType {
				assert.Equal(t, true, before["enableCrossZoneLoadBalancing"])
				assert.Equal(t, false, after["enableCrossZoneLoadBalancing"])
				delete(before, "enableCrossZoneLoadBalancing")
				delete(after, "enableCrossZoneLoadBalancing")
			}
			assert.Equal(t, before, after, made.name)
		}
	}
	assert.Equal(t, "true", with.one(t, targetGroupType, "blue.inner-1.legacy").inputs["loadBalancingCrossZoneEnabled"])
	assert.NotContains(t, with.one(t, targetGroupType, "blue.inner-1.alb.53558").inputs, "loadBalancingCrossZoneEnabled")
}

func TestInnerAlbRefusals(t *testing.T) {
	t.Parallel()
	planned := innerAlbPlan(t)
	r := &recorder{}
	err := r.run(func(ctx *pulumi.Context) error {
		_, err := loadbalancer.NewInnerAlb(ctx, "a", nil)
		return err
	})
	require.ErrorContains(t, err, `ingresshub:index:InnerAlb "a" has `)
	nlb := innerOf(t, planned, "search.inner-2")
	err = r.run(func(ctx *pulumi.Context) error {
		_, err := loadbalancer.NewStaticNlb(ctx, "b", &loadbalancer.StaticNlbArgs{
			Plan: nlb, VpcID: pulumi.String("vpc-1"), SubnetIDs: ids("search.lb.use1-az1", "search.lb.use1-az2"),
		})
		return err
	})
	require.ErrorContains(t, err, `albArns["search.inner-alb"]: is required`)
	assert.Empty(t, r.all)
}

// TestInnerAlbKeepsItsPromise asks whether every service answers, through NLB and ALB up to its pods, in both clusters that share one.
func TestInnerAlbKeepsItsPromise(t *testing.T) {
	t.Parallel()
	planned := innerAlbPlan(t)
	declared, err := os.ReadFile("plan/testdata/inner-alb.json")
	require.NoError(t, err)
	config := flightpathtest.Config(map[string]string{"ingresshub:estate": string(declared)})
	n := flightpathtest.Record(t, estate.Program, config)
	assert.Empty(t, n.Gaps)
	assert.Len(t, n.LoadBalancers, len(planned.LoadBalancers)+len(planned.InnerLoadBalancers)+len(planned.InnerAlbs))
	n, err = flightpath.Declare(n, expected.Declarations(planned, n))
	require.NoError(t, err)
	analyzer := flightpath.New(n)
	report, err := analyzer.Check(expected.Expectations(planned))
	require.NoError(t, err)
	for _, property := range report.Properties {
		assert.Empty(t, property.Findings, property.Name)
	}
	require.NotEmpty(t, report.Services)
	direct(t, report.Services)

	// Each rule of the NLB, the ALB and the way between them is needed: for requests, or for health checks.
	needed := 0
	for i := range n.SecurityGroups {
		group := &n.SecurityGroups[i]
		if name := group.Tags["Name"]; name != "blue.inner-alb" && name != "blue.inner-1" {
			continue
		}
		all := group.Rules
		for j := range all {
			group.Rules = slices.Delete(slices.Clone(all), j, j+1)
			without, err := flightpath.New(n).Check(expected.Expectations(planned))
			require.NoError(t, err)
			broken := slices.ContainsFunc(without.Properties, func(p flightpath.Property) bool { return len(p.Findings) > 0 })
			assert.True(t, broken, "%s does not need %+v", group.Tags["Name"], all[j])
			needed++
		}
		group.Rules = all
	}
	assert.Equal(t, 5+3, needed)
}
