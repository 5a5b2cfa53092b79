package flightpath

import (
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// noGateway stops packets of the internet at a VPC without an internet gateway.
type noGateway struct{ vpc *vpc }

func (g noGateway) remedies(*Analyzer) []remedy {
	return only(HopVPC, g.vpc.ID, "attach an internet gateway", func(n *network.Network) {
		object := g.vpc.Object
		object.ID, object.Name, object.Tags = "new internet gateway of "+g.vpc.ID, "", nil
		n.InternetGateways = append(slices.Clip(n.InternetGateways), network.InternetGateway{Object: object, VPC: g.vpc.ID})
	})
}

// looseGateway stops packets at a gateway that is attached to no VPC.
type looseGateway struct {
	gateway *network.InternetGateway
	vpc     string
}

func (g looseGateway) remedies(*Analyzer) []remedy {
	if g.gateway.VPC != "" {
		return nil // another VPC's
	}
	return only(gatewayKind(g.gateway), g.gateway.ID, "attach it to "+g.vpc, func(n *network.Network) {
		n.InternetGateways = edit(n.InternetGateways, g.gateway.ID,
			func(o *network.InternetGateway) *network.Object { return &o.Object }, func(o *network.InternetGateway) { o.VPC = g.vpc })
	})
}

// newPublic is an address that stands for the one that AWS would give to an interface: of those kept for documentation.
var newPublic = netip.MustParseAddr("192.0.2.77")

// noPublicAddress stops packets at an internet gateway: an interface has no public address for it to translate.
type noPublicAddress struct {
	nic     *nic // nil where it is not known
	packets space.Addresses
}

func (p noPublicAddress) remedies(a *Analyzer) []remedy {
	if p.nic == nil || p.nic.balancer != nil || p.nic.declared || a.index.Interfaces[p.nic.id] == nil || len(p.nic.public.Prefixes()) > 0 {
		return nil
	}
	private := p.nic.addresses.V4().Intersect(p.packets)
	if private.IsEmpty() {
		return nil
	}
	return only(HopInterface, p.nic.id, "give "+private.First().String()+" a public address", func(n *network.Network) {
		n.Interfaces = edit(n.Interfaces, p.nic.id, func(f *network.Interface) *network.Object { return &f.Object }, func(f *network.Interface) {
			f.Addresses = slices.Clone(f.Addresses)
			for i := range f.Addresses {
				if f.Addresses[i].Private == private.First() {
					f.Addresses[i].Public = newPublic
				}
			}
		})
	})
}

// blockedPublicly stops packets by VPC block public access.
type blockedPublicly struct{ at *subnet }

func (b blockedPublicly) remedies(*Analyzer) []remedy {
	return only(HopBlockPublicAccess, "vpc-block-public-access", "exclude "+b.at.VPC+" from it", func(n *network.Network) {
		n.BlockPublicAccess = append(slices.Clip(n.BlockPublicAccess), network.BlockPublicAccess{
			Of: b.at.VPC, Account: b.at.Account, Region: b.at.Region, Ingress: true, Egress: true,
		})
	})
}

// checkedInterface stops packets for others at an interface whose source/destination check is on.
type checkedInterface struct{ nic *nic }

func (c checkedInterface) remedies(*Analyzer) []remedy {
	return only(HopInterface, c.nic.id, "turn its source/destination check off", func(n *network.Network) {
		n.Interfaces = edit(n.Interfaces, c.nic.id, func(f *network.Interface) *network.Object { return &f.Object },
			func(f *network.Interface) { f.Forwards = true })
	})
}

// idlePeering stops packets at a peering that nobody accepted.
type idlePeering struct{ peering *network.Peering }

func (p idlePeering) remedies(*Analyzer) []remedy {
	return only(HopPeering, p.peering.ID, "accept it", func(n *network.Network) {
		n.Peerings = edit(n.Peerings, p.peering.ID, func(o *network.Peering) *network.Object { return &o.Object },
			func(o *network.Peering) { o.Active = true })
	})
}
