package snapshot

import (
	"net/netip"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

func (r *reader) vpc(o object) {
	vpc := network.VPC{Object: o.object("VpcId"), Default: o.truth("IsDefault", false)}
	primary := o.prefix("CidrBlock", ipv4)
	blocks := o.list("CidrBlockAssociationSet")
	for _, block := range blocks {
		vpc.CIDRs = o.appendAssociated(vpc.CIDRs, block, "CidrBlock", "CidrBlockState", ipv4)
	}
	if len(blocks) == 0 && primary.IsValid() { // as it was before VPCs could have several
		vpc.CIDRs = append(vpc.CIDRs, primary)
	}
	for _, block := range o.list("Ipv6CidrBlockAssociationSet") {
		vpc.CIDRs = o.appendAssociated(vpc.CIDRs, block, "Ipv6CidrBlock", "Ipv6CidrBlockState", ipv6)
		if block.state("Ipv6AddressAttribute") == "private" {
			vpc.PrivateCIDRs = o.appendAssociated(vpc.PrivateCIDRs, block, "Ipv6CidrBlock", "Ipv6CidrBlockState", ipv6)
		}
	}
	if len(vpc.CIDRs) == 0 {
		o.wrong("CidrBlock", "missing")
	}
	r.vpcs.add(vpc.ID, o, vpc.Account, vpc)
	r.blockedVPC(o, vpc)
}

func (r *reader) subnet(o object) {
	subnet := network.Subnet{
		Object:   o.object("SubnetId"),
		VPC:      o.need("VpcId"),
		Zone:     o.id("AvailabilityZoneId"),
		ZoneName: o.id("AvailabilityZone"),
	}
	if block := o.prefix("CidrBlock", ipv4); block.IsValid() {
		subnet.CIDRs = append(subnet.CIDRs, block)
	}
	for _, block := range o.list("Ipv6CidrBlockAssociationSet") {
		subnet.CIDRs = o.appendAssociated(subnet.CIDRs, block, "Ipv6CidrBlock", "Ipv6CidrBlockState", ipv6)
	}
	if len(subnet.CIDRs) == 0 {
		o.wrong("CidrBlock", "missing")
	}
	if subnet.Region == "" {
		subnet.Region = regionOfZone(subnet.ZoneName)
	}
	r.zones.note(o.place(), subnet.ZoneName, subnet.Zone)
	r.subnets.add(subnet.ID, o, subnet.Account, subnet)
}

// appendAssociated appends a block that is associated: blocks that were taken away are listed for a while.
func (o object) appendAssociated(blocks []netip.Prefix, block object, field, state string, want family) []netip.Prefix {
	switch block.stateIn(state, "State") {
	case "", "associated", "associating":
	default:
		return blocks
	}
	prefix := block.prefix(field, want)
	if !prefix.IsValid() {
		if !block.has(field) {
			block.wrong(field, "missing")
		}
		return blocks
	}
	return append(blocks, prefix)
}

// zones are IDs of availability zones by name, as each place has them: the same name is another zone in another account.
type zones map[*place]map[string]string

func (z zones) note(at *place, name, id string) {
	if name == "" || id == "" {
		return
	}
	if z[at] == nil {
		z[at] = map[string]string{}
	}
	z[at][name] = id
}

// id is the ID of a zone, or its name where nothing tells the ID.
func (z zones) id(at *place, name string) string {
	if id := z[at][name]; id != "" {
		return id
	}
	return name
}

func (r *reader) availabilityZone(o object) {
	r.zones.note(o.place(), o.id("ZoneName"), o.id("ZoneId"))
}

// regionOfZone is the Region of an availability zone (us-east-1a) or a local zone (us-west-2-lax-1a).
func regionOfZone(name string) string {
	parts := strings.Split(name, "-")
	if len(parts) < 3 {
		return ""
	}
	region := strings.TrimRight(strings.Join(parts[:3], "-"), "abcdefghijklmnopqrstuvwxyz")
	if !regionFolder.MatchString(region) {
		if len(parts) < 4 {
			return ""
		}
		region = strings.TrimRight(strings.Join(parts[:4], "-"), "abcdefghijklmnopqrstuvwxyz") // us-gov-west-1a
	}
	if !regionFolder.MatchString(region) {
		return ""
	}
	return region
}
