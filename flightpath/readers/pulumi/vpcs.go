package pulumi

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	typeVPC        = "aws:ec2/vpc:Vpc"
	typeDefaultVPC = "aws:ec2/defaultVpc:DefaultVpc"
	typeSubnet     = "aws:ec2/subnet:Subnet"

	typeDefaultSubnet = "aws:ec2/defaultSubnet:DefaultSubnet"

	typeBlock4 = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	typeBlock6 = "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation"
)

// vpcs reads VPCs with all their CIDRs.
func (b *builder) vpcs() {
	for _, r := range b.every(typeVPC, typeDefaultVPC) {
		vpc := network.VPC{Object: b.object(r), Default: r.Type == typeDefaultVPC}
		vpc.CIDRs = b.prefixes(network.GapVPCs, r, "cidrBlock", "ipv6CidrBlock")
		if !slices.ContainsFunc(vpc.CIDRs, isIPv4) {
			b.mayHaveMore(vpc, r, "cidrBlock") // AWS takes it from a pool, for all that is told
		}
		for _, more := range b.every(typeBlock4, typeBlock6) {
			id, ok := b.refer(more, "vpcId", typeVPC, typeDefaultVPC)
			switch {
			case !ok && b.mayMean(more, "vpcId", vpc.ID, typeVPC, typeDefaultVPC):
				b.mayHaveMore(vpc, more, "vpcId")
			case id == vpc.ID:
				cidrs := b.prefixes(network.GapVPCs, more, "cidrBlock", "ipv6CidrBlock")
				if len(cidrs) == 0 && more.Type == typeBlock4 {
					b.mayHaveMore(vpc, more, "cidrBlock")
				}
				if more.text("ipv6AddressAttribute") == "private" {
					vpc.PrivateCIDRs = append(vpc.PrivateCIDRs, cidrs...)
				}
				for _, cidr := range cidrs {
					if !slices.Contains(vpc.CIDRs, cidr) {
						vpc.CIDRs = append(vpc.CIDRs, cidr)
					}
				}
			}
		}
		b.network.VPCs = append(b.network.VPCs, vpc)
	}
}

// mayHaveMore says that a VPC has a block of addresses, or may have one, that is not known.
func (b *builder) mayHaveMore(vpc network.VPC, r *Resource, key string) {
	b.gapOf(network.GapVPCs, vpc.ID, r, key)
	b.unsure[vpc.ID] = b.network.Gaps[len(b.network.Gaps)-1]
}

// subnets reads subnets, and what AWS applies to each: what is associated, else the VPC's own.
func (b *builder) subnets() {
	tables, acls := b.explicit("aws:ec2/routeTableAssociation:RouteTableAssociation", "routeTableId", routeTableTypes),
		b.explicit("aws:ec2/networkAclAssociation:NetworkAclAssociation", "networkAclId", aclTypes)
	for _, acl := range b.every(aclTypes...) {
		subnets, ok := b.references(acl, "subnetIds", typeSubnet)
		if !ok {
			b.gap(network.GapNetworkACLs, acl, "subnetIds")
			b.forgo(acls, acl, "subnetIds")
		}
		for _, subnet := range subnets {
			acls[subnet] = acl.identity()
		}
	}
	for _, r := range b.every(typeSubnet, typeDefaultSubnet) {
		subnet := network.Subnet{Object: b.object(r), ZoneName: r.text("availabilityZone")}
		if subnet.ZoneName == Unknown {
			subnet.ZoneName = ""
		}
		if subnet.Zone = r.text("availabilityZoneId"); !known(subnet.Zone) {
			subnet.Zone = subnet.ZoneName
		}
		subnet.CIDRs = b.prefixes(network.GapSubnets, r, "cidrBlock", "ipv6CidrBlock")
		vpc, ok := b.refer(r, "vpcId", typeVPC, typeDefaultVPC)
		if !ok {
			b.gap(network.GapSubnets, r, "vpcId")
			b.gapOfCandidates(network.GapSubnets, r, "vpcId", []string{typeVPC, typeDefaultVPC})
		}
		subnet.VPC = vpc
		if len(subnet.CIDRs) == 0 || isUnknown(r.value("cidrBlock")) {
			b.gap(network.GapSubnets, r, "cidrBlock")
			b.gapOf(network.GapSubnets, cmp.Or(vpc, subnet.ID), r, "cidrBlock") // there is more in it than is known
		}
		if subnet.RouteTable, ok = tables[subnet.ID]; !ok {
			subnet.RouteTable = b.mainTable(vpc)
		}
		if subnet.NetworkACL, ok = acls[subnet.ID]; !ok {
			subnet.NetworkACL = b.defaultOf(vpc, aclTypes[1], "defaultNetworkAclId", "default-network-acl")
		}
		b.network.Subnets = append(b.network.Subnets, subnet)
	}
}

// explicit maps subnets to what associations of a type give them. An association that may be any subnet's makes those of
// all subnets unknown; each of its candidates is one.
func (b *builder) explicit(association, key string, types []string) map[string]string {
	given := map[string]string{}
	for _, r := range b.every(association) {
		if r.text("subnetId") == "" {
			continue // of a gateway
		}
		of, knownOf := b.refer(r, key, types...)
		subnet, ok := b.refer(r, "subnetId", typeSubnet)
		switch {
		case ok && knownOf:
			given[subnet] = of
		case ok:
			given[subnet] = "" // which one is not known: not the VPC's own
		default:
			b.forgo(given, r, "subnetId")
		}
	}
	return given
}

// forgo has subnets that a property may mean have nothing of which it is known that they are given it: all subnets, where no
// dependency is one. What is said of a subnet for certain stays.
func (b *builder) forgo(given map[string]string, r *Resource, key string) {
	if known(r.text(key)) {
		return // a subnet of another program
	}
	candidates := b.candidates(r, key, []string{typeSubnet})
	if len(candidates) == 0 {
		for _, subnet := range b.every(typeSubnet, typeDefaultSubnet) {
			candidates = append(candidates, subnet.identity())
		}
	}
	for _, candidate := range candidates {
		if given[candidate] == "" {
			given[candidate] = ""
		}
	}
}

// prefixes are the CIDRs under some properties. What is not known is a gap.
func (b *builder) prefixes(kind network.GapKind, r *Resource, keys ...string) []netip.Prefix {
	var found []netip.Prefix
	for _, key := range keys {
		text := r.text(key)
		if cidr, ok := prefix(text); ok {
			found = append(found, cidr)
		} else if text != "" {
			b.gap(kind, r, key)
		}
	}
	return found
}

func isIPv4(cidr netip.Prefix) bool { return cidr.Addr().Is4() }

// every lists the resources of some types.
func (b *builder) every(types ...string) []*Resource {
	var found []*Resource
	for _, typ := range types {
		found = append(found, b.byType[typ]...)
	}
	return found
}

// defaultOf is what AWS makes with a VPC: the resource that adopted it, its ID where AWS told it, or a name for it.
func (b *builder) defaultOf(vpc, adopter, output, name string) string {
	for _, r := range b.every(adopter) {
		key := map[string]string{aclTypes[1]: "defaultNetworkAclId", routeTableTypes[1]: "defaultRouteTableId"}[adopter]
		if id, ok := b.refer(r, "vpcId", typeVPC, typeDefaultVPC); ok && id == vpc {
			return r.identity()
		}
		// These are told by an output of the VPC that they belong to.
		for _, urn := range r.PropertyDependencies[key] {
			if of := b.byURN[urn]; of != nil && of.identity() == vpc {
				return r.identity()
			}
		}
	}
	if r := b.find(vpc); r != nil {
		if id := r.text(output); known(id) {
			return id
		}
	}
	if vpc == "" {
		return ""
	}
	return vpc + "/" + name
}

// find is the resource of an identity.
func (b *builder) find(identity string) *Resource {
	if r := b.byID[identity]; r != nil {
		return r
	}
	return b.byURN[identity]
}
