package localcloud

import "net/netip"

// prefixOf parses a CIDR; ok is false for host bits and for anything else that
// is no IPv4 prefix.
func prefixOf(cidr string) (p netip.Prefix, ok bool) {
	p, err := netip.ParsePrefix(cidr)
	return p, err == nil && p.Addr().Is4() && p == p.Masked()
}

func prefixes(cidrs []string) []netip.Prefix {
	var all []netip.Prefix
	for _, c := range cidrs {
		if p, ok := prefixOf(c); ok {
			all = append(all, p)
		}
	}
	return all
}

// within says whether a prefix lies wholly inside another one.
func within(p, outer netip.Prefix) bool {
	return outer.Bits() <= p.Bits() && outer.Contains(p.Addr())
}

// nth is the address at a distance from the start of a prefix.
func nth(p netip.Prefix, n uint32) netip.Addr {
	b := p.Addr().As4()
	v := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	v += n
	return netip.AddrFrom4([4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
}

func size(p netip.Prefix) uint32 { return 1 << (32 - p.Bits()) }

// reservedByAWS says whether an address is one of the five of a subnet that AWS
// keeps: the first four and the last.
func reservedByAWS(subnet netip.Prefix, a netip.Addr) bool {
	for _, n := range []uint32{0, 1, 2, 3, size(subnet) - 1} {
		if nth(subnet, n) == a {
			return true
		}
	}
	return false
}

// cidrProblem is the provider's own validation of a network address.
func cidrProblem(in Props, property string, least, most int) []problem {
	cidr, ok := in[property].(string)
	if !ok {
		return nil
	}
	p, err := netip.ParsePrefix(cidr)
	switch {
	case err != nil:
		return []problem{{property, refuse("InvalidParameterValue", "Value (%s) for parameter %s is invalid. This is not a valid CIDR block.", cidr, property)}}
	case p.Addr().Is4() && p != p.Masked():
		return []problem{{property, refuse("InvalidParameterValue", "Value (%s) for parameter %s is invalid: host bits are set, did you mean %s?", cidr, property, p.Masked())}}
	case p.Addr().Is4() && (p.Bits() < least || p.Bits() > most):
		code := "InvalidSubnet.Range"
		if property == "cidrBlock" && in["vpcId"] == nil {
			code = "InvalidVpc.Range"
		}
		return []problem{{property, refuse(code, "The CIDR '%s' is invalid: the prefix length must be between /%d and /%d.", cidr, least, most)}}
	}
	return nil
}
