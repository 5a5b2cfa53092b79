package flightpath

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// attachedVPC is the VPC of an attachment, or nil where it has none or the network does not hold it.
func (a *Analyzer) attachedVPC(attachment *network.Attachment) *vpc {
	if attachment == nil || attachment.Kind != network.VPCAttachment {
		return nil
	}
	return a.vpcs[attachment.Resource]
}

// mayLeadElsewhere is why packets need not go where a transit gateway's route says (nil: where no route does): something
// propagates routes that the source does not tell, and one of them may be more specific. A route to a VPC's own addresses is
// believed all the same: that a VPN advertises a part of an attached VPC's CIDR is a limit of the model.
func (a *Analyzer) mayLeadElsewhere(table *transitTable, r *row[*network.TransitRoute]) string {
	if len(table.unlearned) == 0 || r != nil && a.leadsHome(table, r) {
		return ""
	}
	return "the source does not tell the routes that " + strings.Join(table.unlearned, " and ") +
		" propagates; search-transit-gateway-routes prints them"
}

// leadsHome says whether every attachment of a route is of a VPC that has all addresses of the route's destination.
func (a *Analyzer) leadsHome(table *transitTable, r *row[*network.TransitRoute]) bool {
	for _, id := range r.route.Attachments {
		v := a.attachedVPC(a.index.Attachments[network.AttachmentKey{Gateway: table.Gateway, ID: id}])
		if v == nil || !slices.ContainsFunc(v.CIDRs, func(p netip.Prefix) bool {
			return p.Bits() <= r.prefix.Bits() && p.Contains(r.prefix.Addr())
		}) {
			return false
		}
	}
	return len(r.route.Attachments) > 0
}
