package layout

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// everywhere is a route in the tables of all zones, to a next hop of which there is one.
func everywhere(zones []string, destination, hop string) []Route {
	var all []Route
	for _, zone := range zones {
		all = append(all, Route{Zone: zone, Destination: destination, NextHop: hop})
	}
	return all
}

// zonal is a route in the tables of all zones, each to the next hop in the zone that is given for it.
func zonal(zones []string, destination, hop string, to ...string) []Route {
	all := everywhere(zones, destination, hop)
	for i := range all {
		all[i].HopZone = to[i]
	}
	return all
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	zones := []string{"a", "b"}
	join := func(all ...[]Route) []Route {
		var joined []Route
		for _, routes := range all {
			joined = append(joined, routes...)
		}
		return joined
	}
	var many []Route
	for i := range 6 {
		many = append(many, everywhere(zones, fmt.Sprintf("10.%d.0.0/16", i+1), "tgw")...)
	}
	for name, c := range map[string]struct {
		routes []Route
		want   []string
	}{
		"none": {nil, nil},
		"by next hop, destinations as addresses": {
			join(
				everywhere(zones, "10.16.0.0/16", "tgw"), everywhere(zones, "10.2.0.0/16", "tgw"),
				everywhere(zones, "0.0.0.0/0", "internet gateway"),
			),
			[]string{"0.0.0.0/0 → internet gateway", "10.2.0.0/16 10.16.0.0/16 → tgw"},
		},
		"many destinations":   {many, []string{"10.1.0.0/16 10.2.0.0/16 10.3.0.0/16 10.4.0.0/16 and 2 more → tgw"}},
		"a prefix list":       {everywhere(zones, "pl-1", "tgw"), []string{"pl-1 → tgw"}},
		"only one zone":       {everywhere(zones[1:], "0.0.0.0/0", "tgw"), []string{"0.0.0.0/0 → tgw (b only)"}},
		"each its own":        {zonal(zones, "0.0.0.0/0", "NAT", "a", "b"), []string{"0.0.0.0/0 → NAT of its zone"}},
		"its own, in one":     {zonal(zones[:1], "0.0.0.0/0", "NAT", "a"), []string{"0.0.0.0/0 → NAT of its zone (a only)"}},
		"all to one":          {zonal(zones, "0.0.0.0/0", "NAT", "b", "b"), []string{"0.0.0.0/0 → NAT in b"}},
		"crossed":             {zonal(zones, "0.0.0.0/0", "NAT", "b", "a"), []string{"0.0.0.0/0 → NAT in a (b only)", "0.0.0.0/0 → NAT in b (a only)"}},
		"a zone is not known": {zonal(zones, "0.0.0.0/0", "NAT", "a", ""), []string{"0.0.0.0/0 → NAT (b only)", "0.0.0.0/0 → NAT in a (a only)"}},
		"two kinds of next hop": {
			join(everywhere(zones[:1], "0.0.0.0/0", "igw"), zonal(zones[1:], "0.0.0.0/0", "NAT", "b")),
			[]string{"0.0.0.0/0 → igw (a only)", "0.0.0.0/0 → NAT of its zone (b only)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, routes(zones, c.routes))
		})
	}
}

func TestInbound(t *testing.T) {
	t.Parallel()
	tiers := []Tier{
		{Name: "lb", Cidrs: map[string]string{"a": "10.0.0.0/24", "b": "10.0.1.0/24"}},
		{Name: "transit", Cidrs: map[string]string{"a": "10.0.2.0/28"}},
	}
	to := func(cidr, zone string) Route { return Route{Destination: cidr, NextHop: "endpoint", HopZone: zone} }
	for name, c := range map[string]struct {
		routes []Route
		want   []string
	}{
		"no table":       {nil, nil},
		"each its own":   {[]Route{to("10.0.0.0/24", "a"), to("10.0.1.0/24", "b")}, []string{"each lb subnet → endpoint of its zone"}},
		"one is missing": {[]Route{to("10.0.1.0/24", "b")}, []string{"10.0.1.0/24 → endpoint in b"}},
		"crossed": {
			[]Route{to("10.0.0.0/24", "b"), to("10.0.1.0/24", "a")},
			[]string{"10.0.0.0/24 → endpoint in b", "10.0.1.0/24 → endpoint in a"},
		},
		"the whole VPC": {[]Route{to("10.0.0.0/16", "a")}, []string{"10.0.0.0/16 → endpoint in a"}},
		"two tiers": {
			[]Route{to("10.0.2.0/28", "a"), to("10.0.0.0/24", "a"), to("10.0.1.0/24", "b")},
			[]string{"each lb subnet → endpoint of its zone", "each transit subnet → endpoint of its zone"},
		},
		"of two kinds": {
			[]Route{to("10.0.0.0/24", "a"), {Destination: "10.0.1.0/24", NextHop: "NAT", HopZone: "b"}},
			[]string{"10.0.0.0/24 → endpoint in a", "10.0.1.0/24 → NAT in b"},
		},
		"an unknown next hop": {[]Route{{Destination: "10.0.0.0/24", NextHop: "eni-1"}}, []string{"10.0.0.0/24 → eni-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, inbound(tiers, c.routes))
		})
	}
}

func TestTiers(t *testing.T) {
	t.Parallel()
	page := &Page{}
	zones := []string{"a", "b"}
	page.Tiers(1, []Tier{
		{Name: "lb", Cidrs: map[string]string{"a": "10.0.0.0/24", "b": "10.0.1.0/24"}, Routes: everywhere(zones, "0.0.0.0/0", "igw")},
		{Name: "transit", Cidrs: map[string]string{"b": "10.0.2.0/28"}},
	}, nil)
	page.Tiers(1, nil, nil)
	assert.Equal(t, ""+
		"  tier     a            b            routes\n"+
		"  lb       10.0.0.0/24  10.0.1.0/24  0.0.0.0/0 → igw\n"+
		"  transit  -            10.0.2.0/28\n", written(t, page))
}

// TestTiersStayReadable tries up to six zones and many destinations: lines are no wider than they may be, and nothing is lost.
func TestTiersStayReadable(t *testing.T) {
	t.Parallel()
	for zones := 1; zones <= 6; zones++ {
		for destinations := range 7 {
			tier := Tier{Name: "inspection", Cidrs: map[string]string{}}
			for z := range zones {
				zone := fmt.Sprintf("use1-az%d", z+1)
				tier.Cidrs[zone] = fmt.Sprintf("192.168.25%d.128/28", z)
				tier.Routes = append(tier.Routes, Route{zone, "0.0.0.0/0", "NAT gateway", zone})
				for d := range destinations {
					tier.Routes = append(tier.Routes, Route{zone, fmt.Sprintf("192.168.10%d.0/24", d), "firewall endpoint", zone})
				}
			}
			page := &Page{}
			page.Tiers(2, []Tier{tier}, nil)
			text := written(t, page)
			left := 4 + len("inspection") + gap + zones*(len("192.168.250.128/28")+gap)
			for line := range strings.Lines(text) {
				assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimRight(line, "\n")), max(tiersWidth, left+routesWidth), line)
			}
			assert.Contains(t, text, "0.0.0.0/0 → NAT gateway of its zone")
			for d := range min(destinations, shownDestinations) {
				assert.Contains(t, text, fmt.Sprintf("192.168.10%d.0/24", d))
			}
			if destinations > shownDestinations {
				assert.Contains(t, text, fmt.Sprintf("and %d more → firewall endpoint of its zone", destinations-shownDestinations))
			}
		}
	}
}

func written(t *testing.T, page *Page) string {
	t.Helper()
	var out strings.Builder
	_, err := page.WriteTo(&out)
	require.NoError(t, err)
	return out.String()
}
