package space

import (
	"net/netip"
	"slices"
	"strings"
)

// Addresses is a set of addresses of both families. The zero value is empty.
type Addresses struct{ v4, v6 []span }

// AddressesOf is the addresses of prefixes; invalid ones hold nothing.
func AddressesOf(prefixes ...netip.Prefix) Addresses {
	var a Addresses
	for _, p := range prefixes {
		if !p.IsValid() {
			continue
		}
		if s, v6 := spanOf(p); v6 {
			a.v6 = append(a.v6, s)
		} else {
			a.v4 = append(a.v4, s)
		}
	}
	a.v4, a.v6 = joined(a.v4), joined(a.v6)
	return a
}

// Hosts is single addresses; invalid ones are left out.
func Hosts(hosts ...netip.Addr) Addresses {
	var a Addresses
	for _, h := range hosts {
		if h = h.Unmap(); h.Is4() {
			a.v4 = append(a.v4, one(numberOf(h)))
		} else if h.IsValid() {
			a.v6 = append(a.v6, one(numberOf(h)))
		}
	}
	a.v4, a.v6 = joined(a.v4), joined(a.v6)
	return a
}

// joined sorts spans and merges those that touch.
func joined(spans []span) []span {
	if len(spans) < 2 {
		return spans
	}
	slices.SortFunc(spans, func(a, b span) int {
		if a.lo.less(b.lo) {
			return -1
		}
		if b.lo.less(a.lo) {
			return 1
		}
		return 0
	})
	merged := spans[:1]
	for _, s := range spans[1:] {
		last := &merged[len(merged)-1]
		if last.hi.less(s.lo) && last.hi.next() != s.lo {
			merged = append(merged, s)
		} else if last.hi.less(s.hi) {
			last.hi = s.hi
		}
	}
	return merged
}

// IsEmpty says whether no address is in the set.
func (a Addresses) IsEmpty() bool { return len(a.v4) == 0 && len(a.v6) == 0 }

// Contains says whether an address is in the set.
func (a Addresses) Contains(host netip.Addr) bool {
	host = host.Unmap()
	spans := a.v6
	if host.Is4() {
		spans = a.v4
	}
	n := numberOf(host)
	return host.IsValid() && slices.ContainsFunc(spans, func(s span) bool { return s.contains(n) })
}

// Union is the addresses that are in either.
func (a Addresses) Union(b Addresses) Addresses {
	return Addresses{joined(slices.Concat(a.v4, b.v4)), joined(slices.Concat(a.v6, b.v6))}
}

// Intersect is the addresses that are in both.
func (a Addresses) Intersect(b Addresses) Addresses {
	return Addresses{common(a.v4, b.v4), common(a.v6, b.v6)}
}

func common(a, b []span) []span {
	var both []span
	for _, s := range a {
		for _, t := range b {
			if cut, ok := s.intersect(t); ok {
				both = append(both, cut)
			}
		}
	}
	return both
}

// Subtract is the addresses of a that are not in b.
func (a Addresses) Subtract(b Addresses) Addresses {
	return Addresses{without(a.v4, b.v4), without(a.v6, b.v6)}
}

func without(a, b []span) []span {
	left := slices.Clone(a)
	for _, t := range b {
		var rest []span
		for _, s := range left {
			if !s.overlaps(t) {
				rest = append(rest, s)
				continue
			}
			if s.lo.less(t.lo) {
				rest = append(rest, span{s.lo, t.lo.previous()})
			}
			if t.hi.less(s.hi) {
				rest = append(rest, span{t.hi.next(), s.hi})
			}
		}
		left = rest
	}
	return left
}

// Overlaps says whether an address is in both.
func (a Addresses) Overlaps(b Addresses) bool {
	meet := func(a, b []span) bool {
		return slices.ContainsFunc(a, func(s span) bool { return slices.ContainsFunc(b, s.overlaps) })
	}
	return meet(a.v4, b.v4) || meet(a.v6, b.v6)
}

// Covers says whether all addresses of b are in a.
func (a Addresses) Covers(b Addresses) bool { return b.Subtract(a).IsEmpty() }

// V4 is the addresses of IPv4.
func (a Addresses) V4() Addresses { return Addresses{v4: a.v4} }

// V6 is the addresses of IPv6.
func (a Addresses) V6() Addresses { return Addresses{v6: a.v6} }

// First is the lowest address, IPv4 before IPv6; invalid where there is none.
func (a Addresses) First() netip.Addr {
	if len(a.v4) > 0 {
		return a.v4[0].lo.address(false)
	}
	if len(a.v6) > 0 {
		return a.v6[0].lo.address(true)
	}
	return netip.Addr{}
}

// Last is the highest address, IPv6 after IPv4; invalid where there is none.
func (a Addresses) Last() netip.Addr {
	if n := len(a.v6); n > 0 {
		return a.v6[n-1].hi.address(true)
	}
	if n := len(a.v4); n > 0 {
		return a.v4[n-1].hi.address(false)
	}
	return netip.Addr{}
}

// Prefixes is the set as prefixes, as few as possible.
func (a Addresses) Prefixes() []netip.Prefix {
	var all []netip.Prefix
	for _, s := range a.v4 {
		all = s.prefixes(false, all)
	}
	for _, s := range a.v6 {
		all = s.prefixes(true, all)
	}
	return all
}

// prefixes appends the prefixes that a span consists of: the largest one that starts at its beginning, and so on.
func (s span) prefixes(v6 bool, all []netip.Prefix) []netip.Prefix {
	width := 32
	if v6 {
		width = 128
	}
	for {
		at := s.lo.address(v6)
		length := width
		var block span
		for ; length > 0; length-- {
			wider := netip.PrefixFrom(at, length-1)
			if wider.Masked().Addr() != at {
				break
			}
			if b, _ := spanOf(wider); !s.covers(b) {
				break
			}
		}
		prefix := netip.PrefixFrom(at, length)
		all = append(all, prefix)
		block, _ = spanOf(prefix)
		if !block.hi.less(s.hi) {
			return all
		}
		s.lo = block.hi.next()
	}
}

// String lists prefixes, and ranges where a range takes more than three of them.
func (a Addresses) String() string {
	if a.IsEmpty() {
		return "none"
	}
	var parts []string
	show := func(spans []span, v6 bool) {
		for _, s := range spans {
			parts = append(parts, s.addresses(v6))
		}
	}
	show(a.v4, false)
	show(a.v6, true)
	return strings.Join(parts, ", ")
}

func (s span) addresses(v6 bool) string {
	if s.lo == s.hi {
		return s.lo.address(v6).String()
	}
	blocks := s.prefixes(v6, nil)
	if len(blocks) > 3 {
		return s.lo.address(v6).String() + "-" + s.hi.address(v6).String()
	}
	names := make([]string, len(blocks))
	for i, b := range blocks {
		names[i] = b.String()
	}
	return strings.Join(names, ", ")
}
