package plan

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"strings"
)

// Address ranges that the plan treats alike everywhere.
var (
	anywhere = netip.MustParsePrefix("0.0.0.0/0")

	rfc1918 = []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"),
		netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"),
	}

	// sharedSpace is RFC 6598's range, which AWS offers for pods.
	sharedSpace = netip.MustParsePrefix("100.64.0.0/10")
)

// The limits that AWS sets for VPCs and subnets.
const (
	largestVpc  = 16
	smallestVpc = 28
)

// number is an IPv4 address as a number.
func number(addr netip.Addr) uint32 {
	b := addr.As4()
	return binary.BigEndian.Uint32(b[:])
}

// address is the IPv4 address of a number.
func address(n uint32) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], n)
	return netip.AddrFrom4(b)
}

// slot is subnet number n, counted from 0, of those with the given prefix length in a block.
func slot(block netip.Prefix, bits, n int) netip.Prefix {
	return netip.PrefixFrom(address(number(block.Addr())+uint32(n)<<(32-bits)), bits)
}

// lastSlot is the last subnet with the given prefix length in a block.
func lastSlot(block netip.Prefix, bits int) netip.Prefix {
	return slot(block, bits, 1<<(bits-block.Bits())-1)
}

// contains says whether the inner prefix lies in the outer one.
func contains(outer, inner netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

// containsAny says whether a prefix lies in one of several.
func containsAny(outer []netip.Prefix, inner netip.Prefix) bool {
	for _, prefix := range outer {
		if contains(prefix, inner) {
			return true
		}
	}
	return false
}

// isPrivate says whether a prefix lies in the space that load balancers accept as IP targets.
func isPrivate(prefix netip.Prefix) bool {
	return containsAny(rfc1918, prefix) || contains(sharedSpace, prefix)
}

// prefixProblem parses an IPv4 CIDR; the second result is what is wrong with it, if anything.
func prefixProblem(cidr string) (netip.Prefix, string) {
	prefix, err := netip.ParsePrefix(cidr)
	switch {
	case err != nil && !strings.Contains(cidr, "/"):
		return netip.Prefix{}, strconv.Quote(cidr) + " has no prefix length: write it as in 10.0.0.0/16"
	case err != nil:
		return netip.Prefix{}, strconv.Quote(cidr) + " is not an IPv4 CIDR such as 10.0.0.0/16"
	case !prefix.Addr().Is4():
		return netip.Prefix{}, cidr + " is IPv6; an IPv4 CIDR is needed"
	case prefix.Masked() != prefix:
		return netip.Prefix{}, cidr + " has host bits set: the network is " + prefix.Masked().String()
	}
	return prefix, ""
}

// prefixName is a CIDR as part of a name, for sets of CIDRs in which the CIDR itself is the identity. It begins with a
// digit, so it never equals a declared name.
func prefixName(prefix netip.Prefix) string {
	return strings.NewReplacer(".", "-", "/", "-").Replace(prefix.String())
}
