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
			b.gap(network.GapInternetGateways, r, "vpcId")
		}
		for _, attachment := range b.every("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment") {
			if id, ok := b.refer(attachment, "internetGatewayId", typeGateway); ok && id == gateway.ID {
				gateway.VPC, _ = b.refer(attachment, "vpcId", typeVPC, typeDefaultVPC)
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
	b.network.Peerings = append(b.network.Peerings, peering)
}
