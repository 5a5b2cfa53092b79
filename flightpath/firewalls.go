package flightpath

import "github.com/ingresshub/ingresshub/flightpath/network"

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
	for i := range a.network.RouteTables {
		for j := range a.network.RouteTables[i].Routes {
			r := &a.network.RouteTables[i].Routes[j]
			if r.Target.Kind == network.TargetEndpoint && r.Destination.IsValid() && !r.Blackhole && a.index.Endpoints[r.Target.ID] == nil {
				return true
			}
		}
	}
	return false
}

// hidesFirewalls is why there may be firewalls where none is known: the source tells no VPC endpoints, of which a firewall's are some.
// Empty where it does.
func (a *Analyzer) hidesFirewalls() string { return a.missing(network.GapEndpoints, nil) }
