package flightpath

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// bindings compares what is declared of pods with the TargetGroupBindings of a network. The bindings decide which pods a target group
// gets; what is declared says which it should get, and, of a cluster that the network does not hold, where they are.
type bindings struct {
	network  *network.Network
	declared []declaredPods
}

// declaredPods is a declaration, with what it names found.
type declaredPods struct {
	group   *network.TargetGroup
	service string
	target  network.RegisteredTarget
}

func bindingsOf(n *network.Network) *bindings { return &bindings{network: n} }

func (b *bindings) declare(group *network.TargetGroup, service string, target network.RegisteredTarget) {
	b.declared = append(b.declared, declaredPods{group, service, target})
}

// settle gives target groups the targets that are declared and that bindings do not give them, and says where the two disagree.
func (b *bindings) settle(n *network.Network) []string {
	var contradictions []string
	placed := map[string]bool{}
	for _, d := range b.declared {
		bound := b.bound(d, placed)
		switch {
		case bound == nil && b.speaksOf(d):
			if to, known := b.boundElsewhere(d); known {
				contradictions = append(contradictions, fmt.Sprintf("target group %s is declared for pods of %s, and %s", nameOf(d.group), cmp.Or(d.service, "a cluster"), to))
			}
		case bound == nil, bound.Unplaced:
			if b.registered(d.group) || bound != nil && len(d.target.Subnets) == 0 {
				continue
			}
			d.group.Targets, d.group.TargetsKnown = append(slices.Clip(d.group.Targets), d.target), true
			if bound != nil {
				placed[bound.ID] = true
			}
		}
	}
	for i := range b.network.Bindings {
		if one := &b.network.Bindings[i]; b.undeclared(one) {
			contradictions = append(contradictions, fmt.Sprintf("target group %s is bound to pods of %s by %s, and declared for others", b.nameOf(one.TargetGroup), cmp.Or(one.Service, "a Service that is not known"), one.Name))
		}
	}
	b.forget(n, placed)
	slices.Sort(contradictions)
	return slices.Compact(contradictions)
}

// bound is the binding that does what is declared, if any: best one of which it is known where the pods are, else one that stands for no
// other declaration yet.
func (b *bindings) bound(d declaredPods, placed map[string]bool) *network.Binding {
	var found *network.Binding
	for i := range b.network.Bindings {
		one := &b.network.Bindings[i]
		if one.TargetGroup == d.group.ID && d.mayBe(one) && !placed[one.ID] && (found == nil || found.Unplaced) {
			found = one
		}
	}
	return found
}

// mayBe says whether a binding is of the pods that are declared: of their Service, in their subnets.
func (d declaredPods) mayBe(one *network.Binding) bool {
	return (d.service == "" || one.Service == "" || d.service == one.Service) && d.among(one)
}

// among says whether a binding's pods may be where others are declared. Some subnets are enough: pods may be declared for more of them
// than there are nodes in.
func (d declaredPods) among(one *network.Binding) bool {
	return len(one.Subnets) == 0 || len(d.target.Subnets) == 0 || d.shares(one.Subnets)
}

func (d declaredPods) shares(subnets []string) bool {
	return slices.ContainsFunc(d.target.Subnets, func(s string) bool { return slices.Contains(subnets, s) })
}

// speaksOf says whether the network's bindings tell of a declaration: of its Service, or of the cluster that its pods are in. Otherwise
// the bindings are somebody else's to make.
func (b *bindings) speaksOf(d declaredPods) bool {
	return slices.ContainsFunc(b.network.Bindings, func(one network.Binding) bool {
		if d.service == "" {
			return one.TargetGroup == d.group.ID
		}
		if d.shares(one.Subnets) || d.mayBe(&one) {
			return true
		}
		// Of a cluster that the network does not hold: it is known by what else is declared in the same subnets.
		return len(one.Subnets) == 0 && slices.ContainsFunc(b.declared, func(o declaredPods) bool {
			return o.service == one.Service && o.shares(d.target.Subnets)
		})
	})
}

// boundElsewhere is what bindings do with the Service of a declaration that none of them fulfills. It is not known where one of them may
// mean any target group.
func (b *bindings) boundElsewhere(d declaredPods) (to string, known bool) {
	to = "no binding of the cluster does that"
	for i := range b.network.Bindings {
		one := &b.network.Bindings[i]
		switch {
		case !d.mayBe(one):
		case one.TargetGroup == "":
			return "", false
		case one.TargetGroup != d.group.ID:
			to = fmt.Sprintf("%s binds them to %s", one.Name, b.nameOf(one.TargetGroup))
		}
	}
	return to, true
}

// undeclared says whether a binding gives a target group other pods than those that it is declared for.
func (b *bindings) undeclared(one *network.Binding) bool {
	others := false
	for _, d := range b.declared {
		if d.group.ID != one.TargetGroup {
			continue
		}
		if d.mayBe(one) {
			return false
		}
		others = true
	}
	return others
}

// registered says whether a target group has targets that are there, or that somebody else declared.
func (b *bindings) registered(group *network.TargetGroup) bool {
	i := slices.IndexFunc(b.network.TargetGroups, func(g network.TargetGroup) bool { return g.ID == group.ID })
	return slices.ContainsFunc(b.network.TargetGroups[i].Targets, func(t network.RegisteredTarget) bool { return !t.Declared || !b.binds(group) })
}

func (b *bindings) binds(group *network.TargetGroup) bool {
	return slices.ContainsFunc(b.network.Bindings, func(one network.Binding) bool { return one.TargetGroup == group.ID })
}

// forget takes doubts away that declarations settled: it is known now where the pods are.
func (b *bindings) forget(n *network.Network, placed map[string]bool) {
	if len(placed) == 0 {
		return
	}
	n.Gaps, n.Bindings = slices.Clone(n.Gaps), slices.Clone(n.Bindings)
	for i := range n.Bindings {
		one := &n.Bindings[i]
		if !placed[one.ID] {
			continue
		}
		n.Gaps = slices.DeleteFunc(n.Gaps, func(g network.Gap) bool {
			return g.Kind == network.GapTargets && g.Of == one.TargetGroup && g.Reason == one.Doubt
		})
		one.Doubt, one.Unplaced = "", false
	}
	for i := range n.TargetGroups {
		group := &n.TargetGroups[i]
		if slices.ContainsFunc(n.Bindings, func(one network.Binding) bool { return one.Doubt != "" && one.TargetGroup == group.ID }) {
			group.TargetsKnown = false
		}
	}
}

// nameOf is what people call a target group.
func (b *bindings) nameOf(id string) string {
	for i := range b.network.TargetGroups {
		if g := &b.network.TargetGroups[i]; g.ID == id {
			return nameOf(g)
		}
	}
	return id
}

func nameOf(group *network.TargetGroup) string { return cmp.Or(group.Name, group.ID) }

// unplacedWay is why packets may arrive where nobody is known to be: a load balancer forwards to a target group that a binding fills with
// pods, and the source does not tell where those are.
func (a *Analyzer) unplacedWay(to side) *way {
	if to.internet {
		return nil
	}
	for i := range a.network.Bindings {
		one := &a.network.Bindings[i]
		if one.Doubt == "" || !a.forwardsTo(one.TargetGroup) || !a.mayHavePods(one, to.addresses) {
			continue
		}
		return &way{
			verdict: Unproven, reason: "no way is known, but there may be one through a target group: " + one.Doubt,
			stop: &Hop{HopTargetGroup, cmp.Or(one.TargetGroup, one.ID), one.Doubt, Unproven},
		}
	}
	return nil
}

// mayHavePods says whether pods of a binding may have some of the addresses: those of their cluster's VPC. Where that is not known, AWS
// takes nodes as targets in the target group's VPC only, and addresses there or in private ranges.
func (a *Analyzer) mayHavePods(one *network.Binding, at space.Addresses) bool {
	g := a.index.TargetGroups[one.TargetGroup]
	switch {
	case one.VPC != "" || g == nil:
		return a.mayBeIn(one.VPC, at)
	case g.Kind == network.InstanceTargets:
		return a.mayBeIn(g.VPC, at)
	}
	return g.Kind != network.IPTargets || at.Overlaps(targetRanges) || a.mayBeIn(g.VPC, at)
}

// targetRanges are the addresses outside its VPC that a target group takes. Of IPv6 AWS does not say, so it may be any.
var targetRanges = space.AddressesOf(
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("::/0"),
)

// forwardsTo says whether a listener forwards to a target group, or may do so; to one that is not known, any may.
func (a *Analyzer) forwardsTo(group string) bool {
	return slices.ContainsFunc(a.network.LoadBalancers, func(b network.LoadBalancer) bool {
		return a.untoldListeners(&b) != "" || slices.ContainsFunc(b.Listeners, func(l network.Listener) bool {
			return slices.ContainsFunc(l.Forwards, func(f network.Forward) bool { return group == "" || f.TargetGroup == group })
		})
	})
}

// contradicted are findings about bindings that say something else than what is declared.
func (c *check) contradicted() {
	for _, text := range c.expected.Contradictions {
		w := &way{verdict: Blocked, reason: text, stop: &Hop{HopTargetGroup, "TargetGroupBinding", text, Blocked}}
		c.absent[Exposed] = append(c.absent[Exposed], Finding{From: "internet", To: "declared pods", Verdict: Blocked, Reason: text, Answer: showWay(w)})
	}
}
