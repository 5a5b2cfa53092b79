package plan

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// inspectedPlan is a plan without faults with firewalls in all places, an appliance fleet at the edge and an exception. It
// shares nothing with any other.
func inspectedPlan(t *testing.T) *Plan {
	t.Helper()
	estate := good()
	estate.Inspection = &Inspection{EastWest: customEastWest("search"), Egress: &Firewall{}, Edge: &Firewall{
		GatewayLoadBalancer: &GatewayLoadBalancer{Fleet: &ApplianceFleet{Ami: "ami-00000001", Probe: &ApplianceProbe{Port: 80}}},
	}}
	plan, err := Build(estate)
	require.NoError(t, err)
	data, err := plan.JSON()
	require.NoError(t, err)
	var out Plan
	require.NoError(t, json.Unmarshal(data, &out))
	require.Empty(t, out.Validate())
	return &out
}

// routeTo finds a route of a VPC's table by what its destination is.
func routeTo(p *Plan, vpc, table, what string) *Route {
	tables := vpcNamed(p, vpc).RouteTables
	for i := range tables {
		for j := range tables[i].Routes {
			if tables[i].Routes[j].Name == table+"."+what {
				return &tables[i].Routes[j]
			}
		}
	}
	return &Route{}
}

// transitRoute finds a route of the transit gateway.
func transitRoute(p *Plan, name string) *TransitRoute {
	for _, table := range p.TransitGateway.RouteTables {
		for i := range table.Routes {
			if table.Routes[i].Name == name {
				return &table.Routes[i]
			}
		}
	}
	return &TransitRoute{}
}

// edgeTableOf finds the route table of the internet gateway.
func edgeTableOf(p *Plan) *RouteTable {
	tables := vpcNamed(p, "ingress").RouteTables
	for i := range tables {
		if tables[i].Tier == TierEdge {
			return &tables[i]
		}
	}
	return &RouteTable{}
}

// The usual mistakes of wiring firewalls by hand, each with what the audit says of it. Firewalls are edge, inspection;
// attachments are ingress, inspection, payments, search.
var inspectionFaults = []fault{
	{"endpoint of another zone", func(p *Plan) {
		routeTo(p, "ingress", "ingress.lb.use1-az1", "internet").NextHop = ToFirewall("use1-az2")
	}, "ingress.routeTables[ingress.lb.use1-az1].routes[ingress.lb.use1-az1.internet].nextHop: firewall.use1-az2 is in another zone than the route table"},
	{"NAT gateway of another zone", func(p *Plan) {
		routeTo(p, "inspection", "inspection.firewall.use1-az1", "internet").NextHop = ToNatGateway("use1-az2")
	}, "nat.use1-az2 is in another zone than the route table"},
	{"edge route to another zone's endpoint", func(p *Plan) {
		edgeTableOf(p).Routes[0].NextHop = ToFirewall("use1-az2")
	}, "firewall.use1-az2 is not the endpoint of the subnet's zone use1-az1"},
	{"edge route to part of a subnet", func(p *Plan) {
		edgeTableOf(p).Routes[0].Destination = "10.0.0.0/25"
	}, "10.0.0.0/25 is neither a subnet nor the VPC: AWS refuses it"},
	{"edge route to several subnets", func(p *Plan) {
		edgeTableOf(p).Routes[0].Destination = "10.0.0.0/21"
	}, "10.0.0.0/21 is neither a subnet nor the VPC: AWS refuses it"},
	{"edge route to nowhere", func(p *Plan) {
		edgeTableOf(p).Routes[0].NextHop = ToInternetGateway
	}, `"internet-gateway" is not a firewall endpoint`},
	{"load balancers that the internet reaches past the firewall", func(p *Plan) {
		edgeTableOf(p).Routes = edgeTableOf(p).Routes[1:]
	}, "ingress.subnets[ingress.lb.use1-az1]: no route of the internet gateway leads what comes for it to the firewall"},
	{"no edge table", func(p *Plan) {
		v := vpcNamed(p, "ingress")
		for i, table := range v.RouteTables {
			if table.Tier == TierEdge {
				v.RouteTables = append(v.RouteTables[:i], v.RouteTables[i+1:]...)
				break
			}
		}
	}, "no route of the internet gateway leads what comes for it to the firewall"},
	{"edge table in a zone", func(p *Plan) { edgeTableOf(p).Zone = "use1-az1" }, "an internet gateway is in no zone"},
	{"edge table of another VPC", func(p *Plan) {
		v := vpcNamed(p, "search")
		v.RouteTables = append(v.RouteTables, RouteTable{Name: "search.edge", Tier: TierEdge, Routes: []Route{}})
	}, "is the route table of an internet gateway; an ingress VPC has one, if any"},
	{"edge table of a subnet", func(p *Plan) { vpcNamed(p, "ingress").Subnets[0].RouteTable = "ingress.edge" }, "is the internet gateway's, not that of subnet"},
	{"load balancers that answer past the firewall", func(p *Plan) {
		routeTo(p, "ingress", "ingress.lb.use1-az1", "internet").NextHop = ToInternetGateway
	}, "goes past the firewall: only the firewall tier leads to the internet gateway"},
	{"firewall that leads to itself", func(p *Plan) {
		routeTo(p, "ingress", "ingress.firewall.use1-az1", "internet").NextHop = ToFirewall("use1-az1")
	}, "would send back what the firewall has inspected"},
	{"everything into the transit gateway", func(p *Plan) {
		routeTo(p, "inspection", "inspection.firewall.use1-az1", "internet").NextHop = ToTransitGateway
	}, "only EKS VPCs leave everything to the transit gateway"},
	{"transit subnets past the firewall", func(p *Plan) {
		routeTo(p, "inspection", "inspection.transit.use1-az1", "internet").NextHop = ToTransitGateway
	}, "only EKS VPCs leave everything to the transit gateway"},
	{"transit subnets that send back", func(p *Plan) {
		r := routeTo(p, "inspection", "inspection.transit.use1-az1", "internet")
		r.NextHop, r.Destination = ToTransitGateway, "10.16.0.0/16"
	}, "would send back what the transit gateway delivers"},
	{"transit subnets to the internet", func(p *Plan) {
		routeTo(p, "inspection", "inspection.transit.use1-az1", "internet").NextHop = ToInternetGateway
	}, "goes past the firewall: only the nat tier leads to the internet gateway"},
	{"answers from the internet past the firewall", func(p *Plan) {
		routeTo(p, "inspection", "inspection.nat.use1-az1", "payments").NextHop = ToTransitGateway
	}, "goes past the firewall: what comes back from the internet is inspected as well"},
	{"transit subnet that leads nowhere", func(p *Plan) {
		routeTo(p, "inspection", "inspection.transit.use1-az2", "internet").Destination = "10.99.0.0/16"
	}, "plan.vpcs[inspection].subnets[inspection.transit.use1-az2]: what the transit gateway delivers here does not meet the firewall"},
	{"NAT gateway that leads to itself", func(p *Plan) {
		routeTo(p, "inspection", "inspection.nat.use1-az1", "internet").NextHop = ToNatGateway("use1-az1")
	}, "would send back what the NAT gateway has translated"},
	{"NAT gateway that is not there", func(p *Plan) { vpcNamed(p, "inspection").NatGateways = nil }, `the VPC has no NAT gateway in "use1-az1"`},
	{"NAT gateway elsewhere", func(p *Plan) {
		vpcNamed(p, "inspection").NatGateways[0].Subnet = "inspection.transit.use1-az1"
	}, `"inspection.transit.use1-az1" is no subnet for NAT gateways in use1-az1`},
	{"NAT gateways in one zone", func(p *Plan) {
		n := vpcNamed(p, "inspection").NatGateways
		n[1].Zone = n[0].Zone
	}, "use1-az1 has inspection.nat.use1-az1 already"},
	{"NAT gateway without an internet gateway", func(p *Plan) {
		vpcNamed(p, "inspection").InternetGateway = false
	}, "a NAT gateway needs an internet gateway"},
	{"firewall of a VPC that has none", func(p *Plan) {
		routeTo(p, "search", "search.node.use1-az1", "internet").NextHop = ToFirewall("use1-az1")
	}, `the VPC has no firewall subnet in "use1-az1"`},

	{"endpoint gone", func(p *Plan) {
		p.Firewalls[0].Endpoints = p.Firewalls[0].Endpoints[1:]
	}, "plan.vpcs[ingress].routeTables[ingress.lb.use1-az1].routes[ingress.lb.use1-az1.internet]: there is no firewall endpoint in use1-az1"},
	{"firewall subnet without an endpoint", func(p *Plan) {
		p.Firewalls[0].Endpoints = p.Firewalls[0].Endpoints[1:]
	}, "plan.vpcs[ingress].subnets[ingress.firewall.use1-az1]: holds no firewall endpoint"},
	{"endpoint in another tier", func(p *Plan) {
		p.Firewalls[0].Endpoints[0].Subnet = "ingress.lb.use1-az1"
	}, `plan.vpcs[ingress]: there is no firewall subnet "ingress.lb.use1-az1" in use1-az1`},
	{"endpoints in one zone", func(p *Plan) { p.Firewalls[0].Endpoints[0].Zone = "use1-az2" }, "use1-az2 has edge.use1-az1 already"},
	{"endpoint nowhere", func(p *Plan) { p.Firewalls[0].Endpoints[0].Subnet = "" }, "edge.endpoints[edge.use1-az1].subnet: is missing"},
	{"firewall without endpoints", func(p *Plan) { p.Firewalls[1].Endpoints = nil }, "a firewall without endpoints inspects nothing"},
	{"two firewalls in a VPC", func(p *Plan) { p.Firewalls[1].Vpc = "ingress" }, `VPC "ingress" has a firewall already`},
	{"firewall in no VPC", func(p *Plan) { p.Firewalls[1].Vpc = "x" }, `there is no VPC "x"`},
	{"firewall nowhere", func(p *Plan) { p.Firewalls[1].Vpc = "" }, "inspection.vpc: is missing"},
	{"firewall without a name", func(p *Plan) { p.Firewalls[1].Name = "" }, "firewall.name: is missing"},
	{"firewall for nothing", func(p *Plan) { p.Firewalls[1].Places = nil }, "a firewall inspects somewhere"},
	{"firewall in an unknown place", func(p *Plan) { p.Firewalls[1].Places[0] = "north" }, `"north" is none of edge, eastWest and egress`},
	{"no protected side", func(p *Plan) { p.Firewalls[1].HomeNet = nil }, "rules could not tell the protected side"},
	{"protected side that is no network", func(p *Plan) { p.Firewalls[1].HomeNet[0] = "x" }, `inspection.homeNet: "x" is not an IPv4 CIDR`},
	{"no flavour", func(p *Plan) { p.Firewalls[1].Custom = nil }, "inspection: has 0 flavours; one is wanted"},
	{"two flavours", func(p *Plan) {
		p.Firewalls[1].GatewayLoadBalancer = p.Firewalls[0].GatewayLoadBalancer
	}, "inspection: has 2 flavours; one is wanted"},
	{"nameless flavour", func(p *Plan) { p.Firewalls[1].Custom.Flavour = "" }, "inspection.custom.flavour: is missing"},
	{"fleet that is not there", func(p *Plan) { p.Fleets = nil }, `plan.firewalls[edge].gatewayLoadBalancer.fleet: there is no fleet "edge"`},
	{"fleet in other subnets", func(p *Plan) {
		p.Fleets[0].Subnets[0] = "inspection.transit.use1-az1"
	}, `there is no subnet for appliances "inspection.transit.use1-az1" in VPC "inspection"`},

	{"no appliance mode", func(p *Plan) {
		p.TransitGateway.Attachments[1].ApplianceMode = false
	}, "plan.transitGateway.attachments[inspection].applianceMode: must be on"},
	{"cluster reached past the firewall", func(p *Plan) {
		transitRoute(p, "ingress.payments").Attachment = "payments"
	}, "plan.transitGateway.routeTables[ingress].routes[ingress.payments]: goes past the east-west firewall"},
	{"cluster that answers past the firewall", func(p *Plan) {
		transitRoute(p, "spoke.ingress").Attachment = "ingress"
	}, "plan.transitGateway.routeTables[spoke].routes[spoke.ingress]: goes past the east-west firewall"},
	{"exception that only one direction knows", func(p *Plan) {
		p.TransitGateway.Attachments[3].RouteTable = "spoke"
	}, `plan.transitGateway.routeTables[spoke].routes[spoke.ingress]: leads to "inspection", not to the VPC whose addresses these are`},
	{"exception that nobody declared", func(p *Plan) { p.Exceptions = nil }, "goes past the east-west firewall"},
	{"exception without a reason", func(p *Plan) { p.Exceptions[0].Reason = "" }, "plan.exceptions[search]: needs a reason"},
	{"exception for no cluster", func(p *Plan) { p.Exceptions[0].Name = "ingress" }, "plan.exceptions[ingress]: needs a reason, a cluster of that name"},
	{"inspected packets that go to another cluster", func(p *Plan) {
		transitRoute(p, "inspection.payments").Attachment = "search"
	}, `plan.transitGateway.routeTables[inspection].routes[inspection.payments]: leads to "search", not to the VPC whose addresses these are`},
	{"the internet past the firewall", func(p *Plan) {
		transitRoute(p, "spoke.internet").Attachment = "ingress"
	}, "plan.transitGateway.routeTables[spoke].routes[spoke.internet]: 0.0.0.0/0 leads through the egress firewall, or nowhere"},
	{"clusters that reach each other", func(p *Plan) {
		r := transitRoute(p, "spoke.rfc1918-10")
		r.Destination = "10.99.0.0/16"
	}, "transit.routeTables[spoke].routes[spoke.internet]: opens ways between VPCs: the table has no blackhole for 10.0.0.0/8"},
	{"route that belongs to another VPC", func(p *Plan) {
		transitRoute(p, "ingress.payments").Vpc = "search"
	}, `plan.transitGateway.routeTables[ingress].routes[ingress.payments].vpc: 10.16.0.0/16 is not the CIDR of VPC "search"`},
	{"route that nobody registers", func(p *Plan) {
		transitRoute(p, "ingress.payments").Vpc = ""
	}, `transit.routeTables[ingress].routes[ingress.payments].vpc: no attachment of a VPC "" would register the route`},
	{"blackhole of a VPC", func(p *Plan) { transitRoute(p, "spoke.rfc1918-10").Vpc = "search" }, "a blackhole belongs to no VPC"},
}

func TestAuditFindsMistakesOfInspection(t *testing.T) {
	for _, f := range inspectionFaults {
		t.Run(f.name, func(t *testing.T) {
			plan := inspectedPlan(t)
			f.spoil(plan)
			lines := []string{}
			for _, problem := range plan.Validate() {
				lines = append(lines, problem.Path+": "+problem.Message)
			}
			require.Contains(t, strings.Join(lines, "\n"), f.problem)
		})
	}
}
