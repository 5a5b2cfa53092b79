package plan

import (
	"net/netip"
	"slices"
)

// Validate checks the whole plan as data: each object, what they say of each other, and that no two VPCs share an
// address, but for CIDRs of pods.
func (p *Plan) Validate() Problems {
	a := &audit{at: "plan"}
	subnets, vpcs, pods, seen := map[string]Subnet{}, []named{}, []named{}, map[netip.Prefix]bool{}
	for _, vpc := range p.Vpcs {
		a.problems = append(a.problems, vpc.Validate()...)
		if prefix, err := netip.ParsePrefix(vpc.Cidr); err == nil {
			vpcs = append(vpcs, named{item("vpcs", vpc.Name), prefix})
		}
		for _, secondary := range vpc.SecondaryCidrs {
			if prefix, err := netip.ParsePrefix(secondary.Cidr); err == nil && !seen[prefix] {
				seen[prefix] = true
				pods = append(pods, named{item("vpcs", vpc.Name), prefix})
			}
		}
		for _, subnet := range vpc.Subnets {
			subnets[vpc.Name+"/"+subnet.Name] = subnet
		}
	}
	a.names("vpcs", namesOf(p.Vpcs, func(v Vpc) string { return v.Name }))
	a.disjoint(vpcs)
	for _, shared := range pods {
		for _, vpc := range vpcs {
			if vpc.prefix.Overlaps(shared.prefix) {
				a.add(shared.what, "pods in %s overlap %s, which is %s", shared.prefix, vpc.prefix, vpc.what)
			}
		}
	}
	use := func(what, vpc, name string) Subnet {
		subnet, ok := subnets[vpc+"/"+name]
		if !ok {
			a.add(what, "there is no subnet %q in VPC %q", name, vpc)
		}
		return subnet
	}
	a.problems = append(a.problems, p.TransitGateway.Validate()...)
	for _, attachment := range p.TransitGateway.Attachments {
		for _, name := range attachment.Subnets {
			use(item("attachments", attachment.Name), attachment.Vpc, name)
		}
	}
	byName := map[string]Vpc{}
	for _, vpc := range p.Vpcs {
		byName[vpc.Name] = vpc
	}
	p.auditFirewalls(a, byName)
	p.auditInspection(a, byName)
	p.auditLoadBalancers(a, use)
	for _, cluster := range p.Clusters {
		a.problems = append(a.problems, cluster.Validate()...)
		what := item("clusters", cluster.Name)
		if cluster.Controller != nil && !slices.ContainsFunc(p.Accounts, func(known PlannedAccount) bool { return known.Name == cluster.Account }) {
			a.add(what+".controller", "needs to know the cluster's account")
		}
		for _, name := range append(append([]string{}, cluster.ControlPlaneSubnets...), cluster.PodSubnets...) {
			use(what, cluster.Vpc, name)
		}
		for _, group := range cluster.NodeGroups {
			use(what, cluster.Vpc, group.Subnet)
		}
	}
	return a.problems
}

// auditLoadBalancers checks the load balancers, and that the outer ones' targets are the inner ones' listeners.
func (p *Plan) auditLoadBalancers(a *audit, use func(what, vpc, name string) Subnet) {
	endpoints, names, groups := map[netip.AddrPort]bool{}, []string{}, map[string]bool{}
	for _, nlb := range p.InnerLoadBalancers {
		a.problems = append(a.problems, nlb.Validate()...)
		names = append(names, nlb.AwsName)
		for _, static := range nlb.Addresses {
			what := item("innerLoadBalancers", nlb.Name)
			subnet := use(what, nlb.Vpc, static.Subnet)
			reserved, err := netip.ParsePrefix(subnet.Reservation)
			address, _ := netip.ParseAddr(static.Address)
			if subnet.Cidr != static.SubnetCidr || err != nil || !reserved.Contains(address) {
				a.add(what, "%s is not reserved in subnet %s", static.Address, static.Subnet)
			}
			for _, listener := range nlb.Listeners {
				endpoint := netip.AddrPortFrom(address, uint16(listener.Port)) //nolint:gosec // Only compared.
				if endpoints[endpoint] {
					a.add(what, "%s is taken already", endpoint)
				}
				endpoints[endpoint] = true
			}
		}
		for _, group := range nlb.TargetGroups {
			names, groups[nlb.Name+"/"+group.Name] = append(names, "target group "+group.AwsName), group.Alb == ""
		}
	}
	for _, lb := range p.LoadBalancers {
		a.problems = append(a.problems, lb.Validate()...)
		names = append(names, lb.AwsName)
		for _, name := range lb.Subnets {
			use(item("loadBalancers", lb.Name), lb.Vpc, name)
		}
		for _, group := range lb.TargetGroups {
			names, groups[lb.Name+"/"+group.Name] = append(names, "target group "+group.AwsName), len(group.Targets) == 0
			for _, target := range group.Targets {
				address, _ := netip.ParseAddr(target.Address)
				if !endpoints[netip.AddrPortFrom(address, uint16(target.Port))] { //nolint:gosec // Only compared.
					a.add(item("loadBalancers", lb.Name), "no inner load balancer listens on %s port %d", target.Address, target.Port)
				}
			}
		}
	}
	for _, alb := range p.InnerAlbs {
		a.problems = append(a.problems, alb.Validate()...)
		names = append(names, alb.AwsName)
		for _, group := range alb.TargetGroups {
			names, groups[alb.Name+"/"+group.Name] = append(names, "target group "+group.AwsName), true
		}
	}
	p.auditInnerAlbs(a, use)
	a.names("awsNames", names)
	p.auditBindings(a, groups)
}
