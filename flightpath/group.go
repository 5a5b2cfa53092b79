package flightpath

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// group is a security group.
type group struct {
	*network.SecurityGroup
	inbound, outbound []groupRule

	// unknown is why its rules are not all known; empty where they are.
	unknown string
}

type groupRule struct {
	*network.Rule

	// set is the packets that it matches; of an inbound rule that names a group, those of whoever has the group.
	set space.Set
}

func (r *groupRule) String() string {
	way, word := "inbound", "from"
	if r.Egress {
		way, word = "outbound", "to"
	}
	peer := cmp.Or(r.PrefixList, r.Group)
	if peer == "" {
		peer = r.CIDR.String()
	}
	text := fmt.Sprintf("%s allow %s %s %s", way, matchText(r.Match), word, peer)
	if r.ID != "" {
		text += " (" + r.ID + ")"
	}
	return text
}

func (a *Analyzer) compileGroup(g *network.SecurityGroup) *group {
	c := &group{SecurityGroup: g, unknown: a.partly(network.GapSecurityGroups, g.ID)}
	for i := range g.Rules {
		r := &g.Rules[i]
		var peers space.Addresses
		switch list := a.index.PrefixLists[r.PrefixList]; {
		case r.Group != "" && r.Egress:
			peers = a.members(r.Group)
		case r.Group != "":
			peers = anywhere
		case r.PrefixList == "":
			peers = space.AddressesOf(r.CIDR)
			if peers.IsEmpty() {
				c.unknown = cmp.Or(c.unknown, "the source does not tell the CIDR of a rule")
			}
		case list != nil && list.Known:
			peers = space.AddressesOf(list.Prefixes...)
		default:
			c.unknown = cmp.Or(c.unknown, a.missing(network.GapPrefixLists, &g.Object, r.PrefixList),
				"the source does not tell the entries of "+r.PrefixList)
			continue
		}
		rule := groupRule{r, matchSet(r.Match, r.Egress, peers)}
		if r.Egress {
			c.outbound = append(c.outbound, rule)
		} else {
			c.inbound = append(c.inbound, rule)
		}
	}
	return c
}

// members is the addresses behind a reference to a group. What is declared may have any address of its subnet that
// nothing else is known to have.
func (a *Analyzer) members(id string) space.Addresses {
	var all space.Addresses
	for _, n := range a.nics {
		if n.has(id) {
			all = all.Union(n.addresses)
		}
	}
	for _, nodes := range a.nodes {
		for _, n := range nodes {
			if n.has(id) {
				all = all.Union(n.addresses)
			}
		}
	}
	for i := range a.network.TargetGroups {
		for _, t := range a.network.TargetGroups[i].Targets {
			if !t.Declared || !slices.Contains(t.SecurityGroups, id) {
				continue
			}
			for _, s := range t.Subnets {
				if s := a.subnets[s]; s != nil {
					all = all.Union(s.free())
				}
			}
		}
	}
	return all
}

// anywhere is every address.
var anywhere = space.AddressesOf(netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0"))

// matchSet is the packets that a match and its peers mean.
func matchSet(m network.Match, egress bool, peers space.Addresses) space.Set {
	set := space.All()
	if egress {
		set = set.To(peers)
	} else {
		set = set.From(peers)
	}
	if m.Protocol < 0 {
		return set
	}
	set = set.Protocol(m.Protocol)
	switch m.Protocol {
	case network.TCP, network.UDP:
		if m.From < 0 || m.From == 0 && m.To < 0 {
			return set
		}
		return set.DestinationPorts(m.From, m.To)
	case network.ICMP, network.ICMPv6:
		if m.From >= 0 {
			set = set.DestinationPorts(m.From, m.From)
			if m.To >= 0 {
				set = set.SourcePorts(m.To, m.To)
			}
		}
	}
	return set
}

func matchText(m network.Match) string {
	switch {
	case m.Protocol < 0:
		return "all traffic"
	case m.Protocol == network.ICMP || m.Protocol == network.ICMPv6:
		text := space.ProtocolName(m.Protocol)
		if m.From >= 0 {
			text += fmt.Sprintf(" type %d", m.From)
			if m.To >= 0 {
				text += fmt.Sprintf(" code %d", m.To)
			}
		}
		return text
	case !space.HasPorts(m.Protocol) || m.From <= 0 && (m.To >= 65535 || m.To < 0):
		return space.ProtocolName(m.Protocol)
	case m.From == m.To:
		return fmt.Sprintf("%s %d", space.ProtocolName(m.Protocol), m.From)
	}
	return fmt.Sprintf("%s %d-%d", space.ProtocolName(m.Protocol), m.From, m.To)
}

// words is a rule that is just text.
type words string

func (w words) String() string { return string(w) }

func joinOr(names []string, none string) string { return cmp.Or(strings.Join(names, ", "), none) }

// peerText is one side's addresses as a person would write them into a rule.
func peerText(a space.Addresses) string {
	prefixes := a.Prefixes()
	if len(prefixes) == 0 {
		return "nowhere"
	}
	if onInternet.Covers(a) && len(prefixes) > 3 {
		if prefixes[0].Addr().Is4() {
			return netip.MustParsePrefix("0.0.0.0/0").String()
		}
		return netip.MustParsePrefix("::/0").String()
	}
	return a.String()
}
