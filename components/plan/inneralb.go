package plan

import (
	"strconv"
	"strings"
)

// innerAlb is a cluster's internal ALB, resolved.
type innerAlb struct {
	cluster  *cluster
	path     string
	declared InnerAlb

	// Number of the inner load balancer in front, port of both listeners, and what the ALB's speaks.
	number   int
	port     int
	protocol string
}

// idleSurplus is by how many seconds an inner ALB keeps idle connections longer than any ingress ALB: it would otherwise close some
// on which a request is under way.
const idleSurplus = 10

// longestIdle is how many seconds AWS lets an ALB keep an idle connection.
const longestIdle = 4000

// resolveInnerAlb reads the internal ALB of a cluster.
func (b *builder) resolveInnerAlb(c *cluster) {
	if c.declared.InnerAlb == nil {
		return
	}
	declared := *c.declared.InnerAlb
	c.alb = &innerAlb{
		cluster: c, path: c.path + ".innerAlb", declared: declared, number: orDefault(declared.InnerLoadBalancer, 1),
		port: orDefault(declared.Port, defaultAlbPort(c.name)), protocol: protocolHTTP,
	}
	if declared.CertificateArn != "" {
		c.alb.protocol = protocolHTTPS
		b.checkAlbCertificate(c.alb)
	} else if declared.SslPolicy != "" {
		b.add(c.alb.path+".sslPolicy", "is for HTTPS: declare a certificateArn as well")
	}
	if b.tooFewZones() {
		b.add(c.alb.path, "an ALB needs at least two zones; the estate has %d", len(b.zones))
	}
}

// defaultAlbPort is the port of a cluster's internal ALB, from the cluster's name alone.
func defaultAlbPort(cluster string) int {
	return minInnerPort + hashBelow(maxInnerPort-minInnerPort+1, "inner ALB", cluster)
}

// checkAlbCertificate checks that the certificate lies where the ALB can use it.
func (b *builder) checkAlbCertificate(alb *innerAlb) {
	if !compiled[acmPattern].MatchString(alb.declared.CertificateArn) {
		return // Reported already.
	}
	parts := strings.Split(alb.declared.CertificateArn, ":")
	path := alb.path + ".certificateArn"
	if region := parts[3]; b.region != "" && region != b.region {
		b.add(path, "the certificate lies in %s; the ALB needs one in %s", region, b.region)
	}
	if account, ok := b.estate.Accounts[alb.cluster.account]; ok && account.ID != "" && account.ID != parts[4] {
		b.add(path, "the certificate belongs to account %s; the ALB needs one of account %s", parts[4], account.ID)
	}
}

// tieToInnerAlbs puts a service behind the internal ALBs of its clusters, where it asks for that.
func (b *builder) tieToInnerAlbs(s *service) {
	if !s.declared.InnerAlb {
		return
	}
	path := s.path + ".innerAlb"
	if s.lb != nil && !s.lb.isAlb() {
		b.add(path, "is for HTTP behind an ALB; %s is an NLB", s.lb.path)
	}
	if s.declared.InnerLoadBalancer != 0 {
		b.add(s.path+".innerLoadBalancer", "goes not with innerAlb, which stands behind the inner load balancer that the cluster names")
	}
	if s.declared.InnerPort != 0 {
		b.add(s.path+".innerPort", "goes not with innerAlb, which has one port for all of its services")
	}
	for _, part := range s.backends {
		alb := part.cluster.alb
		switch {
		case part.single:
			b.add(path, "is for the pattern sandwich; in %s pods are targets of the ingress load balancer", part.cluster.name)
			continue
		case alb == nil:
			b.add(path, "cluster %s has no inner ALB: declare %s.innerAlb", part.cluster.name, part.cluster.path)
			continue
		case s.lb != nil && s.lb.isAlb() && s.protocol != alb.protocol:
			b.add(path, "the service speaks %s and the inner ALB of %s %s: declare the service's protocol, or the ALB's certificateArn, accordingly",
				s.protocol, part.cluster.name, alb.protocol)
		}
		part.alb, part.inner, part.innerPort = alb, alb.number, alb.port
	}
}

// refuseInnerAlb finds a service that asks for an inner ALB where there are no clusters.
func (b *builder) refuseInnerAlb(s *service) {
	if s.declared.InnerAlb {
		b.add(s.path+".innerAlb", "is for services of an estate: a load balancer that is planned by itself knows no inner ALB")
	}
}

// behind are the backends behind the ALB, and their services.
func (alb *innerAlb) behind() ([]*backend, []*service) {
	parts, services := []*backend{}, []*service{}
	for _, s := range alb.cluster.backends {
		if s.alb == alb {
			parts, services = append(parts, s), append(services, s.service)
		}
	}
	return parts, services
}

// checkInnerAlb checks the services of a cluster's internal ALB against each other. Within an ingress load balancer that was done.
func (b *builder) checkInnerAlb(c *cluster) {
	if c.alb == nil {
		return
	}
	parts, services := c.alb.behind()
	from := map[*loadBalancer]bool{}
	for _, s := range services {
		from[s.lb] = true
	}
	if len(from) > 1 {
		b.checkPriorities(c.alb.name(), services)
		b.checkOverlaps(services)
	}
	b.fixed(c.path, "target groups of "+c.alb.name()+" (one per service)", len(parts), maxTargetGroupsPerAlb, "give some services a listener of their own")
	b.quota(c.path, "rules of "+c.alb.name()+" (one per service)", len(parts), b.quotas.RulesPerAlb, "rulesPerAlb")
}

// checkAlbPort finds services with the port of the ALB on the inner load balancer in front of it.
func (b *builder) checkAlbPort(alb *innerAlb, services []*backend) {
	for _, s := range services {
		switch {
		case s.innerPort != alb.port:
		case s.declared.InnerPort != 0 && alb.declared.Port != 0:
			b.add(alb.path+".port", "%d is that of services.%s already, on %s", alb.port, s.name, s.innerName())
		default:
			b.add(alb.path+".port", "%d is also that of services.%s on %s, one of them from a hash of its name: declare another `port`",
				alb.port, s.name, s.innerName())
		}
	}
}

// name is the name of the ALB.
func (alb *innerAlb) name() string { return alb.cluster.name + ".inner-alb" }

// front is the name of the listener and the target group with which the inner load balancer leads to the ALB. The port is part of it:
// AWS lets nobody change that of an ALB's listener to which an NLB leads, so another one stands beside it first.
func (alb *innerAlb) front() string {
	return alb.cluster.innerName(alb.number) + ".alb." + strconv.Itoa(alb.port)
}

// targetGroup is the name of a backend's target group at the ALB.
func (alb *innerAlb) targetGroup(s *backend) string { return alb.name() + "." + s.name }

// leadToAlb gives an inner load balancer its way to the ALB.
func (b *builder) leadToAlb(alb *innerAlb, nlb *StaticNlb) {
	group := TargetGroup{Name: alb.front(), Vpc: alb.cluster.name, Port: alb.port, Protocol: protocolTCP, Alb: alb.name()}
	group.HealthCheck = (&service{}).check(HealthCheck{})
	group.HealthCheck.ask(alb.protocol, "/", anyAnswer)
	words := []string{strconv.Itoa(alb.port), alb.cluster.name, alb.cluster.addresses.identity(), "alb", alb.name(), nlb.Name, b.name}
	group.AwsName = hashed(alb.cluster.name+"-inner-alb", hash(words...), maxTargetGroupName)
	nlb.TargetGroups = append(nlb.TargetGroups, group)
	nlb.Listeners = append(nlb.Listeners, Listener{
		Name: alb.front(), Port: alb.port, Protocol: protocolTCP, DefaultAction: forwardAction, TargetGroup: alb.front(),
	})
	for _, to := range alb.cluster.addresses.sources(TierLb) {
		nlb.SecurityGroup.allow(Outbound, "alb."+strconv.Itoa(alb.port)+to.suffix, alb.port, alb.port, to.cidr, "Inner ALB")
	}
	nlb.SecurityGroup.sort()
}

// internalAlb prints the ALB.
func (b *builder) internalAlb(alb *innerAlb) InternalAlb {
	c, name := alb.cluster, alb.name()
	parts, _ := alb.behind()
	listener := Listener{Name: name + "." + strconv.Itoa(alb.port), Port: alb.port, Protocol: alb.protocol, DefaultAction: fixedAction}
	out := InternalAlb{
		Name: name, AwsName: awsInnerName(b.name, c.name, "alb"), Cluster: c.name, Vpc: c.name, Account: c.account,
		InnerLoadBalancer: c.innerName(alb.number), Subnets: []string{}, SecurityGroup: b.albSecurityGroup(alb, parts),
		IdleTimeout: b.innerIdleTimeout(), TargetGroups: []TargetGroup{}, AllowReplace: contained(name, b.estate.AllowReplace),
	}
	if alb.protocol == protocolHTTPS {
		listener.SslPolicy = orDefault(alb.declared.SslPolicy, defaultSslPolicy)
		out.Certificates = []PlannedCertificate{{Name: name + "." + defaultCertificate, Default: true, Arn: alb.declared.CertificateArn}}
	}
	for _, static := range b.staticAddresses(c, alb.number) {
		out.Subnets = append(out.Subnets, subnetName(c.name, TierLb, static.zone.id))
	}
	for _, s := range parts {
		listener.Rules = append(listener.Rules, ListenerRule{
			Name: alb.targetGroup(s), Priority: s.priority, Hostnames: sorted(s.declared.Hostnames), Paths: sorted(s.declared.Paths),
			TargetGroup: alb.targetGroup(s),
		})
		group := TargetGroup{
			Name: alb.targetGroup(s), Service: s.name, Vpc: c.name, Port: s.declared.Port, Protocol: s.protocol, HealthCheck: s.podHealthCheck(),
		}
		group.AwsName = b.awsTargetGroupName(group, name, c.addresses.identity(), c.name)
		out.TargetGroups = append(out.TargetGroups, group)
	}
	sortByName(listener.Rules, func(r ListenerRule) string { return r.Name })
	sortByName(out.TargetGroups, func(t TargetGroup) string { return t.Name })
	out.Listeners = []Listener{listener}
	return out
}

// albSecurityGroup admits clients of the inner load balancer, whose addresses it keeps, and that load balancer's own health checks.
func (b *builder) albSecurityGroup(alb *innerAlb, parts []*backend) SecurityGroup {
	group, port := SecurityGroup{Name: alb.name(), Description: "Inner ALB of " + alb.cluster.name, Rules: []SecurityGroupRule{}}, strconv.Itoa(alb.port)
	for _, from := range b.ingress.sources(TierLb) {
		group.allow(Inbound, ingressName+"."+port+from.suffix, alb.port, alb.port, from.cidr, "Ingress load balancers")
	}
	for _, from := range alb.cluster.addresses.sources(TierLb) {
		group.allow(Inbound, "inner."+port+from.suffix, alb.port, alb.port, from.cidr, "Health checks of the inner load balancer")
	}
	group.letOutToPods(alb.cluster, parts)
	group.sort()
	return group
}

// innerIdleTimeout is how many seconds inner ALBs keep idle connections.
func (b *builder) innerIdleTimeout() int {
	longest := defaultIdleTimeout
	for _, lb := range b.loadBalancers {
		longest = max(longest, lb.declared.IdleTimeout)
	}
	return min(longest+idleSurplus, longestIdle)
}
