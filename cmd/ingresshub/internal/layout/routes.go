package layout

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// shownDestinations is how many destinations of one next hop are spelled out.
const shownDestinations = 4

// Route is a route of the table that a tier's subnet in a zone uses.
type Route struct {
	Zone        string
	Destination string

	// NextHop is where it leads, in words, and HopZone the zone of that, where a VPC has one in each zone.
	NextHop string
	HopZone string
}

// routes says where a tier's routes lead, by next hop: 10.16.0.0/16 10.32.0.0/16 → transit gateway. What is not the same in
// all zones says for which it is true.
func routes(zones []string, all []Route) []string {
	byWay := map[[2]string][]Route{}
	var ways [][2]string
	all = slices.Clone(all)
	SortByAddress(all, func(r Route) string { return r.Destination })
	for _, route := range all {
		way := [2]string{route.Destination, route.NextHop}
		if byWay[way] == nil {
			ways = append(ways, way)
		}
		byWay[way] = append(byWay[way], route)
	}
	var hops []string
	destinations := map[string][]string{}
	for _, way := range ways {
		for _, hop := range folded(zones, byWay[way]) {
			if destinations[hop] == nil {
				hops = append(hops, hop)
			}
			destinations[hop] = append(destinations[hop], way[0])
		}
	}
	var parts []string
	for _, hop := range hops {
		to := destinations[hop]
		if more := len(to) - shownDestinations; more > 0 {
			to = append(to[:shownDestinations:shownDestinations], fmt.Sprintf("and %d more", more))
		}
		parts = append(parts, strings.Join(to, " ")+" → "+hop)
	}
	return parts
}

// folded names the next hops of the routes of one destination to one kind of next hop: in the best case one for all zones.
func folded(zones []string, all []Route) []string {
	own := !slices.ContainsFunc(all, func(r Route) bool { return r.HopZone == "" || r.HopZone != r.Zone })
	if own {
		return []string{all[0].NextHop + " of its zone" + only(zones, all)}
	}
	byHop := map[string][]Route{}
	for _, route := range all {
		byHop[route.HopZone] = append(byHop[route.HopZone], route)
	}
	var hops []string
	for _, zone := range sortedKeys(byHop) {
		hop := all[0].NextHop
		if zone != "" {
			hop += " in " + zone
		}
		hops = append(hops, hop+only(zones, byHop[zone]))
	}
	return hops
}

// only names the zones that routes are for, unless it is all of them.
func only(zones []string, all []Route) string {
	var there []string
	for _, zone := range zones {
		if slices.ContainsFunc(all, func(r Route) bool { return r.Zone == zone }) {
			there = append(there, zone)
		}
	}
	if len(there) == len(zones) {
		return ""
	}
	return " (" + strings.Join(there, " ") + " only)"
}

// inbound says where the route table of an internet gateway leads: each lb subnet → firewall endpoint of its zone.
func inbound(tiers []Tier, all []Route) []string {
	left := slices.Clone(all)
	SortByAddress(left, func(r Route) string { return r.Destination })
	var parts []string
	for _, tier := range tiers {
		own := slices.DeleteFunc(slices.Clone(left), func(r Route) bool {
			return r.HopZone == "" || tier.Cidrs[r.HopZone] != r.Destination
		})
		kinds := map[string]bool{}
		for _, route := range own {
			kinds[route.NextHop] = true
		}
		if len(own) == 0 || len(own) != len(tier.Cidrs) || len(kinds) != 1 {
			continue
		}
		parts = append(parts, "each "+tier.Name+" subnet → "+own[0].NextHop+" of its zone")
		left = slices.DeleteFunc(left, func(r Route) bool { return slices.Contains(own, r) })
	}
	for _, route := range left {
		part := route.Destination + " → " + route.NextHop
		if route.HopZone != "" {
			part += " in " + route.HopZone
		}
		parts = append(parts, part)
	}
	return parts
}

// SortByAddress sorts by a CIDR, as an address rather than as text: 10.2.0.0/16 before 10.16.0.0/16.
func SortByAddress[T any](items []T, cidr func(T) string) {
	slices.SortStableFunc(items, func(a, b T) int {
		x, errX := netip.ParsePrefix(cidr(a))
		y, errY := netip.ParsePrefix(cidr(b))
		if errX != nil || errY != nil {
			return cmp.Compare(cidr(a), cidr(b))
		}
		return cmp.Or(x.Addr().Compare(y.Addr()), cmp.Compare(x.Bits(), y.Bits()))
	})
}
