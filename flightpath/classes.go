package flightpath

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// classify puts interfaces of a subnet together that no hop tells apart: with the same groups, and of nothing that ends
// connections. Whatever is asked about everything is asked about classes, which are far fewer.
func (a *Analyzer) classify() {
	for _, s := range a.subnets {
		byKey := map[string]*nic{}
		for _, n := range s.nics {
			key := n.class()
			known := byKey[key]
			if known == nil {
				one := *n
				byKey[key] = &one
				s.classes = append(s.classes, &one)
				continue
			}
			known.members = append(known.members, n.id)
			known.addresses = known.addresses.Union(n.addresses)
			known.translated = known.translated.Union(n.translated)
			known.public = known.public.Union(n.public)
		}
		for _, n := range s.classes {
			if len(n.members) > 0 {
				n.label = fmt.Sprintf("%s and %d more", n.id, len(n.members))
			}
		}
	}
	for _, nodes := range a.sortedNodes() {
		for _, n := range nodes {
			if n.declared && n.subnet != nil {
				n.subnet.declared = append(n.subnet.declared, n)
			}
		}
	}
	for _, n := range a.sortedNICs() {
		if n.declared && n.balancer == nil && n.subnet != nil {
			n.subnet.declared = append(n.subnet.declared, n)
		}
	}
	for _, n := range a.declaredTargets() {
		n.subnet.declared = append(n.subnet.declared, n)
	}
}

// class is what tells an interface from others in its subnet.
func (n *nic) class() string {
	if n.balancer != nil || n.endpoint != nil || n.passing || n.stray != "" {
		return n.id
	}
	return fmt.Sprint(strings.Join(slices.Sorted(slices.Values(n.groups)), ","), "|", n.unfiltered, n.unknownGroups, n.forwards,
		n.translated.IsEmpty(), n.addresses.V6().IsEmpty(), n.closed)
}

func (a *Analyzer) sortedNICs() []*nic {
	all := make([]*nic, 0, len(a.nics))
	for _, n := range a.nics {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b *nic) int { return cmp.Compare(a.id, b.id) })
	return all
}

func (a *Analyzer) sortedVPCs() []*vpc {
	all := make([]*vpc, 0, len(a.vpcs))
	for _, v := range a.vpcs {
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b *vpc) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// senders is everything that sends on its own: classes of interfaces, and what is declared.
func (a *Analyzer) senders() []*nic {
	var all []*nic
	for _, s := range a.sortedSubnets() {
		for _, n := range s.classes {
			if !n.passing && n.endpoint == nil {
				all = append(all, n)
			}
		}
		for _, n := range s.declared {
			if n.endpoint == nil {
				all = append(all, n)
			}
		}
	}
	return all
}

func (a *Analyzer) sortedSubnets() []*subnet {
	all := make([]*subnet, 0, len(a.subnets))
	for _, s := range a.subnets {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b *subnet) int { return cmp.Compare(a.ID, b.ID) })
	return all
}
