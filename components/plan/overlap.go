package plan

import (
	"net/netip"
	"sort"
)

// rangeKind is what an address range is for.
type rangeKind int

const (
	vpcRange rangeKind = iota
	podRange
	routedPodRange
	serviceRange
	rangeKinds
)

// addressRange is a declared CIDR and where it is declared.
type addressRange struct {
	cidr netip.Prefix
	kind rangeKind
	path string
}

// mayOverlap says which kinds may share addresses: pods of different clusters, as long as no route leads to them from
// outside, and services of different clusters, because they never leave their cluster.
func mayOverlap(a, b rangeKind) bool {
	return a == b && a != vpcRange && a != routedPodRange
}

// checkOverlapping finds ranges that overlap, in one sweep over them in the order of their addresses. Of two prefixes
// that overlap one holds the other, so the open ranges of a kind form a stack, and the top of each stack is the nearest.
func (b *builder) checkOverlapping(ranges []addressRange) {
	sort.SliceStable(ranges, func(i, j int) bool {
		a, c := ranges[i], ranges[j]
		if order := a.cidr.Addr().Compare(c.cidr.Addr()); order != 0 {
			return order < 0
		}
		if a.cidr.Bits() != c.cidr.Bits() {
			return a.cidr.Bits() < c.cidr.Bits()
		}
		return a.path < c.path
	})
	var open [rangeKinds][]addressRange
	for _, r := range ranges {
		for kind := range open {
			for len(open[kind]) > 0 && !contains(open[kind][len(open[kind])-1].cidr, r.cidr) {
				open[kind] = open[kind][:len(open[kind])-1]
			}
			switch {
			case len(open[kind]) == 0 || mayOverlap(r.kind, rangeKind(kind)):
			case rangeKind(kind) == serviceRange:
				// Clusters share ranges for services, and each must change its own: name all of them, once.
				for _, services := range open[kind] {
					b.reportOverlap(services, r)
				}
				open[kind] = nil
			default:
				b.reportOverlap(open[kind][len(open[kind])-1], r)
			}
		}
		open[r.kind] = append(open[r.kind], r)
	}
}

// isPods says whether a range is for pods.
func isPods(kind rangeKind) bool { return kind == podRange || kind == routedPodRange }

// reportOverlap notes two ranges that overlap, at the path that comes first, or at the Kubernetes services' range.
func (b *builder) reportOverlap(x, y addressRange) {
	if y.kind == serviceRange || x.kind != serviceRange && y.path < x.path {
		x, y = y, x
	}
	why := ""
	if isPods(x.kind) && isPods(y.kind) {
		why = "; clusters whose pods are targets of an ingress load balancer (`pattern: single`) need a podCidr of their own"
	}
	b.add(x.path, "%s overlaps %s %s%s", x.cidr, y.path, y.cidr, why)
}
