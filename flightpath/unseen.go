package flightpath

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// unseenWay is why packets that arrive by no way that is known may still arrive: by a load balancer or PrivateLink of which
// the source does not tell enough, or by something that publishes what is in the VPC. Where everything that could forward to the
// interface is known, there is no such way.
func (a *Analyzer) unseenWay(from, to side) *way {
	if w := a.published(from, to.nic); w != nil {
		return w
	}
	id, reason := a.unseenBalancer(to)
	kind := HopLoadBalancer
	if reason == "" {
		kind = HopEndpoint
		id, reason = a.unseenEndpoint(from, to.nic)
	}
	if reason == "" {
		return nil
	}
	return &way{
		verdict: Unproven, reason: "no way is known, but there may be one through " + id + ": " + reason,
		stop: &Hop{kind, id, reason, Unproven},
	}
}

// unseenBalancer is a load balancer that may forward to an interface, and what the source does not tell of it.
func (a *Analyzer) unseenBalancer(to side) (id, reason string) {
	for i := range a.network.LoadBalancers {
		b := &a.network.LoadBalancers[i]
		if b.Kind == network.GatewayBalancer || to.nic.balancer == b {
			continue
		}
		if id, reason = a.unseenTarget(b, to); reason != "" {
			return id, reason
		}
	}
	for i := range a.network.Interfaces {
		f := &a.network.Interfaces[i]
		name := a.strayNode(f)
		if name == "" || f.ID == to.nic.id {
			continue
		}
		// A classic load balancer has no target groups; it forwards to instances of its own VPC.
		classic := !strings.Contains(name, "/")
		if classic && to.nic.subnet != nil && to.nic.subnet.VPC == f.VPC || !classic && a.mayBeTarget(to.nic) {
			return name, a.whyStray(name, f)
		}
	}
	if reason := a.missing(network.GapInterfaces, nil); reason != "" && a.mayBeTarget(to.nic) {
		if unknown := a.missing(network.GapLoadBalancers, nil); unknown != "" {
			return "a load balancer", unknown
		}
	}
	return "", ""
}

// unseenTarget is what the source does not tell of a load balancer that may forward to an interface.
func (a *Analyzer) unseenTarget(b *network.LoadBalancer, to side) (id, reason string) {
	if reason = cmp.Or(a.untoldListeners(b), a.untoldNodes(b)); reason != "" && a.mayBeTarget(to.nic) {
		return cmp.Or(b.Name, b.ID), reason
	}
	for i := range b.Listeners {
		for j := range b.Listeners[i].Forwards {
			group := b.Listeners[i].Forwards[j].TargetGroup
			switch g := a.index.TargetGroups[group]; {
			case g == nil:
				return group, cmp.Or(a.missing(network.GapTargetGroups, &b.Object, group), "the source does not hold the target group")
			case !g.TargetsKnown && a.fits(g, to.nic):
				return cmp.Or(g.Name, g.ID), cmp.Or(a.partly(network.GapTargets, g.ID), a.missing(network.GapTargets, &g.Object, g.ID), "the source does not tell its targets")
			case to.nic.declared && a.mayHave(g, to):
				return cmp.Or(g.Name, g.ID), cmp.Or(a.missing(network.GapInterfaces, &to.nic.subnet.Object), "the source does not tell the addresses of "+to.nic.label)
			}
		}
	}
	return "", ""
}

// mayBeTarget says whether some target group has, or may have, an interface as a target.
func (a *Analyzer) mayBeTarget(to *nic) bool {
	if a.missing(network.GapTargetGroups, nil) != "" {
		return true
	}
	return slices.ContainsFunc(a.network.TargetGroups, func(g network.TargetGroup) bool {
		if !g.TargetsKnown {
			return a.fits(&g, to)
		}
		return slices.ContainsFunc(g.Targets, func(t network.RegisteredTarget) bool { return a.isTarget(&g, &t, to) })
	})
}

// fits says whether an interface could be a target of a group at all: of instances only those of its VPC can.
func (a *Analyzer) fits(g *network.TargetGroup, to *nic) bool {
	switch g.Kind {
	case network.LambdaTargets:
		return false
	case network.ALBTargets:
		return to.balancer != nil && to.balancer.Kind == network.ApplicationBalancer
	case network.InstanceTargets:
		return to.balancer == nil && (to.subnet == nil || g.VPC == "" || to.subnet.VPC == g.VPC)
	}
	return true
}

// unseenEndpoint is an endpoint that the sender may get to and of which the source does not tell where it leads, while the
// interface is behind a network load balancer, as services of PrivateLink are.
func (a *Analyzer) unseenEndpoint(from side, to *nic) (id, reason string) {
	if !a.behindNetworkBalancer(to, 0) {
		return "", ""
	}
	for _, g := range a.gaps[network.GapEndpoints] {
		if g.Of != "" && a.nowhere(a.index.Endpoints[g.Of]) {
			return g.Of, cmp.Or(g.Reason, "the source does not hold it")
		}
	}
	for _, n := range a.sortedNICs() {
		if reason := a.leadsAnywhere(n); reason != "" && n != to && a.mayGetTo(from, n) {
			return cmp.Or(n.owner, n.id), reason
		}
	}
	return "", ""
}

// nowhere says whether an endpoint of which something is not known is not where packets could be asked about it: it is not in the
// source, or an interface endpoint without a subnet.
func (a *Analyzer) nowhere(e *network.Endpoint) bool {
	return e == nil || e.Kind == network.InterfaceEndpoint && !slices.ContainsFunc(a.sortedNICs(), func(n *nic) bool { return n.endpoint == e })
}

// leadsAnywhere is why it is not known where an interface of an endpoint leads; empty for others, and where it is known.
func (a *Analyzer) leadsAnywhere(n *nic) string {
	const made = "VPC Endpoint Interface "
	if f := a.index.Interfaces[n.id]; n.endpoint == nil && f != nil {
		if name, is := strings.CutPrefix(f.Description, made); is && a.index.Endpoints[name] == nil {
			return cmp.Or(a.missing(network.GapEndpoints, &f.Object, name), "the source does not hold "+name)
		}
	}
	if n.endpoint != nil && n.endpoint.Service == "" {
		return cmp.Or(a.partly(network.GapEndpoints, n.endpoint.ID), "the source does not tell its service")
	}
	if n.endpoint == nil || !strings.HasPrefix(n.endpoint.Service, "com.amazonaws.vpce.") || a.index.EndpointServices[n.endpoint.Service] != nil {
		return ""
	}
	return "the source does not tell which load balancers its service has"
}

// mayGetTo says whether a sender gets to an endpoint's interface, or may by a load balancer.
func (a *Analyzer) mayGetTo(from side, n *nic) bool {
	if len(a.forwardings(ofNIC(n), asked{protocol: -1})) > 0 {
		return true
	}
	return a.unended(from, nodeSide(n), whatever).verdict != Blocked
}

// behindNetworkBalancer says whether a network load balancer forwards to an interface, or to the load balancers that do.
func (a *Analyzer) behindNetworkBalancer(to *nic, depth int) bool {
	return depth < deepest && slices.ContainsFunc(a.forwardings(ofNIC(to), asked{protocol: -1}), func(f forwarding) bool {
		return f.balancer.Kind == network.NetworkBalancer || slices.ContainsFunc(a.nodes[f.balancer.ID], func(node *nic) bool {
			return a.behindNetworkBalancer(node, depth+1)
		})
	})
}

// mayHave says whether a target of a group is an address that a side without known addresses may have: one that was asked for, and that no
// other interface of its VPC has.
func (a *Analyzer) mayHave(g *network.TargetGroup, to side) bool {
	return to.nic.subnet != nil && slices.ContainsFunc(g.Targets, func(t network.RegisteredTarget) bool {
		taken := slices.ContainsFunc(a.hosts[t.Address.Unmap()], func(n *nic) bool { return n.subnet != nil && n.subnet.VPC == to.nic.subnet.VPC })
		return t.Address.IsValid() && to.addresses.Contains(t.Address) && a.seenFrom(g, &t, to.nic) && !taken
	})
}
