package plan

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// zonesOf are the IDs that zones of a Region may have.
func zonesOf(code string) []string {
	ids := []string{}
	for n := 1; n <= slots; n++ {
		ids = append(ids, code+"-az"+strconv.Itoa(n))
	}
	return ids
}

// inZones is an estate in other zones, with the existing clusters' subnets in them.
func inZones(t *rapid.T, estate Estate, zones []string) Estate {
	estate.Zones = zones
	clusters := map[string]Cluster{}
	for name, cluster := range estate.Clusters {
		if cluster.Existing != nil {
			i, err := strconv.Atoi(name[1:])
			require.NoError(t, err)
			before := cluster
			cluster = existingCluster(estate, slot(netip.MustParsePrefix("10.0.0.0/8"), 16, i), i)
			cluster.InnerAlb, cluster.Controller, cluster.Guardrails, cluster.Pattern = before.InnerAlb, before.Controller, before.Guardrails, before.Pattern
			if before.PodCidr != "" {
				givePods(estate, &cluster, i)
			}
		}
		clusters[name] = cluster
	}
	estate.Clusters = clusters
	return estate
}

// TestAZoneLeavesInTwoSteps takes a zone out of an estate with Network Firewalls. In the first step they keep all their endpoints,
// and nothing is left in the zone but those: no route leads there. In the second step nothing else changes.
func TestAZoneLeavesInTwoSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawEstate(t)
		network := &NetworkFirewall{}
		estate.Inspection = &Inspection{Edge: &Firewall{NetworkFirewall: network}}
		switch rapid.IntRange(0, 4).Draw(t, "places") {
		case 1:
			estate.Inspection.EastWest, estate.Inspection.Egress = &EastWestInspection{NetworkFirewall: network}, &Firewall{}
		case 2:
			estate.Inspection = &Inspection{Egress: &Firewall{NetworkFirewall: network}}
		case 3:
			estate.Inspection = &Inspection{EastWest: &EastWestInspection{NetworkFirewall: network}}
		case 4:
			estate.Inspection.EastWest = customEastWest()
		}
		code, _, _ := strings.Cut(estate.Zones[0], "-")
		stay := estate.Zones
		others := slices.DeleteFunc(zonesOf(code), func(id string) bool { return slices.Contains(stay, id) })
		leaving := rapid.SampledFrom(others).Draw(t, "leaving")
		former := *estate.Inspection
		former.FormerZones = []string{leaving}
		before := built(t, inZones(t, estate, append(slices.Clone(stay), leaving)))
		after := built(t, inZones(t, estate, stay))
		estate.Inspection = &former
		between := built(t, inZones(t, estate, stay))
		require.Empty(t, between.Validate())

		for i, firewall := range between.Firewalls {
			kept := after.Firewalls[i].Endpoints
			if firewall.NetworkFirewall != nil {
				kept = before.Firewalls[i].Endpoints
			}
			require.Equal(t, kept, firewall.Endpoints, firewall.Name)
		}
		for _, vpc := range between.Vpcs {
			for _, subnet := range vpc.Subnets {
				require.True(t, subnet.Zone != leaving || subnet.Tier == TierFirewall, subnet.Name)
			}
			for _, table := range vpc.RouteTables {
				require.True(t, table.Zone != leaving || len(table.Routes) == 0, table.Name)
				for _, route := range table.Routes {
					require.NotEqual(t, leaving, route.NextHop.zone(), route.Name)
				}
			}
		}

		was, is := objects(t, between), objects(t, after)
		goes := regexp.MustCompile(`/firewalls/[a-z]+/endpoints/[a-z]+\.` + leaving + `$|/(subnets|routeTables)/[a-z]+\.firewall\.` + leaving + `$`)
		for key, object := range was {
			if goes.MatchString(key) {
				require.NotContains(t, is, key)
				continue
			}
			require.Equal(t, object, is[key], key)
			delete(is, key)
		}
		require.Empty(t, is)
	})
}
