package flightpath

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// byID is the endpoint with an ID, or nil.
func (a *Analyzer) byID(id string) *endpoint {
	if n := a.nics[id]; n != nil && n.balancer == nil {
		return &endpoint{label: id, groups: [][]side{{ofNIC(n)}}}
	} else if n != nil {
		return &endpoint{label: id, groups: [][]side{{nodeSide(n)}}}
	}
	if i := a.index.Instances[id]; i != nil {
		e := endpoint{label: id}
		for _, f := range i.Interfaces {
			if n := a.nics[f]; n != nil {
				e.groups = append(e.groups, []side{ofNIC(n)})
			}
		}
		if len(e.groups) == 0 {
			e.groups = [][]side{{{label: id}}}
		}
		return &e
	}
	for i := range a.network.LoadBalancers {
		b := &a.network.LoadBalancers[i]
		called := b.DNSName != "" && strings.EqualFold(b.DNSName, strings.TrimSuffix(strings.TrimPrefix(id, "dualstack."), "."))
		if isARN(b.ID, id) || b.Name == id && id != "" || called || strings.HasSuffix(b.ID, "/"+id) {
			return a.balancerEndpoint(id, b)
		}
	}
	if n := a.nats[id]; n != nil {
		return &endpoint{label: id, groups: [][]side{{ofNIC(n)}}}
	}
	if e := a.index.Endpoints[id]; e != nil {
		return a.endpointEndpoint(e)
	}
	if s := a.subnets[id]; s != nil {
		return a.region(id, s.cidrs, s.nics, cmp.Or(a.missing(network.GapInterfaces, &s.Object, s.ID, s.VPC), a.mayBeBalancersNode(s.cidrs)))
	}
	if v := a.vpcs[id]; v != nil {
		var all []*nic
		for _, s := range v.subnets {
			all = append(all, s.nics...)
		}
		for _, n := range a.sortedNICs() {
			if f := a.index.Interfaces[n.id]; n.subnet == nil && f != nil && f.VPC == v.ID {
				all = append(all, n)
			}
		}
		untold := cmp.Or(a.missing(network.GapSubnets, &v.Object, v.ID), a.missing(network.GapInterfaces, &v.Object, v.ID), a.mayBeBalancersNode(v.cidrs))
		return a.region(id, v.cidrs, all, untold)
	}
	return a.ownerOfInterfaces(id)
}

func ofNIC(n *nic) side { return side{label: cmp.Or(n.label, n.id), nic: n, addresses: n.addresses} }

// isARN says whether a text is an ARN, or what answers show of it: without account and Region.
func isARN(arn, text string) bool {
	return arn == text || strings.HasPrefix(arn, "arn:") && text != "" && strings.HasSuffix(arn, ":"+text)
}

// balancerEndpoint is a load balancer: whichever of its nodes.
func (a *Analyzer) balancerEndpoint(label string, b *network.LoadBalancer) *endpoint {
	var nodes []side
	for _, n := range a.nodes[b.ID] {
		nodes = append(nodes, nodeSide(n))
	}
	if len(nodes) == 0 {
		nodes = []side{{label: label}}
	}
	return &endpoint{label: label, groups: [][]side{nodes}}
}

// endpointEndpoint is a VPC endpoint: its interfaces, or for a gateway endpoint the addresses of its service.
func (a *Analyzer) endpointEndpoint(e *network.Endpoint) *endpoint {
	all := endpoint{label: e.ID}
	for _, n := range a.nics {
		if n.endpoint == e {
			all.groups = append(all.groups, []side{ofNIC(n)})
		}
	}
	slices.SortFunc(all.groups, func(a, b []side) int { return cmp.Compare(a[0].nic.id, b[0].nic.id) })
	if len(all.groups) == 0 {
		s := side{label: e.ID}
		for i := range a.network.RouteTables {
			for _, r := range a.network.RouteTables[i].Routes {
				if list := a.index.PrefixLists[r.PrefixList]; r.Target.ID == e.ID && list != nil {
					s.addresses = s.addresses.Union(space.AddressesOf(list.Prefixes...))
				}
			}
		}
		all.groups = [][]side{{s}}
	}
	return &all
}

// region is the interfaces of a subnet or a VPC, and what is declared to be there; without any just its addresses. Where the source does
// not tell all that is there, untold is why, and somebody else may be there too.
func (a *Analyzer) region(label string, cidrs space.Addresses, nics []*nic, untold string) *endpoint {
	e := endpoint{label: label, addresses: cidrs}
	for _, n := range nics {
		e.groups = append(e.groups, []side{ofNIC(n)})
	}
	e.groups = append(e.groups, a.declaredIn(cidrs)...)
	if untold != "" {
		e.groups = append(e.groups, []side{{label: label, untold: untold}})
	}
	if len(e.groups) == 0 {
		e.groups = [][]side{{{label: label, addresses: cidrs}}}
	}
	return &e
}
