package flightpath

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// refusal stops packets at a security group: no rule of an interface's groups allows them.
type refusal struct {
	group   string
	egress  bool
	packets space.Set
}

func (r *refusal) remedies(a *Analyzer) []remedy {
	peers := a.peers(otherSide(r.packets, r.egress))
	do := fmt.Sprintf("allow %s %s %s", direction(r.egress), ports(r.packets), toOrFrom(r.egress, peers))
	return only(HopSecurityGroup, r.group, do, func(n *network.Network) {
		n.SecurityGroups = edit(n.SecurityGroups, r.group, func(g *network.SecurityGroup) *network.Object { return &g.Object }, func(g *network.SecurityGroup) {
			g.Rules = slices.Clip(g.Rules)
			for _, match := range matches(r.packets) {
				for _, peer := range peers {
					g.Rules = append(g.Rules, network.Rule{Egress: r.egress, Match: match, CIDR: peer})
				}
			}
		})
	})
}

// denial stops packets at a network ACL.
type denial struct {
	acl     *acl
	egress  bool
	number  int // of the entry that denies; 0 where none matches
	packets space.Set
}

func (d *denial) remedies(a *Analyzer) []remedy {
	peers := a.peers(otherSide(d.packets, d.egress))
	found := matches(d.packets)
	numbers := d.free(len(found) * len(peers))
	if numbers == nil {
		return nil
	}
	do := fmt.Sprintf("allow %s %s %s, in entry %d", direction(d.egress), ports(d.packets), toOrFrom(d.egress, peers), numbers[0])
	if len(numbers) > 1 {
		do = fmt.Sprintf("%s and %d more", do, len(numbers)-1)
	}
	if d.number > 0 && d.number < lastEntry {
		do = fmt.Sprintf("%s: before %d, which denies it", do, d.number)
	}
	return only(HopNetworkACL, d.acl.ID, do, func(n *network.Network) {
		n.NetworkACLs = edit(n.NetworkACLs, d.acl.ID, func(l *network.NetworkACL) *network.Object { return &l.Object }, func(l *network.NetworkACL) {
			l.Entries = slices.Clip(l.Entries)
			for i, match := range found {
				for j, peer := range peers {
					l.Entries = append(l.Entries, network.ACLEntry{
						Number: numbers[i*len(peers)+j], Egress: d.egress, Allow: true, Match: match, CIDR: peer,
					})
				}
			}
		})
	})
}

// lastEntry is the number of AWS's own last entry, which people see as `*`.
const lastEntry = 32767

// free is numbers for entries that decide before the one that denies, the nearest to it that nothing has; nil where there are
// not enough of them.
func (d *denial) free(count int) []int {
	taken := map[int]bool{}
	last := 0
	for _, e := range d.acl.Entries {
		if e.Egress == d.egress {
			taken[e.Number] = true
			if e.Number < lastEntry {
				last = max(last, e.Number)
			}
		}
	}
	before := d.number
	if before == 0 || before == lastEntry {
		before = min(last+1+count, lastEntry) // nothing below denies it: behind all others
	}
	var numbers []int
	for number := before - 1; number > 0 && len(numbers) < count; number-- {
		if !taken[number] {
			numbers = append(numbers, number)
		}
	}
	if len(numbers) < count {
		return nil
	}
	return numbers
}

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
