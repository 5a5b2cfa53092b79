package space

// Reverse is the packets that answer those of the set: sides swapped, and for ICMP the reply's type (echo reply for echo
// and the other way around); other types of ICMP keep theirs.
func (s Set) Reverse() Set {
	var sets []box
	for i := range s.boxes {
		for _, b := range byICMP(s.boxes[i]) {
			b.in[source], b.in[destination] = b.in[destination], b.in[source]
			if !b.isICMP() {
				b.in[sourcePort], b.in[destinationPort] = b.in[destinationPort], b.in[sourcePort]
				sets = append(sets, b)
				continue
			}
			sets = append(sets, answers(b)...)
		}
	}
	return Set{sets}.tidy()
}

// Reverse is the packet that answers.
func (p Packet) Reverse() Packet {
	q := Packet{p.Destination, p.Source, p.Protocol, p.DestinationPort, p.SourcePort}
	if icmp(p.Source.Unmap().Is6(), int(p.Protocol)) {
		q.SourcePort, q.DestinationPort = p.SourcePort, reply(p.Protocol, p.DestinationPort)
	}
	return q
}

func icmp(v6 bool, protocol int) bool {
	return !v6 && protocol == ICMP || v6 && protocol == ICMPv6
}

// isICMP holds for boxes that byICMP made.
func (b *box) isICMP() bool {
	return b.in[protocol].lo == b.in[protocol].hi && icmp(b.v6, int(b.in[protocol].lo.lo))
}

// byICMP cuts a box into its part that is ICMP of its family and the rest.
func byICMP(b box) []box {
	number := small(ICMP)
	if b.v6 {
		number = small(ICMPv6)
	}
	if !b.in[protocol].contains(number) {
		return []box{b}
	}
	only := b
	only.in[protocol] = one(number)
	return append(b.subtract(&only, nil), only)
}

// pairs are types of ICMP that answer each other.
var pairs = map[uint8][][2]uint16{
	ICMP:   {{8, 0}, {13, 14}, {15, 16}, {17, 18}},
	ICMPv6: {{128, 129}},
}

func reply(protocol uint8, kind uint16) uint16 {
	for _, pair := range pairs[protocol] {
		if kind == pair[0] {
			return pair[1]
		}
		if kind == pair[1] {
			return pair[0]
		}
	}
	return kind
}

// answers cuts out the types that have an answer of another type, and gives them that.
func answers(b box) []box {
	number := uint8(b.in[protocol].lo.lo)
	left, answered := []box{b}, []box(nil)
	for _, pair := range pairs[number] {
		for _, kind := range pair {
			if !b.in[destinationPort].contains(small(kind)) {
				continue
			}
			exact := b
			exact.in[destinationPort] = one(small(kind))
			left = Set{left}.Subtract(Set{[]box{exact}}).boxes
			exact.in[destinationPort] = one(small(reply(number, kind)))
			answered = append(answered, exact)
		}
	}
	return append(left, answered...)
}
