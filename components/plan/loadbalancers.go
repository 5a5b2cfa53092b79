package plan

import (
	"net/netip"
	"sort"
)

// loadBalancer is a declared ingress load balancer, resolved.
type loadBalancer struct {
	name     string
	path     string
	declared LoadBalancer
	allowed  []netip.Prefix
	services []*service
}

// httpPort is where an ALB sends clients on to HTTPS.
const httpPort = 80

// Kinds of default action.
const (
	forwardAction  = "forward"
	redirectAction = "redirect"
	fixedAction    = "fixed-response"
)

// isAlb says whether it is an ALB.
func (lb *loadBalancer) isAlb() bool {
	return LoadBalancerType(orDefault(lb.declared.Type, string(ApplicationLoadBalancer))) == ApplicationLoadBalancer
}

// resolveLoadBalancers reads the ingress load balancers.
func (b *builder) resolveLoadBalancers() {
	for _, name := range sortedKeys(b.estate.Ingress.LoadBalancers) {
		lb := &loadBalancer{name: name, path: member("ingress.loadBalancers", name), declared: b.estate.Ingress.LoadBalancers[name]}
		b.loadBalancers[name] = lb
		b.checkGroupName(lb.path, name)
		lb.allowed = b.cidrSet(lb.path+".allowedCidrs", lb.declared.AllowedCidrs)
		if len(lb.declared.AllowedCidrs) == 0 {
			lb.allowed = []netip.Prefix{anywhere}
		}
		if lb.isAlb() {
			if lb.declared.Certificate == nil {
				b.add(lb.path+".certificate", "is required: an ALB serves HTTPS; give an arn, or a domainName and its hostedZone")
			}
			if b.tooFewZones() {
				b.add(lb.path, "an ALB needs at least two zones; the estate has %d", len(b.zones))
			}
		} else if lb.declared.IdleTimeout != 0 {
			b.add(lb.path+".idleTimeout", "is for ALBs only; remove it")
		}
		b.checkCertificates(lb)
	}
}

// cidrSet parses a list of IPv4 CIDRs whose order means nothing.
func (b *builder) cidrSet(path string, cidrs []string) []netip.Prefix {
	out, first := []netip.Prefix{}, map[netip.Prefix]string{}
	for i, cidr := range cidrs {
		prefix, problem := prefixProblem(cidr)
		at := index(path, i)
		switch {
		case problem != "":
			b.add(at, "%s", problem)
		case first[prefix] != "":
			b.add(at, "%s is declared already, in %s", cidr, first[prefix])
		default:
			first[prefix] = at
			out = append(out, prefix)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].String() < out[j].String() })
	return out
}

// listenerPorts are the ports on which clients connect.
func (lb *loadBalancer) listenerPorts() []int {
	if lb.isAlb() {
		return []int{httpPort, httpsPort}
	}
	ports := []int{}
	for _, s := range lb.services {
		ports = append(ports, s.declared.ListenerPort)
	}
	sort.Ints(ports)
	return ports
}

// servedClusters are the clusters whose services it offers.
func (lb *loadBalancer) servedClusters() []*cluster {
	byName := map[string]*cluster{}
	for _, s := range lb.services {
		for _, part := range s.backends {
			byName[part.cluster.name] = part.cluster
		}
	}
	out := make([]*cluster, 0, len(byName))
	for _, name := range sortedKeys(byName) {
		out = append(out, byName[name])
	}
	return out
}

// reachesInner says whether it leads to inner load balancers of a cluster.
func (lb *loadBalancer) reachesInner(c *cluster) bool {
	for _, part := range c.backends {
		if part.lb == lb && !part.single {
			return true
		}
	}
	return false
}

// podsOf are the backends of a cluster whose pods are its targets.
func (lb *loadBalancer) podsOf(c *cluster) []*backend {
	out := []*backend{}
	for _, part := range c.directly() {
		if part.lb == lb {
			out = append(out, part)
		}
	}
	return out
}

// ingressLoadBalancer prints an ingress load balancer.
func (b *builder) ingressLoadBalancer(lb *loadBalancer) IngressLoadBalancer {
	out := IngressLoadBalancer{
		Name: lb.name, AwsName: awsLoadBalancerName(b.name, lb.name), Type: NetworkLoadBalancer, Vpc: b.ingress.name,
		Account: b.estate.Ingress.Account, Subnets: []string{}, SecurityGroup: b.ingressSecurityGroup(lb),
		Certificates: lb.certificates(), Listeners: []Listener{}, TargetGroups: []TargetGroup{},
		AllowReplace: contained(lb.name, b.estate.AllowReplace),
	}
	for _, z := range b.zones {
		out.Subnets = append(out.Subnets, subnetName(b.ingress.name, TierLb, z.id))
	}
	for _, s := range lb.services {
		out.TargetGroups = append(out.TargetGroups, b.ingressTargetGroups(s)...)
	}
	if lb.isAlb() {
		out.Type = ApplicationLoadBalancer
		out.IdleTimeout = orDefault(lb.declared.IdleTimeout, defaultIdleTimeout)
		out.Listeners = lb.albListeners()
	} else {
		out.Listeners = lb.nlbListeners()
	}
	sortByName(out.Listeners, func(l Listener) string { return l.Name })
	sortByName(out.TargetGroups, func(t TargetGroup) string { return t.Name })
	return out
}
