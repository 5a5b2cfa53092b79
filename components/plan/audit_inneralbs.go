package plan

import "net/netip"

// What an ALB takes of a subnet, and how many NLBs AWS lets lead to it.
const (
	addressesOfAlb = 8
	frontsOfAlb    = 2
)

// Validate checks the internal ALB as data: subnets in two zones, and rules with priorities of their own.
func (alb InternalAlb) Validate() Problems {
	a := &audit{at: orDefault(alb.Name, "innerAlb")}
	if alb.Name == "" {
		a.add(".name", "is missing")
	}
	a.loadBalancerName(alb.AwsName)
	if len(alb.Subnets) < 2 {
		a.add(".subnets", "an ALB needs subnets in two zones; it has %d", len(alb.Subnets))
	}
	if len(asSet(alb.Subnets)) != len(alb.Subnets) {
		a.add(".subnets", "holds a subnet twice")
	}
	if alb.IdleTimeout < 1 || alb.IdleTimeout > 4000 {
		a.add(".idleTimeout", "an ALB's lies between 1 and 4000 seconds")
	}
	a.securityGroup(".securityGroup", alb.SecurityGroup)
	auditCertificates(a, alb.Certificates, alb.Listeners)
	if len(alb.TargetGroups) > 100 {
		a.add(".targetGroups", "%d target groups; an ALB holds 100", len(alb.TargetGroups))
	}
	auditNoAlbs(a, alb.TargetGroups)
	auditListeners(a, ApplicationLoadBalancer, alb.Listeners, alb.TargetGroups)
	return a.problems
}

// auditNoAlbs finds target groups that lead to an ALB where only an NLB may have them.
func auditNoAlbs(a *audit, groups []TargetGroup) {
	for _, group := range groups {
		if group.Alb != "" {
			a.add(item("targetGroups", group.Name), "leads to an ALB, which only an inner load balancer does")
		}
	}
}

// auditInnerAlbs checks the internal ALBs against what leads to them.
func (p *Plan) auditInnerAlbs(a *audit, use func(what, vpc, name string) Subnet) {
	a.names("innerAlbs", namesOf(p.InnerAlbs, func(l InternalAlb) string { return l.Name }))
	byName, fronts := map[string]InternalAlb{}, map[string]int{}
	for _, alb := range p.InnerAlbs {
		what := item("innerAlbs", alb.Name)
		byName[alb.Name] = alb
		for _, name := range alb.Subnets {
			subnet := use(what, alb.Vpc, name)
			if free := freeBeside(subnet); free < addressesOfAlb {
				a.add(what, "subnet %s has %d addresses beside those that are reserved; an ALB needs %d", name, free, addressesOfAlb)
			}
		}
	}
	for _, nlb := range p.InnerLoadBalancers {
		for _, group := range nlb.TargetGroups {
			if group.Alb == "" {
				continue
			}
			what := item("innerLoadBalancers", nlb.Name) + item("targetGroups", group.Name)
			alb, ok := byName[group.Alb]
			switch {
			case !ok:
				a.add(what, "there is no inner ALB %q", group.Alb)
				continue
			case alb.Vpc != nlb.Vpc || alb.Account != nlb.Account:
				a.add(what, "%s stands in another VPC or account", alb.Name)
			case alb.InnerLoadBalancer != nlb.Name:
				a.add(what, "%s says that it stands behind %s", alb.Name, alb.InnerLoadBalancer)
			}
			fronts[alb.Name]++
			alb.auditFront(a, what, nlb, group)
		}
	}
	for _, alb := range p.InnerAlbs {
		if n := fronts[alb.Name]; n < 1 || n > frontsOfAlb {
			a.add(item("innerAlbs", alb.Name), "%d target groups lead to it; it needs one, and AWS allows %d", n, frontsOfAlb)
		}
	}
}

// auditFront checks that the ALB listens where an NLB sends to, and admits both its health checks and the clients that it admits, whose
// addresses it keeps.
func (alb InternalAlb) auditFront(a *audit, what string, nlb StaticNlb, group TargetGroup) {
	listens := false
	for _, listener := range alb.Listeners {
		listens = listens || listener.Port == group.Port
	}
	if !listens {
		a.add(what, "%s has no listener on port %d, without which AWS refuses it as a target", alb.Name, group.Port)
	}
	for _, static := range nlb.Addresses {
		if !alb.SecurityGroup.admits(static.SubnetCidr, group.Port) {
			a.add(what, "%s does not admit health checks from %s", alb.Name, static.SubnetCidr)
		}
	}
	for _, rule := range nlb.SecurityGroup.Rules {
		if rule.Direction == Inbound && !alb.SecurityGroup.admits(rule.Cidr, group.Port) {
			a.add(what, "%s does not admit clients from %s", alb.Name, rule.Cidr)
		}
	}
}

// admits says whether one rule of the group lets all of a CIDR in on a port.
func (g SecurityGroup) admits(cidr string, port int) bool {
	from, err := netip.ParsePrefix(cidr)
	for _, rule := range g.Rules {
		allowed, wrong := netip.ParsePrefix(rule.Cidr)
		if err == nil && wrong == nil && rule.Direction == Inbound && rule.FromPort <= port && port <= rule.ToPort &&
			allowed.Bits() <= from.Bits() && allowed.Contains(from.Addr()) {
			return true
		}
	}
	return false
}

// freeBeside counts the addresses of a subnet that are neither AWS's nor reserved.
func freeBeside(subnet Subnet) int {
	cidr, err := netip.ParsePrefix(subnet.Cidr)
	if err != nil {
		return 0 // Reported already.
	}
	reserved, err := netip.ParsePrefix(subnet.Reservation)
	free := 0
	for address := cidr.Addr(); cidr.Contains(address); address = address.Next() {
		if !keptByAws(cidr, address) && (err != nil || !reserved.Contains(address)) {
			free++
		}
		if free >= addressesOfAlb {
			break
		}
	}
	return free
}
