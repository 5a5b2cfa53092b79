package plan

// builder gathers what an estate declares, resolved, and every problem on the way.
type builder struct {
	estate   Estate
	problems Problems

	// Paths of which Decode complained already: what follows from them is noise.
	broken map[string]bool

	name          string
	region        string
	declaredZones []zone
	zones         []zone
	zonePaths     map[string]string
	formerZones   []zone

	// Zones that are a problem already.
	malformedZones int

	ingress       vpcAddresses
	loadBalancers map[string]*loadBalancer
	clusters      map[string]*cluster
	services      []*service
	quotas        Quotas

	// The inspection VPC, the firewalls by name, and the fleets that some of them bring, sorted by name.
	inspection vpcAddresses
	firewalls  []PlannedFirewall
	fleets     []PlannedFleet

	// The first name that is validated in each hosted zone, and the cluster of each VPC that exists already.
	hostedZones  map[string]string
	existingVpcs map[string]string
}

// Build lays out the network that an estate asks for. The error is Problems, with everything that is wrong.
func Build(estate Estate) (*Plan, error) {
	plan, problems := build(estate, nil)
	if err := problems.err(); err != nil {
		return nil, err
	}
	return plan, nil
}

// build is Build for an estate of which some paths are known to be broken.
func build(estate Estate, broken map[string]bool) (*Plan, Problems) {
	b := newBuilder(estate)
	b.broken = broken
	b.checkFields()
	b.resolveQuotas()
	b.resolveZones()
	b.resolveAccounts()
	b.resolveLoadBalancers()
	b.resolveClusters()
	b.resolveTransit()
	b.checkInspection()
	b.resolveFormerZones()
	b.resolveServices()
	b.resolveAddresses()
	b.resolveFirewalls()
	b.checkQuotas()
	b.checkTags()
	b.checkAllowReplace(b.balancerNames())
	if len(b.problems) > 0 || len(broken) > 0 {
		return nil, b.problems
	}
	plan := b.plan()
	b.checkAwsNames(plan)
	return plan, b.problems
}

// newBuilder is a builder that knows nothing yet.
func newBuilder(estate Estate) *builder {
	return &builder{
		estate: estate, name: orDefault(estate.Name, defaultName), zonePaths: map[string]string{},
		loadBalancers: map[string]*loadBalancer{}, clusters: map[string]*cluster{}, hostedZones: map[string]string{},
		existingVpcs: map[string]string{},
	}
}

// plan prints the resolved estate as data.
func (b *builder) plan() *Plan {
	plan := &Plan{
		Name: b.name, Region: b.region, Protection: pointed(b.estate.Protection, true), Zones: []string{},
		Tags: copied(b.estate.Tags), Accounts: b.plannedAccounts(), Vpcs: []Vpc{b.ingressVpc()}, TransitGateway: b.transitPlan(),
		LoadBalancers: []IngressLoadBalancer{}, InnerLoadBalancers: []StaticNlb{}, Clusters: []EksCluster{}, Bindings: []Binding{},
		ReachabilityAnalysis: b.estate.ReachabilityAnalysis,
	}
	for _, z := range b.zones {
		plan.Zones = append(plan.Zones, z.id)
	}
	for _, s := range b.services {
		for _, part := range s.backends {
			if !part.single {
				part.answering = b.staticAddresses(part.cluster, part.inner)
			}
		}
	}
	for _, name := range sortedKeys(b.loadBalancers) {
		plan.LoadBalancers = append(plan.LoadBalancers, b.ingressLoadBalancer(b.loadBalancers[name]))
	}
	for _, name := range sortedKeys(b.clusters) {
		c := b.clusters[name]
		plan.Vpcs = append(plan.Vpcs, b.eksVpc(c))
		plan.InnerLoadBalancers = append(plan.InnerLoadBalancers, b.innerLoadBalancers(c)...)
		if c.alb != nil {
			plan.InnerAlbs = append(plan.InnerAlbs, b.internalAlb(c.alb))
		}
		plan.Clusters = append(plan.Clusters, b.eksCluster(c))
	}
	for _, s := range b.services {
		for _, part := range s.backends {
			plan.Bindings = append(plan.Bindings, b.binding(part))
		}
	}
	if b.hasInspectionVpc() {
		plan.Vpcs = append(plan.Vpcs, b.inspectionVpc())
	}
	plan.Firewalls, plan.Fleets, plan.Exceptions = b.firewalls, b.fleets, b.plannedExceptions()
	sortByName(plan.Fleets, func(f PlannedFleet) string { return f.Name })
	sortByName(plan.Vpcs, func(v Vpc) string { return v.Name })
	sortByName(plan.InnerLoadBalancers, func(n StaticNlb) string { return n.Name })
	return plan
}

// add notes a problem, unless it lies in or follows from something that could not be decoded.
func (b *builder) add(path, format string, args ...any) {
	if !b.isBroken(path) {
		b.problems.add(path, format, args...)
	}
}

// isBroken says whether a path, or something that it lies in, could not be decoded.
func (b *builder) isBroken(path string) bool {
	if len(b.broken) == 0 {
		return false
	}
	for i := range path {
		if (path[i] == '.' || path[i] == '[') && b.broken[path[:i]] {
			return true
		}
	}
	return b.broken[path]
}
