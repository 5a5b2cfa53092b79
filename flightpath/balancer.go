package flightpath

import (
	"cmp"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// forwarding is a listener's way to one target.
type forwarding struct {
	balancer *network.LoadBalancer
	listener *network.Listener
	forward  *network.Forward
	group    *network.TargetGroup
	target   *network.RegisteredTarget
	port     int // of the target
}

// throughBalancers is every way to an interface by a load balancer that has it as a target, or by PrivateLink.
func (a *Analyzer) throughBalancers(from, to side, q asked) []*way {
	var ways []*way
	all := a.forwardings(to, q)
	for _, f := range all {
		if from.nic == nil || from.nic.balancer != f.balancer {
			ways = append(ways, a.through(from, to.nic, f, q))
		}
	}
	return append(ways, a.throughPrivateLink(from, to.nic, all, q)...)
}

// forwardings is every listener that forwards the question's traffic to a side: to the port that is asked for, and
// for what the user asked to any port, if it was sent to that one.
func (a *Analyzer) forwardings(to side, q asked) []forwarding {
	var all []forwarding
	for i := range a.network.LoadBalancers {
		b := &a.network.LoadBalancers[i]
		if b.Kind == network.GatewayBalancer || a.index.LoadBalancers[b.ID] != b {
			continue
		}
		for j := range b.Listeners {
			l := &b.Listeners[j]
			if q.protocol >= 0 && !slices.Contains(transports(l.Protocol), q.protocol) {
				continue
			}
			for k := range l.Forwards {
				g := a.index.TargetGroups[l.Forwards[k].TargetGroup]
				if g == nil {
					continue
				}
				for m := range g.Targets {
					t := &g.Targets[m]
					port := cmp.Or(t.Port, g.Port)
					if (q.port == 0 || q.depth == 0 || q.port == port) && a.isTarget(g, t, to.nic) && to.means(g, t) {
						all = append(all, forwarding{b, l, &l.Forwards[k], g, t, port})
					}
				}
			}
		}
	}
	return all
}

// isTarget says whether an interface is what a target group has as a target.
func (a *Analyzer) isTarget(g *network.TargetGroup, t *network.RegisteredTarget, n *nic) bool {
	switch {
	case n.id == g.ID+"@"+n.subnetID() && n.declared:
		return t.Declared && slices.Contains(t.Subnets, n.subnetID())
	case t.Declared && !t.Address.IsValid():
		return false
	case t.Address.IsValid():
		return n.addresses.Contains(t.Address) && !n.declared && a.seenFrom(g, t, n)
	case g.Kind == network.ALBTargets:
		return n.balancer != nil && n.balancer.ID == t.ID
	}
	if i := a.index.Instances[t.ID]; i != nil && len(i.Interfaces) > 0 {
		return n.id == i.Interfaces[0] // an instance is a target by its primary interface
	}
	return n.owner == t.ID && t.ID != "" || n.id == t.ID
}

// seenFrom says whether an address is meant to be in the interface's VPC: one of the target group's own VPC always is;
// for one from outside, any VPC but the target group's may have it.
func (a *Analyzer) seenFrom(g *network.TargetGroup, t *network.RegisteredTarget, n *nic) bool {
	own := a.vpcs[g.VPC]
	if own == nil || n.subnet == nil {
		return true
	}
	return own.cidrs.Contains(t.Address) == (n.subnet.VPC == g.VPC)
}

func (n *nic) subnetID() string {
	if n.subnet == nil {
		return ""
	}
	return n.subnet.ID
}

// sends says whether a node sends to a target: across zones where that is on, else in its own.
func (f *forwarding) sends(a *Analyzer, node *nic) (sends bool, unknown string) {
	zone := f.target.Zone
	if zone == "" && !f.spread() {
		zone = a.zoneOf(f.target)
	}
	if zone == "all" || node.subnet == nil || zone == node.subnet.Zone || zone == node.subnet.ZoneName {
		return true, ""
	}
	switch {
	case f.group.CrossZone == "true":
		return true, ""
	case f.group.CrossZone == "false":
	case f.balancer.Kind == network.ApplicationBalancer, f.balancer.CrossZone && f.balancer.CrossZoneKnown:
		return true, ""
	case !f.balancer.CrossZoneKnown:
		return true, "the source does not tell whether " + cmp.Or(f.balancer.Name, f.balancer.ID) + " balances across zones"
	}
	switch {
	case node.subnet.Zone == "":
		return true, "the source does not tell the zone of " + node.label + ", which balances within zones"
	case zone == "" && !f.spread(): // each subnet's zone is asked apart
		return true, "the source does not tell the zone of " + f.target.ID + ", to which " + node.label + " sends in its own zone only"
	}
	return zone == "", ""
}

// spread says whether the target may stand in several zones: pods that are declared, or a load balancer.
func (f *forwarding) spread() bool { return f.target.Declared || f.group.Kind == network.ALBTargets }

// zoneOf is where a target is, as far as its subnet tells.
func (a *Analyzer) zoneOf(t *network.RegisteredTarget) string {
	for _, n := range a.candidates(t) {
		if n.owner == t.ID && t.ID != "" || t.Address.IsValid() && n.addresses.Contains(t.Address) {
			return n.subnet.Zone
		}
	}
	return ""
}

// through is the way through a load balancer: whichever node it comes by.
func (a *Analyzer) through(from side, to *nic, f forwarding, q asked) *way {
	if f.muted() {
		return nil
	}
	var ways []*way
	unsure := ""
	for _, node := range a.nodes[f.balancer.ID] {
		sends, doubt := f.sends(a, node)
		if !sends || len(f.declaredFor(node, []*nic{to}, a)) == 0 {
			continue
		}
		first := a.between(from, nodeSide(node), asked{
			protocol: q.protocol, port: f.listener.Port, entry: f.entry(q), depth: q.depth + 1,
			packets: clients(f.listener, q.protocol),
		})
		if first == nil {
			continue
		}
		ways = append(ways, first.then(a.toTarget(node, to, f, clientsOf(first))))
		unsure = cmp.Or(unsure, doubt)
	}
	// Of a node that may not send to the target at all neither counts: that it arrives by it, nor that it does not.
	if i := slices.IndexFunc(ways, func(w *way) bool { return w.verdict != Blocked }); i >= 0 && unsure != "" {
		return &way{verdict: Unproven, reason: unsure, legs: ways[i].legs, stop: &Hop{HopLoadBalancer, f.balancer.ID, unsure, Unproven}}
	}
	return networkChooses(ways)
}

// entry is the port that the sender has to send to so that the question is answered by this forwarding.
func (f *forwarding) entry(q asked) int {
	if q.depth == 0 && q.port != f.port {
		return q.port
	}
	return q.entry
}

// muted says whether the target group gets no requests: its weight is 0, and another one of the same rule has one.
func (f *forwarding) muted() bool {
	return f.forward.Weight == 0 && slices.ContainsFunc(f.listener.Forwards, func(o network.Forward) bool {
		return o.Rule == f.forward.Rule && o.Weight > 0
	})
}

func nodeSide(n *nic) side { return side{label: n.label, nic: n, addresses: n.addresses} }

// clients is what may be sent to a listener.
func clients(l *network.Listener, protocol int) space.Set {
	var all space.Set
	for _, p := range transports(l.Protocol) {
		if protocol < 0 || protocol == p {
			all = all.Union(traffic(p, l.Port))
		}
	}
	return all
}

// toTarget is the leg from a node to a target.
func (a *Analyzer) toTarget(node, to *nic, f forwarding, clients space.Addresses) *way {
	target := side{label: to.label, nic: to, addresses: to.addresses}
	if f.target.Address.IsValid() {
		target.addresses = space.Hosts(f.target.Address)
	}
	var packets space.Set
	for _, p := range transports(f.group.Protocol) {
		packets = packets.Union(traffic(p, f.port))
	}
	var w *way
	if f.group.PreservesClientIP && f.balancer.Kind == network.NetworkBalancer && !clients.IsEmpty() {
		w = a.preserving(node, target, packets, clients)
	} else {
		w = single(a.walk(nodeSide(node), target, packets))
	}
	if to.balancer != nil && w.verdict != Blocked {
		if _, stopped := a.heard(to.balancer, asked{packets: packets}); stopped != nil {
			return w.then(stopped)
		}
	}
	return w
}
