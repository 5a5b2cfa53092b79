package planview

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/estatefile"
	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/layout"
	"github.com/ingresshub/ingresshub/components/plan"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGoldenViews(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]func(io.Writer, *plan.Plan) error{"table.txt": Table, "plan.mmd": Mermaid} {
		for estate, prefix := range map[string]string{"estate": "", "inspected": "inspected-"} {
			t.Run(prefix+name, func(t *testing.T) {
				t.Parallel()
				var out bytes.Buffer
				require.NoError(t, view(&out, planOf(t, "testdata/"+estate+".yaml")))
				path := filepath.Join("testdata", prefix+name)
				if *update {
					require.NoError(t, os.WriteFile(path, out.Bytes(), 0o644))
				}
				want, err := os.ReadFile(path)
				require.NoError(t, err)
				assert.Equal(t, string(want), out.String())
			})
		}
	}
}

// TestViewsNameEverything pairs the golden files with what must be in them whatever they look like, also for the estates of
// package plan's own golden files.
func TestViewsNameEverything(t *testing.T) {
	t.Parallel()
	estates, err := filepath.Glob("../../../../components/plan/testdata/*.plan.json")
	require.NoError(t, err)
	require.NotEmpty(t, estates)
	for i := range estates {
		estates[i] = strings.TrimSuffix(estates[i], ".plan.json") + ".json"
	}
	firewalls := 0
	for _, path := range append(estates, "testdata/estate.yaml", "testdata/inspected.yaml") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			planned := planOf(t, path)
			var table, chart bytes.Buffer
			require.NoError(t, Table(&table, planned))
			require.NoError(t, Mermaid(&chart, planned))
			namesNetworks(t, planned, table.String(), chart.String())
			namesInspection(t, planned, table.String(), chart.String())
			drawsWhatItLinks(t, chart.String())
			firewalls += len(planned.Firewalls)
		})
	}
	assert.NotZero(t, firewalls)
}

func namesNetworks(t *testing.T, planned *plan.Plan, table, chart string) {
	t.Helper()
	assert.Contains(t, table, planned.ReachabilityAnalysis)
	for _, vpc := range planned.Vpcs {
		assert.Contains(t, table, "VPC "+vpc.Name)
		assert.Contains(t, chart, "VPC "+vpc.Name)
		for _, subnet := range vpc.Subnets {
			assert.Contains(t, table, subnet.Cidr)
		}
	}
	for _, balancer := range planned.InnerLoadBalancers {
		for _, address := range balancer.Addresses {
			assert.Contains(t, table, address.Address)
			assert.Contains(t, chart, address.Address)
		}
	}
	for _, alb := range planned.InnerAlbs {
		assert.Contains(t, table, "ALB "+alb.Name+"  internal  "+alb.AwsName)
		assert.Contains(t, table, "→ "+alb.Name+"  TCP ")
		assert.Contains(t, chart, fmt.Sprintf("%s -->|%d| %s\n", id("inner", alb.InnerLoadBalancer), alb.Listeners[0].Port, id("inner", alb.Name)))
	}
	for _, balancer := range planned.LoadBalancers {
		for _, listener := range balancer.Listeners {
			for _, rule := range listener.Rules {
				for _, part := range rule.Forward {
					assert.Contains(t, table, fmt.Sprintf("  weight %d\n", part.Weight))
				}
			}
		}
	}
	for _, cluster := range planned.Clusters {
		if cluster.Controller != nil {
			assert.Contains(t, table, "  load balancer controller  chart "+cluster.Controller.ChartVersion)
		}
		for name, reason := range cluster.Guardrails.Reasons() {
			assert.Regexp(t, "(?m)^    .*"+regexp.QuoteMeta(name)+" +"+regexp.QuoteMeta(strings.ReplaceAll(reason, "\n", " "))+"$", strings.ReplaceAll(table, "internal NLBs of its own", "internalNlbs"))
		}
	}
	for _, binding := range planned.Bindings {
		assert.Regexp(t, "→ (.*, )?"+regexp.QuoteMeta(binding.Name)+"(, .*)?  ", table)
		assert.Contains(t, chart, id("service", binding.Name))
	}
}

func namesInspection(t *testing.T, planned *plan.Plan, table, chart string) {
	t.Helper()
	for _, firewall := range planned.Firewalls {
		assert.Regexp(t, "(?m)^  firewall "+firewall.Name+"  .*  inspects "+strings.Join(firewall.Places, ", ")+"$", table)
		assert.Contains(t, chart, id("firewall", firewall.Name)+"[[")
		for _, network := range firewall.HomeNet {
			assert.Regexp(t, `(?m)^    (?:\$HOME_NET|protects) .*`+regexp.QuoteMeta(network), table)
		}
		if firewall.NetworkFirewall != nil {
			for _, group := range firewall.NetworkFirewall.RuleGroups {
				assert.Regexp(t, fmt.Sprintf("(?m)^    priority %d +%s ", group.Priority, regexp.QuoteMeta(group.Name)), table)
			}
		}
	}
	for _, fleet := range planned.Fleets {
		assert.Contains(t, table, fleet.Ami)
		assert.Contains(t, table, "appliances "+fleet.Name+"  "+fleet.Vendor)
		assert.Contains(t, chart, "appliances "+fleet.Name+"<br/>"+fleet.Vendor)
		assert.Contains(t, table, fmt.Sprintf("%d to %d  %s", fleet.Min, fleet.Max, fleet.InstanceType))
		assert.Contains(t, chart, id("fleet", fleet.Name)+"[/")
	}
	for _, exception := range planned.Exceptions {
		assert.Regexp(t, "(?m)^  "+exception.Name+" +"+regexp.QuoteMeta(exception.Reason), table)
		assert.Contains(t, chart, "transit --> "+id("inner", exception.Name+".inner-1"), "nothing inspects it")
	}
	for _, vpc := range planned.Vpcs {
		assert.Equal(t, len(vpc.NatGateways) > 0, strings.Contains(chart, id("nat", vpc.Name)+"["), vpc.Name)
	}
	for _, attachment := range planned.TransitGateway.Attachments {
		assert.Equal(t, attachment.ApplianceMode, strings.Contains(table, attachment.Vpc+" (appliance mode)"), attachment.Vpc)
	}
	// Planned routes lead to the endpoint and the NAT gateway of their own zone, so none has to be named; and all zones have
	// them but those that firewalls keep until they may leave.
	assert.NotRegexp(t, "endpoint in |NAT gateway in ", table)
	leaving := false
	for _, firewall := range planned.Firewalls {
		leaving = leaving || len(firewall.Endpoints) > len(planned.Zones)
	}
	assert.Equal(t, leaving, strings.Contains(table, " only)"))
}

// drawsWhatItLinks finds arrows to or from nothing: Mermaid would draw a box with the identifier in it.
func drawsWhatItLinks(t *testing.T, chart string) {
	t.Helper()
	drawn := map[string]bool{}
	for _, node := range regexp.MustCompile(`(?m)^ +(?:subgraph )?(\w+)[\[({]`).FindAllStringSubmatch(chart, -1) {
		drawn[node[1]] = true
	}
	arrows := regexp.MustCompile(`(?m)^ +(\w+) <?-\.?->(?:\|[^|]*\|)? (\w+)$`).FindAllStringSubmatch(chart, -1)
	require.NotEmpty(t, arrows)
	for _, arrow := range arrows {
		assert.True(t, drawn[arrow[1]] && drawn[arrow[2]], arrow[0])
	}
}

// TestWaysThroughFirewalls follows the arrows from the internet to each cluster, and back from it.
func TestWaysThroughFirewalls(t *testing.T) {
	t.Parallel()
	var chart bytes.Buffer
	require.NoError(t, Mermaid(&chart, planOf(t, "testdata/inspected.yaml")))
	for _, arrow := range []string{
		"internet --> firewall_edge", "firewall_edge --> lb_public", "lb_public --> transit",
		"transit --> firewall_inspection", "firewall_inspection --> transit_inspected", "transit_inspected --> inner_shop__inner_1",
		"transit --> inner_batch__inner_1", "firewall_inspection <-->|GENEVE| fleet_inspection",
		"vpc_shop -.->|egress| transit", "transit -.->|egress| firewall_inspection",
		"firewall_inspection -.->|egress| nat_inspection", "nat_inspection -.->|egress| internet",
	} {
		assert.Contains(t, chart.String(), "  "+arrow+"\n")
	}
	for _, shortcut := range []string{"internet --> lb_public", "transit --> inner_shop__inner_1", "transit_inspected --> inner_batch__inner_1"} {
		assert.NotContains(t, chart.String(), "  "+shortcut+"\n")
	}
}

// TestFlavours shows what is particular to each.
func TestFlavours(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]plan.PlannedFirewall{
		"Gateway Load Balancer  service com.amazonaws.vpce.us-east-1.vpce-svc-1  inspects edge": {
			GatewayLoadBalancer: &plan.PlannedGatewayLoadBalancer{ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-1"},
		},
		"flavour acme  inspects edge\n    endpoints  use1-az1\n    settings  mode=strict, size=2": {
			Custom: &plan.PlannedCustomFirewall{Flavour: "acme", Settings: map[string]string{"size": "2", "mode": "strict"}},
		},
	} {
		f.Name, f.Places = "edge", []string{plan.PlaceEdge}
		f.Endpoints = []plan.FirewallEndpoint{{Name: "edge.use1-az1", Zone: "use1-az1"}}
		written := &table{Page: &layout.Page{}, plan: &plan.Plan{}}
		written.firewall(f)
		var out bytes.Buffer
		_, err := written.WriteTo(&out)
		require.NoError(t, err)
		assert.Contains(t, out.String(), "  firewall edge  "+want)
	}
}

func TestIdsStayApart(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range []string{"a-b", "a.b", "ab", "a.b-c", "a-b.c"} {
		assert.Empty(t, seen[id("lb", name)], name)
		seen[id("lb", name)] = name
	}
	assert.Equal(t, "a<br/>#quot;b#quot; #lt;c#gt;", label("a", "", `"b" <c>`))
}

func planOf(t *testing.T, path string) *plan.Plan {
	t.Helper()
	file, err := estatefile.Read(path, nil)
	require.NoError(t, err)
	text, err := file.JSON()
	require.NoError(t, err)
	planned, err := plan.Parse(text)
	require.NoError(t, err)
	return planned
}
