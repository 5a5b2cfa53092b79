package flightpath

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// Analyzer answers questions about one network. It does not change after it was made: many may ask at once.
type Analyzer struct {
	network *network.Network
	index   *network.Index

	vpcs    map[string]*vpc
	subnets map[string]*subnet
	tables  map[string]*routeTable
	acls    map[string]*acl
	groups  map[string]*group
	transit map[string]*transitTable

	nics  map[string]*nic   // by the interface's ID
	nodes map[string][]*nic // of a load balancer
	nats  map[string]*nic   // of a NAT gateway
	gaps  map[network.GapKind][]*network.Gap

	// everyone is the interfaces to which packets are delivered, in the order of their IDs.
	everyone []*nic

	// hosts is the same by address, but for wide ones, that have whole prefixes; owned is the same by owner.
	hosts map[netip.Addr][]*nic
	wide  []*nic
	owned map[string][]*nic

	// internet is the addresses that mean it.
	internet space.Addresses
}

// vpc is a VPC with what its packets need.
type vpc struct {
	*network.VPC
	cidrs   space.Addresses
	subnets []*subnet

	// open is its IPv6 addresses that are on the internet, as they are.
	open space.Addresses

	// translated is the private IPv4 addresses that the internet gateway has a public one for.
	translated space.Addresses
}

// subnet is a subnet with what AWS applies to it.
type subnet struct {
	*network.Subnet
	cidrs space.Addresses
	vpc   *vpc
	table *routeTable // nil where it is not known
	acl   *acl        // nil where it is not known
	nics  []*nic

	// classes is the interfaces again, those that nothing tells apart as one; declared is what will be there.
	classes, declared []*nic

	// eksNodes are the nodes of clusters that will be there, unplaced those that may be.
	eksNodes, unplaced []*nic
}

// New compiles a network. The network must not change while the analyzer is in use.
func New(n *network.Network) *Analyzer {
	a := &Analyzer{
		network: n, index: n.Index(),
		vpcs: map[string]*vpc{}, subnets: map[string]*subnet{}, tables: map[string]*routeTable{}, acls: map[string]*acl{},
		groups: map[string]*group{}, transit: map[string]*transitTable{},
		nics: map[string]*nic{}, nodes: map[string][]*nic{}, nats: map[string]*nic{}, gaps: map[network.GapKind][]*network.Gap{},
	}
	for i := range n.Gaps {
		g := &n.Gaps[i]
		a.gaps[g.Kind] = append(a.gaps[g.Kind], g)
	}
	var inside []netip.Prefix
	for _, v := range a.index.VPCs {
		cidrs := space.AddressesOf(v.CIDRs...)
		a.vpcs[v.ID] = &vpc{VPC: v, cidrs: cidrs, open: cidrs.V6().Intersect(onInternet).Subtract(space.AddressesOf(v.PrivateCIDRs...))}
		inside = append(inside, v.CIDRs...)
	}
	a.internet = onInternet.Subtract(space.AddressesOf(inside...))
	for id, t := range a.index.RouteTables {
		a.tables[id] = a.compileTable(t)
	}
	for id, l := range a.index.NetworkACLs {
		a.acls[id] = compileACL(l)
	}
	for id, s := range a.index.Subnets {
		one := &subnet{Subnet: s, cidrs: space.AddressesOf(s.CIDRs...), vpc: a.vpcs[s.VPC], table: a.tables[s.RouteTable], acl: a.acls[s.NetworkACL]}
		a.subnets[id] = one
		if one.vpc != nil {
			one.vpc.subnets = append(one.vpc.subnets, one)
		}
	}
	for _, v := range a.vpcs {
		slices.SortFunc(v.subnets, func(a, b *subnet) int { return cmp.Compare(a.ID, b.ID) })
	}
	a.findInterfaces()
	a.classify()
	for id, g := range a.index.SecurityGroups {
		a.groups[id] = a.compileGroup(g)
	}
	for id, t := range a.index.TransitRouteTables {
		a.transit[id] = a.compileTransit(t)
	}
	return a
}

// Index is the network's index, with the references that lead nowhere.
func (a *Analyzer) Index() *network.Index { return a.index }

// reserved are the addresses that no packet on the internet has, by IANA's special-purpose registries.
var reserved = []string{
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16",
	"198.18.0.0/15", "224.0.0.0/3",
}

// onInternet is the addresses of the internet: what is not reserved, and IPv6's global unicast.
var onInternet = func() space.Addresses {
	var not []netip.Prefix
	for _, p := range reserved {
		not = append(not, netip.MustParsePrefix(p))
	}
	return space.AddressesOf(netip.MustParsePrefix("0.0.0.0/0")).Subtract(space.AddressesOf(not...)).
		Union(space.AddressesOf(netip.MustParsePrefix("2000::/3")))
}()

// missing is the reason why something of a kind is not known, or empty where the source tells all of that kind. IDs are what
// it belongs to.
func (a *Analyzer) missing(kind network.GapKind, where *network.Object, ids ...string) string {
	for _, g := range a.gaps[kind] {
		if g.Of != "" && slices.Contains(ids, g.Of) || g.Of == "" && (where == nil ||
			(g.Account == "" || where.Account == "" || g.Account == where.Account) &&
				(g.Region == "" || where.Region == "" || g.Region == where.Region)) {
			return cmp.Or(g.Reason, "the source does not tell its "+string(kind))
		}
	}
	return ""
}

// partly is the reason why the contents of one object are not known.
func (a *Analyzer) partly(kind network.GapKind, id string) string {
	for _, g := range a.gaps[kind] {
		if g.Of == id && id != "" {
			return cmp.Or(g.Reason, "the source does not tell its "+string(kind))
		}
	}
	return ""
}
