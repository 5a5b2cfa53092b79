package flightpath

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// shutIn is the subnets of protected VPCs from which no node of a cluster reaches the internet, although its traffic there is
// declared to be inspected. Nodes pull images and register through that way: where it is shut, none ever becomes ready.
func (c *check) shutIn() []Finding {
	if !c.expected.InspectedEgress {
		return nil
	}
	var all []Finding
	internet := side{label: "internet", addresses: c.internet, internet: true}
	for _, s := range c.sortedSubnets() {
		if !c.protected[s.VPC] || !slices.Contains(c.network.NodeSubnets, s.ID) {
			continue
		}
		var shut *leg
		for _, n := range c.nodesIn(s) {
			l := c.walk(ofNIC(n), internet, traffic(space.TCP, 443))
			if l.verdict != Blocked && l.verdict != Unproven {
				shut = nil // one that gets past the firewall is a finding about itself
				break
			}
			if shut == nil || l.verdict == Unproven {
				shut = l
			}
		}
		if shut != nil {
			w := single(shut)
			all = append(all, Finding{
				From: "nodes in " + cmp.Or(s.Name, s.ID), To: "internet", Verdict: w.verdict, Traffic: "tcp 443", Reason: w.reason, Answer: showWay(w), way: w,
			})
		}
	}
	return all
}

// nodesToBe are nodes in subnets of which the source says that nodes stand there, and of which it holds and declares none: they send
// on their own like those that are there.
func (c *check) nodesToBe() []*nic {
	var all []*nic
	for _, s := range c.sortedSubnets() {
		if !slices.Contains(c.network.NodeSubnets, s.ID) || len(s.eksNodes) > 0 {
			continue
		}
		for _, n := range c.nodesIn(s) {
			if n.declared {
				all = append(all, n)
			}
		}
	}
	return all
}

// unaskedNodes says of which nodes nothing was asked, where their way to the internet is declared to be inspected: the source
// does not tell where they stand.
func (c *check) unaskedNodes() string {
	if !c.expected.InspectedEgress {
		return ""
	}
	var without []string
	for _, v := range c.sortedVPCs() {
		known := slices.ContainsFunc(c.network.NodeSubnets, func(id string) bool { return c.subnets[id] != nil && c.subnets[id].VPC == v.ID })
		if c.protected[v.ID] && !known {
			without = append(without, cmp.Or(v.Name, v.ID))
		}
	}
	var reasons []string
	for _, g := range c.gaps[network.GapNodeGroups] {
		if g.Reason != "" && !slices.Contains(reasons, g.Reason) {
			reasons = append(reasons, g.Reason)
		}
	}
	var said string
	switch {
	case len(without) > 0:
		said = "not asked whether nodes in " + strings.Join(without, ", ") + " get out: the source names no subnet with nodes there"
	case len(reasons) > 0:
		said = "not asked whether all nodes get out"
	default:
		return ""
	}
	return strings.Join(append([]string{said}, reasons...), "; ")
}

// nodesIn is the nodes of a subnet of nodes: those that are declared, else what stands there. Where there is nothing yet, as in a snapshot
// of a node group that has started none, it is a node with the security groups of the VPC's clusters.
func (c *check) nodesIn(s *subnet) []*nic {
	if len(s.eksNodes) > 0 {
		return s.eksNodes
	}
	var all []*nic
	for _, n := range s.classes {
		if n.balancer == nil && n.endpoint == nil && !n.passing {
			all = append(all, n)
		}
	}
	if len(all) > 0 {
		return all
	}
	made := &nic{id: "node@" + s.ID, label: "nodes in " + cmp.Or(s.Name, s.ID), kind: HopInterface, subnet: s, addresses: s.hosts(), declared: true}
	for i := range c.network.SecurityGroups {
		if g := &c.network.SecurityGroups[i]; g.VPC == s.VPC && slices.ContainsFunc(clusterTags, func(key string) bool { return g.Tags[key] != "" }) {
			made.groups = append(made.groups, g.ID)
		}
	}
	made.unfiltered = len(made.groups) == 0 // then routes and network ACLs are asked
	return []*nic{made}
}
