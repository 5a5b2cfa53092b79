package plan

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// good is an estate without problems: two clusters and three services over an ALB and an NLB.
func good() Estate {
	return Estate{
		Zones: []string{"use1-az1", "use1-az2"},
		Ingress: Ingress{
			Cidr: "10.0.0.0/20",
			LoadBalancers: map[string]LoadBalancer{
				"public": {Certificate: &Certificate{DomainName: "*.example.com", HostedZone: "Z0123456789ABCDEFGHIJ"}},
				"stream": {Type: "network"},
			},
		},
		Transit: Transit{TransitGateway: &TransitGateway{}},
		Clusters: map[string]Cluster{
			"payments": {Cidr: "10.16.0.0/16", PodCidr: "100.64.0.0/16"},
			"search":   {Cidr: "10.17.0.0/20"},
		},
		Services: map[string]Service{
			"shop":   {Cluster: "payments", LoadBalancer: "public", Hostnames: []string{"shop.example.com"}, Port: 8080},
			"find":   {Cluster: "search", LoadBalancer: "public", Hostnames: []string{"find.example.com"}, Port: 8080},
			"events": {Cluster: "search", LoadBalancer: "stream", ListenerPort: 9092, Port: 9092},
		},
	}
}

// existing is the declaration of a VPC that exists already, with a cluster.
func existing() *Existing {
	return &Existing{
		VpcID: "vpc-0123456789abcdef0", ClusterName: "legacy", PodSecurityGroupID: "sg-0123456789abcdef0",
		Subnets: map[string]map[string]ExistingSubnet{
			"lb": {
				"use1-az1": {ID: "subnet-00000001", Cidr: "10.18.0.0/26", RouteTableID: "rtb-00000001"},
				"use1-az2": {ID: "subnet-00000002", Cidr: "10.18.0.64/26", RouteTableID: "rtb-00000001"},
			},
			"transit": {
				"use1-az1": {ID: "subnet-00000003", Cidr: "10.18.0.128/28"},
				"use1-az2": {ID: "subnet-00000004", Cidr: "10.18.0.144/28"},
			},
		},
	}
}

// change applies a change to a member of a map of structs.
func change[V any](m map[string]V, name string, f func(*V)) {
	value := m[name]
	f(&value)
	m[name] = value
}

// many adds services behind a load balancer, each with an inner port of its own.
func many(e *Estate, n int, service Service) {
	for i := range n {
		s, number := service, strconv.Itoa(i)
		s.InnerPort = minInnerPort + i
		if s.LoadBalancer == "public" {
			s.Hostnames, s.Priority = []string{"s" + number + ".example.com"}, 1000+i
		} else {
			s.ListenerPort = 10000 + i
		}
		e.Services["s"+number] = s
	}
}

func TestGoodEstateHasNoProblems(t *testing.T) {
	plan, err := Build(good())
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	withExisting := good()
	withExisting.Clusters["legacy"] = Cluster{Cidr: "10.18.0.0/24", Existing: existing()}
	plan, err = Build(withExisting)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
}
