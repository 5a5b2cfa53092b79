package plan

// checkAwsNames finds names that AWS would refuse as taken.
func (b *builder) checkAwsNames(plan *Plan) {
	taken := map[string]string{}
	take := func(kind, account, name, path string) {
		key := kind + "\x00" + account + "\x00" + name
		if other := taken[key]; other != "" {
			b.add(path, "AWS would know it as %s, which is also the name of %s; each needs a name of its own in its account", name, other)
			return
		}
		taken[key] = path
	}
	targetGroups := func(account, owner string, groups []TargetGroup) {
		for _, group := range groups {
			path := owner
			if group.Service != "" {
				path = member("services", group.Service)
			}
			take("target group", account, group.AwsName, path)
		}
	}
	for _, lb := range plan.LoadBalancers {
		path := member("ingress.loadBalancers", lb.Name)
		take("load balancer", lb.Account, lb.AwsName, path)
		targetGroups(lb.Account, path, lb.TargetGroups)
	}
	for _, nlb := range plan.InnerLoadBalancers {
		path := member("clusters", nlb.Cluster)
		take("load balancer", nlb.Account, nlb.AwsName, path)
		targetGroups(nlb.Account, path, nlb.TargetGroups)
	}
	for _, alb := range plan.InnerAlbs {
		path := member("clusters", alb.Cluster) + ".innerAlb"
		take("load balancer", alb.Account, alb.AwsName, path)
		targetGroups(alb.Account, path, alb.TargetGroups)
	}
	for _, fleet := range plan.Fleets {
		take("load balancer", fleet.Account, fleet.AwsName, "inspection")
		take("target group", fleet.Account, fleet.TargetGroupAwsName, "inspection")
	}
	for _, c := range plan.Clusters {
		path := member("clusters", c.Name)
		if c.Existing {
			path += ".existing.clusterName"
		}
		take("cluster", c.Account, c.AwsName, path)
		for _, group := range c.NodeGroups {
			take("node group", c.Account+"\x00"+c.Name, group.AwsName, member("clusters", c.Name)+".nodeGroups")
		}
	}
}
