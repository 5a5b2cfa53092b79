package plan

import (
	"cmp"
	"maps"
	"math"
	"net/netip"
	"slices"
)

// spans are numbers, of addresses or of ports: ranges in order that do not touch, ends included.
type spans []span

type span struct{ first, last uint32 }

// Everything that a rule can name.
var (
	allAddresses = spans{{0, math.MaxUint32}}
	allPorts     = spans{{1, 65535}}
)

// spansOf orders ranges and joins those that touch.
func spansOf(ranges ...span) spans {
	ordered, out := slices.Clone(ranges), spans{}
	slices.SortFunc(ordered, func(x, y span) int { return cmp.Compare(x.first, y.first) })
	for _, next := range ordered {
		if last := len(out) - 1; last >= 0 && uint64(next.first) <= uint64(out[last].last)+1 {
			out[last].last = max(out[last].last, next.last)
		} else {
			out = append(out, next)
		}
	}
	return out
}

// prefixSpan is the addresses of a prefix.
func prefixSpan(prefix netip.Prefix) span {
	first := number(prefix.Masked().Addr())
	return span{first, first | uint32(uint64(math.MaxUint32)>>prefix.Bits())}
}

// networkSpans are the addresses of those CIDRs that can be read.
func networkSpans(cidrs []string) spans {
	out := []span{}
	for _, cidr := range cidrs {
		if prefix, problem := prefixProblem(cidr); problem == "" {
			out = append(out, prefixSpan(prefix))
		}
	}
	return spansOf(out...)
}

// and is what both have.
func (s spans) and(other spans) spans {
	out := spans{}
	for _, x := range s {
		for _, y := range other {
			if first, last := max(x.first, y.first), min(x.last, y.last); first <= last {
				out = append(out, span{first, last})
			}
		}
	}
	return out
}

// but is what the other does not have.
func (s spans) but(other spans) spans {
	out := spans{}
	for _, x := range s {
		next := uint64(x.first)
		for _, y := range other {
			if y.last < x.first || y.first > x.last {
				continue
			}
			if uint64(y.first) > next {
				out = append(out, span{uint32(next), y.first - 1})
			}
			next = uint64(y.last) + 1
		}
		if next <= uint64(x.last) {
			out = append(out, span{uint32(next), x.last})
		}
	}
	return out
}

// has says whether a number is among them.
func (s spans) has(n uint32) bool {
	i, found := slices.BinarySearchFunc(s, n, func(x span, n uint32) int {
		switch {
		case x.last < n:
			return -1
		case x.first > n:
			return 1
		}
		return 0
	})
	return found && i < len(s)
}

// area is connections of one transport protocol: every source with every destination on every port.
type area [3]spans

// and is what both areas have; the second result is false where that is nothing.
func (a area) and(other area) (area, bool) {
	out := area{a[0].and(other[0]), a[1].and(other[1]), a[2].and(other[2])}
	return out, len(out[0]) > 0 && len(out[1]) > 0 && len(out[2]) > 0
}

// manySteps is for how long the rules of a firewall are judged. What takes longer is thousands of rules that cut each other
// into pieces, and is left alone.
const manySteps = 20_000_000

// judge looks whether areas together hold all of another one.
type judge struct{ steps int }

// tired says whether it has taken too long to say.
func (j *judge) tired() bool { return j.steps > manySteps }

// cover are the areas, by index, that together hold all of an area, none of them needlessly. The second result is false where
// they do not, or where the judge is tired.
func (j *judge) cover(whole area, areas []area) ([]int, bool) {
	among, used := []int{}, map[int]bool{}
	for i := range areas {
		among = append(among, i)
	}
	if !j.holds(whole, areas, among, used, 0) {
		return nil, false
	}
	needed := slices.Sorted(maps.Keys(used))
	for i := len(needed) - 1; i >= 0; i-- {
		rest := slices.Delete(slices.Clone(needed), i, i+1)
		if j.holds(whole, areas, rest, map[int]bool{}, 0) {
			needed = rest
		}
	}
	return needed, true
}

// holds goes through the pieces into which the ends of areas cut a dimension: within a piece, the same areas matter everywhere.
func (j *judge) holds(whole area, areas []area, among []int, used map[int]bool, dimension int) bool {
	if len(among) == 0 {
		return false
	}
	if dimension == len(whole) {
		if !slices.ContainsFunc(among, func(i int) bool { return used[i] }) {
			used[among[0]] = true
		}
		return true
	}
	starts := map[uint32]bool{}
	for _, s := range whole[dimension] {
		starts[s.first] = true
	}
	for _, i := range among {
		for _, s := range areas[i][dimension] {
			j.steps++
			starts[s.first] = true
			if s.last < math.MaxUint32 {
				starts[s.last+1] = true
			}
		}
	}
	for _, start := range slices.Sorted(maps.Keys(starts)) {
		if !whole[dimension].has(start) {
			continue
		}
		j.steps += len(among)
		if j.tired() {
			return false
		}
		here := []int{}
		for _, i := range among {
			if areas[i][dimension].has(start) {
				here = append(here, i)
			}
		}
		if !j.holds(whole, areas, here, used, dimension+1) {
			return false
		}
	}
	return true
}

// together are those rules that match all of an area between them, none of them needlessly.
func (j *judge) together(whole area, rules []stance, transport string) ([]stance, bool) {
	areas, owner := []area{}, []int{}
	for i, s := range rules {
		for _, matched := range s.areas[transport] {
			areas, owner = append(areas, matched), append(owner, i)
		}
	}
	used, all := j.cover(whole, areas)
	out, seen := []stance{}, map[int]bool{}
	for _, i := range used {
		if !seen[owner[i]] {
			seen[owner[i]] = true
			out = append(out, rules[owner[i]])
		}
	}
	return out, all
}
