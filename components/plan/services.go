package plan

import "strings"

// Protocols of services, listeners, target groups and health checks.
const (
	protocolHTTP  = "HTTP"
	protocolHTTPS = "HTTPS"
	protocolTCP   = "TCP"
	protocolTLS   = "TLS"
)

// service is a declared service, resolved.
type service struct {
	name     string
	path     string
	declared Service

	// nil where the reference leads nowhere.
	lb *loadBalancer

	// The clusters that answer, by name.
	backends []*backend

	protocol  string
	inner     int
	innerPort int
	priority  int

	// Whether another service has the same host name and path.
	repeats bool
}

// resolveServices reads the services and ties them to load balancers and clusters.
func (b *builder) resolveServices() {
	for _, name := range sortedKeys(b.estate.Services) {
		declared := b.estate.Services[name]
		s := &service{
			name: name, path: member("services", name), declared: declared,
			inner:     orDefault(declared.InnerLoadBalancer, 1),
			innerPort: orDefault(declared.InnerPort, defaultInnerPort(name)),
			priority:  orDefault(declared.Priority, defaultPriority(name)),
		}
		b.services = append(b.services, s)
		b.tieToLoadBalancer(s)
		b.tieToClusters(s)
		b.checkHealthCheck(s)
	}
	b.checkScatteredHostnames()
	b.checkRepeatedRoutes()
	for _, name := range sortedKeys(b.loadBalancers) {
		b.checkLoadBalancer(b.loadBalancers[name])
	}
	for _, name := range sortedKeys(b.clusters) {
		b.checkInnerPorts(b.clusters[name])
		b.checkInnerAlb(b.clusters[name])
		b.checkRegistered(b.clusters[name])
	}
}

// checkLoadBalancer checks the services of an ingress load balancer against each other.
func (b *builder) checkLoadBalancer(lb *loadBalancer) {
	if lb.isAlb() {
		b.checkPriorities(lb.name, lb.services)
		b.checkOverlaps(lb.services)
	} else {
		b.checkListenerPorts(lb)
	}
}

// defaultInnerPort is the listener port of a service at its inner load balancer, from its name alone.
func defaultInnerPort(name string) int {
	return minInnerPort + hashBelow(maxInnerPort-minInnerPort+1, "inner port", name)
}

// defaultPriority is the priority of a service's rule at its ALB, from its name alone.
func defaultPriority(name string) int {
	return 1 + hashBelow(maxPriority, "priority", name)
}

// tieToLoadBalancer finds a service's ingress load balancer and checks what its type asks for.
func (b *builder) tieToLoadBalancer(s *service) {
	name := s.declared.LoadBalancer
	if name == "" && len(b.loadBalancers) == 1 {
		name = sortedKeys(b.loadBalancers)[0]
	}
	lb, ok := b.loadBalancers[name]
	switch {
	case ok:
		s.lb = lb
		lb.services = append(lb.services, s)
		if lb.isAlb() {
			b.checkAlbService(s)
		} else {
			b.checkNlbService(s)
		}
	case b.broken["ingress"] || b.broken["ingress.loadBalancers"]:
	case name == "" && len(b.loadBalancers) == 0:
		b.add(s.path+".loadBalancer", "the estate has no ingress load balancer: declare one in ingress.loadBalancers")
	case name == "":
		b.add(s.path+".loadBalancer", "is required, because the estate has %d ingress load balancers", len(b.loadBalancers))
	default:
		b.add(s.path+".loadBalancer", "there is no ingress load balancer %q%s", name, didYouMean(name, sortedKeys(b.loadBalancers)))
	}
}

// maxRuleValues is how many host names and paths an ALB rule holds.
const maxRuleValues = 5

// maxRuleWildcards is how many * and ? the values of an ALB rule hold together. AWS raises that for nobody.
const maxRuleWildcards = 5

// checkAlbService checks a service behind an ALB.
func (b *builder) checkAlbService(s *service) {
	s.protocol = orDefault(s.declared.Protocol, protocolHTTP)
	if s.protocol == protocolTCP || s.protocol == protocolTLS {
		b.add(s.path+".protocol", "%s is for NLBs; behind an ALB it is HTTP or HTTPS", s.protocol)
	}
	if s.declared.ListenerPort != 0 {
		b.add(s.path+".listenerPort", "is for NLBs; an ALB listens on 443, and on 80 to redirect")
	}
	if s.declared.ProxyProtocol {
		b.add(s.path+".proxyProtocol", "is for NLBs; an ALB sends the client's address in X-Forwarded-For")
	}
	if len(s.declared.Hostnames) == 0 {
		b.add(s.path+".hostnames", "is required behind an ALB")
	}
	if n := len(s.declared.Hostnames) + len(s.declared.Paths); n > maxRuleValues {
		b.add(s.path+".hostnames", "host names and paths are %d values; an ALB rule holds %d: declare a second service for the rest", n, maxRuleValues)
	}
	if n := s.wildcards(); n > maxRuleWildcards {
		b.add(s.path+".paths", "host names and paths have %d wildcards; an ALB rule holds %d: declare a second service for the rest", n, maxRuleWildcards)
	}
	b.checkValues(s, true)
}

// wildcards counts the wildcards of a service's host names and paths.
func (s *service) wildcards() int {
	n := 0
	for _, values := range [][]string{s.declared.Hostnames, s.declared.Paths} {
		for _, value := range values {
			n += strings.Count(value, "*") + strings.Count(value, "?")
		}
	}
	return n
}

// checkNlbService checks a service behind an NLB.
func (b *builder) checkNlbService(s *service) {
	s.protocol = orDefault(s.declared.Protocol, protocolTCP)
	if s.protocol == protocolHTTP || s.protocol == protocolHTTPS {
		b.add(s.path+".protocol", "%s is for ALBs; behind an NLB it is TCP or TLS", s.protocol)
	}
	if s.declared.ListenerPort == 0 {
		b.add(s.path+".listenerPort", "is required behind an NLB")
	}
	if s.declared.Priority != 0 {
		b.add(s.path+".priority", "is for ALBs; an NLB has no rules")
	}
	if len(s.declared.Paths) > 0 {
		b.add(s.path+".paths", "is for ALBs; an NLB sees no paths")
	}
	terminates := s.protocol == protocolTLS
	if terminates && s.lb.declared.Certificate == nil {
		b.add(s.lb.path+".certificate", "is required, because %s is served with TLS; give an arn, or a domainName and its hostedZone", s.path)
	}
	b.checkValues(s, terminates)
}

// checkValues checks a service's host names and paths, each alone.
func (b *builder) checkValues(s *service, tls bool) {
	first := map[string]string{}
	for i, hostname := range s.declared.Hostnames {
		path := index(s.path+".hostnames", i)
		good := b.checkHostname(path, hostname)
		if first[hostname] != "" {
			b.add(path, "%s is declared already, in %s", hostname, first[hostname])
		} else if good && tls && !s.lb.covers(hostname) {
			b.add(path, "no certificate of %s covers %s: add it to alternativeNames, or a certificate to moreCertificates", s.lb.path, hostname)
		}
		first[hostname] = path
	}
	for i, value := range s.declared.Paths {
		path := index(s.path+".paths", i)
		if first[value] != "" {
			b.add(path, "%s is declared already, in %s", value, first[value])
		}
		first[value] = path
	}
}

// checkPriorities finds rules of an ALB with one priority. Hashes are never probed for a free one: a rule's priority
// would depend on which services came before.
func (b *builder) checkPriorities(balancer string, services []*service) {
	first := map[int]*service{}
	for _, s := range services {
		other := first[s.priority]
		switch {
		case other == nil:
			first[s.priority] = s
		case s.declared.Priority != 0 && other.declared.Priority != 0:
			b.add(s.path+".priority", "%d is that of services.%s already, on load balancer %s", s.priority, other.name, balancer)
		default:
			b.add(s.path+".priority", "%d is also that of services.%s on load balancer %s, one of them from a hash of its name: declare another `priority`",
				s.priority, other.name, balancer)
		}
	}
}

// checkListenerPorts finds services of an NLB on one port.
func (b *builder) checkListenerPorts(lb *loadBalancer) {
	first := map[int]*service{}
	for _, s := range lb.services {
		if other := first[s.declared.ListenerPort]; other != nil && s.declared.ListenerPort != 0 {
			b.add(s.path+".listenerPort", "%d is that of services.%s already, on load balancer %s", s.declared.ListenerPort, other.name, lb.name)
			continue
		}
		first[s.declared.ListenerPort] = s
	}
}
