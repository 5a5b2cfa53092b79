package space

// Protocols whose meaning the algebra knows, by IANA's numbers.
const (
	ICMP   = 1
	TCP    = 6
	UDP    = 17
	ICMPv6 = 58
)

// HasPorts says whether packets of a protocol carry ports that filters look at.
func HasPorts(protocol int) bool { return protocol == TCP || protocol == UDP }

// From is the packets whose source is one of these.
func (s Set) From(a Addresses) Set { return s.within(source, a) }

// To is the packets whose destination is one of these.
func (s Set) To(a Addresses) Set { return s.within(destination, a) }

func (s Set) within(d int, a Addresses) Set {
	var cut []box
	for i := range s.boxes {
		spans := a.v4
		if s.boxes[i].v6 {
			spans = a.v6
		}
		for _, t := range spans {
			if common, ok := s.boxes[i].in[d].intersect(t); ok {
				b := s.boxes[i]
				b.in[d] = common
				cut = append(cut, b)
			}
		}
	}
	return Set{cut}
}

// NotTo is the packets whose destination is none of these.
func (s Set) NotTo(a Addresses) Set { return s.outside(destination, a) }

// NotFrom is the packets whose source is none of these.
func (s Set) NotFrom(a Addresses) Set { return s.outside(source, a) }

func (s Set) outside(d int, a Addresses) Set {
	var rest []box
	for i := range s.boxes {
		spans := a.v4
		if s.boxes[i].v6 {
			spans = a.v6
		}
		for _, t := range without([]span{s.boxes[i].in[d]}, spans) {
			b := s.boxes[i]
			b.in[d] = t
			rest = append(rest, b)
		}
	}
	return Set{rest}
}

// Protocol is the packets of a protocol.
func (s Set) Protocol(number int) Set { return s.cut(protocol, number, number) }

// SourcePorts is the packets with a source port (ICMP: a code) from first to last.
func (s Set) SourcePorts(first, last int) Set { return s.cut(sourcePort, first, last) }

// DestinationPorts is the packets with a destination port (ICMP: a type) from first to last.
func (s Set) DestinationPorts(first, last int) Set { return s.cut(destinationPort, first, last) }

// cut is the packets whose number in a dimension lies between first and last; nothing where last is before first.
func (s Set) cut(d, first, last int) Set {
	if last < first || last < 0 {
		return Set{}
	}
	want := span{small(max(first, 0)), small(last)}
	var cut []box
	for i := range s.boxes {
		if common, ok := s.boxes[i].in[d].intersect(want); ok {
			b := s.boxes[i]
			b.in[d] = common
			cut = append(cut, b)
		}
	}
	return Set{cut}
}

// V4 is the packets of IPv4.
func (s Set) V4() Set { return s.family(false) }

// V6 is the packets of IPv6.
func (s Set) V6() Set { return s.family(true) }

func (s Set) family(v6 bool) Set {
	var cut []box
	for i := range s.boxes {
		if s.boxes[i].v6 == v6 {
			cut = append(cut, s.boxes[i])
		}
	}
	return Set{cut}
}

// Sources is the addresses from which packets of the set come.
func (s Set) Sources() Addresses { return s.addresses(source) }

// Destinations is the addresses to which packets of the set go.
func (s Set) Destinations() Addresses { return s.addresses(destination) }

func (s Set) addresses(d int) Addresses {
	var a Addresses
	for i := range s.boxes {
		if s.boxes[i].v6 {
			a.v6 = append(a.v6, s.boxes[i].in[d])
		} else {
			a.v4 = append(a.v4, s.boxes[i].in[d])
		}
	}
	a.v4, a.v6 = joined(a.v4), joined(a.v6)
	return a
}

// WithSource is the same packets as if they came from other addresses: what is left after their source was translated to
// any of these.
func (s Set) WithSource(a Addresses) Set { return s.instead(source, a) }

// WithDestination is the same packets as if they went to other addresses.
func (s Set) WithDestination(a Addresses) Set { return s.instead(destination, a) }

func (s Set) instead(d int, a Addresses) Set {
	var sets []Set
	for i := range s.boxes {
		spans := a.v4
		if s.boxes[i].v6 {
			spans = a.v6
		}
		for _, t := range spans {
			b := s.boxes[i]
			b.in[d] = t
			sets = append(sets, Set{[]box{b}})
		}
	}
	return Union(sets...)
}

// WithSourcePorts is the same packets with other source ports, as far as they have any: TCP and UDP.
func (s Set) WithSourcePorts(first, last int) Set {
	var sets []Set
	for _, number := range []int{TCP, UDP} {
		for _, b := range s.Protocol(number).boxes {
			b.in[sourcePort] = span{small(first), small(last)}
			sets = append(sets, Set{[]box{b}})
		}
	}
	return Union(append(sets, s.Subtract(ported))...)
}

// ported is the packets of protocols with ports.
var ported = All().Protocol(TCP).Union(All().Protocol(UDP))
