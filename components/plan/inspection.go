package plan

// Names that the plan itself gives where inspection is declared.
const (
	inspectionName = "inspection"
	exemptName     = "exempt"
	edgeName       = "edge"
)

// The places in which a firewall inspects.
const (
	edgePlace     = "edge"
	eastWestPlace = "eastWest"
	egressPlace   = "egress"
)

// inspected is what a flavour has to know of the traffic that a firewall inspects.
type inspected struct {
	// Some of edge, eastWest and egress, in this order.
	places []string

	// CIDRs of the protected side, sorted.
	homeNet []string

	// Rules that let the declared services through, and for egress web traffic to anywhere, unless the declaration names
	// allowed domains. All of them allow.
	passes []FirewallRule
}

// inspects says whether a place is among those that the firewall inspects.
func (i inspected) inspects(place string) bool { return contained(place, i.places) }
