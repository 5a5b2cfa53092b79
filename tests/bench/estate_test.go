package bench

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/plan"
)

const (
	// servicesPerCluster is how many services each cluster of a declared estate offers.
	servicesPerCluster = 10

	// clustersPerAlb fills an ALB with as many target groups as AWS lets it have.
	clustersPerAlb = 100 / servicesPerCluster

	// largestEstate is how many clusters fit into the supernet.
	largestEstate = 1 << (20 - 10)
)

var supernet = netip.MustParsePrefix("10.0.0.0/10")

// declare is an estate of so many clusters, each with so many services, over as many ALBs as that takes.
//
// Ports of inner load balancers and priorities of rules are declared: their defaults are hashes of names, which collide
// in estates of this size, and the plan then asks for declared ones.
func declare(clusters, services int) plan.Estate {
	estate := plan.Estate{
		Zones: []string{"use1-az1", "use1-az2", "use1-az4"},
		Ingress: plan.Ingress{
			Cidr:          "10.255.0.0/20",
			LoadBalancers: map[string]plan.LoadBalancer{},
		},
		Transit: plan.Transit{TransitGateway: &plan.TransitGateway{
			// A route table of a VPC holds at most 1,000 routes.
			Supernets: []string{supernet.String()},
		}},
		Clusters: map[string]plan.Cluster{},
		Services: map[string]plan.Service{},
		Quotas: plan.Quotas{
			Albs:         1 + clusters/clustersPerAlb,
			Nlbs:         1 + clusters,
			TargetGroups: 1 + 2*clusters*services,
		},
		Tags: map[string]string{"team": "platform", "cost-center": "4711"},
	}
	for c := range clusters {
		cluster, alb := fmt.Sprintf("cluster-%04d", c), fmt.Sprintf("public-%03d", c/clustersPerAlb)
		estate.Ingress.LoadBalancers[alb] = plan.LoadBalancer{Certificate: &plan.Certificate{
			Arn: "arn:aws:acm:us-east-1:111122223333:certificate/" + alb,
		}}
		estate.Clusters[cluster] = plan.Cluster{Cidr: slot(c), PodCidr: "100.64.0.0/16"}
		for s := range services {
			name := fmt.Sprintf("%s-service-%02d", cluster, s)
			estate.Services[name] = plan.Service{
				Cluster:      cluster,
				LoadBalancer: alb,
				Hostnames:    []string{name + ".example.com"},
				Port:         8080 + s,
				HealthCheck:  &plan.HealthCheck{Path: "/healthz"},
				InnerPort:    20000 + s,
				Priority:     1 + c%clustersPerAlb*services + s,
			}
		}
	}
	return estate
}

// slot is the CIDR of a cluster: the /20 of that number in the supernet.
func slot(number int) string {
	const size = 32 - 20
	address := supernet.Addr().As4()
	address[1] += byte(number << size >> 16)
	address[2] += byte(number << size >> 8)
	return netip.PrefixFrom(netip.AddrFrom4(address), 20).String()
}

// document is an estate as the stack's config holds it.
func document(tb testing.TB, estate plan.Estate) string {
	tb.Helper()
	text, err := json.Marshal(estate)
	require.NoError(tb, err)
	return string(text)
}

// The largest estate is measured by BenchmarkPlan; that it is a valid one has to hold without it.
func TestDeclaredEstatesAreValid(t *testing.T) {
	for _, clusters := range []int{1, 11, largestEstate} {
		planned, err := plan.Build(declare(clusters, servicesPerCluster))
		require.NoError(t, err)
		require.Empty(t, planned.Validate())
		require.Len(t, planned.Clusters, clusters)
		require.Len(t, planned.Bindings, clusters*servicesPerCluster)
	}
}
