package plan

import "strconv"

// albListeners are HTTPS with one rule per service and 404 for all else, and HTTP that redirects.
func (lb *loadBalancer) albListeners() []Listener {
	https := Listener{
		Name: lb.listenerName(httpsPort), Port: httpsPort, Protocol: protocolHTTPS,
		SslPolicy: orDefault(lb.declared.SslPolicy, defaultSslPolicy), DefaultAction: fixedAction,
	}
	for _, s := range lb.services {
		rule := ListenerRule{
			Name: s.ingressName(), Priority: s.priority, Hostnames: sorted(s.declared.Hostnames), Paths: sorted(s.declared.Paths),
		}
		if s.weighted() {
			for _, part := range s.backends {
				rule.Forward = append(rule.Forward, WeightedTargetGroup{Name: part.ingressTargetGroup(), Weight: part.weight})
			}
		} else {
			rule.TargetGroup = s.ingressName()
		}
		https.Rules = append(https.Rules, rule)
	}
	sortByName(https.Rules, func(r ListenerRule) string { return r.Name })
	http := Listener{Name: lb.listenerName(httpPort), Port: httpPort, Protocol: protocolHTTP, DefaultAction: redirectAction}
	return []Listener{https, http}
}

// nlbListeners are one per service.
func (lb *loadBalancer) nlbListeners() []Listener {
	listeners := []Listener{}
	for _, s := range lb.services {
		listener := Listener{
			Name: lb.listenerName(s.declared.ListenerPort), Port: s.declared.ListenerPort, Protocol: s.protocol,
			DefaultAction: forwardAction, TargetGroup: s.ingressName(),
		}
		if s.protocol == protocolTLS {
			listener.SslPolicy = orDefault(lb.declared.SslPolicy, defaultSslPolicy)
		}
		listeners = append(listeners, listener)
	}
	return listeners
}

// listenerName is the name of the listener on a port.
func (lb *loadBalancer) listenerName(port int) string {
	return lb.name + "." + strconv.Itoa(port)
}
