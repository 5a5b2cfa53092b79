package flightpath_test

import (
	"net/netip"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// transit takes a packet of a VPC to a transit gateway, by the subnet that the VPC's attachment has in the packet's zone.
func (s *simulator) transit(in *network.Subnet, gateway string, t traveller) flight {
	var here *network.Attachment
	for i := range s.n.Attachments {
		if in != nil && s.n.Attachments[i].Resource == in.VPC && s.n.Attachments[i].Gateway == gateway {
			here = &s.n.Attachments[i]
		}
	}
	if here == nil || !here.Available {
		return flight{}
	}
	foot := s.foot(here, in.Zone)
	// Both directions are asked even where the packet stands in the attachment's own subnet.
	if foot == nil || !s.aclAllows(in, t.packet, true) || !s.aclAllows(foot, t.packet, false) {
		return flight{}
	}
	return s.gateway(here, in.Zone, t)
}

// gateway takes a packet that came by an attachment to where the attachment's table sends it: into a VPC, or to another gateway,
// behind which nobody knows any more which zone or which group it came from.
func (s *simulator) gateway(here *network.Attachment, zone string, t traveller) flight {
	if t.hops++; t.hops > longestFlight {
		return flight{}
	}
	there := s.attachmentFor(here.Gateway, here.RouteTable, t.destination)
	if there == nil || !there.Available || len(t.named) > 0 { // rules that let out by group mean nothing across a transit gateway
		return flight{}
	}
	t.transit = true
	if there.Kind == network.PeeringAttachment {
		far := s.attachment(there.Peer, there.ID)
		if far == nil {
			return flight{fate: unknown}
		}
		t.hidden = true
		return s.gateway(far, "", t)
	}
	for _, gateway := range s.n.TransitGateways {
		t.hidden = t.hidden || gateway.ID == here.Gateway && !gateway.SecurityGroupReferences
	}
	t.hidden = t.hidden || !here.SecurityGroupReferences || !there.SecurityGroupReferences
	foot := s.foot(there, zone)
	if there.ApplianceMode {
		foot = s.subnet(there.Subnets[s.choices.keep(there.ID, len(there.Subnets))])
	} else if foot == nil {
		foot = s.subnet(there.Subnets[s.choices.choose(len(there.Subnets))])
	}
	return s.place(foot, t)
}

// attachmentFor is where a table of a gateway sends an address: longest prefix, then static, prefix list, propagated.
func (s *simulator) attachmentFor(gateway, table string, to netip.Addr) *network.Attachment {
	bits, rank := -1, 0
	var found []string
	consider := func(destination netip.Prefix, order int, attachments []string) {
		if destination.Contains(to) && (destination.Bits() > bits || destination.Bits() == bits && order < rank) {
			bits, rank, found = destination.Bits(), order, attachments
		}
	}
	for _, t := range s.n.TransitRouteTables {
		if t.ID != table {
			continue
		}
		for _, r := range t.Routes {
			attachments := r.Attachments
			if r.Blackhole {
				attachments = nil
			}
			if r.PrefixList == "" {
				consider(r.Destination, 0, attachments)
			}
			for _, list := range s.n.PrefixLists {
				for _, prefix := range list.Prefixes {
					if list.ID == r.PrefixList {
						consider(prefix, 1, attachments)
					}
				}
			}
		}
		for _, id := range t.Propagations {
			attachment := s.attachment(gateway, id)
			for _, vpc := range s.n.VPCs {
				if vpc.ID != attachment.Resource || !attachment.Available {
					continue
				}
				for _, cidr := range vpc.CIDRs {
					consider(cidr, 2, []string{id})
				}
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	return s.attachment(gateway, found[s.choices.choose(len(found))])
}

// foot is the subnet of an attachment in a zone.
func (s *simulator) foot(of *network.Attachment, zone string) *network.Subnet {
	for _, id := range of.Subnets {
		if in := s.subnet(id); in.Zone == zone {
			return in
		}
	}
	return nil
}

func (s *simulator) attachment(gateway, id string) *network.Attachment {
	for i := range s.n.Attachments {
		if s.n.Attachments[i].ID == id && s.n.Attachments[i].Gateway == gateway {
			return &s.n.Attachments[i]
		}
	}
	return nil
}
