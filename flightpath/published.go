package flightpath

import (
	"cmp"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// published is why packets that arrive by no way that is known may still arrive: something of AWS publishes what is in the VPC. Whoever
// gets to the internet may get to it, and whoever is in a VPC at all to what VPC Lattice publishes.
func (a *Analyzer) published(from side, to *nic) *way {
	for i := range a.network.Publishers {
		p := &a.network.Publishers[i]
		if p.VPC != "" && to.subnet != nil && p.VPC != to.subnet.VPC || to.id == p.ID {
			continue
		}
		if from.internet || from.nic != nil && (p.Kind == network.VPCLattice || a.getsOut(from)) {
			return publishedBy(p)
		}
	}
	return nil
}

// publishedBy is the way through a publisher.
func publishedBy(p *network.Publisher) *way {
	what := "what is in " + cmp.Or(p.VPC, "a VPC, and the source does not tell in which")
	return stopAt(Unproven, HopPublisher, p.ID, string(p.Kind)+" publishes "+what+": what it sends where is not modelled")
}

// getsOut says whether a sender gets to the internet, or may.
func (a *Analyzer) getsOut(from side) bool {
	return a.walk(from, side{label: "internet", addresses: a.internet, internet: true}, whatever).verdict != Blocked
}

// publications is what the internet may reach by publishers.
func (a *Analyzer) publications() []Reachable {
	var all []Reachable
	for i := range a.network.Publishers {
		p := &a.network.Publishers[i]
		w := publishedBy(p)
		all = append(all, Reachable{To: p.ID, Name: string(p.Kind), VPC: p.VPC, Verdict: Unproven, Reason: w.reason, Packets: whatever.From(a.internet), way: w})
	}
	return all
}
