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
	serviceRange
	rangeKinds
)

// addressRange is a declared CIDR and where it is declared.
type addressRange struct {
	cidr netip.Prefix
	kind rangeKind
	path string
}

// mayOverlap says which kinds may share addresses: pods of different clusters, because no route leads to them from
// outside, and services of different clusters, because they never leave their cluster.
func mayOverlap(a, b rangeKind) bool {
	return a == b && a != vpcRange
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

// reportOverlap notes two ranges that overlap, at the path that comes first, or at the Kubernetes services' range.
func (b *builder) reportOverlap(x, y addressRange) {
	if y.kind == serviceRange || x.kind != serviceRange && y.path < x.path {
		x, y = y, x
	}
	b.add(x.path, "%s overlaps %s %s", x.cidr, y.path, y.cidr)
}

// resolveAddresses reads all address ranges and checks them against each other.
func (b *builder) resolveAddresses() {
	ranges := []addressRange{}
	add := func(cidr netip.Prefix, kind rangeKind, path string) {
		if cidr.IsValid() {
			ranges = append(ranges, addressRange{cidr, kind, path})
		}
	}
	const path = "ingress.cidr"
	b.ingress = vpcAddresses{name: ingressName, cidr: b.vpcPrefix(path, b.estate.Ingress.Cidr, smallestIngressVpc, "ingress VPC")}
	if b.ingress.known() {
		b.ingress.blocks = ingressBlocks(b.ingress.cidr)
	}
	add(b.ingress.cidr, vpcRange, path)
	for _, name := range sortedKeys(b.clusters) {
		c := b.clusters[name]
		b.resolveClusterAddresses(c)
		add(c.addresses.cidr, vpcRange, c.path+".cidr")
		add(c.addresses.pods, podRange, c.path+".podCidr")
		add(c.serviceCidr, serviceRange, c.path+".serviceCidr")
	}
	b.checkOverlapping(ranges)
	b.checkSupernets()
}

// resolveClusterAddresses reads the address ranges of a cluster.
func (b *builder) resolveClusterAddresses(c *cluster) {
	smallest := smallestEksVpc
	if c.declared.Existing != nil {
		smallest = smallestVpc
	}
	c.addresses = vpcAddresses{
		name: c.name, cidr: b.vpcPrefix(c.path+".cidr", c.declared.Cidr, smallest, "EKS VPC"),
		pods: b.podPrefix(c.path+".podCidr", c.declared.PodCidr),
	}
	if c.made() || c.declared.ServiceCidr != "" {
		c.serviceCidr = b.servicePrefix(c.path+".serviceCidr", orDefault(c.declared.ServiceCidr, defaultServiceCidr))
	}
	switch {
	case c.declared.Existing != nil:
		b.resolveExisting(c)
	case c.addresses.known():
		c.addresses.blocks = eksBlocks(c.addresses.cidr, c.addresses.pods)
	}
}

// What EKS accepts as the range of Kubernetes services.
const (
	largestServiceCidr  = 12
	smallestServiceCidr = 24
)

// servicePrefix parses the range of a cluster's Kubernetes services.
func (b *builder) servicePrefix(path, cidr string) netip.Prefix {
	prefix, problem := prefixProblem(cidr)
	switch bits := prefix.Bits(); {
	case problem != "":
		b.add(path, "%s", problem)
		return netip.Prefix{}
	case bits < largestServiceCidr || bits > smallestServiceCidr:
		b.add(path, "%s: EKS accepts ranges for services from /%d to /%d", cidr, largestServiceCidr, smallestServiceCidr)
		return netip.Prefix{}
	case !containsAny(rfc1918, prefix):
		b.add(path, "%s: EKS accepts ranges for services in 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 only", cidr)
		return netip.Prefix{}
	}
	return prefix
}
