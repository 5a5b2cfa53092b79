package plan

import "strconv"

// maxNlbListeners is how many services an inner load balancer holds: AWS raises that quota for nobody.
const maxNlbListeners = 50

// innerNumbers are the numbers of a cluster's inner load balancers. The first exists from the start, so the hub may know
// its addresses before there is a service, unless the cluster says that its pods are targets themselves.
func (c *cluster) innerNumbers() []int {
	used := map[int]bool{1: c.declared.Pattern != patternSingle}
	if c.alb != nil {
		used[c.alb.number] = true
	}
	for _, s := range c.backends {
		if !s.single {
			used[s.inner] = true
		}
	}
	out := []int{}
	for n := 1; n <= maxInner; n++ {
		if used[n] {
			out = append(out, n)
		}
	}
	return out
}

// on are the services with a listener of one of a cluster's inner load balancers.
func (c *cluster) on(n int) []*backend {
	out := []*backend{}
	for _, s := range c.backends {
		if !s.single && s.alb == nil && s.inner == n {
			out = append(out, s)
		}
	}
	return out
}

// innerLoadBalancers prints the inner load balancers of a cluster.
func (b *builder) innerLoadBalancers(c *cluster) []StaticNlb {
	out := []StaticNlb{}
	for _, n := range c.innerNumbers() {
		out = append(out, b.innerLoadBalancer(c, n))
	}
	return out
}

// innerLoadBalancer prints one inner load balancer.
func (b *builder) innerLoadBalancer(c *cluster, n int) StaticNlb {
	services, name := c.on(n), c.innerName(n)
	nlb := StaticNlb{
		Name: name, AwsName: awsInnerName(b.name, c.name, strconv.Itoa(n)), Cluster: c.name, Vpc: c.name, Account: c.account,
		Addresses: []StaticAddress{}, SecurityGroup: b.innerSecurityGroup(name, c, services), Listeners: []Listener{},
		TargetGroups: []TargetGroup{}, AllowReplace: contained(name, b.estate.AllowReplace),
	}
	for _, static := range b.staticAddresses(c, n) {
		nlb.Addresses = append(nlb.Addresses, StaticAddress{
			Name: name + "." + static.zone.id, Zone: static.zone.id, Subnet: subnetName(c.name, TierLb, static.zone.id),
			SubnetCidr: static.subnet.String(), Address: static.address.String(),
		})
	}
	for _, s := range services {
		nlb.Listeners = append(nlb.Listeners, Listener{
			Name: s.innerTargetGroup(), Port: s.innerPort, Protocol: protocolTCP, DefaultAction: forwardAction, TargetGroup: s.innerTargetGroup(),
		})
		nlb.TargetGroups = append(nlb.TargetGroups, b.innerTargetGroup(s))
	}
	if c.alb != nil && c.alb.number == n {
		b.leadToAlb(c.alb, &nlb)
	}
	sortByName(nlb.Listeners, func(l Listener) string { return l.Name })
	sortByName(nlb.TargetGroups, func(t TargetGroup) string { return t.Name })
	return nlb
}

// checkInnerPorts finds services of an inner load balancer on one port, and more of them than it holds.
func (b *builder) checkInnerPorts(c *cluster) {
	for _, n := range c.innerNumbers() {
		services, first := c.on(n), map[int]*backend{}
		room := maxNlbListeners
		if c.alb != nil && c.alb.number == n {
			room-- // One listener for all services behind the ALB.
			b.checkAlbPort(c.alb, services)
		}
		if len(services) > room {
			b.add(c.path, "has %d services on its inner load balancer %d, which holds %d; set services.<name>.innerLoadBalancer: %d on some of them",
				len(services), n, room, n%maxInner+1)
		}
		for _, s := range services {
			other := first[s.innerPort]
			switch {
			case other == nil:
				first[s.innerPort] = s
			case s.declared.InnerPort != 0 && other.declared.InnerPort != 0:
				b.add(s.path+".innerPort", "%d is that of services.%s already, on %s", s.innerPort, other.name, s.innerName())
			default:
				b.add(s.path+".innerPort", "%d is also that of services.%s on %s, one of them from a hash of its name: declare another `innerPort`",
					s.innerPort, other.name, s.innerName())
			}
		}
	}
}

// balancerNames are the names of all load balancers. Those of inner ones have a dot.
func (b *builder) balancerNames() []string {
	out := sortedKeys(b.loadBalancers)
	for _, name := range sortedKeys(b.clusters) {
		for _, n := range b.clusters[name].innerNumbers() {
			out = append(out, b.clusters[name].innerName(n))
		}
		if alb := b.clusters[name].alb; alb != nil {
			out = append(out, alb.name())
		}
	}
	return out
}

// checkAllowReplace checks that what may be replaced exists.
func (b *builder) checkAllowReplace(names []string) {
	seen := map[string]bool{}
	for i, name := range b.estate.AllowReplace {
		path := index("allowReplace", i)
		switch {
		case !contained(name, names):
			b.add(path, "there is no load balancer %q%s", name, didYouMean(name, names))
		case seen[name]:
			b.add(path, "%s is declared already", name)
		}
		seen[name] = true
	}
}
