package flightpath

import (
	"cmp"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// endpoint is what an end of a question means: groups of sides. Of the groups the sender may choose one; of the sides of a
// group the network chooses.
type endpoint struct {
	label  string
	groups [][]side

	// addresses are those of a subnet, VPC or CIDR, where more may be than is known.
	addresses space.Addresses
}

func one(s side) endpoint { return endpoint{label: s.label, groups: [][]side{{s}}} }

// resolve finds what an end of a question means.
func (a *Analyzer) resolve(text string) (endpoint, error) {
	switch {
	case text == "":
		return endpoint{}, fmt.Errorf("an endpoint is empty: give an ID, an address, a CIDR, a tag as key=value, a name, or internet")
	case text == "internet":
		return one(side{label: "internet", addresses: a.internet, internet: true}), nil
	}
	if address, err := netip.ParseAddr(text); err == nil {
		return a.addressed(text, netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen())), nil
	}
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return a.addressed(text, prefix.Masked()), nil
	}
	if e := a.byID(text); e != nil {
		return *e, nil
	}
	if key, value, ok := strings.Cut(text, "="); ok {
		if e := a.having(text, func(o *network.Object) bool { return o.Tags[key] == value }); e != nil {
			return *e, nil
		}
		return endpoint{}, fmt.Errorf("nothing in the network has the tag %s=%s%s", key, value, didYouMean(text, a.tags()))
	}
	if e := a.having(text, func(o *network.Object) bool { return o.Name == text }); e != nil {
		return *e, nil
	}
	if e := a.clusterNamed(text); e != nil {
		return *e, nil
	}
	if e := a.serviceNamed(text); e != nil {
		return *e, nil
	}
	if e := a.untoldID(text); e != nil {
		return *e, nil
	}
	switch {
	case crossed.MatchString(text):
		return endpoint{}, fmt.Errorf("%q is nothing that sends or gets packets: give an interface, instance, load balancer, subnet, VPC, name, address or internet", text)
	case numeric.MatchString(text):
		return endpoint{}, fmt.Errorf("%q is no address and no CIDR", text)
	}
	return endpoint{}, fmt.Errorf("%q is no ID, name or tag of the network, no cluster or service, and no address%s", text, didYouMean(text, a.known()))
}

var (
	// crossed are IDs of what packets cross, or what lets them.
	crossed = regexp.MustCompile(`^(igw|eigw|vgw|tgw|tgw-attach|tgw-rtb|rtb|acl|sg|sgr|pcx|pl|lgw|cgw|vpn)-[0-9a-f]{8,17}$`)

	// numeric is what was meant as an address.
	numeric = regexp.MustCompile(`^[0-9]+(\.[0-9]+){3}(/[0-9]+)?$|^[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F]*(/[0-9]+)?$`)
)

// addressed is the interfaces that have addresses of a prefix, or may have; where none has, the prefix itself.
func (a *Analyzer) addressed(label string, p netip.Prefix) endpoint {
	want := space.AddressesOf(p)
	e := endpoint{label: label}
	if !p.IsSingleIP() {
		e.addresses = want
	}
	for _, n := range a.everyone {
		if common := n.addresses.Intersect(want); !common.IsEmpty() {
			s := side{label: cmp.Or(n.label, label), nic: n, addresses: common, exact: true}
			if len(e.groups) > 0 && p.IsSingleIP() && n.declared {
				continue
			}
			e.groups = append(e.groups, []side{s})
		}
	}
	for _, n := range a.everyone {
		if n.public.Overlaps(want) {
			e.groups = append(e.groups, []side{{label: n.label, nic: n, addresses: n.translated, public: true}})
		}
	}
	for _, n := range a.sortedNICs() { // those of which it is not known where they are
		if common := n.addresses.Union(n.public).Intersect(want); n.subnet == nil && !common.IsEmpty() {
			e.groups = append(e.groups, []side{{label: n.label, nic: n, addresses: common, exact: true}})
		}
	}
	if len(e.groups) == 0 || !p.IsSingleIP() { // of several, others may be had by what is there later
		e.groups = append(e.groups, a.declaredIn(want)...)
	}
	if untold := a.mayBeBalancersNode(want); untold != "" && (len(e.groups) == 0 || !p.IsSingleIP()) && !a.internet.Covers(want) {
		e.groups = append(e.groups, []side{{label: label, untold: untold}})
	}
	if len(e.groups) == 0 {
		e.groups = [][]side{{{label: label, addresses: want, internet: a.internet.Covers(want), untold: a.mayBeSomebodys(want)}}}
	}
	return e
}

// declaredIn is what may have addresses of a set once it exists: nodes of load balancers and of clusters, interfaces of endpoints, targets.
func (a *Analyzer) declaredIn(want space.Addresses) [][]side {
	var groups [][]side
	add := func(n *nic) {
		if common := n.addresses.Intersect(want); n.declared && !common.IsEmpty() {
			groups = append(groups, []side{{label: n.label, nic: n, addresses: common}})
		}
	}
	for _, nodes := range a.sortedNodes() {
		for _, n := range nodes {
			add(n)
		}
	}
	for _, n := range a.sortedNICs() {
		if n.balancer == nil {
			add(n)
		}
	}
	for _, n := range a.declaredTargets() {
		add(n)
	}
	return append(groups, a.unplacedNodes(want)...)
}

func (a *Analyzer) sortedNodes() [][]*nic {
	ids := make([]string, 0, len(a.nodes))
	for id := range a.nodes {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	all := make([][]*nic, len(ids))
	for i, id := range ids {
		all[i] = a.nodes[id]
	}
	return all
}

// declaredTargets is the interfaces of all targets that are declared.
func (a *Analyzer) declaredTargets() []*nic {
	var all []*nic
	for i := range a.network.TargetGroups {
		g := &a.network.TargetGroups[i]
		for j := range g.Targets {
			all = append(all, a.targetNICs(g, &g.Targets[j], true)...)
		}
	}
	return all
}

// targetNICs is the interfaces that a target is, or will be.
func (a *Analyzer) targetNICs(g *network.TargetGroup, t *network.RegisteredTarget, declaredOnly bool) []*nic {
	var all []*nic
	if t.Declared {
		for _, id := range t.Subnets {
			if s := a.subnets[id]; s != nil {
				all = append(all, s.target(t, g))
			}
		}
		return all
	}
	if declaredOnly {
		return nil
	}
	for _, n := range a.candidates(t) {
		if a.isTarget(g, t, n) {
			all = append(all, n)
		}
	}
	if g.Kind == network.ALBTargets && len(all) == 0 {
		all = a.nodes[t.ID]
	}
	return all
}

// having is everything that holds for an object's tags or name.
func (a *Analyzer) having(label string, holds func(*network.Object) bool) *endpoint {
	e := endpoint{label: label}
	seen := map[string]bool{}
	add := func(o *network.Object) {
		if holds(o) && !seen[o.ID] {
			seen[o.ID] = true
			if one := a.byID(o.ID); one != nil {
				e.groups = append(e.groups, one.groups...)
			}
		}
	}
	n := a.network
	for i := range n.Instances {
		add(&n.Instances[i].Object)
		if seen[n.Instances[i].ID] {
			for _, f := range n.Instances[i].Interfaces {
				seen[f] = true
			}
		}
	}
	for i := range n.Interfaces {
		add(&n.Interfaces[i].Object)
	}
	for i := range n.LoadBalancers {
		add(&n.LoadBalancers[i].Object)
	}
	for i := range n.NATGateways {
		add(&n.NATGateways[i].Object)
	}
	for i := range n.Endpoints {
		add(&n.Endpoints[i].Object)
	}
	if len(e.groups) == 0 {
		for i := range n.Subnets {
			add(&n.Subnets[i].Object)
		}
	}
	if len(e.groups) == 0 {
		for i := range n.VPCs {
			add(&n.VPCs[i].Object)
		}
	}
	if len(e.groups) == 0 {
		return nil
	}
	return &e
}
