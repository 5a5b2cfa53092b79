package space

import (
	"fmt"
	"strconv"
	"strings"
)

// String is the set for people: `tcp 443 10.0.0.0/16 -> 10.1.2.3; …`.
func (s Set) String() string {
	if s.IsEmpty() {
		return "nothing"
	}
	compact := s.Compact()
	lines := make([]string, 0, len(compact.boxes))
	for i := range compact.boxes {
		b := &compact.boxes[i]
		lines = append(lines, b.traffic()+" "+b.in[source].addresses(b.v6)+" -> "+b.in[destination].addresses(b.v6))
	}
	return strings.Join(lines, "; ")
}

// Traffic is the protocols and destination ports of the set for people: `tcp 443, udp 53`.
func (s Set) Traffic() string {
	if s.IsEmpty() {
		return "nothing"
	}
	// Forget addresses and source ports, so that what remains is said once.
	var flat []Set
	for i := range s.boxes {
		b := everything(false)
		b.in[protocol], b.in[destinationPort] = s.boxes[i].in[protocol], s.boxes[i].in[destinationPort]
		flat = append(flat, Set{[]box{b}})
	}
	union := Union(flat...).Compact()
	var parts []string
	for i := range union.boxes {
		parts = append(parts, union.boxes[i].traffic())
	}
	return strings.Join(parts, ", ")
}

func (b *box) traffic() string {
	protocols, ports := b.in[protocol], b.in[destinationPort]
	if protocols == all8 {
		if ports == all16 {
			return "all traffic"
		}
		return "all protocols, ports " + ports.digits()
	}
	if protocols.lo != protocols.hi {
		text := "protocols " + protocols.digits()
		if ports != all16 {
			text += ", ports " + ports.digits()
		}
		return text
	}
	number := int(protocols.lo.lo)
	text := ProtocolName(number)
	switch {
	case number == ICMP || number == ICMPv6:
		if ports != all16 && ports != all8 {
			text += " type " + ports.digits()
		}
		if code := b.in[sourcePort]; code != all16 && code != all8 {
			text += " code " + code.digits()
		}
	case ports != all16:
		text += " " + ports.digits()
	}
	return text
}

func (s span) digits() string {
	if s.lo == s.hi {
		return strconv.FormatUint(s.lo.lo, 10)
	}
	return fmt.Sprintf("%d-%d", s.lo.lo, s.hi.lo)
}

// SourcePortRanges is the source ports of the set for people: `1024-4999, 6000`.
func (s Set) SourcePortRanges() string { return s.ports(sourcePort) }

// DestinationPortRanges is the destination ports of the set for people.
func (s Set) DestinationPortRanges() string { return s.ports(destinationPort) }

func (s Set) ports(d int) string {
	var spans []span
	for i := range s.boxes {
		spans = append(spans, s.boxes[i].in[d])
	}
	var parts []string
	for _, p := range joined(spans) {
		parts = append(parts, p.digits())
	}
	return strings.Join(parts, ", ")
}

// ProtocolName is a protocol for people.
func ProtocolName(number int) string {
	switch number {
	case ICMP:
		return "icmp"
	case TCP:
		return "tcp"
	case UDP:
		return "udp"
	case ICMPv6:
		return "icmpv6"
	}
	return "protocol " + strconv.Itoa(number)
}

// String is the packet for people.
func (p Packet) String() string {
	name := ProtocolName(int(p.Protocol))
	switch {
	case p.Protocol == ICMP || p.Protocol == ICMPv6:
		return fmt.Sprintf("%s type %d %s -> %s", name, p.DestinationPort, p.Source, p.Destination)
	case HasPorts(int(p.Protocol)):
		return fmt.Sprintf("%s %s:%d -> %s:%d", name, p.Source, p.SourcePort, p.Destination, p.DestinationPort)
	}
	return fmt.Sprintf("%s %s -> %s", name, p.Source, p.Destination)
}
