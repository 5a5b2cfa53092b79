package localcloud

import (
	"net/netip"
	"slices"
)

// The CIDRs of a VPC.

// vpcPrefixes are the CIDRs of a VPC, the primary one first.
func (c *call) vpcPrefixes(id string) []netip.Prefix {
	var cidrs []string
	if vpc := c.find(tVpc, id); vpc != nil {
		cidrs = append(cidrs, str(vpc.Outputs, "cidrBlock"))
	}
	for _, a := range c.where(tCidrAssociation, "vpcId", id) {
		cidrs = append(cidrs, str(a.Outputs, "cidrBlock"))
	}
	return prefixes(cidrs)
}

// restricted lists, for a primary CIDR's range, the ranges that AWS does not
// add to it.
var restricted = map[string][]string{
	"10.0.0.0/8":     {"172.16.0.0/12", "192.168.0.0/16", "198.19.0.0/16"},
	"172.16.0.0/12":  {"10.0.0.0/8", "192.168.0.0/16", "198.19.0.0/16"},
	"192.168.0.0/16": {"10.0.0.0/8", "172.16.0.0/12", "198.19.0.0/16"},
	"100.64.0.0/10":  {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "198.19.0.0/16"},
}

func associateCidr(c *call) (string, Props, error) {
	vpc := str(c.in, "vpcId")
	cidr, ok := prefixOf(str(c.in, "cidrBlock"))
	if !ok {
		return "", nil, refuse("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.")
	}
	has := c.vpcPrefixes(vpc)
	if len(has) >= c.cloud.quotas.CIDRsPerVPC {
		return "", nil, refuse("CidrLimitExceeded", "This network '%s' has met its maximum number of allowed CIDRs: %d",
			vpc, c.cloud.quotas.CIDRsPerVPC)
	}
	for _, p := range has {
		if p.Overlaps(cidr) {
			return "", nil, refuse("InvalidVpc.Range", "The CIDR '%s' conflicts with the CIDR '%s' of the VPC.", cidr, p)
		}
	}
	for primary, ranges := range restricted {
		if r, _ := prefixOf(primary); !within(has[0], r) {
			continue
		}
		if slices.ContainsFunc(prefixes(ranges), cidr.Overlaps) {
			return "", nil, refuse("InvalidVpc.Range", "The CIDR '%s' is restricted. Use a CIDR from the same private address range "+
				"as the current VPC CIDR, or use a publicly-routable CIDR or one of 100.64.0.0/10.", cidr)
		}
	}
	return c.newID("vpc-cidr-assoc-"), nil, nil
}
