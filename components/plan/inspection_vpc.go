package plan

// inspectionVpc prints the inspection VPC. Within a zone it hands a packet from tier to tier, so that both directions of a
// flow meet the same endpoint: from transit to firewall, from there back into the transit gateway, or, with egress, through
// a NAT gateway to the internet.
func (b *builder) inspectionVpc() Vpc {
	egress, tiers := b.inspects(PlaceEgress), map[Tier][]zone{}
	if b.hasFleet() {
		tiers[TierAppliance] = b.zones
	}
	if b.inspectsCentrally() {
		tiers[TierFirewall], tiers[TierTransit] = b.firewallZones(b.centralFirewall()), b.zones
	}
	if egress {
		tiers[TierNat] = b.zones
	}
	vpc := b.inspection.print(InspectionVpc, tiers)
	vpc.Account, vpc.InternetGateway = b.estate.Ingress.Account, egress
	for _, subnet := range vpc.Subnets {
		if subnet.Tier == TierNat {
			vpc.NatGateways = append(vpc.NatGateways, NatGateway{Name: subnet.Name, Zone: subnet.Zone, Subnet: subnet.Name})
		}
	}
	for i := range vpc.RouteTables {
		if !b.isFormer(vpc.RouteTables[i].Zone) {
			b.addInspectionRoutes(&vpc.RouteTables[i])
		}
		vpc.RouteTables[i].sort()
	}
	return vpc
}

// addInspectionRoutes adds the routes of a table of the inspection VPC. To clusters they are exact, or the declared
// supernets, so that nothing undeclared is sent back into the transit gateway.
func (b *builder) addInspectionRoutes(table *RouteTable) {
	egress := b.inspects(PlaceEgress)
	clusters := b.beyondTransit(b.inspectedClusters())
	switch table.Tier {
	case TierTransit:
		table.add(internetName, anywhere, ToFirewall(table.Zone))
	case TierFirewall:
		for _, to := range clusters {
			table.add(to.suffix, to.cidr, ToTransitGateway)
		}
		if b.inspects(PlaceEastWest) {
			table.add(ingressName, b.ingress.cidr, ToTransitGateway)
		}
		if egress {
			table.add(internetName, anywhere, ToNatGateway(table.Zone))
		}
	case TierNat:
		table.add(internetName, anywhere, ToInternetGateway)
		for _, to := range clusters {
			table.add(to.suffix, to.cidr, ToFirewall(table.Zone))
		}
	case TierAppliance:
		if egress {
			table.add(internetName, anywhere, ToNatGateway(table.Zone))
		}
	}
}
