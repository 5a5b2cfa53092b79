package plan

import "strconv"

// Patterns: how traffic gets from an ingress load balancer to pods.
const (
	patternSandwich = "sandwich"
	patternSingle   = "single"
)

// Bounds of a service's weights. AWS forwards to at most five target groups and raises that for nobody.
const (
	maxWeight   = 999
	maxWeighted = 5
)

// backend is a service in one of the clusters that answer for it.
type backend struct {
	*service
	cluster *cluster
	weight  int

	// Whether the pods are targets of the ingress load balancer.
	single bool

	// The internal ALB in front of the pods, if any.
	alb *innerAlb

	// Number of the inner load balancer and port of its listener, which is the service's own or the ALB's.
	inner     int
	innerPort int

	// The addresses that answer the ingress load balancer; none where the load balancer controller registers pods.
	answering []zonalAddress
}

// tieToClusters finds the clusters that answer for a service.
func (b *builder) tieToClusters(s *service) {
	path, declared := s.path+".cluster", map[string]int{s.declared.Cluster: 1}
	switch weighted := len(s.declared.Weights) > 0; {
	case weighted && s.declared.Cluster != "":
		b.add(path, "goes not with weights, which name the clusters; remove one of the two")
	case weighted:
		path, declared = s.path+".weights", s.declared.Weights
		b.checkWeights(s, path)
	case s.declared.Cluster == "":
		b.add(path, "is required: the name of a cluster, or weights for several")
		return
	}
	for _, name := range sortedKeys(declared) {
		at := path
		if len(s.declared.Weights) > 0 {
			at = member(path, name)
		}
		c, ok := b.clusters[name]
		if ok {
			part := newBackend(s, c)
			part.weight = declared[name]
			part.single = orDefault(s.declared.Pattern, orDefault(c.declared.Pattern, patternSandwich)) == patternSingle
			s.backends, c.backends = append(s.backends, part), append(c.backends, part)
		} else if !b.broken["clusters"] {
			b.add(at, "there is no cluster %q%s", name, didYouMean(name, sortedKeys(b.clusters)))
		}
	}
	b.checkPattern(s)
	b.tieToInnerAlbs(s)
}

// newBackend is a service in a cluster, with a listener of its own at its inner load balancer.
func newBackend(s *service, c *cluster) *backend {
	return &backend{service: s, cluster: c, inner: s.inner, innerPort: s.innerPort}
}

// checkWeights checks how clusters share the traffic of a service.
func (b *builder) checkWeights(s *service, path string) {
	sum := 0
	for _, name := range sortedKeys(s.declared.Weights) {
		weight := s.declared.Weights[name]
		if weight < 0 || weight > maxWeight {
			b.add(member(path, name), "%d is out of range: 0 to %d", weight, maxWeight)
		}
		sum += max(weight, 0)
	}
	if n := len(s.declared.Weights); n > maxWeighted {
		b.add(path, "%d clusters; AWS forwards to at most %d target groups and raises that for nobody", n, maxWeighted)
	}
	if sum == 0 {
		b.add(path, "the weights are all 0: no cluster would answer")
	}
}

// checkPattern checks what goes with a service's pattern.
func (b *builder) checkPattern(s *service) {
	shared, equal := s.declared.SharedTargetGroup, map[int]bool{}
	for _, part := range s.backends {
		equal[part.weight] = true
		if !part.single {
			if shared {
				b.add(s.path+".sharedTargetGroup", "is for pods that are targets themselves; in %s they are behind an inner load balancer: declare `pattern: single`",
					part.cluster.name)
			}
			continue
		}
		if s.declared.InnerLoadBalancer != 0 {
			b.add(s.path+".innerLoadBalancer", "is for the pattern sandwich; in %s pods are targets themselves", part.cluster.name)
		}
		if s.declared.InnerPort != 0 {
			b.add(s.path+".innerPort", "is for the pattern sandwich; in %s pods are targets themselves", part.cluster.name)
		}
	}
	switch {
	case shared && len(s.declared.Weights) == 0:
		b.add(s.path+".sharedTargetGroup", "is for the clusters of weights; a single cluster has the target group for itself anyway")
	case shared && len(equal) > 1:
		b.add(s.path+".weights", "differ, but in a shared target group every pod has the same weight: make them equal, or remove sharedTargetGroup")
	}
	if s.lb != nil && !s.lb.isAlb() && len(s.declared.Weights) > 0 && !shared {
		b.add(s.path+".weights", "are for ALBs; the AWS provider cannot state those of an NLB yet (terraform-provider-aws issue 45164): "+
			"declare sharedTargetGroup with `pattern: single`, or one cluster")
	}
}

// weighted says whether clusters share the service by weight, each with a target group of its own.
func (s *service) weighted() bool {
	return len(s.declared.Weights) > 0 && !s.declared.SharedTargetGroup
}

// ingressGroups counts the service's target groups at its ingress load balancer.
func (s *service) ingressGroups() int {
	if s.weighted() {
		return len(s.backends)
	}
	return 1
}

// staticTargets counts the addresses of inner load balancers among them. How many pods there will be nobody knows here.
func (s *service) staticTargets(zones int) int {
	n := 0
	for _, part := range s.backends {
		if !part.single {
			n += zones
		}
	}
	return n
}

// sandwiched says whether an inner load balancer stands before the pods of the service anywhere.
func (s *service) sandwiched() bool {
	for _, part := range s.backends {
		if !part.single {
			return true
		}
	}
	return false
}

// innerNumbers are the numbers of the inner load balancers before the pods of the service.
func (s *service) innerNumbers() []int {
	out := []int{}
	for _, part := range s.backends {
		if !part.single {
			out = append(out, part.inner)
		}
	}
	return out
}

// label is the name of the service, and where it is one of several clusters' also that of the cluster.
func (s *backend) label() string {
	if len(s.declared.Weights) > 0 {
		return s.name + "." + s.cluster.name
	}
	return s.name
}

// directly are the backends of a cluster whose pods are targets of ingress load balancers.
func (c *cluster) directly() []*backend {
	out := []*backend{}
	for _, part := range c.backends {
		if part.single {
			out = append(out, part)
		}
	}
	return out
}

// reached is where ingress load balancers reach a backend: addresses of inner load balancers on the inner port, or those of
// pods on the ports for traffic and health checks.
func (s *backend) reached() ([]source, []int) {
	if s.single {
		return s.cluster.addresses.podSources(), podPorts([]*backend{s})
	}
	return s.cluster.addresses.sources(TierLb), []int{s.innerPort}
}

// routesPods says whether a cluster's pods have addresses of their own that must be reached from the ingress VPC.
func (c *cluster) routesPods() bool {
	return c.addresses.pods.IsValid() && len(c.directly()) > 0
}

// routed are the CIDRs of a cluster to which routes lead, with the names of those.
func (c *cluster) routed() []source {
	out := []source{{c.name, c.addresses.cidr}}
	if c.routesPods() {
		out = append(out, source{c.name + "." + string(TierPod), c.addresses.pods})
	}
	return out
}

// innerName is the name of the inner load balancer that holds the backend.
func (s *backend) innerName() string {
	return s.cluster.innerName(s.inner)
}

// innerName is the name of inner load balancer n.
func (c *cluster) innerName(n int) string {
	return c.name + ".inner-" + strconv.Itoa(n)
}
