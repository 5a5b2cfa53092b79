package plan

import (
	"net/netip"
	"strconv"
)

// auditListeners checks listeners and target groups against each other.
func auditListeners(a *audit, kind LoadBalancerType, listeners []Listener, groups []TargetGroup) {
	a.names("listeners", namesOf(listeners, func(l Listener) string { return l.Name }))
	a.names("targetGroups", namesOf(groups, func(g TargetGroup) string { return g.Name }))
	known := asSet(namesOf(groups, func(g TargetGroup) string { return g.Name }))
	used, ports := map[string]bool{}, map[int]string{}
	use := func(what, group string) {
		if !known[group] {
			a.add(what+".targetGroup", "there is no target group %q", group)
		}
		used[group] = true
	}
	for _, listener := range listeners {
		what := item("listeners", listener.Name)
		a.port(what+".port", listener.Port)
		if other := ports[listener.Port]; other != "" {
			a.add(what+".port", "%d is that of %s as well", listener.Port, other)
		}
		ports[listener.Port] = listener.Name
		listener.auditProtocol(a, what, kind)
		if listener.DefaultAction == forwardAction {
			use(what, listener.TargetGroup)
		}
		inner := &audit{at: a.at + what}
		inner.names("rules", namesOf(listener.Rules, func(r ListenerRule) string { return r.Name }))
		priorities := map[int]string{}
		for _, rule := range listener.Rules {
			at := item("rules", rule.Name)
			if other := priorities[rule.Priority]; other != "" {
				inner.add(at+".priority", "%d is that of %s as well", rule.Priority, other)
			}
			priorities[rule.Priority] = rule.Name
			rule.audit(inner, at)
			for _, group := range rule.targetGroups() {
				use(what+at, group)
			}
		}
		a.problems = append(a.problems, inner.problems...)
	}
	for _, group := range groups {
		what := item("targetGroups", group.Name)
		if !used[group.Name] {
			a.add(what, "no listener leads to it")
		}
		group.audit(a, what)
	}
}

// auditProtocol checks what a listener speaks and does.
func (l Listener) auditProtocol(a *audit, what string, kind LoadBalancerType) {
	web := l.Protocol == protocolHTTP || l.Protocol == protocolHTTPS
	stream := l.Protocol == protocolTCP || l.Protocol == protocolTLS
	if kind == ApplicationLoadBalancer && !web || kind == NetworkLoadBalancer && !stream {
		a.add(what+".protocol", "%q is not one of such a load balancer", l.Protocol)
	}
	if tls := l.Protocol == protocolHTTPS || l.Protocol == protocolTLS; tls != (l.SslPolicy != "") {
		a.add(what+".sslPolicy", "TLS listeners have one, others none")
	}
	switch l.DefaultAction {
	case forwardAction:
	case redirectAction, fixedAction:
		if kind == NetworkLoadBalancer {
			a.add(what+".defaultAction", "an NLB forwards")
		}
	default:
		a.add(what+".defaultAction", "%q is not an action", l.DefaultAction)
	}
	if len(l.Rules) > 0 && kind == NetworkLoadBalancer {
		a.add(what+".rules", "an NLB has no rules")
	}
}

// audit checks a rule.
func (r ListenerRule) audit(a *audit, what string) {
	if r.Priority < 1 || r.Priority > 50000 {
		a.add(what+".priority", "%d lies outside 1 to 50000", r.Priority)
	}
	if values := len(r.Hostnames) + len(r.Paths); values < 1 || values > 5 {
		a.add(what, "%d host names and paths; an ALB rule holds 1 to 5", values)
	}
	if (r.TargetGroup == "") == (len(r.Forward) == 0) {
		a.add(what, "leads either to one target group (targetGroup) or to several by weight (forward)")
	}
	a.names(what+".forward", namesOf(r.Forward, func(g WeightedTargetGroup) string { return g.Name }))
	if len(r.Forward) > maxWeighted {
		a.add(what+".forward", "%d target groups; AWS forwards to at most %d", len(r.Forward), maxWeighted)
	}
	sum := 0
	for _, group := range r.Forward {
		if group.Weight < 0 || group.Weight > maxWeight {
			a.add(what+item("forward", group.Name), "weight %d lies outside 0 to %d", group.Weight, maxWeight)
		}
		sum += group.Weight
	}
	if len(r.Forward) > 0 && sum < 1 {
		a.add(what+".forward", "the weights are all 0: nothing would answer")
	}
}

// targetGroups are those to which a rule leads.
func (r ListenerRule) targetGroups() []string {
	if len(r.Forward) == 0 {
		return []string{r.TargetGroup}
	}
	return namesOf(r.Forward, func(g WeightedTargetGroup) string { return g.Name })
}

// audit checks a target group and its targets.
func (g TargetGroup) audit(a *audit, what string) {
	a.elbName(what, g.AwsName)
	a.port(what+".port", g.Port)
	if g.Protocol != protocolHTTP && g.Protocol != protocolHTTPS && g.Protocol != protocolTCP {
		a.add(what+".protocol", "%q is none of HTTP, HTTPS and TCP", g.Protocol)
	}
	g.HealthCheck.audit(a, what+".healthCheck")
	inner := &audit{at: a.at + what}
	inner.names("targets", namesOf(g.Targets, func(t Target) string { return t.Name }))
	taken := map[netip.AddrPort]bool{}
	for _, target := range g.Targets {
		at := item("targets", target.Name)
		inner.port(at+".port", target.Port)
		address, err := netip.ParseAddr(target.Address)
		endpoint := netip.AddrPortFrom(address, uint16(target.Port)) //nolint:gosec // Only compared.
		switch {
		case err != nil || !address.Is4():
			inner.add(at+".address", "%q is not an IPv4 address", target.Address)
		case !privateAddress(address):
			inner.add(at+".address", "%s is public; load balancers accept private targets only", address)
		case taken[endpoint]:
			inner.add(at+".address", "%s is there twice", endpoint)
		}
		taken[endpoint] = true
	}
	a.problems = append(a.problems, inner.problems...)
}

// privateAddress says whether load balancers accept an address as a target.
func privateAddress(address netip.Addr) bool {
	b := address.As4()
	return address.IsPrivate() || b[0] == 100 && b[1] >= 64 && b[1] < 128
}

// audit checks a health check.
func (c PlannedHealthCheck) audit(a *audit, what string) {
	if port, err := strconv.Atoi(c.Port); c.Port != "traffic-port" && (err != nil || port < 1 || port > 65535) {
		a.add(what+".port", "%q is neither a port nor traffic-port", c.Port)
	}
	switch c.Protocol {
	case protocolHTTP, protocolHTTPS:
		if c.Path == "" || c.Path[0] != '/' {
			a.add(what+".path", "%q is not an HTTP path", c.Path)
		}
	case protocolTCP:
		if c.Path != "" || c.Matcher != "" {
			a.add(what, "a TCP check has no path and no matcher")
		}
	default:
		a.add(what+".protocol", "%q is none of HTTP, HTTPS and TCP", c.Protocol)
	}
	if c.Interval < 5 || c.Interval > 300 || c.Timeout < 2 || c.Timeout >= c.Interval {
		a.add(what, "every %d seconds with a timeout of %d: AWS accepts 5 to 300 and a timeout of 2 or more below that", c.Interval, c.Timeout)
	}
	if c.Threshold < 2 || c.Threshold > 10 {
		a.add(what+".threshold", "%d lies outside 2 to 10", c.Threshold)
	}
}
