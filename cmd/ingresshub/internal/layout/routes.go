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

// Route is a destination CIDR and where it leads.
type Route struct{ Destination, NextHop string }

// Routes writes routes on one line, by next hop: 10.16.0.0/16 10.32.0.0/16 → transit gateway.
func Routes(routes []Route) string {
	routes = slices.Clone(routes)
	SortByAddress(routes, func(r Route) string { return r.Destination })
	var hops []string
	destinations := map[string][]string{}
	for _, route := range routes {
		if destinations[route.NextHop] == nil {
			hops = append(hops, route.NextHop)
		}
		if !slices.Contains(destinations[route.NextHop], route.Destination) {
			destinations[route.NextHop] = append(destinations[route.NextHop], route.Destination)
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
	return strings.Join(parts, ", ")
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
