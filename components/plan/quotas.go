package plan

import "reflect"

// Quotas that AWS raises for nobody, or for nobody this far.
const (
	maxTargetGroupsPerAlb = 100
	maxTransitRoutes      = 10000
	maxAttachments        = 5000
)

// resolveQuotas fills in what AWS grants a new account.
func (b *builder) resolveQuotas() {
	b.quotas = defaultQuotas
	declared, resolved := reflect.ValueOf(b.estate.Quotas), reflect.ValueOf(&b.quotas).Elem()
	for i := range declared.NumField() {
		if !declared.Field(i).IsZero() {
			resolved.Field(i).Set(declared.Field(i))
		}
	}
}

// quota notes that something needs more than its quota, which the field of that name raises.
func (b *builder) quota(path, what string, needed, limit int, field string) {
	if needed > limit {
		b.add(path, "%d %s; the quota is %d: have AWS raise it and declare it as quotas.%s", needed, what, limit, field)
	}
}

// fixed notes that something needs more than AWS grants anybody.
func (b *builder) fixed(path, what string, needed, limit int, advice string) {
	if needed > limit {
		b.add(path, "%d %s; AWS allows %d and raises that for nobody: %s", needed, what, limit, advice)
	}
}

// checkQuotas counts what the estate needs.
func (b *builder) checkQuotas() {
	albs := 0
	for _, name := range sortedKeys(b.loadBalancers) {
		lb := b.loadBalancers[name]
		if lb.isAlb() {
			albs++
			b.checkAlbQuotas(lb)
		} else {
			b.checkNlbQuotas(lb)
		}
		b.checkSecurityGroupQuotas(lb)
	}
	for _, name := range sortedKeys(b.clusters) {
		b.checkClusterQuotas(b.clusters[name])
	}
	b.checkAccountQuotas(albs, len(b.loadBalancers)-albs)
	if b.inspects(PlaceEgress) {
		b.quota("inspection.egress", "Elastic IP addresses in the Region (one NAT gateway per zone)", len(b.zones), b.quotas.ElasticIps, "elasticIps")
	}
	b.checkRouteQuotas()
}

// checkAccountQuotas counts what AWS counts per account and Region: the ingress account has the load balancers of the ingress VPC,
// and the account of each cluster its inner ones.
func (b *builder) checkAccountQuotas(albsOfIngress, nlbsOfIngress int) {
	ingress := b.estate.Ingress.Account
	albs, nlbs, groups := map[string]int{ingress: albsOfIngress}, map[string]int{ingress: nlbsOfIngress}, map[string]int{}
	for _, s := range b.services {
		groups[ingress] += s.ingressGroups()
	}
	for _, c := range b.clusters {
		nlbs[c.account] += len(c.innerNumbers())
		groups[c.account] += len(c.backends) - len(c.directly())
		if c.alb != nil {
			albs[c.account]++
			groups[c.account]++
		}
	}
	b.quota("ingress.loadBalancers", "ALBs in the Region", albs[ingress], b.quotas.Albs, "albs")
	const ofNlbs = "NLBs in the Region (one or more inner ones per cluster, and those of the ingress VPC)"
	if len(nlbs) == 1 {
		b.quota("clusters", ofNlbs, nlbs[ingress], b.quotas.Nlbs, "nlbs")
		b.quota("services", "target groups in the Region (two per service, one with pattern single)", groups[ingress], b.quotas.TargetGroups, "targetGroups")
		return
	}
	for _, account := range sortedKeys(nlbs) {
		path := member("accounts", account)
		b.quota(path, ofNlbs, nlbs[account], b.quotas.Nlbs, "nlbs")
		if account != ingress {
			b.quota(path, "ALBs in the Region", albs[account], b.quotas.Albs, "albs")
		}
		b.quota(path, "target groups in the Region (one per service at the ingress VPC's load balancers, one at the cluster's)",
			groups[account], b.quotas.TargetGroups, "targetGroups")
	}
}

// checkAlbQuotas counts what an ALB holds.
func (b *builder) checkAlbQuotas(lb *loadBalancer) {
	services, groups, targets := len(lb.services), 0, 0
	for _, s := range lb.services {
		groups += s.ingressGroups()
		targets += s.staticTargets(len(b.zones))
	}
	b.fixed(lb.path, "target groups (one per service and cluster)", groups, maxTargetGroupsPerAlb,
		"spread the services over a further load balancer")
	b.quota(lb.path, "rules (one per service)", services, b.quotas.RulesPerAlb, "rulesPerAlb")
	b.quota(lb.path, "targets (one per service and zone)", targets, b.quotas.TargetsPerAlb, "targetsPerAlb")
	b.quota(lb.path+".moreCertificates", "certificates", len(lb.declared.MoreCertificates), b.quotas.CertificatesPerAlb, "certificatesPerAlb")
}

// checkNlbQuotas counts what an NLB holds.
func (b *builder) checkNlbQuotas(lb *loadBalancer) {
	services, targets := len(lb.services), 0
	for _, s := range lb.services {
		targets += s.staticTargets(len(b.zones))
	}
	b.fixed(lb.path, "listeners (one per service)", services, maxNlbListeners, "spread the services over a further load balancer")
	b.quota(lb.path, "targets (one per service and zone)", targets, b.quotas.TargetsPerNlb, "targetsPerNlb")
	b.quota(lb.path+".moreCertificates", "certificates", len(lb.declared.MoreCertificates), b.quotas.CertificatesPerNlb, "certificatesPerNlb")
}

// checkSecurityGroupQuotas counts the rules of an ingress load balancer's security group.
func (b *builder) checkSecurityGroupQuotas(lb *loadBalancer) {
	const field = "rulesPerSecurityGroup"
	outbound := 0
	for _, c := range lb.servedClusters() {
		if lb.reachesInner(c) {
			outbound += len(c.addresses.sources(TierLb))
		}
		outbound += len(podPorts(lb.podsOf(c))) * len(c.addresses.podSources())
	}
	b.quota(lb.path+".allowedCidrs", "inbound security-group rules (one per port and CIDR)", len(lb.listenerPorts())*len(lb.allowed),
		b.quotas.RulesPerSecurityGroup, field)
	b.quota(lb.path, "outbound security-group rules (one per cluster that it serves, with pattern single one per port)", outbound, b.quotas.RulesPerSecurityGroup, field)
}

// checkClusterQuotas counts the security-group rules between a cluster's inner load balancers and its pods.
func (b *builder) checkClusterQuotas(c *cluster) {
	const field = "rulesPerSecurityGroup"
	// EKS puts a rule of its own into the group, which lets its members reach each other.
	inbound := len(b.podRules(c)) + 1
	if endpoint := c.declared.Endpoint; endpoint != nil {
		inbound += len(endpoint.PrivateCidrs)
	}
	b.quota(c.path, "inbound rules of the cluster's security group (one of EKS, one per port of its services, one per CIDR of endpoint.privateCidrs)",
		inbound, b.quotas.RulesPerSecurityGroup, field)
	for _, n := range c.innerNumbers() {
		b.quota(c.path, "outbound security-group rules of "+c.innerName(n)+" (one per port of its services)",
			len(podPorts(c.on(n)))*len(c.addresses.podSources()), b.quotas.RulesPerSecurityGroup, field)
	}
	if c.alb != nil {
		parts, _ := c.alb.behind()
		b.quota(c.path, "outbound security-group rules of "+c.alb.name()+" (one per port of its services)",
			len(podPorts(parts))*len(c.addresses.podSources()), b.quotas.RulesPerSecurityGroup, field)
	}
}

// checkRouteQuotas counts routes.
func (b *builder) checkRouteQuotas() {
	// The local route of the VPC's own CIDR and the default route count as well.
	b.checkRouteQuota("ingress", len(b.beyondTransit(b.allClusters()))+2)
	if b.inspectsCentrally() {
		routes := len(b.beyondTransit(b.inspectedClusters())) + 1
		for _, place := range []string{PlaceEastWest, PlaceEgress} {
			if b.inspects(place) {
				routes++ // To the ingress VPC; to the internet.
			}
		}
		b.checkRouteQuota("inspection", routes)
	}
	attachments, routes := len(b.clusters)+1, 0
	if b.inspectsCentrally() {
		attachments++
	}
	for _, table := range b.transitTables() {
		routes += len(table.Routes)
	}
	b.fixed("clusters", "attachments of the transit gateway (one per VPC)", attachments, maxAttachments, "split the estate")
	b.fixed("clusters", "routes of the transit gateway", routes, maxTransitRoutes, "split the estate")
}

// checkRouteQuota counts the routes of the longest route tables of a VPC of the hub.
func (b *builder) checkRouteQuota(vpc string, routes int) {
	if routes > maxRouteTable {
		b.fixed("clusters", "routes in a route table of the "+vpc+" VPC", routes, maxRouteTable, "declare transit.transitGateway.supernets")
	} else if routes > b.quotas.RoutesPerRouteTable {
		b.add("clusters", "%d routes in a route table of the %s VPC; the quota is %d: have AWS raise it and declare it as "+
			"quotas.routesPerRouteTable, or declare transit.transitGateway.supernets", routes, vpc, b.quotas.RoutesPerRouteTable)
	}
}
