package plan_test

import (
	"fmt"

	"github.com/ingresshub/ingresshub/components/plan"
)

// An estate in Go. The error lists everything that is wrong, by field.
func ExampleBuild() {
	_, err := plan.Build(plan.Estate{
		Zones:   []string{"use1-az1", "us-east-1b"},
		Ingress: plan.Ingress{Cidr: "10.0.0.0/20"},
		Transit: plan.Transit{TransitGateway: &plan.TransitGateway{}},
		Clusters: map[string]plan.Cluster{
			"payments": {Cidr: "10.16.0.0/16"},
			"search":   {Cidr: "10.16.128.0/17"},
		},
	})
	fmt.Println(err)
	// Output:
	// the estate has 2 problems:
	//   clusters.payments.cidr: 10.16.0.0/16 overlaps clusters.search.cidr 10.16.128.0/17
	//   zones[1]: us-east-1b is a zone name, which means another place in every account: use the zone ID, such as use1-az1 (`aws ec2 describe-availability-zones` shows both)
}

// Parse reads JSON, such as the stack's config, and lists problems of reading and of planning together.
func ExampleParse() {
	_, err := plan.Parse([]byte(`{
		"zones": ["use1-az1", "use1-az2"],
		"ingress": {"cidr": "10.0.0.0/20"},
		"transit": {"transitGateway": {}},
		"clusters": {"payments": {"cidr": "10.16.0.1/16", "podCdir": "100.64.0.0/16", "kubernetesVersion": 1.30}}
	}`))
	fmt.Println(err)
	// Output:
	// the estate has 3 problems:
	//   clusters.payments.cidr: 10.16.0.1/16 has host bits set: the network is 10.16.0.0/16
	//   clusters.payments.kubernetesVersion: is the number 1.30; a string is wanted: quote it, as in "1.30"
	//   clusters.payments.podCdir: unknown key; did you mean podCidr?
}

// An ingress VPC by itself, with a route to one cluster's VPC through a transit gateway.
func ExampleNewIngressVpc() {
	vpc, err := plan.NewIngressVpc("edge", "10.0.0.0/20", []string{"use1-az1", "use1-az4"}, map[string]string{"payments": "10.16.0.0/16"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, subnet := range vpc.Subnets {
		fmt.Println(subnet.Name, subnet.Cidr)
	}
	for _, route := range vpc.RouteTables[0].Routes {
		fmt.Println(route.Name, route.Destination, route.NextHop)
	}
	// Output:
	// edge.lb.use1-az1 10.0.0.0/24
	// edge.lb.use1-az4 10.0.3.0/24
	// edge.transit.use1-az1 10.0.15.128/28
	// edge.transit.use1-az4 10.0.15.176/28
	// edge.lb.use1-az1.internet 0.0.0.0/0 internet-gateway
	// edge.lb.use1-az1.payments 10.16.0.0/16 transit-gateway
}

// The VPC of an EKS cluster by itself.
func ExampleNewEksVpc() {
	vpc, err := plan.NewEksVpc(plan.EksVpcSpec{
		Name: "payments", Cidr: "10.16.0.0/20", Zones: []string{"use1-az1", "use1-az2"}, IngressCidr: "10.0.0.0/20",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, block := range vpc.Blocks {
		fmt.Println(block.Name, block.Cidr)
	}
	// Output:
	// payments.control-plane 10.16.15.0/25
	// payments.lb 10.16.8.0/22
	// payments.node 10.16.0.0/21
	// payments.transit 10.16.15.128/25
}

// A load balancer in front of addresses that a VPC has already.
func ExampleNewIngressLoadBalancer() {
	lb, err := plan.NewIngressLoadBalancer(plan.IngressLoadBalancerSpec{
		Name: "public", Vpc: "edge", VpcIdentity: "vpc-0123456789abcdef0", Zones: []string{"use1-az1", "use1-az2"},
		LoadBalancer: plan.LoadBalancer{Certificate: &plan.Certificate{DomainName: "shop.example.com", HostedZone: "Z0123456789ABCDEFGHIJ"}},
		Services: map[string]plan.TargetedService{
			"shop": {
				Service:   plan.Service{Hostnames: []string{"shop.example.com"}, Port: 8080},
				Addresses: map[string]string{"use1-az1": "10.16.0.10", "use1-az2": "10.16.1.10"},
			},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	group := lb.TargetGroups[0]
	fmt.Println(lb.AwsName, group.Protocol, group.Port)
	for _, target := range group.Targets {
		fmt.Println(target.Name, target.Address, target.AvailabilityZone)
	}
	// Output:
	// ingresshub-public HTTP 8080
	// public.shop.use1-az1 10.16.0.10 all
	// public.shop.use1-az2 10.16.1.10 all
}

// An inner load balancer in subnets that exist already.
func ExampleNewStaticNlb() {
	nlb, err := plan.NewStaticNlb(plan.StaticNlbSpec{
		Cluster: "payments", VpcCidr: "10.16.0.0/20", IngressCidr: "10.0.0.0/21",
		Subnets:  map[string]string{"use1-az1": "10.16.8.0/25", "use1-az2": "10.16.8.128/25"},
		Services: map[string]plan.Service{"shop": {Port: 8080}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, static := range nlb.Addresses {
		fmt.Println(static.Name, static.Address)
	}
	fmt.Println(nlb.TargetGroups[0].Name, nlb.TargetGroups[0].Port)
	// Output:
	// payments.inner-1.use1-az1 10.16.8.112
	// payments.inner-1.use1-az2 10.16.8.240
	// payments.inner-1.shop 8080
}
