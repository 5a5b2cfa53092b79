package network

// findDangling lists the references that lead nowhere. A walk that needs one is unproven there; the list is for warnings.
func (x *Index) findDangling(n *Network) {
	check := func(from, field, to string, there bool) {
		if to != "" && !there {
			x.Dangling = append(x.Dangling, Reference{from, field, to})
		}
	}
	for i := range n.Subnets {
		s := &n.Subnets[i]
		check(s.ID, "VPC", s.VPC, x.VPCs[s.VPC] != nil)
		check(s.ID, "route table", s.RouteTable, x.RouteTables[s.RouteTable] != nil)
		check(s.ID, "network ACL", s.NetworkACL, x.NetworkACLs[s.NetworkACL] != nil)
	}
	for i := range n.RouteTables {
		t := &n.RouteTables[i]
		for _, r := range t.Routes {
			check(t.ID, "prefix list", r.PrefixList, x.PrefixLists[r.PrefixList] != nil)
			check(t.ID, "route to "+string(r.Target.Kind), r.Target.ID, r.Blackhole || x.holds(r.Target))
		}
	}
	for i := range n.SecurityGroups {
		g := &n.SecurityGroups[i]
		for _, r := range g.Rules {
			check(g.ID, "prefix list", r.PrefixList, x.PrefixLists[r.PrefixList] != nil)
			check(g.ID, "security group", r.Group, x.SecurityGroups[r.Group] != nil)
		}
	}
	for i := range n.Interfaces {
		f := &n.Interfaces[i]
		check(f.ID, "subnet", f.Subnet, x.Subnets[f.Subnet] != nil)
		for _, g := range f.SecurityGroups {
			check(f.ID, "security group", g, x.SecurityGroups[g] != nil)
		}
	}
	for i := range n.Nodes {
		g := &n.Nodes[i]
		for _, s := range g.Subnets {
			check(g.ID, "subnet", s, x.Subnets[s] != nil)
		}
		for _, id := range g.SecurityGroups {
			check(g.ID, "security group", id, x.SecurityGroups[id] != nil)
		}
	}
	for i := range n.Attachments {
		a := &n.Attachments[i]
		for _, s := range a.Subnets {
			check(a.ID, "subnet", s, x.Subnets[s] != nil)
		}
		check(a.ID, "route table", a.RouteTable, x.TransitRouteTables[a.RouteTable] != nil)
	}
	for i := range n.TransitRouteTables {
		t := &n.TransitRouteTables[i]
		for _, r := range t.Routes {
			for _, a := range r.Attachments {
				check(t.ID, "route to attachment", a, x.Attachments[AttachmentKey{t.Gateway, a}] != nil)
			}
		}
	}
	x.danglingBalancers(n, check)
}

func (x *Index) danglingBalancers(n *Network, check func(from, field, to string, there bool)) {
	for i := range n.LoadBalancers {
		b := &n.LoadBalancers[i]
		for _, node := range b.Nodes {
			check(b.ID, "subnet", node.Subnet, x.Subnets[node.Subnet] != nil)
		}
		for _, g := range b.SecurityGroups {
			check(b.ID, "security group", g, x.SecurityGroups[g] != nil)
		}
		for _, l := range b.Listeners {
			for _, f := range l.Forwards {
				check(l.ID, "target group", f.TargetGroup, x.TargetGroups[f.TargetGroup] != nil)
			}
		}
	}
}

// holds says whether the network holds a route's target.
func (x *Index) holds(t Target) bool {
	switch t.Kind {
	case TargetInternetGateway:
		return x.InternetGateways[t.ID] != nil
	case TargetNATGateway:
		return x.NATGateways[t.ID] != nil
	case TargetTransitGateway:
		return x.TransitGateways[t.ID] != nil
	case TargetPeering:
		return x.Peerings[t.ID] != nil
	case TargetEndpoint:
		return x.Endpoints[t.ID] != nil
	case TargetInterface:
		return x.Interfaces[t.ID] != nil
	case TargetInstance:
		return x.Instances[t.ID] != nil
	}
	return true
}
