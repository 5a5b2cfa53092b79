package snapshot

import (
	"net/netip"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

func (r *reader) internetGateway(o object) { r.gateway(o, "InternetGatewayId", false) }

func (r *reader) egressOnlyInternetGateway(o object) {
	r.gateway(o, "EgressOnlyInternetGatewayId", true)
}

func (r *reader) gateway(o object, idField string, egressOnly bool) {
	gateway := network.InternetGateway{Object: o.object(idField), EgressOnly: egressOnly}
	for _, attachment := range o.list("Attachments") {
		switch state := attachment.state("State"); state {
		case "available", "attached", "": // AWS's document says attached; it answers available
			gateway.VPC = attachment.need("VpcId")
		case "attaching", "detaching":
			gateway.VPC = attachment.need("VpcId")
			r.between(o, network.GapInternetGateways, gateway.ID, state)
		}
	}
	r.internetGateways.add(gateway.ID, o, gateway.Account, gateway)
}

// natGateway is a NAT gateway with the interfaces that are its own.
type natGateway struct {
	network.NATGateway
	interfaces []string
}

func (r *reader) natGateway(o object) {
	state := o.state("State")
	if state == "deleted" {
		r.gone.bury(o.id("NatGatewayId"))
		return // listed for about an hour
	}
	gateway := natGateway{NATGateway: network.NATGateway{
		Object:    o.object("NatGatewayId"),
		VPC:       o.need("VpcId"),
		Subnet:    o.id("SubnetId"),
		Public:    o.state("ConnectivityType") != "private", // older ones lack it and are public
		Available: state == "available" || state == "",
	}}
	for _, held := range o.list("NatGatewayAddresses") {
		switch held.state("Status") {
		case "succeeded", "":
		default:
			continue
		}
		gateway.PrivateAddresses = appendAddress(gateway.PrivateAddresses, held.address("PrivateIp"))
		gateway.PublicAddresses = appendAddress(gateway.PublicAddresses, held.address("PublicIp"))
		if id := held.id("NetworkInterfaceId"); id != "" {
			gateway.interfaces = append(gateway.interfaces, id)
		}
	}
	if gateway.Subnet == "" && gateway.Available {
		r.gap(o, network.GapNATGateways, gateway.ID, "is in no subnet: a regional NAT gateway, which is not modelled")
	}
	r.natGateways.add(gateway.ID, o, gateway.Account, gateway)
}

func appendAddress(addresses []netip.Addr, address netip.Addr) []netip.Addr {
	if !address.IsValid() {
		return addresses
	}
	return append(addresses, address)
}

func (r *reader) peering(o object) {
	peering := network.Peering{
		Object:    o.object("VpcPeeringConnectionId"),
		Requester: o.peeringSide("RequesterVpcInfo"),
		Accepter:  o.peeringSide("AccepterVpcInfo"),
		Active:    o.stateIn("Status", "Code") == "active",
	}
	if peering.Active {
		for _, side := range []string{"RequesterVpcInfo", "AccepterVpcInfo"} {
			info, _ := o.child(side)
			info.need("VpcId")
		}
	}
	switch state := o.stateIn("Status", "Code"); state {
	case "provisioning", "deleting":
		r.between(o, network.GapPeerings, peering.ID, state)
	}
	r.peerings.add(peering.ID, o, peering.Requester.Account, peering)
}

// peeringSide is what a peering tells of a VPC. Of one that was deleted or refused it tells little.
func (o object) peeringSide(name string) network.PeeringSide {
	info, _ := o.child(name)
	side := network.PeeringSide{VPC: info.id("VpcId"), Account: info.id("OwnerId"), Region: info.id("Region")}
	for _, block := range info.list("CidrBlockSet") {
		side.CIDRs = appendValid(side.CIDRs, block.prefix("CidrBlock", ipv4))
	}
	if len(side.CIDRs) == 0 {
		side.CIDRs = appendValid(side.CIDRs, info.prefix("CidrBlock", ipv4))
	}
	for _, block := range info.list("Ipv6CidrBlockSet") {
		side.CIDRs = appendValid(side.CIDRs, block.prefix("Ipv6CidrBlock", ipv6))
	}
	return side
}
