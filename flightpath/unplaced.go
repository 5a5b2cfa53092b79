package flightpath

import (
	"cmp"
	"net/netip"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// mayBeBalancersNode is why addresses that nobody is known to have may be those of a load balancer's node.
func (a *Analyzer) mayBeBalancersNode(at space.Addresses) string {
	for i := range a.network.LoadBalancers {
		b := &a.network.LoadBalancers[i]
		if reason := a.untoldNodes(b); reason != "" && a.mayBeIn(b.VPC, at) {
			return "load balancer " + cmp.Or(b.Name, b.ID) + " may have a node there: " + reason
		}
	}
	return ""
}

// unplacedSender is why packets may come from where nobody is known to be: pods or a load balancer's node may be there.
func (a *Analyzer) unplacedSender(from side) *way {
	if from.nic != nil || from.internet || from.addresses.IsEmpty() {
		return nil
	}
	reason := a.mayBeBalancersNode(from.addresses)
	for i := range a.network.Bindings {
		if one := &a.network.Bindings[i]; reason == "" && one.Doubt != "" && a.mayHavePods(one, from.addresses) {
			reason = "pods may be there: " + one.Doubt
		}
	}
	if reason == "" {
		return nil
	}
	return stopAt(Unproven, HopAddress, from.label, reason)
}

// untoldNodes is why it is not known where all nodes of a load balancer are; empty where it is.
func (a *Analyzer) untoldNodes(b *network.LoadBalancer) string {
	if !b.MoreNodes {
		return ""
	}
	return cmp.Or(a.partly(network.GapLoadBalancers, b.ID), "the source does not tell all its subnets")
}

// nowhereTold is the way from or to an interface in a subnet of which the source tells no block: its addresses are not known.
func (a *Analyzer) nowhereTold(s side) *way {
	if s.nic == nil || s.nic.subnet == nil || !s.nic.subnet.cidrs.IsEmpty() || !s.addresses.IsEmpty() {
		return nil
	}
	return stopAt(Unproven, HopSubnet, s.nic.subnet.ID, cmp.Or(a.partly(network.GapSubnets, s.nic.subnet.ID), "the source does not tell its addresses"))
}

// mayBeIn says whether addresses may be in a VPC: not where they are surely in others. One that is not known, or of which not all is
// known, may have any.
func (a *Analyzer) mayBeIn(vpc string, at space.Addresses) bool {
	own := a.blocksOf(func(id string) bool { return id == vpc && id != "" })
	if at.IsEmpty() || own.IsEmpty() || a.missing(network.GapVPCs, nil, vpc) != "" || own.Overlaps(at) {
		return true
	}
	return !a.blocksOf(func(id string) bool { return id != vpc && id != "" }).Covers(at)
}

// blocksOf are the addresses of VPCs and their subnets, as far as the source tells.
func (a *Analyzer) blocksOf(which func(vpc string) bool) space.Addresses {
	var blocks []netip.Prefix
	for i := range a.network.VPCs {
		if v := &a.network.VPCs[i]; which(v.ID) {
			blocks = append(blocks, v.CIDRs...)
		}
	}
	for i := range a.network.Subnets {
		if s := &a.network.Subnets[i]; which(s.VPC) {
			blocks = append(blocks, s.CIDRs...)
		}
	}
	return space.AddressesOf(blocks...)
}
