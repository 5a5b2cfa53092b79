package plan

import (
	"net/netip"
	"sort"
)

// Names that the plan itself gives: a cluster of that name would be mistaken for it.
const (
	ingressName  = "ingress"
	internetName = "internet"
	spokeName    = "spoke"
)

// vpcAddresses is where a VPC's tiers lie: in blocks with fixed slots, or in subnets that exist already.
type vpcAddresses struct {
	name     string
	cidr     netip.Prefix
	pods     netip.Prefix
	blocks   map[Tier]block
	existing map[Tier]map[string]existingSubnet

	// ID of a VPC that exists already.
	existingID string

	// Whether pods with addresses of their own are targets of ingress load balancers.
	podsAnswer bool
}

// zonalAddress is an address in a zone, and the subnet that it lies in.
type zonalAddress struct {
	zone    zone
	address netip.Addr
	subnet  netip.Prefix
}

// existingSubnet is a declared subnet, parsed.
type existingSubnet struct {
	declared ExistingSubnet
	cidr     netip.Prefix
}

// source is a prefix from which a tier's traffic comes, with the suffix that tells it apart in names.
type source struct {
	suffix string
	cidr   netip.Prefix
}

// known says whether the VPC's CIDR could be read.
func (v vpcAddresses) known() bool { return v.cidr.IsValid() }

// subnet is the CIDR of a tier's subnet in a zone.
func (v vpcAddresses) subnet(tier Tier, z zone) (netip.Prefix, bool) {
	if v.existing != nil {
		subnet, ok := v.existing[tier][z.id]
		return subnet.cidr, ok && subnet.cidr.IsValid()
	}
	block, ok := v.blocks[tier]
	if !ok {
		return netip.Prefix{}, false
	}
	return block.subnet(z), true
}

// sources are the prefixes that a tier's addresses lie in: its whole block, so that adding a zone changes nothing, or
// the single subnets of an existing VPC.
func (v vpcAddresses) sources(tier Tier) []source {
	if v.existing == nil {
		return []source{{cidr: v.blocks[tier].cidr}}
	}
	out := []source{}
	for _, id := range sortedKeys(v.existing[tier]) {
		out = append(out, source{"." + id, v.existing[tier][id].cidr})
	}
	return out
}

// podSources are the prefixes that pods take their addresses from.
func (v vpcAddresses) podSources() []source {
	switch {
	case v.pods.IsValid():
		return []source{{cidr: v.pods}}
	case v.existing == nil:
		return v.sources(TierNode)
	}
	return []source{{cidr: v.cidr}}
}

// subnetName is the name of a subnet and of its route table.
func subnetName(vpc string, tier Tier, zoneID string) string {
	return vpc + "." + string(tier) + "." + zoneID
}

// ingressVpc prints the ingress VPC.
func (b *builder) ingressVpc() Vpc {
	tiers, inspected := map[Tier][]zone{TierLb: b.zones, TierTransit: b.zones}, b.inspects(PlaceEdge)
	if inspected {
		tiers[TierFirewall] = b.firewallZones(b.firewallIn(PlaceEdge))
	}
	vpc := b.ingress.print(IngressVpc, tiers)
	vpc.Account, vpc.InternetGateway = b.estate.Ingress.Account, true
	if inspected {
		vpc.RouteTables = append(vpc.RouteTables, b.edgeTable())
		sortByName(vpc.RouteTables, func(t RouteTable) string { return t.Name })
	}
	for i := range vpc.RouteTables {
		table := &vpc.RouteTables[i]
		switch {
		case b.isFormer(table.Zone):
		case table.Tier == TierLb && inspected:
			table.add(internetName, anywhere, ToFirewall(table.Zone))
		case table.Tier == TierLb || table.Tier == TierFirewall:
			table.add(internetName, anywhere, ToInternetGateway)
		}
		if table.Tier == TierLb {
			for _, to := range b.beyondTransit(b.allClusters()) {
				table.add(to.suffix, to.cidr, ToTransitGateway)
			}
		}
		table.sort()
	}
	return vpc
}

// edgeTable prints the route table of the ingress VPC's internet gateway: what comes from the internet to a load balancer
// meets the firewall of the load balancer's zone. AWS accepts whole subnets only.
func (b *builder) edgeTable() RouteTable {
	table := RouteTable{Name: b.ingress.name + "." + string(TierEdge), Tier: TierEdge, Routes: []Route{}}
	for _, z := range b.zones {
		if cidr, ok := b.ingress.subnet(TierLb, z); ok {
			table.add(string(TierLb)+"."+z.id, cidr, ToFirewall(z.id))
		}
	}
	return table
}

// allClusters are the clusters in the order of their names.
func (b *builder) allClusters() []*cluster {
	out := make([]*cluster, 0, len(b.clusters))
	for _, name := range sortedKeys(b.clusters) {
		out = append(out, b.clusters[name])
	}
	return out
}

// beyondTransit are the destinations through which a VPC of the hub reaches clusters behind the transit gateway: the
// declared supernets, or each cluster's own.
func (b *builder) beyondTransit(clusters []*cluster) []source {
	out := []source{}
	if gateway := b.estate.Transit.TransitGateway; gateway != nil && len(gateway.Supernets) > 0 {
		for _, supernet := range b.supernets() {
			out = append(out, source{prefixName(supernet), supernet})
		}
		return out
	}
	for _, c := range clusters {
		out = append(out, c.routed()...)
	}
	return out
}

// eksVpc prints the VPC of a cluster.
func (b *builder) eksVpc(c *cluster) Vpc {
	tiers := map[Tier][]zone{TierLb: b.zones, TierTransit: b.zones, TierNode: b.zones, TierControlPlane: c.controlPlaneZones}
	if c.addresses.pods.IsValid() {
		tiers[TierPod] = b.zones
	}
	vpc := c.addresses.print(EksVpc, tiers)
	vpc.Account, vpc.ExistingID = c.account, c.addresses.existingID
	if c.addresses.pods.IsValid() {
		vpc.SecondaryCidrs = []SecondaryCidr{{Name: c.name + "." + string(TierPod), Cidr: c.addresses.pods.String()}}
	}
	nodes := map[string]bool{}
	for _, subnet := range vpc.Subnets {
		nodes[subnet.RouteTable] = nodes[subnet.RouteTable] || subnet.Tier == TierNode
	}
	for i := range vpc.RouteTables {
		table := &vpc.RouteTables[i]
		if table.ExistingID != "" || c.addresses.answers(table.Tier) {
			table.add(ingressName, b.ingress.cidr, ToTransitGateway)
		}
		if b.inspects(PlaceEgress) && nodes[table.Name] {
			table.add(internetName, anywhere, ToTransitGateway)
		}
		table.sort()
	}
	b.addEndpoints(&vpc, c)
	return vpc
}

// print prints the blocks, subnets and route tables of a VPC, without routes.
func (v vpcAddresses) print(kind VpcKind, tiers map[Tier][]zone) Vpc {
	vpc := Vpc{Name: v.name, Kind: kind, Cidr: v.cidr.String(), Subnets: []Subnet{}, RouteTables: []RouteTable{}}
	for tier, block := range v.blocks {
		vpc.Blocks = append(vpc.Blocks, TierBlock{Name: v.name + "." + string(tier), Tier: tier, Cidr: block.cidr.String()})
	}
	tables := map[string]bool{}
	for tier, zones := range tiers {
		for _, z := range zones {
			cidr, ok := v.subnet(tier, z)
			if !ok {
				continue
			}
			subnet := Subnet{Name: subnetName(v.name, tier, z.id), Tier: tier, Zone: z.id, Cidr: cidr.String()}
			if tier == TierLb && kind == EksVpc {
				subnet.Reservation = reservation(cidr).String()
			}
			table := RouteTable{Name: subnet.Name, Tier: tier, Zone: z.id, Routes: []Route{}}
			if existing := v.existing[tier][z.id].declared; v.existing != nil {
				subnet.ExistingID = existing.ID
				table = RouteTable{Name: v.name + "." + existing.RouteTableID, ExistingID: existing.RouteTableID, Routes: []Route{}}
			}
			if v.existing == nil || v.answers(tier) && table.ExistingID != "" {
				subnet.RouteTable = table.Name
				if !tables[table.Name] {
					vpc.RouteTables = append(vpc.RouteTables, table)
				}
				tables[table.Name] = true
			}
			vpc.Subnets = append(vpc.Subnets, subnet)
		}
	}
	sortByName(vpc.Blocks, func(b TierBlock) string { return b.Name })
	sortByName(vpc.Subnets, func(s Subnet) string { return s.Name })
	sortByName(vpc.RouteTables, func(t RouteTable) string { return t.Name })
	return vpc
}

// answers says whether a tier's subnets answer the ingress VPC, so that their route tables, existing ones too, get routes.
//
// Pods are among them only where they are targets of ingress load balancers. Else inner load balancers, which are in the same
// VPC, are all that they answer: their CIDR, which clusters may share, is routed nowhere outside the VPC, so whatever they
// sent to the ingress VPC would never be answered.
func (v vpcAddresses) answers(t Tier) bool {
	return t == TierLb || t == TierNode || t == TierPod && v.podsAnswer
}

// add adds a route.
func (t *RouteTable) add(name string, destination netip.Prefix, hop NextHop) {
	t.Routes = append(t.Routes, Route{Name: t.Name + "." + name, Destination: destination.String(), NextHop: hop})
}

// sort puts the routes in the order of their names.
func (t *RouteTable) sort() { sortByName(t.Routes, func(r Route) string { return r.Name }) }

// sortByName sorts a list by the names of its objects.
func sortByName[T any](list []T, name func(T) string) {
	sort.Slice(list, func(i, j int) bool { return name(list[i]) < name(list[j]) })
}
