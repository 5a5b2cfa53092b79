package plan

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	oneFlavour = "exactly one of networkFirewall, gatewayLoadBalancer and custom must be declared"
	servesBoth = "the firewall of inspection.eastWest serves both; leave egress empty, as in `egress: {}`"
)

// inspect declares inspection.
func inspect(inspection Inspection) func(*Estate) {
	return func(e *Estate) { e.Inspection = &inspection }
}

var inspectionRejections = []rejection{
	{"nowhere", inspect(Inspection{}), []string{"inspection: says not where: declare edge, eastWest or egress in it, or remove it"}},
	{"nowhere, in a VPC", inspect(Inspection{Cidr: "172.31.0.0/22"}), []string{
		"inspection: says not where: declare edge, eastWest or egress in it, or remove it",
	}},
	{"by nothing", inspect(Inspection{Edge: &Firewall{}, EastWest: &EastWestInspection{}}), []string{
		"inspection.eastWest: " + oneFlavour + " (`networkFirewall: {}` for the defaults)",
		"inspection.edge: " + oneFlavour + " (`networkFirewall: {}` for the defaults)",
	}},
	{"by two", inspect(Inspection{
		Edge:     &Firewall{Custom: custom().Custom, NetworkFirewall: &NetworkFirewall{}},
		EastWest: &EastWestInspection{Custom: custom().Custom, GatewayLoadBalancer: &GatewayLoadBalancer{ServiceName: serviceName}},
	}), []string{
		"inspection.eastWest: " + oneFlavour + ", not gatewayLoadBalancer and custom",
		"inspection.edge: " + oneFlavour + ", not networkFirewall and custom",
	}},
	{"egress by nothing", inspect(Inspection{Egress: &Firewall{}}), []string{
		"inspection.egress: " + oneFlavour + " (`networkFirewall: {}` for the defaults)",
	}},
	{"egress by another firewall", inspect(Inspection{
		EastWest: customEastWest(), Egress: &Firewall{NetworkFirewall: &NetworkFirewall{}, Custom: custom().Custom},
	}), []string{"inspection.egress.custom: " + servesBoth, "inspection.egress.networkFirewall: " + servesBoth}},
	{"a VPC for nothing", inspect(Inspection{Edge: custom(), Cidr: "172.31.0.0/22"}), []string{
		"inspection.cidr: there is no inspection VPC: an edge firewall stands in the ingress VPC; remove it",
	}},
	{"no flavour", inspect(Inspection{Edge: &Firewall{Custom: &CustomFirewall{}}, Egress: &Firewall{Custom: &CustomFirewall{Flavour: "a b"}}}), []string{
		"inspection.edge.custom.flavour: is required",
		`inspection.egress.custom.flavour: "a b" is not the name of a flavour, such as my-firewall`,
	}},
	{"exceptions", inspect(Inspection{EastWest: &EastWestInspection{
		Custom: custom().Custom, Except: map[string]string{"paymnts": "slow", "search": "", "x y": " "},
	}}), []string{
		`inspection.eastWest.except.paymnts: there is no cluster "paymnts"; did you mean payments?`,
		"inspection.eastWest.except.search: is empty: give a reason",
		`inspection.eastWest.except["x y"]: " " is not a reason`,
		`inspection.eastWest.except["x y"]: "x y" is not a name: names are lower-case words joined by single hyphens, such as blue-1`,
		`inspection.eastWest.except["x y"]: there is no cluster "x y"`,
	}},
	{"everything is an exception", inspect(Inspection{EastWest: customEastWest("payments", "search"), Egress: &Firewall{}}), []string{
		"inspection.eastWest.except: leaves out every cluster, so eastWest inspects nothing; remove inspection.eastWest instead",
	}},
	{"zones of others' firewalls", inspect(Inspection{
		Edge: &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{
			ServiceName: serviceName, Zones: []string{"use1-az1", "use1-az6", "use1-az1", "us-east-1a", "euc1-az2"},
		}},
		Egress: &Firewall{Custom: &CustomFirewall{Flavour: "any", Zones: []string{"use1-az4"}}},
	}), []string{
		"inspection.edge.gatewayLoadBalancer.zones: use1-az2 of the estate is missing: its load balancer would have no firewall in its zone",
		"inspection.edge.gatewayLoadBalancer.zones[2]: use1-az1 is declared already, in inspection.edge.gatewayLoadBalancer.zones[0]",
		"inspection.edge.gatewayLoadBalancer.zones[3]: us-east-1a is a zone name, which means another place in every account: use the zone ID, " +
			"such as use1-az1 (`aws ec2 describe-availability-zones` shows both)",
		"inspection.edge.gatewayLoadBalancer.zones[4]: euc1-az2 is a zone of eu-central-1, but the estate's Region is us-east-1",
		"inspection.egress.custom.zones: use1-az1 of the estate is missing: its load balancer would have no firewall in its zone",
		"inspection.egress.custom.zones: use1-az2 of the estate is missing: its load balancer would have no firewall in its zone",
	}},
	{"zones of appliances", inspect(Inspection{
		Edge: &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{FleetOf: PlaceEastWest, Zones: []string{"use1-az1"}}},
		EastWest: &EastWestInspection{GatewayLoadBalancer: &GatewayLoadBalancer{
			Fleet: &ApplianceFleet{Ami: "ami-00000001", Probe: &ApplianceProbe{Port: 80}}, Zones: []string{"use1-az1", "use1-az2"},
		}},
	}), []string{
		"inspection.eastWest.gatewayLoadBalancer.zones: is for serviceName: appliances stand in all zones of the estate; remove it",
		"inspection.edge.gatewayLoadBalancer.zones: is for serviceName: appliances stand in all zones of the estate; remove it",
	}},
	{"host bits", inspect(Inspection{EastWest: customEastWest(), Cidr: "172.31.0.1/22"}), []string{
		"inspection.cidr: 172.31.0.1/22 has host bits set: the network is 172.31.0.0/22",
	}},
	{"too small", inspect(Inspection{EastWest: customEastWest(), Cidr: "172.31.0.0/23"}), []string{
		"inspection.cidr: 172.31.0.0/23 is too small: the smallest inspection VPC that fits eight zones is a /22",
	}},
	{"too large", inspect(Inspection{EastWest: customEastWest(), Cidr: "172.16.0.0/15"}), []string{
		"inspection.cidr: 172.16.0.0/15: AWS accepts VPCs from /16 to /28",
	}},
	{"range of a blackhole", inspect(Inspection{EastWest: customEastWest(), Cidr: "192.168.0.0/16"}), []string{
		"inspection.cidr: 192.168.0.0/16 is the range of a blackhole in the transit route tables; take a part of it, such as 192.168.0.0/17",
	}},
	{"the default is taken", func(e *Estate) {
		e.Inspection = &Inspection{EastWest: customEastWest()}
		change(e.Clusters, "search", func(c *Cluster) { c.Cidr = "192.168.240.0/20" })
	}, []string{"clusters.search.cidr: 192.168.240.0/20 overlaps inspection.cidr 192.168.248.0/22"}},
	{"overlaps pods", inspect(Inspection{EastWest: customEastWest(), Cidr: "100.64.8.0/22"}), []string{
		"clusters.payments.podCidr: 100.64.0.0/16 overlaps inspection.cidr 100.64.8.0/22",
	}},
	{"overlaps Kubernetes services", inspect(Inspection{EastWest: customEastWest(), Cidr: "172.20.8.0/22"}), []string{
		"clusters.payments.serviceCidr: 172.20.0.0/16 overlaps inspection.cidr 172.20.8.0/22",
		"clusters.search.serviceCidr: 172.20.0.0/16 overlaps inspection.cidr 172.20.8.0/22",
	}},
	{"overlaps the ingress VPC", inspect(Inspection{EastWest: customEastWest(), Cidr: "10.0.4.0/22"}), []string{
		"ingress.cidr: 10.0.0.0/20 overlaps inspection.cidr 10.0.4.0/22",
	}},
	{"supernet in the inspection VPC", func(e *Estate) {
		e.Inspection = &Inspection{EastWest: customEastWest()}
		e.Transit.TransitGateway.Supernets = []string{"10.0.0.0/8", "192.168.250.0/24"}
	}, []string{
		"transit.transitGateway.supernets[1]: 192.168.250.0/24 lies in the inspection VPC 192.168.248.0/22, which routes its own addresses",
	}},
	{"reserved names", func(e *Estate) {
		e.Clusters["inspection"], e.Clusters["exempt"] = Cluster{Cidr: "10.20.0.0/20"}, Cluster{Cidr: "10.21.0.0/20"}
	}, []string{
		"clusters.exempt: the plan uses the name exempt itself; take another one",
		"clusters.inspection: the plan uses the name inspection itself; take another one",
	}},
	{"nodes of an existing VPC that cannot leave", func(e *Estate) {
		e.Inspection = &Inspection{Egress: custom()}
		e.Clusters["legacy"] = Cluster{Cidr: "10.18.0.0/24", Existing: existing()}
	}, []string{
		"clusters.legacy.existing.subnets.node: has no subnet in use1-az1",
		"clusters.legacy.existing.subnets.node: has no subnet in use1-az2",
	}},
	{"too many NAT gateways", func(e *Estate) {
		e.Inspection, e.Quotas.ElasticIps = &Inspection{Egress: custom()}, 1
	}, []string{
		"inspection.egress: 2 Elastic IP addresses in the Region (one NAT gateway per zone); the quota is 1: have AWS raise it and " +
			"declare it as quotas.elasticIps",
	}},
	{"former zones", func(e *Estate) {
		e.Region = "us-east-1"
		e.Inspection = &Inspection{
			Edge:        &Firewall{NetworkFirewall: &NetworkFirewall{}},
			FormerZones: []string{"use1-az2", "us-east-1c", "use1-az4", "euc1-az1", "use1-az4"},
		}
	}, []string{
		"inspection.formerZones[0]: use1-az2 is in zones; former zones are those that have left them",
		"inspection.formerZones[1]: us-east-1c is a zone name, which means another place in every account: use the zone ID, such as " +
			"use1-az1 (`aws ec2 describe-availability-zones` shows both)",
		"inspection.formerZones[3]: euc1-az1 is a zone of eu-central-1, but the estate's Region is us-east-1",
		"inspection.formerZones[4]: use1-az4 is declared already, in inspection.formerZones[2]",
	}},
	{"former zones of other firewalls", inspect(Inspection{
		Edge: custom(), EastWest: &EastWestInspection{GatewayLoadBalancer: &GatewayLoadBalancer{ServiceName: serviceName}},
		FormerZones: []string{"use1-az4"},
	}), []string{"inspection.formerZones: is for AWS Network Firewalls, and none is declared; remove it"}},
	{"too many routes", func(e *Estate) {
		e.Inspection = &Inspection{EastWest: customEastWest("search"), Egress: &Firewall{}}
		for i := range 46 {
			e.Clusters[fmt.Sprintf("c%d", i)] = Cluster{Cidr: fmt.Sprintf("10.%d.0.0/16", 100+i)}
		}
	}, []string{
		"clusters: 51 routes in a route table of the inspection VPC; the quota is 50: have AWS raise it and declare it as " +
			"quotas.routesPerRouteTable, or declare transit.transitGateway.supernets",
	}},
}

const serviceName = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"

// TestUnreadableInspection shows that what cannot be read is one problem.
func TestUnreadableInspection(t *testing.T) {
	const rest = `"zones": ["use1-az1", "use1-az2"], "ingress": {"cidr": "10.0.0.0/20"}, "transit": {"transitGateway": {}},
		"clusters": {"a": {"cidr": "10.16.0.0/16"}}`
	for inspection, problem := range map[string]string{
		`{"edge": 1}`:                       "inspection.edge: is the number 1; an object is wanted",
		`{"egde": 1}`:                       "inspection.egde: unknown key; did you mean edge?",
		`{"edge": {"netwrkFirewall": []}}`:  "inspection.edge.netwrkFirewall: unknown key; did you mean networkFirewall?",
		`{"edge": {"networkFirewall": []}}`: "inspection.edge.networkFirewall: is a list; an object is wanted",
	} {
		_, err := Parse([]byte(`{"inspection": ` + inspection + `, ` + rest + `}`))
		require.Equal(t, []string{problem}, problemsOf(t, err), inspection)
	}
}
