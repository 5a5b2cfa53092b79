package space

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// number is an unsigned integer of 128 bits: wide enough for addresses of both families, and for protocols and ports.
type number struct{ hi, lo uint64 }

func (n number) less(m number) bool { return n.hi < m.hi || n.hi == m.hi && n.lo < m.lo }

func (n number) next() number {
	lo, carry := bits.Add64(n.lo, 1, 0)
	return number{n.hi + carry, lo}
}

func (n number) previous() number {
	lo, borrow := bits.Sub64(n.lo, 1, 0)
	return number{n.hi - borrow, lo}
}

func small[T ~uint8 | ~uint16 | ~int](n T) number { return number{0, uint64(n)} }

// numberOf is an address in its own family's count: 0.0.0.0 and :: are both 0.
func numberOf(a netip.Addr) number {
	if a = a.Unmap(); a.Is4() {
		b := a.As4()
		return number{0, uint64(binary.BigEndian.Uint32(b[:]))}
	}
	b := a.As16()
	return number{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

func (n number) address(v6 bool) netip.Addr {
	if !v6 {
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], uint32(n.lo))
		return netip.AddrFrom4(b)
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], n.hi)
	binary.BigEndian.PutUint64(b[8:], n.lo)
	return netip.AddrFrom16(b)
}

// span is the numbers from lo to hi, both included; never empty.
type span struct{ lo, hi number }

var (
	all8   = span{number{}, number{0, 0xff}}
	all16  = span{number{}, number{0, 0xffff}}
	all32  = span{number{}, number{0, 0xffffffff}}
	all128 = span{number{}, number{^uint64(0), ^uint64(0)}}
)

func one(n number) span { return span{n, n} }

func (s span) contains(n number) bool { return !n.less(s.lo) && !s.hi.less(n) }

func (s span) overlaps(t span) bool { return !s.hi.less(t.lo) && !t.hi.less(s.lo) }

func (s span) covers(t span) bool { return !t.lo.less(s.lo) && !s.hi.less(t.hi) }

func (s span) intersect(t span) (span, bool) {
	if s.lo.less(t.lo) {
		s.lo = t.lo
	}
	if t.hi.less(s.hi) {
		s.hi = t.hi
	}
	return s, !s.hi.less(s.lo)
}

// spanOf is a prefix's addresses.
func spanOf(p netip.Prefix) (s span, v6 bool) {
	a, width := p.Addr(), p.Bits()
	if a.Is4In6() && width >= 96 {
		a, width = a.Unmap(), width-96
	}
	lo := numberOf(a)
	if a.Is4() {
		host := uint64(1)<<(32-width) - 1
		lo.lo &^= host
		return span{lo, number{0, lo.lo | host}}, false
	}
	var host number
	switch {
	case width == 0:
		host = number{^uint64(0), ^uint64(0)}
	case width <= 64:
		host = number{1<<(64-width) - 1, ^uint64(0)}
	default:
		host = number{0, 1<<(128-width) - 1}
	}
	lo.hi &^= host.hi
	lo.lo &^= host.lo
	return span{lo, number{lo.hi | host.hi, lo.lo | host.lo}}, true
}
