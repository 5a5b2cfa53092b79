package pulumi

import (
	"net/netip"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// gateways reads internet, NAT and egress-only gateways, and peerings.
func (b *builder) gateways() {
	for _, r := range b.every(typeGateway, typeEgressOnly) {
		gateway := network.InternetGateway{Object: b.object(r), EgressOnly: r.Type == typeEgressOnly}
		var ok bool
		if gateway.VPC, ok = b.refer(r, "vpcId", typeVPC, typeDefaultVPC); !ok && r.value("vpcId") != nil {
			b.loose(gateway.ID, r)
		}
		for _, attachment := range b.every("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment") {
			id, ok := b.refer(attachment, "internetGatewayId", typeGateway)
			switch {
			case ok && id == gateway.ID:
				if gateway.VPC, ok = b.refer(attachment, "vpcId", typeVPC, typeDefaultVPC); !ok {
					b.loose(gateway.ID, attachment)
				}
			case !ok && b.mayMean(attachment, "internetGatewayId", gateway.ID, typeGateway):
				b.loose(gateway.ID, attachment)
			}
		}
		b.network.InternetGateways = append(b.network.InternetGateways, gateway)
	}
	for _, r := range b.every(typeNAT) {
		b.nat(r)
	}
	for _, r := range b.every(typePeering) {
		b.peering(r)
	}
}

// loose notes that it is not known which VPC a gateway is attached to: neither of the gateway, nor of the VPCs that it may be.
func (b *builder) loose(gateway string, r *Resource) {
	b.gapOf(network.GapInternetGateways, gateway, r, "vpcId")
	b.gapOfCandidates(network.GapInternetGateways, r, "vpcId", []string{typeVPC, typeDefaultVPC})
}

func (b *builder) nat(r *Resource) {
	gateway := network.NATGateway{Object: b.object(r), Public: r.text("connectivityType") != "private", Available: true}
	subnet, ok := b.refer(r, "subnetId", typeSubnet)
	if !ok {
		b.gap(network.GapNATGateways, r, "subnetId")
	}
	gateway.Subnet = subnet
	if in := b.find(subnet); in != nil {
		gateway.VPC, _ = b.refer(in, "vpcId", typeVPC, typeDefaultVPC)
	}
	gateway.PrivateAddresses = addresses(r.text("privateIp"))
	gateway.PublicAddresses = addresses(r.text("publicIp"))
	b.network.NATGateways = append(b.network.NATGateways, gateway)
}

// addresses reads addresses that are known.
func addresses(texts ...string) []netip.Addr {
	var found []netip.Addr
	for _, text := range texts {
		if address := address(text); address.IsValid() {
			found = append(found, address)
		}
	}
	return found
}

func (b *builder) peering(r *Resource) {
	peering := network.Peering{Object: b.object(r), Active: r.flag("autoAccept") || r.text("acceptStatus") == "active"}
	for key, side := range map[string]*network.PeeringSide{"vpcId": &peering.Requester, "peerVpcId": &peering.Accepter} {
		var ok bool
		if side.VPC, ok = b.refer(r, key, typeVPC, typeDefaultVPC); !ok {
			b.gap(network.GapPeerings, r, key)
		}
		for _, vpc := range b.network.VPCs {
			if vpc.ID == side.VPC {
				side.CIDRs, side.Account, side.Region = vpc.CIDRs, vpc.Account, vpc.Region
			}
		}
	}
	for _, accepter := range b.every("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter") {
		if id, ok := b.refer(accepter, "vpcPeeringConnectionId", typePeering); ok && id == peering.ID && accepter.flag("autoAccept") {
			peering.Active = true
		}
	}
	switch r.text("acceptStatus") {
	case "rejected", "failed", "expired", "deleting", "deleted": // none of them ever becomes active
		peering.Active = false
	}
	b.network.Peerings = append(b.network.Peerings, peering)
}
