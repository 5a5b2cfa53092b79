package flightpath

import "github.com/ingresshub/ingresshub/flightpath/network"

// receivers are the kinds of what sends or gets packets, and of where it is.
var receivers = []network.GapKind{network.GapVPCs, network.GapSubnets, network.GapInterfaces, network.GapLoadBalancers, network.GapEndpoints}

// hidden is what the internet may reach and the source does not tell of.
func (a *Analyzer) hidden() []Reachable {
	all := a.unasked()
	for i := range all {
		all[i].Packets = whatever.From(a.internet)
	}
	return all
}

// unasked is what could not be asked about, as the source does not tell of it.
func (a *Analyzer) unasked() []Reachable {
	var all []Reachable
	for _, kind := range receivers {
		for _, g := range a.gaps[kind] {
			if a.conceals(g) {
				all = append(all, unknownOf(g))
			}
		}
	}
	return all
}

// conceals says whether a gap is of something that sends or gets packets, and that cannot be asked about: because nothing tells of it,
// or not where it is and which addresses it has.
func (a *Analyzer) conceals(g *network.Gap) bool {
	switch g.Kind {
	case network.GapVPCs, network.GapSubnets:
		return true
	case network.GapInterfaces:
		return a.nics[g.Of] == nil || a.nics[g.Of].subnet == nil
	case network.GapLoadBalancers:
		return g.Of != "" || a.mayHideBalancers(g)
	}
	return g.Of != "" && a.nowhere(a.index.Endpoints[g.Of])
}
