package plan

// withBoth makes shop a service of both clusters, whose pods the ingress load balancer reaches itself.
func withBoth(f func(*Service)) func(*Estate) {
	return withShop(func(s *Service) {
		s.Cluster, s.Weights, s.Pattern = "", map[string]int{"payments": 90, "search": 10}, patternSingle
		f(s)
	})
}

// withLegacy adds a cluster that exists already, with pods in a CIDR of their own and one service that reaches them itself.
func withLegacy(pods map[string]ExistingSubnet) func(*Estate) {
	return func(e *Estate) {
		there := existing()
		if pods != nil {
			there.Subnets["pod"] = pods
		}
		e.Clusters["legacy"] = Cluster{Cidr: "10.18.0.0/24", PodCidr: "100.66.0.0/24", Existing: there}
		e.Services["orders"] = Service{
			Cluster: "legacy", Pattern: patternSingle, LoadBalancer: "public", Hostnames: []string{"orders.example.com"}, Port: 8080,
		}
	}
}

var singleRejections = []rejection{
	{"cluster and weights", withBoth(func(s *Service) { s.Cluster = "search" }), []string{
		"services.shop.cluster: goes not with weights, which name the clusters; remove one of the two",
	}},
	{"unknown cluster in weights", withBoth(func(s *Service) { s.Weights = map[string]int{"payment": 1, "search": 1} }), []string{
		`services.shop.weights.payment: there is no cluster "payment"; did you mean payments?`,
	}},
	{"weights out of range", withBoth(func(s *Service) { s.Weights = map[string]int{"payments": 1000, "search": -1} }), []string{
		"services.shop.weights.payments: 1000 is out of range: 0 to 999",
		"services.shop.weights.search: -1 is out of range: 0 to 999",
	}},
	{"weights that are all 0", withBoth(func(s *Service) { s.Weights = map[string]int{"payments": 0, "search": 0} }), []string{
		"services.shop.weights: the weights are all 0: no cluster would answer",
	}},
	{"one weight of 0", withBoth(func(s *Service) { s.Weights = map[string]int{"payments": 0} }), []string{
		"services.shop.weights: the weights are all 0: no cluster would answer",
	}},
	{"six weights", func(e *Estate) {
		weights := map[string]int{"payments": 1, "search": 1}
		for _, cidr := range []string{"10.20.0.0/20", "10.21.0.0/20", "10.22.0.0/20", "10.23.0.0/20"} {
			name := "c" + cidr[3:5]
			e.Clusters[name], weights[name] = Cluster{Cidr: cidr}, 1
		}
		withBoth(func(s *Service) { s.Weights = weights })(e)
	}, []string{"services.shop.weights: 6 clusters; AWS forwards to at most 5 target groups and raises that for nobody"}},
	{"weights behind an NLB", withEvents(func(s *Service) {
		s.Cluster, s.Weights, s.Pattern = "", map[string]int{"payments": 1, "search": 1}, patternSingle
	}), []string{
		"services.events.weights: are for ALBs; the AWS provider cannot state those of an NLB yet (terraform-provider-aws issue 45164): " +
			"declare sharedTargetGroup with `pattern: single`, or one cluster",
	}},
	{"one weight behind an NLB", withEvents(func(s *Service) { s.Cluster, s.Weights = "", map[string]int{"search": 1} }), []string{
		"services.events.weights: are for ALBs; the AWS provider cannot state those of an NLB yet (terraform-provider-aws issue 45164): " +
			"declare sharedTargetGroup with `pattern: single`, or one cluster",
	}},
	{"shared target group of one cluster", withShop(func(s *Service) { s.Pattern, s.SharedTargetGroup = patternSingle, true }), []string{
		"services.shop.sharedTargetGroup: is for the clusters of weights; a single cluster has the target group for itself anyway",
	}},
	{"shared target group by weight", withBoth(func(s *Service) { s.SharedTargetGroup = true }), []string{
		"services.shop.weights: differ, but in a shared target group every pod has the same weight: make them equal, or remove sharedTargetGroup",
	}},
	{"shared target group of inner load balancers", withBoth(func(s *Service) {
		s.Pattern, s.SharedTargetGroup, s.Weights = patternSandwich, true, map[string]int{"payments": 1, "search": 1}
	}), []string{
		"services.shop.sharedTargetGroup: is for pods that are targets themselves; in payments they are behind an inner load balancer: declare `pattern: single`",
		"services.shop.sharedTargetGroup: is for pods that are targets themselves; in search they are behind an inner load balancer: declare `pattern: single`",
	}},
	{"shared target group of both patterns", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.Pattern = patternSingle })
		withBoth(func(s *Service) {
			s.Pattern, s.SharedTargetGroup, s.Weights = "", true, map[string]int{"payments": 1, "search": 1}
		})(e)
	}, []string{
		"services.shop.sharedTargetGroup: is for pods that are targets themselves; in payments they are behind an inner load balancer: declare `pattern: single`",
	}},
	{"inner load balancer of pods that are targets themselves", withShop(func(s *Service) {
		s.Pattern, s.InnerLoadBalancer, s.InnerPort = patternSingle, 2, 30000
	}), []string{
		"services.shop.innerLoadBalancer: is for the pattern sandwich; in payments pods are targets themselves",
		"services.shop.innerPort: is for the pattern sandwich; in payments pods are targets themselves",
	}},
	{"inner port where the cluster's pattern is single", func(e *Estate) {
		change(e.Clusters, "payments", func(c *Cluster) { c.Pattern = patternSingle })
		withShop(func(s *Service) { s.InnerPort = 30000 })(e)
	}, []string{"services.shop.innerPort: is for the pattern sandwich; in payments pods are targets themselves"}},
	{"misspelt patterns", func(e *Estate) {
		change(e.Clusters, "payments", func(c *Cluster) { c.Pattern = "singel" })
		withShop(func(s *Service) { s.Pattern = "sandwhich" })(e)
	}, []string{
		`clusters.payments.pattern: "singel" is not one of sandwich, single; did you mean single?`,
		`services.shop.pattern: "sandwhich" is not one of sandwich, single; did you mean sandwich?`,
	}},
	{"pods that are targets in a CIDR that two clusters have", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.PodCidr = "100.64.0.0/20" })
		withShop(func(s *Service) { s.Pattern = patternSingle })(e)
	}, []string{
		"clusters.payments.podCidr: 100.64.0.0/16 overlaps clusters.search.podCidr 100.64.0.0/20; clusters whose pods are targets of an ingress load balancer (`pattern: single`) need a podCidr of their own",
	}},
	{"pods that are targets in both clusters of a CIDR", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.PodCidr = "100.64.0.0/20" })
		withBoth(func(*Service) {})(e)
	}, []string{
		"clusters.payments.podCidr: 100.64.0.0/16 overlaps clusters.search.podCidr 100.64.0.0/20; clusters whose pods are targets of an ingress load balancer (`pattern: single`) need a podCidr of their own",
	}},
	{"pods outside the supernets", func(e *Estate) {
		e.Transit.TransitGateway.Supernets = []string{"10.16.0.0/12"}
		withShop(func(s *Service) { s.Pattern = patternSingle })(e)
	}, []string{
		"clusters.payments.podCidr: 100.64.0.0/16 lies in none of transit.transitGateway.supernets (10.16.0.0/12), but pods are targets of an ingress load balancer",
	}},
	{"existing cluster without pod subnets", withLegacy(nil), []string{
		"clusters.legacy.existing.subnets.pod: has no subnet in use1-az1",
		"clusters.legacy.existing.subnets.pod: has no subnet in use1-az2",
	}},
	{"existing cluster with pods in node subnets that are not told", func(e *Estate) {
		withLegacy(nil)(e)
		change(e.Clusters, "legacy", func(c *Cluster) { c.PodCidr = "" })
	}, []string{
		"clusters.legacy.existing.subnets.node: has no subnet in use1-az1",
		"clusters.legacy.existing.subnets.node: has no subnet in use1-az2",
	}},
	{"pod subnets without route tables", withLegacy(map[string]ExistingSubnet{
		"use1-az1": {ID: "subnet-00000005", Cidr: "100.66.0.0/25"},
		"use1-az2": {ID: "subnet-00000006", Cidr: "100.66.0.128/25", RouteTableID: "rtb-00000002"},
	}), []string{
		"clusters.legacy.existing.subnets.pod.use1-az1.routeTableId: is required: the routes to the ingress VPC go into it",
	}},
	{"target groups of weights", func(e *Estate) {
		e.Quotas.TargetGroups = 6
		withBoth(func(*Service) {})(e)
		withShop(func(s *Service) { s.Pattern = "" })(e)
	}, []string{
		"services: 8 target groups in the Region (two per service, one with pattern single); the quota is 6: have AWS raise it and declare it as quotas.targetGroups",
	}},
	{"rules for pods' ports", func(e *Estate) {
		e.Quotas.RulesPerSecurityGroup = 3
		withBoth(func(s *Service) { s.HealthCheck = &HealthCheck{Path: "/healthz", Port: 9090} })(e)
	}, []string{
		"clusters.search: 5 inbound rules of the cluster's security group (one of EKS, one per port of its services, one per CIDR of endpoint.privateCidrs); the quota is 3: have AWS raise it and declare it as quotas.rulesPerSecurityGroup",
		"ingress.loadBalancers.public: 5 outbound security-group rules (one per cluster that it serves, with pattern single one per port); the quota is 3: have AWS raise it and declare it as quotas.rulesPerSecurityGroup",
	}},
}
