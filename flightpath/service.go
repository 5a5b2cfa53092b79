package flightpath

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// serviceWays is how the internet reaches a service's targets, by the zone of the load balancer's node that it comes by.
func (a *Analyzer) serviceWays(s Service) ([]ServiceVerdict, error) {
	number, err := Question{Protocol: s.Protocol}.number()
	if err != nil {
		return nil, fmt.Errorf("service %s: %w", s.Name, err)
	}
	b := a.balancerNamed(s.LoadBalancer)
	if b == nil {
		w := stopAt(Blocked, HopLoadBalancer, s.LoadBalancer, "it is declared, and the network does not hold it")
		if reason := a.missing(network.GapLoadBalancers, nil); reason != "" {
			w = stopAt(Unproven, HopLoadBalancer, s.LoadBalancer, reason)
		}
		return []ServiceVerdict{{Service: s.Name, Zone: "every zone", Verdict: w.verdict, Reason: w.reason, Answer: showWay(w)}}, nil
	}
	var verdicts []ServiceVerdict
	for _, node := range a.nodes[b.ID] {
		zone := "unknown"
		if node.subnet != nil {
			zone = node.subnet.Zone
		}
		w := a.serviceBy(node, b, s, number)
		verdicts = append(verdicts, ServiceVerdict{
			Service: s.Name, Zone: zone, Verdict: w.verdict, Reason: w.reason, Answer: showWay(w), way: w,
			ask: func(changed *Analyzer) *way { return changed.serviceByNode(node.id, s, number) },
		})
	}
	if len(verdicts) == 0 {
		w := stopAt(Unproven, HopLoadBalancer, b.ID, "the source tells no zone of the load balancer")
		verdicts = []ServiceVerdict{{Service: s.Name, Zone: "unknown", Verdict: w.verdict, Reason: w.reason, Answer: showWay(w)}}
	}
	slices.SortFunc(verdicts, func(a, b ServiceVerdict) int { return cmp.Compare(a.Zone, b.Zone) })
	return verdicts, nil
}

// serviceByNode is serviceBy, by the ID of the node; nil where it is gone.
func (a *Analyzer) serviceByNode(id string, s Service, protocol int) *way {
	b := a.balancerNamed(s.LoadBalancer)
	if b == nil {
		return nil
	}
	for _, node := range a.nodes[b.ID] {
		if node.id == id {
			return a.serviceBy(node, b, s, protocol)
		}
	}
	return nil
}

func (a *Analyzer) balancerNamed(name string) *network.LoadBalancer {
	for i := range a.network.LoadBalancers {
		if b := &a.network.LoadBalancers[i]; b.ID == name || b.Name == name && name != "" {
			return b
		}
	}
	return nil
}

func stopAt(v Verdict, kind HopKind, id, reason string) *way {
	return &way{verdict: v, reason: string(kind) + " " + id + ": " + reason, stop: &Hop{kind, id, reason, v}}
}

// serviceBy is the way from the internet by one node to whichever target.
func (a *Analyzer) serviceBy(node *nic, b *network.LoadBalancer, s Service, protocol int) *way {
	internet := side{label: "internet", addresses: a.internet, internet: true}
	first := a.straight(internet, nodeSide(node), asked{protocol: protocol, port: s.Port, packets: traffic(protocol, s.Port)})
	if first.verdict == Blocked || first.stop != nil {
		return first
	}
	if s.TargetGroup == "" && answersItself(b, s.Port, protocol) {
		return first
	}
	return first.then(a.onward(node, b, s.Port, protocol, s.TargetGroup, clientsOf(first), 0))
}

// answersItself says whether a load balancer redirects or answers whatever comes to a port, and sends nothing on.
func answersItself(b *network.LoadBalancer, port, protocol int) bool {
	itself := false
	for _, l := range b.Listeners {
		if l.Port == port && slices.Contains(transports(l.Protocol), protocol) {
			if len(l.Forwards) > 0 {
				return false
			}
			itself = true
		}
	}
	return itself
}

// onward is what becomes of a connection that a node accepted: whichever target it is sent to, the worst decides.
func (a *Analyzer) onward(node *nic, b *network.LoadBalancer, port, protocol int, only string, clients space.Addresses, depth int) *way {
	if depth >= deepest {
		return stopAt(Unproven, HopLoadBalancer, b.ID, "too many load balancers one behind the other")
	}
	var ways []*way
	for i := range b.Listeners {
		l := &b.Listeners[i]
		if l.Port != port || !slices.Contains(transports(l.Protocol), protocol) {
			continue
		}
		for j := range l.Forwards {
			forward := &l.Forwards[j]
			g := a.index.TargetGroups[forward.TargetGroup]
			switch {
			case g == nil:
				ways = append(ways, stopAt(Unproven, HopTargetGroup, forward.TargetGroup, cmp.Or(a.missing(network.GapTargetGroups, &b.Object, forward.TargetGroup), "the source does not hold it")))
			case only == "" || g.ID == only || g.Name == only:
				ways = append(ways, a.toTargets(node, b, l, forward, g, clients, depth)...)
			}
		}
	}
	if len(ways) == 0 && only != "" && !a.holdsGroup(only) {
		return stopAt(Blocked, HopTargetGroup, only, "it is declared, and the network does not hold it")
	}
	if len(ways) == 0 {
		return stopAt(Blocked, HopLoadBalancer, b.ID, fmt.Sprintf("its listener at port %d forwards to no target group of the service", port))
	}
	return networkChooses(ways)
}

// holdsGroup says whether there is a target group of an ID or a name.
func (a *Analyzer) holdsGroup(name string) bool {
	return slices.ContainsFunc(a.network.TargetGroups, func(g network.TargetGroup) bool { return g.ID == name || g.Name == name })
}

// toTargets is the ways from a node to each target of a group, and on where the target is a load balancer.
func (a *Analyzer) toTargets(
	node *nic, b *network.LoadBalancer, l *network.Listener, forward *network.Forward, g *network.TargetGroup, clients space.Addresses, depth int,
) []*way {
	if reason := a.untold(g); reason != "" {
		return []*way{stopAt(Unproven, HopTargetGroup, g.ID, reason)}
	}
	if g.Kind == network.LambdaTargets {
		return []*way{stopAt(Unproven, HopTargetGroup, g.ID, "what a function does is not modelled")}
	}
	var ways []*way
	for _, f := range a.targetsOf(b, l, forward, g) {
		if f.muted() {
			return nil
		}
		sends, doubt := f.sends(a, node)
		switch {
		case !sends:
			continue
		case doubt != "":
			ways = append(ways, stopAt(Unproven, HopLoadBalancer, b.ID, doubt))
			continue
		}
		targets := f.declaredFor(node, a.targetNICs(g, f.target, false), a)
		for _, n := range targets {
			w := a.toTarget(node, n, f, clients)
			if n.balancer != nil && w.verdict != Blocked && w.stop == nil {
				w = w.then(a.onward(n, n.balancer, f.port, transports(g.Protocol)[0], "", clientsOf(w), depth+1))
			}
			ways = append(ways, w)
		}
		if len(targets) == 0 {
			ways = append(ways, a.absent(g, f.target))
		}
	}
	if len(ways) == 0 {
		zone := ""
		if node.subnet != nil {
			zone = node.subnet.Zone
		}
		return []*way{stopAt(Blocked, HopTargetGroup, g.ID, "it has no target to which the node in "+zone+" sends")}
	}
	return ways
}

// declaredFor is those of a target's interfaces that a node sends to. A declared target, and a load balancer that is one, may stand in
// several zones: without cross-zone balancing only that of the node counts. Outside of the group's VPC it will be registered with all zones; those of
// application load balancers that do not cross zones have one of their own even then (AWS: "TargetDescription").
func (f *forwarding) declaredFor(node *nic, targets []*nic, a *Analyzer) []*nic {
	if !f.spread() {
		return targets
	}
	var all []*nic
	for _, n := range targets {
		if n.subnet == nil {
			all = append(all, n)
			continue
		}
		own := *f
		target := *f.target
		if target.Zone, own.target = n.subnet.Zone, &target; f.balancer.Kind == network.NetworkBalancer && f.group.VPC != "" && n.subnet.VPC != f.group.VPC {
			target.Zone = "all"
		}
		if sends, _ := own.sends(a, node); sends {
			all = append(all, n)
		}
	}
	return all
}

// absent is the way to a target that no interface is. One that is registered with all zones may stand outside of the VPC, where the
// source need not reach.
func (a *Analyzer) absent(g *network.TargetGroup, t *network.RegisteredTarget) *way {
	if t.Zone == "all" {
		return stopAt(Unproven, HopTargetGroup, g.ID, "the source holds no network interface of target "+t.ID)
	}
	if reason := cmp.Or(a.missing(network.GapInterfaces, &g.Object, g.VPC), a.missing(network.GapSubnets, &g.Object, g.VPC)); reason != "" {
		return stopAt(Unproven, HopTargetGroup, g.ID, reason)
	}
	for _, n := range a.sortedNICs() {
		if n.subnet == nil && (n.owner == t.ID || t.Address.IsValid() && n.addresses.Contains(t.Address)) {
			return stopAt(Unproven, HopTargetGroup, g.ID, "the source does not hold the subnet of "+n.label)
		}
		if len(n.nodes) > 0 && t.Address.IsValid() && n.addresses.Contains(t.Address) && a.seenFrom(g, t, n) {
			return stopAt(Unproven, HopTargetGroup, g.ID, fmt.Sprintf("%s may have the address %s, and the source does not tell who has it", n.label, t.Address))
		}
	}
	name := t.ID
	if t.Address.IsValid() {
		name = t.Address.String()
	}
	return stopAt(Blocked, HopTargetGroup, g.ID, "no network interface is target "+name)
}
