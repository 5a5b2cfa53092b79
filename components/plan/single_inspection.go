package plan

// InspectionVpcSpec is what NewInspectionVpc needs to know.
type InspectionVpcSpec struct {
	// Name of the VPC.
	Name string

	// CIDR of the VPC, from /16 to /22, in private space. Default: 192.168.248.0/22.
	Cidr string

	// Zone IDs.
	Zones []string

	// CIDRs of the clusters' VPCs behind the transit gateway, by name. There may be none yet.
	Clusters map[string]string

	// CIDR of the ingress VPC, for inspection between it and the clusters. Default: no such inspection.
	IngressCidr string

	// Whether clusters reach the internet through the VPC.
	Egress bool

	// Whether there are subnets for appliances.
	Appliances bool
}

// NewInspectionVpc plans an inspection VPC by itself, in the way an estate would: subnets for the firewall's endpoints and for
// the transit gateway, and the routes between them. The firewall itself is planned by NewFirewall.
func NewInspectionVpc(spec InspectionVpcSpec) (Vpc, error) {
	inspection := &Inspection{}
	if spec.IngressCidr != "" {
		inspection.EastWest = &EastWestInspection{}
	}
	if spec.Egress {
		inspection.Egress = &Firewall{}
	}
	if spec.Appliances {
		// Appliances stand in this VPC no matter for which place.
		inspection.Edge = &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{Fleet: &ApplianceFleet{}}}
	}
	b := newBuilder(Estate{Zones: spec.Zones, Inspection: inspection})
	b.checkName("name", spec.Name)
	b.requireZones()
	b.resolveInspectionAddresses("cidr", spec.Cidr)
	b.inspection.name = spec.Name
	ranges := append(b.readClusters(spec.Clusters), addressRange{b.inspection.cidr, vpcRange, "cidr"})
	if spec.IngressCidr != "" {
		b.ingress.cidr = b.vpcPrefix("ingressCidr", spec.IngressCidr, smallestVpc, "VPC")
		ranges = append(ranges, addressRange{b.ingress.cidr, vpcRange, "ingressCidr"})
	}
	b.checkOverlapping(readable(ranges))
	if !b.hasInspectionVpc() {
		b.add("ingressCidr", "is required, unless the VPC is for egress or for appliances")
	}
	if err := b.problems.inOrder().Of(subject("VPC", spec.Name)); err != nil {
		return Vpc{}, err
	}
	return b.inspectionVpc(), nil
}
