package plan

import "strconv"

// albListeners are HTTPS with one rule per service and 404 for all else, and HTTP that redirects.
func (lb *loadBalancer) albListeners() []Listener {
	https := Listener{
		Name: lb.listenerName(httpsPort), Port: httpsPort, Protocol: protocolHTTPS,
		SslPolicy: orDefault(lb.declared.SslPolicy, defaultSslPolicy), DefaultAction: fixedAction,
	}
	for _, s := range lb.services {
		https.Rules = append(https.Rules, ListenerRule{
			Name: s.ingressTargetGroup(), Priority: s.priority, Hostnames: sorted(s.declared.Hostnames),
			Paths: sorted(s.declared.Paths), TargetGroup: s.ingressTargetGroup(),
		})
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
			DefaultAction: forwardAction, TargetGroup: s.ingressTargetGroup(),
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
