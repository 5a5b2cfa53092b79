package plan

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawName draws a name that an estate may declare.
func drawName(t *rapid.T, label string) string {
	return rapid.StringMatching(`(internal|inner|[a-z][a-z0-9]{0,8})(-([0-9]|inner|[a-z0-9]{1,8})){0,4}`).Draw(t, label)
}

func TestAwsNamesFitAndDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate, other := drawName(t, "estate"), drawName(t, "other")
		seen := map[string]string{}
		for _, name := range []string{drawName(t, "a"), drawName(t, "b"), other, other + "-inner-1", "internal-" + other} {
			seen["ingress "+name] = awsLoadBalancerName(estate, name)
			seen["inner "+name] = awsInnerName(estate, name, "1")
		}
		inverse := map[string]string{}
		for what, name := range seen {
			a := audit{}
			a.loadBalancerName(name)
			require.Empty(t, a.problems)
			require.Empty(t, inverse[name], "%s and %s", what, inverse[name])
			inverse[name] = what
		}
	})
}

func TestAwsNamesAreReadable(t *testing.T) {
	require.Equal(t, "ingresshub-public", awsLoadBalancerName("ingresshub", "public"))
	require.Equal(t, "ingresshub-payments-inner-1", awsInnerName("ingresshub", "payments", "1"))
	require.Regexp(t, `^ingresshub-a-rather-lon-[0-9a-f]{8}$`, awsLoadBalancerName("ingresshub", "a-rather-long-name-indeed"))
	require.Regexp(t, `^ingresshub-pay-[0-9a-f]{8}-inner-12$`, awsInnerName("ingresshub", "pay-and-much-more", "12"))
	require.Regexp(t, `^ingresshub-pay-inner-1-[0-9a-f]{8}$`, awsLoadBalancerName("ingresshub", "pay-inner-1"))
	require.Regexp(t, `^xinternal-public-[0-9a-f]{8}$`, awsLoadBalancerName("internal", "public"))
}

// TestTargetGroupNamesFollowWhatReplacesThem changes each input of a target group in turn.
func TestTargetGroupNamesFollowWhatReplacesThem(t *testing.T) {
	names := func(f func(*Estate)) map[string]string {
		estate := good()
		f(&estate)
		plan, err := Build(estate)
		require.NoError(t, err)
		out := map[string]string{}
		for _, lb := range plan.LoadBalancers {
			for _, group := range lb.TargetGroups {
				out["ingress "+group.Service] = group.AwsName
			}
		}
		for _, nlb := range plan.InnerLoadBalancers {
			for _, group := range nlb.TargetGroups {
				out["inner "+group.Service] = group.AwsName
			}
		}
		return out
	}
	before := names(func(*Estate) {})
	shop := func(f func(*Service)) func(*Estate) { return withShop(f) }
	for _, test := range []struct {
		name    string
		change  func(*Estate)
		renamed []string
	}{
		{"port", shop(func(s *Service) { s.Port = 8081 }), []string{"inner shop"}},
		{"protocol", shop(func(s *Service) { s.Protocol = "HTTPS" }), []string{"ingress shop"}},
		{"inner port", shop(func(s *Service) { s.InnerPort = 30000 }), []string{"ingress shop"}},
		{"inner load balancer", shop(func(s *Service) { s.InnerLoadBalancer = 2 }), []string{"inner shop"}},
		{"cluster", shop(func(s *Service) { s.Cluster = "search" }), []string{"ingress shop", "inner shop"}},
		{"health check", shop(func(s *Service) { s.HealthCheck = &HealthCheck{Path: "/x", Port: 9, Interval: 30} }), nil},
		{"host names", shop(func(s *Service) { s.Hostnames = []string{"other.example.com"} }), nil},
		{"paths and priority", shop(func(s *Service) { s.Paths, s.Priority = []string{"/x"}, 7 }), nil},
		{"Kubernetes Service", shop(func(s *Service) { s.Kubernetes = &KubernetesService{Name: "other"} }), nil},
		{"CIDR", func(e *Estate) { change(e.Clusters, "payments", func(c *Cluster) { c.Cidr = "10.99.0.0/16" }) }, []string{"inner shop"}},
		{"zone", func(e *Estate) { e.Zones = append(e.Zones, "use1-az6") }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			after, renamed := names(test.change), []string{}
			for _, key := range sortedKeys(before) {
				if after[key] != before[key] {
					renamed = append(renamed, key)
				}
			}
			require.ElementsMatch(t, test.renamed, renamed)
		})
	}
}

// TestNodeGroupNamesFollowWhatReplacesThem changes each input of a node group in turn.
func TestNodeGroupNamesFollowWhatReplacesThem(t *testing.T) {
	name := func(group NodeGroup) string {
		estate := good()
		change(estate.Clusters, "search", func(c *Cluster) { c.NodeGroups = map[string]NodeGroup{"workers": group} })
		plan, err := Build(estate)
		require.NoError(t, err)
		return plan.Clusters[1].NodeGroups[0].AwsName
	}
	before := name(NodeGroup{})
	for _, replacing := range []NodeGroup{
		{InstanceTypes: []string{"m7i.large"}}, {AmiType: "BOTTLEROCKET_x86_64"}, {CapacityType: "SPOT"}, {DiskSize: 51},
	} {
		require.NotEqual(t, before, name(replacing))
	}
	for _, kept := range []NodeGroup{
		{Min: pointer(2), Max: pointer(9)}, {Labels: map[string]string{"a": "b"}}, {DiskSize: defaultDiskSize, InstanceTypes: []string{defaultInstanceType}},
	} {
		require.Equal(t, before, name(kept))
	}
}

func TestNumbersFromNamesStayInRange(t *testing.T) {
	for i := range 5000 {
		name := "service-" + strconv.Itoa(i)
		require.True(t, defaultPriority(name) >= 1 && defaultPriority(name) <= 50000)
		require.True(t, defaultInnerPort(name) >= 20000 && defaultInnerPort(name) <= 59999)
	}
	// Written down, because another value would move listeners that run.
	require.Equal(t, 34245, defaultPriority("shop"))
	require.Equal(t, 26876, defaultInnerPort("shop"))
}

func TestEveryRegionHasItsOwnCode(t *testing.T) {
	seen := map[string]bool{}
	for code, region := range regions {
		require.False(t, seen[region], region)
		seen[region] = true
		require.Regexp(t, regionPattern, region)
		// The code is the Region's name, each word but the last shortened, without hyphens.
		words := strings.Split(region, "-")
		require.Equal(t, words[0][:2], code[:2])
		require.Equal(t, words[len(words)-1], code[len(code)-1:])
		_, problem := parseZone(code + "-az1")
		require.Empty(t, problem)
	}
}

// TestTargetGroupNamesFollowTheKindOfCheck takes the path from a health check, for which the provider needs a new target
// group, and changes the path, for which it does not.
func TestTargetGroupNamesFollowTheKindOfCheck(t *testing.T) {
	names := func(path string) []string {
		estate := good()
		change(estate.Services, "events", func(s *Service) { s.HealthCheck = &HealthCheck{Path: path} })
		plan, err := Build(estate)
		require.NoError(t, err)
		return []string{plan.LoadBalancers[1].TargetGroups[0].AwsName, plan.InnerLoadBalancers[1].TargetGroups[0].AwsName}
	}
	connection, request := names(""), names("/healthz")
	for i := range connection {
		require.Contains(t, connection[i], "events-")
		require.NotEqual(t, connection[i], request[i])
	}
	require.Equal(t, request, names("/ready"))
}
