package flightpath

import (
	"cmp"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// hasFirewalls says whether there is a firewall: an endpoint of one, one whose endpoints are not known yet, or an endpoint that the
// source does not hold and to which a route for addresses leads. Gateway endpoints get routes for prefix lists only (AWS: "Gateway
// endpoints"), so that it can be nothing else.
func (a *Analyzer) hasFirewalls() bool {
	if len(a.network.Firewalls) > 0 {
		return true
	}
	for _, e := range a.index.Endpoints {
		if e.IsFirewall() {
			return true
		}
	}
	return a.strayEndpoint(func(r *network.Route) bool { return r.Destination.IsValid() }) != ""
}

// strayEndpoint is an endpoint that the source does not hold, and to which a route leads for which something holds; empty where there is
// none.
func (a *Analyzer) strayEndpoint(holds func(*network.Route) bool) string {
	for i := range a.network.RouteTables {
		for j := range a.network.RouteTables[i].Routes {
			r := &a.network.RouteTables[i].Routes[j]
			if r.Target.Kind == network.TargetEndpoint && !r.Blackhole && a.index.Endpoints[r.Target.ID] == nil && holds(r) {
				return r.Target.ID
			}
		}
	}
	return ""
}

// hidesFirewalls is why there may be firewalls where none is known: the source tells no VPC endpoints, and interfaces or routes say that
// there are some, or are not told either. Each endpoint of a firewall has an interface. Empty where there is no firewall.
func (a *Analyzer) hidesFirewalls() string {
	for _, g := range a.gaps[network.GapEndpoints] {
		if g.Of != "" {
			continue
		}
		where := &network.Object{Account: g.Account, Region: g.Region}
		hidden := a.missing(network.GapInterfaces, where) != "" || a.strayEndpoint(func(*network.Route) bool { return true }) != ""
		for i := range a.network.Interfaces {
			f := &a.network.Interfaces[i]
			made := strings.HasPrefix(f.Description, "VPC Endpoint Interface ") || strings.HasPrefix(f.Description, "Gateway Load Balancer Endpoint")
			hidden = hidden || made && a.index.Endpoints[f.Owner] == nil && hides(g, &f.Object)
		}
		if hidden {
			return cmp.Or(g.Reason, "the source does not tell its "+string(g.Kind))
		}
	}
	return ""
}
