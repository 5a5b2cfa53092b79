package plan

// checkAwsNames finds names that AWS would refuse as taken.
func (b *builder) checkAwsNames(plan *Plan) {
	taken := map[string]string{}
	take := func(kind, account, name, path string) {
		key := kind + "\x00" + account + "\x00" + name
		if other := taken[key]; other != "" {
			b.add(path, "AWS would know it as %s, which is also the name of %s; take another name", name, other)
			return
		}
		taken[key] = path
	}
	targetGroups := func(account string, groups []TargetGroup) {
		for _, group := range groups {
			take("target group", account, group.AwsName, member("services", group.Service))
		}
	}
	for _, lb := range plan.LoadBalancers {
		take("load balancer", lb.Account, lb.AwsName, member("ingress.loadBalancers", lb.Name))
		targetGroups(lb.Account, lb.TargetGroups)
	}
	for _, nlb := range plan.InnerLoadBalancers {
		take("load balancer", nlb.Account, nlb.AwsName, member("clusters", nlb.Cluster))
		targetGroups(nlb.Account, nlb.TargetGroups)
	}
	for _, fleet := range plan.Fleets {
		take("load balancer", fleet.Account, fleet.AwsName, "inspection")
		take("target group", fleet.Account, fleet.TargetGroupAwsName, "inspection")
	}
	for _, c := range plan.Clusters {
		take("cluster", c.Account, c.AwsName, member("clusters", c.Name))
		for _, group := range c.NodeGroups {
			take("node group", c.Account+"\x00"+c.Name, group.AwsName, member("clusters", c.Name)+".nodeGroups")
		}
	}
}
