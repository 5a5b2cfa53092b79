package flightpath

import (
	"cmp"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// hides says whether something lies where a gap is.
func hides(g *network.Gap, o *network.Object) bool {
	return (g.Account == "" || o.Account == "" || g.Account == o.Account) && (g.Region == "" || o.Region == "" || g.Region == o.Region)
}

// mayHideBalancers says whether there are load balancers where the source tells none: interfaces say that they belong to one,
// target groups wait for one, or the interfaces are not told either.
func (a *Analyzer) mayHideBalancers(g *network.Gap) bool {
	if a.missing(network.GapInterfaces, &network.Object{Account: g.Account, Region: g.Region}) != "" {
		return true
	}
	for i := range a.network.TargetGroups {
		if hides(g, &a.network.TargetGroups[i].Object) {
			return true
		}
	}
	for i := range a.network.Interfaces {
		f := &a.network.Interfaces[i]
		if a.strayNode(f) != "" && hides(g, &f.Object) {
			return true
		}
	}
	return false
}

// mayBalance says whether there are load balancers, known or not, where the source tells no target groups.
func (a *Analyzer) mayBalance(g *network.Gap) bool {
	for i := range a.network.LoadBalancers {
		if b := &a.network.LoadBalancers[i]; b.Kind != network.GatewayBalancer && hides(g, &b.Object) {
			return true
		}
	}
	for _, balancers := range a.gaps[network.GapLoadBalancers] {
		if balancers.Of == "" && hides(g, &network.Object{Account: balancers.Account, Region: balancers.Region}) && a.mayHideBalancers(balancers) {
			return true
		}
	}
	return false
}

// strayNode is the name of the load balancer that an interface is a node of, where the source does not hold it; empty for others.
// Those of Gateway Load Balancers stand behind endpoints, which are asked themselves.
func (a *Analyzer) strayNode(f *network.Interface) string {
	name, is := strings.CutPrefix(f.Description, "ELB ")
	if !is || a.index.LoadBalancers[f.Owner] != nil || strings.HasPrefix(name, "gwy/") {
		return ""
	}
	return name
}

// whyStray is why it is not known what a load balancer does of which the source holds a node.
func (a *Analyzer) whyStray(name string, node *network.Interface) string {
	if !strings.Contains(name, "/") {
		return "classic load balancers are not modelled"
	}
	return cmp.Or(a.missing(network.GapLoadBalancers, &node.Object), "the source does not hold it, but its network interface "+node.ID)
}
