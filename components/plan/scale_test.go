package plan

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// large is an estate of many clusters with ten services each, fifty ALBs' worth of them per hundred clusters.
func large(clusters int) Estate {
	estate := good()
	estate.Clusters, estate.Services, estate.Ingress.LoadBalancers = map[string]Cluster{}, map[string]Service{}, map[string]LoadBalancer{}
	estate.Ingress.Cidr = "172.16.0.0/20"
	estate.Transit.TransitGateway.Supernets = []string{"10.0.0.0/8"}
	estate.Quotas = Quotas{Albs: 1000, Nlbs: 5000, TargetGroups: 100000, TargetsPerAlb: 5000, RulesPerAlb: 200}
	for i := range clusters {
		cluster, lb := fmt.Sprintf("c%d", i), fmt.Sprintf("lb%d", i/10)
		estate.Clusters[cluster] = Cluster{Cidr: fmt.Sprintf("10.%d.%d.0/22", i/64, i%64*4), PodCidr: "100.64.0.0/16"}
		estate.Ingress.LoadBalancers[lb] = LoadBalancer{Certificate: &Certificate{DomainName: "*.example.com", HostedZone: "Z01"}}
		for j := range 10 {
			estate.Services[fmt.Sprintf("s%d-%d", i, j)] = Service{
				Cluster: cluster, LoadBalancer: lb, Hostnames: []string{fmt.Sprintf("s%d-%d.example.com", i, j)}, Port: 8080,
				InnerPort: 30000 + j, Priority: 1 + i%10*10 + j,
			}
		}
	}
	return estate
}

// TestLargeEstatesPlanFast would take minutes with anything quadratic in it. Benchmarks with figures are in tests/bench.
func TestLargeEstatesPlanFast(t *testing.T) {
	estate := large(1000)
	start := time.Now()
	plan, err := Build(estate)
	require.NoError(t, err)
	require.Len(t, plan.Bindings, 10000)
	require.Less(t, time.Since(start), 20*time.Second)
	require.Empty(t, plan.Validate())
}

func BenchmarkBuild(b *testing.B) {
	estate := large(1000)
	for b.Loop() {
		if _, err := Build(estate); err != nil {
			b.Fatal(err)
		}
	}
}
