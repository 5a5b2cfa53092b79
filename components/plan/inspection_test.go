package plan

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// withInspection is a good estate with a declaration of inspection, as JSON, added to it.
func withInspection(t *testing.T, inspection string) Estate {
	t.Helper()
	estate := good()
	require.NoError(t, json.Unmarshal([]byte(inspection), &estate.Inspection))
	return estate
}

// TestFirewalls shows that a place and a flavour are all that has to be said, and which firewalls come of it.
func TestFirewalls(t *testing.T) {
	const inside = "[10.16.0.0/16 10.17.0.0/20 100.64.0.0/16]"
	for _, test := range []struct{ declared, firewalls string }{
		{`{"edge": {"networkFirewall": {}}}`, `edge [edge] in ingress for [10.0.0.0/20]`},
		{`{"eastWest": {"networkFirewall": {}}}`, `inspection [eastWest] in inspection for ` + inside},
		{`{"egress": {"networkFirewall": {}}}`, `inspection [egress] in inspection for ` + inside},
		{
			`{"edge": {"networkFirewall": {}}, "eastWest": {"networkFirewall": {}}, "egress": {}}`,
			`edge [edge] in ingress for [10.0.0.0/20]; inspection [eastWest egress] in inspection for ` + inside,
		},
		{`{"eastWest": {"networkFirewall": {}, "except": {"payments": "x"}}}`, `inspection [eastWest] in inspection for [10.17.0.0/20]`},
		{
			`{"eastWest": {"networkFirewall": {}, "except": {"payments": "x"}}, "egress": {}}`,
			`inspection [eastWest egress] in inspection for ` + inside,
		},
	} {
		t.Run(test.declared, func(t *testing.T) {
			plan, err := Build(withInspection(t, test.declared))
			require.NoError(t, err)
			require.Empty(t, plan.Validate())
			require.Equal(t, test.firewalls, described(plan))
			for _, firewall := range plan.Firewalls {
				require.Equal(t, []FirewallEndpoint{
					{firewall.Name + ".use1-az1", "use1-az1", firewall.Vpc + ".firewall.use1-az1"},
					{firewall.Name + ".use1-az2", "use1-az2", firewall.Vpc + ".firewall.use1-az2"},
				}, firewall.Endpoints)
			}
		})
	}
}

// described are a plan's firewalls in a line.
func described(plan *Plan) string {
	out := []string{}
	for _, f := range plan.Firewalls {
		out = append(out, fmt.Sprint(f.Name, " ", f.Places, " in ", f.Vpc, " for ", f.HomeNet))
	}
	return strings.Join(out, "; ")
}

// TestZonesOfOthersFirewalls shows that zones may be more than the estate's, and change nothing of the plan.
func TestZonesOfOthersFirewalls(t *testing.T) {
	plans := [][]byte{}
	for _, zones := range []string{``, `, "zones": ["use1-az4", "use1-az2", "use1-az1"]`} {
		plan, err := Build(withInspection(t, `{"edge": {"gatewayLoadBalancer": {"serviceName": "`+serviceName+`"`+zones+`}},
			"eastWest": {"custom": {"flavour": "any"`+zones+`}}}`))
		require.NoError(t, err)
		text, err := plan.JSON()
		require.NoError(t, err)
		plans = append(plans, text)
	}
	require.Equal(t, string(plans[0]), string(plans[1]))
}

// TestHubBeforeItsFirstCluster shows an inspection VPC that leads to no cluster yet: each zone has its endpoint, and what it
// protects is nothing but itself.
func TestHubBeforeItsFirstCluster(t *testing.T) {
	estate := withInspection(t, `{"edge": {"networkFirewall": {}}, "eastWest": {"networkFirewall": {}}, "egress": {}}`)
	estate.Clusters, estate.Services = nil, nil
	plan, err := Build(estate)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	require.Equal(t, "edge [edge] in ingress for [10.0.0.0/20]; inspection [eastWest egress] in inspection for [192.168.248.0/22]", described(plan))
	lines := []string{}
	for _, line := range planned(t, plan) {
		if strings.HasPrefix(line, "inspection.") && strings.Contains(line, "use1-az1") || strings.HasPrefix(line, "transit ") && !strings.Contains(line, "blackhole") {
			lines = append(lines, line)
		}
	}
	require.ElementsMatch(t, []string{
		"inspection.transit.use1-az1 0.0.0.0/0 firewall.use1-az1",
		"inspection.firewall.use1-az1 0.0.0.0/0 nat.use1-az1",
		"inspection.firewall.use1-az1 10.0.0.0/20 transit-gateway",
		"inspection.nat.use1-az1 0.0.0.0/0 internet-gateway",
		"transit inspection 10.0.0.0/20 ingress of ingress",
		"transit spoke 0.0.0.0/0 inspection of inspection",
		"transit spoke 10.0.0.0/20 inspection of ingress",
	}, lines)
}

// TestFirstClusterChangesNothing appends the first cluster to a hub: nothing that exists changes but what the firewall protects.
func TestFirstClusterChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawEstate(t)
		estate.Clusters, estate.Services = map[string]Cluster{}, map[string]Service{}
		if estate.Inspection != nil && estate.Inspection.EastWest != nil {
			estate.Inspection.EastWest.Except = nil
		}
		before := built(t, estate)
		require.Empty(t, before.Validate())
		addCluster(t, &estate, 100)
		after := built(t, estate)
		require.Empty(t, after.Validate())
		for i := range before.Firewalls {
			if before.Firewalls[i].Name == InspectionFirewall {
				require.Equal(t, []string{vpcNamed(before, "inspection").Cidr}, before.Firewalls[i].HomeNet)
				before.Firewalls[i].HomeNet = []string{}
			}
		}
		requireOnlyGrown(t, before, after, "firewalls.homeNet")
	})
}

// TestInspectionVpc shows where the tiers lie.
func TestInspectionVpc(t *testing.T) {
	for _, test := range []struct {
		name, inspection string
		tiers            map[string]string
		gateway          bool
	}{
		{"for a fleet alone", `{"edge": {"gatewayLoadBalancer": {"fleet": {"ami": "ami-00000001", "probe": {"port": 80}}}}}`, map[string]string{
			"appliance": "192.168.248.0/26",
		}, false},
		{"east-west", `{"eastWest": {"custom": {"flavour": "any"}}}`, map[string]string{
			"firewall": "192.168.251.0/28", "transit": "192.168.251.128/28",
		}, false},
		{"egress, larger", `{"cidr": "172.31.0.0/16", "egress": {"gatewayLoadBalancer": {"fleet": {"ami": "ami-00000001", "probe": {"port": 80}}}}}`, map[string]string{
			"appliance": "172.31.0.0/24", "nat": "172.31.254.128/28", "firewall": "172.31.255.0/28", "transit": "172.31.255.128/28",
		}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan, err := Build(withInspection(t, test.inspection))
			require.NoError(t, err)
			require.Empty(t, plan.Validate())
			vpc, first := vpcNamed(plan, "inspection"), map[string]string{}
			for _, subnet := range vpc.Subnets {
				if subnet.Zone == "use1-az1" {
					first[string(subnet.Tier)] = subnet.Cidr
				}
			}
			require.Equal(t, test.tiers, first)
			require.Len(t, vpc.Subnets, 2*len(test.tiers))
			require.Len(t, vpc.Blocks, 4, "every tier has its place from the start")
			require.Equal(t, test.gateway, vpc.InternetGateway)
		})
	}
}

// TestSupernetsOfInspection shows that supernets stand for the clusters in the inspection VPC as in the ingress VPC.
func TestSupernetsOfInspection(t *testing.T) {
	estate := withInspection(t, `{"eastWest": {"custom": {"flavour": "any"}}, "egress": {}}`)
	estate.Transit.TransitGateway.Supernets = []string{"10.16.0.0/12"}
	plan, err := Build(estate)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	lines := planned(t, plan)
	for _, line := range []string{
		"ingress.lb.use1-az1 10.16.0.0/12 transit-gateway",
		"inspection.firewall.use1-az1 10.16.0.0/12 transit-gateway",
		"inspection.firewall.use1-az1 10.0.0.0/20 transit-gateway",
		"inspection.nat.use1-az1 10.16.0.0/12 firewall.use1-az1",
		"transit inspection 10.16.0.0/16 payments of payments",
	} {
		require.Contains(t, lines, line)
	}
	for _, line := range lines {
		require.NotRegexp(t, `^inspection\.(firewall|nat)\.use1-az1 10\.1[67]\.0\.0/(16|20) `, line)
	}
}

// TestEgressOfExistingVpcs shows which tables of a VPC that exists already get a default route: those of nodes.
func TestEgressOfExistingVpcs(t *testing.T) {
	estate := withInspection(t, `{"egress": {"custom": {"flavour": "any"}}}`)
	legacy := Cluster{Cidr: "10.18.0.0/24", Existing: existing()}
	legacy.Existing.Subnets["node"] = map[string]ExistingSubnet{
		"use1-az1": {ID: "subnet-00000005", Cidr: "10.18.0.192/28", RouteTableID: "rtb-00000001"},
		"use1-az2": {ID: "subnet-00000006", Cidr: "10.18.0.208/28", RouteTableID: "rtb-00000002"},
	}
	legacy.Existing.Subnets["lb"]["use1-az2"] = ExistingSubnet{ID: "subnet-00000002", Cidr: "10.18.0.64/26", RouteTableID: "rtb-00000003"}
	estate.Clusters["legacy"] = legacy
	plan, err := Build(estate)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	routes := map[string][]string{}
	for _, table := range vpcNamed(plan, "legacy").RouteTables {
		for _, route := range table.Routes {
			routes[table.Name] = append(routes[table.Name], route.Name+" "+string(route.NextHop))
		}
	}
	require.Equal(t, map[string][]string{
		"legacy.rtb-00000001": {"legacy.rtb-00000001.ingress transit-gateway", "legacy.rtb-00000001.internet transit-gateway"},
		"legacy.rtb-00000002": {"legacy.rtb-00000002.ingress transit-gateway", "legacy.rtb-00000002.internet transit-gateway"},
		"legacy.rtb-00000003": {"legacy.rtb-00000003.ingress transit-gateway"},
	}, routes)
}

// TestPassedTraffic shows the rules that let through what the estate declares, and nothing else.
func TestPassedTraffic(t *testing.T) {
	estate := good()
	estate.Inspection = &Inspection{Edge: custom(), EastWest: customEastWest("payments"), Egress: &Firewall{}}
	change(estate.Ingress.LoadBalancers, "stream", func(l *LoadBalancer) { l.AllowedCidrs = []string{"203.0.113.0/24"} })
	estate.Ingress.LoadBalancers["idle"] = LoadBalancer{Type: "network"}
	b := newBuilder(estate)
	b.resolveQuotas()
	b.resolveZones()
	b.resolveLoadBalancers()
	b.resolveClusters()
	b.resolveAddresses()
	b.resolveServices()
	require.Empty(t, b.problems)
	allow := func(name string, sources, destinations, ports []string) FirewallRule {
		return FirewallRule{Name: name, Action: "allow", Protocol: "tcp", Sources: sources, Destinations: destinations, Ports: ports}
	}
	require.Equal(t, []FirewallRule{
		allow("edge.public", nil, []string{"10.0.0.0/21"}, []string{"80", "443"}),
		allow("edge.stream", []string{"203.0.113.0/24"}, []string{"10.0.0.0/21"}, []string{"9092"}),
	}, b.edgePasses())
	require.Equal(t, []FirewallRule{
		allow("eastWest.events", []string{"10.0.0.0/21"}, []string{"10.17.8.0/22"}, []string{"51044"}),
		allow("eastWest.find", []string{"10.0.0.0/21"}, []string{"10.17.8.0/22"}, []string{"30940"}),
	}, b.eastWestPasses(), "shop answers from a cluster that is left out")
	web := allow("egress.web", []string{"10.16.0.0/16", "10.17.0.0/20"}, nil, []string{"80", "443"})
	require.Equal(t, []FirewallRule{web}, b.egressPasses(*custom()))
	require.Equal(t, []FirewallRule{web}, b.egressPasses(Firewall{NetworkFirewall: &NetworkFirewall{}}))
	require.Empty(t, b.egressPasses(Firewall{NetworkFirewall: &NetworkFirewall{AllowedDomains: []string{"a.example"}}}))
}
