package plan

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The routes of each design where pods of payments (10.16.0.0/16, pods in 100.64.0.0/16) are targets of the ingress load
// balancer, and those of search (10.17.0.0/20) stand behind an inner one: what payments' own pods need beside the routes of
// designs. Pods of search are none of the ingress VPC's business, and stay unknown there.
var singleDesigns = []struct {
	name       string
	inspection *Inspection
	more       string
}{
	{"R0 nothing is inspected", nil, `
		ingress.lb.*          100.64.0.0/16  transit-gateway    # the load balancer asks pods
		payments.pod.*        10.0.0.0/20    transit-gateway    # pods answer it, from their own subnets
		transit   ingress     100.64.0.0/16  payments  of payments # more specific than the blackhole of 100.64.0.0/10
	`},
	{"R1 edge", &Inspection{Edge: custom()}, `
		ingress.lb.*          100.64.0.0/16  transit-gateway    # towards clusters nothing is inspected
		payments.pod.*        10.0.0.0/20    transit-gateway
		transit   ingress     100.64.0.0/16  payments  of payments
	`},
	{"R2 east-west", &Inspection{EastWest: customEastWest()}, `
		ingress.lb.*          100.64.0.0/16  transit-gateway
		inspection.firewall.* 100.64.0.0/16  transit-gateway    # inspected packets go on
		payments.pod.*        10.0.0.0/20    transit-gateway
		transit   ingress     100.64.0.0/16  inspection  of payments # through the firewall, as the cluster's own CIDR
		transit   inspection  100.64.0.0/16  payments    of payments
	`},
	{"R1 R2 edge and east-west", &Inspection{Edge: custom(), EastWest: customEastWest()}, `
		ingress.lb.*          100.64.0.0/16  transit-gateway
		inspection.firewall.* 100.64.0.0/16  transit-gateway
		payments.pod.*        10.0.0.0/20    transit-gateway
		transit   ingress     100.64.0.0/16  inspection  of payments
		transit   inspection  100.64.0.0/16  payments    of payments
	`},
	{"R2 east-west with an exception", &Inspection{EastWest: customEastWest("search")}, `
		ingress.lb.*          100.64.0.0/16  transit-gateway
		inspection.firewall.* 100.64.0.0/16  transit-gateway
		payments.pod.*        10.0.0.0/20    transit-gateway
		transit   ingress     100.64.0.0/16  inspection  of payments
		transit   inspection  100.64.0.0/16  payments    of payments
	`},
	{"R2 R7 east-west and egress", &Inspection{EastWest: customEastWest(), Egress: &Firewall{}}, `
		ingress.lb.*          100.64.0.0/16  transit-gateway
		inspection.firewall.* 100.64.0.0/16  transit-gateway
		inspection.nat.*      100.64.0.0/16  firewall.*         # nothing comes for pods there: their nodes' addresses go out
		payments.pod.*        10.0.0.0/20    transit-gateway    # and no way to the internet of their own
		transit   ingress     100.64.0.0/16  inspection  of payments
		transit   inspection  100.64.0.0/16  payments    of payments
	`},
	{"R7 egress alone", &Inspection{Egress: custom()}, `
		ingress.lb.*          100.64.0.0/16  transit-gateway
		inspection.firewall.* 100.64.0.0/16  transit-gateway
		inspection.nat.*      100.64.0.0/16  firewall.*
		payments.pod.*        10.0.0.0/20    transit-gateway
		transit   ingress     100.64.0.0/16  payments    of payments # straight
		transit   inspection  100.64.0.0/16  payments    of payments
	`},
}

// TestRoutesOfPodsThatAreTargets holds each design with such pods against the hand-written tables.
func TestRoutesOfPodsThatAreTargets(t *testing.T) {
	tables := map[string]string{}
	for _, design := range designs {
		tables[design.name] = design.routes
	}
	for _, design := range singleDesigns {
		t.Run(design.name, func(t *testing.T) {
			estate := good()
			estate.Inspection = design.inspection
			change(estate.Services, "shop", func(s *Service) { s.Pattern = patternSingle })
			plan, err := Build(estate)
			require.NoError(t, err)
			require.Empty(t, plan.Validate())
			require.Contains(t, tables, design.name)
			require.ElementsMatch(t, written(tables[design.name]+design.more, plan.Zones), planned(t, plan))
		})
	}
}

// TestRoutesOfAnExceptionWhosePodsAreTargets leaves the cluster with such pods out of the inspection: both its CIDRs go past it.
func TestRoutesOfAnExceptionWhosePodsAreTargets(t *testing.T) {
	estate := good()
	change(estate.Services, "find", func(s *Service) { s.Pattern = patternSingle })
	change(estate.Clusters, "search", func(c *Cluster) { c.PodCidr = "100.65.0.0/16" })
	estate.Inspection = &Inspection{EastWest: customEastWest("search")}
	plan, err := Build(estate)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	for _, design := range designs {
		if design.name == "east-west with an exception" {
			require.ElementsMatch(t, written(design.routes+`
				ingress.lb.*          100.65.0.0/16  transit-gateway
				search.pod.*          10.0.0.0/20    transit-gateway
				transit   ingress     100.65.0.0/16  search  of search # straight, and the firewall knows nothing of it
			`, plan.Zones), planned(t, plan))
		}
	}
}

// TestPodsWithoutACidrOfTheirOwnNeedNoRoutes has pods among the nodes, whose CIDR is routed anyway.
func TestPodsWithoutACidrOfTheirOwnNeedNoRoutes(t *testing.T) {
	estate := good()
	change(estate.Services, "find", func(s *Service) { s.Pattern = patternSingle })
	plan, err := Build(estate)
	require.NoError(t, err)
	require.ElementsMatch(t, written(designs[0].routes, plan.Zones), planned(t, plan))
}
