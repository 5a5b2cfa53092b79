package plan

import "net/netip"

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
	if b.hasInspectionVpc() {
		b.resolveInspectionAddresses("inspection.cidr", b.estate.Inspection.Cidr)
		add(b.inspection.cidr, vpcRange, "inspection.cidr")
	}
	for _, name := range sortedKeys(b.clusters) {
		c := b.clusters[name]
		b.resolveClusterAddresses(c)
		add(c.addresses.cidr, vpcRange, c.path+".cidr")
		pods := podRange
		if c.routesPods() {
			pods = routedPodRange
		}
		add(c.addresses.pods, pods, c.path+".podCidr")
		add(c.serviceCidr, serviceRange, c.path+".serviceCidr")
	}
	b.checkOverlapping(ranges)
	b.checkSupernets()
}

// resolveInspectionAddresses reads the address range of the inspection VPC.
func (b *builder) resolveInspectionAddresses(path, cidr string) {
	b.inspection = vpcAddresses{
		name: inspectionName, cidr: b.vpcPrefix(path, orDefault(cidr, defaultInspectionCidr), smallestInspectionVpc, "inspection VPC"),
	}
	if b.inspection.known() {
		b.inspection.blocks = inspectionBlocks(b.inspection.cidr)
	}
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
	c.addresses.podsAnswer = c.routesPods()
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
