package plan

import "net/netip"

// Validate checks the inner load balancer as data: one address per zone, each inside its subnet and not one that AWS
// keeps, and each listener with a target group of its own.
func (n StaticNlb) Validate() Problems {
	a := &audit{at: orDefault(n.Name, "innerLoadBalancer")}
	if n.Name == "" {
		a.add(".name", "is missing")
	}
	a.loadBalancerName(n.AwsName)
	n.auditAddresses(a)
	a.securityGroup(".securityGroup", n.SecurityGroup)
	if len(n.Listeners) > 50 {
		a.add(".listeners", "%d listeners; an NLB holds 50", len(n.Listeners))
	}
	for _, group := range n.TargetGroups {
		what := item("targetGroups", group.Name)
		if group.Protocol != protocolTCP {
			a.add(what+".protocol", "%s is not TCP", group.Protocol)
		}
		if group.Alb != "" && (len(group.Targets) > 0 || group.ProxyProtocol || group.HealthCheck.Protocol == protocolTCP) {
			a.add(what, "leads to an ALB: it has no other targets, no proxy protocol, and asks for health by HTTP or HTTPS")
		}
	}
	auditListeners(a, NetworkLoadBalancer, n.Listeners, n.TargetGroups)
	return a.problems
}

// auditAddresses checks the static addresses.
func (n StaticNlb) auditAddresses(a *audit) {
	a.names("addresses", namesOf(n.Addresses, func(s StaticAddress) string { return s.Name }))
	if len(n.Addresses) == 0 {
		a.add(".addresses", "a load balancer needs an address in one zone at least")
	}
	zones, taken := map[string]bool{}, map[netip.Addr]bool{}
	for _, static := range n.Addresses {
		what := item("addresses", static.Name)
		a.zone(what, static.Zone)
		if zones[static.Zone] {
			a.add(what+".zone", "%s has an address already", static.Zone)
		}
		zones[static.Zone] = true
		if static.Subnet == "" {
			a.add(what+".subnet", "is missing")
		}
		address, err := netip.ParseAddr(static.Address)
		subnet, ok := a.sized(what+".subnetCidr", static.SubnetCidr)
		switch {
		case err != nil || !address.Is4():
			a.add(what+".address", "%q is not an IPv4 address", static.Address)
		case !ok:
		case !subnet.Contains(address):
			a.add(what+".address", "%s lies outside its subnet %s", address, subnet)
		case keptByAws(subnet, address):
			a.add(what+".address", "AWS keeps %s of subnet %s for itself", address, subnet)
		case taken[address]:
			a.add(what+".address", "%s is there twice", address)
		}
		taken[address] = true
	}
}

// Validate checks the internet-facing load balancer as data: subnets, certificates, rules with priorities of their own,
// and target groups that listeners use.
func (lb IngressLoadBalancer) Validate() Problems {
	a := &audit{at: orDefault(lb.Name, "loadBalancer")}
	if lb.Name == "" {
		a.add(".name", "is missing")
	}
	a.loadBalancerName(lb.AwsName)
	switch {
	case lb.Type != ApplicationLoadBalancer && lb.Type != NetworkLoadBalancer:
		a.add(".type", "%q is neither application nor network", lb.Type)
	case lb.Type == ApplicationLoadBalancer && len(lb.Subnets) < 2:
		a.add(".subnets", "an ALB needs subnets in two zones; it has %d", len(lb.Subnets))
	case len(lb.Subnets) == 0:
		a.add(".subnets", "a load balancer needs a subnet")
	}
	if len(asSet(lb.Subnets)) != len(lb.Subnets) {
		a.add(".subnets", "holds a subnet twice")
	}
	if lb.IdleTimeout < 0 || lb.IdleTimeout > 4000 || lb.IdleTimeout > 0 && lb.Type == NetworkLoadBalancer {
		a.add(".idleTimeout", "an ALB's lies between 1 and 4000 seconds; an NLB has none")
	}
	a.securityGroup(".securityGroup", lb.SecurityGroup)
	auditCertificates(a, lb.Certificates, lb.Listeners)
	most := 100
	if lb.Type == NetworkLoadBalancer {
		most = 50
	}
	if len(lb.TargetGroups) > most {
		a.add(".targetGroups", "%d target groups; such a load balancer holds %d", len(lb.TargetGroups), most)
	}
	auditNoAlbs(a, lb.TargetGroups)
	auditListeners(a, lb.Type, lb.Listeners, lb.TargetGroups)
	return a.problems
}

// auditCertificates checks a load balancer's certificates, and that its TLS listeners have one.
func auditCertificates(a *audit, certificates []PlannedCertificate, listeners []Listener) {
	a.names("certificates", namesOf(certificates, func(c PlannedCertificate) string { return c.Name }))
	defaults := 0
	for _, certificate := range certificates {
		if certificate.Default {
			defaults++
		}
		issued := certificate.DomainName != "" && certificate.HostedZone != ""
		if issued == (certificate.Arn != "") {
			a.add(item("certificates", certificate.Name), "either exists already (arn), or is issued (domainName, hostedZone)")
		}
	}
	tls := false
	for _, listener := range listeners {
		tls = tls || listener.Protocol == protocolHTTPS || listener.Protocol == protocolTLS
	}
	if defaults > 1 || tls && defaults == 0 {
		a.add(".certificates", "%d default certificates; TLS listeners need exactly one", defaults)
	}
}
