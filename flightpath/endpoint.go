package flightpath

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// findEndpoints tells interfaces of interface endpoints what they belong to.
func (a *Analyzer) findEndpoints() {
	for _, e := range a.index.Endpoints {
		if e.Kind != network.InterfaceEndpoint {
			continue
		}
		there := map[string]bool{} // subnets of interfaces that the source holds
		for _, id := range e.Interfaces {
			if n := a.nics[id]; n != nil {
				there[n.subnetID()] = true
				n.endpoint, n.owner = e, e.ID
				if len(n.groups) == 0 && len(e.SecurityGroups) > 0 {
					n.groups, n.unfiltered, n.unknownGroups = e.SecurityGroups, false, ""
				}
			}
		}
		for _, id := range e.Subnets { // interfaces that do not exist yet, or that the source tells by ID only
			s := a.subnets[id]
			if s == nil || there[id] {
				continue
			}
			n := &nic{
				id: e.ID + "@" + id, label: e.ID + " in " + id, kind: HopInterface, owner: e.ID, subnet: s, addresses: s.hosts(),
				declared: true, groups: e.SecurityGroups, endpoint: e,
			}
			if len(n.groups) == 0 {
				n.unknownGroups = "the source does not tell the endpoint's security groups"
			}
			a.nics[n.id] = n
		}
	}
}

// toEndpoint takes packets to a VPC endpoint that a route names: of a firewall, or of a gateway's service. From is nil
// where they come from a gateway.
func (w *walker) toEndpoint(from *subnet, id string, s state) {
	e := w.index.Endpoints[id]
	switch {
	case e == nil:
		w.unprove(s, HopEndpoint, id, cmp.Or(w.missing(network.GapEndpoints, nil, id), w.missing(network.GapFirewalls, nil, id), "the source does not hold it"))
	case w.partly(network.GapEndpoints, e.ID) != "":
		w.unprove(s, HopEndpoint, id, w.partly(network.GapEndpoints, e.ID))
	case e.Kind == network.GatewayEndpoint:
		w.serve(from, e, s)
	case e.IsFirewall():
		w.inspect(from, e, s)
	default:
		w.unprove(s, HopEndpoint, id, "an endpoint of this kind is no target of a route")
	}
}

// inspect takes packets through a firewall's endpoint: into its subnet, through the firewall, and on by the route table of
// that subnet. Whether the firewall's own rules let them pass is not the network's business.
func (w *walker) inspect(from *subnet, e *network.Endpoint, s state) {
	if len(e.Subnets) != 1 || w.subnets[e.Subnets[0]] == nil {
		w.unprove(s, HopFirewall, e.ID, cmp.Or(w.missing(network.GapSubnets, &e.Object, e.Subnets...), "the source does not tell its subnet"))
		return
	}
	if !e.Available {
		w.block(s, HopFirewall, e.ID, words("not available"), "firewall endpoint "+e.ID+" is not available", nil)
		return
	}
	in := w.subnets[e.Subnets[0]]
	if from != in {
		var ok bool
		if s, ok = w.between(from, in, s); !ok {
			return
		}
	}
	s, ok := w.hide(s, "a firewall is between the groups")
	if !ok {
		return
	}
	if s.visited(HopFirewall, e.ID) {
		w.block(s, HopFirewall, e.ID, words("loop"), fmt.Sprintf("packets come back to firewall endpoint %s: a routing loop", e.ID), nil)
		return
	}
	s = s.hop(HopFirewall, e.ID, words(cmp.Or(e.Firewall, e.Service)))
	s.firewalls = append(slices.Clip(s.firewalls), e.ID)
	w.dispatch(in, s)
}

// serve ends packets at a gateway endpoint.
func (w *walker) serve(from *subnet, e *network.Endpoint, s state) {
	if from == nil || e.VPC != from.VPC {
		w.block(s, HopEndpoint, e.ID, words("another VPC"), e.ID+" serves its own VPC only", nil)
		return
	}
	if !e.Available {
		w.block(s, HopEndpoint, e.ID, words("not available"), "gateway endpoint "+e.ID+" is not available", nil)
		return
	}
	if from.vpc != nil {
		strange := s.packets.NotFrom(from.vpc.cidrs)
		w.block(s.with(strange), HopEndpoint, e.ID, words("another VPC"), e.ID+" serves its own VPC only, and nothing that comes through it", nil)
		s = s.with(s.packets.From(from.vpc.cidrs))
	}
	s, ok := w.networkACL(from, true, s)
	if !ok {
		return
	}
	if s, ok = w.hide(s, "a gateway endpoint has no security group"); !ok {
		return
	}
	w.finish(s.hop(HopEndpoint, e.ID, words(e.Service)), served, path{inside: from})
}
