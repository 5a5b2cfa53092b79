package plan

import "net/netip"

// smallestExistingLb is the smallest lb subnet that holds the static addresses apart from those that AWS keeps.
const smallestExistingLb = 27

// resolveExisting reads the subnets of a VPC that exists already.
func (b *builder) resolveExisting(c *cluster) {
	existing, path := c.declared.Existing, c.path+".existing"
	c.addresses.existing, c.addresses.existingID = map[Tier]map[string]existingSubnet{}, existing.VpcID
	if other := b.existingVpcs[existing.VpcID]; other != "" && existing.VpcID != "" {
		b.add(path+".vpcId", "%s is that of %s already; a VPC joins a transit gateway once, so it holds one cluster", existing.VpcID, other)
	}
	b.existingVpcs[existing.VpcID] = c.path
	b.checkExistingCluster(c)
	required := map[Tier][]zone{TierLb: b.zones, TierTransit: b.zones}
	if c.made() {
		required[TierNode], required[TierControlPlane] = b.zones, c.controlPlaneZones
		if c.declared.PodCidr != "" {
			required[TierPod] = b.zones
		}
	}
	switch { // Pods answer the ingress load balancers, from subnets of their own or from those of the nodes.
	case c.routesPods():
		required[TierPod] = b.zones
	case len(c.directly()) > 0:
		required[TierNode] = b.zones
	}
	if b.inspects(PlaceEgress) {
		required[TierNode] = b.zones // Nodes reach the internet through the inspection VPC.
	}
	tiers := []string{string(TierLb), string(TierTransit), string(TierNode), string(TierPod), string(TierControlPlane)}
	for _, name := range sortedKeys(existing.Subnets) {
		if at := member(path+".subnets", name); !contained(name, tiers) {
			b.add(at, "%q is not a tier of an EKS VPC%s", name, didYouMean(name, tiers))
		} else if Tier(name) == TierPod && c.declared.PodCidr == "" {
			b.add(at, "there are pod subnets only with a podCidr")
		} else {
			b.readTier(c, Tier(name))
		}
	}
	if existing.Subnets == nil {
		return // Reported as required already.
	}
	for _, tier := range tiers {
		for _, z := range required[Tier(tier)] {
			if _, ok := existing.Subnets[tier][z.id]; !ok {
				b.add(member(path+".subnets", tier), "has no subnet in %s", z.id)
			}
		}
	}
	b.checkExistingOverlap(c)
}

// checkExistingCluster checks that a cluster which exists already is not given what only a new one can be given.
func (b *builder) checkExistingCluster(c *cluster) {
	existing, declared := c.declared.Existing, c.declared
	unused := func(set bool, field, what string) {
		if set {
			b.add(c.path+"."+field, "has no effect on a %s that exists already; remove it", what)
		}
	}
	unused(len(declared.VpcEndpoints) > 0, "vpcEndpoints", "VPC")
	if c.made() {
		if existing.PodSecurityGroupID != "" {
			b.add(c.path+".existing.podSecurityGroupId", "is for a cluster that exists already; remove it, or give its clusterName")
		}
		return
	}
	if existing.PodSecurityGroupID == "" {
		b.add(c.path+".existing.podSecurityGroupId", "is required with clusterName")
	}
	unused(declared.KubernetesVersion != "", "kubernetesVersion", "cluster")
	unused(len(declared.ControlPlaneZones) > 0, "controlPlaneZones", "cluster")
	unused(len(declared.NodeGroups) > 0, "nodeGroups", "cluster")
	unused(declared.Endpoint != nil, "endpoint", "cluster")
	unused(len(declared.Admins) > 0, "admins", "cluster")
}

// readTier reads the declared subnets of a tier.
func (b *builder) readTier(c *cluster, tier Tier) {
	c.addresses.existing[tier] = map[string]existingSubnet{}
	subnets := c.declared.Existing.Subnets[string(tier)]
	for _, id := range sortedKeys(subnets) {
		path := member(member(c.path+".existing.subnets", string(tier)), id)
		if _, known := b.zoneByID(id); !known {
			_, problem := parseZone(id)
			b.add(path, "%s", orDefault(problem, id+" is not one of the estate's zones"))
		}
		subnet := existingSubnet{declared: subnets[id], cidr: b.existingPrefix(c, tier, path+".cidr", subnets[id].Cidr)}
		if c.addresses.answers(tier) && subnet.declared.RouteTableID == "" {
			b.add(path+".routeTableId", "is required: the routes to the ingress VPC go into it")
		}
		c.addresses.existing[tier][id] = subnet
	}
}

// existingPrefix parses the CIDR of a declared subnet.
func (b *builder) existingPrefix(c *cluster, tier Tier, path, cidr string) netip.Prefix {
	prefix, problem := prefixProblem(cidr)
	home, where := c.addresses.cidr, "the VPC"
	if tier == TierPod {
		home, where = c.addresses.pods, "podCidr"
	}
	switch {
	case cidr == "":
		return netip.Prefix{}
	case problem != "":
		b.add(path, "%s", problem)
		return netip.Prefix{}
	case prefix.Bits() < largestVpc || prefix.Bits() > smallestVpc:
		b.add(path, "%s: AWS has subnets from /%d to /%d", cidr, largestVpc, smallestVpc)
	case tier == TierLb && prefix.Bits() > smallestExistingLb:
		b.add(path, "%s is too small: an lb subnet is a /%d or larger, for the static addresses beside those that AWS keeps", cidr, smallestExistingLb)
	case home.IsValid() && !contains(home, prefix):
		b.add(path, "%s does not lie in %s %s", cidr, where, home)
	default:
		return prefix
	}
	return netip.Prefix{}
}

// sharesSubnets says whether two tiers may stand in the same subnet: nodes beside the network interfaces of their control
// plane, as most clusters have it. An lb subnet keeps addresses free, and a transit subnet is the attachment's alone.
func sharesSubnets(one, other Tier) bool {
	return one == TierNode && other == TierControlPlane || one == TierControlPlane && other == TierNode
}

// checkExistingOverlap finds declared subnets that overlap or are the same.
func (b *builder) checkExistingOverlap(c *cluster) {
	type declaration struct {
		path   string
		tier   Tier
		zone   string
		subnet existingSubnet
	}
	ranges, first := []addressRange{}, map[string]declaration{}
	for _, tier := range sortedKeys(c.declared.Existing.Subnets) {
		for _, id := range sortedKeys(c.addresses.existing[Tier(tier)]) {
			subnet := c.addresses.existing[Tier(tier)][id]
			path := member(member(c.path+".existing.subnets", tier), id)
			if other, repeated := first[subnet.declared.ID]; repeated && subnet.declared.ID != "" {
				switch {
				case !sharesSubnets(other.tier, Tier(tier)) || other.zone != id:
					b.add(path+".id", "%s is declared already, in %s", subnet.declared.ID, other.path)
				case other.subnet.cidr != subnet.cidr:
					b.add(path+".cidr", "%s is the same subnet as %s, which has %s", subnet.declared.ID, other.path, other.subnet.declared.Cidr)
				}
				continue
			}
			first[subnet.declared.ID] = declaration{path, Tier(tier), id, subnet}
			if subnet.cidr.IsValid() {
				ranges = append(ranges, addressRange{subnet.cidr, vpcRange, path + ".cidr"})
			}
		}
	}
	b.checkOverlapping(ranges)
}
