package flightpath

import (
	"cmp"
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// throughPrivateLink is the ways by the interface endpoints of services behind which load balancers stand that forward to an
// interface. The sender may take any endpoint's interface that it gets to, and any port. Of several load balancers, AWS chooses one
// for each of these interfaces (AWS: "Create a service powered by AWS PrivateLink").
func (a *Analyzer) throughPrivateLink(from side, to *nic, all []forwarding, q asked) []*way {
	var ways []*way
	for i := range a.network.EndpointServices {
		service := &a.network.EndpointServices[i]
		if a.index.EndpointServices[service.Service] != service {
			continue
		}
		byPort := map[int]map[string][]forwarding{}
		for _, f := range all {
			if !slices.Contains(service.LoadBalancers, f.balancer.ID) || f.muted() {
				continue
			}
			if byPort[f.listener.Port] == nil {
				byPort[f.listener.Port] = map[string][]forwarding{}
			}
			byPort[f.listener.Port][f.balancer.ID] = append(byPort[f.listener.Port][f.balancer.ID], f)
		}
		for _, end := range a.endpointNICs(service.Service) {
			if from.nic == end {
				continue
			}
			for _, port := range slices.Sorted(maps.Keys(byPort)) {
				var chosen []*way
				for _, id := range slices.Sorted(maps.Keys(byPort[port])) {
					var offered []*way
					for _, f := range byPort[port][id] {
						offered = append(offered, a.linked(from, to, end, f, q))
					}
					chosen = append(chosen, senderChooses(offered))
				}
				ways = append(ways, networkChooses(chosen))
			}
		}
	}
	return ways
}

// linked is the way by an endpoint's interface and a load balancer behind it. Targets see the address of its node.
func (a *Analyzer) linked(from side, to, end *nic, f forwarding, q asked) *way {
	first := a.between(from, nodeSide(end), asked{
		protocol: q.protocol, port: f.listener.Port, entry: f.entry(q), depth: q.depth + 1, packets: clients(f.listener, q.protocol),
	})
	if first == nil {
		return nil
	}
	first = a.letIn(first, f, q.protocol)
	f = f.translating()
	nodes, doubt := a.behindEndpoint(end, f.balancer)
	var ways []*way
	for _, node := range nodes {
		sends, unsure := f.sends(a, node)
		if !sends || len(f.declaredFor(node, []*nic{to}, a)) == 0 {
			continue
		}
		doubt = cmp.Or(doubt, unsure)
		ways = append(ways, first.then(a.toTarget(node, to, f, space.Addresses{})))
	}
	if i := slices.IndexFunc(ways, func(w *way) bool { return w.verdict != Blocked }); i >= 0 && doubt != "" {
		return &way{verdict: Unproven, reason: doubt, legs: ways[i].legs, stop: &Hop{HopEndpoint, end.owner, doubt, Unproven}}
	}
	return networkChooses(ways)
}

// translating is the forwarding of what comes by PrivateLink, which never keeps the client's address.
func (f forwarding) translating() forwarding {
	group := *f.group
	group.PreservesClientIP = false
	f.group = &group
	return f
}

// behindEndpoint is the nodes of a load balancer to which an endpoint's interface connects: those in its own zone, or any where
// none is there, as behind an endpoint in another Region. Doubt is set where the zones are not known.
func (a *Analyzer) behindEndpoint(end *nic, b *network.LoadBalancer) (nodes []*nic, doubt string) {
	all := a.nodes[b.ID]
	if len(all) < 2 {
		return all, ""
	}
	for _, node := range append([]*nic{end}, all...) {
		if node.subnet == nil || node.subnet.Zone == "" {
			return all, "the source does not tell the zone of " + node.label + ", by which PrivateLink chooses a node of " + cmp.Or(b.Name, b.ID)
		}
		if node.subnet.zone() == end.subnet.zone() && node != end {
			nodes = append(nodes, node)
		}
	}
	switch {
	case len(nodes) > 0:
		return nodes, ""
	case end.subnet.zone() != end.subnet.Zone && end.subnet.Account != all[0].subnet.Account:
		return all, "zones of two accounts that are told by name cannot be compared, and PrivateLink chooses a node of " + cmp.Or(b.Name, b.ID) + " by its zone"
	}
	return all, ""
}

// letIn asks the inbound rules of a load balancer's groups about clients that come by PrivateLink, by their own addresses, as AWS
// does unless the load balancer says that they do not count. Where the source does not tell, it does not matter if they let the
// clients in.
func (a *Analyzer) letIn(first *way, f forwarding, protocol int) *way {
	if first.verdict == Blocked || first.stop != nil || len(a.nodes[f.balancer.ID]) == 0 || f.balancer.PrivateLinkRules == "off" {
		return first
	}
	node := a.nodes[f.balancer.ID][0]
	w := &walker{Analyzer: a}
	sent := clients(f.listener, protocol).From(clientsOf(first))
	passed := w.securityGroups(node, false, state{packets: sent})
	const why = "its security groups do not let the clients of PrivateLink in"
	switch i := slices.IndexFunc(w.paths, func(p path) bool { return p.end == unknown }); {
	case len(w.paths) == 0:
		return first
	case i >= 0:
		return first.then(stopAt(Unproven, HopLoadBalancer, f.balancer.ID, w.paths[i].reason))
	case f.balancer.PrivateLinkRules != "on":
		return first.then(stopAt(Unproven, HopLoadBalancer, f.balancer.ID, why+", and the source does not tell whether they count for these"))
	case len(passed) > 0:
		return first // the sender has an address that is let in
	}
	stopped := stopAt(Blocked, HopLoadBalancer, f.balancer.ID, why+": "+w.paths[0].reason)
	stopped.obstacle = w.paths[0].obstacle
	return first.then(stopped)
}

// endpointNICs is the interfaces of the endpoints of a service.
func (a *Analyzer) endpointNICs(service string) []*nic {
	var all []*nic
	for _, n := range a.nics {
		if n.endpoint != nil && n.endpoint.Service == service && n.endpoint.Available {
			all = append(all, n)
		}
	}
	slices.SortFunc(all, func(a, b *nic) int { return cmp.Compare(a.id, b.id) })
	return all
}
