package plan

// Names that the plan itself gives where inspection is declared.
const (
	inspectionName = InspectionFirewall
	exemptName     = "exempt"
)

// inspected is what a flavour has to know of the traffic that a firewall inspects.
type inspected struct {
	// Some of edge, eastWest and egress, in this order.
	places []string

	// CIDRs of the protected side, sorted.
	homeNet []string

	// Rules that let the declared services through, and for egress web traffic to anywhere, unless the declaration names
	// allowed domains. All of them allow. That egress leads to no private space is for the flavour to see to.
	passes []FirewallRule
}

// inspects says whether a place is among those that the firewall inspects.
func (i inspected) inspects(place string) bool { return contained(place, i.places) }

// firewallIn is what is declared for a place; nil where nothing is.
func (b *builder) firewallIn(place string) *Firewall {
	declared := b.estate.Inspection
	switch {
	case declared == nil:
	case place == PlaceEdge:
		return declared.Edge
	case place == PlaceEgress:
		return declared.Egress
	case declared.EastWest != nil:
		return &Firewall{
			NetworkFirewall:     declared.EastWest.NetworkFirewall,
			GatewayLoadBalancer: declared.EastWest.GatewayLoadBalancer,
			Custom:              declared.EastWest.Custom,
		}
	}
	return nil
}

// inspects says whether a place is inspected.
func (b *builder) inspects(place string) bool { return b.firewallIn(place) != nil }

// centralFirewall is the firewall of the inspection VPC as declared; nil where there is none.
func (b *builder) centralFirewall() *Firewall {
	if firewall := b.firewallIn(PlaceEastWest); firewall != nil {
		return firewall
	}
	return b.firewallIn(PlaceEgress)
}

// inspectsCentrally says whether the inspection VPC stands in the path of traffic.
func (b *builder) inspectsCentrally() bool {
	return b.inspects(PlaceEastWest) || b.inspects(PlaceEgress)
}

// exceptions are the clusters that east-west inspection leaves out, each with the reason.
func (b *builder) exceptions() map[string]string {
	if !b.inspects(PlaceEastWest) {
		return nil
	}
	return b.estate.Inspection.EastWest.Except
}

// exempt says whether the ingress VPC reaches a cluster without inspection although others are inspected.
func (b *builder) exempt(c *cluster) bool {
	_, except := b.exceptions()[c.name]
	return except
}

// hasFleet says whether appliances are declared, in no matter which place: all of them stand in the inspection VPC.
func (b *builder) hasFleet() bool {
	for _, place := range []string{PlaceEdge, PlaceEastWest, PlaceEgress} {
		if firewall := b.firewallIn(place); firewall != nil && firewall.GatewayLoadBalancer != nil && firewall.GatewayLoadBalancer.Fleet != nil {
			return true
		}
	}
	return false
}

// hasInspectionVpc says whether there is an inspection VPC.
func (b *builder) hasInspectionVpc() bool { return b.inspectsCentrally() || b.hasFleet() }

// plannedExceptions are the clusters that are left out, by name.
func (b *builder) plannedExceptions() []InspectionException {
	var out []InspectionException
	for _, name := range sortedKeys(b.exceptions()) {
		out = append(out, InspectionException{Name: name, Reason: b.exceptions()[name]})
	}
	return out
}
