package plan

// auditBindings checks the bindings. Groups says, by load balancer and name, whether controllers may fill a target group: they
// deregister whatever they do not know, so it has no targets of its own, and several bindings say that they share it.
func (p *Plan) auditBindings(a *audit, groups map[string]bool) {
	a.names("bindings", namesOf(p.Bindings, func(b Binding) string { return b.Name }))
	bound, clusters := map[string]Binding{}, map[string]EksCluster{}
	for _, cluster := range p.Clusters {
		clusters[cluster.Name] = cluster
	}
	for _, binding := range p.Bindings {
		what := item("bindings", binding.Name)
		balancers := []string{}
		for _, name := range []string{binding.InnerLoadBalancer, binding.InnerAlb, binding.LoadBalancer} {
			if name != "" {
				balancers = append(balancers, name)
			}
		}
		if len(balancers) != 1 {
			a.add(what, "belongs to one load balancer: an inner one, an inner ALB or an ingress load balancer")
			continue
		}
		group := balancers[0] + "/" + binding.TargetGroup
		other := bound[group]
		bound[group] = binding
		switch fillable, ok := groups[group]; {
		case !ok:
			a.add(what, "there is no target group %q", binding.TargetGroup)
		case !fillable:
			a.add(what, "target group %q has targets of its own, which a controller would deregister", binding.TargetGroup)
		case other.Name != "" && other.Cluster == binding.Cluster:
			a.add(what, "cluster %q fills target group %q by %s already", binding.Cluster, binding.TargetGroup, other.Name)
		case other.Name != "" && !(binding.MultiCluster && other.MultiCluster):
			a.add(what, "target group %q is bound by %s as well, but not as one of several clusters", binding.TargetGroup, other.Name)
		}
		if cluster, ok := clusters[binding.Cluster]; !ok {
			a.add(what, "there is no cluster %q", binding.Cluster)
		} else if binding.LoadBalancer != "" {
			p.auditReached(a, what, binding, cluster)
		}
	}
	for _, group := range sortedKeys(groups) {
		if groups[group] && bound[group].Name == "" {
			a.add(".bindings", "target group %q has no targets, and no binding fills it", group)
		}
	}
}

// auditReached checks that an ingress load balancer reaches the pods of a binding, and that their answers bear their addresses.
func (p *Plan) auditReached(a *audit, what string, binding Binding, cluster EksCluster) {
	home, pods := "", []string{}
	for _, lb := range p.LoadBalancers {
		if lb.Name == binding.LoadBalancer {
			home = lb.Vpc
		}
	}
	hub := ""
	for _, vpc := range p.Vpcs {
		switch vpc.Name {
		case home:
			hub = vpc.Cidr
		case cluster.Vpc:
			pods = []string{vpc.Cidr}
			if vpc.hasTier(TierPod) {
				pods = namesOf(vpc.SecondaryCidrs, func(s SecondaryCidr) string { return s.Cidr })
			}
		}
	}
	if !cluster.Existing && !contained(hub, cluster.UntranslatedCidrs) {
		a.add(what, "the pods of %q would answer %s with their nodes' addresses", cluster.Name, hub)
	}
	led := map[string]bool{}
	for _, attachment := range p.TransitGateway.Attachments {
		for _, table := range p.TransitGateway.RouteTables {
			for _, route := range table.Routes {
				led[route.Destination] = led[route.Destination] || attachment.Vpc == home && attachment.RouteTable == table.Name && !route.Blackhole
			}
		}
	}
	for _, cidr := range pods {
		if !led[cidr] {
			a.add(what, "no route of the transit gateway leads from the ingress VPC to the pods in %s", cidr)
		}
	}
}
