package plan

import (
	"net/netip"
	"strconv"
)

// tcp is the only protocol that the load balancers speak.
const tcp = "tcp"

// allow adds a rule. Its name holds what it is for, never its position.
func (g *SecurityGroup) allow(direction Direction, what string, from, to int, cidr netip.Prefix, description string) {
	g.Rules = append(g.Rules, allow(g.Name, direction, what, from, to, cidr, description))
}

// allow is a rule of a security group.
func allow(group string, direction Direction, what string, from, to int, cidr netip.Prefix, description string) SecurityGroupRule {
	return SecurityGroupRule{
		Name: group + "." + string(direction) + "." + what, Direction: direction, Protocol: tcp, FromPort: from, ToPort: to,
		Cidr: cidr.String(), Description: description,
	}
}

// sort puts the rules in the order of their names.
func (g *SecurityGroup) sort() {
	sortByName(g.Rules, func(r SecurityGroupRule) string { return r.Name })
}

// ingressSecurityGroup admits clients to an ingress load balancer, and lets it reach the inner load balancers of the
// clusters that it serves, or their pods. The ports of all inner listeners are open at once, so a further service behind them
// changes no rule.
func (b *builder) ingressSecurityGroup(lb *loadBalancer) SecurityGroup {
	group := SecurityGroup{Name: lb.name, Description: "Ingress load balancer " + lb.name, Rules: []SecurityGroupRule{}}
	for _, port := range lb.listenerPorts() {
		for _, client := range lb.allowed {
			group.allow(Inbound, strconv.Itoa(port)+"."+prefixName(client), port, port, client, "Clients")
		}
	}
	for _, c := range lb.servedClusters() {
		if lb.reachesInner(c) {
			for _, to := range c.addresses.sources(TierLb) {
				group.allow(Outbound, c.name+to.suffix, minInnerPort, maxInnerPort, to.cidr, "Inner load balancers of "+c.name)
			}
		}
		for _, port := range podPorts(lb.podsOf(c)) {
			for _, to := range c.addresses.podSources() {
				group.allow(Outbound, c.name+"."+strconv.Itoa(port)+to.suffix, port, port, to.cidr, "Pods of "+c.name)
			}
		}
	}
	group.sort()
	return group
}

// innerSecurityGroup admits the ingress load balancers to an inner one, and lets that reach the pods.
func (b *builder) innerSecurityGroup(name string, c *cluster, services []*backend) SecurityGroup {
	group := SecurityGroup{Name: name, Description: "Inner load balancer " + name}
	for _, from := range b.ingress.sources(TierLb) {
		group.allow(Inbound, ingressName+from.suffix, minInnerPort, maxInnerPort, from.cidr, "Ingress load balancers")
	}
	group.letOutToPods(c, services)
	group.sort()
	return group
}

// letOutToPods lets a load balancer in the EKS VPC reach the pods of services.
func (g *SecurityGroup) letOutToPods(c *cluster, services []*backend) {
	for _, port := range podPorts(services) {
		for _, to := range c.addresses.podSources() {
			g.allow(Outbound, strconv.Itoa(port)+to.suffix, port, port, to.cidr, "Pods")
		}
	}
}

// podRules admit load balancers to the pods, for traffic and health checks: the inner ones, and ingress load balancers on the
// ports of pods that are their targets.
func (b *builder) podRules(c *cluster) []SecurityGroupRule {
	group := SecurityGroup{Name: c.name + ".pods", Rules: []SecurityGroupRule{}}
	inner := []*backend{}
	for _, s := range c.backends {
		if !s.single {
			inner = append(inner, s)
		}
	}
	for _, port := range podPorts(inner) {
		for _, from := range c.addresses.sources(TierLb) {
			group.allow(Inbound, strconv.Itoa(port)+from.suffix, port, port, from.cidr, "Inner load balancers")
		}
	}
	for _, port := range podPorts(c.directly()) {
		for _, from := range b.ingress.sources(TierLb) {
			group.allow(Inbound, strconv.Itoa(port)+"."+ingressName+from.suffix, port, port, from.cidr, "Ingress load balancers")
		}
	}
	group.sort()
	return group.Rules
}
