package components_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	ownedBalancer = "k8s-shop-web"
	ownedPod      = "100.64.0.77"
)

// owned is an estate in whose ingress VPC the controller of cluster payments made a load balancer of its own (docs/controller.md), as a
// snapshot would show it: with security group, target group and listener, and a pod as target.
type owned struct {
	estate   []byte
	planned  *plan.Plan
	internal bool
}

// ownedBy is such an estate: where routed, a service of the pattern single has pods' routes and rules made already.
func ownedBy(t *testing.T, routed, internal bool) owned {
	t.Helper()
	change := func(estate map[string]any) {
		if routed {
			estate["services"].(map[string]any)["checkout"].(map[string]any)["pattern"] = "single"
		}
	}
	return owned{devEstate(t, change), devPlan(t, change), internal}
}

func (o owned) config() flightpathtest.Option {
	return flightpathtest.Config(map[string]string{"ingresshub:estate": string(o.estate)})
}

// declared are the pods of the estate's own services.
func (o owned) declared(n *network.Network) []flightpath.Declaration {
	return expected.Declarations(o.planned, n)
}

// program is the estate's, and then what the controller makes. IDs are known from the estate alone, recorded before.
func (o owned) program(t *testing.T) pulumi.RunFunc {
	t.Helper()
	alone := flightpathtest.Record(t, estate.Program, o.config())
	subnets := map[string]network.Subnet{}
	for _, subnet := range alone.Subnets {
		subnets[subnet.Name] = subnet
	}
	ingress, pods := []string{}, subnets["payments.pod.use1-az1"]
	for _, zone := range []string{"use1-az1", "use1-az2"} {
		ingress = append(ingress, subnets["ingress.lb."+zone].ID)
	}
	vpc := subnets["ingress.lb.use1-az1"].VPC
	number := slices.IndexFunc(alone.SecurityGroups, func(g network.SecurityGroup) bool {
		return g.VPC == pods.VPC && g.Tags["aws:eks:cluster-name"] != ""
	})
	require.NotEqual(t, -1, number)
	podGroup := alone.SecurityGroups[number].ID
	return func(ctx *pulumi.Context) error {
		if err := estate.Program(ctx); err != nil {
			return err
		}
		var failed error
		made := func(typ string, inputs pulumi.Map) pulumi.IDOutput {
			r := &pulumi.CustomResourceState{}
			if err := ctx.RegisterResource(typ, ownedBalancer, inputs, r); err != nil && failed == nil {
				failed = err
			}
			return r.ID()
		}
		anywhere := pulumi.ToStringArray([]string{"0.0.0.0/0"})
		group := made(groupType, pulumi.Map{
			"vpcId":   pulumi.String(vpc),
			"ingress": pulumi.Array{pulumi.Map{"protocol": pulumi.String("tcp"), "fromPort": pulumi.Int(443), "toPort": pulumi.Int(443), "cidrBlocks": anywhere}},
			"egress":  pulumi.Array{pulumi.Map{"protocol": pulumi.String("-1"), "fromPort": pulumi.Int(0), "toPort": pulumi.Int(0), "cidrBlocks": anywhere}},
		})
		balancer := made(balancerType, pulumi.Map{
			"name": pulumi.String(ownedBalancer), "loadBalancerType": pulumi.String("application"), "internal": pulumi.Bool(o.internal),
			"subnets": pulumi.ToStringArray(ingress), "securityGroups": pulumi.Array{group},
		})
		targets := made(targetGroupType, pulumi.Map{
			"name": pulumi.String(ownedBalancer), "targetType": pulumi.String("ip"), "vpcId": pulumi.String(vpc),
			"protocol": pulumi.String("HTTP"), "port": pulumi.Int(8080),
		})
		listener := made(listenerType, pulumi.Map{
			"loadBalancerArn": balancer, "port": pulumi.Int(443), "protocol": pulumi.String("HTTPS"),
			"defaultActions": pulumi.Array{pulumi.Map{"type": pulumi.String("fixed-response")}},
		})
		made(ruleType, pulumi.Map{
			"listenerArn": listener,
			"conditions":  pulumi.Array{pulumi.Map{"hostHeader": pulumi.Map{"values": pulumi.ToStringArray([]string{"web.example.com"})}}},
			"actions":     pulumi.Array{pulumi.Map{"type": pulumi.String("forward"), "targetGroupArn": targets}},
		})
		made(targetType, pulumi.Map{
			"targetGroupArn": targets, "targetId": pulumi.String(ownedPod), "port": pulumi.Int(8080), "availabilityZone": pulumi.String("all"),
		})
		made("aws:ec2/networkInterface:NetworkInterface", pulumi.Map{
			"subnetId": pulumi.String(pods.ID), "privateIps": pulumi.ToStringArray([]string{ownedPod}), "securityGroups": pulumi.ToStringArray([]string{podGroup}),
		})
		return failed
	}
}

// check is what flightpath finds.
func (o owned) check(t *testing.T) (*flightpath.Analyzer, flightpath.Report) {
	t.Helper()
	n := flightpathtest.Record(t, o.program(t), o.config())
	assert.Empty(t, n.Gaps)
	n, err := flightpath.Declare(n, o.declared(n))
	require.NoError(t, err)
	analyzer := flightpath.New(n)
	report, err := analyzer.Check(expected.Expectations(o.planned))
	require.NoError(t, err)
	return analyzer, report
}

// A load balancer that a cluster owns is exposed where it is internet-facing, and so are its pods, as far as they are routed: the
// routes and rules of another service are enough. Nothing of it is declared, and flightpath says so. An internal one is none of this.
func TestLoadBalancerThatAClusterOwns(t *testing.T) {
	t.Parallel()
	nodes := []string{ownedBalancer + "@Subnet/ingress.lb.use1-az1", ownedBalancer + "@Subnet/ingress.lb.use1-az2"}
	for name, test := range map[string]struct {
		routed, internal bool
		exposed          []string
	}{
		"internet-facing":                {true, false, append([]string{"NetworkInterface/" + ownedBalancer}, nodes...)},
		"internet-facing, pods unrouted": {false, false, nodes},
		"internal":                       {true, true, nil},
		"internal, pods unrouted":        {false, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			analyzer, report := ownedBy(t, test.routed, test.internal).check(t)
			var exposed []string
			for _, reached := range report.Exposed {
				if reached.Owner == "LoadBalancer/"+ownedBalancer || slices.Contains(reached.Through, ownedBalancer) {
					assert.Equal(t, flightpath.Direct, reached.Verdict, reached.To)
					exposed = append(exposed, reached.To)
				}
			}
			assert.Equal(t, test.exposed, exposed)
			wanted, verdict := flightpath.Holds, flightpath.Blocked
			if !test.internal {
				wanted, verdict = flightpath.Fails, flightpath.Direct
			}
			assert.Equal(t, verdict, verdictOf(t, analyzer, "internet", ownedBalancer))
			const cluster = "Subnet/search.node.use1-az1"
			assert.Equal(t, flightpath.Direct, verdictOf(t, analyzer, cluster, ownedBalancer), "each cluster has a route to the ingress VPC")
			assert.Equal(t, flightpath.Holds, property(t, report, flightpath.Exposed).Result, "the services that are declared")
			contained := property(t, report, flightpath.Contained)
			assert.Equal(t, wanted, contained.Result)
			assert.Len(t, contained.Findings, len(test.exposed), "each of these and nothing else")
			for _, finding := range contained.Findings {
				assert.Equal(t, "internet", finding.From)
				assert.Contains(t, finding.To, ownedBalancer)
			}
			// Its controller goes on checking pods that it does not reach.
			alive := map[bool]flightpath.Result{true: flightpath.Holds, false: flightpath.Fails}
			assert.Equal(t, alive[test.routed], property(t, report, flightpath.Alive).Result)
		})
	}
}

// A program's own test finds it as well, where it says what is expected. Any internet-facing load balancer passes where it does not.
func TestRequireContainedFindsWhatAClusterOwns(t *testing.T) {
	t.Parallel()
	for _, internal := range []bool{false, true} {
		o := ownedBy(t, true, internal)
		declared, generic := &complaints{TB: t}, &complaints{TB: t}
		flightpathtest.RequireContained(declared, o.program(t), o.config(), flightpathtest.Expect(expected.Expectations(o.planned)), flightpathtest.Declare(o.declared))
		flightpathtest.RequireContained(generic, o.program(t), o.config())
		assert.Empty(t, generic.said)
		if internal {
			assert.Empty(t, declared.said)
			continue
		}
		require.Len(t, declared.said, 3, "two nodes and a pod")
		for _, said := range declared.said {
			assert.Contains(t, said, "contained: from internet to ")
			assert.Contains(t, said, ownedBalancer)
		}
	}
}

// complaints is a test that is told of failures instead of failing.
type complaints struct {
	testing.TB
	said []string
}

func (c *complaints) Helper() {}
func (c *complaints) Errorf(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}

// property is one of a report.
func property(t *testing.T, report flightpath.Report, name flightpath.PropertyName) flightpath.Property {
	t.Helper()
	i := slices.IndexFunc(report.Properties, func(p flightpath.Property) bool { return p.Name == name })
	require.NotEqual(t, -1, i, name)
	return report.Properties[i]
}
