package flightpath

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// Order of routes of equal length: static ones, those of prefix lists, propagated ones (AWS: "How route priority works").
const (
	static = iota
	listed
	propagated
)

// row is a destination in a table, of VPCs or of transit gateways, with its rank.
type row[R any] struct {
	prefix netip.Prefix
	to     space.Addresses
	rank   int
	route  R
	text   string

	// rival rows have the same prefix, of another prefix list or VPC: AWS chooses one of them, and nothing tells which.
	rival bool
}

// rows are sorted: what comes first decides.
type rows[R any] []row[R]

func (r rows[R]) sort() {
	slices.SortStableFunc(r, func(a, b row[R]) int {
		return cmp.Or(cmp.Compare(b.prefix.Bits(), a.prefix.Bits()), cmp.Compare(a.rank, b.rank), a.prefix.Addr().Compare(b.prefix.Addr()))
	})
}

// split hands out, for each row that decides about some of the packets, these packets; what is left matches no row.
func (r rows[R]) split(packets space.Set, each func(*row[R], space.Set)) space.Set {
	to := packets.Destinations()
	for i := range r {
		if packets.IsEmpty() {
			break
		}
		if !to.Overlaps(r[i].to) {
			continue
		}
		if hit := packets.To(r[i].to); !hit.IsEmpty() {
			each(&r[i], hit)
			for j := i + 1; j < len(r) && r[j].rival && r[j].prefix == r[i].prefix; j++ {
				each(&r[j], hit)
			}
			packets = packets.NotTo(r[i].to)
		}
	}
	return packets
}

func (r *row[R]) String() string { return r.text }

// routeTable is a VPC's route table.
type routeTable struct {
	*network.RouteTable
	rows rows[*network.Route]

	// unknown is why its routes are not all known; empty where they are.
	unknown string
}

func (a *Analyzer) compileTable(t *network.RouteTable) *routeTable {
	c := &routeTable{RouteTable: t, unknown: a.partly(network.GapRouteTables, t.ID)}
	add := func(p netip.Prefix, rank int, r *network.Route, via string) {
		text := p.String() + " -> " + cmp.Or(r.Target.ID, string(r.Target.Kind)) + via
		if r.Blackhole {
			text += " (blackhole)"
		}
		c.rows = append(c.rows, row[*network.Route]{prefix: p, to: space.AddressesOf(p), rank: rank, route: r, text: text})
	}
	for i := range t.Routes {
		r := &t.Routes[i]
		switch list := a.index.PrefixLists[r.PrefixList]; {
		case r.PrefixList == "" && r.Destination.IsValid():
			rank := static
			if r.Propagated {
				rank = propagated
			}
			if rank == propagated && a.isInside(t.VPC, r.Destination) {
				continue // AWS: "Route tables and AWS Site-to-Site VPN route priority": the local route is preferred to longer ones
			}
			add(r.Destination.Masked(), rank, r, "")
		case r.PrefixList == "":
			c.unknown = cmp.Or(c.unknown, "the source does not tell the destination of a route to "+r.Target.ID)
		case list != nil && list.Known:
			for _, p := range list.Prefixes {
				add(p.Masked(), listed, r, " by "+r.PrefixList)
			}
		case r.Target.Kind == network.TargetEndpoint && a.isGatewayEndpoint(r.Target.ID):
			// A list of AWS's own, of the public addresses of one of its services: nothing that a question is about.
		default:
			c.unknown = cmp.Or(c.unknown, a.missing(network.GapPrefixLists, &t.Object, r.PrefixList),
				"the source does not tell the entries of "+r.PrefixList)
		}
	}
	// Each table has a local route for each CIDR of its VPC, unless that was given another target.
	if v := a.vpcs[t.VPC]; v != nil {
		for _, p := range v.CIDRs {
			there := func(r row[*network.Route]) bool { return r.prefix == p.Masked() && r.rank == static }
			if !slices.ContainsFunc(c.rows, there) {
				add(p.Masked(), static, &network.Route{Destination: p, Target: network.Target{Kind: network.TargetLocal, ID: "local"}}, "")
			}
		}
	}
	c.rows.sort()
	for i := 1; i < len(c.rows); i++ {
		one, other := &c.rows[i-1], &c.rows[i]
		other.rival = one.rank == listed && other.rank == listed && one.prefix == other.prefix && one.route.Target != other.route.Target
	}
	return c
}

// isInside says whether a prefix is a part of a VPC.
func (a *Analyzer) isInside(id string, p netip.Prefix) bool {
	v := a.vpcs[id]
	return v != nil && v.cidrs.Covers(space.AddressesOf(p))
}

func (a *Analyzer) isGatewayEndpoint(id string) bool {
	e := a.index.Endpoints[id]
	return e != nil && e.Kind == network.GatewayEndpoint
}

// transitTable is a transit gateway's route table.
type transitTable struct {
	*network.TransitRouteTable
	rows    rows[*network.TransitRoute]
	unknown string

	// unlearned is the attachments whose propagated routes are not known.
	unlearned []string
}

func (a *Analyzer) compileTransit(t *network.TransitRouteTable) *transitTable {
	c := &transitTable{TransitRouteTable: t, unknown: cmp.Or(
		a.partly(network.GapTransitRoutes, t.ID), a.partly(network.GapTransitRouteTables, t.ID),
	)}
	if !t.RoutesKnown {
		c.unknown = cmp.Or(c.unknown, a.missing(network.GapTransitRoutes, &t.Object, t.ID), "the source does not tell its routes")
	}
	add := func(p netip.Prefix, rank int, r *network.TransitRoute, how string) {
		text := p.String() + " -> blackhole"
		if !r.Blackhole {
			text = p.String() + " -> " + joinOr(r.Attachments, "nowhere") + how
		}
		c.rows = append(c.rows, row[*network.TransitRoute]{prefix: p.Masked(), to: space.AddressesOf(p), rank: rank, route: r, text: text})
	}
	for i := range t.Routes {
		r := &t.Routes[i]
		switch list := a.index.PrefixLists[r.PrefixList]; {
		case r.Destination.IsValid() && r.Propagated:
			add(r.Destination, propagated, r, " (propagated)")
		case r.Destination.IsValid() && r.PrefixList != "":
			add(r.Destination, listed, r, " by "+r.PrefixList)
		case r.Destination.IsValid():
			add(r.Destination, static, r, "")
		case list != nil && list.Known:
			for _, p := range list.Prefixes {
				add(p, listed, r, " by "+r.PrefixList)
			}
		default:
			c.unknown = cmp.Or(c.unknown, a.missing(network.GapPrefixLists, &t.Object, r.PrefixList),
				"the source does not tell the entries of "+r.PrefixList)
		}
	}
	a.propagate(c, add)
	c.rows.sort()
	for i := 1; i < len(c.rows); i++ {
		one, other := &c.rows[i-1], &c.rows[i]
		other.rival = one.rank == other.rank && one.rank != static && one.prefix == other.prefix &&
			(one.route.Blackhole != other.route.Blackhole || !slices.Equal(one.route.Attachments, other.route.Attachments))
	}
	return c
}

// propagate adds the CIDRs of VPCs that propagate, where the source's routes do not hold them already.
func (a *Analyzer) propagate(c *transitTable, add func(netip.Prefix, int, *network.TransitRoute, string)) {
	for _, id := range c.Propagations {
		attachment := a.index.Attachments[network.AttachmentKey{Gateway: c.Gateway, ID: id}]
		if attachment != nil && !attachment.Available {
			continue
		}
		v := a.attachedVPC(attachment)
		if v == nil {
			if !c.PropagatedKnown {
				c.unlearned = append(c.unlearned, id)
			}
			continue
		}
		if !c.PropagatedKnown && a.partly(network.GapVPCs, v.ID) != "" {
			c.unlearned = append(c.unlearned, id)
		}
		for _, p := range v.CIDRs {
			if attachment.IPv4Only && p.Addr().Is6() {
				continue
			}
			// Of two VPCs with one block, the one that came first propagates it, and which that is only the source's own list tells.
			there := func(r row[*network.TransitRoute]) bool {
				return r.prefix == p.Masked() && r.rank == propagated && (c.PropagatedKnown || slices.Contains(r.route.Attachments, id))
			}
			if !slices.ContainsFunc(c.rows, there) {
				add(p, propagated, &network.TransitRoute{Destination: p, Attachments: []string{id}, Propagated: true}, " (propagated)")
			}
		}
	}
}
