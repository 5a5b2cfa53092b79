package flightpath

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

func direction(egress bool) string {
	if egress {
		return "outbound"
	}
	return "inbound"
}

func toOrFrom(egress bool, peers []netip.Prefix) string {
	words := make([]string, 0, len(peers))
	for _, p := range peers {
		if p.IsSingleIP() {
			words = append(words, p.Addr().String())
		} else {
			words = append(words, p.String())
		}
	}
	if egress {
		return "to " + strings.Join(words, ", ")
	}
	return "from " + strings.Join(words, ", ")
}

// otherSide is the addresses that a filter's rule names.
func otherSide(packets space.Set, egress bool) space.Addresses {
	if egress {
		return packets.Destinations()
	}
	return packets.Sources()
}

// mostPeers is how many prefixes a person writes into rules before taking the whole subnet or VPC.
const mostPeers = 3

// peers is the prefixes that a person would write into a rule for some addresses: few of them, for which a subnet, a VPC or the
// internet as a whole may have to stand.
func (a *Analyzer) peers(of space.Addresses) []netip.Prefix {
	var all []netip.Prefix
	for _, family := range []space.Addresses{of.V4(), of.V6()} {
		if prefixes := family.Prefixes(); len(prefixes) > mostPeers {
			all = append(all, a.wider(family, prefixes)...)
		} else {
			all = append(all, prefixes...)
		}
	}
	return all
}

func (a *Analyzer) wider(addresses space.Addresses, prefixes []netip.Prefix) []netip.Prefix {
	if onInternet.Overlaps(addresses) && !a.inside(addresses) {
		return []netip.Prefix{netip.PrefixFrom(unspecified(prefixes[0]), 0)}
	}
	for _, s := range a.sortedSubnets() {
		if s.cidrs.Covers(addresses) {
			return covering(s.CIDRs, addresses)
		}
	}
	for _, v := range a.sortedVPCs() {
		if v.cidrs.Covers(addresses) {
			return covering(v.CIDRs, addresses)
		}
	}
	return prefixes
}

// inside says whether addresses are all in VPCs of the network.
func (a *Analyzer) inside(addresses space.Addresses) bool {
	for _, v := range a.vpcs {
		addresses = addresses.Subtract(v.cidrs)
	}
	return addresses.IsEmpty()
}

func unspecified(p netip.Prefix) netip.Addr {
	if p.Addr().Is4() {
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}

// covering is those blocks that some addresses are in.
func covering(blocks []netip.Prefix, addresses space.Addresses) []netip.Prefix {
	var all []netip.Prefix
	for _, p := range blocks {
		if space.AddressesOf(p).Overlaps(addresses) {
			all = append(all, p.Masked())
		}
	}
	return all
}

// matches is what of packets a rule can name: protocols with ranges of ports, or types of ICMP.
func matches(packets space.Set) []network.Match {
	var all []network.Match
	for number := range 256 {
		part := packets.Protocol(number)
		switch {
		case part.IsEmpty():
		case !space.HasPorts(number) && number != space.ICMP && number != space.ICMPv6:
			all = append(all, network.Match{Protocol: number})
		default:
			for text := range strings.SplitSeq(part.DestinationPortRanges(), ", ") {
				first, last, isRange := strings.Cut(text, "-")
				if !isRange {
					last = first
				}
				from, _ := strconv.Atoi(first) // written by DestinationPortRanges, so that they are numbers
				to, _ := strconv.Atoi(last)
				if !space.HasPorts(number) {
					to = -1 // a rule names a type, and any code
				}
				all = append(all, network.Match{Protocol: number, From: from, To: to})
			}
		}
	}
	if len(all) > mostMatches {
		return []network.Match{{Protocol: network.AnyProtocol}}
	}
	return all
}

// mostMatches is how many rules a person writes before allowing all traffic.
const mostMatches = 5
