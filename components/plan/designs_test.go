package plan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The routes of each design, written by hand: one line is one route, `*` is each zone in turn (so a route never leaves its
// zone), `private` each of 10/8, 172.16/12, 192.168/16 and 100.64/10. What is behind # says why. Nothing else may be there.
//
// R0 to R7 are the recipes of routing: R0 no inspection, R1 in front of the load balancers, R2 between the ingress VPC and the EKS
// VPCs, R4 the routes of R1 and R2 with endpoints of a Gateway Load Balancer, one per zone, R7 on the way to the internet. The flavour
// of a firewall changes no route, so R4's tables are those of R1 and R2 (TestRoutesAreThoseOfEveryFlavour). R3, the load balancer
// inside the inspection VPC, is no design of an estate.
//
// The estate has the ingress VPC 10.0.0.0/20 (lb subnets 10.0.0.0/24 and 10.0.1.0/24), payments 10.16.0.0/16 with pods in
// 100.64.0.0/16, which nothing outside its VPC may know, and search 10.17.0.0/20.
var designs = []struct {
	name       string
	inspection *Inspection
	routes     string
}{
	{"R0 nothing is inspected", nil, `
		ingress.lb.*          0.0.0.0/0     internet-gateway    # clients
		ingress.lb.*          10.16.0.0/16  transit-gateway     # one exact route per cluster
		ingress.lb.*          10.17.0.0/20  transit-gateway
		payments.lb.*         10.0.0.0/20   transit-gateway     # inner load balancers answer the ingress VPC
		payments.node.*       10.0.0.0/20   transit-gateway
		search.lb.*           10.0.0.0/20   transit-gateway
		search.node.*         10.0.0.0/20   transit-gateway

		attached  ingress     to ingress
		attached  payments    to spoke
		attached  search      to spoke
		transit   ingress     10.16.0.0/16  payments  of payments
		transit   ingress     10.17.0.0/20  search    of search
		transit   ingress     private       blackhole
		transit   spoke       10.0.0.0/20   ingress   of ingress # clusters know the ingress VPC and nobody else
		transit   spoke       private       blackhole
	`},
	{"R1 edge", &Inspection{Edge: custom()}, `
		ingress.edge          10.0.0.0/24   firewall.use1-az1   # the exact subnet, to the endpoint of that subnet's zone
		ingress.edge          10.0.1.0/24   firewall.use1-az2
		ingress.lb.*          0.0.0.0/0     firewall.*          # answers to clients meet the same endpoint
		ingress.lb.*          10.16.0.0/16  transit-gateway     # towards clusters nothing is inspected
		ingress.lb.*          10.17.0.0/20  transit-gateway
		ingress.firewall.*    0.0.0.0/0     internet-gateway    # what was inspected leaves
		payments.lb.*         10.0.0.0/20   transit-gateway
		payments.node.*       10.0.0.0/20   transit-gateway
		search.lb.*           10.0.0.0/20   transit-gateway
		search.node.*         10.0.0.0/20   transit-gateway

		attached  ingress     to ingress
		attached  payments    to spoke
		attached  search      to spoke
		transit   ingress     10.16.0.0/16  payments  of payments
		transit   ingress     10.17.0.0/20  search    of search
		transit   ingress     private       blackhole
		transit   spoke       10.0.0.0/20   ingress   of ingress
		transit   spoke       private       blackhole
	`},
	{"R2 east-west", &Inspection{EastWest: customEastWest()}, `
		ingress.lb.*          0.0.0.0/0     internet-gateway
		ingress.lb.*          10.16.0.0/16  transit-gateway
		ingress.lb.*          10.17.0.0/20  transit-gateway
		inspection.transit.*  0.0.0.0/0     firewall.*          # all that the transit gateway delivers, in its zone
		inspection.firewall.* 10.0.0.0/20   transit-gateway     # back, only to what is declared
		inspection.firewall.* 10.16.0.0/16  transit-gateway
		inspection.firewall.* 10.17.0.0/20  transit-gateway
		payments.lb.*         10.0.0.0/20   transit-gateway
		payments.node.*       10.0.0.0/20   transit-gateway
		search.lb.*           10.0.0.0/20   transit-gateway
		search.node.*         10.0.0.0/20   transit-gateway

		attached  ingress     to ingress
		attached  inspection  to inspection with appliance mode # both directions of a flow in one zone
		attached  payments    to spoke
		attached  search      to spoke
		transit   ingress     10.16.0.0/16  inspection  of payments # the cluster's route, led through the firewall
		transit   ingress     10.17.0.0/20  inspection  of search
		transit   ingress     private       blackhole
		transit   spoke       10.0.0.0/20   inspection  of ingress  # and the way back
		transit   spoke       private       blackhole
		transit   inspection  10.0.0.0/20   ingress     of ingress  # inspected packets reach where they wanted
		transit   inspection  10.16.0.0/16  payments    of payments
		transit   inspection  10.17.0.0/20  search      of search
		transit   inspection  private       blackhole
	`},
	{"R1 R2 edge and east-west", &Inspection{Edge: custom(), EastWest: customEastWest()}, `
		ingress.edge          10.0.0.0/24   firewall.use1-az1
		ingress.edge          10.0.1.0/24   firewall.use1-az2
		ingress.lb.*          0.0.0.0/0     firewall.*
		ingress.lb.*          10.16.0.0/16  transit-gateway     # to the other firewall, not to this one
		ingress.lb.*          10.17.0.0/20  transit-gateway
		ingress.firewall.*    0.0.0.0/0     internet-gateway
		inspection.transit.*  0.0.0.0/0     firewall.*
		inspection.firewall.* 10.0.0.0/20   transit-gateway
		inspection.firewall.* 10.16.0.0/16  transit-gateway
		inspection.firewall.* 10.17.0.0/20  transit-gateway
		payments.lb.*         10.0.0.0/20   transit-gateway
		payments.node.*       10.0.0.0/20   transit-gateway
		search.lb.*           10.0.0.0/20   transit-gateway
		search.node.*         10.0.0.0/20   transit-gateway

		attached  ingress     to ingress                        # the edge firewall is not behind this attachment
		attached  inspection  to inspection with appliance mode
		attached  payments    to spoke
		attached  search      to spoke
		transit   ingress     10.16.0.0/16  inspection  of payments
		transit   ingress     10.17.0.0/20  inspection  of search
		transit   ingress     private       blackhole
		transit   spoke       10.0.0.0/20   inspection  of ingress
		transit   spoke       private       blackhole
		transit   inspection  10.0.0.0/20   ingress     of ingress
		transit   inspection  10.16.0.0/16  payments    of payments
		transit   inspection  10.17.0.0/20  search      of search
		transit   inspection  private       blackhole
	`},
	{"R2 east-west with an exception", &Inspection{EastWest: customEastWest("search")}, `
		ingress.lb.*          0.0.0.0/0     internet-gateway
		ingress.lb.*          10.16.0.0/16  transit-gateway
		ingress.lb.*          10.17.0.0/20  transit-gateway
		inspection.transit.*  0.0.0.0/0     firewall.*
		inspection.firewall.* 10.0.0.0/20   transit-gateway
		inspection.firewall.* 10.16.0.0/16  transit-gateway     # search is not among those that come through here
		payments.lb.*         10.0.0.0/20   transit-gateway
		payments.node.*       10.0.0.0/20   transit-gateway
		search.lb.*           10.0.0.0/20   transit-gateway
		search.node.*         10.0.0.0/20   transit-gateway

		attached  ingress     to ingress
		attached  inspection  to inspection with appliance mode
		attached  payments    to spoke
		attached  search      to exempt                         # or its answers would meet a firewall that saw no question
		transit   ingress     10.16.0.0/16  inspection  of payments
		transit   ingress     10.17.0.0/20  search      of search # straight
		transit   ingress     private       blackhole
		transit   spoke       10.0.0.0/20   inspection  of ingress
		transit   spoke       private       blackhole
		transit   exempt      10.0.0.0/20   ingress     of ingress # straight
		transit   exempt      private       blackhole
		transit   inspection  10.0.0.0/20   ingress     of ingress
		transit   inspection  10.16.0.0/16  payments    of payments
		transit   inspection  private       blackhole
	`},
	{"R2 R7 east-west and egress", &Inspection{EastWest: customEastWest(), Egress: &Firewall{}}, `
		ingress.lb.*          0.0.0.0/0     internet-gateway
		ingress.lb.*          10.16.0.0/16  transit-gateway
		ingress.lb.*          10.17.0.0/20  transit-gateway
		inspection.transit.*  0.0.0.0/0     firewall.*
		inspection.firewall.* 10.0.0.0/20   transit-gateway
		inspection.firewall.* 10.16.0.0/16  transit-gateway
		inspection.firewall.* 10.17.0.0/20  transit-gateway
		inspection.firewall.* 0.0.0.0/0     nat.*               # to the internet after inspection, in the zone
		inspection.nat.*      0.0.0.0/0     internet-gateway
		inspection.nat.*      10.16.0.0/16  firewall.*          # answers are inspected by the same endpoint
		inspection.nat.*      10.17.0.0/20  firewall.*
		payments.lb.*         10.0.0.0/20   transit-gateway     # load balancers do not call the internet
		payments.node.*       10.0.0.0/20   transit-gateway
		payments.node.*       0.0.0.0/0     transit-gateway     # nodes do, also for their pods, with their own address
		search.lb.*           10.0.0.0/20   transit-gateway
		search.node.*         10.0.0.0/20   transit-gateway
		search.node.*         0.0.0.0/0     transit-gateway

		nat       inspection.nat.*
		attached  ingress     to ingress
		attached  inspection  to inspection with appliance mode
		attached  payments    to spoke
		attached  search      to spoke
		transit   ingress     10.16.0.0/16  inspection  of payments
		transit   ingress     10.17.0.0/20  inspection  of search
		transit   ingress     private       blackhole
		transit   spoke       10.0.0.0/20   inspection  of ingress
		transit   spoke       0.0.0.0/0     inspection  of inspection # the internet, and by the blackholes no other cluster
		transit   spoke       private       blackhole
		transit   inspection  10.0.0.0/20   ingress     of ingress
		transit   inspection  10.16.0.0/16  payments    of payments
		transit   inspection  10.17.0.0/20  search      of search
		transit   inspection  private       blackhole
	`},
	{"R1 R2 R7 everywhere", &Inspection{Edge: custom(), EastWest: customEastWest(), Egress: &Firewall{}}, `
		ingress.edge          10.0.0.0/24   firewall.use1-az1
		ingress.edge          10.0.1.0/24   firewall.use1-az2
		ingress.lb.*          0.0.0.0/0     firewall.*
		ingress.lb.*          10.16.0.0/16  transit-gateway
		ingress.lb.*          10.17.0.0/20  transit-gateway
		ingress.firewall.*    0.0.0.0/0     internet-gateway
		inspection.transit.*  0.0.0.0/0     firewall.*
		inspection.firewall.* 10.0.0.0/20   transit-gateway
		inspection.firewall.* 10.16.0.0/16  transit-gateway
		inspection.firewall.* 10.17.0.0/20  transit-gateway
		inspection.firewall.* 0.0.0.0/0     nat.*
		inspection.nat.*      0.0.0.0/0     internet-gateway
		inspection.nat.*      10.16.0.0/16  firewall.*
		inspection.nat.*      10.17.0.0/20  firewall.*
		payments.lb.*         10.0.0.0/20   transit-gateway
		payments.node.*       10.0.0.0/20   transit-gateway
		payments.node.*       0.0.0.0/0     transit-gateway
		search.lb.*           10.0.0.0/20   transit-gateway
		search.node.*         10.0.0.0/20   transit-gateway
		search.node.*         0.0.0.0/0     transit-gateway

		nat       inspection.nat.*
		attached  ingress     to ingress
		attached  inspection  to inspection with appliance mode
		attached  payments    to spoke
		attached  search      to spoke
		transit   ingress     10.16.0.0/16  inspection  of payments
		transit   ingress     10.17.0.0/20  inspection  of search
		transit   ingress     private       blackhole
		transit   spoke       10.0.0.0/20   inspection  of ingress
		transit   spoke       0.0.0.0/0     inspection  of inspection
		transit   spoke       private       blackhole
		transit   inspection  10.0.0.0/20   ingress     of ingress
		transit   inspection  10.16.0.0/16  payments    of payments
		transit   inspection  10.17.0.0/20  search      of search
		transit   inspection  private       blackhole
	`},
	{"R1 R2 R7 everywhere with an exception", &Inspection{Edge: custom(), EastWest: customEastWest("search"), Egress: &Firewall{}}, `
		ingress.edge          10.0.0.0/24   firewall.use1-az1
		ingress.edge          10.0.1.0/24   firewall.use1-az2
		ingress.lb.*          0.0.0.0/0     firewall.*
		ingress.lb.*          10.16.0.0/16  transit-gateway
		ingress.lb.*          10.17.0.0/20  transit-gateway
		ingress.firewall.*    0.0.0.0/0     internet-gateway
		inspection.transit.*  0.0.0.0/0     firewall.*
		inspection.firewall.* 10.0.0.0/20   transit-gateway
		inspection.firewall.* 10.16.0.0/16  transit-gateway
		inspection.firewall.* 10.17.0.0/20  transit-gateway     # answers from the internet: egress has no exceptions
		inspection.firewall.* 0.0.0.0/0     nat.*
		inspection.nat.*      0.0.0.0/0     internet-gateway
		inspection.nat.*      10.16.0.0/16  firewall.*
		inspection.nat.*      10.17.0.0/20  firewall.*
		payments.lb.*         10.0.0.0/20   transit-gateway
		payments.node.*       10.0.0.0/20   transit-gateway
		payments.node.*       0.0.0.0/0     transit-gateway
		search.lb.*           10.0.0.0/20   transit-gateway
		search.node.*         10.0.0.0/20   transit-gateway
		search.node.*         0.0.0.0/0     transit-gateway

		nat       inspection.nat.*
		attached  ingress     to ingress
		attached  inspection  to inspection with appliance mode
		attached  payments    to spoke
		attached  search      to exempt
		transit   ingress     10.16.0.0/16  inspection  of payments
		transit   ingress     10.17.0.0/20  search      of search
		transit   ingress     private       blackhole
		transit   spoke       10.0.0.0/20   inspection  of ingress
		transit   spoke       0.0.0.0/0     inspection  of inspection
		transit   spoke       private       blackhole
		transit   exempt      10.0.0.0/20   ingress     of ingress
		transit   exempt      0.0.0.0/0     inspection  of inspection
		transit   exempt      private       blackhole
		transit   inspection  10.0.0.0/20   ingress     of ingress
		transit   inspection  10.16.0.0/16  payments    of payments
		transit   inspection  10.17.0.0/20  search      of search
		transit   inspection  private       blackhole
	`},
	{"R7 egress alone", &Inspection{Egress: custom()}, `
		ingress.lb.*          0.0.0.0/0     internet-gateway
		ingress.lb.*          10.16.0.0/16  transit-gateway
		ingress.lb.*          10.17.0.0/20  transit-gateway
		inspection.transit.*  0.0.0.0/0     firewall.*
		inspection.firewall.* 10.16.0.0/16  transit-gateway     # answers from the internet; the ingress VPC is not reached here
		inspection.firewall.* 10.17.0.0/20  transit-gateway
		inspection.firewall.* 0.0.0.0/0     nat.*
		inspection.nat.*      0.0.0.0/0     internet-gateway
		inspection.nat.*      10.16.0.0/16  firewall.*
		inspection.nat.*      10.17.0.0/20  firewall.*
		payments.lb.*         10.0.0.0/20   transit-gateway
		payments.node.*       10.0.0.0/20   transit-gateway
		payments.node.*       0.0.0.0/0     transit-gateway
		search.lb.*           10.0.0.0/20   transit-gateway
		search.node.*         10.0.0.0/20   transit-gateway
		search.node.*         0.0.0.0/0     transit-gateway

		nat       inspection.nat.*
		attached  ingress     to ingress
		attached  inspection  to inspection with appliance mode
		attached  payments    to spoke
		attached  search      to spoke
		transit   ingress     10.16.0.0/16  payments    of payments # what comes from clients goes straight
		transit   ingress     10.17.0.0/20  search      of search
		transit   ingress     private       blackhole
		transit   spoke       10.0.0.0/20   ingress     of ingress
		transit   spoke       0.0.0.0/0     inspection  of inspection
		transit   spoke       private       blackhole
		transit   inspection  10.16.0.0/16  payments    of payments
		transit   inspection  10.17.0.0/20  search      of search
		transit   inspection  private       blackhole
	`},
}

// custom is a firewall of no built-in flavour.
func custom() *Firewall { return &Firewall{Custom: &CustomFirewall{Flavour: "any"}} }

// customEastWest is one in the inspection VPC, with clusters that it leaves out.
func customEastWest(except ...string) *EastWestInspection {
	eastWest := &EastWestInspection{Custom: custom().Custom}
	for _, name := range except {
		if eastWest.Except == nil {
			eastWest.Except = map[string]string{}
		}
		eastWest.Except[name] = "measured"
	}
	return eastWest
}

func TestRoutesOfEachDesign(t *testing.T) {
	for _, design := range designs {
		t.Run(design.name, func(t *testing.T) {
			estate := good()
			estate.Inspection = design.inspection
			plan, err := Build(estate)
			require.NoError(t, err)
			require.Empty(t, plan.Validate())
			require.ElementsMatch(t, written(design.routes, plan.Zones), planned(t, plan))
		})
	}
}

// written are the lines of a hand-written table, with zones and private space spelt out.
func written(table string, zones []string) []string {
	out := []string{}
	for _, line := range strings.Split(table, "\n") {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		line = strings.Join(fields, " ")
		switch {
		case line == "":
		case strings.Contains(line, "*"):
			for _, zone := range zones {
				out = append(out, strings.ReplaceAll(line, "*", zone))
			}
		case strings.Contains(line, "private"):
			for _, space := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"} {
				out = append(out, strings.ReplaceAll(line, "private", space))
			}
		default:
			out = append(out, line)
		}
	}
	return out
}

// planned are the same lines of a plan, in which each subnet asks the route table of its own name.
func planned(t *testing.T, plan *Plan) []string {
	t.Helper()
	out := []string{}
	for _, vpc := range plan.Vpcs {
		for _, subnet := range vpc.Subnets {
			require.Equal(t, subnet.Name, subnet.RouteTable)
		}
		for _, table := range vpc.RouteTables {
			for _, route := range table.Routes {
				out = append(out, table.Name+" "+route.Destination+" "+string(route.NextHop))
			}
		}
		for _, gateway := range vpc.NatGateways {
			out = append(out, "nat "+gateway.Subnet)
		}
	}
	for _, attachment := range plan.TransitGateway.Attachments {
		line := "attached " + attachment.Vpc + " to " + attachment.RouteTable
		if attachment.ApplianceMode {
			line += " with appliance mode"
		}
		out = append(out, line)
	}
	for _, table := range plan.TransitGateway.RouteTables {
		for _, route := range table.Routes {
			line := "transit " + table.Name + " " + route.Destination + " "
			if route.Blackhole {
				line += "blackhole"
			} else {
				line += route.Attachment + " of " + route.Vpc
			}
			out = append(out, line)
		}
	}
	return out
}

// TestRoutesAreThoseOfEveryFlavour builds each design with firewalls of the other flavours: AWS Network Firewall, and a Gateway Load
// Balancer, whose endpoints have the same places, one per zone (R4).
func TestRoutesAreThoseOfEveryFlavour(t *testing.T) {
	for _, design := range designs {
		if design.inspection == nil {
			continue
		}
		for name, flavour := range map[string]Firewall{
			"network firewall": {NetworkFirewall: &NetworkFirewall{}}, "gateway load balancer": {GatewayLoadBalancer: &GatewayLoadBalancer{ServiceName: serviceName}},
		} {
			t.Run(design.name+" with a "+name, func(t *testing.T) {
				inspection := *design.inspection
				if inspection.Edge != nil {
					inspection.Edge = &flavour
				}
				if inspection.EastWest != nil {
					inspection.EastWest = &EastWestInspection{
						NetworkFirewall: flavour.NetworkFirewall, GatewayLoadBalancer: flavour.GatewayLoadBalancer, Except: inspection.EastWest.Except,
					}
				}
				if inspection.Egress != nil && inspection.EastWest == nil {
					inspection.Egress = &flavour
				}
				estate := good()
				estate.Inspection = &inspection
				plan, err := Build(estate)
				require.NoError(t, err)
				require.ElementsMatch(t, written(design.routes, plan.Zones), planned(t, plan))
			})
		}
	}
}
