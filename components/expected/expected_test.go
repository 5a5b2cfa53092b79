package expected_test

import (
	"encoding/json"
	"net/netip"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

func dev(t *testing.T) *plan.Plan {
	t.Helper()
	file, err := os.ReadFile("../../tests/testdata/estate.yaml")
	require.NoError(t, err)
	var stack struct {
		Config map[string]any `yaml:"config"`
	}
	require.NoError(t, yaml.Unmarshal(file, &stack))
	text, err := json.Marshal(stack.Config["ingresshub:estate"])
	require.NoError(t, err)
	planned, err := plan.Parse(text)
	require.NoError(t, err)
	return planned
}

func TestExpectations(t *testing.T) {
	t.Parallel()
	all := expected.Expectations(dev(t))
	assert.Equal(t, []string{"10.0.0.0/20"}, all.Ingress)
	assert.ElementsMatch(t, []string{"ingresshub-edge", "ingresshub-public"}, all.LoadBalancers)
	assert.ElementsMatch(t, []string{"10.16.0.0/16", "10.32.0.0/16"}, all.Protected)
	assert.Empty(t, all.InspectedFrom, "this estate declares no inspection")
	offered := map[string]flightpath.Service{}
	for _, service := range all.Services {
		assert.NotContains(t, offered, service.Name, "once, however many rules it has")
		offered[service.Name] = service
	}
	require.Len(t, offered, 4, "the redirect to HTTPS is no service")
	assert.Equal(t, 443, offered["checkout"].Port)
	assert.Equal(t, "ingresshub-public", offered["checkout"].LoadBalancer)
	assert.NotEmpty(t, offered["checkout"].TargetGroup)
	assert.Equal(t, 8883, offered["telemetry"].Port)
	assert.Equal(t, "ingresshub-edge", offered["telemetry"].LoadBalancer)
}

func TestDeclarations(t *testing.T) {
	t.Parallel()
	planned := dev(t)
	group := func(id, vpc string, tags map[string]string) network.SecurityGroup {
		return network.SecurityGroup{Object: network.Object{ID: id, Tags: tags}, VPC: vpc}
	}
	ofEKS := map[string]string{"aws:eks:cluster-name": "ingresshub-payments"}
	n := &network.Network{SecurityGroups: []network.SecurityGroup{
		group("sg-payments", "vpc-payments", ofEKS), group("sg-elsewhere", "vpc-elsewhere", ofEKS), group("sg-other", "vpc-payments", nil),
	}}
	for _, vpc := range planned.Vpcs {
		n.VPCs = append(n.VPCs, network.VPC{Object: network.Object{ID: "vpc-" + vpc.Name}, CIDRs: prefixes(t, vpc.Cidr)})
	}
	declared := map[int]flightpath.Declaration{}
	for _, one := range expected.Declarations(planned, n) {
		declared[one.Port] = one
		assert.NotEmpty(t, one.TargetGroup)
	}
	assert.Equal(t, []string{"payments.pod.use1-az1", "payments.pod.use1-az2", "payments.pod.use1-az4"}, declared[8443].Subnets)
	assert.Equal(t, []string{"sg-payments"}, declared[8443].SecurityGroups, "the one that EKS made in this VPC")
	assert.Equal(t, []string{"search.node.use1-az1", "search.node.use1-az2", "search.node.use1-az4"}, declared[8883].Subnets, "pods live among the nodes")
	assert.Empty(t, declared[8883].SecurityGroups, "not known, and so unproven")
}

func prefixes(t *testing.T, cidr string) []netip.Prefix {
	t.Helper()
	block, err := netip.ParsePrefix(cidr)
	require.NoError(t, err)
	return []netip.Prefix{block}
}

// TestSinglePattern expects pods behind ingress load balancers: a service for each cluster that shares one by weight, and targets of
// each cluster in a target group that several fill.
func TestSinglePattern(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../plan/testdata/single.json")
	require.NoError(t, err)
	planned, err := plan.Parse(text)
	require.NoError(t, err)
	var names []string
	for _, service := range expected.Expectations(planned).Services {
		names = append(names, service.Name)
	}
	assert.ElementsMatch(t, []string{
		"admin", "cart.blue", "catalog.blue", "catalog.green", "feed", "measure", "orders",
	}, names, "green stands by for cart")
	filled := map[string][]string{}
	for _, one := range expected.Declarations(planned, &network.Network{}) {
		require.NotEmpty(t, one.Subnets, one.TargetGroup)
		filled[one.TargetGroup] = append(filled[one.TargetGroup], one.Subnets[0])
	}
	for _, balancer := range planned.LoadBalancers {
		for _, group := range balancer.TargetGroups {
			switch group.Name {
			case "stream.feed":
				assert.Equal(t, []string{"blue.pod.use1-az1", "green.pod.use1-az1"}, filled[group.AwsName])
			case "public.catalog.green":
				assert.Equal(t, []string{"green.pod.use1-az1"}, filled[group.AwsName])
			case "public.orders":
				assert.Equal(t, []string{"subnet-00000005"}, filled[group.AwsName], "the existing subnet for pods")
			case "public.admin", "public.cart.green":
				assert.Empty(t, filled[group.AwsName], "its targets are the inner load balancer's addresses")
			}
		}
	}
}
