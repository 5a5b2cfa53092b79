package plan

import "strings"

// checkInspection checks where firewalls are declared to stand, and what each place then needs.
func (b *builder) checkInspection() {
	const path = "inspection"
	declared := b.estate.Inspection
	if declared == nil {
		return
	}
	if !b.inspects(PlaceEdge) && !b.inspectsCentrally() {
		if !b.anyBroken(path, PlaceEdge, PlaceEastWest, PlaceEgress) {
			b.add(path, "says not where: declare edge, eastWest or egress in it, or remove it")
		}
		return
	}
	if declared.Cidr != "" && !b.hasInspectionVpc() {
		b.add(path+".cidr", "there is no inspection VPC: an edge firewall stands in the ingress VPC; remove it")
	}
	if b.inspects(PlaceEdge) {
		b.checkOneFlavour(path+"."+PlaceEdge, *declared.Edge)
	}
	if b.inspects(PlaceEastWest) {
		b.checkOneFlavour(path+"."+PlaceEastWest, *b.firewallIn(PlaceEastWest))
		b.checkExceptions()
	}
	switch {
	case b.inspects(PlaceEgress) && b.inspects(PlaceEastWest):
		for _, flavour := range b.firewallIn(PlaceEgress).flavours() {
			b.add(path+"."+PlaceEgress+"."+flavour, "the firewall of inspection.eastWest serves both; leave egress empty, as in `egress: {}`")
		}
	case b.inspects(PlaceEgress):
		b.checkOneFlavour(path+"."+PlaceEgress, *declared.Egress)
	}
}

// flavours are the names of the firewall's members that are set.
func (f Firewall) flavours() []string {
	out := []string{}
	for _, flavour := range []struct {
		name string
		set  bool
	}{
		{"networkFirewall", f.NetworkFirewall != nil},
		{"gatewayLoadBalancer", f.GatewayLoadBalancer != nil},
		{"custom", f.Custom != nil},
	} {
		if flavour.set {
			out = append(out, flavour.name)
		}
	}
	return out
}

// checkOneFlavour checks that a place has one firewall.
func (b *builder) checkOneFlavour(path string, firewall Firewall) {
	const choice = "exactly one of networkFirewall, gatewayLoadBalancer and custom"
	switch set := firewall.flavours(); {
	case len(set) > 1:
		b.add(path, "%s must be declared, not %s", choice, strings.Join(set, " and "))
	case len(set) == 0 && !b.anyBroken(path, "networkFirewall", "gatewayLoadBalancer", "custom"):
		b.add(path, "%s must be declared (`networkFirewall: {}` for the defaults)", choice)
	}
	if firewall.Custom != nil {
		b.checkFirewallZones(path+".custom.zones", firewall.Custom.Zones)
	}
}

// checkExceptions checks the clusters that east-west inspection leaves out.
func (b *builder) checkExceptions() {
	const path = "inspection.eastWest.except"
	left := len(b.clusters)
	for _, name := range sortedKeys(b.exceptions()) {
		if _, ok := b.clusters[name]; ok {
			left--
		} else if !b.broken["clusters"] {
			b.add(member(path, name), "there is no cluster %q%s", name, didYouMean(name, sortedKeys(b.clusters)))
		}
	}
	if left == 0 && len(b.clusters) > 0 {
		b.add(path, "leaves out every cluster, so eastWest inspects nothing; remove inspection.eastWest instead")
	}
}

// anyBroken says whether one of an object's members is there but could not be read.
func (b *builder) anyBroken(path string, members ...string) bool {
	for _, name := range members {
		if b.isBroken(member(path, name)) {
			return true
		}
	}
	return false
}
