package plan

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSingleInspectedVpcsAreThoseOfAnEstate(t *testing.T) {
	fleet := ApplianceFleet{Ami: "ami-00000001", Probe: &ApplianceProbe{Port: 80}}
	estate := good()
	estate.Inspection = &Inspection{
		Edge:     &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{FleetOf: PlaceEastWest}},
		EastWest: &EastWestInspection{GatewayLoadBalancer: &GatewayLoadBalancer{Fleet: &fleet}}, Egress: &Firewall{},
	}
	plan, err := Build(estate)
	require.NoError(t, err)
	clusters := map[string]string{"payments": "10.16.0.0/16", "search": "10.17.0.0/20"}

	ingress, err := NewInspectedIngressVpc("ingress", estate.Ingress.Cidr, estate.Zones, clusters)
	require.NoError(t, err)
	require.Equal(t, *vpcNamed(plan, "ingress"), ingress)
	inspection, err := NewInspectionVpc(InspectionVpcSpec{
		Name: "inspection", Zones: estate.Zones, Clusters: clusters, IngressCidr: estate.Ingress.Cidr, Egress: true, Appliances: true,
	})
	require.NoError(t, err)
	require.Equal(t, *vpcNamed(plan, "inspection"), inspection)
	payments, err := NewEksVpc(EksVpcSpec{
		Name: "payments", Cidr: "10.16.0.0/16", PodCidr: "100.64.0.0/16", Zones: estate.Zones, IngressCidr: estate.Ingress.Cidr, Egress: true,
	})
	require.NoError(t, err)
	require.Equal(t, *vpcNamed(plan, "payments"), payments)
	for _, planned := range plan.TransitGateway.Attachments {
		attachment, err := NewTransitAttachment(*vpcNamed(plan, planned.Vpc), planned.RouteTable)
		require.NoError(t, err)
		require.Equal(t, planned, attachment)
	}

	spec := FirewallSpec{
		Name: "inspection", Vpc: inspection, Places: []string{PlaceEastWest, PlaceEgress},
		HomeNet:  []string{"10.17.0.0/20", "10.16.0.0/16", "100.64.0.0/16"},
		Firewall: Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{Fleet: &fleet}},
	}
	firewall, fleets, err := NewFirewall(spec)
	require.NoError(t, err)
	require.Equal(t, plan.Firewalls[1], firewall)
	require.Equal(t, plan.Fleets, fleets)
}

// TestSingleFirewalls plans firewalls of each flavour in VPCs whose names no estate would give.
func TestSingleFirewalls(t *testing.T) {
	zones := []string{"use1-az1", "use1-az2"}
	front, err := NewInspectedIngressVpc("front", "10.0.0.0/20", zones, nil)
	require.NoError(t, err)
	appliances, err := NewInspectionVpc(InspectionVpcSpec{Name: "appliances", Zones: zones, Appliances: true})
	require.NoError(t, err)
	require.Empty(t, appliances.Validate())
	for name, declared := range map[string]Firewall{
		"network firewall": {NetworkFirewall: &NetworkFirewall{}},
		"service":          {GatewayLoadBalancer: &GatewayLoadBalancer{ServiceName: serviceName}},
		"fleet":            {GatewayLoadBalancer: &GatewayLoadBalancer{Fleet: &ApplianceFleet{Ami: "ami-00000001", Probe: &ApplianceProbe{Port: 80}}}},
		"custom":           *custom(),
	} {
		firewall, fleets, err := NewFirewall(FirewallSpec{
			Name: "outer", Prefix: "acme", Vpc: front, Appliances: &appliances, Places: []string{PlaceEdge}, HomeNet: []string{"10.0.0.0/20"}, Firewall: declared,
		})
		require.NoError(t, err, name)
		require.Empty(t, firewall.Validate(), name)
		require.Equal(t, []FirewallEndpoint{
			{"outer.use1-az1", "use1-az1", "front.firewall.use1-az1"}, {"outer.use1-az2", "use1-az2", "front.firewall.use1-az2"},
		}, firewall.Endpoints, name)
		if name == "fleet" {
			require.Len(t, fleets, 1)
			require.Empty(t, fleets[0].Validate())
			require.Equal(t, "appliances", fleets[0].Vpc)
			require.Equal(t, []string{"appliances.appliance.use1-az1", "appliances.appliance.use1-az2"}, fleets[0].Subnets)
			require.Equal(t, "192.168.248.0/23", fleets[0].SecurityGroup.Rules[0].Cidr)
		} else {
			require.Empty(t, fleets, name)
		}
	}
}

func TestSingleInspectionRefusals(t *testing.T) {
	_, err := NewInspectionVpc(InspectionVpcSpec{Name: "Inspection", Cidr: "10.0.0.0/24"})
	require.Equal(t, []string{
		"cidr: 10.0.0.0/24 is too small: the smallest inspection VPC that fits eight zones is a /22",
		"ingressCidr: is required, unless the VPC is for egress or for appliances",
		`name: "Inspection" is not a name: names are lower-case words joined by single hyphens, such as blue-1`,
		"zones: is required",
	}, problemsOf(t, err))
	require.ErrorContains(t, err, `VPC "Inspection" has 4 problems`)

	_, err = NewInspectionVpc(InspectionVpcSpec{
		Name: "hub", Zones: []string{"use1-az1"}, IngressCidr: "192.168.248.0/24", Clusters: map[string]string{"internet": "11.0.0.0/16"},
	})
	require.Equal(t, []string{
		"cidr: 192.168.248.0/22 overlaps ingressCidr 192.168.248.0/24",
		"clusters.internet: 11.0.0.0/16 is public space; load balancers accept targets in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10 only",
		"clusters.internet: the plan uses the name internet itself; take another one",
	}, problemsOf(t, err))

	plain, err := NewIngressVpc("front", "10.0.0.0/20", []string{"use1-az1"}, nil)
	require.NoError(t, err)
	_, _, err = NewFirewall(FirewallSpec{
		Name: "outer", Vpc: plain, Places: []string{"egde", PlaceEdge, PlaceEdge}, HomeNet: []string{"10.0.0.1/20"},
		Firewall: Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{Fleet: &ApplianceFleet{Ami: "ami"}}},
	})
	require.Equal(t, []string{
		"appliances: is required for a fleet: a planned inspection VPC with subnets for appliances",
		`firewall.gatewayLoadBalancer.fleet.ami: "ami" is not the ID of an AMI, such as ami-0123456789abcdef0`,
		"firewall.gatewayLoadBalancer.fleet.probe: is required: without a vendor, nothing says how an appliance shows that it is well",
		"homeNet[0]: 10.0.0.1/20 has host bits set: the network is 10.0.0.0/20",
		`places[0]: "egde" is none of edge, eastWest and egress; did you mean edge?`,
		"places[2]: edge is declared already",
		"vpc.subnets: the VPC has no firewall subnets",
	}, problemsOf(t, err))

	_, _, err = NewFirewall(FirewallSpec{Firewall: *custom()})
	require.Equal(t, []string{
		"homeNet: is required",
		"name: is required",
		"places: is required",
		`vpc: vpc.cidr: "" is not an IPv4 CIDR`,
		`vpc: vpc.kind: "" is none of ingress, inspection and eks`,
		"vpc: vpc.name: is missing",
		"vpc.subnets: the VPC has no firewall subnets",
	}, problemsOf(t, err))
	require.ErrorContains(t, err, `firewall "" has `)
}
