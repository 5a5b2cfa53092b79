package space

import (
	"net/netip"
	"slices"
)

// Set is a set of packets. The zero value is empty.
type Set struct{ boxes []box }

// Packet is one packet. For ICMP and ICMPv6 DestinationPort is the type and SourcePort the code.
type Packet struct {
	Source, Destination         netip.Addr
	Protocol                    uint8
	SourcePort, DestinationPort uint16
}

// All is every packet of both families.
func All() Set { return Set{[]box{everything(false), everything(true)}} }

// IsEmpty says whether no packet is in the set.
func (s Set) IsEmpty() bool { return len(s.boxes) == 0 }

// Contains says whether a packet is in the set.
func (s Set) Contains(p Packet) bool {
	at, ok := p.point()
	if !ok {
		return false
	}
	for i := range s.boxes {
		if s.boxes[i].covers(&at) {
			return true
		}
	}
	return false
}

// point is the box that holds nothing but the packet.
func (p Packet) point() (box, bool) {
	from, to := p.Source.Unmap(), p.Destination.Unmap()
	if !from.IsValid() || !to.IsValid() || from.Is4() != to.Is4() {
		return box{}, false
	}
	return box{from.Is6(), [dimensions]span{
		one(numberOf(from)), one(numberOf(to)),
		one(small(p.Protocol)), one(small(p.SourcePort)), one(small(p.DestinationPort)),
	}}, true
}

// Single is the set of one packet; empty where its addresses are of different families.
func Single(p Packet) Set {
	if at, ok := p.point(); ok {
		return Set{[]box{at}}
	}
	return Set{}
}

// Intersect is the packets that are in both.
func (s Set) Intersect(t Set) Set {
	if len(s.boxes) > len(t.boxes) {
		s, t = t, s
	}
	var common []box
	for i := range s.boxes {
		for j := range t.boxes {
			if cut, ok := s.boxes[i].intersect(&t.boxes[j]); ok {
				common = append(common, cut)
			}
		}
	}
	return Set{common}
}

// Overlaps says whether a packet is in both.
func (s Set) Overlaps(t Set) bool {
	for i := range s.boxes {
		for j := range t.boxes {
			if s.boxes[i].overlaps(&t.boxes[j]) {
				return true
			}
		}
	}
	return false
}

// Subtract is the packets of s that are not in t.
func (s Set) Subtract(t Set) Set {
	left, own := s.boxes, false
	for j := range t.boxes {
		// What does not overlap stays where it is; what does is cut, and its pieces go to the end.
		for i := 0; i < len(left); i++ {
			if !left[i].overlaps(&t.boxes[j]) {
				continue
			}
			if !own {
				left, own = slices.Clone(left), true
			}
			cut := left[i]
			left[i] = left[len(left)-1]
			left = cut.subtract(&t.boxes[j], left[:len(left)-1])
			i--
		}
	}
	if !own {
		return s
	}
	return Set{left}.tidy()
}

// Union is the packets that are in either.
func (s Set) Union(t Set) Set {
	switch {
	case len(t.boxes) == 0:
		return s
	case len(s.boxes) == 0:
		return t
	case len(s.boxes) < len(t.boxes):
		s, t = t, s
	}
	fresh := t.Subtract(s)
	if fresh.IsEmpty() {
		return s
	}
	return Set{slices.Concat(s.boxes, fresh.boxes)}.tidy()
}

// Covers says whether all packets of t are in s.
func (s Set) Covers(t Set) bool { return t.Subtract(s).IsEmpty() }

// Equal says whether both hold the same packets.
func (s Set) Equal(t Set) bool { return s.Covers(t) && t.Covers(s) }

// Union of any number of sets: halves are joined first, which keeps intermediate results small.
func Union(sets ...Set) Set {
	switch len(sets) {
	case 0:
		return Set{}
	case 1:
		return sets[0]
	}
	half := len(sets) / 2
	return Union(sets[:half]...).Union(Union(sets[half:]...))
}

// Size is the number of boxes: what the set costs, not how many packets it holds.
func (s Set) Size() int { return len(s.boxes) }

// crowded is the size from which merging boxes pays for itself.
const crowded = 12

func (s Set) tidy() Set {
	if len(s.boxes) < crowded {
		return s
	}
	return s.Compact()
}

// Compact is the same set in fewer boxes where neighbours can be merged.
func (s Set) Compact() Set {
	if len(s.boxes) < 2 {
		return s
	}
	boxes := slices.Clone(s.boxes)
	for {
		before := len(boxes)
		for d := range dimensions {
			boxes = mergeIn(boxes, d)
		}
		if len(boxes) == before {
			return Set{boxes}
		}
	}
}

// mergeIn joins the boxes that are neighbours in a dimension.
func mergeIn(boxes []box, d int) []box {
	slices.SortFunc(boxes, func(a, b box) int { return a.compare(&b, d) })
	merged := boxes[:1]
	for i := 1; i < len(boxes); i++ {
		if last := &merged[len(merged)-1]; last.joins(&boxes[i], d) {
			last.in[d].hi = boxes[i].in[d].hi
		} else {
			merged = append(merged, boxes[i])
		}
	}
	return merged
}

// Example is a packet of the set, the same one each time; false where it is empty.
func (s Set) Example() (Packet, bool) {
	if len(s.boxes) == 0 {
		return Packet{}, false
	}
	least := slices.MinFunc(s.boxes, func(a, b box) int { return a.compare(&b, destinationPort) })
	return least.example(), true
}

func (b *box) example() Packet {
	return Packet{
		Source:          b.in[source].lo.address(b.v6),
		Destination:     b.in[destination].lo.address(b.v6),
		Protocol:        uint8(b.in[protocol].lo.lo),
		SourcePort:      uint16(b.in[sourcePort].lo.lo),
		DestinationPort: uint16(b.in[destinationPort].lo.lo),
	}
}
