package plan

import "strconv"

// Validate checks that there is a service to connect to.
func (g PlannedGatewayLoadBalancer) Validate() Problems {
	a := &audit{at: "gatewayLoadBalancer"}
	if (g.ServiceName == "") == (g.Fleet == "") {
		a.add("", "leads to a fleet or to a service, and to one of them only")
	}
	return a.problems
}

// Validate checks the fleet as data: one subnet per zone and no fewer appliances, a probe that AWS makes, and a security group
// that lets GENEVE and the probe in and GENEVE out.
func (f PlannedFleet) Validate() Problems {
	a := &audit{at: orDefault(f.Name, "fleet")}
	for _, field := range []struct{ name, value string }{
		{".name", f.Name}, {".vpc", f.Vpc}, {".ami", f.Ami}, {".instanceType", f.InstanceType},
	} {
		if field.value == "" {
			a.add(field.name, "is missing")
		}
	}
	a.loadBalancerName(f.AwsName)
	a.elbName(".targetGroup", f.TargetGroupAwsName)
	switch {
	case len(f.Subnets) == 0:
		a.add(".subnets", "a load balancer needs a subnet")
	case len(asSet(f.Subnets)) != len(f.Subnets):
		a.add(".subnets", "holds a subnet twice")
	}
	if f.Min < len(f.Subnets) || f.Max < f.Min {
		a.add(".min", "%d to %d appliances for %d zones; each needs one", f.Min, f.Max, len(f.Subnets))
	}
	if f.Failover != "rebalance" && f.Failover != "no_rebalance" {
		a.add(".failover", "%q is neither rebalance nor no_rebalance", f.Failover)
	}
	if len(f.UserData) > 16384 {
		a.add(".userData", "has %d bytes; EC2 takes 16384", len(f.UserData))
	}
	for name, seconds := range map[string]int{".launchPause": f.LaunchPause, ".terminationPause": f.TerminationPause} {
		if seconds != 0 && (seconds < 30 || seconds > 7200) {
			a.add(name, "auto scaling waits 30 to 7200 seconds, not %d", seconds)
		}
	}
	a.names("allowedPrincipals", namesOf(f.AllowedPrincipals, func(p AllowedPrincipal) string { return p.Name }))
	for _, principal := range f.AllowedPrincipals {
		if principal.Arn == "" {
			a.add(item("allowedPrincipals", principal.Name)+".arn", "is missing")
		}
	}
	f.auditProbe(a)
	f.auditSecurityGroup(a)
	return a.problems
}

// auditProbe checks the health check.
func (f PlannedFleet) auditProbe(a *audit) {
	a.port(".probe.port", f.Probe.Port)
	switch f.Probe.Protocol {
	case "TCP":
		if f.Probe.Path != "" {
			a.add(".probe.path", "a TCP probe only connects")
		}
	case "HTTP", "HTTPS":
		if f.Probe.Path == "" {
			a.add(".probe.path", "is missing")
		}
	default:
		a.add(".probe.protocol", "%q is none of TCP, HTTP and HTTPS", f.Probe.Protocol)
	}
}

// auditSecurityGroup checks that the group lets through what a load balancer and its targets have to say to each other, and
// that nothing else comes in.
func (f PlannedFleet) auditSecurityGroup(a *audit) {
	a.securityGroup(".securityGroup", f.SecurityGroup)
	geneve, probe := "ingress udp 6081", "ingress tcp "+strconv.Itoa(f.Probe.Port)
	back, seen := "egress udp 6081", map[string]bool{}
	for _, rule := range f.SecurityGroup.Rules {
		what := string(rule.Direction) + " " + rule.Protocol + " " + strconv.Itoa(rule.FromPort)
		if rule.FromPort == rule.ToPort {
			seen[what] = true
		}
		if rule.Direction == Inbound && (rule.FromPort != rule.ToPort || what != geneve && what != probe) {
			a.add(".securityGroup"+item("rules", rule.Name), "admits more than GENEVE and the probe")
		}
	}
	for _, what := range []string{geneve, probe, back} {
		if !seen[what] {
			a.add(".securityGroup", "does not allow %s", what)
		}
	}
}
