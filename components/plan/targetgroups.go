package plan

import (
	"strconv"
	"strings"
)

// trafficPort asks a target for its health where it takes traffic.
const trafficPort = "traffic-port"

// allZones registers an address outside the target group's VPC.
const allZones = "all"

// anyAnswer are the HTTP codes with which even an unknown path shows that the way to the pods is open.
const anyAnswer = "200-499"

// longestTimeout is how many seconds a health check waits, where its interval leaves that much.
const longestTimeout = 5

// ingressName is the name of the service at its ingress load balancer: of its rule, and of its target group where that is the
// only one.
func (s *service) ingressName() string { return s.lb.name + "." + s.name }

// ingressTargetGroup is the name of the backend's target group at its ingress load balancer.
func (s *backend) ingressTargetGroup() string {
	if s.weighted() {
		return s.ingressName() + "." + s.cluster.name
	}
	return s.ingressName()
}

// innerTargetGroup is the name of the backend's target group at its inner load balancer.
func (s *backend) innerTargetGroup() string { return s.innerName() + "." + s.name }

// ingressTargetGroups prints the service's target groups: one per cluster, or one for all of them.
func (b *builder) ingressTargetGroups(s *service) []TargetGroup {
	if s.declared.SharedTargetGroup {
		return []TargetGroup{b.ingressTargetGroup(s.backends[0], "")}
	}
	out := []TargetGroup{}
	for _, part := range s.backends {
		out = append(out, b.ingressTargetGroup(part, part.cluster.name))
	}
	return out
}

// ingressTargetGroup prints a target group, whose targets are the addresses of an inner load balancer, or pods that the load
// balancer controllers of the cluster, or of several, register.
func (b *builder) ingressTargetGroup(s *backend, cluster string) TargetGroup {
	protocol := protocolTCP
	if s.lb.isAlb() {
		protocol = s.protocol
	}
	group := TargetGroup{
		Name: s.ingressTargetGroup(), Service: s.name, Vpc: b.ingress.name, Port: s.innerPort, Protocol: protocol,
		ProxyProtocol: s.declared.ProxyProtocol, HealthCheck: s.ingressHealthCheck(),
	}
	kinds := []string{}
	if s.weighted() {
		// A service that comes from one cluster to weights, or goes back, gets another target group beside the old one.
		kinds = append(kinds, "weighted")
	}
	if s.single {
		group.Port, group.HealthCheck = s.declared.Port, s.podHealthCheck()
		group.AwsName = b.awsTargetGroupName(group, s.lb.name, b.ingress.identity(), cluster, append(kinds, "pods")...)
		return group
	}
	if s.alb != nil {
		// A request by address matches no rule there.
		group.HealthCheck.ask(s.protocol, "/", anyAnswer)
	}
	group.AwsName = b.awsTargetGroupName(group, s.lb.name, b.ingress.identity(), cluster, kinds...)
	for _, answering := range s.answering {
		group.Targets = append(group.Targets, Target{
			Name: group.Name + "." + answering.zone.id, Zone: answering.zone.id, Address: answering.address.String(), Port: s.innerPort,
			AvailabilityZone: allZones,
		})
	}
	return group
}

// staticAddresses are the addresses of an inner load balancer of the cluster.
func (b *builder) staticAddresses(c *cluster, n int) []zonalAddress {
	out := []zonalAddress{}
	for _, z := range b.zones {
		if subnet, ok := c.addresses.subnet(TierLb, z); ok {
			out = append(out, zonalAddress{z, staticAddress(subnet, n), subnet})
		}
	}
	return out
}

// innerTargetGroup prints the target group in which the load balancer controller registers the service's pods.
func (b *builder) innerTargetGroup(s *backend) TargetGroup {
	group := TargetGroup{
		Name: s.innerTargetGroup(), Service: s.name, Vpc: s.cluster.name, Port: s.declared.Port, Protocol: protocolTCP,
		HealthCheck: s.podHealthCheck(),
	}
	group.AwsName = b.awsTargetGroupName(group, s.innerName(), s.cluster.addresses.identity(), s.cluster.name)
	return group
}

// awsTargetGroupName is what AWS calls a target group. Its hash covers all that replaces the target group: the new one
// is made before the old one goes, so it must not meet its own name.
func (b *builder) awsTargetGroupName(group TargetGroup, loadBalancer, vpc, cluster string, kinds ...string) string {
	words := []string{group.Service, strconv.Itoa(group.Port), group.Protocol, group.Vpc, vpc, "ip", loadBalancer, b.name, cluster}
	words = append(words, kinds...)
	if group.HealthCheck.Protocol == protocolTCP {
		// AWS would change a check by request into one by connection. The provider refuses to plan it: it keeps the path
		// and codes of the last update, which such a check has not (terraform-provider-aws issue 46011).
		words = append(words, "checked by connection")
	}
	return hashed(group.Service, hash(words...), maxTargetGroupName)
}

// identity tells a VPC from the one that would replace it.
func (v vpcAddresses) identity() string {
	return orDefault(v.existingID, v.cidr.String())
}

// podHealthCheck asks the pods themselves.
func (s *service) podHealthCheck() PlannedHealthCheck {
	health := pointed(s.declared.HealthCheck, HealthCheck{})
	check := s.check(health)
	switch {
	case s.protocol == protocolHTTP || s.protocol == protocolHTTPS:
		check.ask(s.protocol, orDefault(health.Path, "/"), health.Matcher)
	case health.Path != "":
		check.ask(protocolHTTP, health.Path, health.Matcher)
	}
	if port := s.healthPort(); port != s.declared.Port {
		check.Port = strconv.Itoa(port)
	}
	return check
}

// ingressHealthCheck asks through the inner load balancer, which knows no other port of the pods than that of traffic.
// Where the pods answer health checks elsewhere, their path means nothing here, and any answer will do.
func (s *service) ingressHealthCheck() PlannedHealthCheck {
	health := pointed(s.declared.HealthCheck, HealthCheck{})
	check := s.check(health)
	elsewhere := s.healthPort() != s.declared.Port
	switch http := s.protocol == protocolHTTP || s.protocol == protocolHTTPS; {
	case http && elsewhere:
		check.ask(s.protocol, "/", anyAnswer)
	case http:
		check.ask(s.protocol, orDefault(health.Path, "/"), health.Matcher)
	case health.Path != "" && !elsewhere:
		check.ask(protocolHTTP, health.Path, health.Matcher)
	}
	return check
}

// check is a health check that opens a connection on the traffic port.
func (s *service) check(health HealthCheck) PlannedHealthCheck {
	interval := orDefault(health.Interval, defaultInterval)
	return PlannedHealthCheck{
		Protocol: protocolTCP, Port: trafficPort, Interval: interval, Timeout: min(longestTimeout, interval-1),
		Threshold: orDefault(health.Threshold, defaultThreshold),
	}
}

// ask makes it a request.
func (c *PlannedHealthCheck) ask(protocol, path, matcher string) {
	c.Protocol, c.Path, c.Matcher = protocol, path, orDefault(matcher, defaultMatcher)
}

// checkHealthCheck checks a service's health check against the rest of it.
func (b *builder) checkHealthCheck(s *service) {
	health := s.declared.HealthCheck
	if health == nil {
		return
	}
	path := s.path + ".healthCheck"
	if health.Matcher != "" && health.Path == "" && (s.protocol == protocolTCP || s.protocol == protocolTLS) {
		b.add(path+".matcher", "is for HTTP checks: declare a path as well")
	}
	for _, codes := range strings.Split(health.Matcher, ",") {
		if from, to, isRange := strings.Cut(codes, "-"); isRange && from > to {
			b.add(path+".matcher", "%s ends before it begins", codes)
		}
	}
	if s.declared.ProxyProtocol && s.sandwiched() && health.Path != "" && s.healthPort() == s.declared.Port {
		b.add(path+".port", "is required with proxyProtocol and a path: the inner load balancer's checks carry no proxy protocol header, "+
			"so another port must answer them")
	}
}

// binding prints what ties the backend's pods to a target group: that of its inner load balancer, or that of the ingress load
// balancer.
func (b *builder) binding(s *backend) Binding {
	kubernetes := pointed(s.declared.Kubernetes, KubernetesService{})
	binding := Binding{
		Name: s.label(), Service: s.name, Cluster: s.cluster.name,
		Namespace: orDefault(kubernetes.Namespace, defaultNamespace), ServiceName: orDefault(kubernetes.Name, s.name),
		ServicePort: orDefault(kubernetes.Port, s.declared.Port), TargetType: "ip", IPAddressType: "ipv4",
	}
	switch {
	case s.alb != nil:
		binding.InnerAlb, binding.TargetGroup = s.alb.name(), s.alb.targetGroup(s)
		return binding
	case !s.single:
		binding.InnerLoadBalancer, binding.TargetGroup = s.innerName(), s.innerTargetGroup()
		return binding
	}
	binding.LoadBalancer, binding.TargetGroup, binding.MultiCluster = s.lb.name, s.ingressTargetGroup(), s.declared.SharedTargetGroup
	if hub := b.estate.Ingress.Account; hub != s.cluster.account {
		binding.Account = hub
	}
	return binding
}
