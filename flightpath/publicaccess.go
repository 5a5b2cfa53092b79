package flightpath

import (
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// publicAccess asks VPC block public access about packets that cross an internet gateway, by the subnets that they come
// from (outbound) or go to. Replies are asked in the direction of their connection.
//
// A Region's option blocks both directions, or ingress, which leaves what NAT gateways and egress-only gateways send. An
// exclusion of the VPC or the subnet lets pass both directions, or egress only.
func (w *walker) publicAccess(g *network.InternetGateway, v *vpc, outbound bool, s state) state {
	var passed space.Set
	var hops []string
	rest := s
	for _, at := range v.subnets {
		part := rest.packets.To(at.cidrs)
		if outbound {
			part = rest.packets.From(at.cidrs)
		}
		if part.IsEmpty() {
			continue
		}
		rest.packets = rest.packets.Subtract(part)
		excluded, ok := w.mayCross(g, at, outbound != w.replying)
		if ok {
			passed = passed.Union(part)
			if excluded != "" {
				hops = append(hops, excluded)
			}
			continue
		}
		way := "inbound"
		if outbound != w.replying {
			way = "outbound"
		}
		w.block(s.with(part), HopBlockPublicAccess, "vpc-block-public-access", words("blocks "+way),
			"VPC block public access stops "+way+" traffic of "+at.ID, blockedPublicly{at})
	}
	s.packets = passed.Union(rest.packets)
	for _, id := range hops {
		s = s.hop(HopBlockPublicAccess, id, words("excluded"))
	}
	return s
}

// mayCross says whether a connection of a subnet may cross the gateway, and which exclusion lets it.
func (w *walker) mayCross(g *network.InternetGateway, at *subnet, outbound bool) (exclusion string, ok bool) {
	var option, excluded *network.BlockPublicAccess
	for i := range w.network.BlockPublicAccess {
		b := &w.network.BlockPublicAccess[i]
		switch {
		case b.Of == "" && same(b.Account, at.Account) && same(b.Region, at.Region):
			option = b
		case b.Of == at.ID || b.Of == at.VPC && excluded == nil && b.Of != "":
			excluded = b
		}
	}
	switch {
	case option == nil || !option.Ingress && !option.Egress:
		return "", true
	case excluded != nil && (outbound && excluded.Egress || !outbound && excluded.Ingress):
		return excluded.Of, true
	}
	sender := w.origin
	if w.replying {
		sender = w.goal
	}
	return "", outbound && !option.Egress && (g.EgressOnly || sender != nil && sender.kind == HopNATGateway)
}

// same says whether two names of accounts or Regions can mean the same; an empty one is not known.
func same(a, b string) bool { return a == "" || b == "" || a == b }
