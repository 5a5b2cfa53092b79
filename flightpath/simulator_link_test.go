package flightpath_test

import (
	"cmp"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// toEndpoint takes a packet to a VPC endpoint that a route names.
func (s *simulator) toEndpoint(in *network.Subnet, id string, t traveller) flight {
	for i := range s.n.Endpoints {
		if e := &s.n.Endpoints[i]; e.ID == id && e.Kind == network.GatewayEndpoint {
			return s.serve(in, e, t)
		}
	}
	return s.inspect(in, id, t)
}

// serve ends a packet at a gateway endpoint, to which only what its own VPC sends gets.
func (s *simulator) serve(in *network.Subnet, e *network.Endpoint, t traveller) flight {
	if in == nil || in.VPC != e.VPC || !e.Available || !s.inside(in.VPC, t.source) || !s.aclAllows(in, t.packet, true) || !t.hide() {
		return flight{}
	}
	return flight{fate: served, traveller: t, in: in}
}

// toService is the way to a gateway endpoint: to what its service's prefix list holds.
func (s *simulator) toService(from *host, id string, q ask) way {
	var families []way
	for _, list := range s.n.PrefixLists {
		routed := slices.ContainsFunc(s.n.RouteTables, func(t network.RouteTable) bool {
			return slices.ContainsFunc(t.Routes, func(r network.Route) bool { return r.Target.ID == id && r.PrefixList == list.ID })
		})
		for _, prefix := range list.Prefixes {
			for _, own := range from.addresses {
				p := packet{own.Private, prefix.Addr(), q.protocol, 0, q.port}
				if routed && p.source.Is4() == p.destination.Is4() {
					families = append(families, s.leg(from, p, &host{id: id, service: true}, nil))
				}
			}
		}
	}
	if len(families) == 0 {
		return way{{verdict: flightpath.Unproven}} // nothing says which addresses those are
	}
	return senderChooses(families...)
}

// linked is the ways by PrivateLink: to an interface of an endpoint whose service has a load balancer with the host as a target.
// The interface and the port are the sender's choice. Which of the service's load balancers answers, and by which node, is not.
func (s *simulator) linked(from, to *host, q ask) (ways []way) {
	for _, service := range s.n.EndpointServices {
		for _, end := range s.hosts {
			if end.endpoint == nil || end.endpoint.Service != service.Service || !end.endpoint.Available || end == from {
				continue
			}
			var ports []int
			for _, b := range s.n.LoadBalancers {
				for _, l := range b.Listeners {
					if slices.Contains(service.LoadBalancers, b.ID) && !slices.Contains(ports, l.Port) {
						ports = append(ports, l.Port)
					}
				}
			}
			for _, port := range ports {
				var all way
				for i := range s.n.LoadBalancers {
					b := &s.n.LoadBalancers[i]
					if slices.Contains(service.LoadBalancers, b.ID) {
						for _, o := range senderChooses(s.offered(from, to, end, b, port, q)...) {
							all = all.plus(o)
						}
					}
				}
				ways = append(ways, all)
			}
		}
	}
	return ways
}

// offered is the ways by an endpoint's interface and one load balancer's port.
func (s *simulator) offered(from, to, end *host, b *network.LoadBalancer, port int, q ask) (ways []way) {
	for _, l := range b.Listeners {
		for _, f := range l.Forwards {
			for i := range s.n.TargetGroups {
				g := &s.n.TargetGroups[i]
				for _, t := range g.Targets {
					at := cmp.Or(t.Port, g.Port)
					if l.Port != port || g.ID != f.TargetGroup || !isTarget(g, t, to) || !carries(l.Protocol, q.protocol) || q.depth > 0 && q.port != at {
						continue
					}
					next := ask{protocol: q.protocol, port: port, entry: q.entry, depth: q.depth + 1, client: q.client}
					if q.depth == 0 && q.port != at {
						next.entry = q.port
					}
					first := s.between(from, end, next)
					for _, six := range []bool{false, true} { // the sender's choice
						family := slices.DeleteFunc(slices.Clone(first), func(o outcome) bool { return o.client.IsValid() && o.client.Is6() != six })
						var all way
						for _, node := range s.behind(end, b) {
							if s.sends(node, to, b, g, t) {
								for _, o := range family.then(s.beyond(node, to, toTarget(node, to, g, t, at), next)) {
									all = all.plus(o)
								}
							}
						}
						ways = append(ways, all)
					}
				}
			}
		}
	}
	return ways
}

// behind is the nodes to which an endpoint's interface connects: those in its own zone.
func (s *simulator) behind(end *host, b *network.LoadBalancer) (same []*host) {
	var all []*host
	for _, node := range s.hosts {
		if node.balancer != b {
			continue
		}
		if all = append(all, node); s.subnet(node.subnet).Zone == s.subnet(end.subnet).Zone {
			same = append(same, node)
		}
	}
	if len(same) == 0 {
		return all // the service of another Region
	}
	return same
}

// beyond is the leg from a node to a target that sees the node's address, for clients that the load balancer's groups let in. If
// they do not, that may count or not.
func (s *simulator) beyond(node, to *host, p packet, q ask) func(outcome) way {
	return func(o outcome) way {
		sent := packet{o.client, node.addresses[0].Private, q.protocol, 0, q.port}
		if node.balancer.PrivateLinkRules != "off" && !node.open && !s.groupsAllow(node, sent, false, func(rule network.Rule) bool { return s.peer(rule, o.client) }) {
			if node.balancer.PrivateLinkRules == "on" {
				return way{{verdict: flightpath.Blocked}}
			}
			return way{{verdict: flightpath.Unproven, over: true}}
		}
		return heard(to, p, s.leg(node, p, to, nil))
	}
}
