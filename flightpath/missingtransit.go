package flightpath

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// missingTransitRoute stops packets at a route table of a transit gateway: no route matches, or a blackhole does.
type missingTransitRoute struct {
	table   *transitTable
	from    *network.Attachment
	dead    *network.TransitRoute // the blackhole; nil where there is none
	packets space.Set
	goal    *nic
}

func (m *missingTransitRoute) remedies(a *Analyzer) []remedy {
	destination, far := a.blockOf(m.packets.Destinations(), m.goal)
	replaced := m.dead != nil && m.dead.PrefixList == "" && m.dead.Destination.Bits() >= destination.Bits()
	verb := "add route"
	if replaced {
		destination, verb = m.dead.Destination.Masked(), "replace the blackhole by route"
	}
	var all []remedy
	for _, id := range m.attachments(a, far) {
		route := network.TransitRoute{Destination: destination, Attachments: []string{id}}
		all = append(all, remedy{
			Change{HopTransitRouteTable, m.table.ID, fmt.Sprintf("%s %s -> %s", verb, destination, id)}, m.replace(route, replaced),
		})
	}
	return all
}

func (m *missingTransitRoute) replace(route network.TransitRoute, replaced bool) func(*network.Network) {
	return func(n *network.Network) {
		n.TransitRouteTables = edit(n.TransitRouteTables, m.table.ID,
			func(t *network.TransitRouteTable) *network.Object { return &t.Object },
			func(t *network.TransitRouteTable) {
				t.Routes = slices.Clone(t.Routes)
				if replaced {
					t.Routes = slices.DeleteFunc(t.Routes, func(r network.TransitRoute) bool {
						return r.Blackhole && !r.Propagated && samePrefix(r.Destination, route.Destination)
					})
				}
				t.Routes = append(t.Routes, route)
			})
	}
}

func samePrefix(a, b netip.Prefix) bool {
	return a.IsValid() && b.IsValid() && a.Masked() == b.Masked()
}

// attachments is those to which a route may lead: of an inspection VPC first (in appliance mode), then of the destination's own
// VPC, of other gateways, and of VPCs that have a way to the internet where the packets go there.
func (m *missingTransitRoute) attachments(a *Analyzer, far *vpc) []string {
	var ids []string
	add := func(holds func(*network.Attachment) bool) {
		for i := range a.network.Attachments {
			t := &a.network.Attachments[i]
			if t.Gateway == m.from.Gateway && t.ID != m.from.ID && !slices.Contains(ids, t.ID) && holds(t) {
				ids = append(ids, t.ID)
			}
		}
	}
	add(func(t *network.Attachment) bool { return t.ApplianceMode })
	add(func(t *network.Attachment) bool {
		return t.Kind == network.VPCAttachment && far != nil && t.Resource == far.ID
	})
	add(func(t *network.Attachment) bool { return t.Kind == network.PeeringAttachment && far != nil })
	add(func(t *network.Attachment) bool {
		return t.Kind == network.VPCAttachment && far == nil && len(a.index.GatewaysOf[t.Resource]) > 0
	})
	return ids[:min(len(ids), mostRemedies)]
}

// missingAttachment stops packets at a transit gateway to which their VPC is not attached.
type missingAttachment struct {
	gateway string
	from    *subnet
}

func (m *missingAttachment) remedies(a *Analyzer) []remedy {
	subnets := []string{m.from.ID}
	zones := []string{m.from.zone()}
	if m.from.vpc != nil {
		for _, s := range m.from.vpc.subnets {
			if s.Zone != "" && !slices.Contains(zones, s.zone()) {
				subnets, zones = append(subnets, s.ID), append(zones, s.zone())
			}
		}
	}
	id := "new attachment of " + m.from.VPC
	return only(HopTransitGateway, m.gateway, "attach "+m.from.VPC+", with a subnet in each zone", func(n *network.Network) {
		n.Attachments = append(slices.Clip(n.Attachments), network.Attachment{
			Object: network.Object{ID: id, Account: m.from.Account, Region: m.from.Region}, Gateway: m.gateway, Kind: network.VPCAttachment,
			Resource: m.from.VPC, Subnets: subnets, Available: true, RouteTableKnown: true,
		})
	})
}

// badAttachment stops packets at an attachment that lacks something.
type badAttachment struct {
	*network.Attachment

	// zone is the subnet in whose zone the attachment has none; nil where that is not what it lacks.
	zone *subnet
}

func (b *badAttachment) remedies(a *Analyzer) []remedy {
	change := func(change func(*network.Attachment)) func(*network.Network) {
		return func(n *network.Network) {
			n.Attachments = edit(n.Attachments, b.ID, func(t *network.Attachment) *network.Object { return &t.Object }, func(t *network.Attachment) {
				if t.Gateway == b.Gateway {
					change(t)
				}
			})
		}
	}
	switch {
	case b.zone != nil:
		return only(HopAttachment, b.ID, "add "+b.zone.ID+" to its subnets: it has none in "+b.zone.Zone,
			change(func(t *network.Attachment) { t.Subnets = append(slices.Clip(t.Subnets), b.zone.ID) }))
	case !b.Available:
		return only(HopAttachment, b.ID, "accept it", change(func(t *network.Attachment) { t.Available = true }))
	}
	var all []remedy
	for _, table := range sortedByID(a.index.TransitRouteTables) {
		if table.Gateway == b.Gateway && len(all) < mostRemedies {
			all = append(all, only(HopAttachment, b.ID, "associate it with route table "+table.ID,
				change(func(t *network.Attachment) { t.RouteTable, t.RouteTableKnown = table.ID, true }))...)
		}
	}
	return all
}
