package flightpath

import (
	"cmp"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/space"
)

// throughPrivateLink is the way by the interface endpoints of a service behind which a load balancer stands. Where the
// sender reaches several endpoints it may take any; the node is the network's choice.
func (a *Analyzer) throughPrivateLink(from side, to *nic, f forwarding, q asked) *way {
	var ways []*way
	if entry := f.entry(q); entry != 0 && entry != f.listener.Port {
		return nil
	}
	for _, service := range a.index.EndpointServices {
		if !slices.Contains(service.LoadBalancers, f.balancer.ID) {
			continue
		}
		for _, n := range a.endpointNICs(service.Service) {
			if from.nic == n {
				continue
			}
			first := a.straight(from, nodeSide(n), asked{protocol: q.protocol, port: f.listener.Port, packets: clients(f.listener, q.protocol)})
			var nodes []*way
			first = a.letIn(first, f)
			for _, node := range a.nodes[f.balancer.ID] {
				// PrivateLink always shows the node's address to targets.
				group := *f.group
				group.PreservesClientIP = false
				own := f
				own.group = &group
				if sends, _ := own.sends(a, node); sends {
					nodes = append(nodes, first.then(a.toTarget(node, to, own, space.Addresses{})))
				}
			}
			if worst := networkChooses(nodes); worst != nil {
				ways = append(ways, worst)
			}
		}
	}
	return senderChooses(ways)
}

// letIn asks the inbound rules of a load balancer's groups about clients that come by PrivateLink. Whether they count is an
// attribute of the load balancer that no source tells: where they let the clients in, it does not matter.
func (a *Analyzer) letIn(first *way, f forwarding) *way {
	if first.verdict == Blocked || first.stop != nil || len(a.nodes[f.balancer.ID]) == 0 {
		return first
	}
	node := a.nodes[f.balancer.ID][0]
	w := &walker{Analyzer: a}
	sent := clients(f.listener, -1).From(clientsOf(first)).WithDestination(node.addresses)
	w.securityGroups(node, false, state{packets: sent})
	if len(w.paths) == 0 {
		return first
	}
	return first.then(stopAt(Unproven, HopLoadBalancer, f.balancer.ID, "its security groups do not let the clients of PrivateLink in, and the source does not tell whether they count for these"))
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
