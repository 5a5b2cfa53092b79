package plan

import (
	"fmt"
	"net/netip"
)

// block is the address range of a tier, cut into one subnet for each zone that could exist.
type block struct {
	cidr netip.Prefix

	// Prefix length of its subnets.
	bits int
}

// What the VPCs' prefix lengths may be: AWS refuses less than /16, and below the smallest the tiers do not fit.
const (
	smallestIngressVpc    = 23
	smallestInspectionVpc = 22
	smallestEksVpc        = 22
	smallestPodCidr       = 25

	smallTierBits = 25 // A transit, firewall, nat or control-plane block: eight subnets of /28.
	smallestBits  = 28
	largestLb     = 21 // An lb block holds eight /24 at the most: nobody needs more load-balancer addresses in a zone.
	slotBits      = 3  // Eight slots.
)

// ingressBlocks are the tiers of an ingress VPC: load balancers at its start, the firewall and transit blocks at its end.
func ingressBlocks(vpc netip.Prefix) map[Tier]block {
	lbBits := max(largestLb, vpc.Bits()+1)
	return map[Tier]block{
		TierLb:       {slot(vpc, lbBits, 0), lbBits + slotBits},
		TierFirewall: {slot(vpc, smallTierBits, 1<<(smallTierBits-vpc.Bits())-2), smallestBits},
		TierTransit:  {lastSlot(vpc, smallTierBits), smallestBits},
	}
}

// inspectionBlocks are the tiers of an inspection VPC: appliances at its start, in blocks like those of load balancers; NAT
// gateways, firewall endpoints and transit at its end.
func inspectionBlocks(vpc netip.Prefix) map[Tier]block {
	applianceBits, last := max(largestLb, vpc.Bits()+1), 1<<(smallTierBits-vpc.Bits())
	return map[Tier]block{
		TierAppliance: {slot(vpc, applianceBits, 0), applianceBits + slotBits},
		TierNat:       {slot(vpc, smallTierBits, last-3), smallestBits},
		TierFirewall:  {slot(vpc, smallTierBits, last-2), smallestBits},
		TierTransit:   {lastSlot(vpc, smallTierBits), smallestBits},
	}
}

// eksBlocks are the tiers of an EKS VPC: nodes in its first half, load balancers at the start of the second, the control
// plane and transit at its end; pods, where they have a CIDR of their own, fill that.
func eksBlocks(vpc, pods netip.Prefix) map[Tier]block {
	half := vpc.Bits() + 1
	lbBits := max(largestLb, vpc.Bits()+2)
	blocks := map[Tier]block{
		TierNode:         {slot(vpc, half, 0), half + slotBits},
		TierLb:           {slot(slot(vpc, half, 1), lbBits, 0), lbBits + slotBits},
		TierControlPlane: {slot(vpc, smallTierBits, 1<<(smallTierBits-vpc.Bits())-2), smallestBits},
		TierTransit:      {lastSlot(vpc, smallTierBits), smallestBits},
	}
	if pods.IsValid() {
		blocks[TierPod] = block{pods, pods.Bits() + slotBits}
	}
	return blocks
}

// subnet is the subnet of a zone in the block.
func (b block) subnet(z zone) netip.Prefix {
	return slot(b.cidr, b.bits, z.number-1)
}

// reservation is the range of the static load-balancer addresses: the last sixteen of an lb subnet.
func reservation(lbSubnet netip.Prefix) netip.Prefix {
	return lastSlot(lbSubnet, smallestBits)
}

// staticAddress is the address of inner load balancer n, counted from 1, in an lb subnet. With n up to 15, the subnet's
// last address, which AWS keeps, is never taken.
func staticAddress(lbSubnet netip.Prefix, n int) netip.Addr {
	return address(number(reservation(lbSubnet).Addr()) + uint32(n-1))
}

// vpcPrefix parses the CIDR of a VPC and checks it against what AWS allows and what the tiers need.
func (b *builder) vpcPrefix(path, cidr string, smallest int, what string) netip.Prefix {
	prefix, problem := prefixProblem(cidr)
	switch bits := prefix.Bits(); {
	case cidr == "":
		return netip.Prefix{}
	case problem != "":
		b.add(path, "%s", problem)
		return netip.Prefix{}
	case bits < largestVpc || bits > smallestVpc:
		b.add(path, "%s: AWS accepts VPCs from /%d to /%d", cidr, largestVpc, smallestVpc)
		return netip.Prefix{}
	case !isPrivate(prefix):
		b.add(path, "%s is public space; load balancers accept targets in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and "+
			"100.64.0.0/10 only", cidr)
		return netip.Prefix{}
	case contains(rfc1918[2], prefix) && bits == largestVpc:
		b.add(path, "%s is the range of a blackhole in the transit route tables; take a part of it, such as 192.168.0.0/17", cidr)
	case bits > smallest:
		b.add(path, "%s is too small: the smallest %s that fits eight zones is a /%d", cidr, what, smallest)
		return netip.Prefix{}
	}
	return prefix
}

// podPrefix parses a cluster's CIDR for pods.
func (b *builder) podPrefix(path, cidr string) netip.Prefix {
	if cidr == "" {
		return netip.Prefix{}
	}
	prefix, problem := prefixProblem(cidr)
	switch bits := prefix.Bits(); {
	case problem != "":
	case bits < largestVpc || bits > smallestVpc:
		problem = fmt.Sprintf("%s: AWS accepts secondary CIDRs from /%d to /%d", cidr, largestVpc, smallestVpc)
	case !contains(sharedSpace, prefix):
		problem = fmt.Sprintf("%s does not lie in %s, the range for pods", cidr, sharedSpace)
	case bits > smallestPodCidr:
		problem = fmt.Sprintf("%s is too small: the smallest CIDR for pods that fits eight zones is a /%d", cidr, smallestPodCidr)
	}
	if problem != "" {
		b.add(path, "%s", problem)
		return netip.Prefix{}
	}
	return prefix
}
