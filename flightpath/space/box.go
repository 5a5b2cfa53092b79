package space

// box is the packets of one family whose every dimension lies in a span.
type box struct {
	v6 bool
	in [dimensions]span
}

// The dimensions of a box. Type and code of ICMP stand in destinationPort and sourcePort.
const (
	source = iota
	destination
	protocol
	sourcePort
	destinationPort
	dimensions
)

func everything(v6 bool) box {
	addresses := all32
	if v6 {
		addresses = all128
	}
	return box{v6, [dimensions]span{addresses, addresses, all8, all16, all16}}
}

func (b *box) overlaps(c *box) bool {
	if b.v6 != c.v6 {
		return false
	}
	for d := range b.in {
		if !b.in[d].overlaps(c.in[d]) {
			return false
		}
	}
	return true
}

func (b *box) covers(c *box) bool {
	if b.v6 != c.v6 {
		return false
	}
	for d := range b.in {
		if !b.in[d].covers(c.in[d]) {
			return false
		}
	}
	return true
}

func (b *box) intersect(c *box) (box, bool) {
	if !b.overlaps(c) {
		return box{}, false
	}
	cut := *b
	for d := range cut.in {
		cut.in[d], _ = b.in[d].intersect(c.in[d])
	}
	return cut, true
}

// subtract appends what of b is not in c, as at most two disjoint boxes per dimension.
func (b *box) subtract(c *box, rest []box) []box {
	if !b.overlaps(c) {
		return append(rest, *b)
	}
	left := *b
	for d := range left.in {
		if left.in[d].lo.less(c.in[d].lo) {
			below := left
			below.in[d].hi = c.in[d].lo.previous()
			rest = append(rest, below)
			left.in[d].lo = c.in[d].lo
		}
		if c.in[d].hi.less(left.in[d].hi) {
			above := left
			above.in[d].lo = c.in[d].hi.next()
			rest = append(rest, above)
			left.in[d].hi = c.in[d].hi
		}
	}
	return rest
}

// compare orders boxes by family and then by all dimensions, with the given one last.
func (b *box) compare(c *box, last int) int {
	if b.v6 != c.v6 {
		if c.v6 {
			return -1
		}
		return 1
	}
	for i := range dimensions {
		d := i
		if i >= last {
			d = i + 1
		}
		if i == dimensions-1 {
			d = last
		}
		if b.in[d] == c.in[d] {
			continue
		}
		if b.in[d].lo.less(c.in[d].lo) || b.in[d].lo == c.in[d].lo && b.in[d].hi.less(c.in[d].hi) {
			return -1
		}
		return 1
	}
	return 0
}

// joins says whether c goes on where b ends in a dimension, and is the same in all others.
func (b *box) joins(c *box, in int) bool {
	if b.v6 != c.v6 {
		return false
	}
	for d := range b.in {
		if d != in && b.in[d] != c.in[d] {
			return false
		}
	}
	return b.in[in].hi.less(c.in[in].lo) && b.in[in].hi.next() == c.in[in].lo
}
